"""How much more likely the words of a sentence are beside one sentence of the other side than anywhere. Arrays, no loops over pairs.

For a word t beside a sentence of known words s the probability is the mean of p(t|s) over s (IBM Model 1), mixed with
how often t stands in general; the evidence is the sum of the logarithms of its ratio to the latter, after R. Moore
("Fast and accurate sentence alignment of bilingual corpora", AMTA 2002). Words without any link count for nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tm.alignment.lexicon import Links
from tm.text import fold

Floats = NDArray[np.float32]

_KNOWN = 0.8  # of the words of a sentence, the share that its translation is thought to say
_FIGURE = 0.9  # how probable it is that a number stands on the other side as well …
_SAME = 0.7  # … and a word of the same letters …
_PREFIX = 0.3  # … and one that begins alike
_LETTERS = 3
_LONG = 5
_USUAL = 10_000  # words of a text from which on its own counts tell how rare a word is
_NONE = np.empty(0, np.int64)


class _Expected(NamedTuple):
    """Words of the other side that a sentence makes probable, how much, summed over its own; how many of these are known; their number."""

    numbers: NDArray[np.int64]
    chances: Floats
    known: float
    length: int


class Direction:
    """The evidence for sentences `told` beside sentences `given`, each a list of tokens."""

    def __init__(
        self,
        given: Sequence[Sequence[str]],
        told: Sequence[Sequence[str]],
        links: Links,
        counts: Mapping[str, int],
    ) -> None:
        words = {word for sentence in told for word in sentence}
        table = _links({word for sentence in given for word in sentence}, words, links)
        linked = {word for found in table.values() for word in found} | {word for word in words if word in counts}
        self._numbers = {word: number for number, word in enumerate(sorted(linked))}
        self._chances = {word: self._expected(found) for word, found in table.items()}
        self._given = [self._together(sentence) for sentence in given]
        self._told = [np.array([self._numbers[word] for word in sentence if word in self._numbers], np.int64) for sentence in told]
        self._general = _general(self._numbers, told, counts)

    def _expected(self, chances: Mapping[str, float]) -> _Expected:
        numbers = np.array([self._numbers[word] for word in chances], np.int64)
        return _Expected(numbers, np.array([*chances.values()], np.float32), min(1.0, sum(chances.values())), 1)

    def _together(self, sentence: Sequence[str]) -> _Expected:
        found = [self._chances[token] for token in sentence if token in self._chances]
        if not found:
            return _Expected(_NONE, np.empty(0, np.float32), 0.0, len(sentence))
        numbers, chances = (np.concatenate([one[part] for one in found]) for part in (0, 1))
        return _Expected(numbers, chances, sum(one.known for one in found), len(sentence))

    def block(self, rows: range, columns: range) -> tuple[Floats, Floats]:
        """The evidence of each told sentence in `columns` beside each given one in `rows`, and beside two of them.

        Both have the shape (rows, columns) and are in natural logarithms; a row of the second is for the sentence and
        the one before it, the first row for itself.
        """
        given, said = [self._given[row] for row in rows], [self._told[column] for column in columns]
        expected = np.concatenate([*(one.numbers for one in given), _NONE])
        there = np.concatenate([*said, _NONE])
        # Only words that some of these sentences make probable and others say need a column of their own.
        here, said_too = np.zeros((2, len(self._numbers)), bool)
        here[expected] = said_too[there] = True
        words = np.flatnonzero(here & said_too)
        column = np.full(len(self._numbers), len(words))
        column[words] = np.arange(len(words))
        counted = _table(np.repeat(np.arange(len(said)), [len(one) for one in said]), column[there], (len(said), len(words) + 1))
        chances = _table(
            np.repeat(np.arange(len(given)), [len(one.numbers) for one in given]),
            column[expected],
            (len(given), len(words) + 1),
            np.concatenate([*(one.chances for one in given), np.empty(0, np.float32)]),
        )
        chances[:, -1] = 0
        known = np.array([[one.known] for one in given], np.float32).reshape(-1, 1)
        length = np.array([[max(1, one.length)] for one in given], np.float32).reshape(-1, 1)
        before = [np.concatenate([array[:1] * 0, array[:-1]]) for array in (chances, known, length)]
        general = np.append(self._general[words], np.float32(1))
        one = _ratio(chances, known, length, general)
        two = _ratio(chances + before[0], known + before[1], length + before[2], general)
        return one @ counted.T, two @ counted.T


def _table(rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int], weights: Floats | None = None) -> Floats:
    """A table with the sum of the weights, else how many there are, in each cell."""
    found = np.bincount(rows * shape[1] + columns, weights, shape[0] * shape[1]).reshape(shape)
    return found.astype(np.float32)


def _ratio(chances: Floats, known: Floats, length: Floats, general: Floats) -> Floats:
    rest = 1 - _KNOWN * np.minimum(known / length, 1)
    ratio: Floats = np.log(rest + _KNOWN * chances / length / general)
    return ratio


def _general(numbers: Mapping[str, int], told: Sequence[Sequence[str]], counts: Mapping[str, int]) -> Floats:
    """How often each word stands in general: in the text and in what the lexicon was learned from."""
    here = Counter(word for sentence in told for word in sentence)
    total = max(_USUAL, sum(here.values()) + sum(counts.values()) + len(numbers))
    return np.array([(here[word] + counts.get(word, 0) + 1) / total for word in numbers], np.float32)


def _links(given: Iterable[str], told: set[str], links: Links) -> dict[str, dict[str, float]]:
    """The links of the lexicon between words of both texts, and those that their letters tell."""
    exact: dict[str, list[str]] = defaultdict(list)
    prefixes: dict[str, list[str]] = defaultdict(list)
    for word in sorted(told):
        folded = fold(word)
        exact[folded].append(word)
        if len(folded) >= _LONG and folded.isalpha():
            prefixes[folded[:_LONG]].append(word)
    found: dict[str, dict[str, float]] = {}
    for word in sorted(given):
        chances = {other: chance for other, chance in links.get(word, {}).items() if other in told}
        folded = fold(word)
        figure = word.startswith("#")
        for same, chance in (
            (prefixes.get(folded[:_LONG], ()), _PREFIX),
            (exact[folded] if figure or len(folded) >= _LETTERS else (), _SAME),
        ):
            for other in same:
                chances[other] = max(chances.get(other, 0), (_FIGURE if figure else chance) / len(same))
        if chances:
            found[word] = chances
    return found
