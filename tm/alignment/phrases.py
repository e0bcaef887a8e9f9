"""The phrases (n-grams) of sentences as numbers, and which of them keep company with some of the sentences.

The measure is Dice's coefficient over sentences (L. Dice, Ecology 26, 1945; F. Smadja, K. McKeown and V. Hatzivassiloglou,
"Translating Collocations for Bilingual Lexicons", CL 22, 1996). Memory follows the number of words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

from tm.alignment.coding import Integers, once

LONGEST = 6  # words


class Phrases:
    """All phrases of one to LONGEST words, each with a number; equal phrases have the same one.

    `edges` says of each word of each sentence whether a phrase may begin or end with it.
    """

    def __init__(self, sentences: Sequence[Sequence[Hashable]], edges: Sequence[Sequence[bool]]) -> None:
        lengths = np.array([len(sentence) for sentence in sentences], np.int64)
        self._starts = np.concatenate([[0], np.cumsum(lengths)])
        numbers = {word: n for n, word in enumerate(dict.fromkeys(word for sentence in sentences for word in sentence))}
        words = np.array([numbers[word] for sentence in sentences for word in sentence], np.int64)
        edge = np.array([may for sentence in edges for may in sentence], bool)
        self._sentence = np.repeat(np.arange(len(lengths)), lengths)
        self._numbers, self._first = _phrase_numbers(words, edge, self._sentence)
        self._members, self._bounds = self._by_sentence()
        self.frequency = np.bincount(self._members) if len(self._members) else np.zeros(1, np.int64)

    def _by_sentence(self) -> tuple[Integers, Integers]:
        """The phrases of each sentence, each once: all of them in a row, and where each sentence's begin."""
        width = 1 + max((int(numbers.max(initial=-1)) for numbers in self._numbers), default=-1)
        keys = [self._sentence[numbers >= 0] * width + numbers[numbers >= 0] for numbers in self._numbers]
        sentence, members = np.divmod(once(np.concatenate(keys)), max(1, width))
        return members, np.searchsorted(sentence, np.arange(len(self._starts)))

    def at(self, sentence: int, start: int, end: int) -> int:
        """The number of the phrase from word `start` to before word `end`; -1 where that is none."""
        first = self._starts[sentence] + start
        if not 0 < end - start <= LONGEST or first + end - start > self._starts[sentence + 1]:
            return -1
        return int(self._numbers[end - start - 1][first])

    def place(self, sentence: int, phrase: int) -> tuple[int, int] | None:
        """Where a phrase stands in a sentence first (first word, last word + 1); None where it does not."""
        length = bisect_right(self._first, phrase)
        begin, end = self._starts[sentence], self._starts[sentence + 1]
        found = np.flatnonzero(self._numbers[length - 1][begin:end] == phrase)
        return (int(found[0]), int(found[0]) + length) if len(found) else None

    def company(self, sentences: Sequence[int]) -> tuple[Integers, Integers]:
        """The phrases of some sentences, which are all different, and in how many of these each stands; phrases ascend."""
        found = [self._members[self._bounds[n] : self._bounds[n + 1]] for n in sentences]
        phrases, counts = np.unique(np.concatenate(found), return_counts=True) if found else (np.empty(0, np.int64),) * 2
        return phrases, counts

    def dice(self, sentences: Sequence[int], wanted: Sequence[int] = (), *, limit: int = 20) -> dict[int, float]:
        """Dice's coefficient (0–1) of the `limit` phrases that keep best company with some sentences, and of those wanted.

        Only phrases in two of these sentences or more are among the best; of equals, the more frequent one.
        """
        phrases, counts = self.company(sentences)
        scores = 2 * counts / (len(sentences) + self.frequency[phrases])
        recurring = np.flatnonzero(counts > 1)
        best = recurring[np.lexsort((phrases[recurring], -counts[recurring], -scores[recurring]))[:limit]]
        every = {int(phrases[n]): float(scores[n]) for n in best}
        for phrase in wanted:
            n = int(np.searchsorted(phrases, phrase))
            every[phrase] = float(scores[n]) if n < len(phrases) and phrases[n] == phrase else 0.0
        return every


def _phrase_numbers(words: Integers, edge: npt.NDArray[np.bool_], sentence: Integers) -> tuple[list[Integers], list[int]]:
    """For each length the number of the phrase that begins at each word, -1 where none of that length does; and the least number.

    A phrase of n words is its first n - 1 words and its last one, so that numbers stay exact.
    """
    found: list[Integers] = []
    first: list[int] = []
    before, taken = words, 0
    width = int(words.max(initial=0)) + 1
    for length in range(1, LONGEST + 1):
        if length > 1:
            whole = np.full(len(words), -1, np.int64)
            last = len(words) - length + 1
            inside = np.flatnonzero((sentence[:last] == sentence[length - 1 :]) & (before[:last] >= 0)) if last > 0 else np.empty(0, int)
            _, whole[inside] = np.unique(before[inside] * width + words[inside + length - 1], return_inverse=True)
            before = whole
        ends = np.zeros(len(words), bool)
        ends[: max(0, len(words) - length + 1)] = edge[length - 1 :]
        phrase = np.where(edge & ends & (before >= 0), before + taken, -1)
        found.append(phrase)
        first.append(taken)
        taken += int(before.max(initial=-1)) + 1
    return found, first
