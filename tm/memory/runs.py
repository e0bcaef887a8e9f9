"""Runs of signatures: the distinct texts of a language in order of length, as arrays that lie in the file as they are.

Each batch of new units becomes a run of its own, so that adding costs what is added; runs are merged when there are
many. A run is never changed, only made and removed: readers keep what they have read of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tm.memory.signatures import Words, essences, signatures

LARGEST = 65_536  # texts in a run that merging makes
_SMALL_RUNS = 8  # so many small runs of a language are merged into one
_LANGUAGE_BITS = {"fr": 1, "en": 2, "vi": 4}


@dataclass(frozen=True, slots=True)
class Run:
    """One column for each property of a text: length of its essence, languages that it is translated into, key, signature."""

    lengths: NDArray[np.uint16]
    targets: NDArray[np.uint32]
    keys: NDArray[np.int64]
    bits: tuple[Words, ...]

    def selected(self, which: NDArray[np.bool_]) -> Run:
        """The rows of which the mask says so."""
        return Run(self.lengths[which], self.targets[which], self.keys[which], tuple(column[which] for column in self.bits))


def language_bit(language: str) -> int:
    """The bit that says "translated into this language"; rare languages share bits, so that it can only say too much."""
    return _LANGUAGE_BITS.get(language) or 8 << crc32(language.encode()) % 29


def made(texts: Sequence[str], keys: Sequence[int], targets: Sequence[int]) -> Run:
    """A run of texts (at least one) with their keys and the bits of the languages that they are translated into."""
    found = essences(texts)
    rows = signatures(found)
    return _in_order(
        Run(
            found.lengths.astype(np.uint16),
            np.array(targets, dtype=np.uint32),
            np.array(keys, dtype=np.int64),
            tuple(np.ascontiguousarray(rows[:, column]) for column in range(4)),
        )
    )


def _in_order(run: Run) -> Run:
    """The run with each key once, the languages of equal ones united, in order of length."""
    order = np.argsort(run.keys, kind="stable")
    keys = run.keys[order]
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    targets = np.bitwise_or.reduceat(run.targets[order], first)
    kept = order[first]
    by_length = np.argsort(run.lengths[kept], kind="stable")
    kept = kept[by_length]
    return Run(run.lengths[kept], targets[by_length], run.keys[kept], tuple(column[kept] for column in run.bits))


def save(connection: sqlite3.Connection, language: str, run: Run) -> None:
    """Writes a run, cut into runs of LARGEST texts."""
    for start in range(0, len(run.keys), LARGEST):
        part = slice(start, start + LARGEST)
        lengths = run.lengths[part]
        connection.execute(
            "insert into signatures (language, shortest, longest, count, lengths, targets, keys, bits) values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                language,
                int(lengths[0]),
                int(lengths[-1]),
                len(lengths),
                lengths.astype("<u2").tobytes(),
                run.targets[part].astype("<u4").tobytes(),
                run.keys[part].astype("<i8").tobytes(),
                b"".join(column[part].astype("<u8").tobytes() for column in run.bits),
            ],
        )


def load(connection: sqlite3.Connection, number: int) -> Run:
    """The run with this id. Raises LookupError where it has been merged into another meanwhile."""
    row = connection.execute("select lengths, targets, keys, bits from signatures where id = ?", [number]).fetchone()
    if row is None:
        raise LookupError(number)
    lengths, targets, keys, bits = row
    words = np.frombuffer(bits, dtype="<u8").reshape(4, -1)
    return Run(np.frombuffer(lengths, "<u2"), np.frombuffer(targets, "<u4"), np.frombuffer(keys, "<i8"), tuple(words))


def listed(connection: sqlite3.Connection, language: str, shortest: int, longest: int) -> list[int]:
    """The ids of the runs that hold texts of these lengths."""
    rows = connection.execute(
        "select id from signatures where language = ? and longest >= ? and shortest <= ? order by id", [language, shortest, longest]
    )
    return [row[0] for row in rows]


def present(connection: sqlite3.Connection) -> set[int]:
    """The ids of all runs."""
    return {row[0] for row in connection.execute("select id from signatures")}


def crowded(connection: sqlite3.Connection) -> Iterator[tuple[str, list[int]]]:
    """The languages with many small runs, and these runs."""
    rows = connection.execute(
        "select language, json_group_array(id) from signatures where count < ? group by language having count(*) >= ?",
        [LARGEST, _SMALL_RUNS],
    )
    for language, ids in rows.fetchall():
        yield language, sorted(map(int, ids[1:-1].split(",")))


def merge(connection: sqlite3.Connection, language: str, ids: Sequence[int], known: NDArray[np.int64] | None = None) -> None:
    """Makes one run of several, without the keys that are not among the sorted `known` ones."""
    run = _in_order(_together([load(connection, number) for number in ids]))
    if known is not None:
        run = run.selected(_among(run.keys, known))
    connection.executemany("delete from signatures where id = ?", [[number] for number in ids])
    if len(run.keys):
        save(connection, language, run)


def _among(keys: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.bool_]:
    if not len(known):
        return np.zeros(len(keys), dtype=np.bool_)
    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.asarray(known[places] == keys)


def _together(found: Sequence[Run]) -> Run:
    return Run(
        np.concatenate([run.lengths for run in found]),
        np.concatenate([run.targets for run in found]),
        np.concatenate([run.keys for run in found]),
        tuple(np.concatenate([run.bits[column] for run in found]) for column in range(4)),
    )
