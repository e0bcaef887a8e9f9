"""Translation units made up by rule, as many as asked for, always the same: sentences of frequent words, with numbers and names.

Half of the sentences are new; the others are an earlier one with a few words changed, as texts of one field are.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate

from tm.units import TranslationUnit, Variant

_EARLIER = 5_000  # sentences from which the next ones are made
_WORDS = 30_000


def frequent(language: str) -> list[str]:
    """The most frequent words of a language, the commonest first."""
    from wordfreq import top_n_list

    return [word for word in top_n_list(language, _WORDS) if word.isalpha()]


def units(count: int, seed: int = 1) -> Iterator[TranslationUnit]:
    """French and English units: 1 to 45 words, 16 on average; one in fifteen has three words or fewer."""
    rng = random.Random(seed)
    french, english = frequent("fr"), frequent("en")
    size = min(len(french), len(english))
    weights = list(accumulate(1 / (rank + 20) for rank in range(size)))
    places = range(size)
    earlier: list[list[int]] = []
    previous = ""
    for number in range(count):
        if earlier and rng.random() < 0.5:
            chosen = list(rng.choice(earlier))
            for _ in range(rng.randint(1, 3)):
                chosen[rng.randrange(len(chosen))] = rng.choices(places, cum_weights=weights)[0]
        else:
            length = rng.randint(1, 3) if rng.random() < 0.065 else min(45, max(4, round(rng.gauss(17, 8))))
            chosen = rng.choices(places, cum_weights=weights, k=length)
        if len(earlier) < _EARLIER:
            earlier.append(chosen)
        else:
            earlier[number % _EARLIER] = chosen
        figure = f" {rng.randint(2, 3000)}" if rng.random() < 0.25 else ""
        source = " ".join([french[place] for place in chosen]).capitalize() + figure + "."
        target = " ".join([english[place] for place in chosen]).capitalize() + figure + "."
        yield TranslationUnit((Variant("fr", source), Variant("en", target)), previous=previous if number % 3 else "")
        previous = source
