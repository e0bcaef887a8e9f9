"""What comes out: one module a format, one table of all formats, one way to choose what goes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import IO

from glossary.model import LANGUAGES, AdministrativeStatus, Concept, LanguageSection, ReviewState, Term
from tm.errors import UsageError
from tm.text import printable

TITLE = "Diplomatic glossary"
_FORBIDDEN = (AdministrativeStatus.DEPRECATED, AdministrativeStatus.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Format:
    """A format that concepts are written in. `bilingual` formats hold one source and one target language."""

    name: str
    extension: str
    bilingual: bool
    module: str
    function: str
    description: str

    def write(self, stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str]) -> None:
        """Writes the concepts, whose languages are given with the source language first."""
        writer: Callable[[IO[bytes], Iterable[Concept], Sequence[str]], None] = getattr(import_module(self.module), self.function)
        writer(stream, concepts, languages)


FORMATS = {
    form.name: form
    for form in (
        Format("tbx2", ".tbx", True, "glossary.formats.tbx", "write_v2", "TBX-Basic v2 (martif), one language pair: for CAT tools"),
        Format("tbx3", ".tbx", False, "glossary.formats.tbx", "write_v3", "TBX-Basic v3 (ISO 30042:2019), all languages: the archive"),
        Format("csv", ".csv", False, "glossary.formats.table", "write_csv", "CSV, one concept a row"),
        Format("tsv", ".txt", True, "glossary.formats.table", "write_omegat", "tab-separated source, target, comment: OmegaT"),
    )
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What goes into an export, and why the rest does not: reason → number of concepts."""

    concepts: tuple[Concept, ...]
    skipped: Counter[str]


def choose(name: str | None, path: Path, targets: Sequence[str]) -> Format:
    """The format by name, else by the extension of the file; `.tbx` is v2 for one target language, v3 otherwise.

    Raises UsageError where neither says, or where a bilingual format is asked for more than one target.
    """
    if name:
        chosen = FORMATS[name]
    else:
        fitting = [form for form in FORMATS.values() if form.extension == path.suffix.lower()]
        if not fitting:
            known = ", ".join(sorted({form.extension for form in FORMATS.values()}))
            raise UsageError(path, "its extension tells no format", f"Use one of {known}, or name one with --format")
        chosen = next((form for form in fitting if form.bilingual == (len(targets) == 1)), fitting[0])
    if chosen.bilingual and len(targets) != 1:
        raise UsageError(path, f"{chosen.name} holds one language pair", "Name one target with --to, once for each file")
    return chosen


def select(
    concepts: Iterable[Concept], form: Format, languages: Sequence[str], states: Sequence[ReviewState] = (ReviewState.APPROVED,)
) -> Selection:
    """The concepts as the format shall hold them: the languages and review states asked for, nothing empty.

    A file of one pair is for CAT tools, which know no status: it never holds deprecated or superseded terms.
    """
    kept: list[Concept] = []
    skipped: Counter[str] = Counter()
    for concept in concepts:
        if concept.state not in states:
            skipped[f"{concept.state.value}, not {' or '.join(states)}"] += 1
            continue
        sections = [_section(concept, language, states, forbidden=len(languages) > 2) for language in languages]
        missing = [section.language for section in sections if not section.terms]
        if not sections[0].terms or (form.bilingual and missing) or len(missing) == len(languages) - 1 > 0:
            skipped[f"no term in {' or '.join(missing)}"] += 1
            continue
        kept.append(replace(concept, sections=tuple(section for section in sections if section.terms)))
    return Selection(tuple(kept), skipped)


def _section(concept: Concept, language: str, states: Sequence[ReviewState], *, forbidden: bool) -> LanguageSection:
    found = next((section for section in concept.sections if section.language == language), LanguageSection(language))
    terms = tuple(
        term
        for term in found.terms
        if term.state in states and printable(term.term).strip() and (forbidden or term.status not in _FORBIDDEN)
    )
    return replace(found, terms=terms)


def languages_of(source: str, targets: Sequence[str]) -> tuple[str, ...]:
    """The source language and the targets: all others where none is named."""
    return (source, *(targets or [language for language in LANGUAGES if language != source]))


def comment(concept: Concept, terms: Sequence[Term]) -> str:
    """What a translator should know of a concept, in one line: field, definition, note, and notes on its terms."""
    definition = next((section.definition for section in concept.sections if section.definition), "")
    parts = [concept.subject_field, definition, concept.note, *(f"{term.term}: {term.note}" for term in terms if term.note)]
    return " — ".join(part for part in parts if part)
