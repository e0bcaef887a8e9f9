"""Writing to the memory: units are added in batches and removed, each batch one change that is kept whole or not at all."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tm import database
from tm.memory.merging import merged
from tm.memory.rows import UNIT_COLUMNS, VARIANT_COLUMNS, identity, text_key, unit_row, units_of, variant_row
from tm.memory.runs import crowded, language_bit, listed, made, merge, save
from tm.text import nfc
from tm.units import TranslationUnit, Variant, plain

if TYPE_CHECKING:
    from sqlite_utils import Database

MAX_LENGTH = 10_000  # characters of a segment
_INDEXED = ("fr", "en", "vi")


class Outcome(StrEnum):
    """What became of a unit: new, joined to an identical one that it told more about, known already, or not taken."""

    ADDED = "added"
    MERGED = "merged"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class _Refused:
    reason: str


def _writing(path: Path) -> AbstractContextManager[Database]:
    from tm.schema import migrations

    return database.write_batches(path, [migrations], database.MIGRATIONS)


def add(path: Path, units: Iterable[TranslationUnit], *, batch: int = 10_000, dry_run: bool = False) -> Iterator[tuple[Outcome, str]]:
    """Adds units to the memory and yields for each, in order, what became of it, with the reason where it was refused.

    Each batch is one change: whoever stops the run at any moment keeps a whole number of batches. Where `units` raises,
    what came before is kept, then the exception goes on. With `dry_run` nothing is written, nor the file made; a unit
    that comes twice in the run counts as it would. Raises DataError where the file cannot be used.
    """
    if dry_run:
        yield from _tried(path, units, batch)
        return
    with _writing(path) as db:
        for some, failure in _batches(units, batch):
            with db.atomic():
                outcomes = _write(db.conn, [_checked(unit) for unit in some])
            yield from outcomes
            if failure:
                raise failure
        with db.atomic():
            for language, numbers in crowded(db.conn):
                merge(db.conn, language, numbers)


def _batches(units: Iterable[TranslationUnit], size: int) -> Iterator[tuple[list[TranslationUnit], Exception | None]]:
    """The units in lists, and with the last what kept more from coming."""
    source = iter(units)
    while True:
        some: list[TranslationUnit] = []
        try:
            some.extend(islice(source, size))
        except Exception as failure:  # whatever it is, it is raised again when the units before it are kept
            yield some, failure
            return
        if not some:
            return
        yield some, None


def _tried(path: Path, units: Iterable[TranslationUnit], batch: int) -> Iterator[tuple[Outcome, str]]:
    """What `add` would say, told by reading alone."""
    first: dict[int, int] = {}
    for some, failure in _batches(units, batch):
        checked = [_checked(unit) for unit in some]
        numbers = {identity(unit) for unit in checked if isinstance(unit, TranslationUnit)}
        if path.exists():
            with database.read(path, database.MIGRATIONS) as connection:
                known = {found: _unit(connection, number) for found, number in _known(connection, numbers).items()}
        else:
            known = {}
        for unit in checked:
            if isinstance(unit, _Refused):
                yield Outcome.REFUSED, unit.reason
                continue
            number, told = identity(unit), hash(replace(unit, id=0))
            before = known.get(number)
            if before is not None:
                yield (Outcome.UNCHANGED if merged(before, unit) == before else Outcome.MERGED), ""
            elif number in first:
                yield (Outcome.UNCHANGED if first[number] == told else Outcome.MERGED), ""
            else:
                first[number] = told
                yield Outcome.ADDED, ""
        if failure:
            raise failure


def _checked(unit: TranslationUnit) -> TranslationUnit | _Refused:
    """The unit with its texts in normal form C, or why it is not taken."""
    variants = []
    for variant in unit.variants:
        language, text = variant.language, variant.text
        if not (2 <= len(language) <= 8 and language.isascii() and language.isalpha() and language.islower()):
            return _Refused(f"{variant.tag or language!r} is no language code")
        if len(text) > MAX_LENGTH:
            return _Refused(f"segment too long in {language}: {len(text)} characters, {MAX_LENGTH} at most")
        if not plain(text).strip():
            return _Refused(f"empty segment in {language}")
        if "\0" in text:
            return _Refused(f"a segment in {language} holds what is no text")
        variants.append(variant if text.isascii() or unicodedata.is_normalized("NFC", text) else replace(variant, text=nfc(text)))
    if len({variant.language for variant in variants}) < 2:
        return _Refused("fewer than two languages")
    if len(unit.previous) > MAX_LENGTH or len(unit.next) > MAX_LENGTH:
        unit = replace(unit, previous=unit.previous[:MAX_LENGTH], next=unit.next[:MAX_LENGTH])
    checked = replace(unit, variants=tuple(variants), previous=nfc(unit.previous), next=nfc(unit.next))
    try:
        for text in (*(v.text for v in variants), checked.previous, checked.next, checked.name):
            text.encode()
    except UnicodeEncodeError:
        return _Refused("half of a surrogate pair, which is no text")
    return checked


def _known(connection: sqlite3.Connection, identities: Collection[int]) -> dict[int, int]:
    """The ids of the units with these identities."""
    rows = connection.execute("select identity, id from units where identity in (select value from json_each(?))", [json.dumps([*identities])])
    return {row[0]: row[1] for row in rows}


def _unit(connection: sqlite3.Connection, number: int) -> TranslationUnit:
    rows = connection.execute(
        f"select {UNIT_COLUMNS}, {VARIANT_COLUMNS} from units join variants on variants.unit = units.id where units.id = ? order by variants.id",
        [number],
    )
    [found] = units_of(rows)
    return found


def _write(connection: sqlite3.Connection, checked: Iterable[TranslationUnit | _Refused]) -> list[tuple[Outcome, str]]:
    """Adds a batch inside the caller's transaction."""
    numbered = [(identity(unit), unit) if isinstance(unit, TranslationUnit) else (0, unit) for unit in checked]
    known = _known(connection, {number for number, _ in numbered})
    last = connection.execute("select coalesce(max(id), 0) from units").fetchone()[0]
    new: dict[int, TranslationUnit] = {}
    changed: dict[int, TranslationUnit] = {}
    outcomes = []
    for number, unit in numbered:
        if isinstance(unit, _Refused):
            outcomes.append((Outcome.REFUSED, unit.reason))
            continue
        before = new.get(number)
        if before is None and number in known:
            before = changed.get(number) or _unit(connection, known[number])
        if before is None:
            new[number] = unit
            outcomes.append((Outcome.ADDED, ""))
            continue
        united = merged(before, unit)
        if united == before:
            outcomes.append((Outcome.UNCHANGED, ""))
            continue
        (new if number in new else changed)[number] = united
        outcomes.append((Outcome.MERGED, ""))
    for unit in changed.values():
        _rewrite(connection, unit)
    if new:
        _insert(connection, last, new)
    return outcomes


