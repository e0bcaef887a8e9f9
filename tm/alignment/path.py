"""The best way through two texts: each bead has its posterior probability, and those are taken whose sum is largest.

A forward and a backward sum over all ways give the probabilities (the forward–backward algorithm); on the way back the
beads are chosen. A row of the table is one array operation for each kind of bead; sentences left out on the target side
are an accumulation along the row. Only the cells of a band are held.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tm.alignment.beads import Bead

Array = NDArray[np.float64]
Step = tuple[int, int]

STEPS: tuple[Step, ...] = ((1, 1), (1, 0), (2, 1), (1, 2), (2, 2))  # beside (0, 1), which runs along a row
ROWS = 64  # of a block, which has one range of columns
_MOST = 2  # sentences on one side of a bead
_LEAST = 0.15  # the probability from which on a bead is worth more than its sentences left alone
_SKIP, _END = len(STEPS), len(STEPS) + 1

Band = Sequence[range]  # the columns of each block of rows


class Gains(Protocol):
    """What each bead is worth, as the logarithm of a probability that need not sum to one.

    `skipped` is for each target sentence left alone; `block` is for beads that end behind so many sentences of either
    side, an array of the shape (rows, columns) for each step.
    """

    skipped: Array

    def block(self, rows: range, columns: range) -> dict[Step, Array]: ...


def blocks(sources: int) -> list[range]:
    """The rows 0 to `sources` in blocks."""
    return [range(start, min(start + ROWS, sources + 1)) for start in range(0, sources + 1, ROWS)]


class _Rows:
    """Rows of values of which the cells in a band are held; elsewhere they are minus infinity."""

    def __init__(self, sources: int, band: Band) -> None:
        self._band = band
        self._values = [np.full((len(rows), len(columns)), -np.inf) for rows, columns in zip(blocks(sources), band, strict=True)]

    def put(self, row: int, values: Array) -> None:
        self._values[row // ROWS][row % ROWS] = values

    def window(self, row: int, columns: range) -> Array:
        """The values of a row in any range of columns."""
        found = np.full(len(columns), -np.inf)
        if row >= 0:
            own = self._band[row // ROWS]
            start, stop = max(own.start, columns.start), min(own.stop, columns.stop)
            if start < stop:
                held = self._values[row // ROWS][row % ROWS]
                found[start - columns.start : stop - columns.start] = held[start - own.start : stop - own.start]
        return found


def best(gains: Gains, sources: int, targets: int, band: Band) -> list[Bead]:
    """The beads of the best way, in order; every sentence stands in one of them."""
    sums = _forward(gains, sources, band)
    return _Backward(gains, sources, targets, band, sums).beads()


def _forward(gains: Gains, sources: int, band: Band) -> _Rows:
    """For each place the logarithm of the sum of what all ways to it are worth."""
    sums = _Rows(sources, band)
    along = np.concatenate([[0.0], np.cumsum(gains.skipped)])
    for rows, columns in zip(blocks(sources), band, strict=True):
        worth = gains.block(rows, columns)
        skipped = along[columns.start : columns.stop]
        wide = range(columns.start - _MOST, columns.stop)
        before = [sums.window(rows.start - 2, wide), sums.window(rows.start - 1, wide)]
        for place, row in enumerate(rows):
            ways = np.full(len(columns), -np.inf)
            if row == 0:
                ways[0] = 0.0
            for up, left in STEPS:
                ways = np.logaddexp(ways, before[-up][_MOST - left : len(wide) - left] + worth[up, left][place])
            values = np.logaddexp.accumulate(ways - skipped) + skipped
            sums.put(row, values)
            before = [before[1], np.concatenate([[-np.inf] * _MOST, values])]
    return sums


class _Row:
    """What is known of a row on the way back: sums and values of the ways to the end, and the first step of the best one.

    Columns are counted from -2, so that no step leaves the arrays.
    """

    def __init__(self, targets: int) -> None:
        self.sums = np.full(targets + 1 + _MOST, -np.inf)
        self.values = np.full(targets + 1 + _MOST, -np.inf)
        self.steps = np.full(targets + 1 + _MOST, _END, np.int8)
        self.chances = np.zeros(targets + 1 + _MOST, np.float32)


class _Backward:
    """The way back: probabilities from the sums of both directions, and the choice of beads by them."""

    def __init__(self, gains: Gains, sources: int, targets: int, band: Band, sums: _Rows) -> None:
        self._sources, self._targets, self._band, self._sums = sources, targets, band, sums
        self._total = sums.window(sources, range(targets, targets + 1))[0]
        self._along = np.concatenate([[0.0], np.cumsum(gains.skipped)])
        self._answered = np.zeros(sources + 2), np.zeros(targets + 2)
        self._held: list[tuple[NDArray[np.int8], NDArray[np.float32]]] = []
        rows = [_Row(targets) for _ in range(_MOST + 1)]
        rows[0].sums[-1] = rows[0].values[-1] = 0.0
        for block, columns in zip(reversed(blocks(sources)), reversed(band), strict=True):
            worth = gains.block(block, columns)
            for row in reversed(block):
                here = slice(columns.start + _MOST, columns.stop + _MOST)
                self._run_along(rows[0], columns, here)
                for up, left in STEPS:
                    self._push(rows, row, columns, (up, left), worth[up, left][row - block.start])
                self._held.append((rows[0].steps[here].copy(), rows[0].chances[here].copy()))
                rows = [*rows[1:], _Row(targets)]
        self._held.reverse()

    def _run_along(self, row: _Row, columns: range, here: slice) -> None:
        """Ends a row: target sentences may be left alone in it."""
        along = self._along[columns.start : columns.stop]
        row.sums[here] = np.logaddexp.accumulate((row.sums[here] + along)[::-1])[::-1] - along
        best = np.maximum.accumulate(row.values[here][::-1])[::-1]
        row.steps[here][best > row.values[here]] = _SKIP
        row.values[here] = best

    def _push(self, rows: list[_Row], row: int, columns: range, step: Step, gain: Array) -> None:
        """Tells the place where each bead that ends in this row begins what it is worth there."""
        up, left = step
        if up > row:
            return
        start, here = rows[up], slice(columns.start + _MOST, columns.stop + _MOST)
        there = slice(here.start - left, here.stop - left)
        worth = gain + rows[0].sums[here]
        start.sums[there] = np.logaddexp(start.sums[there], worth)
        values = rows[0].values[here]
        chance = np.zeros(len(columns))
        if left:
            before = self._sums.window(row - up, range(columns.start - left, columns.stop - left))
            chance = np.exp(np.minimum(before + worth - self._total, 0))
            self._mark(row, columns, step, chance)
            values = values + chance - _LEAST
        better = values > start.values[there]
        start.values[there][better] = values[better]
        start.steps[there][better] = STEPS.index(step)
        start.chances[there][better] = chance[better]

    def _mark(self, row: int, columns: range, step: Step, chance: Array) -> None:
        """Adds to each sentence the probability that something answers it."""
        for back in range(step[0]):
            self._answered[0][row - 1 - back] += chance.sum()
        for back in range(step[1]):
            first = max(columns.start - 1 - back, 0)
            self._answered[1][first : columns.stop - 1 - back] += chance[first - (columns.start - 1 - back) :]

    def beads(self) -> list[Bead]:
        """The beads of the chosen way."""
        found: list[Bead] = []
        row = column = 0
        while row < self._sources or column < self._targets:
            steps, chances = self._held[row]
            place = column - self._band[row // ROWS].start
            step = int(steps[place])
            up, left = (0, 1) if step == _SKIP else STEPS[step]
            alone = self._answered[0][row] if up else self._answered[1][column]
            chance = float(chances[place]) if up and left else 1 - float(alone)
            found.append(Bead(row, row + up, column, column + left, round(100 * min(1.0, max(0.0, chance)), 1)))
            row, column = row + up, column + left
        return found
