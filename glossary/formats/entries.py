"""Concepts put together from what a file says, one category after the other. Texts are in NFC, without control characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from glossary.formats import REGIONS, Entry, Part, Refused, words
from glossary.model import (
    LANGUAGES,
    AdministrativeStatus,
    Concept,
    Context,
    EntityType,
    LanguageSection,
    Origin,
    ReviewState,
    Term,
    TermType,
)
from tm.text import nfc, printable

MAX_TERM = 10_000  # characters
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([\w-]{1,30}))?")
_DATE_BEHIND = re.compile(r"(?:(.*), )?(\d{4}(?:-\d\d(?:-\d\d)?)?)", re.DOTALL)
_PREFIXED = re.compile(r"(reliability|review state|entity|origin|score|partOfSpeech|grammaticalGender): (.*)", re.DOTALL)
_USUAL = {tag.casefold() for tag in REGIONS.values()} | {"en-us"}
_OURS = re.compile(r"c\d{1,12}")


def clean(text: str, *, one_line: bool = False) -> str:
    """A text as the termbase keeps it: in NFC, no control characters, no white space at the ends of its lines."""
    if text.isprintable():
        plain = " ".join(text.split())
        return plain if plain.isascii() else nfc(plain)
    lines = [" ".join(printable(line.replace("\t", " ")).split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return nfc(" ".join(line for line in lines if line) if one_line else "\n".join(lines).strip())


@dataclass(slots=True)
class DraftTerm:
    """A term in the making."""

    text: str = ""
    type: TermType | None = None
    status: AdministrativeStatus | None = None
    state: ReviewState | None = None
    origin: Origin = Origin.HUMAN
    score: float = 0.0
    reliability: int = 0
    pos: str = ""
    gender: str = ""
    sources: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Adds a note, once."""
        if text and text not in self.notes:
            self.notes.append(text)

    def say(self, name: str, value: str, source: str = "") -> None:
        """Takes a category in; keeps as a note what has no other place."""
        if not value:
            return
        match name:
            case "note":
                own = _PREFIXED.fullmatch(value) if ": " in value else None
                if not (own and self._own(own[1], own[2])):
                    self.note(value)
            case "administrativeStatus" | "normativeAuthorization" | "termStatus" | "status" | "usageStatus":
                found, exact = words.status(value)
                exact &= self.status in (None, found)  # of two that differ the first counts
                self.status = self.status or found
                self.note("" if found and exact else f"{name}: {value}")
            case "termType":
                kind, exact = words.term_type(value)
                exact &= self.type in (None, kind)
                self.type = self.type or kind
                self.note("" if kind and exact else f"{name}: {value}")
            case "partOfSpeech":
                self.pos = words.part_of_speech(value)
            case "grammaticalGender":
                self.gender = words.gender(value)
            case "reliabilityCode":
                self.reliability = words.reliability(value)
                self.note(f"{name}: {value}")
            case "source":
                self.sources.append(value)
            case "context" | "example" | "sampleSentence":
                dated = _DATE_BEHIND.fullmatch(source)
                self.contexts.append(Context(value, (dated[1] or "") if dated else source, dated[2] if dated else ""))
                return
            case _:
                self.note(f"{name}: {value}")
        if source:
            self.note(f"{name} source: {source}")

    def _own(self, name: str, value: str) -> bool:
        """Takes in what this program writes into a note for want of another place, and says whether it was that."""
        try:
            match name:
                case "reliability":
                    self.reliability = words.reliability(value)
                    return bool(self.reliability)
                case "review state":
                    self.state = ReviewState(value)
                case "origin":
                    self.origin = Origin(value)
                case "score":
                    self.score = min(100.0, max(0.0, float(value)))
                case "partOfSpeech":
                    self.pos = value
                case "grammaticalGender":
                    self.gender = value
                case _:
                    return False
        except ValueError:
            return False
        return True

    def merged(self, other: DraftTerm) -> None:
        """Takes in what another mention of the same term says besides."""
        self.type = self.type or other.type
        self.status = self.status or other.status
        self.pos, self.gender = self.pos or other.pos, self.gender or other.gender
        self.reliability = self.reliability or other.reliability
        self.sources += [source for source in other.sources if source not in self.sources]
        self.contexts += [context for context in other.contexts if context not in self.contexts]
        for note in other.notes:
            self.note(note)


@dataclass(slots=True)
class DraftSection:
    """A language section in the making."""

    language: str
    definition: str = ""
    terms: dict[str, DraftTerm] = field(default_factory=dict)

    def define(self, text: str) -> None:
        """Adds a definition; a second one stands below the first."""
        if text and text != self.definition and text not in self.definition.split("\n\n"):
            self.definition = f"{self.definition}\n\n{text}".strip()


