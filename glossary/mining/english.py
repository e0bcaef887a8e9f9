"""English noun phrases: the spans of a tagged segment that may be terms, and how they are shown. Pure functions.

English noun phrases end on their head: (A | N | participle)* N, with 's between two of them, and grow to the right by
prepositions: N (of | for | in …) (the)? (A | N)* N. All nested phrases are given (J. Justeson and S. Katz, "Technical
terminology", Natural Language Engineering 1, 1995), and two coordinated words in them: "foreign and security policy".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from glossary.mining.phrases import LONGEST, SINGLE_TAGS, Span, word_like
from glossary.mining.variants import most_frequent, summed, usual_case
from tm import english
from tm.english import american, closed, demonym
from tm.tagging import Token
from tm.text import fold, nfc
from tm.words import word_lists

_LISTS = word_lists("glossary", "words.en.toml")
_EMPTY, _CLASSIFIED, _ROLES, _CIVILITIES = (_LISTS[name] for name in ("empty", "classified", "roles", "civilities"))
_LINKS = frozenset(["of", "for", "in", "on", "to", "between", "against", "with", "at", "from", "by", "under", "among", "without", "within"])
_BEHIND = frozenset(["general", "elect", "designate"])  # adjectives that stand behind their noun
_MODIFIERS = "APGB"
_PLURAL_TERM = 3

# Shapes of phrases over tags (S for any preposition, O for 's), and how often such a phrase is a term, against A N.
PATTERNS: dict[str, float] = {
    "AN": 1.0, "NN": 1.0, "N": 0.6, "AAN": 0.6, "ANN": 0.7, "NNN": 0.6, "NAN": 0.5, "GN": 0.5, "NG": 0.5, "PN": 0.35, "BAN": 0.3,
    "BPN": 0.3, "NON": 0.4, "NONN": 0.4, "NSN": 0.5, "NSAN": 0.5, "NSNN": 0.5, "ANSN": 0.35, "NNSN": 0.35, "ANSAN": 0.25, "NNSAN": 0.25,
    "ACAN": 0.4, "NCNN": 0.4, "NCN": 0.2, "EN": 0.5, "ENN": 0.5, "EAN": 0.45, "AEN": 0.3, "NSE": 0.3, "ANSE": 0.3, "NSNCN": 0.3, "NA": 0.3,
    "AANN": 0.35, "ANNN": 0.35, "NNNN": 0.3, "NSANN": 0.3, "A": 0.3, "V": 0.2, "I": 0.2, "P": 0.2, "G": 0.25,
}  # fmt: skip


def phrases(tokens: Sequence[Token]) -> Iterator[Span]:
    """The spans (first token, last token + 1) of the noun phrases of a segment, nested ones included.

    >>> tokens = english.tag("The Ministry of Foreign Affairs removed non-tariff barriers.")
    >>> [" ".join(t.text for t in tokens[a:b]) for a, b in phrases(tokens)]
    ['Ministry of Foreign Affairs', 'Foreign Affairs', 'non-tariff barriers', 'barriers']
    """
    for start in range(len(tokens)):
        if _may_begin(tokens, start):
            yield from _grow(tokens, start)


def single_words(tokens: Sequence[Token]) -> Iterator[Span]:
    """The spans of adjectives and verbs by themselves, which in some fields are terms."""
    for start, token in enumerate(tokens):
        lent = token.start == 0 or not token.capital
        if token.tag in SINGLE_TAGS and lent and word_like(token) and not _empty(token) and not closed(_word(token)):
            yield start, start + 1


def key(tokens: Sequence[Token]) -> str:
    """What the inflected and spelling variants of a phrase share: folded lemmas, in American spelling, without articles and 's.

    >>> key(english.tag("defence ministries")) == key(english.tag("defense ministry"))
    True
    >>> key(english.tag("organisation of the peoples")) == key(english.tag("organizations of people"))
    True
    """
    return fold(" ".join(american(token.lemma) for token in tokens if token.tag not in "DO"))


def surface(tokens: Sequence[Token]) -> str:
    """The text of the tokens as one would print it, with typographic apostrophes and no capital that a sentence lent."""
    pieces = [(" " if n and token.start > tokens[n - 1].end else "") + token.text for n, token in enumerate(tokens)]
    first = tokens[0]
    # "Ministry of Defence", "North Korea"
    title = any(token.capital and (token.tag in "NA" or number == 1) for number, token in enumerate(tokens) if number)
    if first.start == 0 and first.tag != "E" and not title and not demonym(first.text) and not first.text.isupper():
        pieces[0] = first.text[0].lower() + first.text[1:]
    return nfc("".join(pieces)).replace("'", "’")


def display_form(uses: Sequence[tuple[Sequence[Token], int]]) -> str:
    """The dictionary form of a term, from all its uses: singular unless it lives in the plural, capitals where usual.

    >>> display_form([(english.tag("free trade agreements"), 1)])
    'free trade agreement'
    >>> display_form([(english.tag("United Nations"), 1)])
    'United Nations'
    """
    if all(len(tokens) == 1 and tokens[0].tag in SINGLE_TAGS for tokens, _ in uses):
        return most_frequent(summed((tokens[0].lemma, count) for tokens, count in uses))
    by_text = {surface(tokens): tokens for tokens, _ in uses}
    texts = usual_case(summed((surface(tokens), count) for tokens, count in uses))
    best = most_frequent(texts)
    singular = Counter({text: count for text, count in texts.items() if not _plural(by_text[text])})
    if singular:
        return most_frequent(singular)
    institution = len(by_text[best]) > 1 and by_text[best][_head(by_text[best])].capital
    return best if institution or texts.total() >= _PLURAL_TERM else _singularise(by_text[best])


def is_loose(tokens: Sequence[Token]) -> bool:
    """Whether an article inside, before no capital, ties the phrase to its sentence.

    >>> is_loose(english.tag("visit of the president")), is_loose(english.tag("freedom of navigation"))
    (True, False)
    """
    return any(token.tag == "D" and not after.capital for token, after in pairwise(tokens[1:]))


def _plural(tokens: Sequence[Token]) -> bool:
    return head(tokens).tag == "N" and head(tokens).number == "p"


def head(tokens: Sequence[Token]) -> Token:
    """The token that says what a phrase names."""
    return tokens[_head(tokens)]


def _head(tokens: Sequence[Token]) -> int:
    """The place of the head: the last noun in front of the first preposition."""
    end = next((n for n, token in enumerate(tokens) if token.tag == "S" and n), len(tokens))
    return next((n for n in range(end - 1, -1, -1) if tokens[n].tag == "N"), end - 1)


def _singularise(tokens: Sequence[Token]) -> str:
    place = _head(tokens)
    return surface([*tokens[:place], tokens[place]._replace(text=english.singular(tokens[place].text)), *tokens[place + 1 :]])


def _word(token: Token) -> str:
    return token.text.lower().replace("’", "'")


def _empty(token: Token) -> bool:
    """Whether a word makes no term at its edge; in a title it does: "First Secretary"."""
    return _word(token) in _EMPTY and not (token.capital and token.start > 0)


def _may_begin(tokens: Sequence[Token], start: int) -> bool:
    token = tokens[start]
    if token.tag not in "NAEPGMB" or _empty(token) or _word(token) in _CIVILITIES or not (token.tag in "EM" or word_like(token)):
        return False
    if start and tokens[start - 1].end == token.start:
        return False
    before = tokens[start - 1] if start else None
    if before and token.capital and before.capital and before.start > 0 and before.tag in "NA" and not demonym(before.text):
        return False  # inside a name: "Central | Military Commission"
    after = tokens[start + 1] if start + 1 < len(tokens) else None
    if token.tag == "M":
        return after is not None and after.capital and after.tag in "NA"
    return token.tag != "B" or (after is not None and after.tag in "AP")


def _grow(tokens: Sequence[Token], start: int) -> Iterator[Span]:
    """Every phrase that begins at `start`."""
    state, named = "", True
    for position in range(start, min(len(tokens), start + LONGEST)):
        state = _next(state, tokens, start, position)
        if not state:
            return
        named = named and tokens[position].tag == "E"
        if state == "head" and not named and _may_end(tokens, start, position):
            yield start, position + 1


def _may_end(tokens: Sequence[Token], start: int, position: int) -> bool:
    """Whether a phrase may end on this noun: no empty word, no symbol, and no name goes on behind it."""
    token, after = tokens[position], tokens[position + 1 : position + 4]
    if (_empty(token) and not (position > start and _word(token) in _CLASSIFIED and tokens[position - 1].tag in "NAO")) or (
        token.tag in "NA" and not word_like(token)
    ):
        return False
    if token.tag == "G":
        return not after or after[0].tag not in "DNAEMR"
    if token.tag == "E":  # "Mission in Narvik", "State Duma"; what is only a name is not a phrase
        inside = position > start and tokens[position - 1].tag in "SDNE" and any(t.tag in "SN" for t in tokens[start:position])
        return inside and not (after and after[0].tag == "E" and after[0].start - token.end == 1)
    if not after or not token.capital or token.start == 0:
        return True
    if after[0].capital and after[0].tag in "NA":
        return False  # "World Trade | Organization"
    if position > start and _goes_on(tokens, start, position + 1):
        return False
    links = [t for t in after if _word(t) != "the"]
    return not (len(links) > 1 and _word(links[0]) == "of" and links[1].capital and links[1].tag in "NA")


def _goes_on(tokens: Sequence[Token], start: int, position: int) -> bool:
    """Whether a list goes on in the name of a body: "Ministry of Labour | and Trade", "Board of Labour | , Crafts and Trade"."""
    word = _word(tokens[position])
    if word == ",":
        return _listed(tokens, position)
    within = any(_word(t) in ("of", "for") for t in tokens[start:position])
    after = tokens[position + 1] if position + 1 < len(tokens) else tokens[position]
    return word in ("and", "&") and within and after.capital and after.tag in "NA" and _word(after) not in _ROLES


def _next(state: str, tokens: Sequence[Token], start: int, position: int) -> str:
    """The state after a token; empty where the phrase cannot go on.

    "head" may end a phrase; "before" waits for the noun of a modifier, "owner" and "and" for what is owned or
    coordinated; "link" stands behind a preposition, "link the" behind an article.
    """
    token = tokens[position]
    word = _word(token)
    if state == "head":
        return _after_head(tokens, start, position)
    if token.tag == "N":
        return "head"
    if token.tag == "E":
        return "head" if state != "link" or _link(tokens, position) == "of" or tokens[start].capital else ""
    if token.tag == "M":
        if not state:  # "2030 Agenda"
            return "before"
        return "head" if state.startswith("link") and tokens[start].capital else ""  # "Group of 77"
    if token.tag in _MODIFIERS:
        return "before"
    if state == "before":
        if word == ",":
            return "and" if _listed(tokens, position) else ""
        return "and" if token.tag == "C" and word in ("and", "&") and _coordinates(tokens, start, position) else ""
    if state == "and":  # "Asia and the Pacific", "Labour, Crafts and Trade"
        return "and" if word in ("and", "the") and (tokens[position - 1].text == "," or tokens[position - 1].tag == "C") else ""
    return "link the" if state == "link" and (word == "the" or (token.tag == "D" and token.capital)) else ""


def _link(tokens: Sequence[Token], position: int) -> str:
    """The preposition in front of a token, articles apart."""
    before = [t for t in tokens[max(0, position - 2) : position] if t.tag == "S"]
    return _word(before[-1]) if before else ""


def _after_head(tokens: Sequence[Token], start: int, position: int) -> str:
    """The state behind a noun."""
    token, before = tokens[position], tokens[position - 1]
    word = _word(token)
    if token.tag == "N":
        return "head"
    if token.tag == "E":  # "State Duma", "Deputy PM", but not "President Lund"
        title = not before.capital or (_word(before) in _ROLES and not token.text.isupper())
        return "head" if before.tag == "E" or not title else ""
    if token.tag == "O":
        return "owner"
    if token.tag == "S":
        return "link" if word in _LINKS else ""
    if token.tag == "C":
        return "and" if word in ("and", "&") and _coordinates(tokens, start, position) else ""
    if word == ",":
        return "and" if _listed(tokens, position) else ""
    if token.tag == "G":
        return "head" if not token.capital and before.tag == "N" else "before"
    if token.tag == "M":
        return "head" if before.capital and before.tag == "N" and re.fullmatch(r"\d+|[IVX]+", token.text) else ""
    if token.tag == "A":
        if word in _BEHIND and before.tag == "N" and not (position + 1 < len(tokens) and tokens[position + 1].tag == "N"):
            return "head"
        misread = position - 1 == start and before.number != "p"  # "official friendly visit"
        return "before" if misread or token.capital or before.tag == "E" or before.capital or "-" in word else ""
    return "before" if token.tag == "P" and before.tag in "NE" and token.capital else ""


def _coordinates(tokens: Sequence[Token], start: int, position: int) -> bool:
    """Whether "and" ties two words inside one phrase: both with capitals, or the second at once behind the first."""
    if position + 1 >= len(tokens) or (position + 2 < len(tokens) and tokens[position + 2].tag == "O"):
        return False
    before, after = tokens[position - 1], _article_apart(tokens, position + 1)
    if before.capital and after.capital and after.tag in "NAEG":
        return before.tag in "NAG" or position - 1 > start
    if any(t.tag == "C" for t in tokens[start:position]) or after.capital or _empty(after):
        return False
    if before.tag == "A":
        return after.tag in "AN"
    first = position - 1 == start or tokens[position - 2].tag in "SDO"
    return first and not before.capital and before.tag == after.tag


def _article_apart(tokens: Sequence[Token], position: int) -> Token:
    """The token at a place, or the one behind it where an article stands there."""
    return tokens[position + 1] if _word(tokens[position]) == "the" and position + 1 < len(tokens) else tokens[position]


def _listed(tokens: Sequence[Token], position: int) -> bool:
    """Whether a comma stands in a list of words with capitals that "and" closes: "Labour, Crafts and Trade"."""
    ahead = tokens[position + 1 : position + 5]
    closing = next((n for n, t in enumerate(ahead) if _word(t) in ("and", "&")), 0)
    named = tokens[position - 1].capital and all(t.capital or t.text == "," for t in ahead[:closing])
    return (
        closing > 0
        and named
        and len(ahead) > closing + 1
        and ahead[closing + 1].capital
        and position > 1
        and tokens[position - 2].tag != "E"
    )
