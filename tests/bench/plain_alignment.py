"""fast_align in plain Python: what the word aligner over arrays is measured against, and what its first model must agree with.

C. Dyer, V. Chahuneau and N. Smith, "A Simple, Fast, and Effective Reparameterization of IBM Model 2", NAACL 2013, with a
fixed tension; the joining of both directions is the same as in `tm.alignment.words`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from tm.alignment.words import Links, joined

EMPTY, TENSION, ROUNDS = 0.08, 4.0, 5
Sentence = Sequence[str]
Table = dict[tuple[str | None, str], float]


def align(source: Sequence[Sentence], target: Sequence[Sentence], rounds: int = ROUNDS) -> list[Links]:
    """The links of each pair of sentences."""
    forward, backward = learn(source, target, rounds), learn(target, source, rounds)
    return [
        joined(best(one, other, forward), [(i, j) for j, i in best(other, one, backward)])
        for one, other in zip(source, target, strict=True)
    ]


def learn(source: Sequence[Sentence], target: Sequence[Sentence], rounds: int) -> Table:
    """Translation probabilities by EM, without a prior."""
    table: Table = defaultdict(lambda: 1.0)
    for _ in range(rounds):
        counts: Table = defaultdict(float)
        totals: dict[str | None, float] = defaultdict(float)
        for one, other in zip(source, target, strict=True):
            for place, word in enumerate(other):
                weights = shares(one, other, place, table)
                total = sum(weights)
                for origin, weight in zip([*one, None], weights, strict=True):
                    counts[origin, word] += weight / total
                    totals[origin] += weight / total
        table = {pair: count / totals[pair[0]] for pair, count in counts.items()}
    return table


def shares(one: Sentence, other: Sentence, place: int, table: Table) -> list[float]:
    """How likely a target word goes with each source word and, last, with none; not normalised."""
    near = [math.exp(-TENSION * abs((i + 0.5) / len(one) - (place + 0.5) / len(other))) for i in range(len(one))]
    total = sum(near)
    linked = [(1 - EMPTY) * weight / total * table[word, other[place]] for word, weight in zip(one, near, strict=True)]
    return [*linked, EMPTY * table[None, other[place]]]


def best(one: Sentence, other: Sentence, table: Table) -> list[tuple[int, int]]:
    """The likeliest source word of each target word that has one."""
    links = []
    for place in range(len(other)):
        weights = shares(one, other, place, table)
        chosen = weights.index(max(weights))
        if chosen < len(one):
            links.append((chosen, place))
    return links
