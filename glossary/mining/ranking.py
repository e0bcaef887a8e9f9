"""How much speaks for a candidate. Pure functions; every part is 0–1 and told in `why`.

- pattern: how often phrases of this shape are terms (Daille 1994: N A and N de N before all others);
- weirdness: how much more frequent its words are here than in general French (K. Ahmad et al., TREC-8, 1999);
- cohesion: how firmly its parts hold together here: the share of their uses that they spend with each other;
- spread: frequency, and in how many documents;
- nestedness: how often it stands by itself rather than inside a longer candidate (C-value: K. Frantzi,
  S. Ananiadou and H. Mima, IJDL 3, 2000);
- length: two to four words before one or many.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tm.lexicon import frequency
from tm.words import word_lists

# Shapes of phrases over tags (S for any preposition), and how often such a phrase is a term.
_PATTERNS: dict[str, float] = {
    "NA": 1.0, "NSN": 0.85, "NSNA": 0.85, "NAA": 0.8, "NASN": 0.7, "NSAN": 0.6, "NN": 0.55, "N": 0.45, "NSE": 0.45, "NSNSN": 0.5,
    "AN": 0.4, "NP": 0.3, "NSNSNA": 0.5, "NASNA": 0.6, "NAAA": 0.4, "NASE": 0.35, "ANA": 0.35, "ANSN": 0.3, "NSNAA": 0.5,
    "NPSN": 0.25, "NBA": 0.8,
}  # fmt: skip
_EVALUATIVE = word_lists("glossary", "words.fr.toml")["evaluative"]
_WEIGHTS = {"pattern": 2.2, "weirdness": 2.0, "cohesion": 2.6, "spread": 5.0, "nestedness": 2.4, "length": 1.0}
_OFFSET = 7.3
_LENGTHS = {1: 0.3, 2: 1.0, 3: 0.95, 4: 0.75, 5: 0.5}
_FIXED = 0.7
UNSEEN = 3e-9


@dataclass(frozen=True, slots=True)
class Counts:
    """What a corpus says about a candidate: its words are lemmas, `alone` its uses outside longer candidates.

    `weight` is the number of its uses with those in teasers counted less.
    """

    pattern: str
    words: tuple[str, ...]
    count: int
    weight: float
    documents: int
    alone: float
    official: bool = False  # a capital inside marks it as one fixed name: "ministère des Affaires étrangères"
    general: bool = False  # one of its adjectives only judges, or only says of which country


def explain(counts: Counts, corpus: Mapping[str, int], total: int, documents: int) -> dict[str, float]:
    """The parts of a candidate's score, 0–1 each. `corpus` counts the lemmas of a text of `total` words."""
    uses = [max(1, corpus.get(word, 1)) for word in counts.words]
    weird = [_weirdness(word, use, total) for word, use in zip(counts.words, uses, strict=True)]
    return {
        "pattern": round(_PATTERNS.get(counts.pattern, 0.15) * (0.4 if counts.general else 1.0), 3),
        "weirdness": round(sum(weird) / len(weird), 3),
        "cohesion": round(max(_cohesion(counts.count, uses), _FIXED if counts.official else 0.0), 3),
        "spread": round(_spread(counts.weight, counts.documents, documents), 3),
        "nestedness": round(_independence(counts), 3),
        "length": _LENGTHS.get(len(counts.words), 0.3),
    }


def is_evaluative(lemma: str) -> bool:
    """Whether an adjective judges rather than classifies."""
    return lemma in _EVALUATIVE


def score(parts: Mapping[str, float]) -> float:
    """The score of a candidate, 0–100: the weighted sum of its parts on a logistic scale."""
    total = sum(_WEIGHTS[name] * value for name, value in parts.items() if name in _WEIGHTS)
    return round(100 / (1 + math.exp(_OFFSET - total)), 1)


def _weirdness(word: str, use: int, total: int) -> float:
    """How much more frequent a word is here than in general: 0 for as frequent, 1 for ten thousand times."""
    ratio = math.log10(use / total / (frequency(word) + UNSEEN))
    return min(1.0, max(0.0, ratio / 4))


def _cohesion(count: int, uses: Sequence[int]) -> float:
    """The geometric mean of the shares that the words spend in this phrase, tempered where it is rare."""
    if len(uses) < 2:
        return 0.35
    shares = [min(1.0, count / use) for use in uses]
    return math.prod(shares) ** (1 / len(shares)) * count / (count + 1.0)


def _independence(counts: Counts) -> float:
    """The share of uses outside longer candidates; a single word may well be the head of many."""
    share = counts.alone / counts.count
    return share if len(counts.words) > 1 else 0.5 + share / 2


def _spread(weight: float, found_in: int, documents: int) -> float:
    """Frequency and spread over documents on logarithmic scales."""
    frequent = min(1.0, math.log2(max(1.0, weight)) / 5)
    wide = min(1.0, math.log2(found_in) / max(2.0, math.log2(min(documents, 64))))
    return 0.5 * frequent + 0.5 * wide
