"""A segment as the rules see it: its words, its approved terms and how the target renders them, each worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from glossary.check.known import Entry, Hit, KnownTerms, SourceTerm
from glossary.check.model import Checked
from glossary.check.rendering import Rendering, exact, renders
from glossary.check.words import Word, words


@dataclass(frozen=True)
class Examined:
    """A segment with a translation, and the approved terms of its two languages."""

    segment: Checked
    known: KnownTerms

    @property
    def languages(self) -> tuple[str, str]:
        return self.known.languages

    @cached_property
    def target_words(self) -> tuple[Word, ...]:
        return words(self.segment.target, self.languages[1])

    @cached_property
    def terms(self) -> list[SourceTerm]:
        """The approved terms of the source."""
        return self.known.in_source(self.segment.source)

    @cached_property
    def concepts(self) -> frozenset[int]:
        """The concepts that the source has a term of."""
        return frozenset(entry.concept for term in self.terms for entry in term.entries)

    @cached_property
    def allowed(self) -> list[Hit]:
        """Where terms that may be used stand in the target."""
        return self.known.allowed.find(self.target_words)

    @cached_property
    def forbidden(self) -> list[Hit]:
        """Where terms that may not be used stand in the target, without those inside a longer term that may.

        A term that may be used for another concept counts only where the source has the concept for which it may not,
        and not the other one.
        """
        found = []
        for hit in self.known.forbidden.find(self.target_words):
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
        return exact(entry, self.segment.target, self.target_words)

    def _renders(self, entry: Entry) -> bool:
        return renders(entry, self.target_words, self.languages[1])
