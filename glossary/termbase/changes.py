"""Changes to a concept entry that can be taken back: each remembers what was there before it, and says in a line what it did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from glossary.model import LanguageSection
from glossary.termbase import write
from tm.text import nfc

_NAMES = {"subject_field": "subject field", "pos": "part of speech"}
_SILENT = frozenset(("position", "state"))  # told by what they bring about


class Changes:
    """What is changed of one concept entry: `before` restores it, `what` says it."""

    def __init__(self, db: Database, concept: int) -> None:
        self._db, self._concept = db, concept
        self.before: dict[str, Any] = {"concept": {}, "definitions": {}, "terms": {}, "new_terms": [], "new_sections": [], "new_uses": []}
        self.what: list[str] = []

    def __bool__(self) -> bool:
        return any(self.before.values())

    def set_concept(self, values: Mapping[str, str]) -> None:
        """Gives the concept itself other values, by column."""
        if changed := self._changed("concepts", self._concept, values):
            self.before["concept"] |= {name: old for name, old in changed.items() if name not in self.before["concept"]}
            self.what += [f"{_NAMES.get(name, name)}: {_from_to(changed[name], values[name])}" for name in changed]

    def set_term(self, term: int, values: Mapping[str, object]) -> None:
        """Gives a term other values, by column. A term that nobody wants is rejected, not removed: it does not come back."""
        if not (changed := self._changed("terms", term, values)):
            return
        kept = self.before["terms"].setdefault(term, {})
        kept |= {name: old for name, old in changed.items() if name not in kept}
        language, text = self._db.execute(
            "select language, term from terms join language_sections on language_sections.id = section where terms.id = ?", [term]
        ).fetchone()
        if "rejected" in (values.get("state"), changed.get("state")):
            self.what.append(f"{language} {'−' if values.get('state') == 'rejected' else '+'} “{_short(text)}”")
        self.what += [
            f"{language} “{_short(text)}” {_NAMES.get(name, name)}: {_from_to(changed[name], values[name])}"
            for name in changed
            if name not in _SILENT
        ]

    def _changed(self, table: str, identifier: int, values: Mapping[str, object]) -> dict[str, object]:
        """Changes a row, and gives what was there before of what is different now."""
        if not values:
            return {}
        row = self._db.execute(f"select {', '.join(values)} from {table} where id = ?", [identifier]).fetchone()
        old = {name: value for (name, new), value in zip(values.items(), row, strict=True) if value != new}
        _update(self._db, table, identifier, {name: values[name] for name in old})
        return old

    def define(self, language: str, definition: str) -> None:
        """Gives a language section, which is there, another definition."""
        section, old = self._db.execute(
            "select id, definition from language_sections where concept = ? and language = ?", [self._concept, language]
        ).fetchone()
        if old != definition:
            self.before["definitions"].setdefault(section, old)
            self._db.execute("update language_sections set definition = ? where id = ?", [definition, section])
            self.what.append(f"{language} definition: {_from_to(old, definition)}")

    def add(self, section: LanguageSection) -> dict[str, int]:
        """Adds terms, and the language section where there is none; gives their ids. Terms that it has already are left out."""
        newest = self._db.execute("select coalesce(max(id), 0) from terms").fetchone()[0]
        statement = "select id from language_sections where concept = ? and language = ?"
        known = self._db.execute(statement, [self._concept, section.language]).fetchone()
        write.add_section(self._db, self._concept, section)
        if known is None:
            self.before["new_sections"].append(self._db.execute(statement, [self._concept, section.language]).fetchone()[0])
        added = {text: number for number, text in self._db.execute("select id, term from terms where id > ? order by id", [newest])}
        if known is not None:
            self.before["new_terms"] += added.values()
        self.what += [f"{section.language} + “{_short(text)}”" for text in added]
        return added

    def copy_uses(self, terms: Mapping[int, int]) -> None:
        """Says of terms that they stand where others do, too: by the ids of these, their own."""
        newest = self._db.execute("select coalesce(max(id), 0) from occurrences").fetchone()[0]
        for old, new in terms.items():
            self._db.execute(
                'insert or ignore into occurrences (term, segment, start, "end") '
                'select ?, segment, start, "end" from occurrences where term = ?',
                [new, old],
            )
        added = self._db.execute("select term, segment, start from occurrences where id > ?", [newest])
        self.before["new_uses"] += [list(row) for row in added]


def _from_to(old: object, new: object) -> str:
    """
    >>> _from_to("admitted", "deprecated"), _from_to("", "Conseil de l’Europe")
    ('admitted → deprecated', '→ “Conseil de l’Europe”')
    """
    return " → ".join(_quoted(str(value or "")) for value in (old, new)).strip()


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _quoted(text: str) -> str:
    short = _short(text)
    return short if short.isidentifier() or not short else f"“{nfc(short)}”"


def _update(db: Database, table: str, identifier: int, values: Mapping[str, object]) -> None:
    if values:
        db.execute(f"update {table} set {', '.join(f'{name} = ?' for name in values)} where id = ?", [*values.values(), identifier])


def restore(db: Database, concept: int, before: Mapping[str, Any]) -> None:
    """Puts back what was there before some changes."""
    _update(db, "concepts", concept, before["concept"])
    for section, definition in before["definitions"].items():
        _update(db, "language_sections", int(section), {"definition": definition})
    for term, values in before["terms"].items():
        _update(db, "terms", int(term), values)
    for use in before.get("new_uses", ()):  # older decisions have none
        db.execute("delete from occurrences where (term, segment, start) = (?, ?, ?)", use)
    for condition, ids in (("id", before["new_terms"]), ("section", before["new_sections"])):
        for identifier in ids:
            db.execute(f"delete from occurrences where term in (select id from terms where {condition} = ?)", [identifier])
            db.execute(f"delete from terms where {condition} = ?", [identifier])
    for section in before["new_sections"]:
        db.execute("delete from language_sections where id = ?", [section])
