"""Concepts from files: found again by id, key or term and subject field; added and changed in one transaction, kept in the history.

Nothing that a person decided is overwritten unless that is asked for; it is listed as a conflict instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from sqlite_utils import Database

from glossary.model import LANGUAGES, AdministrativeStatus, Concept, Context, LanguageSection, ReviewState, Term
from glossary.termbase import decisions, read, write
from glossary.termbase.changes import Changes
from tm.model import Document
from tm.text import fold, nfc

_PROGRESS = (ReviewState.REJECTED, ReviewState.CANDIDATE, ReviewState.PROPOSED, ReviewState.APPROVED)
_TERM_FIELDS = ("type", "status", "reliability", "pos", "gender", "source", "note")
_BY_PEOPLE = "action not in ('import', 'postpone')"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A concept from a file. `told` are the fields that its format holds, as (level, name); `silent` what it leaves open of a term."""

    concept: Concept
    identifier: str
    told: frozenset[str]
    silent: frozenset[tuple[str, str, str]] = frozenset()


@dataclass(slots=True)
class Outcome:
    """What became of one concept: added, updated, unchanged or refused; and what of it met something that stays as it is."""

    what: str
    concept: int = 0
    reason: str = ""
    conflicts: list[str] = field(default_factory=list)


class Import:
    """One import into an open termbase. `overwrite` lets the file win over what people decided, too."""

    def __init__(self, db: Database, who: str, name: str, *, overwrite: bool = False) -> None:
        self._db = db
        self._head = decisions.head(db, who, "import", name)
        self._overwrite = overwrite
        self._newest: int = db.execute("select coalesce(max(id), 0) from concepts").fetchone()[0]
        self._taken: set[int] = set()
        self._used: set[int] = set()
        self._keys = {"", *(row[0] for row in db.execute("select key from concepts where key is not null"))}
        self._history: list[dict[str, object]] = []

    def take(self, batch: Sequence[Incoming]) -> list[Outcome]:
        """Takes concepts in, in one go, and says what became of each."""
        matches = self._matches(batch)
        found = {c.id: c for c in read.concepts(self._db.conn, {m for m in matches if m})}
        decided = self._decided(found)
        new = [incoming for incoming, match in zip(batch, matches, strict=True) if not match]
        ids = iter(self._add(new))
        outcomes = []
        for incoming, match in zip(batch, matches, strict=True):
            if match:
                outcomes.append(
                    _Merging(self._db, incoming, found[match], decided.get(match, ""), self._overwrite).done(self._head, self._history)
                )
            else:
                outcomes.append(Outcome("added", next(ids)))
        self._note()
        return outcomes

    def _matches(self, batch: Sequence[Incoming]) -> list[int]:
        """For each concept the one that it is already, or 0. None that this very import added, and none twice."""
        if not self._newest:
            return [0] * len(batch)
        numbers = {i.identifier: int(i.identifier[1:]) for i in batch if _is_ours(i.identifier)}
        keys = {i.concept.key for i in batch if i.concept.key}
        by_key: dict[str, int] = dict(self._rows("select key, id from concepts where key in ({})", keys))
        terms = {fold(t.term) for i in batch for s in i.concept.sections for t in s.terms}
        by_term: dict[tuple[str, str], set[int]] = {}
        homes = "from terms join language_sections on language_sections.id = section where folded in ({})"
        for folded, language, concept in self._rows(f"select folded, language, concept {homes}", terms):
            if concept <= self._newest:
                by_term.setdefault((language, folded), set()).add(concept)
        near = {concept for concepts in by_term.values() for concept in concepts}
        fields: dict[int, str] = dict(self._rows("select id, subject_field from concepts where id in ({})", near))
        return [self._match(i, numbers.get(i.identifier, 0), by_key.get(i.concept.key, 0), by_term, fields) for i in batch]

    def _match(
        self, incoming: Incoming, number: int, keyed: int, by_term: Mapping[tuple[str, str], set[int]], fields: Mapping[int, str]
    ) -> int:
        shared: dict[int, int] = {}
        in_first: set[int] = set()
        for place, section in enumerate(_by_language(incoming.concept.sections)):
            for folded in {fold(term.term) for term in section.terms}:
                for concept in by_term.get((section.language, folded), ()):
                    shared[concept] = shared.get(concept, 0) + 1
                    if not place:
                        in_first.add(concept)
        free = shared.keys() - self._taken
        if keyed and keyed not in self._taken:
            best = keyed
        elif number in free:  # other programs count from 1 as well: an id is believed where a term agrees
            best = number
        else:
            ours = fold(incoming.concept.subject_field)
            fitting = [
                c for c in free & in_first if "subject_field" not in incoming.told or fold(fields.get(c, "")) in ("", ours) or not ours
            ]
            best = min(fitting, key=lambda c: (-shared[c], c), default=0)
        if best:
            self._taken.add(best)
        return best

    def _rows(self, statement: str, values: Iterable[object]) -> list[tuple[Any, ...]]:
        wanted = list(values)
        found: list[tuple[Any, ...]] = []
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            found += map(tuple, self._db.execute(statement.format(",".join("?" * len(part))), part).fetchall())
        return found

    def _decided(self, found: Mapping[int, Concept]) -> dict[int, str]:
        """Who decided last about each of the concepts, of those that a person decided about."""
        statement = f"select concept, who from decisions where undone = 0 and {_BY_PEOPLE} and concept in ({{}}) order by id"
        return dict(self._rows(statement, found))

    def _add(self, new: Sequence[Incoming]) -> list[int]:
        """Keeps new concepts. A new termbase takes their ids over; a key that is taken is dropped."""
        ids, concepts = [], []
        following = write.next_id(self._db)
        for incoming in new:
            own = int(incoming.identifier[1:]) if not self._newest and _is_ours(incoming.identifier) else 0
            if not own or own in self._used:
                while following in self._used:
                    following += 1
                own = following
            self._used.add(own)
            key = incoming.concept.key if incoming.concept.key not in self._keys else ""
            self._keys.add(key)
            ids.append(own)
            concepts.append(replace(incoming.concept, key=key))
        write.add_concepts(self._db, concepts, ids)
        self._history += [{**self._head, "concept": identifier, "before": "null", "what": ""} for identifier in ids]
        keep_contexts(self._db, zip(ids, concepts, strict=True))
        return ids

    def _note(self) -> None:
        """Writes down what was done, for `undo`."""
        write.insert_many(self._db, "decisions", self._history)
        self._history.clear()


