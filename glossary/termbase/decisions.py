"""What people decide about concepts, kept with who, when, what and why, and how it was before, so that it can be undone.

Decisions that belong together, as those of one import or of one sheet, share a `change`, and are taken back together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlite_utils import Database

from glossary.model import AdministrativeStatus, Concept, LanguageSection, Origin, ReviewState, Term, TermType
from glossary.termbase import read
from glossary.termbase.changes import Changes, restore
from glossary.termbase.write import add_concept, take_back
from tm.text import nfc

_ACTIONS: Mapping[ReviewState | None, str] = {ReviewState.APPROVED: "approve", ReviewState.REJECTED: "reject"}


@dataclass(frozen=True, slots=True)
class Wording:
    """What a concept shall be called in a language: the terms to use, the preferred one first, and those not to use."""

    usable: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """What a reviewer wants of a concept entry; what is None, or a language that is not named, stays as it is."""

    state: ReviewState | None = None
    subject_field: str | None = None
    note: str | None = None
    wordings: Mapping[str, Wording] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Undone:
    """A change that was taken back: the first of its decisions, and how many there were."""

    action: str
    concept: int
    who: str
    what: str
    decisions: int


class Decider:
    """Takes decisions in somebody's name. With `together`, all that it takes are one change."""

    def __init__(self, db: Database, who: str, *, together: bool = False) -> None:
        self._db, self._who = db, who
        self._together, self._change = together, 0

    def add(self, concept: Concept, reason: str = "") -> int:
        """Keeps a concept that a person made, and gives its id."""
        identifier = add_concept(self._db, concept)
        self._note("add", identifier, reason, None)
        return identifier

    def revise(self, concept: int, wanted: Revision, reason: str = "", *, who: str = "") -> bool:
        """Approves, rejects or edits a concept; says whether that changed anything: what is so already is no decision.

        Approving approves all its terms but the rejected ones; rejecting leaves its terms as they are.
        """
        entry = read.concepts(self._db.conn, [concept])[0]
        changes = Changes(self._db, concept)
        for language, wording in wanted.wordings.items():
            _word(changes, entry, language, wording, wanted.state or entry.state)
        values = {"state": wanted.state, "subject_field": wanted.subject_field, "note": wanted.note}
        changes.set_concept({name: nfc(value) for name, value in values.items() if value is not None})
        if wanted.state is ReviewState.APPROVED:
            for section in entry.sections:
                for term in section.terms if section.language not in wanted.wordings else ():
                    if term.state is not ReviewState.REJECTED:
                        changes.set_term(term.id, {"state": "approved"})
        if changes:
            self._note(_ACTIONS.get(wanted.state, "edit"), concept, reason, changes, who)
        return bool(changes)

    def merge(self, concept: int, into: int, reason: str = "", *, who: str = "") -> bool:
        """Makes the terms of a mined concept variants of another one, and rejects it; says whether that changed anything."""
        entry = read.concepts(self._db.conn, [concept])[0]
        if concept == into or entry.state is ReviewState.REJECTED or not entry.sections:
            return False
        left, joined = Changes(self._db, concept), Changes(self._db, into)
        left.set_concept({"state": "rejected"})
        left.what = [f"merged into c{into}"]
        _join(joined, entry, read.concepts(self._db.conn, [into])[0])
        joined.what.append(f"merged from c{concept}")
        change = self._note("merge", concept, reason, left, who)
        self._note("merge", into, reason, joined, who, change)
        return True

    def postpone(self, concept: int, reason: str = "", *, who: str = "") -> None:
        """Notes that somebody wants to see a candidate later, after all others."""
        self._note("postpone", concept, reason, Changes(self._db, concept), who)

    def _note(self, action: str, concept: int, reason: str, changes: Changes | None, who: str = "", change: int = 0) -> int:
        row = head(self._db, who or self._who, action, reason, change or (self._change if self._together else 0))
        self._change = int(str(row["change"]))
        what = "; ".join(changes.what) if changes is not None else ""
        before = json.dumps(None if changes is None else changes.before, ensure_ascii=False)
        self._db.table("decisions").insert({**row, "concept": concept, "before": before, "what": what})
        return self._change


