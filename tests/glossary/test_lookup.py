"""Look-ups in three languages: what is found, how closely, and what comes first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.lookup import Answer, How, look_up
from glossary.model import AdministrativeStatus, Concept, ReviewState
from glossary.termbase import reading, write, writing
from tests.conftest import Built
from tests.glossary.helpers import concept, term

CONCEPTS: list[Concept] = [
    concept(fr="visite officielle", en="official visit", vi="chuyến thăm chính thức"),
    concept(fr="visite d’État", en="state visit", vi="chuyến thăm cấp Nhà nước"),
    concept(fr="partenariat stratégique", en="strategic partnership", vi="đối tác chiến lược"),
    concept(fr="partenariat stratégique intégral", en="comprehensive strategic partnership", vi="đối tác chiến lược toàn diện"),
    concept(ReviewState.PROPOSED, fr="pêche", en="peach"),
    concept(fr="pêche", en="fishing", vi="nghề cá"),
    concept(fr="péché", en="sin", vi="tội lỗi"),
    concept(ReviewState.CANDIDATE, fr="Pêche"),
    concept(ReviewState.REJECTED, fr="visite éclair", en="flying visit"),
    concept(fr=[term("criée"), term("vente à l’encan", AdministrativeStatus.ADMITTED)], en="fish auction"),
    concept(fr=[term("encan"), term("criée", AdministrativeStatus.ADMITTED)], en="auction"),
    concept(fr=[term("armateur"), term("patron de barque", state=ReviewState.REJECTED)], en="shipowner"),
    concept(fr="mise en œuvre", en="implementation", vi="triển khai"),
    concept(fr="accord-cadre", en="framework agreement", vi="thỏa thuận khung"),
    concept(fr="ONU", en="UN", vi="LHQ"),
    concept(fr="zone de pêche", en="fishing ground"),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("lookup") / "glossary.db"
    with writing(found) as db:
        for entry in CONCEPTS:
            write.add_concept(db, entry)
    return found


@pytest.fixture(scope="module")
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with reading(path) as connection:
        yield connection


def told(answers: list[Answer]) -> list[tuple[str, str]]:
    return [(answer.hit.term, answer.how.value) for answer in answers]


@pytest.mark.parametrize(
    ("query", "term", "how"),
    [
        ("visite officielle", "visite officielle", "exact"),
        ("visite d'État", "visite d’État", "exact"),
        ("official visit", "official visit", "exact"),
        ("đối tác chiến lược", "đối tác chiến lược", "exact"),  # its marks apart
        ("VISITE OFFICIELLE", "visite officielle", "accents"),
        ("Official Visit", "official visit", "accents"),
        ("ĐỐI TÁC CHIẾN LƯỢC", "đối tác chiến lược", "accents"),
        ("visite d’état", "visite d’État", "accents"),
        ("accord cadre", "accord-cadre", "accents"),
        ("visite d'Etat", "visite d’État", "folded"),
        ("doi tac chien luoc", "đối tác chiến lược", "folded"),
        ("Doi Tac Chien Luoc", "đối tác chiến lược", "folded"),
        ("mise en oeuvre", "mise en œuvre", "folded"),
        ("chuyen tham cap Nha nuoc", "chuyến thăm cấp Nhà nước", "folded"),
        ("nghe ca", "nghề cá", "folded"),
        ("visites officielles", "visite officielle", "inflected"),
        ("visites d'Etat", "visite d’État", "inflected"),
        ("official visits", "official visit", "inflected"),
        ("accords-cadres", "accord-cadre", "inflected"),
        ("mises en oeuvre", "mise en œuvre", "inflected"),
        ("zones de pêche", "zone de pêche", "inflected"),
        ("integral", "partenariat stratégique intégral", "partial"),
        ("comprehensive", "comprehensive strategic partnership", "partial"),
        ("toan dien", "đối tác chiến lược toàn diện", "partial"),
        ("officielle visite", "visite officielle", "partial"),
        ("partenarait stratégique", "partenariat stratégique", "fuzzy"),
        ("stretegic partnershep", "strategic partnership", "fuzzy"),
        ("doi tac chien lupc", "đối tác chiến lược", "fuzzy"),
    ],
)
def test_the_closest_term_comes_first(db: sqlite3.Connection, query: str, term: str, how: str) -> None:
    assert told(look_up(db, query))[0] == (term, how)


def test_exact_over_accents_over_folded_and_approved_over_proposed(db: sqlite3.Connection) -> None:
    found = look_up(db, "pêche", language="fr")
    assert [(answer.hit.term, answer.how.value, answer.hit.state) for answer in found] == [
        ("pêche", "exact", "approved"),
        ("pêche", "exact", "proposed"),
        ("Pêche", "accents", "candidate"),
        ("péché", "folded", "approved"),
    ]
    assert told(look_up(db, "péché", language="fr"))[0] == ("péché", "exact")
    assert told(look_up(db, "PÉCHÉ", language="fr"))[0] == ("péché", "accents")


def test_preferred_comes_before_admitted(db: sqlite3.Connection) -> None:
    assert [(a.hit.term, a.hit.status) for a in look_up(db, "criée")] == [("criée", "preferred"), ("criée", "admitted")]


def test_a_closer_match_hides_the_looser_ones(db: sqlite3.Connection) -> None:
    assert told(look_up(db, "đối tác chiến lược")) == [("đối tác chiến lược", "exact")]
    assert told(look_up(db, "partenariats stratégiques")) == [("partenariat stratégique", "inflected")]
    partial = told(look_up(db, "partenariats stratégiques", kinds=(How.PARTIAL, How.FUZZY)))
    assert ("partenariat stratégique", "fuzzy") in partial


@pytest.mark.parametrize(
    ("kind", "query", "expected"),
    [
        (How.PARTIAL, "visite", {"visite officielle", "visite d’État"}),
        (How.PARTIAL, "stratégique", {"partenariat stratégique", "partenariat stratégique intégral"}),
        (How.PARTIAL, "visite pêche", set()),
        (How.FUZZY, "visite oficiele", {"visite officielle"}),
        (How.EXACT, "visites officielles", set()),
        (How.INFLECTED, "visites officielles", {"visite officielle"}),
    ],
)
def test_one_kind_of_match_can_be_asked_for(db: sqlite3.Connection, kind: How, query: str, expected: set[str]) -> None:
    assert {term for term, _ in told(look_up(db, query, kinds=(kind,)))} == expected


def test_one_language_can_be_asked_for(db: sqlite3.Connection) -> None:
    assert told(look_up(db, "official visit", language="en")) == [("official visit", "exact")]
    assert "official visit" not in {term for term, _ in told(look_up(db, "official visit", language="fr"))}
    assert told(look_up(db, "un", language="en")) == [("UN", "accents")]
    assert [a.hit.language for a in look_up(db, "nghề cá", language="vi")] == ["vi"]


@pytest.mark.parametrize("kinds", [(), (How.EXACT,), (How.PARTIAL,), (How.FUZZY,)])
@pytest.mark.parametrize("query", ["visite éclair", "flying visit", "patron de barque"])
def test_what_was_rejected_is_not_found(db: sqlite3.Connection, query: str, kinds: tuple[How, ...]) -> None:
    assert not {"visite éclair", "flying visit", "patron de barque"} & {a.hit.term for a in look_up(db, query, kinds=kinds)}


def test_an_admitted_term_leads_to_its_concept(db: sqlite3.Connection) -> None:
    [found] = look_up(db, "vente a l'encan")
    assert (found.hit.concept, found.hit.status) == (10, "admitted")


@pytest.mark.parametrize("query", ["", " ", "zzzzzzzz", "…", "'", '"', "*", "ô" * 500, "a OR b", 'x" OR "y', "near(", "\0", "_", "-"])
def test_nothing_is_found_for_what_is_nowhere(db: sqlite3.Connection, query: str) -> None:
    assert look_up(db, query) == []


@given(
    st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.sampled_from(['"visite', "visite*", "vis* OR", "^pêche"]))
)
def test_any_text_can_be_asked_for(path: Path, query: str) -> None:
    with reading(path) as connection:
        for kinds in ((), (How.PARTIAL,), (How.FUZZY,)):
            found = look_up(connection, query, kinds=kinds)
            ranks = [list(How).index(answer.how) for answer in found]
            assert ranks == sorted(ranks)
            assert len({answer.hit.concept for answer in found}) == len(found), "each concept once"
            assert all(0 < answer.score <= 100 and answer.query == query for answer in found)


@given(st.sampled_from([t.term for c in CONCEPTS if c.state is ReviewState.APPROVED for s in c.sections for t in s.terms]))
def test_every_term_is_found_by_itself(path: Path, text: str) -> None:
    with reading(path) as connection:
        hits = [answer for answer in look_up(connection, text) if answer.hit.term == text]
        assert bool(hits) is (text != "patron de barque"), "all but the rejected one"
        assert all(answer.how is How.EXACT and answer.score == 100 for answer in hits)


@pytest.mark.parametrize(
    ("query", "how"),
    [("visite officielle", "exact"), ("VISITE OFFICIELLE", "accents"), ("visites officielles", "inflected"), ("visite d'Etat", "folded")],
)
def test_look_ups_in_the_termbase_of_the_articles(built: Built, query: str, how: str) -> None:
    with reading(built.database) as connection:
        found = look_up(connection, query)
    assert found[0].how.value == how
    assert found[0].hit.state == "approved"


def test_vietnamese_without_marks_in_the_termbase_of_the_articles(built: Built) -> None:
    with reading(built.database) as connection:
        found = look_up(connection, "doi tac chien luoc")
    assert [(a.hit.term, a.hit.language, a.how.value) for a in found] == [("đối tác chiến lược", "vi", "folded")]
