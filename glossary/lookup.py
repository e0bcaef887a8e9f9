"""Look-up: which concepts answer a query, and how closely. The closest kind of match comes first."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from glossary.termbase import read, words
from glossary.termbase.read import Hit
from tm.text import fold, nfc, same_accents, stem

FUZZY_CUTOFF = 75.0
_MOST_HITS = 100  # terms that a search as one types looks at
_ALIKE = 60.0  # the least likeness of a neighbour
_MOST_SHARED = 1_000  # terms that may share a word with a neighbour


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


def suggest(db: sqlite3.Connection, query: str, *, limit: int = 20) -> list[Answer]:
    """The concepts that answer what somebody has typed so far, best first, in any language; quick whatever the size of the termbase.

    Whole terms come first, then terms that begin so, then those that hold the words; with none of these, misspelled words
    are taken for the nearest ones with the same initial.
    """
    folded = fold(query)
    asked = re.findall(r"\w+", folded)
    if not asked:
        return []
    found = [*_equal(db, query, ""), *_inflected(db, query, "")]
    hits = words.beginning(db, folded, _MOST_HITS)
    if len(folded) > 1 and len(hits) < _MOST_HITS:
        hits += words.holding(db, asked, _MOST_HITS)
    found += [_partly(query, hit, 90.0 if hit.folded.startswith(folded) else 80.0) for hit in hits]
    if not found and (spelled := _respelled(db, asked)) != asked:
        hits = words.holding(db, spelled, _MOST_HITS)
        found = [replace(_partly(query, hit, 70.0), how=How.FUZZY) for hit in hits]
    return _best_of_each(found)[:limit]


def _partly(query: str, hit: Hit, most: float) -> Answer:
    return Answer(query, hit, How.PARTIAL, round(most * (0.5 + 0.5 * len(fold(query)) / len(hit.folded)), 1))


def _respelled(db: sqlite3.Connection, asked: Iterable[str]) -> list[str]:
    """The words, each that begins no word of the termbase as the nearest one that is there."""
    from rapidfuzz import fuzz, process

    spelled = []
    for word in asked:
        known = words.vocabulary(db, word[0])
        near = (
            None if any(other.startswith(word) for other in known) else process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=60)
        )
        spelled.append(near[0] if near else word)
    return spelled


def nearest(db: sqlite3.Connection, term: str, language: str, *, besides: int, limit: int = 5) -> list[Answer]:
    """The concepts whose terms are most like a term of the same language, but for the concept `besides`; scores are 0–100."""
    from rapidfuzz import fuzz, process

    folded = fold(term)
    counts = words.frequencies(db, set(re.findall(r"\w+", folded)))
    rarest = sorted((word for word in counts if len(word) > 2), key=lambda word: (counts[word], word)) or list(counts)
    chosen, room = rarest[:1], _MOST_SHARED - sum(counts[word] for word in rarest[:1])
    for word in rarest[1:]:
        if (room := room - counts[word]) < 0:
            break
        chosen.append(word)
    found = [*_equal(db, term, language), *_inflected(db, term, language)]
    hits = words.sharing(db, chosen, language, _MOST_SHARED) if chosen else []
    like = process.extract(folded, [hit.folded for hit in hits], scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, limit=4 * limit)
    found += [Answer(term, hits[place], How.FUZZY, round(0.9 * score, 1)) for _, score, place in like]
    return [answer for answer in _best_of_each(found) if answer.hit.concept != besides][:limit]


def contradictions(answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    """The queries that are terms of more than one approved concept, with the answers that hold these."""
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        if answer.how in _SCORES and answer.how is not How.INFLECTED and answer.hit.state == "approved":
            found.setdefault(answer.query, []).append(answer)
    return {query: rivals for query, rivals in found.items() if len({rival.hit.language for rival in rivals}) < len(rivals)}
