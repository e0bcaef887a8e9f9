"""Equivalents for concepts that have none: from what the package knows, or from a machine that was asked by name."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from glossary.equivalents import machine, proposals, reference
from glossary.mining.recognition import Recogniser
from glossary.model import Candidate, LanguageSection, Origin, ReviewState, Term
from glossary.termbase import read, write, writing
from tm.text import fold

SOURCE_LANGUAGE = "fr"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A term proposed for a concept."""

    concept: int
    language: str
    term: str
    origin: Origin


def missing(db: sqlite3.Connection, wanted: Collection[int], language: str) -> list[tuple[int, str]]:
    """The concepts without a term in a language, with their French terms; all of them unless some are wanted."""
    return [(concept, term) for concept, term, _ in read.without(db, SOURCE_LANGUAGE, language) if not wanted or concept in wanted]


def propose_known(db: Database, wanted: Collection[int], targets: Sequence[str]) -> list[Proposal]:
    """Keeps what the package itself knows for concepts that lack a target, inside the caller's transaction."""
    known = Recogniser(reference.usable(SOURCE_LANGUAGE)).exact
    found: list[Proposal] = []
    for target in targets:
        for concept, term, entity in read.without(db.conn, SOURCE_LANGUAGE, target):
            if wanted and concept not in wanted:
                continue
            sections = proposals.sections(Candidate(term, fold(term), entity, 0.0, 0, 0), known)
            for section in (section for section in sections if section.language == target):
                write.add_section(db, concept, section)
                found.append(Proposal(concept, target, section.terms[0].term, section.terms[0].origin))
    return found


def ask_machine(
    database: Path, waiting: Sequence[tuple[int, str]], translator: str, target: str, *, url: str = "", timeout: float = 20.0
) -> Iterator[Sequence[tuple[Proposal | None, machine.Answer]]]:
    """Asks a translator and keeps its answers, batch by batch; what it answered before is not asked again.

    Raises UsageError for a translator that is not known, UnreachableError where it cannot be reached: what was kept
    before stays.
    """
    ask = machine.service(translator, SOURCE_LANGUAGE, target, url=url, timeout=timeout)
    with writing(database) as db:
        cached = write.translations(db, translator, SOURCE_LANGUAGE, target)
        known = [(concept, machine.Answer(text, cached[text])) for concept, text in waiting if text in cached]
        first = [(_keep(db, concept, answer, translator, target), answer) for concept, answer in known]
    if first:
        yield first
    owners: dict[str, list[int]] = defaultdict(list)
    for concept, text in waiting:
        if text not in cached:
            owners[text].append(concept)
    for answers in machine.translate(list(owners), ask):
        with writing(database) as db:
            write.keep_translations(db, translator, SOURCE_LANGUAGE, target, {a.text: a.translation for a in answers if a.translation})
            made = [
                (_keep(db, concept, answer, translator, target) if answer.translation else None, answer)
                for answer in answers
                for concept in owners[answer.text]
            ]
        yield made


def _keep(db: Database, concept: int, answer: machine.Answer, translator: str, target: str) -> Proposal:
    term = Term(
        answer.translation,
        state=ReviewState.PROPOSED,
        origin=Origin.MACHINE_TRANSLATION,
        score=machine.SCORE,
        source=f"machine translation: {translator}",
    )
    write.add_section(db, concept, LanguageSection(target, (term,)))
    return Proposal(concept, target, answer.translation, Origin.MACHINE_TRANSLATION)
