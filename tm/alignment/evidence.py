"""How much more likely the words of a sentence are beside one sentence of the other side than anywhere. Arrays, no loops over pairs.

For a word t beside a sentence of known words s the probability is the mean of p(t|s) over s (IBM Model 1), mixed with
how often t stands in general; the evidence is the sum of the logarithms of its ratio to the latter, after R. Moore
("Fast and accurate sentence alignment of bilingual corpora", AMTA 2002). Words without any link count for nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

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
        self._given = [self._expected(sentence, table) for sentence in given]
        self._told = [np.array([self._numbers[word] for word in sentence if word in self._numbers], np.int64) for sentence in told]
        self._general = _general(self._numbers, told, counts)

    def _expected(self, sentence: Sequence[str], table: Links) -> tuple[NDArray[np.int64], Floats, float, int]:
        """Words that a sentence makes probable and how much, summed over its words; how many of these are known; their number."""
        found = [(self._numbers[word], chance) for token in sentence for word, chance in table.get(token, {}).items()]
        known = sum(min(1.0, sum(table[token].values())) for token in sentence if token in table)
        numbers = np.array([number for number, _ in found], np.int64)
        return numbers, np.array([chance for _, chance in found], np.float32), known, len(sentence)

    def block(self, rows: range, columns: range) -> tuple[Floats, Floats]:
        """The evidence of each told sentence in `columns` beside each given one in `rows`, and beside two of them.

        Both have the shape (rows, columns) and are in natural logarithms; a row of the second is for the sentence and
        the one before it, the first row for itself.
        """
        said = [self._told[column] for column in columns]
        numbers, place = np.unique(np.concatenate([*said, np.empty(0, np.int64)]), return_inverse=True)
        if not len(numbers) or not len(rows):
            empty = np.zeros((len(rows), len(columns)), np.float32)
            return empty, empty
        counted = np.zeros((len(columns), len(numbers)), np.float32)
        np.add.at(counted, (np.repeat(np.arange(len(columns)), [len(one) for one in said]), place), 1)
        column = np.full(len(self._numbers), -1)
        column[numbers] = np.arange(len(numbers))
        chances = np.zeros((len(rows), len(numbers)), np.float32)
        given = [self._given[row] for row in rows]
        row = np.repeat(np.arange(len(rows)), [len(one[0]) for one in given])
        places = column[np.concatenate([one[0] for one in given])]
        inside = places >= 0
        np.add.at(chances, (row[inside], places[inside]), np.concatenate([one[1] for one in given])[inside])
        known = np.array([[one[2]] for one in given], np.float32)
        length = np.array([[max(1, one[3])] for one in given], np.float32)
        before = [np.vstack([array[:1] * 0, array[:-1]]) for array in (chances, known, length)]
        general = self._general[numbers]
        one = _ratio(chances, known, length, general)
        two = _ratio(chances + before[0], known + before[1], length + before[2], general)
        return one @ counted.T, two @ counted.T


def _ratio(chances: Floats, known: Floats, length: Floats, general: Floats) -> Floats:
    rest = 1 - _KNOWN * np.minimum(known / length, 1)
    ratio: Floats = np.log(rest + _KNOWN * chances / length / general)
    return ratio


def _general(numbers: Mapping[str, int], told: Sequence[Sequence[str]], counts: Mapping[str, int]) -> Floats:
    """How often each word stands in general: in the text and in what the lexicon was learned from."""
    here = Counter(word for sentence in told for word in sentence)
    total = sum(here.values()) + sum(counts.values()) + len(numbers)
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
        for same, chance in ((prefixes.get(folded[:_LONG], ()), _PREFIX), (exact[folded] if figure or len(folded) >= _LETTERS else (), _SAME)):
            for other in same:
                chances[other] = max(chances.get(other, 0), (_FIGURE if figure else chance) / len(same))
        if chances:
            found[word] = chances
    return found
