"""Noun phrases: the spans of a tagged segment that may be terms. Pure functions.

French noun phrases grow to the right of their head: N (A | P | N)* (preposition (determiner)? (A)? N ...)*. All
nested phrases are given, since a term is often part of a longer one (J. Justeson and S. Katz, "Technical
terminology", Natural Language Engineering 1, 1995; B. Daille's French patterns, 1994).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple

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


class _Word(NamedTuple):
    """What phrases need to know of a word, wherever it stands."""

    plain: str  # lower case, straight apostrophe
    tag: str
    word_like: bool  # rather than a symbol, a number or a formula
    empty: bool  # makes no term at its edge
    link: str  # the preposition that it is a form of, where that can stand inside a term
    article: bool
    key: str


@lru_cache(maxsize=100_000)
def _word(text: str, tag: str, lemma: str, title: bool) -> _Word:
    """A word; in a `title` none is empty: "Premier ministre"."""
    plain = text.lower().replace("’", "'")
    link = SAME_LINK.get(plain, plain) if tag == "S" else ""
    key = "" if tag == "D" else fold(link or lemma)
    article = tag == "D" and plain in _ARTICLES
    return _Word(
        plain, tag, _WORD.fullmatch(fold(text)) is not None, plain in _EMPTY and not title, link if plain in _LINKS else "", article, key
    )


def word_like(token: Token) -> bool:
    """Whether a token is a word rather than a symbol, a number or a formula."""
    return _word(token.text, token.tag, token.lemma, False).word_like


def _words(tokens: Sequence[Token]) -> list[_Word]:
    return [_word(t.text, t.tag, t.lemma, t.start > 0 and t.text[0].isupper()) for t in tokens]


def phrases(tokens: Sequence[Token]) -> Iterator[Span]:
    """The spans (first token, last token + 1) of the noun phrases of a segment, nested ones included."""
    return _phrases(tokens, _words(tokens))


def single_words(tokens: Sequence[Token]) -> Iterator[Span]:
    """The spans of adjectives and verbs by themselves, which in some fields are terms: "asynchrone", "galoper"."""
    return _single_words(tokens, _words(tokens))


def _phrases(tokens: Sequence[Token], words: Sequence[_Word]) -> Iterator[Span]:
    last = len(words) - 1
    for start, word in enumerate(words):
        if (word.tag == "N" or (word.tag == "A" and start < last and words[start + 1].tag == "N")) and not word.empty:
            yield from _grow(tokens, words, start)


def _single_words(tokens: Sequence[Token], words: Sequence[_Word]) -> Iterator[Span]:
    for start, word in enumerate(words):
        if word.tag in SINGLE_TAGS and word.word_like and not word.empty and (start == 0 or not tokens[start].capital):
            yield start, start + 1


def _grow(tokens: Sequence[Token], words: Sequence[_Word], start: int) -> Iterator[Span]:
    """Every phrase that begins at `start`."""
    state = "head" if words[start].tag == "N" else "before"
    if state == "head" and words[start].word_like and not _inside_name(tokens, words, start):
        yield start, start + 1
    for position in range(start + 1, min(len(words), start + LONGEST)):
        state = _next(state, tokens, words, position)
        if not state:
            return
        if state == "head" and not words[position].empty and not _inside_name(tokens, words, position):
            yield start, position + 1


def _inside_name(tokens: Sequence[Token], words: Sequence[_Word], position: int) -> bool:
    """Whether a proper name goes on behind this token: "Comité | intergouvernemental", "Fédération | de Russie"."""
    if position + 1 == len(words) or not tokens[position].capital:
        return False
    after = words[position + 1]
    if words[position].tag == "E":
        return after.tag == "E"
    if after.tag in "AM":
        return True
    links = [place for place in range(position + 1, min(len(words), position + 4)) if not words[place].article]
    return len(links) > 1 and SAME_LINK.get(words[links[0]].plain, words[links[0]].plain) == "de" and tokens[links[1]].capital


def _next(state: str, tokens: Sequence[Token], words: Sequence[_Word], position: int) -> str:
    """The state after a token; empty where the phrase cannot go on.

    "head" may end a phrase; "before" waits for the noun of an adjective, "not" for an adjective; "of" stands behind "de", "link" behind
    another preposition, both perhaps with an article: proper names follow "de" only.
    """
    word = words[position]
    tag = word.tag
    if state == "before":
        return "head" if tag == "N" else ""
    if state == "head":
        if tag == "S":
            return ("of" if word.link == "de" else "link") if word.link else ""
        if tag in "AP":
            return "head" if not word.empty and _agrees(tokens, position) else ""
        if tag == "N":  # "État membre": a noun that qualifies the head
            return "head" if words[position - 1].tag == "N" and not tokens[position].capital and _agrees(tokens, position) else ""
        if tag == "E":
            return "head" if words[position - 1].tag == "E" else ""
        return "not" if word.plain == "non" else ""  # "barrières non tarifaires"
    if state == "not":
        return "head" if tag == "A" else ""
    if tag == "E":
        return "head" if state.startswith("of") else ""
    if tag == "N":
        return "head"
    if tag == "A" and not word.empty:
        return "before"
    return state + " the" if word.article and " " not in state else ""


def _agrees(tokens: Sequence[Token], position: int) -> bool:
    """Whether an adjective agrees in number with a noun not far in front of it."""
    number = tokens[position].number
    if not number:
        return True
    nouns = [t.number for t in tokens[max(0, position - 4) : position] if t.tag == "N"]
    return not nouns or "" in nouns or number in nouns


def is_loose(tokens: Sequence[Token]) -> bool:
    """Whether a definite article inside, before no capital, ties the phrase to its sentence.

    >>> from tm.tagging import tag
    >>> is_loose(tag("visite du président")), is_loose(tag("visite d'État")), is_loose(tag("ministère des Affaires étrangères"))
    (True, False, False)
    """
    words = _words(tokens)
    return any(words[n].plain in _DEFINITE and not tokens[n + 1].capital for n in range(1, len(tokens) - 1))


def key(tokens: Sequence[Token], countries: Mapping[str, str] = MappingProxyType({})) -> str:
    """What the inflected and spelling variants of a phrase share: folded lemmas, one form for each preposition.

    `countries` gives the folded name of a country for each folded adjective: both then say the same.

    >>> from tm.tagging import tag
    >>> key(tag("accords de libre-échange")) == key(tag("accord du libre échange"))
    True
    >>> key(tag("ambassadeur russe"), {"russe": "russie"}) == key(tag("ambassadeur de Russie"))
    True
    """
    first, *others = _words(tokens)
    return (first.key + "".join(_inner_key(word, countries) for word in others)).lstrip()


def keyed(tokens: Sequence[Token], countries: Mapping[str, str] = MappingProxyType({})) -> list[tuple[int, int, str]]:
    """The phrases and single words of a segment with their keys: first token, last token + 1, key."""
    words = _words(tokens)
    spans = [*_phrases(tokens, words), *_single_words(tokens, words)]
    if not spans:
        return []
    pieces = [_inner_key(word, countries) for word in words]
    ends = list(accumulate(map(len, pieces)))
    line = "".join(pieces)
    return [(start, end, words[start].key + line[ends[start] : ends[end - 1]]) for start, end in spans]


def _inner_key(word: _Word, countries: Mapping[str, str]) -> str:
    """What a word inside a phrase adds to the key, with a space in front."""
    if word.tag == "A" and (country := countries.get(word.key)):
        return f" de {country}"
    return f" {word.key}" if word.key else ""
