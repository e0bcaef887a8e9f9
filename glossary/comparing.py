"""Names for the termbase from articles that tell the same events in another language without being translations."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from glossary.equivalents.comparable import SharedName, shared_names, ties
from glossary.model import LanguageSection, Origin, ReviewState, Term
from glossary.proposing import SOURCE_LANGUAGE, Proposal, missing
from glossary.termbase import write
from tm.documents import read_sources
from tm.errors import DataError
from tm.language import document_language
from tm.model import RawText
from tm.text import fold


@dataclass(frozen=True, slots=True)
class Shared:
    """A name that stands in two articles of one event, and where."""

    name: SharedName
    source: str
    target: str


def names_in(folder: Path, targets: Sequence[str], problems: list[DataError]) -> dict[str, list[Shared]]:
    """The names that French articles of a folder share with those in each target language, the surest first.

    Which articles go together, and in which language each is, is told by what they say. Raises DataError where the folder
    cannot be read, or holds no two languages; single files that cannot be are added to `problems`.
    """
    texts: dict[str, list[RawText]] = defaultdict(list)
    for raw in read_sources([folder], problems=problems):
        texts[document_language(raw.text)].append(raw)
    sources = texts[SOURCE_LANGUAGE]
    if not sources or not any(texts[language] for language in targets):
        languages = ", ".join(sorted(language for language, raws in texts.items() if raws)) or "none"
        raise DataError(folder, f"no French articles beside some in {' or '.join(targets)} ({languages})", "Put both into one folder")
    return {language: list(_shared(sources, texts[language])) for language in targets}


def _shared(sources: Sequence[RawText], others: Sequence[RawText]) -> Iterator[Shared]:
    for tie in ties([raw.text for raw in sources], [raw.text for raw in others]):
        first, second = sources[tie.first], others[tie.second]
        for name in shared_names(first.text, second.text):
            yield Shared(name, first.source, second.source)


def proposals(db: sqlite3.Connection, found: dict[str, list[Shared]], wanted: Collection[int] = ()) -> list[tuple[Proposal, Term]]:
    """The shared names that concepts without a term in a language can have, all of them unless some are wanted."""
    result = []
    for language, shared in found.items():
        by_name: dict[str, Shared] = {}
        for one in shared:
            by_name.setdefault(fold(one.name.source), one)
        for concept, text in missing(db, wanted, language):
            if known := by_name.get(fold(text)):
                term = _term(known)
                result.append((Proposal(concept, language, term.term, term.origin), term))
    return result


def keep(db: Database, found: Iterable[tuple[Proposal, Term]]) -> None:
    """Keeps proposals, inside the caller's transaction."""
    for proposal, term in found:
        write.add_section(db, proposal.concept, LanguageSection(proposal.language, (term,)))


def _term(shared: Shared) -> Term:
    note = f"stands in {shared.target}, which seems to tell the same as {shared.source}"
    return Term(shared.name.target, state=ReviewState.PROPOSED, origin=Origin.COMPARABLE, score=shared.name.score, pos="noun", note=note)
