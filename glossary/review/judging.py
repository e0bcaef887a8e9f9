"""A reviewer's answer to a card, taken over whole or not at all: never over what somebody else decided meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlite_utils import Database

from glossary.model import ENGLISH_NAMES, LANGUAGES, Concept, ReviewState
from glossary.review.cells import cell, editable, line, version, wording
from glossary.termbase import decisions, read
from glossary.termbase.decisions import Decider, Revision, Undone, Wording
from glossary.termbase.queue import last
from tm.errors import NotFoundError, ReportedError, UsageError


class Action(StrEnum):
    """What a reviewer can do with a card."""

    APPROVE = "approve"
    REJECT = "reject"
    LATER = "later"
    FORBID = "forbid"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Entered:
    """What stood on the card when it was sent: `seen` is the mark of the entry as it was shown, `into` where to merge it."""

    action: Action
    seen: str
    cells: Mapping[str, str]
    reason: str = ""
    into: str = ""


class ChangedError(ReportedError):
    """The entry is not as the reviewer saw it; nothing was decided."""


def judge(db: Database, concept: int, entered: Entered, who: str) -> None:
    """Does what a reviewer entered, inside the caller's transaction.

    Raises NotFoundError where there is no such entry, ChangedError where it has changed since it was shown, UsageError where
    what was entered makes no entry.
    """
    found = read.concepts(db.conn, [concept])
    if not found:
        raise NotFoundError(f"c{concept}", "no such concept entry", "Go on with the next one")
    [entry] = found
    if version(entry) != entered.seen:
        raise ChangedError(f"c{concept}", "it has changed since this card was shown", "Nothing was decided")
    decider, reason = Decider(db, who, together=True), line(entered.reason)
    if entered.action is Action.MERGE:
        decider.merge(concept, merge_target(db, concept, entered.into), reason)
    elif entered.action is Action.REJECT:
        decider.revise(concept, Revision(ReviewState.REJECTED), reason)
    else:
        state = None if entered.action is Action.LATER else ReviewState.APPROVED
        decider.revise(concept, _revision(entry, entered, state), reason)
        if entered.action is Action.LATER:
            decider.postpone(concept, reason)


def merge_target(db: Database, concept: int, into: str) -> int:
    """The concept that an id names, for another to be a variant of. Raises UsageError where it cannot take that in."""
    target = read.concept_of(db.conn, into)
    if target is None or target == concept or read.concepts(db.conn, [target])[0].state is ReviewState.REJECTED:
        raise UsageError(
            "Variant of", f"“{line(into)}” is no other concept that could take it in", "Choose one of the list, or write an id like c17"
        )
    return target


def own_language(entry: Concept) -> str:
    """The language that an entry was mined or made in: that of its first terms."""
    return next((section.language for section in entry.sections if section.terms), LANGUAGES[0])


def check_own_term(entry: Concept, state: ReviewState | None, wordings: Mapping[str, Wording]) -> None:
    """Raises UsageError where an entry would be approved without any term in its own language."""
    own = own_language(entry)
    if state is ReviewState.APPROVED and wordings.get(own) == Wording():
        raise UsageError(ENGLISH_NAMES[own], "an approved entry needs a term in its own language", "Write one, or reject the entry")


def _revision(entry: Concept, entered: Entered, state: ReviewState | None) -> Revision:
    """What of the cells differs from the entry; of a term that is forbidden, the cell of its language in any case."""
    now = {section.language: cell(section.terms) for section in entry.sections} | editable(entry)
    own = next((section.language for section in entry.sections if now[section.language]), LANGUAGES[0])
    wanted = {code: wording(entered.cells.get(code, now[code])) for code in dict.fromkeys((own, *LANGUAGES))}
    if entered.action is Action.FORBID:
        wanted[own] = forbidding(wanted[own], wording(now[own]).usable[:1])
    if state and wanted[own] == Wording():
        raise UsageError(
            ENGLISH_NAMES.get(own, own), "an approved entry needs a term in its own language", "Write one, or reject the entry"
        )
    field, note = (
        value if (value := line(entered.cells.get(name, now[name]))) != now[name] else None for name in ("subject_field", "note")
    )
    return Revision(state, field, note, {code: words for code, words in wanted.items() if words != wording(now[code])})


def forbidding(wanted: Wording, terms: tuple[str, ...]) -> Wording:
    """A wording in which some terms are not to be used.

    >>> forbidding(Wording(("fanal", "phare")), ("fanal",))
    Wording(usable=('phare',), forbidden=('fanal',))
    """
    return Wording(tuple(term for term in wanted.usable if term not in terms), tuple(dict.fromkeys((*terms, *wanted.forbidden))))


def take_back(db: Database, decision: int) -> Undone:
    """Takes the last change back, if `decision` still is its first one.

    Raises NotFoundError where nothing is left to take back, ChangedError where something else was decided last meanwhile.
    """
    now = last(db.conn)
    if now and now.id != decision:
        raise ChangedError("Undo", "something else was decided meanwhile", "Nothing was taken back")
    if (undone := decisions.undo(db)) is None:
        raise NotFoundError("Undo", "there is no decision to take back")
    return undone
