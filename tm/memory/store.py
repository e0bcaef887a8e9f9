"""Writing to the memory: units are added in batches and removed, each batch one change that is kept whole or not at all."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

import numpy as np

from tm import database
from tm.memory import entries
from tm.memory.entries import MAX_LENGTH, Entry, Refused, entry, unit_row, variant_rows
from tm.memory.merging import merged
from tm.memory.rows import UNIT_COLUMNS, VARIANT_COLUMNS, details_json, units_of
from tm.memory.runs import Run, crowded, listed, merge, save
from tm.units import TranslationUnit

_COLUMNS = "fr, en, vi, other"  # of the index of words
# 64 MB each: the indexes of a million units are written all over, in memory and then in the file.
_BUFFERS = ("pragma cache_size = -65536", "pragma wal_autocheckpoint = 16384")


class Outcome(StrEnum):
    """What became of a unit: new, joined to an identical one that it told more about, known already, or not taken."""

    ADDED = "added"
    MERGED = "merged"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


Told = tuple[Outcome, str]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Units made ready, and what kept more from coming after them."""

    entries: Sequence[Entry | Refused]
    runs: dict[str, Run]
    failure: Exception | None


def add(path: Path, units: Iterable[TranslationUnit], *, batch: int = 10_000, dry_run: bool = False) -> Iterator[Told]:
    """Adds units to the memory and yields for each, in order, what became of it, with the reason where it was refused.

    Each batch is one change: whoever stops the run at any moment keeps a whole number of batches. Where `units` raises,
    what came before is kept, then the exception goes on. With `dry_run` nothing is written, nor the file made; a unit
    that comes twice in the run counts as it would. Raises DataError where the file cannot be used.
    """
    if dry_run:
        yield from _tried(path, units, batch)
        return
    waiting: Future[list[Told]] | None = None
    with _batches_to(path) as connection, ThreadPoolExecutor(1) as beside:
        # While SQLite indexes the words of one batch, which needs no Python, the next one is made ready.
        for ready in _batches(units, batch):
            if waiting:
                yield from waiting.result()
            connection.execute("begin immediate")
            first, outcomes = _write(connection, ready)
            waiting = beside.submit(_finish, connection, first, outcomes)
            if ready.failure:
                yield from waiting.result()
                raise ready.failure
        if waiting:
            yield from waiting.result()
        connection.execute("begin immediate")
        for language, numbers in crowded(connection):
            merge(connection, language, numbers)
        connection.execute("commit")


@contextmanager
def _batches_to(path: Path) -> Iterator[sqlite3.Connection]:
    from tm.schema import migrations

    with database.write_batches(path, [migrations], database.MIGRATIONS) as connection:
        for statement in _BUFFERS:
            connection.execute(statement)
        yield connection


def _batches(units: Iterable[TranslationUnit], size: int) -> Iterator[_Batch]:
    source = iter(units)
    failure: Exception | None = None
    while failure is None:
        some: list[TranslationUnit] = []
        try:
            some.extend(islice(source, size))
        except Exception as raised:  # whatever it is, it is raised again when the units before it are kept
            failure = raised
        if not some and failure is None:
            return
        checked = [entry(unit) for unit in some]
        yield _Batch(checked, entries.runs(found for found in checked if isinstance(found, Entry)), failure)


def _tried(path: Path, units: Iterable[TranslationUnit], batch: int) -> Iterator[Told]:
    """What `add` would say, told by reading alone."""
    first: dict[int, int] = {}
    for ready in _batches(units, batch):
        known: dict[int, TranslationUnit] = {}
        if path.exists():
            with database.read(path, database.MIGRATIONS) as connection:
                known = {found: _unit(connection, number) for found, number in _known(connection, ready).items()}
        for found in ready.entries:
            if isinstance(found, Refused):
                yield Outcome.REFUSED, found.reason
                continue
            told = hash(found.unit)
            if found.identity in known:
                before = known[found.identity]
                yield (Outcome.UNCHANGED if merged(before, found.unit) == before else Outcome.MERGED), ""
            elif found.identity in first:
                yield (Outcome.UNCHANGED if first[found.identity] == told else Outcome.MERGED), ""
            else:
                first[found.identity] = told
                yield Outcome.ADDED, ""
        if ready.failure:
            raise ready.failure


def _known(connection: sqlite3.Connection, ready: _Batch) -> dict[int, int]:
    """The ids of the units with the identities of a batch."""
    wanted = json.dumps([found.identity for found in ready.entries if isinstance(found, Entry)])
    rows = connection.execute("select identity, id from units where identity in (select value from json_each(?))", [wanted])
    return {row[0]: row[1] for row in rows}


def _unit(connection: sqlite3.Connection, number: int) -> TranslationUnit:
    rows = connection.execute(
        f"select {UNIT_COLUMNS}, {VARIANT_COLUMNS} from units join variants on variants.unit = units.id "
        "where units.id = ? order by variants.id",
        [number],
    )
    [found] = units_of(rows)
    return found


