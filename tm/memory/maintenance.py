"""Upkeep of the memory: units that are wrong or superfluous are listed, and removed on request; pivot translations proposed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tm import database
from tm.language import identify
from tm.memory.entries import text_key
from tm.memory.rows import UNIT_COLUMNS, VARIANT_COLUMNS, units_of
from tm.memory.store import remove
from tm.text import same_accents
from tm.units import Details, Property, TranslationUnit, Variant, plain

PIVOT = "pivot"
LONG = 1_000  # characters of a segment that no sentence has
_SURE = 80  # per cent from which on an identified language counts
_SENTENCE = 3  # words
_LETTERS = 25  # a shorter text does not tell its language
_ALL = f"select {UNIT_COLUMNS}, {VARIANT_COLUMNS} from units join variants on variants.unit = units.id"


class Fault(StrEnum):
    """What may be wrong with a unit."""

    DUPLICATE = "duplicate"  # another unit has the same texts, inline tags and the segments around apart
    CONTRADICTORY = "contradictory"  # another unit translates the same text otherwise
    UNTRANSLATED = "untranslated"  # source and target are the same
    EMPTY = "empty"  # a text without a letter or a digit
    WRONG_LANGUAGE = "wrong-language"  # a text is in another language than it says
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class Finding:
    """A unit with a fault, and what exactly: `other` is the id of the unit that it repeats or contradicts, 0 where there is none."""

    fault: Fault
    unit: TranslationUnit
    detail: str
    other: int = 0


def faults(path: Path, kinds: Collection[Fault] = tuple(Fault)) -> Iterator[Finding]:
    """The units with faults of these kinds, one kind after the other, each in the order of import.

    Of duplicates the first is sound and the others are faulty; of contradictory units all are listed but the first.
    Raises DataError where the file cannot be read.
    """
    with database.read(path, database.MIGRATIONS) as connection:
        for fault in Fault:
            if fault in kinds:
                yield from _repeated(connection, fault) if fault in (Fault.DUPLICATE, Fault.CONTRADICTORY) else _alone(connection, fault)


def remove_faulty(path: Path, kind: Fault) -> list[Finding]:
    """Removes the units with a kind of fault, all in one change, and says which. Raises DataError where it cannot."""
    found = list(faults(path, [kind]))
    remove(path, {finding.unit.id for finding in found})
    return found


def _alone(connection: sqlite3.Connection, fault: Fault) -> Iterator[Finding]:
    """The faults that a unit shows by itself."""
    for unit in units_of(connection.execute(f"{_ALL} order by units.id, variants.id")):
        detail = next(filter(None, map(_TELLING[fault], unit.variants)), "") if fault in _TELLING else _untranslated(unit)
        if detail:
            yield Finding(fault, unit, detail)


def _empty(variant: Variant) -> str:
    return "" if any(map(str.isalnum, variant.text)) else f"no word in {variant.language}"


def _too_long(variant: Variant) -> str:
    return f"{len(variant.text)} characters in {variant.language}" if len(variant.text) > LONG else ""


def _wrong_language(variant: Variant) -> str:
    text = plain(variant.text)
    if sum(map(str.isalpha, text)) < _LETTERS:
        return ""
    language, sure = identify(text)
    return f"{variant.language} reads like {language}" if sure >= _SURE and language != variant.language else ""


def _untranslated(unit: TranslationUnit) -> str:
    """Whether all texts are one and the same. Names and figures rightly are: three words, one of them small, are told."""
    words = unit.variants[0].text.split()
    if len({_plainly(variant) for variant in unit.variants}) > 1 or len(words) < _SENTENCE:
        return ""
    return "source and target are the same" if any(word[0].islower() for word in words) else ""


_TELLING: dict[Fault, Callable[[Variant], str]] = {
    Fault.EMPTY: _empty,
    Fault.TOO_LONG: _too_long,
    Fault.WRONG_LANGUAGE: _wrong_language,
}


def _repeated(connection: sqlite3.Connection, fault: Fault) -> Iterator[Finding]:
    """The faults that show beside other units with the same source text, which the index of keys brings together."""
    keys = connection.execute("select key from variants group by key having count(*) > 1 order by min(unit)").fetchall()
    for (key,) in keys:
        statement = f"{_ALL} where units.id in (select unit from variants where key = ?) order by units.id, variants.id"
        first: dict[tuple[str, ...], TranslationUnit] = {}
        for unit in units_of(connection.execute(statement, [key])):
            source = unit.variant(unit.source_language) or unit.variants[0]
            if text_key(source.language, source.text) != key:
                continue
            texts = tuple(sorted(f"{variant.language} {plain(variant.text)}" for variant in unit.variants))
            languages = tuple(sorted(variant.language for variant in unit.variants))
            before = first.setdefault(texts if fault is Fault.DUPLICATE else languages, unit)
            if before is unit:
                continue
            if fault is Fault.DUPLICATE:
                yield Finding(fault, unit, f"same texts as u{before.id}", before.id)
            elif others := _otherwise(before, unit, source.language):
                yield Finding(fault, unit, f"translated otherwise in u{before.id}: {', '.join(others)}", before.id)


def _otherwise(first: TranslationUnit, second: TranslationUnit, source: str) -> list[str]:
    """The languages in which two units with the same source text differ, case and spaces apart."""
    said = {variant.language: _plainly(variant) for variant in first.variants}
    return [variant.language for variant in second.variants if variant.language != source and _plainly(variant) != said[variant.language]]


def _plainly(variant: Variant) -> str:
    return " ".join(same_accents(plain(variant.text)).split())


def pivot(path: Path, source: str, through: str, target: str) -> Iterator[TranslationUnit]:
    """Units from `source` to `target` that follow from a text in a third language that two units share.

    They are proposals: their origin is "pivot", which costs points in a match, and they are not added. A text that the
    memory translates already is left out, and so is one whose two halves are from one unit.
    """
    with database.read(path, database.MIGRATIONS) as connection:
        rows = connection.execute(
            "select distinct a.text, b.text, min(left_side.unit), min(right_side.unit) from variants as left_side "
            "join variants as a on a.unit = left_side.unit and a.language = :source "
            "join variants as right_side on right_side.key = left_side.key and right_side.unit != left_side.unit "
            "join variants as b on b.unit = right_side.unit and b.language = :target "
            "where left_side.language = :through and not exists (select 1 from variants as known join variants as other "
            "on other.unit = known.unit and other.language = :target where known.key = a.key) "
            "group by a.key, b.key order by 3, 4",
            {"source": source, "through": through, "target": target},
        )
        for first, second, left, right in rows:
            variants = Variant(source, plain(first)), Variant(target, plain(second))
            note = Property(f"u{left} and u{right} through {through}", "pivot")
            yield TranslationUnit(variants, source_language=source, origin=PIVOT, details=Details(properties=(note,)))
