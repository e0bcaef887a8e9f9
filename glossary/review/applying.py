"""What reviewers wrote into their sheets, brought into the termbase: cell by cell, several sheets at once, all of it one change.

A cell counts as edited where it differs from what the sheet held when it was written; what changed in the termbase
meanwhile, or differs between two sheets, is listed and left to people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from glossary.model import LANGUAGES, Concept, ReviewState
from glossary.review.cells import LONGEST, digest, editable, parts, wording
from glossary.review.judging import check_own_term, forbidding, merge_target, own_language
from glossary.review.sheet import SheetRow, Unreadable, read_review
from glossary.termbase import read, writing
from glossary.termbase.decisions import Decider, Revision
from tm.errors import UsageError

_STATES = {"approve": ReviewState.APPROVED, "forbid": ReviewState.APPROVED, "reject": ReviewState.REJECTED}
_DECIDED = (ReviewState.APPROVED, ReviewState.REJECTED)


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one row, or of the rows of several sheets about one concept: `what` is one of `COUNTS`."""

    where: str
    concept: str
    what: str
    detail: str = ""


COUNTS = ("approved", "rejected", "merged", "edited", "postponed", "unchanged", "conflict", "refused")


@dataclass(slots=True)
class Report:
    """Counts by `COUNTS`, and a line for each concept about which something was said."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)

    def add(self, line: Line) -> None:
        """Counts a line; what is unchanged is counted only."""
        self.counts[line.what] += 1
        if line.what != "unchanged":
            self.lines.append(line)


class _Undone(Exception):
    """Ends a dry run."""


def apply_sheets(sheets: Sequence[Path], database: Path, *, who: str, dry_run: bool = False) -> Report:
    """Takes the decisions of sheets over and says what became of each; `who` decides where a row names no reviewer.

    Raises DataError where a sheet cannot be read, or the termbase cannot be written: nothing is changed then.
    """
    report = Report()
    rows: dict[str, list[SheetRow]] = {}
    for item in (item for sheet in sheets for item in read_review(sheet)):
        if isinstance(item, Unreadable):
            report.add(Line(f"{item.file}, line {item.line}", item.identifier, "refused", item.reason))
        else:
            rows.setdefault(item.identifier.lower(), []).append(item)
    try:
        with writing(database) as db:
            decider = Decider(db, who, together=True)
            entries = _entries(db, rows)
            # Variants last: what they are variants of may be decided in the same sheets.
            for identifier, said in sorted(rows.items(), key=lambda item: any(row.decision == "variant" for row in item[1])):
                report.add(_applied(db, decider, entries.get(identifier), said))
            if dry_run or report.counts.total() == report.counts["unchanged"] + report.counts["refused"] + report.counts["conflict"]:
                raise _Undone
    except _Undone:
        pass
    return report


def _entries(db: Database, identifiers: Iterable[str]) -> dict[str, Concept]:
    numbers = [int(i[1:]) for i in identifiers if i[:1] == "c" and i[1:].isdecimal() and len(i) < 20]
    return {f"c{concept.id}": concept for concept in read.concepts(db.conn, numbers)}


@dataclass(frozen=True, slots=True)
class _Wish:
    """What one row asks for: a decision, or another text in a cell."""

    name: str
    value: str
    row: SheetRow

    def __str__(self) -> str:
        said = self.value if self.name == "decision" else f"{self.name} “{self.value}”"
        return f"{_where(self.row)} says {said}"


def _applied(db: Database, decider: Decider, entry: Concept | None, rows: Sequence[SheetRow]) -> Line:
    """Takes over what the rows about one concept say, all or none of it."""
    where = "; ".join(_where(row) for row in rows)
    if entry is None:
        return Line(where, rows[0].identifier, "refused", "no such concept in this termbase")
    wishes: dict[str, _Wish] = {}
    for row in rows:
        found = _wishes(entry, row, settled=_is_settled(db, entry, row))
        if isinstance(found, str):
            return Line(_where(row), f"c{entry.id}", "conflict", found)
        for wish in found:
            if (other := wishes.setdefault(wish.name, wish)).value != wish.value:
                return Line(where, f"c{entry.id}", "conflict", f"{other}, {wish}")
    if not wishes:
        return Line(where, f"c{entry.id}", "unchanged")
    try:
        return _decided(db, decider, entry, wishes, where)
    except UsageError as error:
        return Line(where, f"c{entry.id}", "refused", error.what)


def _is_settled(db: Database, entry: Concept, row: SheetRow) -> bool:
    """Whether the decision of a row has been taken already, as when a sheet is applied twice."""
    if row.decision == "forbid":
        own = own_language(entry)
        return bool(set(wording(row.cells.get(own, "")).usable[:1]) & set(wording(editable(entry)[own]).forbidden))
    last = next((line for line in reversed(read.history(db.conn, entry.id)) if not line.undone), None)
    if row.decision == "later":
        return last is not None and last.action == "postpone"
    if row.decision == "variant":
        return last is not None and last.what == f"merged into c{row.into}"
    waits = row.decision == "approve" and any(term.state not in _DECIDED for section in entry.sections for term in section.terms)
    return entry.state is _STATES.get(row.decision) and not waits


def _wishes(entry: Concept, row: SheetRow, *, settled: bool) -> list[_Wish] | str:
    """What a row asks for and is not so yet; or why that cannot be told or done, since the entry has changed."""
    before, now = parts(row.version), editable(entry)
    if not before:
        return "the cell in column version is not as it was written: what was edited cannot be told"
    found = []
    for name, value in row.cells.items():
        if value == now[name] or digest(value) == before[name]:
            continue
        if digest(now[name]) != before[name]:
            return f"{name} has changed since the sheet was written: it is “{now[name]}” now, the sheet says “{value}”"
        found.append(_Wish(name, value, row))
    decision = row.decision if row.decision != "variant" else f"variant of c{row.into}"
    if decision and not settled:
        if digest(entry.state.value) != before["state"]:
            return f"it is {entry.state.value} since the sheet was written; the sheet says {decision}"
        found.append(_Wish("decision", decision, row))
    return found


def _decided(db: Database, decider: Decider, entry: Concept, wishes: dict[str, _Wish], where: str) -> Line:
    decision = wishes.pop("decision", None)
    if long := next((name for name, wish in wishes.items() if len(wish.value) > LONGEST), ""):
        raise UsageError(long, f"{long} has more than {LONGEST:,} characters")
    row = (decision or next(iter(wishes.values()))).row
    about = {"reason": row.reason, "who": row.reviewer}
    kind = decision.row.decision if decision else ""
    if kind == "variant":
        if not decider.merge(entry.id, merge_target(db, entry.id, f"c{row.into}"), **about):
            raise UsageError(f"c{entry.id}", "it is rejected already")
        left = " (its other edits are left)" if wishes else ""
        return Line(where, f"c{entry.id}", "merged", f"into c{row.into}{left}")
    wordings = {name: wording(wish.value) for name, wish in wishes.items() if name in LANGUAGES}
    if kind == "forbid":
        language = own_language(entry)
        now = wording(editable(entry)[language])
        wordings[language] = forbidding(wordings.get(language, now), now.usable[:1])
    check_own_term(entry, _STATES.get(kind), wordings)
    field, note = (wishes[name].value if name in wishes else None for name in ("subject_field", "note"))
    changed = decider.revise(entry.id, Revision(_STATES.get(kind), field, note, wordings), **about)
    if kind == "later":
        decider.postpone(entry.id, **about)
    what = {"approve": "approved", "forbid": "approved", "reject": "rejected", "later": "postponed"}.get(kind, "edited")
    return Line(where, f"c{entry.id}", what if changed or kind == "later" else "unchanged", read.history(db.conn, entry.id)[-1].what)


def _where(row: SheetRow) -> str:
    return f"{row.file}, line {row.line}"
