"""Signatures beside the plain way of doing the same, and the bounds that look-ups rely on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from tm.essence import bare, essence
from tm.memory.entries import text_key
from tm.memory.runs import language_bit, made
from tm.memory.signatures import distances, essences, nearest, signatures
from tm.text import nfc

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=25).map(nfc)
some = st.lists(texts, min_size=1, max_size=6)
letters = st.text(st.sampled_from("abéàđo 01."), max_size=25)


@given(some)
def test_many_essences_at_once_are_those_of_each(found: list[str]) -> None:
    many = essences(found)
    assert many.texts() == [essence(text.replace("\n", " ")) for text in found]
    assert many.bare().texts() == [bare(essence(text.replace("\n", " "))) for text in found]
    assert [len(text.encode("utf-16-le")) // 2 for text in many.texts()] == many.lengths.tolist()


@given(some)
def test_a_signature_does_not_depend_on_what_stands_beside(found: list[str]) -> None:
    together = signatures(essences(found))
    for text, row in zip(found, together, strict=True):
        assert np.array_equal(signatures(essences([text]))[0], row)


@given(letters, letters)
def test_an_edit_changes_four_bits_at_most(first: str, second: str) -> None:
    one, other = signatures(essences([first, second]))
    edits = Levenshtein.distance(bare(essence(first)), bare(essence(second)))
    assert distances([one[column : column + 1] for column in range(4)], other)[0] <= 4 * edits


def test_signatures_are_the_same_on_every_machine() -> None:
    [found] = signatures(essences(["Le ministre est arrivé à Hanoï."]))
    assert [int(word) for word in found] == [4503599627370496, 36209396098828356, 1268853633982464, 2305860603547615264]
    assert text_key("fr", "Le ministre est arrivé à Hanoï.") == -6388138644984907851


def test_marks_and_numbers_make_no_difference() -> None:
    one, other = signatures(essences(["Đối tác, ngày 3", "doi tac ngay 12"]))
    assert np.array_equal(one, other)


@given(st.lists(st.integers(0, 255), min_size=1, max_size=60), st.integers(1, 20), st.integers(0, 300))
def test_the_nearest_are_the_smallest(found: list[int], most: int, bound: int) -> None:
    places = nearest(np.array(found, dtype=np.uint8), most, bound)
    expected = sorted(value for value in found if value <= bound)[:most]
    assert sorted(found[place] for place in places) == expected
    assert len(set(places.tolist())) == len(places)


def test_a_run_has_each_key_once_with_all_its_languages() -> None:
    run = made(["trois mots ici", "un", "trois mots ici"], [7, -3, 7], [language_bit("en"), 2, language_bit("vi")])
    assert run.keys.tolist() == [-3, 7]
    assert run.lengths.tolist() == [2, 14]
    assert run.targets.tolist() == [2, 2 | 4]


@pytest.mark.parametrize("language", ["fr", "en", "vi", "de", "zh", "abcdefgh"])
def test_a_language_has_one_bit(language: str) -> None:
    assert language_bit(language).bit_count() == 1
    assert language_bit(language) < 2**32
