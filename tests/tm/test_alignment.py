"""Sentence alignment against a plain one, on made-up languages whose words translate each other by rule."""

from __future__ import annotations

import math
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tm.alignment import Alignment, Bead, Lexicon, Method, Side, align, band, learn
from tm.alignment.path import STEPS, Array, Step, best, blocks

SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "ti")
LEAVING = 0.15  # what a bead's probability must be worth


class Table:
    """Gains at random, held whole."""

    def __init__(self, sources: int, targets: int, seed: int) -> None:
        chance = np.random.default_rng(seed)
        self.skipped: Array = chance.normal(-2, 1, targets)
        self.whole = {step: chance.normal(-2, 2, (sources + 1, targets + 1)) for step in STEPS}

    def block(self, rows: range, columns: range) -> dict[Step, Array]:
        return {step: values[rows.start : rows.stop, columns.start : columns.stop] for step, values in self.whole.items()}


def log_sum(values: Sequence[float]) -> float:
    most = max(values, default=-math.inf)
    return most if most == -math.inf else most + math.log(sum(math.exp(value - most) for value in values))


def plain_best(gains: Table, sources: int, targets: int) -> tuple[float, dict[tuple[int, int, Step], float]]:
    """The largest sum of probabilities of beads (less what each must be worth), and the probability of each bead, cell by cell."""
    cells = [(row, column) for row in range(sources + 1) for column in range(targets + 1)]
    steps: list[Step] = [*STEPS, (0, 1)]

    def gain(row: int, column: int, step: Step) -> float:
        return float(gains.skipped[column - 1]) if step == (0, 1) else float(gains.whole[step][row, column])

    ahead: dict[tuple[int, int], float] = {}
    for row, column in cells:
        ways = [ahead[row - up, column - left] + gain(row, column, (up, left)) for up, left in steps if up <= row and left <= column]
        ahead[row, column] = log_sum(ways) if ways else 0.0
    behind: dict[tuple[int, int], float] = {}
    for row, column in reversed(cells):
        ways = [
            behind[row + up, column + left] + gain(row + up, column + left, (up, left))
            for up, left in steps
            if row + up <= sources and column + left <= targets
        ]
        behind[row, column] = log_sum(ways) if ways else 0.0
    chances = {
        (row, column, (up, left)): math.exp(
            ahead[row - up, column - left] + gain(row, column, (up, left)) + behind[row, column] - behind[0, 0]
        )
        for row, column in cells
        for up, left in steps
        if up <= row and left <= column
    }
    worth: dict[tuple[int, int], float] = {}
    for row, column in cells:
        worth[row, column] = max(
            (
                worth[row - up, column - left] + (chances[row, column, (up, left)] - LEAVING if up and left else 0)
                for up, left in steps
                if up <= row and left <= column
            ),
            default=0.0,
        )
    return worth[sources, targets], chances


def check_against_plain(sources: int, targets: int, seed: int) -> None:
    gains = Table(sources, targets, seed)
    beads = best(gains, sources, targets, [range(targets + 1)] * len(blocks(sources)))
    worth, chances = plain_best(gains, sources, targets)
    pairs = [chances[bead.source_end, bead.target_end, bead.kind] for bead in beads if bead.is_pair]
    assert sum(pairs) - LEAVING * len(pairs) == pytest.approx(worth, abs=1e-5)
    for bead, chance in zip([bead for bead in beads if bead.is_pair], pairs, strict=True):
        assert bead.score == pytest.approx(100 * chance, abs=0.06)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 10_000))
def test_the_best_way_is_that_of_a_plain_search(sources: int, targets: int, seed: int) -> None:
    check_against_plain(sources, targets, seed)


def test_so_it_is_over_several_blocks() -> None:
    check_against_plain(140, 20, 1)


def invented(count: int, seed: int, words: int = 2000) -> list[tuple[str, str]]:
    """Sentences and their translations: each word has its own, which stands in another place and is now and then left out."""
    chance = random.Random(seed)
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(words)]
    made = []
    for _ in range(count):
        sentence = [vocabulary[int(words ** chance.random()) - 1] for _ in range(chance.randint(4, 22))]
        answer = [word[::-1] for word in sentence if chance.random() > 0.1] or ["x"]
        chance.shuffle(answer)
        made.append((" ".join(sentence).capitalize() + ".", " ".join(answer).capitalize() + "."))
    return made


