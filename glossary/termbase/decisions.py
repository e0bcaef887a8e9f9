"""What people decide about concepts, kept with who, when and why, and how it was before, so that it can be undone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TypedDict

from sqlite_utils import Database

from glossary.model import Concept
from glossary.termbase import imports
from glossary.termbase.write import add_concept, take_back


class _State(TypedDict):
    """The review states of a concept and of its terms, by their ids."""

    concept: str
    terms: dict[str, str]


def add(db: Database, concept: Concept, who: str, reason: str = "") -> int:
    """Keeps a concept that a person made, and gives its id."""
    identifier = add_concept(db, concept)
    _note(db, who, "add", identifier, reason, None)
    return identifier


def set_state(db: Database, concept: int, state: str, who: str, reason: str = "") -> bool:
    """Approves a concept with all its terms, or rejects it, which leaves its terms as they are.

    Says whether that changed anything; what is so already is no decision.
    """
    before = _state(db, concept)
    if before == {"concept": state, "terms": before["terms"] if state == "rejected" else dict.fromkeys(before["terms"], state)}:
        return False
    db.execute("update concepts set state = ? where id = ?", [state, concept])
    if state == "approved":
        db.execute("update terms set state = 'approved' where section in (select id from language_sections where concept = ?)", [concept])
    _note(db, who, {"approved": "approve", "rejected": "reject"}[state], concept, reason, before)
    return True


def undo(db: Database) -> tuple[str, int] | None:
    """Takes the last decision back that still stands; gives its action and concept, or None where there is none.

    An import is one decision: it is taken back whole.
    """
    row = db.execute("select id, action, concept, before from decisions where undone = 0 order by id desc limit 1").fetchone()
    if row is None:
        return None
    identifier, action, concept, before = row
    if action == "import":
        imports.take_back(db, identifier)
    elif action == "add":
        take_back(db, concept)
    else:
        state = json.loads(before)
        db.execute("update concepts set state = ? where id = ?", [state["concept"], concept])
        for term, value in state["terms"].items():
            db.execute("update terms set state = ? where id = ?", [value, int(term)])
    db.execute("update decisions set undone = 1 where id = ?", [identifier])
    return action, concept


def _state(db: Database, concept: int) -> _State:
    """The states of a concept and its terms, as they are now."""
    rows = db.execute(
        "select terms.id, state from terms join language_sections on language_sections.id = section where concept = ?", [concept]
    )
    terms = {str(identifier): state for identifier, state in rows}
    return {"concept": db.execute("select state from concepts where id = ?", [concept]).fetchone()[0], "terms": terms}


def _note(db: Database, who: str, action: str, concept: int, reason: str, before: _State | None) -> None:
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    db.table("decisions").insert(
        {"at": at, "who": who, "action": action, "concept": concept, "reason": reason, "before": json.dumps(before), "undone": 0}
    )
