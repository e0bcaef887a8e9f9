"""Looking up segments: the same text by its hash, alike ones by their signatures, each scored with what it loses points for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from heapq import heappop, heappush, nlargest
from pathlib import Path

from tm import database, matching
from tm.errors import UsageError
from tm.matching import BOTH_SIDES, EXACT, Change, Kind, Penalty
from tm.memory.candidates import USUAL, Candidate, Candidates
from tm.memory.entries import MAX_LENGTH, text_key
from tm.memory.rows import UNIT_COLUMNS, VARIANT_COLUMNS, units_of
from tm.substitution import Replacement, TermFinder, repaired
from tm.text import nfc
from tm.units import TranslationUnit, Variant, plain

LEAST = 30.0  # a lower cut-off would find nothing but noise, slowly
_REPAIR = {"term": 3.0}  # points that a replaced term costs; a value costs 1
_MOST_FOR_REPAIR = 6.0
_SAME_TEXT = 200  # units with one and the same source text that are looked at


@dataclass(frozen=True, slots=True)
class Query:
    """A segment to be translated, with placeholders for its inline tags, and the segments around it where they are known."""

    text: str
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that answers a query, `score` is 0–102.

    `proposal` is the text of `target`, in which `replacements` were made where the kind is repaired; `difference` tells
    what changed from the unit's source to the query.
    """

    unit: TranslationUnit
    source: Variant
    target: Variant
    score: float
    kind: Kind
    penalties: tuple[Penalty, ...]
    proposal: str
    replacements: tuple[Replacement, ...] = ()
    difference: tuple[Change, ...] = ()