def sides(
    pairs: Sequence[tuple[str, str]], without: frozenset[int] = frozenset(), missing: frozenset[int] = frozenset()
) -> tuple[Side, Side]:
    """The sides of pairs, `without` some sentences of the source and with some `missing` of the target."""
    first = tuple(pair[0] for number, pair in enumerate(pairs) if number not in without)
    second = tuple(pair[1] for number, pair in enumerate(pairs) if number not in missing)
    return Side("fr", first), Side("en", second)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return learn(invented(400, 1), "fr", "en")


def covers(found: Alignment, source: Side, target: Side) -> bool:
    """Whether the beads hold every sentence of both sides once, in order."""
    row = column = 0
    for bead in found.beads:
        if (bead.source_start, bead.target_start) != (row, column) or not any(bead.kind) or not 0 <= bead.score <= 100:
            return False
        row, column = bead.source_end, bead.target_end
    return (row, column) == (len(source.sentences), len(target.sentences))


TEXTS = st.lists(st.text("abcdé 12,.#\u0300\u200b", max_size=30), max_size=12)


@given(TEXTS, TEXTS, st.sampled_from([None, *Method]), st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)))
def test_every_sentence_stands_once_and_in_order(
    first: list[str], second: list[str], method: Method | None, starts: set[int], others: set[int]
) -> None:
    source, target = Side("fr", tuple(first), frozenset(starts)), Side("vi", tuple(second), frozenset(others))
    assert covers(align(source, target, method=method), source, target)


@pytest.mark.parametrize("method", list(Method))
@given(seed=st.integers(0, 1000), count=st.integers(1, 30))
def test_a_text_answers_itself(method: Method, seed: int, count: int) -> None:
    sentences = tuple(source for source, _ in invented(count, seed))
    found = align(Side("fr", sentences), Side("fr", sentences), method=method)
    assert [bead[:4] for bead in found.beads] == [(n, n + 1, n, n + 1) for n in range(count)]


def right(found: Alignment, pairs: Sequence[tuple[str, str]], source: Side, target: Side) -> float:
    """The F1 of beads of one sentence on either side."""
    wanted = {(first, second) for first, second in pairs if first in source.sentences and second in target.sentences}
    told = {(source.sentences[bead.source_start], target.sentences[bead.target_start]) for bead in found.beads if bead.kind == (1, 1)}
    return 2 * len(told & wanted) / (len(told) + len(wanted))


def some(count: int, share: float, seed: int) -> frozenset[int]:
    return frozenset(random.Random(seed).sample(range(count), int(count * share)))


def test_edited_texts_are_aligned_by_words(lexicon: Lexicon) -> None:
    pairs = invented(120, 1)
    source, target = sides(pairs, some(120, 0.2, 1), some(120, 0.2, 2))
    found = align(source, target, lexicon=lexicon)
    assert found.method is Method.ANCHORS
    assert right(found, pairs, source, target) > 0.95
    assert right(align(source, target, method=Method.LENGTH), pairs, source, target) < 0.9


def test_complete_translations_are_told_by_their_lengths(lexicon: Lexicon) -> None:
    chance = random.Random(4)
    pairs = [("a" * size, "b" * (size + chance.randint(-2, 2))) for size in (chance.randint(5, 200) for _ in range(80))]
    source, target = sides(pairs)
    assert align(source, target).method is Method.LENGTH
    assert align(source, target, method=Method.ANCHORS, lexicon=lexicon).method is Method.ANCHORS
    assert align(*sides(pairs[:20])).method is Method.ANCHORS, "the lengths of a short text fit by chance"


def test_sentences_taken_together_are_found(lexicon: Lexicon) -> None:
    pairs = invented(40, 1)
    source, target = sides(pairs)
    joined = (*target.sentences[:10], " ".join(target.sentences[10:12]), *target.sentences[12:])
    for method in Method:
        found = align(source, Side("en", joined), method=method, lexicon=lexicon)
        assert [bead.kind for bead in found.beads].count((2, 1)) == 1
        assert Bead(10, 12, 10, 11) in [bead._replace(score=100.0) for bead in found.beads]


