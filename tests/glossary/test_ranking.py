"""Scores: what they are made of, and in which direction each part moves them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.mining.ranking import Counts, Lexis, explain, explain_name, score
from tm.tagging import Token

TOTAL, DOCUMENTS = 5000, 10
WORDS = {"accord": 12, "pêche": 20, "durable": 6, "quota": 8, "sardine": 5, "jour": 30, "autre": TOTAL - 81}


def lexis(uses: Mapping[str, int]) -> Lexis:
    """A corpus in which these words stand so often, each in one form."""
    corpus = Lexis()
    for word, count in uses.items():
        corpus.add([Token(word, 0, len(word), "N", word)] * count)
    return corpus


CORPUS = lexis(WORDS)
PLAIN = Counts(pattern="NSN", words=("accord", "peche"), count=6, weight=6, documents=3, alone=6)
PARTS = {"pattern", "weirdness", "cohesion", "spread", "nestedness", "length", "known"}


def points(counts: Counts) -> float:
    return score(explain(counts, CORPUS, DOCUMENTS))


@given(
    st.sampled_from(["N", "NA", "NSN", "NSNSN", "AN", "NXYZ", ""]),
    st.lists(st.sampled_from(["accord", "peche", "zyglophore", "de", "jour", "mer"]), min_size=1, max_size=6),
    st.integers(1, 400),
    st.data(),
)
def test_every_part_lies_between_nought_and_one(pattern: str, words: list[str], count: int, data: st.DataObject) -> None:
    documents = data.draw(st.integers(1, min(count, 50)))
    alone = data.draw(st.integers(0, count))
    flags = data.draw(st.tuples(st.booleans(), st.booleans()))
    counts = Counts(pattern, tuple(words), count, data.draw(st.floats(0, count)), documents, alone, *flags)
    corpus = lexis({word: data.draw(st.integers(1, 500)) for word in words} | {"autre": data.draw(st.integers(1, 100_000))})
    why = explain(counts, corpus, data.draw(st.integers(documents, 500)))
    assert set(why) == PARTS
    assert all(0 <= value <= 1 for value in why.values())
    assert 0 <= score(why) <= 100


@pytest.mark.parametrize(
    ("more", "less"),
    [
        pytest.param(replace(PLAIN, count=12, weight=12, alone=12), PLAIN, id="used more often"),
        pytest.param(PLAIN, replace(PLAIN, weight=3), id="in articles rather than in teasers"),
        pytest.param(replace(PLAIN, documents=6), PLAIN, id="in more documents"),
        pytest.param(PLAIN, replace(PLAIN, alone=1), id="by itself rather than inside another"),
        pytest.param(PLAIN, replace(PLAIN, general=True), id="an adjective that only judges"),
        pytest.param(PLAIN, replace(PLAIN, loose=True), id="no article inside"),
        pytest.param(replace(PLAIN, known=True), PLAIN, id="in the reference glossary"),
        pytest.param(replace(PLAIN, words=("jour", "annee"), official=True), replace(PLAIN, words=("jour", "annee")), id="one fixed name"),
        pytest.param(replace(PLAIN, pattern="NA"), replace(PLAIN, pattern="NPXV"), id="a shape that terms have"),
        pytest.param(PLAIN, replace(PLAIN, words=("accord", "jour")), id="parts that hold together"),
    ],
)
def test_what_speaks_for_a_term_raises_its_score(more: Counts, less: Counts) -> None:
    assert points(more) > points(less)


def test_rare_words_weigh_more_than_common_ones() -> None:
    weird = lexis({"sardine": 5, "jour": 5, "pays": 2, "autre": TOTAL}).weirdness
    assert weird("sardine") > weird("jour") > weird("pays") >= 0
    assert lexis({"zyglophore": 1, "autre": TOTAL}).weirdness("zyglophore") == 1
    assert weird("nowhere") > 0


def test_the_marks_of_a_word_do_not_make_it_rare() -> None:
    """What is counted by folded lemma is compared with how French writes it."""
    assert lexis({"qualité": 5, "autre": TOTAL}).weirdness("qualite") < 0.9 * lexis({"qualite": 5, "autre": TOTAL}).weirdness("qualite")


def test_two_words_are_better_than_one_or_many() -> None:
    lengths = [explain(replace(PLAIN, words=("accord",) * n), CORPUS, DOCUMENTS)["length"] for n in range(1, 8)]
    assert max(lengths) == lengths[1]
    assert lengths[0] < lengths[1] > lengths[4] >= lengths[6]


@given(st.dictionaries(st.sampled_from(sorted(PARTS)), st.floats(0, 1), min_size=6), st.sampled_from(sorted(PARTS)))
def test_no_part_counts_against_a_term(why: dict[str, float], part: str) -> None:
    assert score({**why, part: 1.0}) >= score(why) >= score({**why, part: 0.0})


def test_the_score_is_rounded_and_tells_apart() -> None:
    low, high = score(dict.fromkeys(PARTS, 0.0)), score(dict.fromkeys(PARTS, 1.0))
    assert 0 <= low < 5
    assert 95 < high <= 100
    assert math.isclose(low * 10, round(low * 10))


def test_what_speaks_for_a_name_raises_its_score() -> None:
    plain = score(explain_name(2, 0, known_kind=False))
    assert score(explain_name(2, 3, known_kind=True)) > score(explain_name(2, 0, known_kind=True)) > plain
    assert score(explain_name(20, 0, known_kind=False)) > plain
