"""Word alignment and the company of phrases, against plain sums over every possibility."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench import plain_alignment
from tm.alignment import words
from tm.alignment.coding import LONGEST, code
from tm.alignment.phrases import Phrases
from tm.alignment.words import Chain, align, diagonal, digamma, joined

Corpus = Sequence[tuple[Sequence[str], Sequence[str]]]
WORDS = st.lists(st.sampled_from("abcdef"), max_size=7)
CORPUS = st.lists(st.tuples(WORDS, WORDS), max_size=8)

SMALL = [
    (["le", "pont", "rouge"], ["the", "red", "bridge"]),
    (["le", "pont"], ["the", "bridge"]),
    (["un", "vélo", "rouge"], ["a", "red", "bicycle"]),
    (["le", "vélo"], ["the", "bicycle"]),
    (["un", "pont"], ["a", "bridge"]),
]


def sides(corpus: Corpus) -> tuple[list[Sequence[str]], list[Sequence[str]]]:
    return [one for one, _ in corpus], [other for _, other in corpus]


def test_words_that_keep_company_are_linked() -> None:
    """Across a word that the other side lacks, and not by place alone."""
    inserted = [(["vraiment", "le", "pont"], ["the", "bridge"]), (["le", "vélo"], ["so", "the", "bicycle"])]
    links = align(*sides([*SMALL * 3, *inserted]))
    assert links[1] == ((0, 0), (1, 1))
    assert {(1, 0), (2, 1)} <= set(links[-2])
    assert {(0, 1), (1, 2)} <= set(links[-1])


@given(CORPUS)
def test_links_lie_within_their_sentences_and_are_the_same_again(corpus: Corpus) -> None:
    links = align(*sides(corpus))
    assert len(links) == len(corpus)
    for (one, other), found in zip(corpus, links, strict=True):
        assert all(0 <= i < len(one) and 0 <= j < len(other) for i, j in found)
        assert list(found) == sorted(set(found))
    assert align(*sides(corpus)) == links


def test_the_number_of_units_in_a_batch_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = SMALL * 7
    before = align(*sides(corpus))
    monkeypatch.setattr("tm.alignment.coding._CELLS", 20)
    assert align(*sides(corpus)) == before


def test_overlong_and_empty_sentences_get_no_links() -> None:
    long = ["mot"] * (LONGEST + 1)
    links = align([*sides(SMALL)[0], long, []], [*sides(SMALL)[1], ["word"], ["word"]])
    assert links[-2:] == [(), ()]
    assert links[0]


def test_no_corpus_at_all() -> None:
    assert align([], []) == []


@given(CORPUS)
def test_the_first_model_expects_what_the_plain_one_does(corpus: Corpus) -> None:
    first, second = sides([(one, other) for one, other in corpus if one and other])
    coded = code(first, second)
    table = np.full(len(coded.source), 0.5)
    counts = words._expected(coded, table, diagonal)
    expected: dict[tuple[str | None, str], float] = defaultdict(float)
    for one, other in zip(first, second, strict=True):
        for place, word in enumerate(other):
            weights = plain_alignment.shares(one, other, place, defaultdict(lambda: 0.5))
            for origin, weight in zip([*one, None], weights, strict=True):
                expected[origin, word] += weight / sum(weights)
    assert sorted(counts) == pytest.approx(sorted(expected.values()))


@given(st.integers(1, 4), st.integers(1, 4))
def test_the_chain_sums_over_every_way(n: int, m: int) -> None:
    """Against all (2n)^m ways: each target word is linked to a source word, or to none while the last link stays."""
    coded = code([[f"s{i}" for i in range(n)]], [[f"t{j}" for j in range(m)]])
    [batch] = coded.batches
    table = np.random.default_rng(n * 10 + m).uniform(0.1, 1.0, len(coded.source))
    chain = Chain()
    jumps = chain._jumps.copy()
    says = table[batch.pairs][batch.cells][0]
    expected = np.zeros((m, n + 1))
    total = 0.0
    for ways in product(range(2 * n), repeat=m):  # way w: last link at w % n; linked where w < n
        weight, last = 1.0, -1
        for place, way in enumerate(ways):
            at, linked = way % n, way < n
            if linked:
                scale = sum(jumps[i - last + 12] for i in range(n)) if last >= 0 else 0
                weight *= says[place, at] * 0.92 * (jumps[at - last + 12] / scale if last >= 0 else 1 / n)
            else:
                stays = at == last if last >= 0 else True
                weight *= says[place, n] * 0.08 * (stays if last >= 0 else 1 / n)
            last = at
        total += weight
        for place, way in enumerate(ways):
            expected[place, way if way < n else n] += weight
    assert chain.posterior(batch, table)[0] == pytest.approx(expected / total)


@given(st.floats(0.001, 500))
def test_digamma_is_the_slope_of_lgamma(value: float) -> None:
    step = 1e-4 * value
    slope = (math.lgamma(value + step) - math.lgamma(value - step)) / (2 * step)
    assert digamma(np.array([value]))[0] == pytest.approx(slope, rel=1e-3, abs=1e-4)


LINKS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)))


@given(LINKS, LINKS)
def test_joined_links_lie_between_intersection_and_union(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    found = set(joined(one, other))
    assert set(one) & set(other) <= found <= set(one) | set(other)


SENTENCES = st.lists(st.lists(st.sampled_from("abc"), max_size=8), min_size=1, max_size=6)


@given(SENTENCES, st.data())
def test_dice_is_what_counting_by_hand_gives(sentences: list[list[str]], data: st.DataObject) -> None:
    edges = [[word != "c" for word in sentence] for sentence in sentences]
    phrases = Phrases(sentences, edges)
    having: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, sentence in enumerate(sentences):
        for start in range(len(sentence)):
            for end in range(start + 1, min(len(sentence), start + 6) + 1):
                phrase = phrases.at(number, start, end)
                assert (phrase >= 0) == (sentence[start] != "c" and sentence[end - 1] != "c")
                if phrase >= 0:
                    having[tuple(sentence[start:end])].add(number)
    wanted = sorted(data.draw(st.sets(st.integers(0, len(sentences) - 1), min_size=1)))
    dice = phrases.dice(wanted, limit=10_000)
    by_hand = {
        words: 2 * len(where & set(wanted)) / (len(where) + len(wanted)) for words, where in having.items() if len(where & set(wanted)) > 1
    }
    assert sorted(dice.values()) == pytest.approx(sorted(by_hand.values()))
    for phrase in dice:
        number = next(n for n in wanted if phrases.place(n, phrase))
        place = phrases.place(number, phrase)
        assert place is not None
        assert phrases.at(number, *place) == phrase
        assert dice[phrase] == pytest.approx(by_hand[tuple(sentences[number][slice(*place)])])
    assert set(phrases.dice(wanted, [0], limit=0)) == {0}
