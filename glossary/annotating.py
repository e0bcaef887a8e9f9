"""The termbase's terms in a text: where they stand, in whatever inflection, and how they overlap."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from glossary.mining.recognition import Recogniser
from glossary.model import AdministrativeStatus, Annotation, Concept, ReviewState
from glossary.termbase import read
from glossary.termbase.read import Hit
from tm.text import same_accents

APPROVED = (ReviewState.APPROVED,)


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with the terms in it, in the order in which they begin, the longest first, and their concepts by id."""

    text: str
    language: str
    annotations: Sequence[Annotation]
    concepts: Mapping[int, Concept]


def annotated(db: sqlite3.Connection, text: str, language: str, states: Collection[ReviewState] = APPROVED) -> Annotated:
    """A text in a language (ISO 639 code) with the terms in it that are in one of the review states.

    Deprecated terms are among them. What overlaps is all given, and says so.
    """
    found = list(annotate(text, recogniser(db, language, states)))
    ids = {annotation.concept for annotation in found}
    return Annotated(text, language, found, {c.id: c for c in read.concepts(db, ids, rejected=False)})


def recogniser(db: sqlite3.Connection, language: str, states: Collection[ReviewState] = APPROVED) -> Recogniser[Hit]:
    """What finds the terms of a language that are in one of the review states."""
    return Recogniser(((hit.term, hit) for hit in read.terms_in_states(db, language, states)), language)


def annotate(text: str, terms: Recogniser[Hit]) -> Iterator[Annotation]:
    """The terms in a text, in the order in which they begin, the longest first; one for each concept at a place."""
    for place in _overlapping(_places(text, terms)):
        written = text[place.start : place.end]
        inside, crosses = tuple(place.inside), tuple(place.crosses)
        for hit in _one_for_each_concept(written, place.hits):
            status, state = AdministrativeStatus(hit.status), ReviewState(hit.state)
            yield Annotation(place.start, place.end, written, hit.concept, hit.term, status, state, inside, crosses)


@dataclass(slots=True)
class _Place:
    """A place in a text: the terms that stand there, and the other places that it is inside of or crosses."""

    start: int
    end: int
    hits: Sequence[Hit]
    inside: list[tuple[int, int]] = field(default_factory=list)
    crosses: list[tuple[int, int]] = field(default_factory=list)


def _places(text: str, terms: Recogniser[Hit]) -> Iterator[_Place]:
    for (start, end), found in groupby(terms.every(text), itemgetter(0, 1)):
        yield _Place(start, end, [hit for *_, hit in found])


def _overlapping(places: Iterable[_Place]) -> Iterator[_Place]:
    """The places, each with those that it overlaps; they are in the order in which they begin, the longest first."""
    around: list[_Place] = []  # those that reach the next place
    waiting: list[_Place] = []  # those that a further one may cross
    for place in places:
        around = [earlier for earlier in around if earlier.end > place.start]
        if not around:
            yield from waiting
            waiting = []
        for earlier in around:
            if place.end <= earlier.end:
                place.inside.append((earlier.start, earlier.end))
            else:
                place.crosses.append((earlier.start, earlier.end))
                earlier.crosses.append((place.start, place.end))
        around.append(place)
        waiting.append(place)
    yield from waiting


def _one_for_each_concept(written: str, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Of each concept the term that is spelt most like what is written, and among equals the preferred one."""
    if len(hits) == 1:
        return hits

    def strangeness(hit: Hit) -> tuple[bool, bool, bool]:
        return hit.term != written, same_accents(hit.term) != same_accents(written), hit.status != AdministrativeStatus.PREFERRED

    best: dict[int, Hit] = {}
    for hit in sorted(hits, key=strangeness):
        best.setdefault(hit.concept, hit)
    return list(best.values())
