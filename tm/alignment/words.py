"""Which words of two sentences say the same: links learnt from all sentence pairs of a corpus together.

Both directions are learnt by EM and then joined. A first model lets words choose each other near the diagonal (C. Dyer,
V. Chahuneau and N. Smith, "A Simple, Fast, and Effective Reparameterization of IBM Model 2", NAACL 2013), with the sparse
prior of variational Bayes on translation probabilities; it starts a hidden Markov model, in which a link depends on the
one before (S. Vogel, H. Ney and C. Tillmann, COLING 1996; the empty word as in F. Och and H. Ney, CL 29, 2003). The
directions are joined by grow-diag-final-and (P. Koehn, F. Och and D. Marcu, NAACL 2003).

All sums are over arrays in a fixed order: the same corpus gives the same links on every run.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from tm.alignment.coding import Batch, Coded, Floats, code

Links = tuple[tuple[int, int], ...]
DIAGONAL_ROUNDS, CHAIN_ROUNDS = 4, 4
_EMPTY = 0.08  # how likely a word says nothing of the other side
_TENSION = 4.0  # how near to the diagonal
_SPARSE = 0.01  # Dirichlet prior of a translation probability
_SAME = 1.0  # and of a word that is written the same on both sides
_FURTHEST = 12  # words: longer jumps count as this long
_BLOCK = 1 << 15
_NEIGHBOURS = ((-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1))


def align(source: Sequence[Sequence[Hashable]], target: Sequence[Sequence[Hashable]]) -> list[Links]:
    """The links (source word, target word) of each sentence pair, counted from 0 and ascending; the words are compared only.

    Sentences that are empty or longer than `coding.LONGEST` words get none.
    """
    with ThreadPoolExecutor(2) as threads:  # arrays are worked on outside Python's lock
        forward, backward = threads.map(_directed, (source, target), (target, source))
    return [joined(one, [(i, j) for j, i in other]) for one, other in zip(forward, backward, strict=True)]


def _directed(source: Sequence[Sequence[Hashable]], target: Sequence[Sequence[Hashable]]) -> list[list[tuple[int, int]]]:
    return _learnt(code(source, target), len(source))


def joined(forward: Iterable[tuple[int, int]], backward: Iterable[tuple[int, int]]) -> Links:
    """The links of both directions as one set, by grow-diag-final-and.

    >>> joined([(0, 0), (1, 1), (1, 2)], [(0, 0), (1, 1), (3, 3)])
    ((0, 0), (1, 1), (1, 2), (3, 3))
    """
    one, other = set(forward), set(backward)
    kept = one & other
    waiting = sorted((one | other) - kept)
    rows, columns = {i for i, _ in kept}, {j for _, j in kept}
    grown = True
    while grown:
        grown = False
        for link in waiting:
            i, j = link
            if link in kept or (i in rows and j in columns) or not any((i + a, j + b) in kept for a, b in _NEIGHBOURS):
                continue
            kept.add(link)
            rows.add(i)
            columns.add(j)
            grown = True
    for i, j in [*sorted(one), *sorted(other)]:
        if i not in rows and j not in columns:
            kept.add((i, j))
            rows.add(i)
            columns.add(j)
    return tuple(sorted(kept))


Posterior = Callable[[Batch, Floats], Floats]


def _learnt(corpus: Coded, units: int) -> list[list[tuple[int, int]]]:
    """For each unit the likeliest source word of each target word that has one."""
    links: list[list[tuple[int, int]]] = [[] for _ in range(units)]
    if not corpus.batches:
        return links
    table = np.full(len(corpus.source), 1.0 / max(1, corpus.targets))
    for _ in range(DIAGONAL_ROUNDS):
        table = _maximised(corpus, _expected(corpus, table, diagonal))
    chain = Chain()
    for _ in range(CHAIN_ROUNDS):
        table = _maximised(corpus, _expected(corpus, table, chain.posterior))
        chain.learn()
    for batch in corpus.batches:
        best = chain.posterior(batch, table).argmax(axis=2)
        empty = batch.cells.shape[2] - 1
        for row, place in zip(*np.nonzero(batch.inside & (best != empty)), strict=True):
            links[batch.units[row]].append((int(best[row, place]), int(place)))
    return links


def _expected(corpus: Coded, table: Floats, posterior: Posterior) -> Floats:
    """How often each word pair is a link, in expectation."""
    counts = np.zeros(len(table))
    for batch in corpus.batches:
        shares = posterior(batch, table)
        counts[batch.pairs] += np.bincount(batch.cells.ravel(), shares.ravel(), len(batch.pairs))
    return counts


def _maximised(corpus: Coded, counts: Floats) -> Floats:
    """Translation probabilities from expected counts, with a sparse prior (variational Bayes)."""
    counts = counts + np.where(corpus.same, _SAME, _SPARSE)
    totals: Floats = np.bincount(corpus.source, counts, corpus.empty + 1).astype(np.float64)
    totals += _SPARSE * (corpus.targets - np.bincount(corpus.source, minlength=corpus.empty + 1))
    against = digamma(totals)
    for start in range(0, len(counts), _BLOCK):  # what stays in the processor's cache
        block = slice(start, start + _BLOCK)
        counts[block] = np.exp(digamma(counts[block]) - against[corpus.source[block]])
    return counts


def digamma(values: Floats) -> Floats:
    """The derivative of the logarithm of the gamma function, for positive values, to 8 digits."""
    shifted = values + 6
    back = sum(1 / (values + step) for step in range(6))
    square = 1 / (shifted * shifted)
    series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
    result: Floats = np.log(shifted) - 0.5 / shifted - series - back
    return result


def diagonal(batch: Batch, table: Floats) -> Floats:
    """How likely each target word [B, M] goes with each source word [n + 1, the last one none], near the diagonal."""
    weights = table[batch.pairs][batch.cells]
    count = batch.cells.shape[2] - 1
    places = (np.arange(batch.cells.shape[1]) + 0.5) / batch.lengths[:, None]
    near = np.exp(-_TENSION * np.abs((np.arange(count) + 0.5) / count - places[:, :, None]))
    weights[:, :, :count] *= (1 - _EMPTY) * near / near.sum(axis=2, keepdims=True)
    weights[:, :, count] *= _EMPTY
    weights *= (batch.inside / weights.sum(axis=2))[:, :, None]
    return weights


class Chain:
    """The hidden Markov model: how likely a link jumps how far from the one before; learns from what it is asked."""

    def __init__(self) -> None:
        jumps = np.arange(-_FURTHEST, _FURTHEST + 1)
        self._jumps: Floats = np.exp(-0.5 * np.abs(jumps - 1.0))
        self._seen: Floats = np.zeros(len(self._jumps))

    def learn(self) -> None:
        """Takes over the jumps that were seen since the last time."""
        self._jumps = self._seen / self._seen.sum() + 1e-4
        self._seen = np.zeros(len(self._jumps))

    def posterior(self, batch: Batch, table: Floats) -> Floats:
        """How likely each target word [B, M] goes with each source word [n + 1, the last one none]: forward and backward."""
        says = table[batch.pairs][batch.cells]
        rows, places, width = says.shape
        count = width - 1
        outside = ~batch.inside
        says[outside] = 0.0
        says[:, :, :count] *= 1 - _EMPTY
        says[:, :, count] *= _EMPTY
        says[outside, count] = 1.0  # behind its end a sentence stands still
        distance = np.arange(count)[None, :] - np.arange(count)[:, None]
        buckets = np.clip(distance, -_FURTHEST, _FURTHEST) + _FURTHEST
        moves = self._jumps[buckets]
        moves /= moves.sum(axis=1, keepdims=True)
        before, linked = _forward(says, moves)
        result = np.zeros_like(says)
        after = np.ones((rows, count))
        crossed = np.zeros((count, count))
        for place in range(places - 1, -1, -1):
            word, none = says[:, place, :count], says[:, place, count, None]
            shares = linked[:, place] * after
            idle = before[:, place] * none * after
            total = shares.sum(axis=1) + idle.sum(axis=1)
            result[:, place, :count] = shares / total[:, None]
            result[:, place, count] = idle.sum(axis=1) / total
            behind = word * after
            if place:
                crossed += (before[:, place] / total[:, None]).T @ behind
            after = behind @ moves.T + none * after
            after /= after.sum(axis=1, keepdims=True)
        self._seen += np.bincount(buckets.ravel(), (crossed * moves).ravel(), len(self._jumps))
        result[outside] = 0.0
        return result


def _forward(says: Floats, moves: Floats) -> tuple[Floats, Floats]:
    """For each place how likely the last link is where in front of it, and how likely it is linked itself to which word."""
    rows, places, width = says.shape
    count = width - 1
    before = np.empty((rows, places, count))
    linked = np.empty((rows, places, count))
    state = np.full((rows, count), 1.0 / count)
    for place in range(places):
        before[:, place] = state
        reached = state @ moves if place else state
        linked[:, place] = says[:, place, :count] * reached
        state = linked[:, place] + says[:, place, count, None] * state
        total = state.sum(axis=1, keepdims=True)
        state /= total
        linked[:, place] /= total
        before[:, place] /= total
    return before, linked
