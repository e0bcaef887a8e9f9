"""Files of concepts, out and in: one module a format, one table of all formats, one way to choose what goes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from glossary.model import LANGUAGES, AdministrativeStatus, Concept, LanguageSection, ReviewState, Term
from tm.errors import UsageError
from tm.text import printable

TITLE = "Diplomatic glossary"
ORIGIN = "Exported by the diplomatic-glossary package."
HISTORY, ENTRY_ID = "history", "entry id"  # how notes begin that are about the entry, and nothing to translators
FORBIDDEN = (AdministrativeStatus.DEPRECATED, AdministrativeStatus.SUPERSEDED)
REGIONS = {"fr": "fr-FR", "en": "en-GB", "vi": "vi-VN"}


class Part(StrEnum):
    """A part of a concept entry that a format may be able to hold, in the order of the table in the README."""

    LANGUAGES = "all languages"
    SYNONYMS = "synonyms"
    ID = "id"
    SUBJECT_FIELD = "subject field"
    DEFINITION = "definition"
    NOTE = "note"
    FORBIDDEN = "forbidden terms"
    STATUS = "status"
    TYPE = "term type"
    GRAMMAR = "grammar"
    TERM_NOTE = "note on a term"
    SOURCE = "source"
    RELIABILITY = "reliability"
    CONTEXT = "context"
    STATE = "review state"
    ORIGIN = "origin, score, entity"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file shall be written: the tag of each language where it is not its code, and the tool that shall read it.

    Writers count in `left_out` what they had to leave out, by reason.
    """

    regions: Mapping[str, str] = field(default_factory=dict)
    flavour: str = ""
    left_out: Counter[str] = field(default_factory=Counter)

    def tag(self, language: str) -> str:
        """The tag of a language in the file."""
        return self.regions.get(language, language)


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept as a file tells it, at a line (or row) of it.

    `silent` are the statuses and types that the file does not tell: (language, term, part). `identifier` is the file's own.
    """

    concept: Concept
    line: int
    identifier: str = ""
    silent: frozenset[tuple[str, str, Part]] = frozenset()


@dataclass(frozen=True, slots=True)
class Refused:
    """A place in a file that holds no concept to keep, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader is told about a file that does not say it: its languages, source first, and its encoding."""

    languages: tuple[str, ...] = ()
    encoding: str = ""


Write = Callable[[IO[bytes], Iterable[Concept], Sequence[str], Manner], None]
Read = Callable[[Path, Wanted], Iterator[Entry | Refused]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that concepts are written in, and read from where `reads`; `carries` says what of them it holds, `partly` what it
    holds only the first of, or together with other things.

    `bilingual` formats hold one source and one target language. Its module has a function `write`, or `write_…` after
    the `variant`, and `read` likewise.
    """

    name: str
    extension: str
    bilingual: bool
    module: str
    description: str
    carries: frozenset[Part]
    variant: str = ""
    partly: frozenset[Part] = frozenset()
    reads: bool = True
    flavours: tuple[str, ...] = ()

    def write(self, stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner = Manner()) -> None:
        """Writes the concepts, whose languages are given with the source language first. Raises DataError for what it cannot hold."""
        writer: Write = self._function("write")
        writer(stream, concepts, languages, manner)

    def read(self, path: Path, wanted: Wanted = Wanted()) -> Iterator[Entry | Refused]:
        """The concepts of a file, and what of it is none. Raises DataError where it breaks off or is no such file."""
        reader: Read = self._function("read")
        return reader(path, wanted)

    def _function(self, verb: str) -> Any:
        module = import_module(f"glossary.formats.{self.module}")
        return getattr(module, f"{verb}_{self.variant}", None) or getattr(module, verb)

    @property
    def whole(self) -> bool:
        """Whether it holds everything that is known, in all languages: an archive."""
        return Part.ORIGIN in self.carries


_ALL = frozenset(Part)
_ROW = _ALL - {Part.ORIGIN, Part.STATUS, Part.TYPE, Part.GRAMMAR, Part.TERM_NOTE, Part.RELIABILITY, Part.SOURCE, Part.CONTEXT}
_ROW_PARTLY = frozenset((Part.RELIABILITY, Part.SOURCE, Part.CONTEXT))