def _is_ours(identifier: str) -> bool:
    return bool(re.fullmatch(r"c\d{1,12}", identifier))


def _by_language(sections: Iterable[LanguageSection]) -> list[LanguageSection]:
    order = {language: place for place, language in enumerate(LANGUAGES)}
    return sorted(sections, key=lambda section: (order.get(section.language, len(order)), section.language))


def keep_contexts(db: Database, concepts: Iterable[tuple[int, Concept]]) -> None:
    """Keeps the contexts of terms that are new: each source becomes a document, each context a segment of it."""
    for identifier, concept in concepts:
        if not any(term.contexts for section in concept.sections for term in section.terms):
            continue
        rows = db.execute(
            "select language, terms.term, terms.id from terms join language_sections on language_sections.id = section where concept = ?",
            [identifier],
        )
        ids = {(language, term): number for language, term, number in rows}
        for section in concept.sections:
            for term in section.terms:
                for context in term.contexts:
                    _keep_context(db, ids[section.language, nfc(term.term)], section.language, term.term, context)


def _keep_context(db: Database, term: int, language: str, text: str, context: Context) -> None:
    digest = "import:" + sha256(f"{language}\0{context.source}\0{context.date}".encode()).hexdigest()
    found = db.execute("select id from documents where digest = ?", [digest]).fetchone()
    if found:
        document = found[0]
    else:
        write.keep_document(db, Document(context.source, digest, language=language, date=context.date), "", ())
        document = db.execute("select id from documents where digest = ?", [digest]).fetchone()[0]
    segment = db.execute("select id from segments where document = ? and text = ?", [document, context.text]).fetchone()
    if segment is None:
        position = db.execute("select count(*) from segments where document = ?", [document]).fetchone()[0]
        row = {"document": document, "position": position, "type": "body", "start": 0, "end": len(context.text), "text": context.text}
        segment = (write.insert(db, "segments", row),)
    start = max(0, context.text.casefold().find(text.casefold()))
    write.keep_occurrences(db, [(term, segment[0], start, min(len(context.text), start + len(text)))])