@dataclass(slots=True)
class Draft:
    """A concept in the making: `language` is the one that a definition without language is taken to be in."""

    identifier: str
    line: int
    language: str = ""
    definition: str = ""
    subjects: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    entity: EntityType = EntityType.TERM
    state: ReviewState | None = None
    key: str = ""
    sections: dict[str, DraftSection] = field(default_factory=dict)

    def subject(self, text: str) -> None:
        """Adds a subject field, once."""
        if text and text not in self.subjects:
            self.subjects.append(text)

    def define(self, text: str) -> None:
        """Adds a definition in no language of its own; a second one stands below the first."""
        if text and text not in self.definition.split("\n\n"):
            self.definition = f"{self.definition}\n\n{text}".strip()

    def note(self, text: str) -> None:
        """Adds a note, once."""
        if text and text not in self.notes:
            self.notes.append(text)

    def say(self, name: str, value: str) -> None:
        """Takes a category in; keeps as a note what has no other place."""
        if name == "note":
            own = _PREFIXED.fullmatch(value) if ": " in value else None
            if own and own[1] == "entity" and own[2] in list(EntityType):
                self.entity = EntityType(own[2])
            elif own and own[1] == "review state" and own[2] in list(ReviewState):
                self.state = ReviewState(own[2])
            else:
                self.note(value)
        elif value:
            self.note(f"{name}: {value}")

    def section(self, tag: str) -> DraftSection:
        """The section of a language tag, by its language."""
        language = primary(tag)
        return self.sections.setdefault(language, DraftSection(language))

    def add(self, tag: str, term: DraftTerm) -> None:
        """Adds a term under a language tag, whose region or script is kept as a note where it says more than the usual."""
        if not term.text:
            return
        if len(tag) > 3 and tag.replace("_", "-").casefold() not in _USUAL:
            term.note(f"language: {tag.replace('_', '-')}")
        known = self.section(tag).terms
        if term.text in known:
            known[term.text].merged(term)
        else:
            known[term.text] = term

    def join(self, other: Draft) -> None:
        """Takes in the terms that another entry has of the same concept."""
        for language, section in other.sections.items():
            for term in section.terms.values():
                self.add(language, term)

    def entry(self) -> Entry | Refused:
        """What came of it. A term without status is preferred where it comes first, and admitted otherwise."""
        filled = {code: section for code, section in sorted(self.sections.items(), key=_place) if section.terms}
        if not filled:
            return Refused(self.line, "no term in it")
        if bad := [code for code in filled if not code]:
            return Refused(self.line, f"{len(bad)} of its terms stand in no language")
        longest = max(len(text) for section in filled.values() for text in section.terms)
        if longest > MAX_TERM:
            return Refused(self.line, f"a term of {longest:,} characters, more than {MAX_TERM:,}")
        for section in self.sections.values():
            if not section.terms and section.definition:
                self.note(f"{section.language} definition: {section.definition}")
        if self.definition:
            filled.get(primary(self.language), next(iter(filled.values()))).define(self.definition)
        silent: set[tuple[str, str, Part]] = set()
        sections = tuple(self._finished(section, silent) for section in filled.values())
        concept = Concept(
            subject_field="; ".join(self.subjects),
            entity=self.entity,
            state=self.state or ReviewState.APPROVED,
            note=" | ".join(self.notes),
            sections=sections,
            key=self.key,
        )
        return Entry(concept, self.line, self.identifier, frozenset(silent))

    def _finished(self, section: DraftSection, silent: set[tuple[str, str, Part]]) -> LanguageSection:
        terms: list[Term] = []
        usual = AdministrativeStatus.PREFERRED
        if any(term.status is AdministrativeStatus.PREFERRED for term in section.terms.values()):
            usual = AdministrativeStatus.ADMITTED
        for text, term in section.terms.items():
            if not term.status:
                silent.add((section.language, text, Part.STATUS))
            if not term.type:
                silent.add((section.language, text, Part.TYPE))
            made = Term(
                text,
                type=term.type or TermType.FULL_FORM,
                status=term.status or usual,
                state=term.state or ReviewState.APPROVED,
                origin=term.origin,
                score=term.score,
                reliability=term.reliability,
                pos=term.pos,
                gender=term.gender,
                source=" | ".join(term.sources),
                note=" | ".join(term.notes),
                contexts=tuple(term.contexts),
            )
            terms.append(made)
            usual = AdministrativeStatus.ADMITTED
        return LanguageSection(section.language, preferred_first(terms), section.definition)


def _place(item: tuple[str, object]) -> tuple[int, str]:
    """Where a language stands among others."""
    language = item[0]
    return LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES), language


def is_ours(identifier: str) -> bool:
    """Whether an id looks like one of ours."""
    return bool(_OURS.fullmatch(identifier))


def preferred_first(terms: Sequence[Term]) -> tuple[Term, ...]:
    """The terms in the order of the termbase."""
    return tuple(sorted(terms, key=lambda term: term.status is not AdministrativeStatus.PREFERRED))


@lru_cache(maxsize=1000)
def primary(tag: str) -> str:
    """The language of a tag: `vi-VN` and `VI_vn` are `vi`; empty where it is no tag."""
    found = _TAG.fullmatch(tag.strip())
    return found[1].lower() if found else ""


def in_state(entry: Entry, state: ReviewState) -> Entry:
    """The entry with every state that is not told otherwise set to another."""
    concept = entry.concept
    if concept.state is not ReviewState.APPROVED or state is ReviewState.APPROVED:
        return entry
    sections = tuple(
        replace(section, terms=tuple(replace(t, state=state) if t.state is ReviewState.APPROVED else t for t in section.terms))
        for section in concept.sections
    )
    return replace(entry, concept=replace(concept, state=state, sections=sections))