_PAIR = frozenset((Part.SYNONYMS,))
_PAIR_ID = _PAIR | {Part.ID}
_NOTHING: frozenset[Part] = frozenset()
_TERMS = _ALL - {Part.ORIGIN, Part.RELIABILITY, Part.CONTEXT, Part.STATE}
_PAGE = _TERMS - {Part.GRAMMAR, Part.SOURCE, Part.TYPE}
_COMMENT = frozenset((Part.SUBJECT_FIELD, Part.DEFINITION, Part.NOTE, Part.TERM_NOTE))

FORMATS = {
    form.name: form
    for form in (
        Format(
            "tbx2",
            ".tbx",
            True,
            "tbx",
            "TBX-Basic v2 (martif), one language pair: for CAT tools",
            _ALL - {Part.LANGUAGES, Part.ORIGIN, Part.RELIABILITY, Part.CONTEXT, Part.SOURCE},
            "v2",
            frozenset((Part.CONTEXT, Part.SOURCE)),
            flavours=("weblate",),
        ),
        Format("tbx3", ".tbx", False, "tbx", "TBX-Basic v3 (ISO 30042:2019), all languages: the archive", _ALL, "v3"),
        Format("tbx3-dct", ".tbx", False, "tbx", "TBX-Basic v3 in DCT style, all languages", _ALL, "dct"),
        Format("csv", ".csv", False, "table", "CSV, one concept a row", _ROW, partly=_ROW_PARTLY),
        Format("csv-full", ".csv", False, "full", "CSV, one term a row: everything, there and back", _ALL),
        Format(
            "csv-excel", ".csv", False, "table", "CSV for a double click in Excel: semicolons, byte-order mark", _ROW, "excel", _ROW_PARTLY,
            flavours=("comma",),
        ),
        Format("xlsx", ".xlsx", False, "workbook", "Excel workbook, one concept a row", _ROW, partly=_ROW_PARTLY),
        Format("tsv", ".txt", True, "omegat", "tab-separated source, target, comment: OmegaT", _PAIR, partly=_COMMENT | {Part.FORBIDDEN}),
        Format("weblate", ".csv", True, "weblate", "CSV for Weblate", frozenset((Part.ID,)), partly=_COMMENT | {Part.SYNONYMS}),
        Format("deepl", ".tsv", True, "deepl", "glossary for DeepL, within its limits", _NOTHING),
        Format("google", ".tsv", True, "google", "glossary of one pair for Google Cloud Translation", _NOTHING, "pair"),
        Format(
            "google-set", ".csv", False, "google", "equivalent terms for Google Cloud Translation", frozenset((Part.LANGUAGES,)), "set",
            frozenset((Part.SUBJECT_FIELD, Part.GRAMMAR)),
        ),
        Format(
            "matecat", ".xlsx", True, "matecat", "workbook for MateCat", frozenset((Part.SUBJECT_FIELD, Part.DEFINITION, Part.FORBIDDEN)),
            partly=frozenset((Part.SYNONYMS, Part.NOTE, Part.TERM_NOTE, Part.CONTEXT)),
        ),
        Format(
            "memoq", ".csv", False, "memoq", "CSV for memoQ, one entry a row",
            _PAIR | {Part.LANGUAGES, Part.ID, Part.SUBJECT_FIELD, Part.DEFINITION, Part.NOTE, Part.FORBIDDEN},
        ),
        Format("wordfast", ".txt", True, "wordfast", "tab-separated UTF-16 for Wordfast", _PAIR, partly=_COMMENT | {Part.FORBIDDEN}),
        Format("multiterm", ".xml", False, "multiterm", "MultiTerm XML for Trados", _TERMS, partly=frozenset((Part.CONTEXT,))),
        Format("html", ".html", False, "html", "one page for people: search, sort, filter, print", _PAGE, reads=False),
        Format("markdown", ".md", False, "markdown", "Markdown, for wikis and repositories", _PAGE - {Part.ID}, reads=False),
        Format("utx", ".utx", True, "utx", "UTX 1.20, tab-separated with statuses", _PAIR_ID | {Part.FORBIDDEN}),
    )
}  # fmt: skip


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
        chosen = next((form for form in fitting if len(targets) == 1 or not form.bilingual), fitting[0])
    if chosen.bilingual and len(targets) != 1:
        todo = "Name one target with --to, once for each file, or put {to} into the name of the file"
        raise UsageError(path, f"{chosen.name} holds one language pair", todo)
    return chosen


