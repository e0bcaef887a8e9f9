"""A segment as the rules see it: its words, terms, dates and numbers, each worked out once, and only when a rule asks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from glossary.check.known import Entry, Hit, KnownTerms, SourceTerm
from glossary.check.model import Checked, Rule
from glossary.check.rendering import Rendering, exact, in_signs, renders
from glossary.check.words import BREAK, Word, words
from tm.dates import Date, dates
from tm.placeables import Placeable, placeables
from tm.quantities import Quantity, quantities, spelled

_SENTENCE = 2_000  # characters


@dataclass(frozen=True)  # without slots: what is worked out is kept beside the fields
class Side:
    """The text of one side in its language."""

    text: str
    language: str

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return words(self.text, self.language)

    @cached_property
    def written(self) -> list[Word]:
        """The words without the marks between them."""
        return [word for word in self.words if word.key != BREAK]

    @cached_property
    def dates(self) -> list[Date]:
        return dates(self.text, self.language)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The numbers in figures that are no part of a date."""
        found = quantities(self.text, self.language)
        return [one for one in found if not any(one.start < date.end and date.start < one.end for date in self.dates)]

    @cached_property
    def placeables(self) -> list[Placeable]:
        """The dates and numbers that can be written in another language; none in a text too long to be a sentence."""
        return placeables(self.text, self.language) if len(self.text) <= _SENTENCE else []

    @cached_property
    def days(self) -> list[Date]:
        """The dates, each once."""
        return list({(date.year, date.month, date.day): date for date in reversed(self.dates)}.values())[::-1]

    @cached_property
    def in_figures(self) -> frozenset[Decimal]:
        """The values of all numbers in figures and of all parts of dates."""
        parts = {Decimal(part) for date in self.dates for part in (date.year, date.month, date.day) if part}
        return frozenset(parts.union(*(quantity.values for quantity in self.quantities)))

    @cached_property
    def values(self) -> frozenset[Decimal]:
        """All values that the text may say, in figures or in words."""
        return self.in_figures | spelled(self.text, self.language)


@dataclass(frozen=True)
class Examined:
    """A segment with its translation, the approved terms of its two languages, and the rules that are asked for."""

    segment: Checked
    known: KnownTerms
    rules: frozenset[Rule] = frozenset(Rule)

    @cached_property
    def source(self) -> Side:
        return Side(self.segment.source, self.known.languages[0])

    @cached_property
    def target(self) -> Side:
        return Side(self.segment.target, self.known.languages[1])

    @cached_property
    def terms(self) -> list[SourceTerm]:
        """The approved terms of the source."""
        return self.known.in_source(self.source.text, self.source.words)

    @cached_property
    def concepts(self) -> frozenset[int]:
        """The concepts that the source has a term of."""
        return frozenset(entry.concept for term in self.terms for entry in term.entries)

    @cached_property
    def allowed(self) -> list[Hit]:
        """Where terms that may be used stand in the target."""
        return self.known.allowed.find(self.target.text, self.target.words)

    @cached_property
    def forbidden(self) -> list[Hit]:
        """Where terms that may not be used stand in the target, without those inside a longer term that may.

        A term that may be used for another concept counts only where the source has the concept for which it may not,
        and not the other one.
        """
        found = []
        for hit in self.known.forbidden.find(self.target.text, self.target.words):
            if any(longer.holds(hit) for longer in self.allowed):
                continue
            others = {same.designation.concept for same in self.allowed if (same.first, same.last) == (hit.first, hit.last)}
            if not others or (hit.designation.concept in self.concepts and not others & self.concepts):
                found.append(hit)
        return found

    @cached_property
    def unrendered(self) -> list[SourceTerm]:
        """The terms of the source that have equivalents, of which the target has none."""
        return [term for term in self.terms if all(entry.target for entry in term.entries) and not any(map(self._renders, term.entries))]

    def renderings(self, entry: Entry) -> list[Rendering]:
        """How the target writes an entry, word for word."""
        return exact(entry, self.target.text, self.target.words)

    def _renders(self, entry: Entry) -> bool:
        return renders(entry, self.target.written, self.target.language) or in_signs(entry, self.target.text)
