"""What several test modules need to build and to compare."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlite_utils import Database

from glossary.equivalents import places
from glossary.mining import Documents, Harvest, ParsedDocument, mine
from glossary.mining.grammar import FRENCH
from glossary.model import (
    AdministrativeStatus,
    Candidate,
    Concept,
    EntityType,
    LanguageSection,
    Occurrence,
    ReviewState,
    Term,
    TermType,
)
from glossary.termbase.decisions import Decider, Revision, undo

Rows = dict[str, list[tuple[object, ...]]]


def parsed(*documents: Sequence[str]) -> Documents:
    """Documents, each given by its segments, ready for mining."""
    return Documents(ParsedDocument([FRENCH.parse(segment) for segment in document], number) for number, document in enumerate(documents))


def located(harvest: Harvest, documents: Iterable[ParsedDocument]) -> dict[tuple[str, EntityType], list[Occurrence]]:
    """Every place where each candidate stands."""
    found: dict[tuple[str, EntityType], list[Occurrence]] = {(c.key, c.entity): [] for c in harvest.candidates}
    for document in documents:
        for candidate, occurrence in harvest.occurrences(document):
            found[candidate.key, candidate.entity].append(occurrence)
    return found


def mine_texts(*segments: str, min_count: int = 1) -> list[Candidate]:
    """The candidates in one document."""
    return list(mine(parsed(segments), min_count=min_count, places=places.names("fr")).candidates)


def persons(candidates: Sequence[Candidate]) -> set[str]:
    """The names of the persons among the candidates."""
    return {candidate.term for candidate in candidates if candidate.entity is EntityType.PERSON}


def judge(db: Database, identifier: int, state: str, who: str = "somebody", reason: str = "") -> bool:
    """Approves or rejects a concept."""
    return Decider(db, who).revise(identifier, Revision(ReviewState(state)), reason)


def undone(db: Database) -> tuple[str, int] | None:
    """Takes the last change back, and gives what it was about."""
    done = undo(db)
    return (done.action, done.concept) if done else None


def dump(database: Path) -> Rows:
    """Every row of every table of a termbase, in order."""
    connection = sqlite3.connect(database)
    try:
        names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table' order by name")]
        # The full-text index splits its data as it likes; what it finds is tested by look-ups.
        tables = [name for name in names if not name.startswith(("terms_fts_", "sqlite_stat"))]
        return {name: connection.execute(f'select * from "{name}"').fetchall() for name in tables}
    finally:
        connection.close()


def sound(database: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file, its foreign keys and its full-text index."""
    connection = sqlite3.connect(database)
    try:
        connection.execute("insert into terms_fts (terms_fts, rank) values ('integrity-check', 1)")
        whole = connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        return whole and connection.execute("pragma foreign_key_check").fetchall() == []
    finally:
        connection.close()


def term(
    text: str,
    status: AdministrativeStatus = AdministrativeStatus.PREFERRED,
    state: ReviewState = ReviewState.APPROVED,
    kind: TermType = TermType.FULL_FORM,
    note: str = "",
) -> Term:
    return Term(text, status=status, state=state, type=kind, note=note)


def concept(state: ReviewState = ReviewState.APPROVED, *, number: int = 1, **terms: str | Sequence[Term]) -> Concept:
    """A concept with terms by language, each language's given as one text or as terms."""
    sections = tuple(LanguageSection(code, (term(given),) if isinstance(given, str) else tuple(given)) for code, given in terms.items())
    return Concept(id=number, state=state, sections=sections)
