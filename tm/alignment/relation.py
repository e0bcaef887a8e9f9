"""Whether two texts say the same at all: what no single bead can tell, since something always fits best. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tm.alignment.beads import Bead, Side
from tm.alignment.evidence import Direction
from tm.alignment.lexicon import Lexicon
from tm.alignment.tokens import tokens

ENOUGH = 8  # beads that tell something; fewer prove nothing
_MOST = 200


def relation(source: Side, target: Side, beads: Sequence[Bead], lexicon: Lexicon) -> tuple[float, int]:
    """Which part of the beads (0–1) has words of which at most one other fits better, and how many beads were looked at.

    Of 62 NTREX documents and their translations the lowest was 0.50, of unrelated ones of as many sentences the median
    0.27 to 0.33; the longer texts are, the farther these are apart. A bead whose words tell nothing is not looked at.
    """
    pairs = [bead for bead in beads if bead.is_pair]
    pairs = pairs[:: len(pairs) // _MOST + 1]
    if len(pairs) < ENOUGH:
        return 0.0, len(pairs)
    first = [tokens(" ".join(source.sentences[bead.source_start : bead.source_end]), source.language) for bead in pairs]
    second = [tokens(" ".join(target.sentences[bead.target_start : bead.target_end]), target.language) for bead in pairs]
    every = range(len(pairs))
    told = Direction(first, second, lexicon.forward, lexicon.target_counts).block(every, every)[0]
    told = told + Direction(second, first, lexicon.backward, lexicon.source_counts).block(every, every)[0].T
    telling = np.ptp(told, axis=1) > 0
    told = told - told.mean(0)  # a long sentence fits more of the others
    fitting = np.diag(told) >= np.sort(told, axis=1)[:, -2]
    return float(np.mean(fitting[telling])) if telling.any() else 0.0, int(telling.sum())
