"""The review sheet: candidates out to a spreadsheet, one a row, and back with what somebody wrote into it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from glossary.formats.rows import JOIN, Row, read_rows, write_rows
from glossary.formats.workbook import rows_of, write_sheet
from glossary.review.cells import editable, line, version
from glossary.termbase.read import Mined, concept_contexts
from tm.errors import DataError
from tm.text import fold

TITLE = "Review"
TO_FILL = ("decision", "reason", "reviewer")
EDITABLE = ("fr", "en", "vi", "subject_field", "note")
TOLD = ("entity", "state", "score", "count", "documents", "forms", "possible_synonyms", "origin", "why", "context", "source")
COLUMNS = ("id", *TO_FILL, *EDITABLE, *TOLD, "version")
# What people write into the column `decision`, in our three languages; case and accents do not count.
_DECISIONS = {
    "approve": ("approve", "approved", "yes", "y", "ok", "oui", "o", "approuver", "approuve", "dong y", "co", "duyet", "a", "1"),
    "reject": ("reject", "rejected", "no", "n", "non", "rejeter", "rejete", "khong", "tu choi", "r", "0"),
    "forbid": ("forbid", "forbidden", "interdit", "interdire", "cam", "b"),
    "later": ("later", "l", "plus tard", "sau", "?"),
}
_WORDS = {word: decision for decision, words in _DECISIONS.items() for word in words}
_VARIANT = re.compile(r"(?:v|variant|variante|bien the|merge)(?: of| de| cua| into)? ?:? ?c?(\d{1,18})")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it came back: `decision` is one of approve, reject, forbid, later, variant, or empty; `into` the concept of a variant.

    `cells` has those of the editable columns that the sheet has, as lines of text.
    """

    file: str
    line: int
    identifier: str
    version: str
    decision: str
    into: int
    reason: str
    reviewer: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that says nothing that could be done."""

    file: str
    line: int
    identifier: str
    reason: str


def write_review(stream: IO[bytes], found: Iterable[Mined], synonyms: Mapping[str, Sequence[str]]) -> None:
    """Writes the sheet as CSV, with a byte-order mark so that spreadsheet programs read it as UTF-8.

    `synonyms` gives the terms that may be synonyms, by the candidate's key.
    """
    stream.write(codecs.BOM_UTF8)
    write_rows(stream, COLUMNS, (_row(entry, synonyms.get(entry.key, ())) for entry in found))


def write_workbook(stream: IO[bytes], found: Iterable[Mined], synonyms: Mapping[str, Sequence[str]]) -> None:
    """Writes the sheet for Excel and LibreOffice, which offer the decisions in their column."""
    rows = (_row(entry, synonyms.get(entry.key, ())) for entry in found)
    write_sheet(stream, TITLE, COLUMNS, rows, {"decision": list(_DECISIONS)})


def _row(entry: Mined, synonyms: Sequence[str]) -> list[str]:
    concept = entry.concept
    contexts = concept_contexts(concept, entry.language, 1)
    told = [
        concept.entity.value,
        concept.state.value,
        f"{entry.score:g}",
        str(entry.count),
        str(entry.documents),
        JOIN.join(f"{form.text} ({form.count})" for form in entry.forms),
        JOIN.join(synonyms),
        JOIN.join(sorted({term.origin.value for language in ("en", "vi") for term in concept.terms(language)})),
        ", ".join(f"{name} {value:g}" for name, value in entry.why.items()),
        contexts[0].text if contexts else "",
        ", ".join(part for part in (contexts[0].source, contexts[0].date) if part) if contexts else "",
    ]
    cells = editable(concept)
    return [line(cell) for cell in (f"c{concept.id}", "", "", "", *(cells[name] for name in EDITABLE), *told, version(concept))]


def read_review(path: Path) -> Iterator[SheetRow | Unreadable]:
    """The rows of a sheet, CSV or XLSX. Raises DataError where it is no review sheet, or cannot be read to its end."""
    rows = (Row(*row) for row in rows_of(path)) if path.suffix.lower() == ".xlsx" else read_rows(path)
    first = next(rows, None)
    names = [fold(cell.strip().lstrip("\ufeff")).replace(" ", "_") for cell in first.cells] if first else []
    if missing := [name for name in ("id", "decision", "version") if name not in names]:
        raise DataError(path, f"no column {' or '.join(missing)} in its first row", "Give a sheet that 'glossary review --csv' wrote")
    for row in rows:
        yield _read(path.name, row, dict(zip(names, map(line, row.cells), strict=False)))


def _read(file: str, row: Row, cells: Mapping[str, str]) -> SheetRow | Unreadable:
    said = fold(cells.get("decision", "")).rstrip(".!")
    variant = _VARIANT.fullmatch(said)
    decision = "variant" if variant else _WORDS.get(said, "")
    identifier = cells.get("id", "")
    if said and not decision:
        words = "approve, reject, forbid, later or 'variant of c17'"
        return Unreadable(file, row.line, identifier, f"decision “{cells['decision']}” is not one of {words}")
    return SheetRow(
        file,
        row.line,
        identifier,
        cells.get("version", ""),
        decision,
        int(variant[1]) if variant else 0,
        cells.get("reason", ""),
        cells.get("reviewer", ""),
        {name: cells[name] for name in EDITABLE if name in cells},
    )
