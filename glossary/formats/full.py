"""CSV with one term a row, in which nothing is lost: every field of a concept, of its sections, terms and contexts, there and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from glossary.formats import Entry, Manner, Refused, Wanted, words
from glossary.formats.entries import Draft, DraftTerm, clean, primary
from glossary.formats.rows import lines, one_line, read_rows, write_rows
from glossary.model import Concept, Context, EntityType, LanguageSection, Origin, ReviewState, Term
from tm.errors import DataError

COLUMNS = (
    "concept", "key", "subject_field", "entity", "concept_state", "concept_note", "language", "definition", "term", "type", "status",
    "state",
    "origin", "score", "reliability", "part_of_speech", "gender", "source", "note", "context", "context_source", "context_date",
)  # fmt: skip
_NEEDED = frozenset(("concept", "language", "term"))


def write(stream: IO[bytes], concepts: Iterable[Concept], _languages: Sequence[str], manner: Manner) -> None:
    """Writes a row for each term, and another for each further context of it."""
    write_rows(stream, COLUMNS, (row for concept in concepts for row in _rows(concept, manner)))


def _rows(concept: Concept, manner: Manner) -> Iterator[list[str]]:
    head = [f"c{concept.id}", concept.key, concept.subject_field, concept.entity.value, concept.state.value, concept.note]
    for section in concept.sections:
        for term in section.terms:
            for context in term.contexts or (Context("", ""),):
                cells = [*head, manner.tag(section.language), *_term_cells(section, term), context.text, context.source, context.date]
                yield [one_line(cell) if name == "term" else lines(cell) for name, cell in zip(COLUMNS, cells, strict=True)]


def _term_cells(section: LanguageSection, term: Term) -> list[str]:
    score, reliability = (f"{term.score:.12g}" if term.score else ""), (str(term.reliability) if term.reliability else "")
    kinds = [term.type.value, term.status.value, term.state.value, term.origin.value, score, reliability]
    return [section.definition, term.term, *kinds, term.pos, term.gender, term.source, term.note]


def read(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of such a file: rows with the same `concept` that follow each other are one. Columns may be missing or moved."""
    rows = read_rows(path, wanted.encoding)
    first = next(rows, None)
    names = [cell.strip().lstrip("\ufeff") for cell in first.cells] if first else []
    if missing := _NEEDED - set(names):
        raise DataError(path, f"no column {' or '.join(sorted(missing))} in its first row", "Check what the file is")
    draft: Draft | None = None
    for row in rows:
        cells = {name: clean(cell) for name, cell in zip(names, row.cells, strict=False)}
        if draft is None or not cells["concept"] or cells["concept"] != draft.identifier:
            if draft:
                yield draft.entry()
            draft = _draft(cells, row.line)
        if not cells.get("term") or not primary(cells.get("language", "")):
            yield Refused(row.line, "no term" if not cells.get("term") else "no language")
            continue
        draft.section(cells["language"]).define(cells.get("definition", ""))
        draft.add(cells["language"], _term(cells))
    if draft:
        yield draft.entry()


def _draft(cells: dict[str, str], line: int) -> Draft:
    draft = Draft(cells["concept"], line, key=cells.get("key", ""))
    draft.subject(cells.get("subject_field", ""))
    draft.note(cells.get("concept_note", ""))
    if (entity := cells.get("entity", "")) in list(EntityType):
        draft.entity = EntityType(entity)
    if (state := cells.get("concept_state", "")) in list(ReviewState):
        draft.state = ReviewState(state)
    return draft


def _term(cells: dict[str, str]) -> DraftTerm:
    term = DraftTerm(" ".join(cells["term"].split()), pos=cells.get("part_of_speech", ""), gender=cells.get("gender", ""))
    term.type, _ = words.term_type(cells.get("type", ""))
    term.status, _ = words.status(cells.get("status", ""))
    term.reliability = words.reliability(cells.get("reliability", ""))
    for name, kind in (("state", ReviewState), ("origin", Origin)):
        if cells.get(name, "") in list(kind):
            setattr(term, name, kind(cells[name]))
    try:
        term.score = min(100.0, max(0.0, float(cells.get("score") or 0)))
    except ValueError:
        term.note(f"score: {cells['score']}")
    term.sources = [cells["source"]] if cells.get("source") else []
    term.note(cells.get("note", ""))
    if cells.get("context"):
        term.contexts.append(Context(cells["context"], cells.get("context_source", ""), cells.get("context_date", "")))
    return term
