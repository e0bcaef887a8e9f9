"""The reference glossary that is shipped with the package: three tables, read as they are."""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from glossary.model import (
    AdministrativeStatus,
    Concept,
    EntityType,
    LanguageSection,
    Origin,
    ReviewState,
    Term,
    TermType,
)

TABLES = ("concepts", "terms", "sources")
FULL_SCORE = 100.0
_USABLE = (AdministrativeStatus.PREFERRED, AdministrativeStatus.ADMITTED)


@cache
def _text(table: str) -> str:
    return files("glossary").joinpath(f"data/reference/{table}.tsv").read_text("utf-8")


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of one table of the reference glossary: concepts, terms or sources."""
    yield from csv.DictReader(_text(table).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def usable(language: str) -> Iterator[tuple[str, Concept]]:
    """The terms of one language that may be used, each with its concept, preferred ones before all others."""
    found = [(term, concept) for concept in concepts() for term in concept.terms(language) if term.status in _USABLE]
    return ((term.term, concept) for term, concept in sorted(found, key=lambda pair: pair[0].status is not _USABLE[0]))


def digest() -> str:
    """A fingerprint of the reference glossary as it is shipped."""
    return hashlib.sha256("".join(_text(table) for table in TABLES).encode()).hexdigest()


@cache
def concepts() -> tuple[Concept, ...]:
    """The concepts of the reference glossary, approved, with their sources spelled out."""
    return tuple(_concepts())


def _concepts() -> Iterator[Concept]:
    sources = {row["source"]: cite(row) for row in rows("sources")}
    terms: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for row in rows("terms"):
        terms[row["concept"]][row["language"]].append(_term(row, sources))
    for row in rows("concepts"):
        sections = [
            LanguageSection(language, tuple(found), row["definition"] if language == "fr" else "")
            for language, found in terms[row["concept"]].items()
        ]
        yield Concept(
            subject_field=row["subject_field"],
            entity=EntityType(row["entity"]),
            state=ReviewState.APPROVED,
            note=row["note"],
            sections=tuple(sections),
            key=row["concept"],
        )


def _term(row: dict[str, str], sources: dict[str, str]) -> Term:
    return Term(
        term=row["term"],
        type=TermType(row["type"]),
        status=AdministrativeStatus(row["status"]),
        state=ReviewState.APPROVED,
        origin=Origin.REFERENCE,
        score=FULL_SCORE,
        reliability=int(row["reliability"]),
        pos=row["pos"],
        gender=row["gender"],
        source=" | ".join(sources[source] for source in row["source"].split()),
        note=row["note"],
    )


def cite(row: dict[str, str]) -> str:
    """A source as people cite it: publisher, title and date as far as they are known, and the address."""
    return ", ".join(part for part in (row["publisher"], row["title"], row["date"], row["url"]) if part)
