"""Words by their keys, and where terms stand among them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.check.known import Index, designation
from glossary.check.words import is_acronym, keys, words
from glossary.model import Term

SAME = [
    ("fr", "visites officielles", "visite officielle"),
    ("fr", "Visite d'Etat", "visite d’État"),
    ("fr", "ministère des affaires étrangères", "Ministère des Affaires étrangères"),
    ("fr", "consulats généraux", "consulat général"),
    ("fr", "VISITE OFFICIELLE", "visite officielle"),
    ("fr", "O.N.U.", "ONU"),
    ("fr", "PMEs", "PME"),
    ("en", "the country’s embassies", "country embassy"),
    ("en", "free-trade agreements", "free trade agreement"),
    ("en", "co-operation programmes", "cooperation program"),
    ("en", "defence organisations", "defense organization"),
    ("en", "the labour centre", "labor center"),
    ("vi", "Uỷ ban", "Ủy ban"),
    ("vi", "hoà bình", "hòa bình"),
    ("vi", "kĩ thuật", "kỹ thuật"),
    ("vi", "QUỐC HỘI", "Quốc hội"),
    ("vi", "Á-Âu", "Á Âu"),
]
OTHER = [
    ("fr", "ministre", "ministère"),
    ("en", "minister", "ministry"),
    ("vi", "ma", "má"),
    ("vi", "tin cậy", "tìn cậy"),
    ("vi", "đa", "da"),
]


@pytest.mark.parametrize(("language", "one", "other"), SAME)
def test_forms_of_a_word_share_a_key(language: str, one: str, other: str) -> None:
    assert keys(one, language) == keys(other, language)


@pytest.mark.parametrize(("language", "one", "other"), OTHER)
def test_other_words_do_not(language: str, one: str, other: str) -> None:
    assert keys(one, language) != keys(other, language)


@pytest.mark.parametrize(("text", "answer"), [("ONU", True), ("G20", True), ("Onu", False), ("A", False), ("LE MONDE", False)])
def test_what_an_acronym_is(text: str, answer: bool) -> None:
    assert is_acronym(text) is answer


SYLLABLES = st.sampled_from(["đối", "tác", "chiến", "lược", "toàn"])
TERMS = st.lists(st.lists(SYLLABLES, min_size=1, max_size=3).map(" ".join), max_size=6, unique=True)


@given(TERMS, st.lists(st.one_of(SYLLABLES, st.just(",")), max_size=12).map(" ".join))
def test_terms_are_found_as_by_looking_everywhere(terms: list[str], text: str) -> None:
    known = [designation(Term(term), "de", number, name=False) for number, term in enumerate(terms)]
    found = {(hit.first, hit.last, hit.designation.text) for hit in Index(known, "de").find(text, words(text, "de"))}
    spoken = text.split()
    every = {
        (first, first + len(term.split()), term)
        for term in terms
        for first in range(len(spoken))
        if spoken[first : first + len(term.split())] == term.split()
    }
    outermost = {one for one in every if not any(other[0] <= one[0] and one[1] <= other[1] and other[:2] != one[:2] for other in every)}
    assert found == outermost


@pytest.mark.parametrize(
    ("language", "term", "text", "stands"),
    [
        ("fr", "accord", "Un accord-cadre.", False),
        ("fr", "État", "Les États-Unis.", False),
        ("fr", "politique", "La politique.", True),
        ("fr", "politique", "Un accord politique.", False),
        ("fr", "marché", "Il marche.", False),
        ("fr", "UE", "Il a eu un prix.", False),
        ("fr", "CE", "Ce comité.", False),
        ("fr", "ASEAN", "L’Asean.", True),
        ("fr", "Parti", "Il est parti.", False),
        ("fr", "Parti", "Le Parti.", True),
        ("vi", "bộ", "Một bộ quy tắc.", False),
        ("vi", "hợp tác", "Họ hợp tác.", True),
        ("en", "will", "They’ll come.", False),
        ("en", "US", "Tell us.", False),
        ("en", "official visit", "Its official, visit it.", False),
    ],
)
def test_a_word_of_the_same_letters_is_not_the_term(language: str, term: str, text: str, stands: bool) -> None:
    index = Index([designation(Term(term), language, 1, name=False)], language)
    assert bool(index.find(text, words(text, language))) is stands


def test_a_name_may_stand_in_a_compound() -> None:
    term = designation(Term("Vietnam"), "fr", 1, name=True)
    text = "L’amitié Vietnam-Russie."
    assert [text[hit.start : hit.end] for hit in Index([term], "fr").find(text, words(text, "fr"))] == ["Vietnam"]
