"""How much speaks for a candidate. Pure functions; every part is 0–1 and told in `why`.

Terms:
- pattern: how often phrases of this shape are terms (Daille 1994: N A and N de N before all others);
- weirdness: how much more frequent its words are here than in general French (K. Ahmad et al., TREC-8, 1999), a
  hundred times or more being all the same: rarer words are as often slips as terms;
- spread: how often it is used, on a logarithmic scale to a hundred times, and in how many documents;
- nestedness: the share of its uses that do not stand inside a longer candidate (C-value: K. Frantzi, S. Ananiadou and
  H. Mima, IJDL 3, 2000), on the same scale;
- cohesion: how firmly its parts hold together here: the share of their uses that they spend with each other;
- length: two to four words before one or many;
- known: whether the reference glossary has it, and how little else so many words could mean.
Names:
- evidence: how clearly what stands around says what kind of name it is;
- kind: whether that kind is known;
- spread: how often it is used.

A score is the logistic of a weighted sum, so that one point of the sum is ten times the odds, whatever the corpus.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tm import lexicon
from tm.tagging import Token
from tm.text import fold

# Shapes of phrases over tags (S for any preposition), and how often such a phrase is a term, against N A.
PATTERNS: dict[str, float] = {
    "NA": 1.0, "N": 0.8, "NSN": 0.65, "NSNA": 0.6, "NN": 0.6, "NAA": 0.6, "NBA": 0.6, "NASN": 0.5, "NSE": 0.5, "NSAN": 0.45,
    "NASNA": 0.4, "NSNAA": 0.35, "AN": 0.35, "NP": 0.3, "NASE": 0.3, "NSNSNA": 0.3, "NAAA": 0.3, "NSNSN": 0.25, "ANA": 0.25,
    "ANSN": 0.2, "NPSN": 0.2, "A": 0.35, "I": 0.35, "V": 0.25, "P": 0.3, "G": 0.25,
}  # fmt: skip
_RARE_PATTERN = 0.15
_GENERAL = 0.4  # an adjective that only judges, or a country's name, makes a term this much less likely
_LOOSE = 0.6  # so does a definite article inside: it ties the phrase to its sentence
_WEIGHTS = {
    "pattern": 2.5, "weirdness": 2.2, "spread": 2.0, "nestedness": 1.0, "cohesion": 0.9, "length": 0.3, "known": 2.1,
    "evidence": 1.0, "kind": 0.3,
}  # fmt: skip
_EVEN = {"term": 6.0, "name": 0.2}  # the sums at which a score is 50
_LENGTHS = {1: 0.3, 2: 1.0, 3: 0.95, 4: 0.75, 5: 0.5}
_FIXED = 0.7
_KNOWN = {1: 0.35, 2: 0.75}  # the fewer words a term of the reference glossary has, the more likely it means something else
_ALONE = 0.35  # the cohesion of a single word: neither here nor there
_NAMES_SPREAD = 0.6
UNSEEN = 3e-8


class Lexis:
    """The lemmas of a corpus: how often each stands there, and how much more often than in general."""

    def __init__(self, lexeme: Callable[[str], str] = fold, frequency: Callable[[str], float] = lexicon.frequency) -> None:
        """`lexeme` is what the forms of a lemma share, `frequency` the share (0–1) that a word has of the general language."""
        self.lexeme = lexeme
        self._frequency = frequency
        self._words: Counter[tuple[str, str]] = Counter()  # lemma and form

    def add(self, tokens: Iterable[Token]) -> None:
        """Adds the lemmas of a tagged segment."""
        self._words.update([(token.lemma, token.text) for token in tokens if token.tag != "X"])

    def merge(self, other: Lexis) -> None:
        """Adds the lemmas of other texts."""
        self._words.update(other._words)

    @cached_property
    def uses(self) -> Counter[str]:
        """How often each lemma is used; asked for when all texts are in."""
        uses: Counter[str] = Counter()
        for (lemma, _), count in self._words.items():
            uses[self.lexeme(lemma)] += count
        return uses

    @cached_property
    def _general(self) -> dict[str, float]:
        """The share of the general language that the forms of each lemma have."""
        forms = {(self.lexeme(lemma), form.lower()) for lemma, form in self._words}
        shares: dict[str, float] = defaultdict(float)
        for lemma, form in sorted(forms):
            shares[lemma] += self._frequency(form)
        return shares

    @cached_property
    def _total(self) -> int:
        return max(1, self.uses.total())

    def weirdness(self, lemma: str) -> float:
        """How much more frequent a lemma is here than in general: 0 for as frequent or less, 1 for a hundred times."""
        here = max(1, self.uses[lemma]) / self._total
        return min(1.0, max(0.0, math.log10(here / (self._general[lemma] + UNSEEN)) / 2))


@dataclass(frozen=True, slots=True)
class Counts:
    """What a corpus says about a candidate: its words are folded lemmas, `alone` its uses outside longer candidates.

    `weight` is the number of its uses with those in teasers counted less.
    """

    pattern: str
    words: tuple[str, ...]
    count: int
    weight: float
    documents: int
    alone: float
    official: bool = False  # a capital inside marks it as one fixed name: "ministère des Affaires étrangères"
    general: bool = False  # one of its adjectives only judges, or it only says of which country
    loose: bool = False  # a definite article stands inside: "visite du président"
    known: bool = False  # the reference glossary has it


def explain(counts: Counts, lexis: Lexis, documents: int, patterns: Mapping[str, float] = PATTERNS) -> dict[str, float]:
    """The parts of a term candidate's score, 0–1 each; `patterns` are the shapes that terms of its language have."""
    weird = [lexis.weirdness(word) for word in counts.words]
    prior = patterns.get(counts.pattern, _RARE_PATTERN) * (_GENERAL if counts.general else 1.0) * (_LOOSE if counts.loose else 1.0)
    uses = [max(1, lexis.uses[word]) for word in counts.words]
    return {
        "pattern": round(max(0.0, 1 + math.log10(prior)), 3),
        "weirdness": round(sum(weird) / len(weird), 3),
        "cohesion": round(max(_cohesion(counts.count, uses), _FIXED if counts.official else 0.0), 3),
        "spread": round(_spread(counts.weight, counts.documents, documents), 3),
        "nestedness": round(max(0.0, 1 + math.log10((counts.alone + 0.3) / (counts.count + 0.3)) / 2), 3),
        "length": _LENGTHS.get(len(counts.words), 0.3),
        "known": _KNOWN.get(len(counts.words), 1.0) if counts.known else 0.0,
    }