def head(db: Database, who: str, action: str, reason: str, change: int = 0) -> dict[str, object]:
    """What a row of the history begins with: now, and a change of its own unless it belongs to one."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    own = change or db.execute("select coalesce(max(id), 0) + 1 from decisions").fetchone()[0]
    return {"at": at, "who": who, "action": action, "reason": nfc(reason), "undone": 0, "change": own}


def _word(changes: Changes, entry: Concept, language: str, wording: Wording, state: ReviewState) -> None:
    """Gives a concept the terms that are wanted in a language, in their order; others are rejected and come last."""
    known = {term.term: term for term in entry.terms(language)}
    wanted: dict[str, AdministrativeStatus] = {}
    for place, text in enumerate(wording.usable):
        wanted.setdefault(text, AdministrativeStatus.ADMITTED if place else AdministrativeStatus.PREFERRED)
    for text in wording.forbidden:
        superseded = text in known and known[text].status is AdministrativeStatus.SUPERSEDED
        wanted.setdefault(text, AdministrativeStatus.SUPERSEDED if superseded else AdministrativeStatus.DEPRECATED)
    own = ReviewState.APPROVED if state is ReviewState.APPROVED else ReviewState.PROPOSED
    new = tuple(Term(text, status=wanted[text], state=own, origin=Origin.HUMAN, score=100.0) for text in wanted if text not in known)
    added = changes.add(LanguageSection(language, new)) if new else {}
    for place, (text, status) in enumerate(wanted.items()):
        values: dict[str, object] = {"position": place}
        if term := known.get(text):
            values["status"] = status.value
            if own is ReviewState.APPROVED or term.state is ReviewState.REJECTED:
                values["state"] = own.value
        changes.set_term(term.id if term else added[text], values)
    for place, term in enumerate((term for text, term in known.items() if text not in wanted), len(wanted)):
        changes.set_term(term.id, {"position": place, "state": "rejected"})


def _join(changes: Changes, entry: Concept, other: Concept) -> None:
    """Adds the terms of a mined concept in its own language to another, as variants, with the places where they stand.

    One that the other had, and somebody rejected there, is wanted again.
    """
    section = entry.sections[0]
    state = ReviewState.APPROVED if other.state is ReviewState.APPROVED else ReviewState.PROPOSED
    terms = [term for term in section.terms if term.state is not ReviewState.REJECTED]
    known = {term.term: term for term in other.terms(section.language)}
    for term in terms:
        if (old := known.get(term.term)) and old.state is ReviewState.REJECTED:
            changes.set_term(old.id, {"state": state.value, "status": AdministrativeStatus.ADMITTED.value})
    made = (Term(t.term, TermType.VARIANT, AdministrativeStatus.ADMITTED, state, Origin.HUMAN, 100.0, pos=t.pos) for t in terms)
    homes = changes.add(LanguageSection(section.language, tuple(made))) | {text: term.id for text, term in known.items()}
    changes.copy_uses({term.id: homes[term.term] for term in terms})


def undo(db: Database) -> Undone | None:
    """Takes the last change back that still stands, and tells it; None where there is none."""
    last = db.execute("select change from decisions where undone = 0 order by id desc limit 1").fetchone()
    if last is None:
        return None
    rows = db.execute(
        "select id, concept, before, action, who, what from decisions where change = ? and undone = 0 order by id desc", list(last)
    ).fetchall()
    for identifier, concept, before, *_ in rows:
        if state := json.loads(before):
            restore(db, concept, state)
        else:
            take_back(db, concept)
        db.execute("update decisions set undone = 1 where id = ?", [identifier])
    _, concept, _, action, who, what = rows[-1]
    return Undone(action, concept, who, what, len(rows))