def test_paragraphs_count_where_both_sides_have_them() -> None:
    lines = tuple("a" * 50 for _ in range(6))
    breaks, others = frozenset([0, 2, 4]), frozenset([0, 3])
    [first, *_] = align(Side("fr", lines, breaks), Side("en", lines[:5], frozenset([0, 1, 3]))).beads
    assert first.kind in ((2, 1), (1, 0)), "the paragraph of two answers that of one"
    assert align(Side("fr", lines, breaks), Side("en", lines)).beads == align(Side("fr", lines), Side("en", lines, others)).beads


def test_numbers_and_dates_are_the_same_in_all_languages() -> None:
    source = Side("fr", ("Aaaa le 12 mars 2025.", "Bbbb de 1 234,5 tonnes.", "Cccc en 1982."))
    target = Side("vi", ("Xxxx 1.234,5 yyyyy.", "Zzzz 1982."))
    found = align(source, target)
    assert [bead[:4] for bead in found.beads if bead.is_pair] == [(1, 2, 0, 1), (2, 3, 1, 2)]


@pytest.mark.parametrize("method", list(Method))
def test_one_side_may_be_empty(method: Method) -> None:
    empty, full = Side("fr", ()), Side("en", ("One.", "Two."))
    assert [bead.kind for bead in align(empty, full, method=method).beads] == [(0, 1), (0, 1)]
    assert [bead.kind for bead in align(full, empty, method=method).beads] == [(1, 0), (1, 0)]
    assert align(empty, empty).beads == ()


def test_a_missing_chapter_does_not_lead_astray(lexicon: Lexicon) -> None:
    pairs = invented(2400, 6, words=20_000)
    source, target = sides(pairs, some(2400, 0.03, 3), frozenset(range(900, 1500)))
    found = align(source, target, lexicon=lexicon, method=Method.ANCHORS)
    assert covers(found, source, target)
    assert right(found, pairs, source, target) > 0.95


def test_the_band_of_a_long_text_is_narrow() -> None:
    pairs = invented(8000, 7, words=50_000)
    source, target = sides(pairs, missing=frozenset(range(3000, 5000)))
    first, second = ([sentence.lower().rstrip(".").split() for sentence in side.sentences] for side in (source, target))
    same = Lexicon({word: {word[::-1]: 1.0} for sentence in first for word in sentence})
    points = band.chain(first, second, same)
    assert len(points) > 1000
    assert [point for point in points if point[0] in range(3000, 5000)] == []
    held = band.band(source.sentences, target.sentences, points, 100)
    assert sum(map(len, held)) / len(held) < 600
    assert all(one.stop > next_one.start and one.start <= next_one.start for one, next_one in pairwise(held))


def test_a_way_along_the_edge_is_told() -> None:
    held = [range(50), range(20, 90)]
    assert not band.touches([(1, 1), (10, 20), (70, 60)], held, 89)
    assert band.touches([(10, 49)], held, 89)
    assert band.touches([(70, 21)], held, 89)


def test_other_hashes_give_the_same_beads() -> None:
    code = (
        "from tests.tm.test_alignment import invented, sides, some\n"
        "from tm.alignment import align, learn\n"
        "print(align(*sides(invented(60, 8), some(60, .2, 1)), lexicon=learn(invented(60, 9), 'fr', 'en')).beads)"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1] != ""


def test_a_lexicon_knows_what_was_learned(lexicon: Lexicon) -> None:
    words = [word for word, count in lexicon.source_counts.items() if count > 10]
    assert len(words) > 20
    assert all(max(lexicon.forward[word], key=lexicon.forward[word].__getitem__) == word[::-1] for word in words)
    assert all(lexicon.backward[word[::-1]][word] > 0.2 for word in words)
    assert 0.8 < lexicon.ratio < 1
    assert learn([], "fr", "en").ratio == 1
    assert learn([("", "x"), ("y", "")], "fr", "en").forward == {}
