"""What each bead is worth, as logarithms of probabilities: by length alone, and by length and words together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.alignment.beads import Side
from tm.alignment.evidence import Direction
from tm.alignment.lengths import VARIANCE, fit
from tm.alignment.lexicon import Lexicon
from tm.alignment.path import Step

Array = NDArray[np.float64]
Words = tuple[list[list[str]], list[list[str]]]  # the tokens of each sentence of both sides

# Of complete translations, after Gale and Church; half of each for either direction.
COMPLETE = {(1, 1): 0.89, (1, 0): 0.00495, (0, 1): 0.00495, (2, 1): 0.0445, (1, 2): 0.0445, (2, 2): 0.011}
# Of edited ones.
EDITED = {(1, 1): 0.65, (1, 0): 0.08, (0, 1): 0.08, (2, 1): 0.08, (1, 2): 0.08, (2, 2): 0.01}
_OVERCONFIDENT = 0.5  # words of a sentence hang together: what they tell together is less than the sum
_SPREAD = 2.0  # times the variance of Gale and Church
_ACROSS = -2.0  # for a bead that runs over the break between two paragraphs
_BREAK = 1.0  # for a break on both sides, or on one only


class _Lengths:
    """The lengths of sentences, and of two together, in characters, by where they end."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.alone = np.array([0, *(len(sentence) for sentence in sentences)], float)
        self.two = self.alone + np.concatenate([[0], self.alone[:-1]])

    def of(self, number: int, places: range) -> Array:
        return (self.alone if number == 1 else self.two)[places.start : places.stop]


class _Breaks:
    """Where paragraphs begin, and what that is worth to a bead."""

    def __init__(self, source: Side, target: Side) -> None:
        self._used = len(source.paragraphs) > 1 and len(target.paragraphs) > 1
        self._used &= 0.5 <= len(source.paragraphs) / max(1, len(target.paragraphs)) <= 2
        self._begins = [np.array([place in side.paragraphs for place in range(len(side.sentences))], bool) for side in (source, target)]

    def gain(self, step: Step, rows: range, columns: range) -> Array | float:
        if not self._used or not all(step):
            return 0.0
        (first, across), (second, over) = (
            self._side(side, number, places) for side, number, places in zip((0, 1), step, (rows, columns), strict=True)
        )
        both = np.where(first[:, None] == second, np.where(first[:, None], _BREAK, 0), -_BREAK)
        gain: Array = both + _ACROSS * (across[:, None].astype(float) + over)
        return gain

    def _side(self, side: int, number: int, places: range) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Whether the first sentence of each bead begins a paragraph, and whether a later one does."""
        begins = self._begins[side]
        last = np.array(places) - 1
        first = np.maximum(last - number + 1, 0)
        return begins[first], begins[np.maximum(last, 0)] & (number > 1)


class ByLength:
    """Gale and Church's measure."""

    def __init__(self, source: Side, target: Side, ratio: float) -> None:
        self._source, self._target = _Lengths(source.sentences), _Lengths(target.sentences)
        self._ratio = ratio
        self._breaks = _Breaks(source, target)
        self.skipped = math.log(COMPLETE[0, 1]) + fit(np.zeros(1), self._target.alone[1:], ratio)

    def block(self, rows: range, columns: range) -> dict[Step, Array]:
        found: dict[Step, Array] = {}
        for (up, left), prior in COMPLETE.items():
            if not up:
                continue
            first = self._source.of(up, rows)[:, None]
            second = self._target.of(left, columns) if left else np.zeros(len(columns))
            gain = math.log(prior) + fit(first, second, self._ratio) + self._breaks.gain((up, left), rows, columns)
            found[up, left] = gain
        return found


@dataclass(frozen=True, slots=True)
class _Usual:
    """How long sentences of a text are: mean and standard deviation of the logarithm of their lengths."""

    mean: float
    deviation: float

    @staticmethod
    def of(lengths: Array) -> _Usual:
        logarithms = np.log(np.maximum(lengths, 1))
        return _Usual(float(logarithms.mean()), max(0.4, float(logarithms.std())))

    def density(self, lengths: Array, number: int) -> Array:
        """The logarithm of the density at some lengths of one sentence, or of two together."""
        deviation = self.deviation / math.sqrt(number)
        away = (np.log(np.maximum(lengths, 1)) - self.mean - math.log(number)) / deviation
        found: Array = -0.5 * away**2 - np.log(np.maximum(lengths, 1)) - math.log(deviation)
        return found


class ByWords:
    """Length and words: how much more probable a target sentence is beside its source than anywhere."""

    def __init__(self, source: Side, target: Side, words: Words, ratio: float, lexicon: Lexicon) -> None:
        self._source, self._target = _Lengths(source.sentences), _Lengths(target.sentences)
        self._ratio = ratio
        self._breaks = _Breaks(source, target)
        first, second = words
        self._forward = Direction(first, second, lexicon.forward, lexicon.target_counts)
        self._backward = Direction(second, first, lexicon.backward, lexicon.source_counts)
        self._usual = _Usual.of(self._target.alone[1:])
        self.skipped = np.full(len(target.sentences), math.log(EDITED[0, 1]))

    def block(self, rows: range, columns: range) -> dict[Step, Array]:
        # Sentence n ends at place n + 1, and the one before it is needed for beads of two.
        first, second = (range(max(places.start - 2, 0), places.stop - 1) for places in (rows, columns))
        one, two = self._forward.block(first, second)
        back_one, back_two = (part.T for part in self._backward.block(second, first))
        words = {
            (1, 1): one + back_one,
            (2, 1): two + _with_row_before(back_one),
            (1, 2): _with_row_before(one.T).T + back_two,
            (2, 2): _with_row_before(two.T).T + _with_row_before(back_two),
        }
        found: dict[Step, Array] = {(1, 0): np.full((len(rows), len(columns)), math.log(EDITED[1, 0]))}
        for step, told in words.items():
            gain = np.full((len(rows), len(columns)), -np.inf)
            gain[-told.shape[0] or len(rows) :, -told.shape[1] or len(columns) :] = told[-len(rows) :, -len(columns) :]
            gain = _OVERCONFIDENT / 2 * gain + self._length(step, rows, columns)
            found[step] = gain + math.log(EDITED[step]) + self._breaks.gain(step, rows, columns)
        return found

    def _length(self, step: Step, rows: range, columns: range) -> Array:
        first, second = self._source.of(step[0], rows)[:, None], self._target.of(step[1], columns)
        variance = _SPREAD * VARIANCE * np.maximum(self._ratio * first, 10)
        near = -0.5 * (second - self._ratio * first) ** 2 / variance - 0.5 * np.log(variance)
        found: Array = near - self._usual.density(second, step[1])
        return found


def _with_row_before(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row with the one before it added."""
    found = values.copy()
    found[1:] += values[:-1]
    return found