def _insert(connection: sqlite3.Connection, last: int, new: dict[int, TranslationUnit]) -> None:
    first = connection.execute("select coalesce(max(id), 0) + 1 from variants").fetchone()[0]
    units, variants = [], []
    by_language: dict[str, tuple[list[str], list[int], list[int]]] = {}
    for number, (found, unit) in enumerate(new.items(), last + 1):
        units.append((number, found, *unit_row(unit)))
        every = sum({language_bit(variant.language) for variant in unit.variants})
        for variant in unit.variants:
            key = text_key(variant.language, variant.text)
            variants.append((number, *variant_row(variant), key))
            texts, keys, targets = by_language.setdefault(variant.language, ([], [], []))
            texts.append(plain(variant.text))
            keys.append(key)
            targets.append(every)
    connection.executemany(
        "insert into units (id, identity, name, source_language, previous, next, origin, score, details) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        units,
    )
    connection.executemany("insert into variants (unit, language, tag, text, tags, details, key) values (?, ?, ?, ?, ?, ?, ?)", variants)
    _index_words(connection, "id >= ?", [first])
    for language, (texts, keys, targets) in by_language.items():
        save(connection, language, made(texts, keys, targets))


def _index_words(connection: sqlite3.Connection, condition: str, values: list[Any], *, remove: bool = False) -> None:
    """Puts the texts of some variants into the index of words, or takes them out."""
    from tm.schema import WORDS

    columns = ", ".join(f"iif(language = '{language}', {WORDS}, null)" for language in _INDEXED)
    columns += f", iif(language not in ({', '.join(map(repr, _INDEXED))}), {WORDS}, null)"
    command, value = ("words, ", "'delete', ") if remove else ("", "")
    connection.execute(
        f"insert into words({command}rowid, fr, en, vi, other) select {value}id, {columns} from variants where {condition}", values
    )


def _rewrite(connection: sqlite3.Connection, unit: TranslationUnit) -> None:
    """Writes what a known unit has learned; its texts stay."""
    connection.execute(
        "update units set name = ?, source_language = ?, previous = ?, next = ?, origin = ?, score = ?, details = ? where id = ?",
        [*unit_row(unit), unit.id],
    )
    ids = connection.execute("select id from variants where unit = ? order by id", [unit.id]).fetchall()
    for (number,), variant in zip(ids, unit.variants, strict=True):
        language, tag, _, _, details = variant_row(variant)
        connection.execute("update variants set language = ?, tag = ?, details = ? where id = ?", [language, tag, details, number])


def add_one(path: Path, unit: TranslationUnit) -> tuple[Outcome, str]:
    """Adds one unit: what became of it, and why where it was refused."""
    [outcome] = add(path, [unit])
    return outcome


def remove(path: Path, ids: Collection[int]) -> int:
    """Removes the units with these ids in one change and says how many there were. Raises DataError where it cannot."""
    with _writing(path) as db, db.atomic():
        wanted = [json.dumps([*ids])]
        chosen = "unit in (select value from json_each(?))"
        _index_words(db.conn, chosen, wanted, remove=True)
        db.execute(f"delete from variants where {chosen}", wanted)
        removed = db.execute("delete from units where id in (select value from json_each(?))", wanted).rowcount
    return int(removed)


def optimize(path: Path) -> None:
    """Puts everything that look-ups use in one piece, without what was removed. Nothing needs it; all is faster after it."""
    import numpy as np

    with _writing(path) as db:
        with db.atomic():
            languages = [row[0] for row in db.execute("select distinct language from signatures order by 1").fetchall()]
            for language in languages:
                keys = (row[0] for row in db.execute("select distinct key from variants where language = ?", [language]))
                known = np.fromiter(keys, dtype=np.int64)
                known.sort()
                merge(db.conn, language, listed(db.conn, language, 0, MAX_LENGTH), known)
        with db.atomic():
            db.execute("insert into words(words) values('optimize')")
        db.execute("pragma optimize")
