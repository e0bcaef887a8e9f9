"""Translations in Excel's format (Office Open XML), one a row of the first sheet that has any."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from tm.errors import DataError
from tm.exchange import Item, Wanted, Written
from tm.exchange.inline import CONTROL
from tm.exchange.table import Columns, Counted, columns, rows
from tm.units import TranslationUnit

_MAX_BYTES = 500_000_000  # of a workbook, unpacked
_MAX_COLUMNS = 100
_MAX_CELL = 32_767  # characters, by Excel's own limit
# What openpyxl raises for files that are broken in one way or another.
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

    Raises DataError where it is no workbook.
    """
    from openpyxl import load_workbook

    warnings.filterwarnings("ignore", module="openpyxl")  # it tells of formatting that it leaves out
    try:
        _check(path)
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except OSError as error:
        raise DataError(path, f"cannot be read ({error.strerror})", "Check the path and its permissions") from error
    except _BROKEN as error:
        raise _broken(path, error) from error
    try:
        for sheet in book.worksheets:
            for number, row in _sheet(sheet, path):
                yield sheet.title, number, row
    finally:
        book.close()


def _sheet(sheet: object, path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet, with their numbers: each cell as text."""
    try:
        sheet.reset_dimensions()  # type: ignore[attr-defined]
        for number, row in enumerate(sheet.iter_rows(max_col=_MAX_COLUMNS, values_only=True), 1):  # type: ignore[attr-defined]
            yield number, ["" if cell is None else str(cell).replace("_x000D_", "") for cell in row]
    except _BROKEN as error:
        raise _broken(path, error) from error


def _check(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if sum(info.file_size for info in archive.infolist()) > _MAX_BYTES:
            raise DataError(path, f"unpacks to more than {_MAX_BYTES // 1_000_000} MB", "Split it")


def _broken(path: Path, error: Exception) -> DataError:
    reason = re.sub(r"\s+", " ", str(error)) or type(error).__name__
    return DataError(path, f"not an XLSX file that can be read ({reason[:200]})", "Open it in its program and save it again")


def write(stream: IO[bytes], units: Iterable[TranslationUnit], wanted: Wanted) -> Written:
    """Writes source, target and notes under a header of language tags; every cell is text, none a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
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
