"""memoQ's CSV: one entry a row, the columns of a language repeated for each of its terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from glossary.formats import FORBIDDEN, Entry, Manner, Refused, Wanted
from glossary.formats.entries import Draft, DraftTerm, clean
from glossary.formats.rows import one_line, read_rows, write_rows
from glossary.model import ENGLISH_NAMES, AdministrativeStatus, Concept
from tm.errors import DataError
from tm.exchange.table import language_tag

MAX_TERMS = 5  # of one language in one entry


def write(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> None:
    """Writes one entry a row, with up to five terms in each language; counts in `manner.left_out` what is beyond."""
    head = ["Entry_ID", "Entry_Subject", "Entry_Note"]
    for language in languages:
        name = ENGLISH_NAMES.get(language, language)
        head += [f"{name}_Def", *[name, "Term_Info"] * MAX_TERMS]
    write_rows(stream, head, (_row(concept, languages, manner) for concept in concepts), ";")


def _row(concept: Concept, languages: Sequence[str], manner: Manner) -> list[str]:
    cells = [str(concept.id), concept.subject_field, concept.note]
    for language in languages:
        section = next((s for s in concept.sections if s.language == language), None)
        terms = section.terms if section else ()
        cells.append(section.definition if section else "")
        for term in terms[:MAX_TERMS]:
            cells += [term.term, "Forbidden" if term.status in FORBIDDEN else ""]
        cells += [""] * (2 * (MAX_TERMS - min(len(terms), MAX_TERMS)))
        if len(terms) > MAX_TERMS:
            manner.left_out[f"term beyond {MAX_TERMS} of one language"] += len(terms) - MAX_TERMS
    return [one_line(cell) for cell in cells]


def read(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of a file that memoQ wrote, or that is written like that. Raises DataError where it names no language."""
    rows = read_rows(path, wanted.encoding)
    first = next(rows, None)
    names = [cell.strip().lstrip("\ufeff") for cell in first.cells] if first else []
    tags = {name: language_tag(name.replace("_", " ").split(" ")[0]) for name in names if not name.startswith(("Entry_", "Term_"))}
    if not any(tags.values()):
        raise DataError(path, "its first row names no language", "Check what the file is")
    for row in rows:
        draft = Draft("", row.line)
        term = DraftTerm()
        for name, cell in zip(names, map(clean, row.cells), strict=False):
            if not cell:
                continue
            if name == "Entry_ID":
                draft.identifier = f"c{cell}" if cell.isdigit() else cell
            elif name in ("Entry_Subject", "Entry_Domain"):
                draft.subject(cell)
            elif name == "Entry_Note":
                draft.note(cell)
            elif name.endswith("_Def"):
                draft.section(tags[name]).define(cell)
            elif name == "Term_Info":
                term.status = AdministrativeStatus.DEPRECATED if "forbidden" in cell.casefold() else term.status
            elif tags.get(name):
                term = DraftTerm(cell)
                draft.add(tags[name], term)
            elif not name.startswith("Entry_"):
                draft.note(f"{name}: {cell}")
        yield draft.entry()
