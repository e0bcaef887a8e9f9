"""Translations in Excel's format (Office Open XML), one a row of the first sheet that has any."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from tm.errors import DataError
from tm.exchange import Item, Wanted, Written
from tm.exchange.inline import CONTROL
from tm.exchange.sheets import Workbook
from tm.exchange.table import Columns, Counted, columns, rows
from tm.units import TranslationUnit

_MAX_CELL = 32_767  # characters, by Excel's own limit
OLD = bytes.fromhex("d0cf11e0a1b11ae1")  # how the files begin that Excel wrote before 2007, and those with a password
# What is raised for files that are broken in one way or another.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    SyntaxError,
    NotImplementedError,
)


def read(path: Path, wanted: Wanted) -> Iterator[Item]:
    """The units of a workbook. Raises DataError where it is none, UsageError where nothing tells its languages."""
    known: Columns | None = None
    first = ""
    for sheet, number, row in records(path):
        if known and sheet != first:
            return
        if known is None and any(map(str.strip, row)):
            known, header = columns(row, wanted)
            first = sheet
            if header:
                continue
        if known and (item := known.unit(row, f"row {number}", wanted)):
            yield item
    if known is None:
        raise DataError(path, "there is nothing in its sheets", "Check what the file is")


def records(path: Path) -> Iterator[tuple[str, int, list[str]]]:
    """The rows of a workbook: the title of the sheet, the number of the row, its cells as text, formulas by their last result.

    Raises DataError where it is no workbook, or breaks off.
    """
    where = ""
    try:
        with Workbook(path) as book:
            for title, part in book.sheets:
                where = f"sheet {title}, after row 0"
                for number, row in book.rows(part):
                    yield title, number, [cell.replace("_x000D_", "") for cell in row]
                    where = f"sheet {title}, after row {number}"
    except OSError as error:
        raise DataError(path, f"cannot be read ({error.strerror})", "Check the path and its permissions") from error
    except _BROKEN as error:
        raise _broken(path, error, where) from error


def _broken(path: Path, error: Exception, where: str) -> DataError:
    with path.open("rb") as stream:
        if stream.read(len(OLD)) == OLD:
            return DataError(path, "an old Excel file, or one with a password", "Save it as .xlsx without a password")
    reason = re.sub(r"\s+", " ", str(error)) or type(error).__name__
    place = f"{where}: " if where else ""
    return DataError(path, f"{place}not an XLSX file that can be read ({reason[:200]})", "Open it in its program and save it again")


def write(stream: IO[bytes], units: Iterable[TranslationUnit], wanted: Wanted) -> Written:
    """Writes source, target and notes under a header of language tags; every cell is text, none a formula."""
    from openpyxl import Workbook as NewWorkbook
    from openpyxl.cell import WriteOnlyCell

    book = NewWorkbook(write_only=True)
    sheet = book.create_sheet("units")
    count = Counted()
    for row in rows(units, wanted, count, _MAX_CELL):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value="")
            cell.value = CONTROL.sub("", text)
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(stream)
    return count.written()
