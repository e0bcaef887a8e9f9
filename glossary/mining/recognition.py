"""Finding known terms in tagged text, in whatever inflection and spelling they stand. Pure functions.

Terms and texts are reduced to the same keys, word by word: folded lemmas, one form for each preposition, no
articles inside. Acronyms must stand as they are, and capitalised single words ("Parti") with their capital.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from glossary.mining.phrases import SAME_LINK
from tm.lexicon import known, lemma
from tm.tagging import Token, tag
from tm.text import fold

Payload = TypeVar("Payload", bound=Hashable)
_ARTICLES = frozenset(["le", "la", "les", "l'"])


class Recogniser(Generic[Payload]):
    """Known terms by their keys. Where two terms share a key, the one given first counts."""

    def __init__(self, terms: Iterable[tuple[str, Payload]]) -> None:
        self._terms: dict[tuple[str, ...], Payload] = {}
        self._longest: dict[str, int] = {}
        for text, payload in terms:
            key = term_key(text)
            if key:
                self._terms.setdefault(key, payload)
                self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))

    def exact(self, term: str) -> Payload | None:
        """The known term that this term is, inflection and spelling apart."""
        return self._terms.get(term_key(term))

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, Payload]]:
        """The terms in a segment as (first token, last token + 1, payload): the longest first, none inside another."""
        words = [_word(token) for token in tokens]
        position = 0
        while position < len(tokens):
            end, payload = self._match(tokens, words, position)
            if payload is not None:
                yield position, end, payload
            position = end

    def _match(self, tokens: Sequence[Token], words: Sequence[str], start: int) -> tuple[int, Payload | None]:
        key: list[str] = []
        best: tuple[int, Payload | None] = (start + 1, None)
        for single in _single(tokens[start]):
            if (single,) in self._terms:
                best = (start + 1, self._terms[(single,)])
        if not words[start]:
            return best
        longest = self._longest.get(words[start], 0)
        for end in range(start, len(tokens)):
            if words[end]:
                key.append(words[end])
            elif tokens[end].tag == "X":
                break
            if len(key) > longest:
                break
            if words[end] and (found := self._terms.get(tuple(key))) is not None:
                best = (end + 1, found)
        return best


@lru_cache(maxsize=50_000)
def term_key(term: str) -> tuple[str, ...]:
    """What all forms of a term share.

    >>> term_key("ministère des Affaires étrangères") == term_key("ministères des affaires étrangères")
    True
    >>> term_key("Parti") == term_key("parti")
    False
    """
    tokens = tag(term)
    if len(tokens) == 1:
        if term.isupper():
            return ("=" + term,)
        if term[0].isupper():
            return ("^" + _lemma(term),)
    return tuple(word for token in tokens if (word := _word(token)))


def _single(token: Token) -> list[str]:
    """The keys by which a single word with capitals may be found."""
    keys = ["=" + token.text] if token.text.isupper() else []
    if token.capital and (token.start > 0 or not known(token.text.lower())):
        keys.append("^" + _lemma(token.text))
    return keys


def _word(token: Token) -> str:
    """The key of a word; empty for articles and marks."""
    text = token.text.lower().replace("’", "'")
    if token.tag == "X" or text in _ARTICLES:
        return ""
    if token.text.isupper() and len(text) > 1:
        return "=" + token.text
    return SAME_LINK.get(text, _lemma(token.text))


def _lemma(text: str) -> str:
    return fold(lemma(text.lower()))
