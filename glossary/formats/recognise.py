"""Which format a file is in, by its first bytes and its first row, for whoever does not name it."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

from glossary.formats import FORMATS, Format
from glossary.formats.rows import read_rows
from glossary.formats.workbook import rows_of
from tm.errors import DataError, UsageError
from tm.exchange.spreadsheet import OLD
from tm.exchange.table import language_tag
from tm.files import must_be_regular

_HEAD = 4096
_TABLES = (".csv", ".tsv", ".tab", ".txt", ".utf8", ".utx")


def recognise(path: Path, encoding: str = "") -> Format:
    """The format that a file is in. Raises DataError where it cannot be read or is no regular file, UsageError where nothing tells."""
    must_be_regular(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise DataError(path, f"cannot be read ({error.strerror})", "Check the path and its permissions") from error
    suffix = path.suffix.lower()
    if not head.strip():
        raise DataError(path, "the file is empty", "Check what the file is")
    if head.startswith((b"PK", OLD)) or suffix in (".xlsx", ".xlsm"):
        first = next((cells for _, cells in rows_of(path)), [])
        return FORMATS["matecat" if {cell.strip().casefold() for cell in first} >= _SIGNS["matecat"] else "xlsx"]
    if suffix in (".tbx", ".xml", ".mtf", ".tbxm") or head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<"):
        return FORMATS["multiterm" if re.search(rb"<mtf[\s>]", head.replace(b"\0", b"")) else "tbx3"]
    if suffix not in _TABLES:
        raise UsageError(
            path, "nothing tells its format", f"Name one with --format: {', '.join(f.name for f in FORMATS.values() if f.reads)}"
        )
    return FORMATS[_table(path, suffix, encoding)]


def _table(path: Path, suffix: str, encoding: str) -> str:
    """The name of the format of a table, by the names of its columns; without any it is taken for OmegaT's or for plain pairs."""
    first = next(iter(islice(read_rows(path, encoding), 1)), None)
    cells = [cell.strip().lstrip("\ufeff").casefold() for cell in first.cells] if first else []
    if first and len(cells) == 1 and not cells[0].startswith("#") and not language_tag(cells[0]):
        todo = "Save it with commas, semicolons or tabs between its columns"
        raise DataError(path, f"line {first.line}: one column only, where a source and a target are looked for", todo)
    if {"concept", "language", "term"} <= set(cells):
        return "csv-full"
    for name, signs in _SIGNS.items():
        if signs <= set(cells):
            return name
    if cells and cells[0].startswith("#utx"):
        return "utx"
    if suffix != ".csv" and (not cells or cells[0].startswith("#") or len(cells) < 4):
        return "tsv"
    tags = [language_tag(cell) for cell in cells]
    return "deepl" if not any(tags[:2]) and (len(cells) < 4 or all(tags[2:4])) and sum(map(bool, tags)) in (0, 2) else "csv"


_SIGNS = {
    "weblate": {"source", "target", "developer_comments"},
    "memoq": {"entry_id", "entry_subject"},
    "matecat": {"forbidden", "domain"},
}
