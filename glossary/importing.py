"""From a file of concepts into the termbase, whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from glossary.formats import Entry, Format, Part, Refused, Wanted, about_the_entry
from glossary.formats.entries import in_state
from glossary.model import ReviewState
from glossary.termbase import writing
from glossary.termbase.imports import Import, Incoming
from glossary.termbase.write import indexed_together

_BATCH = 500
_KEPT = 1000  # refusals and conflicts that are listed
_FIELDS = {
    Part.SUBJECT_FIELD: ("subject_field",),
    Part.DEFINITION: ("definition",),
    Part.STATUS: ("status",),
    Part.TYPE: ("type",),
    Part.GRAMMAR: ("pos", "gender"),
    Part.SOURCE: ("source",),
    Part.RELIABILITY: ("reliability",),
}


@dataclass(slots=True)
class Report:
    """What became of a file: counts of concepts added, updated, unchanged and refused; refusals and conflicts by line."""

    counts: Counter[str] = field(default_factory=Counter)
    refusals: list[tuple[int, str]] = field(default_factory=list)
    conflicts: list[tuple[int, str, str]] = field(default_factory=list)
    conflict_count: int = 0

    def refuse(self, line: int, reason: str) -> None:
        """Counts a refusal."""
        self.counts["refused"] += 1
        if len(self.refusals) < _KEPT:
            self.refusals.append((line, reason))


class _Undone(Exception):
    """Ends a dry run."""


def import_file(
    path: Path,
    form: Format,
    database: Path,
    *,
    who: str,
    wanted: Wanted = Wanted(),  # noqa: B008
    state: ReviewState = ReviewState.APPROVED,
    overwrite: bool = False,
    dry_run: bool = False,
) -> Report:
    """Takes the concepts of a file in and says what became of them; `state` is for those whose state the file does not tell.

    Raises DataError where the file cannot be read to its end, or the termbase cannot be written: nothing is changed then.
    """
    report = Report()
    told = frozenset(name for part, names in _FIELDS.items() if part in form.carries for name in names)
    told |= {"note"} if Part.NOTE in form.carries else frozenset()
    told |= {"entity"} if form.name == "csv-full" else frozenset()
    try:
        with writing(database) as db, indexed_together(db):
            run = Import(db, who, path.name, overwrite=overwrite)
            entries = (in_state(item, state) if isinstance(item, Entry) else item for item in form.read(path, wanted))
            for batch in _batches(entries, report):
                incoming = [_incoming(entry, told) for entry in batch]
                for entry, outcome in zip(batch, run.take(incoming), strict=True):
                    if outcome.what == "refused":
                        report.refuse(entry.line, outcome.reason)
                        continue
                    report.counts[outcome.what] += 1
                    report.conflict_count += len(outcome.conflicts)
                    report.conflicts += [(entry.line, f"c{outcome.concept}", c) for c in outcome.conflicts][: _KEPT - len(report.conflicts)]
            if dry_run or not report.counts["added"] + report.counts["updated"]:
                raise _Undone
    except _Undone:
        pass
    return report


def _incoming(entry: Entry, told: frozenset[str]) -> Incoming:
    """An entry for the termbase. Notes about the entry alone do not take the place of what is noted of a concept already."""
    notes = [entry.concept.note, *(term.note for section in entry.concept.sections for term in section.terms)]
    if all(about_the_entry(part) for note in notes if note for part in note.split(" | ")):
        told -= {"note"}
    silent = frozenset((language, term, "type" if part is Part.TYPE else "status") for language, term, part in entry.silent)
    return Incoming(entry.concept, entry.identifier, told, silent)


def _batches(items: Iterable[Entry | Refused], report: Report) -> Iterator[list[Entry]]:
    """The entries, many at a time; refusals go to the report."""
    iterator = iter(items)
    while part := list(islice(iterator, _BATCH)):
        for item in part:
            if isinstance(item, Refused):
                report.refuse(item.line, item.reason)
        yield [item for item in part if isinstance(item, Entry)]