class Memory:
    """A memory open for reading."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._candidates = Candidates(connection)

    def matches(
        self, query: str | Query, source: str, target: str, *, cutoff: float = USUAL, limit: int = 5, exhaustive: bool = False,
        terms: TermFinder | None = None,
    ) -> list[Match]:  # fmt: skip
        """The best matches of a segment from a language into another, best first, each target text once.

        None scores below the cut-off (30 to 102). Values, and with `terms` approved terms, that differ are replaced in
        what fuzzy matches propose. With `exhaustive` every text of the language is compared, which finds what signatures
        may miss. Raises UsageError for another cut-off.
        """
        if not LEAST <= cutoff <= BOTH_SIDES:
            raise UsageError("cut-off", f"{cutoff:g} is not between {LEAST:g} and {BOTH_SIDES:g}", f"{USUAL:g} is usual")
        asked = Query(query) if isinstance(query, str) else query
        asked = Query(nfc(asked.text), nfc(asked.previous), nfc(asked.next))
        if limit < 1 or len(asked.text) > MAX_LENGTH or not plain(asked.text).strip():
            return []
        try:
            key = text_key(source, asked.text)
        except UnicodeEncodeError:
            return []
        best = _Best(limit, cutoff)
        best.offer(self._of_text(key, asked, source, target))
        if cutoff <= EXACT and best.least < EXACT:
            candidates = (
                self._candidates.every([asked.text], source, target, cutoff)[0]
                if exhaustive
                else self._candidates.alike(asked.text, source, target, cutoff)
            )
            for points, candidate in _by_score(asked.text, candidates):
                if points <= best.least:
                    break
                if candidate != key:
                    best.offer(self._of_text(candidate, asked, source, target))
        finished = [_finished(match, asked.text, (source, target), terms) for match in best.matches()]
        return sorted(finished, key=lambda match: -match.score)

    def _of_text(self, key: int, query: Query, source: str, target: str) -> Iterator[Match]:
        """The matches that the units with a source text give, of very many those in the same context and the newest."""
        rows = self._connection.execute(
            "select unit from variants join units on units.id = variants.unit where key = ? and exists "
            "(select 1 from variants as other where other.unit = variants.unit and other.language = ?) "
            "order by (length(units.previous) and units.previous = ?) + (length(units.next) and units.next = ?) desc, "
            "variants.text = ? desc, units.id desc limit ?",
            [key, target, query.previous, query.next, query.text, _SAME_TEXT],
        )
        for unit in self._units([row[0] for row in rows]):
            for variant in unit.variants:
                if variant.language == source and text_key(source, variant.text) == key:
                    yield from (_match(query, unit, variant, other, source) for other in unit.variants if other.language == target)

    def _units(self, ids: Sequence[int]) -> Iterator[TranslationUnit]:
        rows = self._connection.execute(
            f"select {UNIT_COLUMNS}, {VARIANT_COLUMNS} from units join variants on variants.unit = units.id "
            "where units.id in (select value from json_each(?)) order by units.id desc, variants.id",
            [json.dumps(ids)],
        )
        return units_of(rows)


class _Best:
    """The best matches so far, one for each target text: of equal ones the first that came."""

    def __init__(self, limit: int, cutoff: float) -> None:
        self._limit = limit
        self._cutoff = cutoff
        self._by_target: dict[str, Match] = {}

    def offer(self, matches: Iterable[Match]) -> None:
        for match in matches:
            before = self._by_target.get(match.target.text)
            if match.score >= self._cutoff and (before is None or before.score < match.score):
                self._by_target[match.target.text] = match

    @property
    def least(self) -> float:
        """What a match must have more than to be one of the best."""
        scores = nlargest(self._limit, (match.score for match in self._by_target.values()))
        return scores[-1] if len(scores) == self._limit else 0.0

    def matches(self) -> list[Match]:
        return sorted(self._by_target.values(), key=lambda match: -match.score)[: self._limit]


def _by_score(query: str, candidates: Iterable[Candidate]) -> Iterator[tuple[float, int]]:
    """Scores and keys of candidates, best first, computed no sooner than needed; inline tags and units count later."""
    waiting: list[tuple[float, int]] = []
    for candidate in candidates:
        while waiting and -waiting[0][0] >= candidate.points:
            points, key = heappop(waiting)
            yield -points, key
        heappush(waiting, (-matching.score(plain(query), plain(candidate.text)).points, candidate.key))
    for points, key in sorted(waiting):
        yield -points, key


def _match(query: Query, unit: TranslationUnit, source: Variant, target: Variant, language: str) -> Match:
    found = matching.in_context(matching.score(query.text, source.text), unit, previous=query.previous, following=query.next)
    found = matching.of_unit(found, unit, language)
    return Match(unit, source, target, found.points, found.kind, found.penalties, target.text)


def _finished(match: Match, query: str, languages: tuple[str, str], terms: TermFinder | None) -> Match:
    """A match with what differs, repaired where that is certain."""
    if match.kind is not Kind.FUZZY:
        return match
    match = replace(match, difference=matching.difference(query, match.source.text))
    made = repaired(query, match.source.text, match.target.text, languages, terms)
    if made is None:
        return match
    lost = sum(_REPAIR.get(replacement.kind, 1.0) for replacement in made.replacements)
    found = matching.of_unit(matching.score(query, made.source), match.unit, languages[0])
    found = matching.lowered(found, Penalty("repair", min(lost, _MOST_FOR_REPAIR)))
    if found.points < match.score:
        return match
    return replace(
        match, score=found.points, kind=Kind.REPAIRED, penalties=found.penalties, proposal=made.target, replacements=made.replacements
    )


@contextmanager
def opened(path: Path) -> Iterator[Memory]:
    """The memory open for look-ups; it sees what a writer commits meanwhile. Raises DataError where it cannot be read."""
    with database.read(path, database.MIGRATIONS) as connection:
        mapped(connection)
        yield Memory(connection)


def mapped(connection: sqlite3.Connection) -> None:
    """Has a connection read texts where they lie in the file: look-ups go all over it."""
    connection.execute("pragma mmap_size = 4294967296")