def select(
    concepts: Iterable[Concept], form: Format, languages: Sequence[str], states: Sequence[ReviewState] = (ReviewState.APPROVED,)
) -> Selection:
    """The concepts as the format shall hold them: the languages and review states asked for, nothing empty."""
    skipped: Counter[str] = Counter()
    return Selection(tuple(sift(concepts, form, languages, states, skipped=skipped)), skipped)


def sift(
    concepts: Iterable[Concept],
    form: Format,
    languages: Sequence[str],
    states: Sequence[ReviewState] = (ReviewState.APPROVED,),
    *,
    skipped: Counter[str],
    forbidden: bool = False,
    everything: bool = False,
) -> Iterator[Concept]:
    """The concepts as `select` gives them, one after the other; counts in `skipped` why others do not come.

    A file of one pair is for CAT tools, which know no status: it holds deprecated and superseded terms only where they
    are asked for (`forbidden`), and never without one that may be used. An archive keeps concepts without an equivalent,
    and that of `everything` is one however few its languages are.
    """
    pair = len(languages) <= 2 and not everything
    for concept in concepts:
        if concept.state not in states:
            skipped[f"{concept.state.value}, not {' or '.join(states)}"] += 1
            continue
        sections = [_section(concept, language, states, forbidden=forbidden or not pair) for language in languages]
        usable = [section for section in sections if not pair or any(t.status not in FORBIDDEN for t in section.terms)]
        missing = [section.language for section in sections if not section.terms or section not in usable]
        if (not any(section.terms for section in sections)) if form.whole and not pair else _lacking(sections, missing, form):
            skipped[f"no term in {' or '.join(missing)}"] += 1
            continue
        kept = replace(concept, sections=tuple(section for section in sections if section.terms))
        yield _for_translators(kept) if form.bilingual or not form.reads else kept


def _lacking(sections: Sequence[LanguageSection], missing: Sequence[str], form: Format) -> bool:
    """Whether a concept has too little for a file that shall give equivalents."""
    return sections[0].language in missing or (form.bilingual and bool(missing)) or len(missing) == len(sections) - 1 > 0


def _section(concept: Concept, language: str, states: Sequence[ReviewState], *, forbidden: bool) -> LanguageSection:
    found = next((section for section in concept.sections if section.language == language), LanguageSection(language))
    terms = tuple(
        term
        for term in found.terms
        if term.state in states and printable(term.term).strip() and (forbidden or term.status not in FORBIDDEN)
    )
    return found if len(terms) == len(found.terms) else replace(found, terms=terms)


def about_the_entry(note: str) -> bool:
    """Whether a note tells of the entry, not of what it is about."""
    return note.startswith((f"{HISTORY}: ", f"{ENTRY_ID}: "))


def _for_translators(concept: Concept) -> Concept:
    """The concept without notes about the entry."""
    if any(name in note for note in (concept.note, *(t.note for s in concept.sections for t in s.terms)) for name in (HISTORY, ENTRY_ID)):
        sections = (replace(s, terms=tuple(replace(t, note=_remarks(t.note)) for t in s.terms)) for s in concept.sections)
        return replace(concept, note=_remarks(concept.note), sections=tuple(sections))
    return concept


def _remarks(note: str) -> str:
    return " | ".join(part for part in note.split(" | ") if not about_the_entry(part))


def languages_of(source: str, targets: Sequence[str], known: Iterable[str] = LANGUAGES) -> tuple[str, ...]:
    """The source language and the targets: all other known ones where none is named."""
    return (source, *(targets or [language for language in known if language != source]))


def usable(terms: Iterable[Term]) -> list[Term]:
    """The terms that may be used."""
    return [term for term in terms if term.status not in FORBIDDEN]


def forbidden(terms: Iterable[Term]) -> list[Term]:
    """The terms that shall not be used."""
    return [term for term in terms if term.status in FORBIDDEN]


def comment(concept: Concept, terms: Sequence[Term]) -> str:
    """What a translator should know of a concept, in one line: field, definition, note, notes on its terms, and what not to use."""
    definition = next((section.definition for section in concept.sections if section.definition), "")
    notes = (f"{term.term}: {term.note}" for term in usable(terms) if term.note)
    never = (f"not: {term.term}" for term in forbidden(terms))
    return " — ".join(part for part in (concept.subject_field, definition, concept.note, *notes, *never) if part)
