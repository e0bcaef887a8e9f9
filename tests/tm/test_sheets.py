"""Workbooks are read as openpyxl reads them, whoever wrote them; what is no part of a workbook is refused."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tm.errors import DataError
from tm.exchange.spreadsheet import records

VALUES = [
    ["fr", "en", "number", "date"],
    ["phare", "R&D <b>", 3, date(2025, 3, 9)],
    [None, "  spaces  ", 2.5, datetime(2025, 3, 9, 10, 30)],
    [],
    ["hải đăng", "", True, False],
    ["a\nb", "=1+1", -1e30, None, "E5"],
    [CellRichText("plain ", TextBlock(InlineFont(b=True), "bold")), "x" * 5000],
]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in VALUES:
        book.active.append(row)
    second = book.create_sheet("second")
    second["AB3"] = "far away"
    book.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def by_openpyxl(path: Path) -> list[tuple[str, int, list[str]]]:
    """The rows with anything in them, without empty cells at their ends."""
    book = openpyxl.load_workbook(path, data_only=True)
    rows = [
        (sheet.title, number, ["" if cell is None else str(cell) for cell in row])
        for sheet in book.worksheets
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
    ]
    return shorn(rows)


def shorn(rows: list[tuple[str, int, list[str]]]) -> list[tuple[str, int, list[str]]]:
    found = []
    for title, number, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append((title, number, cells))
    return found


def rewritten(path: Path, name: str, change: Callable[[bytes], bytes], more: dict[str, bytes] | None = None) -> Path:
    """The workbook with one of its parts changed, and others added."""
    out = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
        for part, data in (more or {}).items():
            new.writestr(part, data)
    return out


def test_rows_are_those_that_openpyxl_reads(workbook: Path) -> None:
    expected = by_openpyxl(workbook)
    assert len(expected) == 7
    assert shorn(list(records(workbook))) == expected


SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<si><t>phare</t></si><si><r><t>tour </t></r><r><t>à feu</t></r><rPh><t>read so</t></rPh></si></sst>"
)


def test_shared_strings_are_read(workbook: Path) -> None:
    relation = (
        b'<Relationship Id="rId77" Target="/xl/sharedStrings.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    )
    sheet = b'<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row></sheetData>'
    first = rewritten(workbook, "xl/worksheets/sheet2.xml", lambda data: data.replace(b"</sheetData>", sheet))
    path = first.rename(workbook)
    more = {"xl/sharedStrings.xml": SHARED.encode()}
    path = rewritten(path, "xl/_rels/workbook.xml.rels", lambda data: data.replace(b"</Relationships>", relation), more)
    assert ("second", 2, ["phare", "", "tour à feu"]) in list(records(path))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_entities_are_refused(workbook: Path, part: str) -> None:
    path = rewritten(workbook, part, lambda data: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + data)
    with pytest.raises(DataError, match="declares entities"):
        list(records(path))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"])
@pytest.mark.parametrize("change", [lambda _: b"", lambda data: data[:-20], lambda _: b"<x/>"], ids=["empty", "cut", "other"])
def test_broken_parts_are_told(workbook: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    path = rewritten(workbook, part, change)
    assert outcome(path) <= {"second", "not an XLSX file that can be read"}, "a part that is none has no sheets, or no rows"


def outcome(path: Path) -> set[str]:
    """The titles of the sheets that rows were read of, or what was said instead."""
    try:
        return {title for title, _, _ in records(path)}
    except DataError as error:
        return set(re.findall("not an XLSX file that can be read", str(error)))


def test_a_break_in_a_sheet_says_where(workbook: Path) -> None:
    path = rewritten(workbook, "xl/worksheets/sheet1.xml", lambda data: data[: data.index(b'<row r="5"')])
    with pytest.raises(DataError, match="sheet Sheet, after row"):
        list(records(path))


def test_what_excel_wrote_before_2007_is_told(tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with pytest.raises(DataError, match="password"):
        list(records(path))
