"""Look-up: which concepts answer a query, and how closely. The closest kind of match comes first."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from glossary.termbase import read
from glossary.termbase.read import Hit
from tm.text import fold, nfc, same_accents, stem

FUZZY_CUTOFF = 75.0


class How(StrEnum):
    """How a term matches a query, the closest first.

    exact: letter by letter; accents: but for case, apostrophes and hyphens; folded: but for accents as well;
    inflected: in another number or gender; partial: holds the words of the query; fuzzy: spelled much alike.
    """

    EXACT = "exact"
    ACCENTS = "accents"
    FOLDED = "folded"
    INFLECTED = "inflected"
    PARTIAL = "partial"
    FUZZY = "fuzzy"


_SCORES = {How.EXACT: 100.0, How.ACCENTS: 99.0, How.FOLDED: 97.0, How.INFLECTED: 92.0}
_RANK = {how: rank for rank, how in enumerate(How)}


@dataclass(frozen=True, slots=True)
class Answer:
    """A concept that answers a query by one of its terms. `score` is 0–100."""

    query: str
    hit: Hit
    how: How
    score: float


def look_up(db: sqlite3.Connection, query: str, *, language: str = "", kinds: Collection[How] = ()) -> list[Answer]:
    """The concepts that answer the query, best first. Without `kinds`: looser matches only where closer ones fail."""
    steps: tuple[tuple[Collection[How], Callable[[], Iterable[Answer]]], ...] = (
        ((How.EXACT, How.ACCENTS, How.FOLDED), lambda: _equal(db, query, language)),
        ((How.INFLECTED,), lambda: _inflected(db, query, language)),
        ((How.PARTIAL,), lambda: _partial(db, query, language)),
        ((How.FUZZY,), lambda: _fuzzy(db, query, language)),
    )
    answers: list[Answer] = []
    for offered, step in steps:
        if kinds and not set(kinds) & set(offered):
            continue
        answers += step()
        if answers and not kinds:
            break
    return _best_of_each(answers)


def _equal(db: sqlite3.Connection, query: str, language: str) -> list[Answer]:
    return [_answer(query, hit, _closeness(query, hit.term)) for hit in read.terms_equal(db, "folded", [fold(query)], language)]


def _closeness(query: str, term: str) -> How:
    if nfc(query).replace("'", "’") == term.replace("'", "’"):
        return How.EXACT
    return How.ACCENTS if same_accents(query) == same_accents(term) else How.FOLDED


def _inflected(db: sqlite3.Connection, query: str, language: str) -> list[Answer]:
    return [_answer(query, hit, How.INFLECTED) for hit in read.terms_equal(db, "stem", [stem(fold(query))], language)]


def _partial(db: sqlite3.Connection, query: str, language: str) -> list[Answer]:
    folded = fold(query)
    hits = read.terms_with_words(db, folded, language)
    return [Answer(query, hit, How.PARTIAL, round(50 + 40 * len(folded) / max(len(folded), len(hit.folded)), 1)) for hit in hits]


def _fuzzy(db: sqlite3.Connection, query: str, language: str) -> list[Answer]:
    from rapidfuzz import fuzz, process

    hits = read.every_term(db, language)
    found = process.extract(fold(query), [hit.folded for hit in hits], scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF, limit=20)
    return [Answer(query, hits[index], How.FUZZY, round(score * 0.9, 1)) for _, score, index in found]


def _answer(query: str, hit: Hit, how: How) -> Answer:
    return Answer(query, hit, how, _SCORES[how])


def _best_of_each(answers: Iterable[Answer]) -> list[Answer]:
    """The best answer of each concept: close before loose, approved before proposed, preferred before admitted."""

    def order(answer: Answer) -> tuple[object, ...]:
        hit = answer.hit
        return _RANK[answer.how], hit.state != "approved", -answer.score, hit.status != "preferred", hit.concept

    best: dict[int, Answer] = {}
    for answer in sorted(answers, key=order):
        best.setdefault(answer.hit.concept, answer)
    return list(best.values())


def contradictions(answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    """The queries that are terms of more than one approved concept, with the answers that hold these."""
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        if answer.how in _SCORES and answer.how is not How.INFLECTED and answer.hit.state == "approved":
            found.setdefault(answer.query, []).append(answer)
    return {query: rivals for query, rivals in found.items() if len({rival.hit.language for rival in rivals}) < len(rivals)}