def explain_name(uses: float, evidence: float, known_kind: bool) -> dict[str, float]:
    """The parts of a name's score, 0–1 each. `evidence` is what stands around it, 2 for a role or title in front."""
    return {
        "evidence": round(1 - math.exp(-abs(evidence) / 6), 3),
        "kind": float(known_kind),
        "spread": round(_NAMES_SPREAD * min(1.0, math.log10(max(1.0, uses)) / 2), 3),
    }


def score(parts: Mapping[str, float]) -> float:
    """The score of a candidate, 0–100: the weighted sum of its parts on a logistic scale."""
    even = _EVEN["name" if "evidence" in parts else "term"]
    total = sum(_WEIGHTS[name] * value for name, value in parts.items() if name in _WEIGHTS)
    return round(100 / (1 + 10 ** (even - total)), 1)


def _cohesion(count: int, uses: Sequence[int]) -> float:
    """The geometric mean of the shares that the words spend in this phrase, tempered where it is rare."""
    if len(uses) < 2:
        return _ALONE
    shares = [min(1.0, count / use) for use in uses]
    return math.prod(shares) ** (1 / len(shares)) * count / (count + 1.0)


def _spread(weight: float, found_in: int, documents: int) -> float:
    """Frequency on a logarithmic scale, and a little for the spread over documents."""
    frequent = min(1.0, math.log10(max(1.0, weight)) / 2)
    wide = math.log2(found_in) / max(2.0, math.log2(min(documents, 64)))
    return 0.9 * frequent + 0.1 * min(1.0, wide)
