"""A bilingual lexicon learned from accepted units: IBM Model 1 (P. Brown et al., CL 19, 1993), both ways. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.alignment.tokens import tokens

MAX_UNITS = 10_000
_ROUNDS = 5
_LEAST = 0.03  # a link's probability below which it tells nothing
_TOKENS = 80  # of a longer segment the rest is left out

Links = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words that translate each other: `forward[s][t]` is the probability (0–1) of t given s, `backward[t][s]` the reverse.

    The counts say how often each word stands in what was learned from, `ratio` how many characters of the target go
    with one of the source.
    """

    forward: Links = field(default_factory=dict)
    backward: Links = field(default_factory=dict)
    source_counts: Mapping[str, int] = field(default_factory=dict)
    target_counts: Mapping[str, int] = field(default_factory=dict)
    ratio: float = 1.0


NO_LEXICON = Lexicon()


def learn(pairs: Iterable[tuple[str, str]], source: str, target: str) -> Lexicon:
    """The lexicon of pairs of texts in two languages, MAX_UNITS of them at most; the same pairs give the same lexicon.

    >>> pairs = [("la paix", "the peace"), ("la mer", "the sea"), ("paix", "peace")]
    >>> max(learn(pairs, "fr", "en").forward["mer"].items(), key=lambda item: item[1])[0]
    'sea'
    """
    left, right = _Side(source), _Side(target)
    for first, second in islice(pairs, MAX_UNITS):
        left.add(first)
        right.add(second)
    return Lexicon(
        _model(left, right), _model(right, left), dict(left.counts), dict(right.counts), (right.characters or 1) / (left.characters or 1)
    )


class _Side:
    """The texts of one side as numbers of words; 0 is the word that stands for none."""

    def __init__(self, language: str) -> None:
        self._language = language
        self.words = {"": 0}
        self.texts: list[list[int]] = []
        self.counts: Counter[str] = Counter()
        self.characters = 0

    def add(self, text: str) -> None:
        found = tokens(text, self._language)[:_TOKENS]
        self.counts.update(found)
        self.characters += len(text)
        self.texts.append([self.words.setdefault(token, len(self.words)) for token in found])


def _model(given: _Side, told: _Side) -> dict[str, dict[str, float]]:
    """The probability of each word told for each word given, where it is worth keeping."""
    sizes = [(len(first) + 1, len(second)) for first, second in zip(given.texts, told.texts, strict=True)]
    if not any(second for _, second in sizes):
        return {}
    width = len(told.words)
    pairs = [
        np.repeat(np.array([0, *first], np.int64) * width, len(second)) + np.tile(np.array(second, np.int64), len(first) + 1)
        for first, second in zip(given.texts, told.texts, strict=True)
    ]
    firsts = np.cumsum([0, *(second for _, second in sizes)])
    places = [np.tile(np.arange(second), first) + begin for (first, second), begin in zip(sizes, firsts, strict=False)]
    links, link = np.unique(np.concatenate(pairs), return_inverse=True)
    place = np.concatenate(places)
    word = links // width
    chance: NDArray[Any] = np.ones(len(links))
    for _ in range(_ROUNDS):
        weight = chance[link]
        share = weight / np.bincount(place, weight)[place]
        chance = np.bincount(link, share, len(links))
        chance = chance / np.bincount(word, chance)[word]
    names, others = list(given.words), list(told.words)
    kept: dict[str, dict[str, float]] = {}
    for number in np.flatnonzero((chance >= _LEAST) & (word > 0)):
        kept.setdefault(names[word[number]], {})[others[links[number] % width]] = float(chance[number])
    return kept
