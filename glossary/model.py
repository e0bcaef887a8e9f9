"""The terminological side of the house, in the words of ISO 30042 and ISO 1087. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

LANGUAGES = ("fr", "en", "vi")
ENGLISH_NAMES = {"fr": "French", "en": "English", "vi": "Vietnamese"}


class EntityType(StrEnum):
    """What a concept names."""

    TERM = "term"
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    EVENT = "event"
    DOCUMENT = "document"
    NAME = "name"  # a proper name of a kind unknown


class ReviewState(StrEnum):
    """How far a concept or a term has come: process status, not a judgement of usage."""

    CANDIDATE = "candidate"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


class AdministrativeStatus(StrEnum):
    """Whether a term should be used."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"


class TermType(StrEnum):
    """The form of a term."""

    FULL_FORM = "full_form"
    ACRONYM = "acronym"
    ABBREVIATION = "abbreviation"
    SHORT_FORM = "short_form"
    VARIANT = "variant"
    PHRASE = "phrase"


class Origin(StrEnum):
    """Where a term is from."""

    MINED = "mined"
    REFERENCE = "reference"
    CLDR = "cldr"
    GAZETTEER = "gazetteer"
    PARALLEL = "parallel"
    COMPARABLE = "comparable"
    COMPOSED = "composed"
    NAME_RULE = "name_rule"
    MACHINE_TRANSLATION = "machine_translation"
    HUMAN = "human"


class Relation(StrEnum):
    """How a form found in texts differs from the term that it stands for."""

    NUMBER = "number"
    GENDER = "gender"
    INFLECTION = "inflection"
    SPELLING = "spelling"
    ACCENTS = "accents"
    HYPHEN = "hyphen"
    LINK = "article or preposition"
    WORD_ORDER = "word order"
    ACRONYM = "acronym"
    FULL_FORM = "full_form"
    SYNONYM = "synonym"


class Occurrence(NamedTuple):
    """Where a form stands: segment `segment` of document `document` (both counted from 0), offsets in the segment."""

    document: int
    segment: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a term as it stands in texts; `years` has its uses in documents of each year, where that is known."""

    text: str
    relation: Relation
    count: int
    years: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible term with what speaks for it. `score` is 0–100, `why` the parts that it is made of (0–1 each).

    `occurrences` are its first ones, in the order of the texts: enough to show it in context.
    """

    term: str
    key: str
    entity: EntityType
    score: float
    count: int
    documents: int
    forms: tuple[Form, ...] = ()
    why: dict[str, float] = field(default_factory=dict)
    language: str = "fr"
    occurrences: tuple[Occurrence, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """A segment in which a term stands, with `start` and `end` of the term in it and where it was read."""

    text: str
    source: str
    date: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A translation unit in which a term stands as the equivalent of another: offsets in characters of its two sides.

    `unit` is its number in the memory; the texts are kept with it, and stay when the unit goes.
    """

    unit: int
    source: str
    start: int
    end: int
    target: str
    target_start: int
    target_end: int


@dataclass(frozen=True, slots=True)
class Term:
    """One designation in one language. `score` is 0–100, `reliability` 1–4; 0 and empty mean: not known."""

    term: str
    type: TermType = TermType.FULL_FORM
    status: AdministrativeStatus = AdministrativeStatus.PREFERRED
    state: ReviewState = ReviewState.APPROVED
    origin: Origin = Origin.HUMAN
    score: float = 0.0
    reliability: int = 0
    pos: str = ""
    gender: str = ""
    source: str = ""
    note: str = ""
    contexts: tuple[Context, ...] = ()
    id: int = 0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class LanguageSection:
    """What a concept is called in one language, the preferred term first."""

    language: str
    terms: tuple[Term, ...] = ()
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept entry. `changed` is the date (UTC) of the last decision that a person took, empty where none did."""

    id: int = 0
    subject_field: str = ""
    entity: EntityType = EntityType.TERM
    state: ReviewState = ReviewState.APPROVED
    note: str = ""
    sections: tuple[LanguageSection, ...] = ()
    key: str = ""
    changed: str = ""

    def terms(self, language: str) -> tuple[Term, ...]:
        """The terms in a language, the preferred one first; none where it has no such section."""
        return next((section.terms for section in self.sections if section.language == language), ())

    def without_rejected(self) -> Concept:
        """The entry without the terms that somebody rejected, unless it is rejected itself."""
        if self.state is ReviewState.REJECTED:
            return self
        sections = (
            replace(section, terms=tuple(t for t in section.terms if t.state is not ReviewState.REJECTED)) for section in self.sections
        )
        return replace(self, sections=tuple(sections))
