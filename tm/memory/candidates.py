"""The texts of a language that are much like a query: those with the nearest signatures, or all of them compared."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from tm.essence import bare, essence
from tm.matching import ACCENTS
from tm.memory.runs import Run, language_bit, listed, load, present
from tm.memory.signatures import Words, distances, essences, nearest, signatures
from tm.units import plain

USUAL = 70.0
_NEAREST, _NEAREST_BELOW = 300, 1_000  # texts that are rescored for cut-offs from USUAL on, and for lower ones
_SCANNED = 20_000  # texts compared at once where all are
_TRIES = 5


class Candidate(NamedTuple):
    """A text with the base of its score (0–100) and its key."""

    points: float
    key: int
    text: str


class Candidates:
    """What may answer a query. Runs of signatures once read are kept; new ones are seen at the next look-up."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._runs: dict[int, Run] = {}

    def alike(self, text: str, source: str, target: str, cutoff: float) -> list[Candidate]:
        """The texts in `source` that reach the cut-off and may be translated into `target`, best first.

        Those among the 300 with the nearest signatures (1,000 for a cut-off below 70) of a length that can reach it.
        """
        share = cutoff / 100
        found = essence(plain(text))
        shortest, longest = math.ceil(share * len(found)), math.floor(len(found) / share)
        if not found:
            return []
        [signature] = signatures(essences([plain(text)]))
        parts = [_window(run, signature, language_bit(target), shortest, longest) for run in self._current(source, shortest, longest)]
        if not parts:
            return []
        bits = 4 * math.floor((1 - share) * longest)  # an edit changes four bits at most
        places = nearest(np.concatenate([part[0] for part in parts]), _NEAREST if cutoff >= USUAL else _NEAREST_BELOW, bits)
        keys = np.concatenate([part[1] for part in parts])[places]
        rows = self._connection.execute(
            "select key, text from variants where id in "
            "(select min(id) from variants where key in (select value from json_each(?)) group by key)",
            [json.dumps(keys.tolist())],
        )
        some = rows.fetchall()
        return _Compared(some).reaching(found, cutoff) if some else []

    def every(self, texts: Sequence[str], source: str, target: str, cutoff: float) -> list[list[Candidate]]:
        """The same for several texts by comparing every text of the language, in one passage through the memory."""
        queries = [essence(plain(text)) for text in texts]
        best: list[dict[int, Candidate]] = [{} for _ in queries]
        rows = self._connection.execute(
            "select key, text from variants where language = ? and exists "
            "(select 1 from variants as other where other.unit = variants.unit and other.language = ?)",
            [source, target],
        )
        while some := rows.fetchmany(_SCANNED):
            compared = _Compared(some)
            for query, found in zip(queries, best, strict=True):
                found.update((candidate.key, candidate) for candidate in compared.reaching(query, cutoff) if query)
        return [sorted(found.values(), reverse=True) for found in best]

    def _current(self, language: str, shortest: int, longest: int) -> list[Run]:
        """The runs as they are now. A writer may merge them between two statements: then they are listed again."""
        for _ in range(_TRIES):
            ids = listed(self._connection, language, shortest, longest)
            if any(number not in self._runs for number in ids):
                there = present(self._connection)
                self._runs = {number: run for number, run in self._runs.items() if number in there}
            try:
                self._runs.update((number, load(self._connection, number)) for number in ids if number not in self._runs)
            except LookupError:
                continue
            return [self._runs[number] for number in ids]
        return []


def _window(run: Run, signature: Words, bit: int, shortest: int, longest: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Distances and keys of the texts of a run that have these lengths and are translated into the language with this bit."""
    start, end = np.searchsorted(run.lengths, shortest), np.searchsorted(run.lengths, longest, side="right")
    part = slice(int(start), int(end))
    found, keys = distances([column[part] for column in run.bits], signature), run.keys[part]
    translated = (run.targets[part] & np.uint32(bit)) != 0
    return (found, keys) if translated.all() else (found[translated], keys[translated])


class _Compared:
    """Some texts with their keys, ready to be compared with queries."""

    def __init__(self, rows: Sequence[tuple[int, str]]) -> None:
        self._rows = rows
        self._essences = essences([plain(row[1]) for row in rows])
        self._texts = self._essences.texts()

    @cached_property
    def _bare(self) -> list[str]:
        return self._essences.bare().texts()

    def reaching(self, query: str, cutoff: float) -> list[Candidate]:
        """The texts that reach the cut-off as `tm.matching.similarity` has it, for the essence of a query; best first."""
        points = _points(query, self._texts, cutoff)
        if query.isascii():
            points = np.maximum(points, _points(query, self._bare, cutoff + ACCENTS) - ACCENTS)
        elif (toneless := bare(query)) != query:
            without = np.array([text.isascii() for text in self._texts])
            points = np.maximum(points, np.where(without, _points(toneless, self._texts, cutoff + ACCENTS) - ACCENTS, 0))
        return sorted((Candidate(float(points[place]), *self._rows[int(place)]) for place in np.flatnonzero(points > 0)), reverse=True)


def _points(query: str, texts: Sequence[str], cutoff: float) -> NDArray[np.float64]:
    """The similarity (0–100) of a query with each text, 0 where it is below the cut-off."""
    least = min(1.0, (cutoff - 1e-6) / 100)
    found = process.cdist([query], texts, scorer=Levenshtein.normalized_similarity, score_cutoff=least, dtype=np.float64)
    return np.asarray(100 * found[0], dtype=np.float64)