class _Merging:
    """An incoming concept laid over the one that it is."""

    def __init__(self, db: Database, incoming: Incoming, old: Concept, decided: str, overwrite: bool) -> None:
        self._db, self._incoming, self._old = db, incoming, old
        self._stays = bool(decided) and not overwrite
        self._decided = decided
        self._outcome = Outcome("unchanged", old.id)
        self._changes = Changes(db, old.id)

    def done(self, head: Mapping[str, object], history: list[dict[str, object]]) -> Outcome:
        """Changes what the file knows better, and says what became of it."""
        old, new = self._old, self._incoming.concept
        if old.state is ReviewState.REJECTED and self._stays and new.state is not ReviewState.REJECTED:
            return replace(self._outcome, what="refused", reason=f"c{old.id} was rejected by {self._decided}")
        values: dict[str, str] = {"state": new.state.value} if _further(old.state, new.state) else {}
        for name in ("subject_field", "note"):
            if (value := nfc(getattr(new, name))) and name in self._incoming.told and self._wins(name, getattr(old, name), value):
                values[name] = value
        if "entity" in self._incoming.told and self._wins("entity", old.entity.value, new.entity.value):
            values["entity"] = new.entity.value
        self._changes.set_concept(values)
        for section in new.sections:
            self._section(section)
        if self._changes:
            self._outcome.what = "updated"
            before = json.dumps(self._changes.before, ensure_ascii=False)
            history.append({**head, "concept": old.id, "before": before, "what": "; ".join(self._changes.what)})
        return self._outcome

    def _wins(self, name: str, old: str, new: str) -> bool:
        """Whether a value takes another's place; a conflict where a person decided that it shall not."""
        if old == new:
            return False
        if old and self._stays:
            self._outcome.conflicts.append(f"{name}: {_short(old)} stays, as {self._decided} decided; the file has {_short(new)}")
            return False
        return True

    def _section(self, section: LanguageSection) -> None:
        ours = next((s for s in self._old.sections if s.language == section.language), None)
        if ours is None:
            self._add(section)
            return
        definition = nfc(section.definition)
        if definition and "definition" in self._incoming.told and self._wins(f"{section.language} definition", ours.definition, definition):
            self._changes.define(section.language, definition)
        known = {term.term: term for term in self._old.terms(section.language)}
        for term in section.terms:
            if old := known.get(nfc(term.term)):
                self._term(section.language, old, term)
        self._add_terms(section, known)

    def _term(self, language: str, old: Term, new: Term) -> None:
        values: dict[str, object] = {"state": new.state.value} if _further(old.state, new.state) else {}
        for name in _TERM_FIELDS:
            value, before = getattr(new, name), getattr(old, name)
            told = name in self._incoming.told and (language, new.term, name) not in self._incoming.silent
            if value and told and self._wins(f"{language} {_short(old.term)} {name}", str(before or ""), str(value)):
                values[name] = nfc(str(value)) if isinstance(value, str) else value
        if values:
            self._changes.set_term(old.id, values)

    def _add_terms(self, section: LanguageSection, known: Mapping[str, Term]) -> None:
        """Adds terms that are new. One that would be preferred beside another that is comes as admitted."""
        taken = next((t.term for t in known.values() if t.status is AdministrativeStatus.PREFERRED), "")
        added = []
        for term in section.terms:
            if nfc(term.term) in known:
                continue
            if taken and term.status is AdministrativeStatus.PREFERRED:
                if (section.language, term.term, "status") not in self._incoming.silent and "status" in self._incoming.told:
                    self._outcome.conflicts.append(
                        f"{section.language}: {_short(taken)} is preferred; {_short(term.term)} comes as admitted"
                    )
                term = replace(term, status=AdministrativeStatus.ADMITTED)
            added.append(term)
        if added:
            self._add(replace(section, terms=tuple(added)))

    def _add(self, section: LanguageSection) -> None:
        self._changes.add(section)
        keep_contexts(self._db, [(self._old.id, replace(self._old, sections=(section,)))])


def _further(old: ReviewState, new: ReviewState) -> bool:
    return _PROGRESS.index(new) > _PROGRESS.index(old)


def _short(text: str) -> str:
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"