def _write(connection: sqlite3.Connection, ready: _Batch) -> tuple[int, list[Told]]:
    """Adds a batch inside the open transaction, but for the words: the first id of a new variant, and what became of each unit."""
    known = _known(connection, ready)
    new: dict[int, Entry] = {found.identity: found for found in ready.entries if isinstance(found, Entry)}
    if not known and len(new) == len(ready.entries):  # all new and sound: what an import mostly is
        return _insert(connection, list(new.values()), ready.runs), [(Outcome.ADDED, "")] * len(new)
    new.clear()
    changed: dict[int, TranslationUnit] = {}
    outcomes: list[Told] = []
    for found in ready.entries:
        if isinstance(found, Refused):
            outcomes.append((Outcome.REFUSED, found.reason))
            continue
        number = found.identity
        if number not in new and number not in known:
            new[number] = found
            outcomes.append((Outcome.ADDED, ""))
            continue
        before = new[number].unit if number in new else changed.get(number) or _unit(connection, known[number])
        united = merged(before, found.unit)
        outcomes.append((Outcome.UNCHANGED if united == before else Outcome.MERGED, ""))
        if united == before:
            continue
        if number in new:
            new[number] = new[number]._replace(unit=united)
        else:
            changed[number] = united
    for unit in changed.values():
        _rewrite(connection, unit)
    return _insert(connection, list(new.values()), entries.runs(new.values())), outcomes


def _insert(connection: sqlite3.Connection, new: Sequence[Entry], runs: dict[str, Run]) -> int:
    first = int(connection.execute("select coalesce(max(id), 0) + 1 from units").fetchone()[0])
    first_variant = int(connection.execute("select coalesce(max(id), 0) + 1 from variants").fetchone()[0])
    connection.executemany(
        "insert into units (id, identity, name, source_language, previous, next, origin, score, details) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, found.identity, *unit_row(found.unit)) for number, found in enumerate(new, first)],
    )
    connection.executemany(
        "insert into variants (unit, language, tag, text, tags, details, key) values (?, ?, ?, ?, ?, ?, ?)",
        [(number, *row) for number, found in enumerate(new, first) for row in variant_rows(found)],
    )
    for language, run in runs.items():
        save(connection, language, run)
    return first_variant


def _finish(connection: sqlite3.Connection, first: int, outcomes: list[Told]) -> list[Told]:
    """Indexes the words of new variants and ends the batch. Two statements, so that the other thread goes on."""
    connection.execute(f"insert into words(rowid, {_COLUMNS}) select id, {_COLUMNS} from variant_words where id >= ?", [first])
    connection.execute("commit")
    return outcomes


def _rewrite(connection: sqlite3.Connection, unit: TranslationUnit) -> None:
    """Writes what a known unit has learned; its texts stay."""
    connection.execute(
        "update units set name = ?, source_language = ?, previous = ?, next = ?, origin = ?, score = ?, details = ? where id = ?",
        [*unit_row(unit), unit.id],
    )
    ids = connection.execute("select id from variants where unit = ? order by id", [unit.id]).fetchall()
    for (number,), variant in zip(ids, unit.variants, strict=True):
        values = [variant.tag, details_json(variant.details), number]
        connection.execute("update variants set tag = ?, details = ? where id = ?", values)


def add_one(path: Path, unit: TranslationUnit) -> Told:
    """Adds one unit: what became of it, and why where it was refused."""
    [outcome] = add(path, [unit])
    return outcome


def remove(path: Path, ids: Collection[int]) -> int:
    """Removes the units with these ids in one change and says how many there were. Raises DataError where it cannot."""
    wanted = [json.dumps([*ids])]
    chosen = "unit in (select value from json_each(?))"
    with _batches_to(path) as connection:
        connection.execute("begin immediate")
        connection.execute(
            f"insert into words(words, rowid, {_COLUMNS}) select 'delete', id, {_COLUMNS} from variant_words "
            f"where id in (select id from variants where {chosen})",
            wanted,
        )
        connection.execute(f"delete from variants where {chosen}", wanted)
        removed = connection.execute("delete from units where id in (select value from json_each(?))", wanted).rowcount
        connection.execute("commit")
    return removed


def optimize(path: Path) -> None:
    """Puts what look-ups use in one piece, without what was removed. Nothing needs it; all is faster after it."""
    with _batches_to(path) as connection:
        connection.execute("begin immediate")
        for (language,) in connection.execute("select distinct language from signatures order by 1").fetchall():
            keys = (row[0] for row in connection.execute("select distinct key from variants where language = ?", [language]))
            known = np.fromiter(keys, dtype=np.int64)
            known.sort()
            merge(connection, language, listed(connection, language, 0, MAX_LENGTH), known)
        connection.execute("insert into words(words) values ('optimize')")
        connection.execute("commit")
