"""Translations in the tables of a Word document (DOCX), one a row, as tools for review write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tm.documents import contents
from tm.errors import DataError, UsageError
from tm.exchange import Item, Wanted
from tm.exchange.table import Columns, columns
from tm.readers.office import tables
from tm.units import TranslationUnit


def read(path: Path, wanted: Wanted) -> Iterator[Item]:
    """The units of all tables of two columns or more.

    Raises DataError where there is none, UsageError where nothing tells their languages.
    """
    found = False
    for table, rows in enumerate(tables(contents(path), path), 1):
        known: Columns | None = None
        for number, row in enumerate(rows, 1):
            if known is None and len(row) > 1 and any(map(str.strip, row)):
                known, header = _columns(row, wanted, is_first=not found)
                if known is None:
                    break
                if header:
                    continue
            if known and (item := known.unit(row, f"table {table}, row {number}", wanted)):
                found = found or isinstance(item, TranslationUnit)
                yield item
    if not found:
        raise DataError(path, "no table with two languages in it", "Put source and target beside each other in a table")


def _columns(row: list[str], wanted: Wanted, *, is_first: bool) -> tuple[Columns | None, bool]:
    """What the columns of a table hold; a later table that does not say so is no table of translations."""
    try:
        return columns(row, wanted)
    except UsageError:
        if is_first:
            raise
        return None, False
