"""The best way through two texts: beads of highest expected number right, by two sums and a maximum over a band.

Forward and backward sums give each bead its posterior probability; the beads are then chosen so that the sum of their
probabilities is largest. A row of the table is one array operation for each kind of bead; a run of sentences left out on
the target side is an accumulation along the row. Only the cells of a band are ever held.
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
_LEAST = 0.15  # a bead's probability from which on it is worth more than its sentences left alone


class Gains(Protocol):
    """The logarithms of what each bead is worth.

    `skipped` is for target sentences left alone; `block` is for beads that end before the sentences `rows` and `columns`,
    an array (rows, columns) for each step.
    """

    skipped: Array

    def block(self, rows: range, columns: range) -> dict[Step, Array]: ...


Band = Sequence[range]  # the columns of each block of rows


def blocks(sources: int) -> list[range]:
    """The rows 0 to `sources` in blocks."""
    return [range(start, min(start + ROWS, sources + 1)) for start in range(0, sources + 1, ROWS)]


class _Table:
    """Rows of values of which only the cells in a band are kept; elsewhere they are minus infinity."""

    def __init__(self, sources: int, targets: int, band: Band) -> None:
        self.band = band
        self.rows = blocks(sources)
        self.width = targets + 1
        self.values = [np.full((len(rows), len(columns)), -np.inf) for rows, columns in zip(self.rows, band, strict=True)]

    def window(self, row: int, columns: range) -> Array:
        """The values of a row in any range of columns."""
        found = np.full(len(columns), -np.inf)
        if row >= 0:
            own = self.band[row // ROWS]
            start, stop = max(own.start, columns.start), min(own.stop, columns.stop)
            if start < stop:
                held = self.values[row // ROWS][row % ROWS]
                found[start - columns.start : stop - columns.start] = held[start - own.start : stop - own.start]
        return found

    def windows(self, rows: range, columns: range) -> Array:
        """The values of rows, first to last, in a range of columns."""
        return np.array([self.window(row, columns) for row in rows])


def _summed(gains: Gains, sources: int, targets: int, band: Band) -> _Table:
    """For each place the logarithm of the sum of what all ways to it are worth."""
    table = _Table(sources, targets, band)
    along = np.concatenate([[0.0], np.cumsum(gains.skipped)])
    for number, (rows, columns) in enumerate(zip(table.rows, band, strict=True)):
        worth = gains.block(rows, columns)
        skipped = along[columns.start : columns.stop]
        wide = range(columns.start - 2, columns.stop)
        before = [table.window(rows.start - 2, wide), table.window(rows.start - 1, wide)]
        for place, row in enumerate(rows):
            ways = np.full(len(columns), -np.inf)
            if row == 0 and columns.start == 0:
                ways[0] = 0.0
            for (up, left), gain in worth.items():
                ways = np.logaddexp(ways, before[-up][2 - left : len(wide) - left] + gain[place])
            values = np.logaddexp.accumulate(ways - skipped) + skipped
            table.values[number][place] = values
            before = [before[1], np.concatenate([[-np.inf, -np.inf], values])]
    return table


class _Backwards:
    """The same gains read from the end of both texts."""

    def __init__(self, gains: Gains, sources: int, targets: int) -> None:
        self._gains, self._sources, self._targets = gains, sources, targets
        self.skipped = gains.skipped[::-1]

    def block(self, rows: range, columns: range) -> dict[Step, Array]:
        last, right = self._sources - rows.start, self._targets - columns.start
        first, left = last - len(rows) + 1, right - len(columns) + 1
        worth = self._gains.block(range(first, min(last + 2, self._sources) + 1), range(left, min(right + 2, self._targets) + 1))
        found = {}
        for (up, over), gain in worth.items():
            part = np.full((len(rows), len(columns)), -np.inf)
            inside = gain[up : up + len(rows), over : over + len(columns)]
            part[: inside.shape[0], : inside.shape[1]] = inside
            found[up, over] = part[::-1, ::-1]
        return found


def _mirrored(band: Band, sources: int, targets: int) -> list[range]:
    """The band as it is seen from the end: for each block of rows, the columns of all that they come from."""
    found = []
    for rows in blocks(sources):
        first, last = sources - rows.stop + 1, sources - rows.start
        held = [band[number] for number in range(first // ROWS, last // ROWS + 1)]
        found.append(range(targets + 1 - max(one.stop for one in held), targets + 1 - min(one.start for one in held)))
    return found


def best(gains: Gains, sources: int, targets: int, band: Band) -> list[Bead]:
    """The beads of the best way, in order; every sentence stands in one of them."""
    forward = _summed(gains, sources, targets, band)
    mirror = _mirrored(band, sources, targets)
    backward = _summed(_Backwards(gains, sources, targets), sources, targets, mirror)
    total = forward.window(sources, range(targets, targets + 1))[0]
    steps: list[NDArray[np.int8]] = []
    paired: dict[tuple[int, int, Step], float] = {}
    answered = np.zeros(sources + 2), np.zeros(targets + 2)
    before = [np.full(0, 0.0)] * 2
    table = _Table(sources, targets, band)
    for number, (rows, columns) in enumerate(zip(table.rows, band, strict=True)):
        worth = gains.block(rows, columns)
        behind = backward.windows(
            range(sources - rows.start, sources - rows.stop, -1), range(targets - columns.stop + 1, targets - columns.start + 1)
        )[:, ::-1]
        wide = range(columns.start - 2, columns.stop)
        ways = forward.windows(range(rows.start - 2, rows.stop), wide)
        chances = {}
        for (up, left), gain in worth.items():
            start = ways[2 - up : 2 - up + len(rows), 2 - left : 2 - left + len(columns)]
            chances[up, left] = np.exp(np.minimum(start + gain + behind - total, 0))
        _mark(answered, chances, rows, columns)
        before = [table.window(rows.start - 2, wide), table.window(rows.start - 1, wide)]
        chosen = np.zeros((len(rows), len(columns)), np.int8)
        for place, row in enumerate(rows):
            values = np.full(len(columns), -np.inf)
            if row == 0 and columns.start == 0:
                values[0] = 0.0
            for kind, (up, left) in enumerate(STEPS, 1):
                gain = chances[up, left][place] - _LEAST if left else np.zeros(len(columns))
                value = before[-up][2 - left : len(wide) - left] + gain
                better = value > values
                values = np.where(better, value, values)
                chosen[place][better] = kind
            run = np.maximum.accumulate(values)
            chosen[place][run > values] = len(STEPS) + 1
            table.values[number][place] = run
            before = [before[1], np.concatenate([[-np.inf, -np.inf], run])]
        steps.append(chosen)
        for (up, left), chance in chances.items():
            for place, column in zip(*np.nonzero(chance > _LEAST), strict=True):
                paired[rows.start + int(place), columns.start + int(column), (up, left)] = float(chance[place, column])
    return _traced(steps, band, paired, answered, sources, targets)


def _mark(answered: tuple[Array, Array], chances: dict[Step, Array], rows: range, columns: range) -> None:
    """Adds to each sentence the probability that it is in a bead with something on both sides."""
    for (up, left), chance in chances.items():
        if left:
            for back in range(up):
                np.add.at(answered[0], np.array(rows) - 1 - back, chance.sum(1))
            for back in range(left):
                np.add.at(answered[1], np.array(columns) - 1 - back, chance.sum(0))


def _traced(
    steps: list[NDArray[np.int8]],
    band: Band,
    paired: dict[tuple[int, int, Step], float],
    answered: tuple[Array, Array],
    sources: int,
    targets: int,
) -> list[Bead]:
    """The beads of the way that the steps tell, read from the end."""
    beads: list[Bead] = []
    row, column = sources, targets
    while row or column:
        kind = int(steps[row // ROWS][row % ROWS, column - band[row // ROWS].start])
        up, left = STEPS[kind - 1] if kind <= len(STEPS) else (0, 1)
        if up and left:
            chance = paired[row, column, (up, left)]
        else:
            chance = 1 - float(answered[0][row - 1] if up else answered[1][column - 1])
        score = round(100 * min(1.0, max(0.0, chance)), 1)
        beads.append(Bead(row - up, row, column - left, column, score))
        row, column = row - up, column - left
    return beads[::-1]
