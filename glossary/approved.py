"""The approved terms of the termbase in a text, and whether a translation keeps to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from glossary.mining.recognition import Recogniser
from glossary.model import AdministrativeStatus, Concept, ReviewState
from glossary.termbase import read
from tm.substitution import FoundTerm
from tm.tagging import tag
from tm.text import fold, stem

_USABLE = (AdministrativeStatus.PREFERRED, AdministrativeStatus.ADMITTED)
_BEGINNING = 3  # letters that all forms of a word share


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A term that a translation does not keep to: it has none of the `expected` ones, and `found` is a forbidden one, if any."""

    concept: int
    term: str
    expected: tuple[str, ...]
    found: str


class ApprovedTerms:
    """The approved terms of an open termbase. Those of a language are read once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._concepts: dict[int, Concept] = {}
        self._by_beginning: dict[str, dict[str, list[tuple[str, int]]]] = {}
        self.find = lru_cache(maxsize=256)(self._find)

    def _find(self, text: str, source: str, target: str) -> Sequence[FoundTerm]:
        """The approved terms in a text, in whatever inflection, with their approved equivalents; see `tm.substitution`."""
        beginnings = self._terms(source)
        likely = [known for word in {word[:_BEGINNING] for word in _words(text)} for known in beginnings.get(word, ())]
        if not likely:
            return []
        tokens = tag(text)
        found = [(tokens[first].start, tokens[last - 1].end, concept) for first, last, concept in Recogniser(sorted(likely)).find(tokens)]
        self._read({concept for _, _, concept in found})
        return [
            FoundTerm(f"c{concept}", start, end, tuple(_terms(self._concepts[concept], target, usable=True)))
            for start, end, concept in found
        ]

    def _terms(self, language: str) -> dict[str, list[tuple[str, int]]]:
        """The approved terms of a language with their concepts, by the beginning of their first word."""
        if language not in self._by_beginning:
            beginnings = self._by_beginning.setdefault(language, {})
            for hit in read.every_term(self._connection, language):
                if hit.state == "approved" and hit.status in _USABLE and (words := _words(hit.term)):
                    beginnings.setdefault(words[0][:_BEGINNING], []).append((hit.term, hit.concept))
        return self._by_beginning[language]

    def _read(self, concepts: set[int]) -> None:
        self._concepts.update((concept.id, concept) for concept in read.concepts(self._connection, concepts - self._concepts.keys()))

    def contradictions(self, text: str, translation: str, source: str, target: str) -> list[Contradiction]:
        """The approved terms in a text whose equivalents its translation lacks, or for which it has a forbidden one."""
        said = _stems(translation)
        broken = []
        for term in self.find(text, source, target):
            concept = self._concepts[int(term.concept[1:])]
            forbidden = next((wrong for wrong in _terms(concept, target, usable=False) if _stems(wrong) in said), "")
            kept = any(_stems(equivalent) in said for equivalent in term.equivalents)
            if term.equivalents and not kept:
                broken.append(Contradiction(concept.id, text[term.start : term.end], term.equivalents, forbidden))
        return broken


def _words(text: str) -> list[str]:
    return fold(text).replace("'", " ").split()


def _stems(text: str) -> str:
    """The stems of a text between spaces, so that words are found whole."""
    bare = "".join(letter if letter.isalnum() else " " for letter in fold(text))
    return f" {' '.join(stem(bare).split())} "


def _terms(concept: Concept, language: str, *, usable: bool) -> list[str]:
    """The approved terms of a concept in a language that should be used, or those that should not."""
    return [term.term for term in concept.terms(language) if term.state is ReviewState.APPROVED and (term.status in _USABLE) is usable]
