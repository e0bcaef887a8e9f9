"""Approved terms in a text, with their equivalents, and translations that do not keep to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary.approved import ApprovedTerms, Contradiction
from glossary.model import AdministrativeStatus, Concept, LanguageSection, Origin, ReviewState, Term
from glossary.termbase import decisions, reading, writing
from tests.glossary.helpers import judge


def term(text: str, status: AdministrativeStatus = AdministrativeStatus.PREFERRED) -> Term:
    return Term(text, status=status, origin=Origin.HUMAN, score=100.0)


@pytest.fixture
def terms(tmp_path: Path) -> Iterator[ApprovedTerms]:
    visit = (
        LanguageSection("fr", (term("visite officielle"), term("voyage officiel", AdministrativeStatus.DEPRECATED))),
        LanguageSection("en", (term("official visit"), term("official tour", AdministrativeStatus.ADMITTED))),
        LanguageSection("vi", (term("thăm chính thức"), term("chuyến đi chính thức", AdministrativeStatus.DEPRECATED))),
    )
    with writing(tmp_path / "glossary.db") as db:
        decisions.Decider(db, "testeuse").add(Concept(sections=visit))
        accord = decisions.Decider(db, "testeuse").add(Concept(sections=(LanguageSection("fr", (term("accord"),)),)))
        decisions.Decider(db, "testeuse").add(
            Concept(sections=(LanguageSection("fr", (term("accord-cadre"),)),), state=ReviewState.APPROVED)
        )
        judge(db, accord, "rejected", "testeuse", "test")
    with reading(tmp_path / "glossary.db") as connection:
        yield ApprovedTerms(connection)


def test_terms_are_found_inflected(terms: ApprovedTerms) -> None:
    text = "Les visites officielles sont prévues."
    [found] = terms.find(text, "fr", "en")
    assert (found.concept, text[found.start : found.end]) == ("c1", "visites officielles")
    assert found.equivalents == ("official visit", "official tour")


def test_only_what_is_approved_and_usable(terms: ApprovedTerms) -> None:
    assert terms.find("Un voyage officiel pour un accord.", "fr", "en") == []
    [found] = terms.find("Un accord-cadre.", "fr", "en")
    assert found.equivalents == ()


def test_other_directions(terms: ApprovedTerms) -> None:
    assert [found.equivalents for found in terms.find("Two official visits.", "en", "fr")] == [("visite officielle",)]
    assert [found.equivalents for found in terms.find("Ông thăm chính thức Pháp.", "vi", "fr")] == [("visite officielle",)]


@pytest.mark.parametrize(
    ("translation", "broken"),
    [
        ("Official visits begin.", []),
        ("The official tour begins.", []),
        ("The journey begins.", [Contradiction(1, "visite officielle", ("official visit", "official tour"), "")]),
        ("The unofficial visitor.", [Contradiction(1, "visite officielle", ("official visit", "official tour"), "")]),
    ],
)
def test_translations_that_contradict(terms: ApprovedTerms, translation: str, broken: list[Contradiction]) -> None:
    assert terms.contradictions("La visite officielle commence.", translation, "fr", "en") == broken


def test_a_forbidden_term_is_named(terms: ApprovedTerms) -> None:
    [broken] = terms.contradictions("La visite officielle.", "Chuyến đi chính thức.", "fr", "vi")
    assert broken.found == "chuyến đi chính thức"


@pytest.mark.parametrize("text", ["", " ", "!?", "x" * 5000, "\0"])
def test_odd_texts(terms: ApprovedTerms, text: str) -> None:
    assert terms.find(text, "fr", "en") == []
    assert terms.contradictions(text, text, "fr", "en") == []
