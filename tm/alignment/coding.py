"""Sentence pairs as arrays: words as numbers, and the pairs of words that stand in one sentence pair, in batches of one shape."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Cells = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
LONGEST = 150  # words: what is longer is a list or a table, whose cells would cost more than all the rest
_CELLS = 150_000  # in one batch, so that its arrays stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentence pairs with the same number n of source words; B of them, with at most M target words.

    `units` are their numbers [B], `lengths` how many target words each has [B]. `cells` [B, M, n + 1] say which of the
    batch's word pairs each target word makes with each source word, the last column with no word at all; cells behind
    a sentence's end are those of its first word. `pairs` are the numbers of these word pairs in the whole corpus, each once, ascending.
    """

    units: Integers
    lengths: Integers
    cells: Cells
    pairs: Integers

    @property
    def inside(self) -> npt.NDArray[np.bool_]:
        """Which target places [B, M] hold a word."""
        return np.arange(self.cells.shape[1]) < self.lengths[:, None]


@dataclass(frozen=True, slots=True)
class Coded:
    """A corpus in one direction: its batches, and for each word pair its source word, where `empty` is no word.

    `targets` is how many different target words there are; `same` marks the word pairs that are the same on both sides.
    """

    batches: tuple[Batch, ...]
    source: Integers
    empty: int
    targets: int
    same: npt.NDArray[np.bool_]


def code(source: Sequence[Sequence[Hashable]], target: Sequence[Sequence[Hashable]]) -> Coded:
    """The corpus as numbers; pairs with an empty or an overlong side are in no batch."""
    sources, targets = _numbers(source), _numbers(target)
    empty = len(sources)
    coded = [([sources[word] for word in one], [targets[word] for word in other]) for one, other in zip(source, target, strict=True)]
    drafts = [_draft(coded, units, empty, len(targets)) for units in _groups(coded)]
    every = once(np.concatenate([keys for *_, keys in drafts])) if drafts else np.empty(0, np.int64)
    batches = tuple(Batch(units, lengths, cells, np.searchsorted(every, keys)) for units, lengths, cells, keys in drafts)
    source_of, target_of = np.divmod(every, max(1, len(targets)))
    by_number = dict(enumerate(sources))
    numbers = np.array([targets.get(by_number[number], -1) for number in range(empty)] + [-1])
    return Coded(batches, source_of, empty, len(targets), numbers[source_of] == target_of)


def once(numbers: Integers) -> Integers:
    """The numbers, each once and ascending: by sorting, which takes a tenth of the time of `np.unique` by hashing (numpy 2.3)."""
    ascending = np.sort(numbers)
    return ascending[np.concatenate([[True], ascending[1:] != ascending[:-1]])] if len(ascending) else ascending


def _numbers(sentences: Sequence[Sequence[Hashable]]) -> dict[Hashable, int]:
    """A number for each word, in the order of the texts."""
    return {word: number for number, word in enumerate(dict.fromkeys(word for sentence in sentences for word in sentence))}


def _groups(coded: Sequence[tuple[list[int], list[int]]]) -> Iterator[Integers]:
    """The numbers of the sentence pairs of each batch: as many source words each, and nearly as many target words."""
    order = sorted(
        (len(one), len(other), unit) for unit, (one, other) in enumerate(coded) if 0 < len(one) <= LONGEST and 0 < len(other) <= LONGEST
    )
    begin = 0
    for end in range(1, len(order) + 1):
        last = end == len(order)
        if last or order[end][0] != order[begin][0] or (end - begin + 1) * (order[end][0] + 1) * order[end][1] > _CELLS:
            yield np.array([unit for _, _, unit in order[begin:end]])
            begin = end


def _draft(
    coded: Sequence[tuple[list[int], list[int]]], units: Integers, empty: int, width: int
) -> tuple[Integers, Integers, Cells, Integers]:
    """A batch whose word pairs are still the keys source × width + target."""
    lengths = np.array([len(coded[unit][1]) for unit in units])
    sources = np.array([[*coded[unit][0], empty] for unit in units])
    longest = int(lengths.max())
    targets = np.array([[*coded[unit][1], *[coded[unit][1][0]] * (longest - len(coded[unit][1]))] for unit in units])
    return units, lengths, *_pairs(sources, targets, width)


def _pairs(sources: Integers, targets: Integers, width: int) -> tuple[Cells, Integers]:
    """The cells of a batch, and the keys of its word pairs, each once, ascending.

    The words are numbered anew within the batch, so that a table of all possible pairs is small: sorting takes five times as long.
    """
    first, row = np.unique(sources, return_inverse=True)
    second, column = np.unique(targets, return_inverse=True)
    local = row.reshape(sources.shape)[:, None, :] * len(second) + column.reshape(targets.shape)[:, :, None]
    occurring = np.zeros(len(first) * len(second), np.int32)
    occurring[local] = 1
    pairs = np.flatnonzero(occurring)
    occurring[pairs] = np.arange(len(pairs))
    return occurring[local], first[pairs // len(second)] * width + second[pairs % len(second)]
