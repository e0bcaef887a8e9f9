"""What waits for a reviewer, the best first: the next concept entry, how far the work is, and what was decided last."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from glossary.termbase.read import DECISION_COLUMNS, Decision

WAITING = ("candidate", "proposed")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which entries to review; what is empty filters nothing. `missing` is a language that they have no term in."""

    state: str = ""
    entity: str = ""
    score: float = 0.0
    subject_field: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the entries that some filters name are decided, and how many wait; `later` of these were put off."""

    decided: int
    waiting: int
    later: int


_MOST = 1_000  # entries without a language that are counted: it takes a look at the terms of each
_PUT_OFF = "select 1 from decisions where decisions.concept = concepts.id and action = 'postpone' and undone = 0"
_DECIDED = "select concept from decisions where action != 'postpone' and undone = 0"
_POSTPONED = "decisions cross join concepts on concepts.id = decisions.concept where action = 'postpone' and undone = 0"
_HAS = (
    "select 1 from language_sections join terms on terms.section = language_sections.id "
    "where concept = concepts.id and language = ? and terms.state != 'rejected'"
)


def following(db: sqlite3.Connection, filters: Filters) -> int | None:
    """The entry to decide next: the best score first, then those put off, in that order; None where nothing waits."""
    where, values = _condition(filters)
    found = (
        db.execute(
            f"select id from concepts indexed by queue where {where} and not exists ({_PUT_OFF}) order by mined_score desc, id limit 1",
            values,
        ).fetchone()
        or db.execute(
            f"select concepts.id from {_POSTPONED} and {where} group by concepts.id order by max(decisions.id) limit 1", values
        ).fetchone()
    )
    return found[0] if found else None


def progress(db: sqlite3.Connection, filters: Filters) -> Progress:
    """How far the work on the entries that the filters name is; decided is what a person decided.

    Of those that lack a language up to 1,000 are counted, and only while they wait: once decided they need not lack it.
    """

    def count(tables: str, values: list[Any]) -> int:
        return int(db.execute(f"select count(*) from {tables}", values).fetchone()[0])

    where, values = _condition(filters)
    later = count(f"(select distinct concepts.id from {_POSTPONED} and {where})", values)
    if filters.missing:
        return Progress(0, count(f"(select 1 from concepts where {where} limit {_MOST})", values), later)
    waiting = count(f"concepts where {where}", values)
    where, values = _condition(filters, ("approved", "rejected"))
    return Progress(count(f"concepts where {where} and id in ({_DECIDED})", values), waiting, later)


def _condition(filters: Filters, states: tuple[str, ...] = ()) -> tuple[str, list[Any]]:
    states = states or ((filters.state,) if filters.state else WAITING)
    conditions, values = [f"concepts.state in ({', '.join('?' * len(states))})"], list[Any](states)
    for column in ("entity", "subject_field"):
        if value := getattr(filters, column):
            conditions.append(f"{column} = ?")
            values.append(value)
    if filters.score:
        conditions.append("mined_score >= ?")
        values.append(filters.score)
    if filters.missing:
        conditions.append(f"not exists ({_HAS})")
        values.append(filters.missing)
    return " and ".join(conditions), values


def newest(db: sqlite3.Connection) -> int:
    """The id of the newest decision, 0 where there is none: what comes later was decided since."""
    return int(db.execute("select coalesce(max(id), 0) from decisions").fetchone()[0])


def decided_since(db: sqlite3.Connection, decision: int) -> int:
    """How many changes after a decision stand, those of a sheet as one."""
    row = db.execute("select count(distinct change) from decisions where id > ? and undone = 0", [decision]).fetchone()
    return int(row[0])


def last(db: sqlite3.Connection) -> Decision | None:
    """The decision that would be taken back next: the first one of the newest change that stands."""
    row = db.execute(
        f"select {DECISION_COLUMNS} from decisions where undone = 0 and change = "
        "(select change from decisions where undone = 0 order by id desc limit 1) order by id limit 1"
    ).fetchone()
    return Decision(*row) if row else None


def decision(db: sqlite3.Connection, identifier: int) -> Decision | None:
    """The decision with this id; None where there is none."""
    row = db.execute(f"select {DECISION_COLUMNS} from decisions where id = ?", [identifier]).fetchone()
    return Decision(*row) if row else None


def subject_fields(db: sqlite3.Connection) -> list[str]:
    """The subject fields in use, in alphabetical order; of very many the first 1,000."""
    rows = db.execute(
        "with recursive found (name) as (select min(subject_field) from concepts where subject_field > '' union all "
        "select (select min(subject_field) from concepts where subject_field > name) from found where name is not null) "
        "select name from found where name is not null limit ?",
        [_MOST],
    )
    return [row[0] for row in rows]
