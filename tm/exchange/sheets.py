"""Rows of Excel workbooks (Office Open XML, ECMA-376) as a stream: of a formula its last value, of macros nothing at all.

Three times as fast as openpyxl on texts, which knows no way around reading a sheet twice. What a number means as a date is its business.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import IO

from lxml import etree

from tm.errors import DataError
from tm.exchange.stream import local
from tm.files import must_be_regular

MAX_BYTES = 500_000_000  # of a workbook, unpacked
MAX_COLUMNS = 100
_HEAD = 1 << 16
_ID = re.compile(r"\{.*/relationships\}id")


class Workbook:
    """A workbook, open for reading: `sheets` are the titles and parts of its sheets.

    Raises DataError where it is too large, or no regular file. What zipfile, lxml, int and look-ups raise means that it is broken.
    """

    def __init__(self, path: Path) -> None:
        must_be_regular(path)
        self._archive = zipfile.ZipFile(path)
        if sum(info.file_size for info in self._archive.infolist()) > MAX_BYTES:
            raise DataError(path, f"unpacks to more than {MAX_BYTES // 1_000_000} MB", "Split it")
        [book] = [part for kind, part in self._related("").values() if kind == "officeDocument"]
        root, parts = self._tree(book), self._related(book)
        sheets = [(sheet.get("name") or "", *parts[_relation(sheet)]) for sheet in root.iter("{*}sheet")]
        self.sheets = [(title, part) for title, kind, part in sheets if kind == "worksheet"]
        by_kind = dict(parts.values())
        self._strings = [_said(item) for item in self._each(by_kind["sharedStrings"], "si")] if "sharedStrings" in by_kind else []
        self._dates = self._date_styles(by_kind["styles"]) if "styles" in by_kind else frozenset()
        self._from_1904 = any(properties.get("date1904") in ("1", "true") for properties in root.iter("{*}workbookPr"))

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._archive.close()

    def rows(self, part: str) -> Iterator[tuple[int, list[str]]]:
        """The rows that a sheet has, with their numbers from 1: the text of each cell, of MAX_COLUMNS at most."""
        number = 0
        for row in self._each(part, "row"):
            number = int(row.get("r") or number + 1)
            cells: list[str] = []
            for cell in row:
                place = _column(reference.rstrip("0123456789")) if (reference := cell.get("r")) else len(cells)
                if len(cells) <= place < MAX_COLUMNS:
                    cells += [""] * (place - len(cells))
                    cells.append(self._text(cell))
            yield number, cells

    def _text(self, cell: etree._Element) -> str:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return _said(cell[0]) if len(cell) else ""
        value = next((child.text or "" for child in cell if local(child) == "v"), "")
        if not value or kind in ("str", "e", "d"):
            return value
        if kind == "s":
            return self._strings[int(value)]
        if kind == "b":
            return str(value == "1")
        number = float(value) if set(value) & set(".eE") else int(value)
        return self._date(number) if cell.get("s") in self._dates else str(number)

    def _date(self, number: float) -> str:
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

        try:
            return str(from_excel(number, MAC_EPOCH if self._from_1904 else WINDOWS_EPOCH))
        except (OverflowError, ValueError):
            return str(number)

    def _date_styles(self, part: str) -> frozenset[str]:
        """The numbers of the cell styles that show a number as a date."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

        root = self._tree(part)
        codes = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        codes |= {form.get("numFmtId") or "": form.get("formatCode") or "" for form in root.iter("{*}numFmt")}
        styles = [style for styles in root.iter("{*}cellXfs") for style in styles]
        return frozenset(str(number) for number, style in enumerate(styles) if is_date_format(codes.get(style.get("numFmtId") or "", "")))

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to, or the package itself: kind and name, by the id of the relation."""
        folder, name = posixpath.split(part)
        found = {}
        for relation in self._tree(posixpath.join(folder, "_rels", f"{name}.rels")):
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip("/")
            found[relation.get("Id") or ""] = ((relation.get("Type") or "").rpartition("/")[2], target)
        return found

    def _open(self, part: str) -> IO[bytes]:
        stream = self._archive.open(part)
        if b"<!DOCTYPE" in stream.read(_HEAD).replace(b"\0", b""):
            raise ValueError(f"{part} declares entities or elements of its own")
        stream.seek(0)
        return stream

    def _tree(self, part: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
        with self._open(part) as stream:
            return etree.fromstring(stream.read(), parser)

    def _each(self, part: str, name: str) -> Iterator[etree._Element]:
        """The elements of a part with a name, in any namespace, each forgotten when the next is asked for."""
        with self._open(part) as stream:
            for _, element in etree.iterparse(
                stream,
                tag=f"{{*}}{name}",
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=True,  # no entity is expanded, and MAX_BYTES bounds what there is
                remove_comments=True,
                remove_pis=True,
            ):
                yield element
                element.clear()
                if (parent := element.getparent()) is not None:
                    del parent[: parent.index(element)]


def _relation(sheet: etree._Element) -> str:
    """The id of the relation that an element of the workbook names."""
    return next((str(value) for name, value in sheet.attrib.items() if _ID.fullmatch(str(name))), "")


def _said(item: etree._Element) -> str:
    """The text of a string item, without how it is pronounced."""
    if len(item) == 1 and not len(item[0]):
        return item[0].text or ""
    return "".join(text.text or "" for text in item.iter("{*}t") if (around := text.getparent()) is None or local(around) != "rPh")


@lru_cache(maxsize=1000)
def _column(letters: str) -> int:
    """The number of a column from 0.

    >>> _column("A"), _column("Z"), _column("AA")
    (0, 25, 26)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
