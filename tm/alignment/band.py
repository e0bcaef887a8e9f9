"""Where the way through two long texts can run: a band around points that both texts share. Pure functions."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tm.alignment.lexicon import Lexicon
from tm.alignment.path import ROWS, Band, blocks
from tm.text import fold

WHOLE = 600  # sentences of the target up to which no band is needed
_RARE = 2  # how often a word may stand on either side to be a point
_LETTERS = 3


def chain(source: Sequence[Sequence[str]], target: Sequence[Sequence[str]], lexicon: Lexicon) -> list[tuple[int, int]]:
    """The longest rising chain of points (source sentence, target sentence) where both say the same rare word."""
    left, right = _rare(source), _rare(target)
    folded = {fold(word): word for word in right}
    points: set[tuple[int, int]] = set()
    for word, places in left.items():
        links = lexicon.forward.get(word, {})
        best = max(links, key=lambda other: (links[other], other), default="")
        for other in {folded.get(fold(word), ""), best} & right.keys():
            points.update(_pairs(places, right[other]))
    return _rising(sorted(points, key=lambda point: (point[0], -point[1])))


def _rare(sentences: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """The places of each word that stands in few sentences."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(sentences):
        for word in dict.fromkeys(sentence):
            if len(word) >= _LETTERS:
                places[word].append(number)
    return {word: found for word, found in places.items() if len(found) <= _RARE}


def _pairs(first: list[int], second: list[int]) -> list[tuple[int, int]]:
    return list(zip(first, second, strict=True)) if len(first) == len(second) else []


def _rising(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of points that rises on both sides, by patience sorting."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, column) in enumerate(points):
        place = bisect_left(ends, column)
        before.append(last[place - 1] if place else -1)
        ends[place : place + 1] = [column]
        last[place : place + 1] = [number]
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(points[number])
        number = before[number]
    return found[::-1]


def band(source: Sequence[str], target: Sequence[str], points: Sequence[tuple[int, int]], width: int) -> Band:
    """For each block of rows the columns of the band: `width` on either side of the line through the points.

    Between two points the line follows the characters of both texts.
    """
    rows = blocks(len(source))
    if len(target) <= WHOLE or width >= len(target):
        return [range(len(target) + 1)] * len(rows)
    line = _line(source, target, points)
    found = []
    for block in rows:
        near = line[max(0, block.start - width // 4) : block.stop + width // 4]
        found.append(range(max(0, int(near.min()) - width), min(len(target), int(near.max()) + width) + 1))
    found[0] = range(found[0].stop)
    found[-1] = range(found[-1].start, len(target) + 1)
    return found


def _line(source: Sequence[str], target: Sequence[str], points: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """The column of the line at each row from 0 to the number of source sentences."""
    ends = [np.concatenate([[0], np.cumsum([len(text) + 1 for text in side])]).astype(float) for side in (source, target)]
    marks = [(0, 0), *points, (len(source), len(target))]
    places = np.interp(ends[0], [ends[0][row] for row, _ in marks], [ends[1][column] for _, column in marks])
    line: NDArray[np.float64] = np.interp(places, ends[1], np.arange(len(ends[1])))
    return line


def touches(beads: Sequence[tuple[int, int]], held: Band, targets: int) -> bool:
    """Whether a way, told as places (row, column), runs along the edge of its band."""
    for row, column in beads:
        columns = held[row // ROWS]
        if (columns.start > 0 and column < columns.start + 2) or (columns.stop <= targets and column > columns.stop - 3):
            return True
    return False
