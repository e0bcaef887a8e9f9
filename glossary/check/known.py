"""The approved terms of a termbase in two languages, and where they stand in the words of a segment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from glossary.check.words import Word, is_acronym, keys, term_words
from glossary.model import AdministrativeStatus, Concept, EntityType, ReviewState, Term
from glossary.termbase import read
from tm import english, lexicon, tagging
from tm.text import fold, same_accents

NAMES = frozenset((EntityType.PERSON, EntityType.PLACE, EntityType.ORGANISATION, EntityType.NAME))
_SYLLABLES = 2  # of most Vietnamese words
_LONG_NAMES = (EntityType.PERSON, EntityType.PLACE)
_USABLE = (AdministrativeStatus.PREFERRED, AdministrativeStatus.ADMITTED)
_TAGGERS = {"fr": tagging.tag, "en": english.tag}
_OTHER = {"N": frozenset("AVPGIB"), "A": frozenset("NVIB")}  # the tags that a noun and an adjective cannot have
_TAGS = {"noun": "N", "adjective": "A"}
_SHORT = 3  # letters of an acronym that must stand in capitals: "US" is not "us"


@dataclass(frozen=True, slots=True)
class Designation:
    """An approved term of a concept in one language, with the keys of its words.

    `name` says that it names a person, place or organisation, `common` that it is a common word alone, with all its senses;
    `tag` is the part of speech (N or A) of such a word, where that can be told.
    """

    text: str
    keys: tuple[str, ...]
    concept: int
    acronym: bool
    name: bool = False
    common: bool = False
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An approved concept in two languages: its source terms, the target terms that may be used, and those that may not."""

    concept: int
    entity: EntityType
    source: tuple[Designation, ...]
    target: tuple[Designation, ...]
    forbidden: tuple[Designation, ...]

    @property
    def is_name(self) -> bool:
        """Whether it names a person, a place or an organisation."""
        return self.entity in NAMES

    @property
    def expected(self) -> tuple[str, ...]:
        """The target terms that may be used, the preferred one first."""
        return tuple(designation.text for designation in self.target)


@dataclass(frozen=True, slots=True)
class Hit:
    """A designation in a segment: `first` and `last` (one behind) count words, `start` and `end` characters."""

    designation: Designation
    first: int
    last: int
    start: int
    end: int

    def holds(self, other: Hit) -> bool:
        """Whether another hit lies inside this longer one."""
        return self.first <= other.first and other.last <= self.last and other.last - other.first < self.last - self.first


class Index:
    """Designations by the key of their first word."""

    def __init__(self, designations: Iterable[Designation], language: str) -> None:
        self.language = language
        self._by_first: dict[str, list[Designation]] = {}
        for designation in designations:
            if language == "vi" and designation.common and len(designation.keys) == 1:
                continue  # a syllable is a part of many words
            self._by_first.setdefault(designation.keys[0], []).append(designation)

    def find(self, text: str, found: Sequence[Word]) -> list[Hit]:
        """Where the designations stand in a text with these words, in any inflection, without those inside a longer one."""
        hits = sorted((hit for hit in self._all(found) if self._is_said(hit, text)), key=lambda hit: (hit.first, -hit.last))
        kept: list[Hit] = []
        cover = (0, 0)  # of those so far the one that ends last
        for hit in hits:
            if hit.last > cover[1]:
                cover = hit.first, hit.last
            if (hit.first, hit.last) == cover:
                kept.append(hit)
        return kept

    def _all(self, found: Sequence[Word]) -> Iterator[Hit]:
        for place, word in enumerate(found):
            for designation in self._by_first.get(word.key, ()):
                last = place + len(designation.keys)
                if last > len(found) or any(found[place + step].key != key for step, key in enumerate(designation.keys)):
                    continue
                if self._fits(designation, found[place:last]):
                    yield Hit(designation, place, last, word.start, found[last - 1].end)

    def _is_said(self, hit: Hit, text: str) -> bool:
        """Whether a word is the one that is meant: a noun stands as a noun ("politique" in "coopération politique" is none), and so on."""
        term, tag = hit.designation, hit.designation.tag
        if term.text[0].isupper() and not term.acronym and hit.last - hit.first == 1 and not any(map(str.isalnum, text[: hit.start])):
            return not _is_word(text[hit.start : hit.end].lower(), self.language)  # any word has a capital there
        return not tag or _parts_of_speech(text, self.language).get(hit.start, tag) not in _OTHER[tag]

    def _fits(self, designation: Designation, found: Sequence[Word]) -> bool:
        """Whether words with the right keys are the designation, and no part of a compound, nor another word of its letters."""
        first, last = found[0], found[-1]
        if (first.joined_before or last.joined_behind) and not designation.name:
            return False  # but "Vietnam-Russie" has Vietnam
        if self.language == "vi" and designation.name and designation.text[0].isupper() and not first.text[0].isupper():
            return False  # "quốc hội" is any parliament
        if len(found) > 1:
            return True
        if designation.acronym:
            plural = first.text.endswith("s") and len(first.text) > 2
            return first.text.removesuffix("s" if plural else "").isupper() or (len(first.text) > _SHORT and first.text[0].isupper())
        if designation.text[0].isupper():
            return first.text[0].isupper()
        return self.language != "fr" or _lemma(first.text)[1:] == _lemma(designation.text)[1:]  # "marche" is no "marché"


