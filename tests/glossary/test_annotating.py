"""Terms in a text: where they stand, how they overlap, and which of a concept's terms is meant."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.annotating import annotate, annotated
from glossary.mining.recognition import Recogniser
from glossary.model import AdministrativeStatus, Annotation, Concept, ReviewState
from glossary.termbase import decisions, reading, writing
from glossary.termbase.read import Hit
from tests.glossary.helpers import concept, judge, term

DEPRECATED = AdministrativeStatus.DEPRECATED
CONCEPTS = [
    concept(fr="accord de pêche", en="fishing agreement", vi="hiệp định nghề cá"),
    concept(fr="pêche", en="fishing"),
    concept(fr=[term("criée"), term("vente à la criée", DEPRECATED)], en="fish auction"),
    concept(ReviewState.PROPOSED, fr="quota", en="quota"),
    concept(fr=[term("phare"), term("feu", state=ReviewState.PROPOSED)], en="lighthouse"),
    concept(fr="pêche de la sardine"),
    concept(fr="accord", en="agreement"),
    concept(fr="accord", en="chord"),
]


@pytest.fixture(scope="module")
def termbase(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("annotating") / "glossary.db"
    with writing(path) as db:
        decider = decisions.Decider(db, "testeuse")
        for each in CONCEPTS:
            decider.add(each)
        judge(db, decider.add(concept(fr="hareng")), "rejected", "testeuse", "test")
    with reading(path) as connection:
        yield connection


def found(termbase: sqlite3.Connection, text: str, *states: ReviewState, language: str = "fr") -> list[tuple[str, int]]:
    """The terms in a text and their concepts."""
    result = annotated(termbase, text, language, [ReviewState.APPROVED, *states])
    assert result.concepts.keys() == {annotation.concept for annotation in result.annotations}
    return [(annotation.text, annotation.concept) for annotation in result.annotations]


def test_nested_terms_come_behind_the_longer_one(termbase: sqlite3.Connection) -> None:
    text = "Des accords de pêche."
    long, *short, last = annotated(termbase, text, "fr").annotations
    assert (long.start, long.end, long.text, long.inside) == (4, 20, "accords de pêche", ())
    assert [(each.text, each.concept, each.inside) for each in short] == [("accords", 7, ((4, 20),)), ("accords", 8, ((4, 20),))]
    assert (last.text, last.inside, last.crosses) == ("pêche", ((4, 20),), ())


def test_crossing_terms_name_each_other(termbase: sqlite3.Connection) -> None:
    places = {each.text: each for each in annotated(termbase, "L'accord de pêche de la sardine.", "fr").annotations}
    assert places["accord de pêche"].crosses == ((12, 31),)
    assert places["pêche de la sardine"].crosses == ((2, 17),)
    assert places["pêche"].inside == ((2, 17), (12, 31))
    assert places["pêche"].crosses == ()


def test_states(termbase: sqlite3.Connection) -> None:
    text = "Le quota, le feu, le phare, le hareng."
    assert found(termbase, text) == [("phare", 5)]
    assert found(termbase, text, ReviewState.PROPOSED) == [("quota", 4), ("feu", 5), ("phare", 5)]


def test_a_forbidden_term_says_so(termbase: sqlite3.Connection) -> None:
    [forbidden, _] = annotated(termbase, "Une vente à la criée.", "fr").annotations
    assert (forbidden.term, forbidden.status, forbidden.state) == ("vente à la criée", DEPRECATED, ReviewState.APPROVED)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Fishing agreements expired.", "en", [("Fishing agreements", 1), ("Fishing", 2), ("agreements", 7)]),
        ("Hiep dinh nghe ca.", "vi", [("Hiep dinh nghe ca", 1)]),
        ("Hiệp đinh nghề cá.", "vi", []),
        ("Rien ici.", "fr", []),
        ("", "fr", []),
        ("accord", "pt", []),
    ],
)
def test_all_languages(termbase: sqlite3.Connection, text: str, language: str, expected: list[tuple[str, int]]) -> None:
    assert found(termbase, text, language=language) == expected


def hit(text: str, number: int, status: str = "preferred") -> Hit:
    return Hit(number, "fr", text, text, "approved", status)


@pytest.mark.parametrize(
    ("written", "meant"), [("mise en œuvre", "mise en œuvre"), ("mise en oeuvre", "mise en oeuvre"), ("mises en œuvre", "mise en œuvre")]
)
def test_of_a_concept_the_term_as_written_is_meant(written: str, meant: str) -> None:
    terms = [hit("mise en oeuvre", 1, "deprecated"), hit("mise en œuvre", 1)]
    [place] = annotate(written, Recogniser((each.term, each) for each in terms))
    assert place.term == meant


WORDS = ["accord", "de", "pêche", "sardine", "accords", ".", "quota"]


@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), max_size=6, unique=True),
    st.lists(st.sampled_from(WORDS), max_size=14),
)
def test_overlaps_are_all_told(terms: list[str], words: list[str]) -> None:
    text = " ".join(words)
    places = list(annotate(text, Recogniser([(each, hit(each, number)) for number, each in enumerate(terms)])))
    for place in places:
        others = {(other.start, other.end) for other in places} - {(place.start, place.end)}
        overlapping = {other for other in others if other[0] < place.end and place.start < other[1]}
        around = {other for other in overlapping if other[0] <= place.start and place.end <= other[1]}
        within = {other for other in overlapping if place.start <= other[0] and other[1] <= place.end}
        assert set(place.inside) == around
        assert set(place.crosses) == overlapping - around - within
        assert text[place.start : place.end] == place.text


def test_an_annotation_is_a_value() -> None:
    place = Annotation(0, 6, "accord", 1, "accord", AdministrativeStatus.PREFERRED, ReviewState.APPROVED)
    assert {place: Concept()}[place] == Concept()
