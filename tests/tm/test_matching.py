"""Scores and their penalties, and the difference of two segments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tm.memory.helpers import unit
from tm.essence import bare, essence
from tm.matching import BOTH_SIDES, EXACT, Kind, Penalty, Score, difference, in_context, lowered, of_unit, score, similarity
from tm.text import nfc
from tm.units import PLACEHOLDER, TranslationUnit, plain

TAG = PLACEHOLDER
texts = st.text(st.sampled_from("abcABCéđ 0123.,!’'«»\u00a0" + TAG), max_size=30)


def penalties(query: str, source: str) -> dict[str, float]:
    return {penalty.reason: penalty.points for penalty in score(query, source).penalties}


@pytest.mark.parametrize(
    ("query", "source", "expected"),
    [
        ("Le Conseil de sécurité", "Le conseil de sécurité", {"case": 1}),
        ("Oui, le ministre part.", "Oui le ministre part.", {"punctuation": 1}),
        ("L'accord est signé.", "L’accord est signé.", {"typography": 1}),
        ("« Oui »", "“Oui”", {"typography": 1}),
        ("Il y a  deux pays.", "Il y a deux pays.", {"typography": 1}),
        ("La séance 12", "La séance 13", {"numbers": 2}),
        ("De 1 à 2, 3, 4 et 5", "De 6 à 7, 8, 9 et 0", {"numbers": 6}),
        (f"Le {TAG}ministre{TAG} part.", "Le ministre part.", {"tags": 2}),
        (f"Le {TAG}ministre part.", f"Le ministre {TAG}part.", {"tags": 1}),
        ("hội nghị thượng đỉnh", "Hội nghị thượng đỉnh", {"case": 1}),
        ("hoi nghi thuong dinh", "hội nghị thượng đỉnh", {"accents": 5}),
        ("—", "…", {"punctuation": 1}),
    ],
)
def test_what_costs_little_is_itemised(query: str, source: str, expected: dict[str, float]) -> None:
    assert penalties(query, source) == expected
    if essence(plain(query)):
        assert score(query, source) == Score(100 - sum(expected.values()), Kind.FUZZY, score(query, source).penalties)


def test_words_that_differ_cost_by_their_letters() -> None:
    assert score("Le ministre chinois est parti", "Le ministre indien est parti").points == pytest.approx(100 * (1 - 5 / 29), abs=0.1)
    assert score("abc", "xyz").points == 0


def test_tones_are_another_word_where_both_have_them() -> None:
    assert score("bán", "bạn").points < 70
    assert penalties("bán", "bạn") == {}


@given(texts, texts)
def test_a_score_is_100_for_the_same_text_only(query: str, source: str) -> None:
    found = score(query, source)
    assert 0 <= found.points <= 100
    assert (found.points == EXACT) == (query == source)
    assert score(source, query).points == found.points


@given(texts, texts)
def test_penalties_add_up(query: str, source: str) -> None:
    found = score(query, source)
    base, _ = similarity(essence(plain(query)), essence(plain(source)))
    lost = sum(penalty.points for penalty in found.penalties if penalty.reason != "accents")
    if query != source and essence(plain(query) + plain(source)):
        assert found.points == pytest.approx(max(0, min(99, base - lost)), abs=0.06)


@given(texts, texts)
def test_a_difference_tells_both_texts(query: str, source: str) -> None:
    parts = difference(query, source)
    assert "".join(part.query for part in parts) == plain(query)
    assert "".join(part.source for part in parts) == plain(source)
    assert all((part.query == part.source) == (part.change == "equal") for part in parts)


class TestContext:
    UNIT = unit(fr="Oui.", en="Yes.", previous="Est-ce vrai ?", next="Merci.")

    @pytest.mark.parametrize(
        ("previous", "following", "points", "kind"),
        [
            ("Est-ce vrai ?", "Merci.", 102, Kind.CONTEXT),
            ("Est-ce vrai ?", "Non.", 101, Kind.CONTEXT),
            ("Est-ce vrai ?", "", 101, Kind.CONTEXT),
            ("Non.", "Merci.", 100, Kind.EXACT),
            ("", "", 100, Kind.EXACT),
        ],
    )
    def test_segments_around(self, previous: str, following: str, points: float, kind: Kind) -> None:
        found = in_context(Score(EXACT, Kind.EXACT), self.UNIT, previous=previous, following=following)
        assert (found.points, found.kind) == (points, kind)

    def test_nothing_around_is_no_context(self) -> None:
        alone = unit(fr="Oui.", en="Yes.")
        assert in_context(Score(EXACT, Kind.EXACT), alone, previous="", following="").points == 100

    def test_only_the_same_text_has_context(self) -> None:
        found = Score(99, Kind.FUZZY)
        assert in_context(found, self.UNIT, previous="Est-ce vrai ?", following="Merci.") == found


class TestUnits:
    @pytest.mark.parametrize(
        ("made", "expected"),
        [
            (unit(fr="Oui.", en="Yes."), []),
            (unit(fr="Oui.", en="Yes.", source_language="fr"), []),
            (unit(fr="Oui.", en="Yes.", source_language="en"), [("direction", 1.0)]),
            (unit(fr="Oui.", en="Yes.", origin="pivot"), [("origin", 5.0)]),
            (TranslationUnit(unit(fr="Oui.", en="Yes.").variants, score=80.0, origin="alignment"), [("origin", 3.0), ("reliability", 2.0)]),
        ],
    )
    def test_what_a_unit_is_worth_less(self, made: TranslationUnit, expected: list[tuple[str, float]]) -> None:
        found = of_unit(Score(EXACT, Kind.EXACT), made, "fr")
        assert [(penalty.reason, penalty.points) for penalty in found.penalties] == expected
        assert found.points == 100 - sum(points for _, points in expected)

    def test_context_does_not_make_up_for_it(self) -> None:
        found = lowered(Score(BOTH_SIDES, Kind.CONTEXT), Penalty("direction", 1.0))
        assert (found.points, found.kind) == (99, Kind.FUZZY)


class TestEssence:
    @given(st.text(max_size=40).map(nfc))
    def test_it_is_its_own(self, text: str) -> None:
        assert essence(essence(text)) == essence(text)
        assert len(bare(essence(text))) == len(essence(text))

    @given(texts)
    def test_a_bare_essence_has_no_marks(self, text: str) -> None:
        assert bare(essence(plain(text))).isascii()