@lru_cache(maxsize=64)
def _parts_of_speech(text: str, language: str) -> dict[int, str]:
    """The tag of each word of a text, by where it begins."""
    return {token.start: token.tag for token in _TAGGERS[language](text)}


def _lemma(word: str) -> str:
    return same_accents(lexicon.lemma(word.lower()))


def _is_word(lower: str, language: str) -> bool:
    return lexicon.known(lower) if language == "fr" else english.known(lower) if language == "en" else False


@dataclass(frozen=True, slots=True)
class SourceTerm:
    """Approved terms at one place of a source segment; homonyms are several entries. `common` says that it is a common word alone."""

    text: str
    start: int
    end: int
    keys: tuple[str, ...]
    acronym: bool
    common: bool
    entries: tuple[Entry, ...]


class KnownTerms:
    """The approved concepts of a termbase that have a term in both languages, or one in the source language."""

    def __init__(self, entries: Iterable[Entry], source: str, target: str) -> None:
        self.languages = source, target
        self.entries = {entry.concept: entry for entry in entries}
        self._source = Index((term for entry in self.entries.values() for term in entry.source), source)
        self.allowed = Index((term for entry in self.entries.values() for term in entry.target), target)
        self.forbidden = Index((term for entry in self.entries.values() for term in entry.forbidden), target)
        self._names: dict[str, list[tuple[tuple[str, ...], Designation]]] = {}
        for designation in (term for entry in self.entries.values() if entry.entity in _LONG_NAMES for term in entry.target):
            folded = tuple(fold(word.text) for word in term_words(designation.text, target))
            if len(folded) > 1:
                self._names.setdefault(folded[0], []).append((folded, designation))

    def in_source(self, text: str, found: Sequence[Word]) -> list[SourceTerm]:
        """The approved terms in a source segment with these words, in their order, without those inside a longer one."""
        places: dict[tuple[int, int], list[Hit]] = {}
        for hit in self._source.find(text, found):
            places.setdefault((hit.start, hit.end), []).append(hit)
        return [
            SourceTerm(
                text[start:end],
                start,
                end,
                hits[0].designation.keys,
                any(hit.designation.acronym for hit in hits),
                any(hit.designation.common for hit in hits),
                tuple(self.entries[concept] for concept in dict.fromkeys(hit.designation.concept for hit in hits)),
            )
            for (start, end), hits in places.items()
        ]

    def bare_names(self, folded: Sequence[str]) -> Iterator[tuple[Designation, int, int]]:
        """The names of several words in a target, given by its folded words: first word and last + 1."""
        for place, word in enumerate(folded):
            for name, designation in self._names.get(word, ()):
                if tuple(folded[place : place + len(name)]) == name:
                    yield designation, place, place + len(name)


def known_terms(connection: sqlite3.Connection, source: str, target: str) -> KnownTerms:
    """The approved terms of an open termbase in two languages."""
    concepts = read.each_concept(connection, read.in_state(connection, [ReviewState.APPROVED.value]))
    return KnownTerms((entry for concept in concepts if (entry := _entry(concept, source, target)).source or entry.target), source, target)


def _entry(concept: Concept, source: str, target: str) -> Entry:
    return Entry(
        concept.id,
        concept.entity,
        tuple(_designations(concept, source, (*_USABLE, *_unusable()))),
        tuple(_designations(concept, target, _USABLE)),
        tuple(_designations(concept, target, _unusable())),
    )


def _unusable() -> tuple[AdministrativeStatus, ...]:
    return tuple(status for status in AdministrativeStatus if status not in _USABLE)


def _designations(concept: Concept, language: str, statuses: Sequence[AdministrativeStatus]) -> Iterator[Designation]:
    for term in concept.terms(language):
        if term.state is ReviewState.APPROVED and term.status in statuses and keys(term.term, language):
            yield designation(term, language, concept.id, name=concept.entity in NAMES)


def designation(term: Term, language: str, concept: int, *, name: bool) -> Designation:
    """A term as it is looked for."""
    found, acronym = keys(term.term, language), is_acronym(term.term)
    common = not acronym and term.term[0].islower() and len(found) <= (_SYLLABLES if language == "vi" else 1)
    return Designation(term.term, found, concept, acronym, name, common, _tag(term, language) if common else "")


def _tag(term: Term, language: str) -> str:
    """The part of speech of a word, by what the termbase says, else by itself; empty where it is neither noun nor adjective."""
    if language not in _TAGGERS:
        return ""
    found = _TAGS.get(term.pos, "") if term.pos else _parts_of_speech(term.term, language).get(0, "")
    return found if found in _OTHER else ""
