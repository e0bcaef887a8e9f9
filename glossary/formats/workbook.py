"""The table of concepts as a workbook for Excel, LibreOffice and Google Sheets: a header that stays, filters, wrapped text, widths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from glossary.formats import TITLE, Entry, Manner, Refused, Wanted
from glossary.formats.markup import between_tags
from glossary.formats.rows import Row
from glossary.formats.table import concepts_of, header, row_of
from glossary.model import Concept
from tm.exchange.spreadsheet import records

MAX_CELL = 32_767  # characters, by Excel's own limit
_WIDTHS = {"concept": 9, "entity": 12, "state": 11, "reliability": 13, "context": 60, "note": 40, "subject_field": 24}
_WIDTHS |= {"id": 9, "decision": 15, "reviewer": 13, "score": 8, "count": 8, "documents": 11, "origin": 14, "version": 12}
NO_CHOICES: Mapping[str, Sequence[str]] = MappingProxyType({})
_EPOCH = datetime(2000, 1, 1)  # a file does not say when it was written


def write(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> None:
    """Writes one concept a row. Every cell is text, none a formula."""
    write_sheet(stream, TITLE, header(languages, manner), (row_of(concept, languages) for concept in concepts))


def write_sheet(
    stream: IO[bytes], title: str, names: Sequence[str], rows: Iterable[Sequence[str]], choices: Mapping[str, Sequence[str]] = NO_CHOICES
) -> None:
    """Writes a workbook with one sheet of text cells under a header that stays in sight and can be filtered.

    `choices` offers words in a column, by its name; other words may be written there, too.
    openpyxl makes the workbook with its header; the rows are put into its sheet as text, seven times as fast.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = _EPOCH
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    columns = [get_column_letter(number) for number in range(1, len(names) + 1)]
    for column, name in zip(columns, names, strict=True):
        sheet.column_dimensions[column].width = _WIDTHS.get(name, 32 if len(name.partition("-")[0]) == 2 else 26)
    header = [WriteOnlyCell(sheet, value=name) for name in names]
    for cell in header:
        cell.alignment, cell.font = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    sheet.append(header)
    wrapped = WriteOnlyCell(sheet)
    wrapped.alignment = Alignment(wrap_text=True, vertical="top")
    with TemporaryFile() as body:
        count = 1
        for row in rows:
            count += 1
            body.write(_row(count, columns, row, wrapped.style_id))
        body.seek(0)
        sheet.auto_filter.ref = f"A1:{columns[-1]}{count}"
        for name, words in choices.items():
            offered = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False)
            column = columns[names.index(name)]
            offered.add(f"{column}2:{column}{max(2, count)}")
            sheet.data_validations.append(offered)
        ExcelWriter(book, _Archive(stream, body)).save()


def _row(number: int, columns: Sequence[str], cells: Sequence[str], style: int) -> bytes:
    """A row of text cells as openpyxl writes it."""
    parts = [f'<row r="{number}">']
    for column, text in zip(columns, cells, strict=True):
        text = text[:MAX_CELL]
        space = "" if text == text.strip() else ' xml:space="preserve"'
        inner = f"<is><t{space}>{between_tags(text)}</t></is>" if text else ""
        parts.append(f'<c r="{column}{number}" s="{style}" t="inlineStr">{inner}</c>')
    return "".join([*parts, "</row>"]).encode("ascii", "xmlcharrefreplace")


class _Archive(ZipFile):
    """An archive whose members all have one date, since the same concepts shall give the same bytes; `body` are the rows of its sheet."""

    def __init__(self, stream: IO[bytes], body: IO[bytes]) -> None:
        super().__init__(stream, "w", ZIP_DEFLATED)
        self._body = body

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_options: Any) -> None:
        super().writestr(_member(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *_options: Any) -> None:
        with self.open(_member(str(arcname)), "w", force_zip64=True) as member:
            head, end, tail = Path(filename).read_bytes().partition(b"</sheetData>")
            member.write(head)
            copyfileobj(self._body, member)
            member.write(end + tail)


def _member(name: str) -> ZipInfo:
    made = ZipInfo(name)
    made.compress_type = ZIP_DEFLATED
    return made


def read(path: Path, _wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of a workbook: of the first sheet that has any rows. Formulas count as what they last gave, macros are never run."""
    yield from concepts_of(path, (Row(number, cells) for number, cells in rows_of(path)))


def rows_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet with any that are not empty, with their numbers. Raises DataError where there are none."""
    wanted = None
    for sheet, number, cells in records(path):
        if not any(map(str.strip, cells)):
            continue
        wanted = sheet if wanted is None else wanted
        if sheet != wanted:
            return
        yield number, cells
