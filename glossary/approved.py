"""The approved terms of the termbase in a text, and whether a translation keeps to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from glossary.mining.recognition import Recogniser, apart
from glossary.model import AdministrativeStatus, Concept, ReviewState
from glossary.termbase import read
from tm.substitution import FoundTerm
from tm.text import fold, stem

_USABLE = (AdministrativeStatus.PREFERRED, AdministrativeStatus.ADMITTED)


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
        self._terms: dict[str, Recogniser[int]] = {}
        self.find = lru_cache(maxsize=256)(self._find)

    def _find(self, text: str, source: str, target: str) -> Sequence[FoundTerm]:
        """The approved terms in a text, in whatever inflection, with their approved equivalents; see `tm.substitution`."""
        found = list(apart(self._recogniser(source).every(text)))
        self._read({concept for _, _, concept in found})
        return [
            FoundTerm(f"c{concept}", start, end, tuple(_terms(self._concepts[concept], target, usable=True)))
            for start, end, concept in found
        ]

    def _recogniser(self, language: str) -> Recogniser[int]:
        """What finds the terms of a language that should be used."""
        if language not in self._terms:
            hits = read.terms_in_states(self._connection, language, [ReviewState.APPROVED])
            self._terms[language] = Recogniser(((hit.term, hit.concept) for hit in hits if hit.status in _USABLE), language)
        return self._terms[language]

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


def _stems(text: str) -> str:
    """The stems of a text between spaces, so that words are found whole."""
    bare = "".join(letter if letter.isalnum() else " " for letter in fold(text))
    return f" {' '.join(stem(bare).split())} "


def _terms(concept: Concept, language: str, *, usable: bool) -> list[str]:
    """The approved terms of a concept in a language that should be used, or those that should not."""
    return [term.term for term in concept.terms(language) if term.state is ReviewState.APPROVED and (term.status in _USABLE) is usable]
