"""The geometry of the plots: pure functions from numbers to places, which the templates draw as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

HEIGHT = 100.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a column: which term it is of (counted from 0), where it begins from the top, how high it is, and its share (0–1)."""

    term: int
    top: float
    height: float
    share: float


@dataclass(frozen=True, slots=True)
class Column:
    """A year with the uses of each term in it; its segments are stacked to `HEIGHT`, the first term at the bottom."""

    year: str
    uses: tuple[int, ...]
    segments: tuple[Segment, ...]


def columns(uses: Mapping[str, Mapping[str, int]]) -> list[Column]:
    """The shares of rival terms in each year.

    >>> [column] = columns({"phare": {"2024": 3}, "fanal": {"2024": 1}})
    >>> column.year, [(segment.top, segment.height) for segment in column.segments]
    ('2024', [(25.0, 75.0), (0.0, 25.0)])
    """
    found = []
    for year in sorted({year for years in uses.values() for year in years}):
        numbers = tuple(years.get(year, 0) for years in uses.values())
        floor, segments = HEIGHT, []
        for term, number in enumerate(numbers):
            height = HEIGHT * number / sum(numbers)
            floor -= height
            if number:
                segments.append(Segment(term, round(max(0.0, floor), 3), round(height, 3), number / sum(numbers)))
        found.append(Column(year, numbers, tuple(segments)))
    return found
