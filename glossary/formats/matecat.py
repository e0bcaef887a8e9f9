"""MateCat's glossary, a workbook whose header has a fixed order; the languages have regions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from glossary.formats import REGIONS, TITLE, Entry, Manner, Refused, Wanted, forbidden, usable
from glossary.formats.entries import Draft, DraftTerm, clean, primary
from glossary.formats.rows import one_line
from glossary.formats.workbook import rows_of, write_sheet
from glossary.model import AdministrativeStatus, Concept, Term
from glossary.termbase.read import concept_contexts
from tm.errors import DataError

_HEAD = ("Forbidden", "Domain", "Subdomain", "Definition")
_EACH = ("Notes", "Example of use")


def write(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], _manner: Manner) -> None:
    """Writes one row for each pair of terms; MateCat shows one target for each source, the preferred one stands first."""
    names = [*_HEAD, *(name for language in languages for name in (REGIONS.get(language, language), *_EACH))]
    write_sheet(stream, TITLE, names, (row for concept in concepts for row in _rows(concept, *languages)))


def _rows(concept: Concept, source: str, target: str) -> Iterator[list[str]]:
    definition = next((section.definition for section in concept.sections if section.definition), "")
    for left in usable(concept.terms(source)):
        for right in [*usable(concept.terms(target)), *forbidden(concept.terms(target))]:
            flag = "TRUE" if right in forbidden([right]) else ""
            cells = [flag, concept.subject_field, "", definition, *_cells(concept, source, left), *_cells(concept, target, right)]
            yield [one_line(cell) for cell in cells]


def _cells(concept: Concept, language: str, term: Term) -> list[str]:
    contexts = concept_contexts(concept, language, 1)
    return [term.term, term.note or concept.note, contexts[0].text if contexts else ""]


def read(path: Path, _wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of such a workbook; rows that go on with the one before are one.

    Raises DataError where its header names fewer than two languages.
    """
    names: list[str] = []
    last: Draft | None = None
    for number, cells in rows_of(path):
        if not names:
            names = [cell.strip().casefold() for cell in cells]
            known = {"", *(name.casefold() for name in (*_HEAD, *_EACH))}
            if sum(name not in known and bool(primary(name)) for name in names) < 2:
                raise DataError(path, "its header names fewer than two languages", "Check what the file is")
            continue
        draft = _read_row(number, names, [clean(cell) for cell in cells])
        if last and _same(last, draft):
            last.join(draft)
            continue
        if last:
            yield last.entry()
        last = draft
    if last:
        yield last.entry()


def _same(one: Draft, other: Draft) -> bool:
    """Whether a row goes on with the concept of the row before: the same field and definition, and a term that both have."""
    shared = ({(code, text) for code, section in draft.sections.items() for text in section.terms} for draft in (one, other))
    return (one.subjects, one.definition) == (other.subjects, other.definition) and not set.isdisjoint(*shared)


def _read_row(number: int, names: Sequence[str], cells: Sequence[str]) -> Draft:
    draft = Draft("", number)
    banned = False
    terms: list[tuple[str, DraftTerm]] = []
    for name, cell in zip(names, cells, strict=False):
        if name == "forbidden":
            banned = cell.casefold() in ("true", "1", "yes")
        elif name in ("domain", "subdomain"):
            draft.subject(cell)
        elif name == "definition":
            draft.definition = cell
        elif name == "notes" and terms:
            terms[-1][1].note(cell)
        elif name == "example of use" and terms:
            terms[-1][1].say("context", cell)
        elif primary(name):
            terms.append((name, DraftTerm(cell)))
    for tag, term in terms:
        if banned and tag != terms[0][0]:
            term.status = AdministrativeStatus.DEPRECATED
        draft.add(tag, term)
    return draft
