"""How well the lengths of sentences fit: W. Gale and K. Church, "A program for aligning sentences in bilingual corpora", CL 19, 1993."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

VARIANCE = 6.8  # of the length of a translation, for each character of the original
_MOST = 37.0
_STEPS = np.linspace(0, _MOST, 8_000)
# The logarithm of the probability of a deviation as large as this, or larger.
_TWO_TAILED = np.array([math.log(math.erfc(step / math.sqrt(2))) for step in _STEPS])


def deviation(source: Array, target: Array, ratio: float) -> Array:
    """By how many standard deviations the target is longer than its source makes one expect; lengths in characters."""
    mean = (source + target / ratio) / 2
    found: Array = (target - ratio * source) / np.sqrt(VARIANCE * np.maximum(mean, 1))
    return found


def fit(source: Array, target: Array, ratio: float) -> Array:
    """The logarithm of the probability of a deviation as large as this."""
    found: Array = np.interp(np.abs(deviation(source, target, ratio)), _STEPS, _TWO_TAILED)
    return found
