"""Finding known terms in texts, in whatever inflection and spelling they stand. Pure functions.

Terms and texts are reduced to the same keys, word by word (`glossary.mining.keys`). The keys of all terms make a tree; a
text is walked once, and from each of its words only as deep as terms go on. A word is analysed once, however often it
comes; as no parts of speech are needed, more than a megabyte is read in a second, whatever the number of terms.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from glossary.mining.keys import Key, keys, usual_marks
from tm.segment import sentence_spans
from tm.tagging import Token
from tm.text import Traced, normalize

Payload = TypeVar("Payload", bound=Hashable)
Item = TypeVar("Item")
_CACHED = 200_000  # words
_PIECE = 100_000  # characters that are read at once


class _Node(Generic[Payload]):
    """A place in the tree: where keys lead on to, and the terms that end here, each with the spelling that it insists on."""

    __slots__ = ("after", "terms")

    def __init__(self) -> None:
        self.after: dict[str, _Node[Payload]] | None = None  # most nodes are leaves
        self.terms: list[tuple[Payload, str]] | None = None

    def to(self, key: Key) -> _Node[Payload]:
        """The node that a key leads to, made where there is none."""
        node = self
        for part in key:
            if node.after is None:
                node.after = {}
            node = node.after.get(part) or node.after.setdefault(part, _Node())
        return node

    def add(self, term: tuple[Payload, str]) -> None:
        """Lets a term end here, once however many ways lead here."""
        if self.terms is None:
            self.terms = [term]
        elif self.terms[-1] != term:
            self.terms.append(term)

    def find(self, key: Key) -> _Node[Payload] | None:
        """The node that a key leads to."""
        node: _Node[Payload] | None = self
        for part in key:
            node = node.after.get(part) if node and node.after else None
        return node


class _Word(NamedTuple, Generic[Payload]):
    """What a word of a text means to the terms.

    `key` is empty for what does not count; `alone` are the terms that it is, `named` those that it is where no sentence
    lent it its capital, which is doubtful where it is `lent`; `after` are the ways on to longer terms, if any begin so.
    """

    key: Key
    alone: tuple[Payload, ...]
    named: tuple[Payload, ...]
    lent: bool
    after: Mapping[str, _Node[Payload]] | None


class Recogniser(Generic[Payload]):
    """Known terms of a language by their keys. Where several terms share a key, they come in the order given."""

    def __init__(self, terms: Iterable[tuple[str, Payload]], language: str = "fr") -> None:
        self._keys = keys(language)
        self._root: _Node[Payload] = _Node()
        for text, payload in terms:
            self._add(self._keys.words(text), payload)
        self._word = lru_cache(maxsize=_CACHED)(self._analysed)

    def _add(self, words: Sequence[str], payload: Payload) -> None:
        marked = any(not word[0].isalnum() for word in words)
        for way in self._keys.ways:
            if not (key := self._keys.of(words, way)):
                continue
            term = (payload, self._keys.spelling(words) if len(key) == 1 else "")
            for each in dict.fromkeys([key, self._keys.of(words, way, marks=True)]) if marked else [key]:
                self._root.to(each).add(term)

    def exact(self, term: str) -> Payload | None:
        """The known term that this term is, inflection and spelling apart."""
        words = self._keys.words(term)
        key, spelling = self._keys.of(words), self._keys.spelling(words)
        node = self._root.find(key) if key else None
        return next(_spelt(node, spelling), None) if node else None

    def find(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, Payload]]:
        """The terms in a segment as (first token, last token + 1, payload): the longest first, none inside another."""
        found = self._every([token.text for token in tokens], lambda place: tokens[place].start == 0)
        return apart((first, last, payloads[0]) for first, last, payloads in found)

    def every(self, text: str) -> Iterator[tuple[int, int, Payload]]:
        """All terms in a text of any length, nested and crossing ones included, as (start, end, payload).

        They come in the order in which they begin, the longest first; offsets are in characters of the text as it is given,
        in whatever normal form. A line that begins with a small letter goes on with the one before.
        """
        for offset, piece in _pieces(text):
            line = normalize(piece)
            same = line.marks == ((0, 0),)
            for start, end, payloads in self._in_line(usual_marks(line.text)):
                begin, last = (start, end) if same else _originally(line, piece, start, end)
                for payload in payloads:
                    yield offset + begin, offset + last, payload

    def _in_line(self, line: str) -> Iterator[tuple[int, int, Sequence[Payload]]]:
        tokens = list(self._keys.token.finditer(line))
        starts: set[int] = set()

        def begins(place: int) -> bool:
            if not starts:
                starts.update(start for start, _ in sentence_spans(line))
            return tokens[place].start() in starts

        for first, last, payloads in self._every(self._keys.meant([token[0] for token in tokens]), begins):
            yield tokens[first].start(), tokens[last - 1].end(), payloads

    def _every(self, words: Sequence[str], begins: Callable[[int], bool]) -> Iterator[tuple[int, int, Sequence[Payload]]]:
        """The terms in some words as (first word, last word + 1, payloads), in order, the longest first.

        `begins` tells whether a sentence begins with the word at a place.
        """
        analysed, done = list(map(self._word, words)), 0
        for first, (_, alone, named, lent, after) in enumerate(analysed):
            if after and (longer := _longer(analysed, first + 1, after)):
                done = max(done, longer[-1][0])
                for last, payloads in reversed(longer):
                    yield first, last, payloads
            if first < done and not self._keys.nested:
                continue
            if named and not (lent and begins(first)):
                yield first, first + 1, (*alone, *named)
            elif alone:
                yield first, first + 1, alone

    def _analysed(self, word: str) -> _Word[Payload]:
        key, name = self._keys.word(word), self._keys.name(word.title() if word.isupper() else word)
        node = self._root.find(key) if key else None
        known = self._root.find((name,)) if name else None
        return _Word(
            key,
            tuple(_spelt(node, self._keys.spelling([word]))) if node and node.terms else (),
            tuple(_spelt(known, "")) if known else (),
            bool(known) and self._keys.lent(word),
            node.after if node else None,
        )


def apart(found: Iterable[tuple[int, int, Item]]) -> Iterator[tuple[int, int, Item]]:
    """Of things in the order in which they begin, the longest first: those that stand in none before them, nor cross it.

    >>> list(apart([(0, 3, "a"), (0, 1, "b"), (2, 5, "c"), (3, 4, "d")]))
    [(0, 3, 'a'), (3, 4, 'd')]
    """
    done = 0
    for start, end, item in found:
        if start >= done:
            yield start, end, item
            done = end


def _longer(words: Sequence[_Word[Payload]], place: int, after: Mapping[str, _Node[Payload]] | None) -> list[tuple[int, Sequence[Payload]]]:
    """The terms that go on with the word at a place, as (last word + 1, payloads), the shortest first."""
    found: list[tuple[int, Sequence[Payload]]] = []
    for last in range(place, len(words)):
        ending = None
        for part in words[last].key:
            if not after or not (node := after.get(part)):
                return found
            after, ending = node.after, node.terms
        if ending:
            found.append((last + 1, [payload for payload, _ in ending]))
    return found


def _spelt(node: _Node[Payload], spelling: str) -> Iterator[Payload]:
    """The terms that end at a node, but for those that are other words than one of this spelling."""
    return (payload for payload, wanted in node.terms or () if not wanted or not spelling or wanted == spelling)


def _originally(line: Traced, piece: str, start: int, end: int) -> tuple[int, int]:
    """Where a place in a line stands in what the line was made of, with the combining marks of its last letter."""
    last = line.original(end - 1) + 1
    while last < len(piece) and unicodedata.combining(piece[last]):
        last += 1
    return line.original(start), last


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a text, each with its place; very long ones in pieces."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        while end < len(text) and text[end].islower() and end - start < _PIECE:
            end = text.find("\n", end) + 1 or len(text)
        if end - start > _PIECE:
            limit, half = start + _PIECE, start + _PIECE // 2
            end = text.rfind(". ", half, limit) + 1 or text.rfind(" ", half, limit) + 1 or limit
        yield start, text[start:end]
        start = end


@lru_cache(maxsize=50_000)
def term_key(term: str, language: str = "fr") -> Key:
    """What all forms of a term share.

    >>> term_key("ministère des Affaires étrangères") == term_key("ministères des affaires étrangères")
    True
    >>> term_key("Parti") == term_key("parti")
    False
    """
    found = keys(language)
    return found.of(found.words(term))
