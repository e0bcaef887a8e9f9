"""Reading units back: all of them, in the order in which they came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tm import database
from tm.memory.rows import UNIT_COLUMNS, VARIANT_COLUMNS, units_of
from tm.units import TranslationUnit, Variant


def units(path: Path, source: str = "", target: str = "") -> Iterator[TranslationUnit]:
    """The units of a memory in the order of their import, one after the other, with all that is known of them.

    With `source` and `target`, only those that have both languages, and of them these variants, the source first.
    Raises DataError where the file cannot be read.
    """
    both = "units.id in (select unit from variants where language = ? intersect select unit from variants where language = ?)"
    condition, values = (f"where {both}", [source, target]) if source and target else ("", [])
    with database.read(path, database.MIGRATIONS) as connection:
        rows = connection.execute(
            f"select {UNIT_COLUMNS}, {VARIANT_COLUMNS} from units join variants on variants.unit = units.id {condition} "
            "order by units.id, variants.id",
            values,
        )
        for unit in units_of(rows):
            yield replace(unit, variants=_pair(unit, source, target)) if values else unit


def unit(path: Path, number: int) -> TranslationUnit | None:
    """The unit with this id, None where there is none. Raises DataError as `units` does."""
    with database.read(path, database.MIGRATIONS) as connection:
        rows = connection.execute(
            f"select {UNIT_COLUMNS}, {VARIANT_COLUMNS} from units join variants on variants.unit = units.id where units.id = ? "
            "order by variants.id",
            [number],
        )
        return next(units_of(rows), None)


def _pair(unit: TranslationUnit, source: str, target: str) -> tuple[Variant, ...]:
    return tuple(variant for language in (source, target) for variant in unit.variants if variant.language == language)


def statistics(path: Path) -> dict[str, dict[str, int]]:
    """Counts of what the memory holds: units, variants by language, units by origin. Raises DataError as `units` does."""
    with database.read(path, database.MIGRATIONS) as connection:

        def counts(statement: str) -> dict[str, int]:
            return {str(row[0]): row[1] for row in connection.execute(statement)}

        return {
            "memory": counts("select 'units', count(*) from units union all select 'variants', count(*) from variants"),
            "variants by language": counts("select language, count(*) from variants group by 1 order by 2 desc, 1"),
            "units by origin": counts("select origin, count(*) from units group by 1 order by 2 desc, 1"),
        }
