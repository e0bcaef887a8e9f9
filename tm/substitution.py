"""Repairing a fuzzy match: what differs between query and source, and can be told in the target, is replaced there. Pure functions.

Dates, numbers and document symbols are replaced by value, approved terms by their equivalents. Whatever is not certain
stays as it was: a value that stands for two things, or that the target does not have as often as the source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tm.essence import essence
from tm.placeables import Placeable, placeables, written
from tm.units import PLACEHOLDER, plain


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """An approved term at `start`–`end` of a text: its concept, and the concept's equivalents in the other language, best first."""

    concept: str
    start: int
    end: int
    equivalents: tuple[str, ...]


class TermFinder(Protocol):
    """Something that knows approved terms."""

    def find(self, text: str, source: str, target: str) -> Sequence[FoundTerm]:
        """The approved terms in a text of the `source` language, in their order, with their equivalents in `target`."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What was replaced in a target: `kind` is date, number, symbol or term; `start` and `end` are places in the repaired text."""

    kind: str
    before: str
    after: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """A target made to fit a query, and the source that it is now the translation of."""

    source: str
    target: str
    replacements: tuple[Replacement, ...]


Edit = tuple[int, int, str, str]  # start, end, what comes there, kind


def repaired(query: str, source: str, target: str, languages: tuple[str, str], terms: TermFinder | None = None) -> Repaired | None:
    """The target with what differs between query and source replaced; None where nothing can be.

    >>> repaired("Il y a 1 500 tonnes.", "Il y a 12 tonnes.", "There are 12 tonnes.", ("fr", "en")).target
    'There are 1,500 tonnes.'
    >>> repaired("De 3 à 4 ans.", "De 2 à 2 ans.", "From 2 to 2 years.", ("fr", "en")) is None
    True
    """
    in_source, in_target = _values(query, source, target, languages)
    if terms is not None and not in_source:
        in_source, in_target = _terms(query, source, target, languages, terms)
    if not in_target:
        return None
    changed, _ = _applied(source, in_source)
    proposed, replacements = _applied(target, in_target)
    return Repaired(changed, proposed, replacements)


def _values(query: str, source: str, target: str, languages: tuple[str, str]) -> tuple[list[Edit], list[Edit]]:
    """The edits in source and target that bring the values of the query into both."""
    wanted, had = placeables(query, languages[0]), placeables(source, languages[0])
    if [one.kind for one in wanted] != [one.kind for one in had]:
        return [], []
    standing: dict[tuple[str, ...], list[Placeable]] = defaultdict(list)
    for one in placeables(target, languages[1]):
        standing[one.kind, *one.value].append(one)
    pairs: dict[tuple[str, ...], list[tuple[Placeable, Placeable]]] = defaultdict(list)
    for new, old in zip(wanted, had, strict=True):
        pairs[old.kind, *old.value].append((new, old))
    in_source: list[Edit] = []
    in_target: list[Edit] = []
    for value, some in pairs.items():
        new = some[0][0]
        if new.value == some[0][1].value or {one.value for one, _ in some} != {new.value} or len(standing[value]) != len(some):
            continue
        texts = [written(new, place, languages[1]) for place in standing[value]]
        if any(text is None for text in texts):
            continue
        in_source += [(old.start, old.end, one.text, one.kind) for one, old in some]
        in_target += [(place.start, place.end, text, new.kind) for place, text in zip(standing[value], texts, strict=True) if text]
    return in_source, in_target


def _terms(query: str, source: str, target: str, languages: tuple[str, str], terms: TermFinder) -> tuple[list[Edit], list[Edit]]:
    """The edits for the one term in which query and source differ, where all else is the same."""
    wanted, had = terms.find(plain(query), *languages), terms.find(plain(source), *languages)
    new = [term for term in wanted if term.concept not in {other.concept for other in had}]
    old = [term for term in had if term.concept not in {other.concept for other in wanted}]
    if len(new) != 1 or len(old) != 1 or not new[0].equivalents or PLACEHOLDER in query + source + target:
        return [], []
    [mine], [theirs] = new, old
    replaced = source[: theirs.start] + query[mine.start : mine.end] + source[theirs.end :]
    if essence(replaced) != essence(query):
        return [], []
    places = _standing(theirs.equivalents, target)
    if len(places) != 1:
        return [], []
    [(start, end)] = places
    equivalent = _capitalised(mine.equivalents[0], target[start:end], theirs.equivalents)
    return [(theirs.start, theirs.end, query[mine.start : mine.end], "term")], [(start, end, equivalent, "term")]


def _standing(equivalents: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Where one of the equivalents stands, the longest first, none inside another."""
    found: list[tuple[int, int]] = []
    for equivalent in sorted(equivalents, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(equivalent)}(?!\w)", text, re.IGNORECASE):
            if not any(match.start() < end and start < match.end() for start, end in found):
                found.append(match.span())
    return found


def _capitalised(new: str, standing: str, equivalents: Sequence[str]) -> str:
    """The new term with a capital where the old one has one only for its place in the sentence."""
    written_so = any(equivalent[:1] == standing[:1] for equivalent in equivalents if equivalent.lower() == standing.lower())
    return new[:1].upper() + new[1:] if standing[:1].isupper() and not written_so else new


def _applied(text: str, edits: Sequence[Edit]) -> tuple[str, tuple[Replacement, ...]]:
    pieces: list[str] = []
    replacements = []
    position = length = 0
    for start, end, new, kind in sorted(edits):
        pieces += [text[position:start], new]
        length += start - position
        replacements.append(Replacement(kind, text[start:end], new, length, length + len(new)))
        length += len(new)
        position = end
    return "".join([*pieces, text[position:]]), tuple(replacements)
