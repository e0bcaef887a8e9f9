"""Counts for the overview, and terms of one concept that rival each other over the years."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """How many concepts there are: by review state of those that were mined, and by subject field of those not rejected."""

    mined: Mapping[str, int]
    fields: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Rivals:
    """A concept with several terms in one language: `uses` has for each its uses in dated texts, by year."""

    concept: int
    language: str
    uses: Mapping[str, Mapping[str, int]]


_USES = (
    "from occurrences join terms on terms.id = occurrences.term join language_sections on language_sections.id = terms.section "
    "join segments on segments.id = occurrences.segment join documents on documents.id = segments.document "
)


def counts(db: sqlite3.Connection) -> Counts:
    """What there is to plot."""
    mined = db.execute(
        "select state, count(*) from concepts where exists (select 1 from candidates where concept = concepts.id) group by 1"
    )
    by_field = db.execute("select subject_field, count(*) from concepts where state != 'rejected' group by 1 order by 2 desc, 1")
    return Counts(dict(mined.fetchall()), dict(by_field.fetchall()))


def rivals(db: sqlite3.Connection, concept: int | None = None, *, limit: int = 6) -> list[Rivals]:
    """The concepts of which several terms stand in dated texts, those first whose lesser terms are used the most; or one concept."""
    if concept is None:
        rows = db.execute(
            f"select concept, language from (select concept, language_sections.language, count(*) as uses {_USES} "
            "where documents.date != '' and section in "
            "(select section from terms where state != 'rejected' group by section having count(*) > 1) group by terms.id) "
            "group by concept, language having count(*) > 1 order by sum(uses) - max(uses) desc, concept limit ?",
            [limit],
        ).fetchall()
    else:
        rows = db.execute("select concept, language from language_sections where concept = ? order by id", [concept]).fetchall()
    return [found for row in rows if (found := _rivals(db, row[0], row[1])).uses]


def _rivals(db: sqlite3.Connection, concept: int, language: str) -> Rivals:
    uses: dict[str, dict[str, int]] = {}
    rows = db.execute(
        f"select terms.term, substr(documents.date, 1, 4), count(*) {_USES} where concept = ? and language_sections.language = ? "
        "and documents.date != '' group by terms.id, 2 order by terms.position, terms.id, 2",
        [concept, language],
    )
    for term, year, count in rows:
        uses.setdefault(term, {})[year] = count
    return Rivals(concept, language, uses)
