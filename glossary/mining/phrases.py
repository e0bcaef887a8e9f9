"""Noun phrases: the spans of a tagged segment that may be terms. Pure functions.

French noun phrases grow to the right of their head: N (A | P | N)* (preposition (determiner)? (A)? N ...)*. All
nested phrases are given, since a term is often part of a longer one (J. Justeson and S. Katz, "Technical
terminology", Natural Language Engineering 1, 1995; B. Daille's French patterns, 1994).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from tm.tagging import Token
from tm.text import fold
from tm.words import word_lists

LONGEST = 11  # tokens, prepositions and articles included
_LINKS = frozenset(["de", "d'", "du", "des", "à", "au", "aux", "en", "sur", "par", "pour", "contre", "entre", "avec"])
_ARTICLES = ("le", "la", "les", "l'")
_DEFINITE = frozenset([*_ARTICLES, "du", "des", "au", "aux"])
SAME_LINK = {"d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à"}
_EMPTY = word_lists("glossary", "words.fr.toml")["empty"]
_WORD = re.compile(r"(?=.*[aeiouy])[a-z' ]{3,}")  # folded
SINGLE_TAGS = "AVPIG"
Span = tuple[int, int]


def phrases(tokens: Sequence[Token]) -> Iterator[Span]:
    """The spans (first token, last token + 1) of the noun phrases of a segment, nested ones included."""
    for start, token in enumerate(tokens):
        if token.tag == "N" or (token.tag == "A" and start + 1 < len(tokens) and tokens[start + 1].tag == "N"):
            yield from _grow(tokens, start)


def single_words(tokens: Sequence[Token]) -> Iterator[Span]:
    """The spans of adjectives and verbs by themselves, which in some fields are terms: "asynchrone", "galoper"."""
    for start, token in enumerate(tokens):
        if token.tag in SINGLE_TAGS and (token.start == 0 or not token.capital) and not _empty(token) and word_like(token):
            yield start, start + 1


def word_like(token: Token) -> bool:
    """Whether a token is a word rather than a symbol, a number or a formula."""
    return _WORD.fullmatch(fold(token.text)) is not None


def _empty(token: Token) -> bool:
    """Whether a word makes no term at its edge; in a title it does: "Premier ministre"."""
    return token.text.lower() in _EMPTY and not (token.capital and token.start > 0)


def _grow(tokens: Sequence[Token], start: int) -> Iterator[Span]:
    """Every phrase that begins at `start`."""
    if _empty(tokens[start]):
        return
    state = "head" if tokens[start].tag == "N" else "before"
    for position in range(start, min(len(tokens), start + LONGEST)):
        if position > start:
            state = _next(state, tokens, position)
            if not state:
                return
        if position == start and not word_like(tokens[start]):
            continue
        if state == "head" and not _empty(tokens[position]) and not _inside_name(tokens, position):
            yield start, position + 1


def _inside_name(tokens: Sequence[Token], position: int) -> bool:
    """Whether a proper name goes on behind this token: "Comité | intergouvernemental", "Fédération | de Russie"."""
    token, after = tokens[position], tokens[position + 1 : position + 4]
    if not token.capital or not after:
        return False
    if token.tag == "E":
        return after[0].tag == "E"
    if after[0].tag in "AM":
        return True
    links = [t for t in after if not (t.tag == "D" and _word(t) in _ARTICLES)]
    return len(links) > 1 and SAME_LINK.get(_word(links[0]), _word(links[0])) == "de" and links[1].capital


def _next(state: str, tokens: Sequence[Token], position: int) -> str:
    """The state after a token; empty where the phrase cannot go on.

    "head" may end a phrase; "before" waits for the noun of an adjective, "not" for an adjective; "of" stands behind "de", "link" behind
    another preposition, both perhaps with an article: proper names follow "de" only.
    """
    token = tokens[position]
    word = _word(token)
    if state == "before":
        return "head" if token.tag == "N" else ""
    if state == "head":
        if token.tag in "AP":
            return "head" if not _empty(token) and _agrees(tokens, position) else ""
        if token.tag == "N":  # "État membre": a noun that qualifies the head
            return "head" if tokens[position - 1].tag == "N" and not token.capital and _agrees(tokens, position) else ""
        if token.tag == "E":
            return "head" if tokens[position - 1].tag == "E" else ""
        if word == "non":  # "barrières non tarifaires"
            return "not"
        if token.tag != "S" or word not in _LINKS:
            return ""
        return "of" if SAME_LINK.get(word, word) == "de" else "link"
    if state == "not":
        return "head" if token.tag == "A" else ""
    if token.tag == "E":
        return "head" if state.startswith("of") else ""
    if token.tag == "N":
        return "head"
    if token.tag == "A" and not _empty(token):
        return "before"
    return state + " the" if " " not in state and token.tag == "D" and word in _ARTICLES else ""


def _word(token: Token) -> str:
    return token.text.lower().replace("’", "'")


def _agrees(tokens: Sequence[Token], position: int) -> bool:
    """Whether an adjective agrees in number with a noun not far in front of it."""
    number = tokens[position].number
    nouns = [t for t in tokens[max(0, position - 4) : position] if t.tag == "N"]
    return not number or not nouns or any(t.number in ("", number) for t in nouns)


def is_loose(tokens: Sequence[Token]) -> bool:
    """Whether a definite article inside, before no capital, ties the phrase to its sentence.

    >>> from tm.tagging import tag
    >>> is_loose(tag("visite du président")), is_loose(tag("visite d'État")), is_loose(tag("ministère des Affaires étrangères"))
    (True, False, False)
    """
    return any(_word(token) in _DEFINITE and not after.capital for token, after in pairwise(tokens[1:]))


def key(tokens: Sequence[Token], countries: Mapping[str, str] = MappingProxyType({})) -> str:
    """What the inflected and spelling variants of a phrase share: folded lemmas, one form for each preposition.

    `countries` gives the folded name of a country for each folded adjective: both then say the same.

    >>> from tm.tagging import tag
    >>> key(tag("accords de libre-échange")) == key(tag("accord du libre échange"))
    True
    >>> key(tag("ambassadeur russe"), {"russe": "russie"}) == key(tag("ambassadeur de Russie"))
    True
    """
    words = []
    for number, token in enumerate(tokens):
        word = _word(token)
        if token.tag == "D":
            continue
        if number and token.tag == "A" and (country := countries.get(fold(token.lemma))):
            words += ["de", country]
        else:
            words.append(SAME_LINK.get(word, word) if token.tag == "S" else token.lemma)
    return fold(" ".join(words))
