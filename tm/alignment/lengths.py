"""How well the lengths of sentences fit: W. Gale and K. Church, "A program for aligning sentences in bilingual corpora", CL 19, 1993."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

VARIANCE = 6.8  # of the length of a translation, for each character of the original
_MOST = 37  # standard deviations: what is farther off has a probability that a float cannot hold
_FINE = 200  # steps in each of them
# The logarithm of the probability of a deviation as large as this, or larger.
_TWO_TAILED = np.array([math.log(math.erfc(step / _FINE / math.sqrt(2))) for step in range(_MOST * _FINE + 1)])


def deviation(source: Array, target: Array, ratio: float) -> Array:
    """By how many standard deviations the target is longer than its source makes one expect; lengths in characters."""
    mean = (source + target / ratio) / 2
    found: Array = (target - ratio * source) / np.sqrt(VARIANCE * np.maximum(mean, 1))
    return found


def fit(source: Array, target: Array, ratio: float) -> Array:
    """The logarithm of the probability of a deviation as large as this."""
    steps = np.minimum(np.abs(deviation(source, target, ratio)) * _FINE, _MOST * _FINE).astype(np.int32)
    found: Array = _TWO_TAILED[steps]
    return found
