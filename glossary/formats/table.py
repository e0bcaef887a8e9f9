"""Tables with one concept a row: CSV for people and tools, for Excel, and the review sheet. No cell is ever a formula."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from glossary.formats import Entry, Manner, Refused, Wanted, words
from glossary.formats.entries import Draft, DraftTerm, clean, primary
from glossary.formats.rows import JOIN, Row, one_line, read_rows, write_rows
from glossary.model import Concept, EntityType, ReviewState, Term
from glossary.termbase.read import concept_contexts
from tm.errors import DataError
from tm.exchange.table import language_tag
from tm.text import fold

_MARK = re.compile(r"(.*?)\s*\((deprecated|superseded|forbidden)\)", re.DOTALL)
_NAMES = {
    "concept": "id", "id": "id", "concept_id": "id", "entry_id": "id", "entry": "id", "key": "key",
    "subject_field": "subject_field", "domain": "subject_field", "domaine": "subject_field", "subject": "subject_field",
    "field": "subject_field", "linh_vuc": "subject_field", "definition": "definition", "dinh_nghia": "definition",
    "note": "note", "notes": "note", "comment": "note", "comments": "note", "commentaire": "note", "remarque": "note", "ghi_chu": "note",
    "description": "note",
}  # fmt: skip
_TAKEN = frozenset(("id", "subject_field", "entity", "state", "definition", "reliability", "context", "context_source"))


def write(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> None:
    """Writes one concept a row: for each language the preferred term and the others, joined by ` | `."""
    write_rows(stream, header(languages, manner), (row_of(concept, languages) for concept in concepts))


def write_excel(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> None:
    """Writes the same with what Excel needs to open it rightly in Europe: a byte-order mark and semicolons."""
    stream.write(codecs.BOM_UTF8)
    delimiter = "," if manner.flavour == "comma" else ";"
    write_rows(stream, header(languages, manner), (row_of(concept, languages) for concept in concepts), delimiter)


def header(languages: Sequence[str], manner: Manner) -> list[str]:
    """The names of the columns."""
    tags = [manner.tag(language) for language in languages]
    terms = [name for tag in tags for name in (tag, f"{tag}_other")]
    definitions, sources = ([f"{tag}_{what}" for tag in tags] for what in ("definition", "source"))
    return [
        "concept",
        "subject_field",
        "entity",
        "state",
        *terms,
        *definitions,
        "note",
        "reliability",
        *sources,
        "context",
        "context_source",
    ]


def row_of(concept: Concept, languages: Sequence[str]) -> list[str]:
    """The cells of a concept, under `header`."""
    cells = [f"c{concept.id}", concept.subject_field, concept.entity.value, concept.state.value]
    for language in languages:
        terms = concept.terms(language)
        cells += [_marked(terms[0]) if terms else "", JOIN.join(map(_marked, terms[1:]))]
    definitions = {section.language: section.definition for section in concept.sections}
    first = {language: concept.terms(language)[0] for language in languages if concept.terms(language)}
    contexts = concept_contexts(concept, languages[0], 1)
    cells += [
        *(definitions.get(language, "") for language in languages),
        concept.note,
        ", ".join(f"{language} {term.reliability}" for language, term in first.items() if term.reliability),
        *(first[language].source.split(JOIN)[0] if language in first else "" for language in languages),
        contexts[0].text if contexts else "",
        ", ".join(part for part in (contexts[0].source, contexts[0].date) if part) if contexts else "",
    ]
    return [one_line(cell) for cell in cells]


def _marked(term: Term) -> str:
    """A term that is not simply admitted says what it is."""
    return term.term if term.status.value in ("preferred", "admitted") else f"{term.term} ({term.status.value})"


def read(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of a table whose first row names its columns. Raises DataError where that names no language."""
    yield from concepts_of(path, read_rows(path, wanted.encoding))


read_excel = read


def concepts_of(path: Path, rows: Iterator[Row]) -> Iterator[Entry | Refused]:
    """The concepts in the rows of a table, of this program or another: columns named by languages hold terms.

    Raises DataError where the first row names no language.
    """
    first = next(rows, None)
    if first is None:
        raise DataError(path, "the file is empty", "Check what the file is")
    columns = [_column(cell) for cell in first.cells]
    if {"decision", "version"} <= {kind for kind, _ in columns}:
        raise DataError(path, "this is a review sheet", "Take it over with 'glossary review --apply'")
    if not any(kind == "term" for kind, _ in columns):
        raise DataError(path, "its first row names no language", "Name the columns by language, as fr and en, or name its --format")
    for row in rows:
        if len(row.cells) > len(columns) and any(map(str.strip, row.cells[len(columns) :])):
            yield Refused(row.line, f"{len(row.cells)} cells under {len(columns)} names of columns")
        else:
            yield _read_row(row, columns)


def _column(cell: str) -> tuple[str, str]:
    """What a column holds, and of which language: its own name where that is all there is to say."""
    name = cell.strip().lstrip("\ufeff")
    if known := _NAMES.get(fold(name).replace(" ", "_")):
        return known, ""
    stem, _, what = name.rpartition("_")
    if what in ("other", "definition", "source") and (tag := language_tag(stem)):
        return what, tag
    return ("term", tag) if (tag := language_tag(name)) else (name, "")


def _read_row(row: Row, columns: Sequence[tuple[str, str]]) -> Entry | Refused:
    source = next(tag for kind, tag in columns if kind == "term")
    cells = [(kind, tag, clean(cell)) for (kind, tag), cell in zip(columns, row.cells, strict=False) if cell.strip()]
    known = {kind: cell for kind, tag, cell in cells if not tag}
    state = known.get("state", "")
    draft = Draft(known.get("id", ""), row.line, source, definition=known.get("definition", ""))
    draft.state = ReviewState(state) if state in list(ReviewState) else None
    draft.entity = EntityType(known["entity"]) if known.get("entity") in list(EntityType) else EntityType.TERM
    draft.subject(known.get("subject_field", ""))
    terms: dict[str, list[DraftTerm]] = {}
    for kind, tag, cell in cells:
        if kind in ("term", "other"):
            terms.setdefault(tag, []).extend(_term(text, draft.state) for text in cell.split(JOIN.strip()) if text.strip())
        elif kind == "definition" and tag:
            draft.section(tag).define(cell)
        elif kind == "note":
            draft.note(cell)
        elif kind and kind not in _TAKEN and not tag:
            draft.note(f"{kind}: {cell}")
    reliabilities = dict(re.findall(r"([a-z]{2,3}) ([1-4])\b", known.get("reliability", "")))
    sources = {primary(tag): cell for kind, tag, cell in cells if kind == "source"}
    for tag, found in terms.items():
        found[0].reliability = int(reliabilities.get(primary(tag), 0))
        found[0].sources = [cell] if (cell := sources.get(primary(tag), "")) else []
        if tag == source and "context" in known:
            found[0].say("context", known["context"], known.get("context_source", ""))
        for term in found:
            draft.add(tag, term)
    return draft.entry()


def _term(text: str, state: ReviewState | None) -> DraftTerm:
    """A term of a cell, with the mark behind it of one that should not be used."""
    marked = _MARK.fullmatch(text.strip())
    status = words.status(marked[2])[0] if marked else None
    return DraftTerm(marked[1] if marked else text.strip(), status=status, state=state)
