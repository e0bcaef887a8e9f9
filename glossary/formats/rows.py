"""Rows of text files: encodings, delimiters, line numbers; and cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import IO, NamedTuple

from tm.errors import DataError
from tm.exchange.table import opened
from tm.text import printable

JOIN = " | "
MAX_CELL = 1_000_000  # characters
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DELIMITERS = ",;\t|"
_SAMPLE = 1 << 16


class Row(NamedTuple):
    """A row with the line that it ends at, counted from 1."""

    line: int
    cells: list[str]


def guard(cell: str) -> str:
    """The cell as text for a spreadsheet: a tab keeps what looks like a formula from being one.

    >>> guard("=1+1"), guard("plan d’action")
    ('\\t=1+1', 'plan d’action')
    """
    return "\t" + cell if cell.startswith(_FORMULA) else cell


def one_line(text: str) -> str:
    """The text without line breaks, tabs and control characters."""
    return " ".join(printable(text).split())


def lines(text: str) -> str:
    """The text without control characters and white space at the ends of its lines, which stay."""
    if "\n" not in text:  # as most cells, of which many are empty
        return one_line(text) if text else ""
    return "\n".join(one_line(line) for line in text.split("\n")).strip()


def write_rows(stream: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> None:
    """Writes CSV in UTF-8. No cell is a formula."""
    text = TextIOWrapper(stream, encoding="utf-8", newline="")
    try:
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
        if header:
            writer.writerow(header)
        writer.writerows([guard(cell) for cell in row] for row in rows)
    finally:
        text.detach()  # the stream is the caller's to close


def read_rows(path: Path, encoding: str = "", delimiter: str = "", *, quoted: bool = True) -> Iterator[Row]:
    """The rows of a text file that are not empty, with the delimiter that its first line holds most often outside quotes, if none is given.

    Raises DataError where the file is no text; a row that cannot be parsed ends it: what follows cannot be trusted.
    """
    csv.field_size_limit(MAX_CELL)
    with opened(path, encoding or None) as stream:
        if not delimiter:
            delimiter = delimiter_of(stream.read(_SAMPLE))
            stream.seek(0)
        reader = csv.reader(
            _bounded(stream, path), delimiter=delimiter, strict=True, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
        )
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                todo = "Check the quotation marks of this row and the one before, and that the delimiter is a comma, a semicolon or a tab"
                raise DataError(path, f"line {reader.line_num}: {_said(error)}", todo) from error
            if any(cell.strip() for cell in cells):
                yield Row(reader.line_num, cells)


def _said(error: csv.Error) -> str:
    said = str(error)
    if "expected after" in said:
        return "a stray quotation mark inside a cell"
    if "unexpected end" in said:
        return "a quotation mark is opened and never closed"
    return f"a cell of more than {MAX_CELL:,} characters" if "field larger" in said else said


def _bounded(stream: IO[str], path: Path) -> Iterator[str]:
    """The lines of a stream. Raises DataError for one that is too long to be a row."""
    number = 0
    while line := stream.readline(MAX_CELL):
        number += 1
        if len(line) == MAX_CELL and not line.endswith("\n"):
            raise DataError(path, f"line {number}: more than {MAX_CELL:,} characters", "Check what the file is")
        yield line.replace("\0", "")


def delimiter_of(text: str) -> str:
    r"""The delimiter that stands most often in the first line outside quotation marks; a comma where none does.

    >>> delimiter_of('fr;en;"vi, Vietnam"\n'), delimiter_of("accord\tagreement")
    (';', '\t')
    """
    first = re.sub(r'"[^"]*"', "", text).strip("\ufeff\r\n ").split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count) if any(map(first.count, _DELIMITERS)) else ","
