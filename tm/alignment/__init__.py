"""Sentence alignment: two texts in, beads out. Functions from values to values; the same input gives the same output.

`align` chooses between two measures: Gale and Church's, for complete translations, and one that adds words, for edited
ones; `learn` makes the lexicon for the latter from accepted units.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from tm.alignment import band
from tm.alignment.beads import Alignment, Bead, Method, Side
from tm.alignment.gains import ByLength, ByWords, Words
from tm.alignment.lengths import deviation
from tm.alignment.lexicon import NO_LEXICON, Lexicon, learn
from tm.alignment.path import Gains, best
from tm.alignment.tokens import tokens

__all__ = ["NO_LEXICON", "Alignment", "Bead", "Lexicon", "Method", "Side", "align", "learn"]

_TOLD = 2_000  # characters that the lexicon's ratio counts for
_ENOUGH = 50  # beads that a translation has at least to be told complete by its lengths …
_COMPLETE = 0.99  # … of which so many have something on both sides …
_SURE = 95.0  # … with a mean score of this at least …
_FITTING = 2.0  # … and a mean square of the deviations below this
_WIDTH = 100  # sentences on either side of the line
_CELLS = 20_000_000  # of a table at the most, of 13 bytes each


def align(source: Side, target: Side, *, method: Method | None = None, lexicon: Lexicon = NO_LEXICON) -> Alignment:
    """The beads of two texts. Without a method, the lengths tell whether one is a complete translation of the other."""
    if not source.sentences or not target.sentences:
        alone = [Bead(number, number + 1, 0, 0) for number in range(len(source.sentences))]
        alone += [Bead(0, 0, number, number + 1) for number in range(len(target.sentences))]
        return Alignment(tuple(alone), method or Method.LENGTH)
    is_long = len(target.sentences) > band.WHOLE
    words = _words(source, target) if is_long or method is not Method.LENGTH else ([], [])
    points = band.chain(*words, lexicon) if is_long else []
    ratio = _ratio(source, target, lexicon)
    if method is not Method.ANCHORS:
        # A complete translation never leaves the band: the trial of one is not made any wider.
        beads = _best(ByLength(source, target, ratio), source, target, points, wider=method is Method.LENGTH)
        if method is Method.LENGTH or fits(source, target, beads, ratio):
            return Alignment(tuple(beads), Method.LENGTH)
    return Alignment(tuple(_best(ByWords(source, target, words, ratio, lexicon), source, target, points)), Method.ANCHORS)


def _best(gains: Gains, source: Side, target: Side, points: Sequence[tuple[int, int]], *, wider: bool = True) -> list[Bead]:
    """The best way in a band that is made wide enough for it, unless told not to be made wider."""
    sizes = len(source.sentences), len(target.sentences)
    width = _WIDTH
    while True:
        held = band.band(source.sentences, target.sentences, points, width)
        with threadpool_limits(1, "blas"):  # on a busy machine many threads for small tables cost thirty times as much
            beads = best(gains, *sizes, held)
        ends = [(bead.source_end, bead.target_end) for bead in beads]
        if not wider or 8 * width * sizes[0] > _CELLS or not band.touches(ends, held, sizes[1]):
            return beads
        width *= 2


def _words(source: Side, target: Side) -> Words:
    first, second = ([tokens(sentence, side.language) for sentence in side.sentences] for side in (source, target))
    return first, second


def _ratio(source: Side, target: Side, lexicon: Lexicon) -> float:
    """How many characters of the target go with one of the source; a short text tells less than the lexicon."""
    first, second = (sum(map(len, side.sentences)) for side in (source, target))
    return (second + _TOLD * lexicon.ratio) / (first + _TOLD)


def fits(source: Side, target: Side, beads: Sequence[Bead], ratio: float) -> bool:
    """Whether the lengths of two texts fit so well that one is a complete translation of the other.

    The lengths of a few sentences fit by chance: a short text is never told complete by them.
    """
    pairs = [bead for bead in beads if bead.is_pair]
    if len(pairs) < max(_ENOUGH, _COMPLETE * len(beads)) or np.mean([bead.score for bead in pairs]) < _SURE:
        return False
    first = np.array([sum(map(len, source.sentences[bead.source_start : bead.source_end])) for bead in pairs], float)
    second = np.array([sum(map(len, target.sentences[bead.target_start : bead.target_end])) for bead in pairs], float)
    return float(np.mean(deviation(first, second, ratio) ** 2)) < _FITTING
