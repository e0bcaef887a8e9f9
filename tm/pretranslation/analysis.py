"""How much of a document a memory knows: words and segments by band, as translators bill them. Values only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LETTER = re.compile(r"[^\W_]")
CONTEXT, REPETITIONS, NEW = "102–101", "repetitions", "new"
# The least score of each band; a score between two whole numbers belongs to the lower one.
_BANDS = ((101.0, CONTEXT), (100.0, "100"), (95.0, "95–99"), (85.0, "85–94"), (75.0, "75–84"), (50.0, "50–74"), (0.0, NEW))
BANDS = (CONTEXT, REPETITIONS, *(name for least, name in _BANDS if least < 101))


def words(text: str) -> int:
    """The words of a text, as translation tools count them: what stands between white space and has a letter or a digit.

    In Vietnamese these are syllables, by which Vietnamese is billed.

    >>> words("« Oui », dit-il : l’accord de 2024 est signé !")
    7
    >>> words("Bộ trưởng Bộ Ngoại giao")
    5
    """
    return sum(1 for word in text.split() if _LETTER.search(word))


def band(score: float) -> str:
    """The band that a score (0–102) belongs to.

    >>> [band(score) for score in (102, 100, 99.9, 49)]
    ['102–101', '100', '95–99', 'new']
    """
    return next(name for least, name in _BANDS if score >= least)


@dataclass(slots=True)
class Count:
    """Segments and their words."""

    segments: int = 0
    words: int = 0

    def add(self, text: str) -> None:
        """Counts one segment more."""
        self.segments += 1
        self.words += words(text)


@dataclass(slots=True)
class Analysis:
    """What a document holds, by band; `left` is what was translated already or is not to be.

    A segment that stood in the document before is a repetition, unless its context matches too. `filled` counts the
    segments that got a translation, `untagged` those among them whose inline tags could not be put back.
    """

    bands: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in BANDS})
    left: Count = field(default_factory=Count)
    filled: int = 0
    untagged: int = 0
    _seen: set[str] = field(default_factory=set)

    def count(self, text: str, score: float) -> None:
        """Counts a segment with the score of its best match."""
        name = band(score)
        key = " ".join(text.split())
        self.bands[REPETITIONS if name != CONTEXT and key in self._seen else name].add(text)
        self._seen.add(key)

    def leave(self, text: str) -> None:
        """Counts a segment that is left as it is."""
        self.left.add(text)

    @property
    def total(self) -> Count:
        """All segments that were asked for."""
        return Count(sum(count.segments for count in self.bands.values()), sum(count.words for count in self.bands.values()))
