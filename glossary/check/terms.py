"""Rules about terms: approved ones that the target lacks, forbidden ones that it has, one term rendered in several ways."""

from __future__ import annotations

from collections.abc import Iterator

from glossary.check import acronyms, names
from glossary.check.examined import Examined
from glossary.check.known import Designation, SourceTerm
from glossary.check.model import Fault, Rule


def missing(examined: Examined) -> Iterator[Fault]:
    """The approved terms of the source for which the target has no approved equivalent, and of which no other rule tells a fault.

    A common word alone ("cadre", "aid") has many senses: that it lacks its equivalent is doubtful.
    """
    for term in examined.unrendered:
        if _told_otherwise(examined, term):
            continue
        expected = tuple(dict.fromkeys(text for entry in term.entries for text in entry.expected))
        if expected == (term.text,) and term.entries[0].is_name:
            message = f"“{term.text}” stays as it is, and is missing in the target"
        else:
            message = f"“{term.text}” is not rendered by {_listed(expected)}"
        yield Fault(Rule.TERM_MISSING, term.text, expected, "", message, doubtful=term.common)


def _told_otherwise(examined: Examined, term: SourceTerm) -> bool:
    """Whether another rule that is asked for tells what stands in the place of a term."""
    concepts = {entry.concept for entry in term.entries}
    return bool(
        (Rule.TERM_FORBIDDEN in examined.rules and any(hit.designation.concept in concepts for hit in examined.forbidden))
        or (Rule.NAME_MARKS in examined.rules and concepts & names.misspelled(examined).keys())
        or (Rule.ACRONYM in examined.rules and acronyms.instead(examined, term))
    )


def forbidden(examined: Examined) -> Iterator[Fault]:
    """The deprecated and superseded terms in the target."""
    for hit in examined.forbidden:
        entry = examined.known.entries[hit.designation.concept]
        source = next((term.text for term in examined.terms if entry in term.entries), "")
        found = examined.target.text[hit.start : hit.end]
        instead = f"; use {_listed(entry.expected)}" if entry.expected else ""
        yield Fault(Rule.TERM_FORBIDDEN, source, entry.expected, found, f"“{found}” is not to be used{instead}", hit.start, hit.end)


class Inconsistent:
    """Remembers how each term of a document was rendered first, and tells where it is rendered otherwise.

    An acronym and a full form beside each other are no inconsistency.
    """

    def __init__(self) -> None:
        self._first: dict[tuple[int, tuple[str, ...], bool], Designation] = {}

    def __call__(self, examined: Examined) -> Iterator[Fault]:
        """The terms of a segment that were rendered otherwise before."""
        for term in examined.terms:
            for entry in term.entries:
                found = examined.renderings(entry)
                for kind in (False, True):
                    of_kind = [rendering for rendering in found if rendering.designation.acronym is kind]
                    if not of_kind:
                        continue
                    first = self._first.setdefault((entry.concept, term.keys, kind), of_kind[0].designation)
                    if not any(_same(rendering.designation, first) for rendering in of_kind):
                        other = of_kind[0]
                        message = f"“{term.text}” was “{first.text}” before, and is “{other.text}” here"
                        yield Fault(Rule.TERM_INCONSISTENT, term.text, (first.text,), other.text, message, other.start, other.end)


def _same(one: Designation, other: Designation) -> bool:
    """Whether two designations are the same, or one holds the other: "tình hữu nghị" is "hữu nghị"."""
    shorter, longer = sorted((one.keys, other.keys), key=len)
    return f" {' '.join(shorter)} " in f" {' '.join(longer)} "


def _listed(terms: tuple[str, ...]) -> str:
    return " or ".join(f"“{term}”" for term in terms)
