"""Values and terms replaced in a target, in the way of its language; and left alone wherever that is not certain."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.placeables import placeables, written
from tm.substitution import FoundTerm, Repaired, repaired

FR_EN, FR_VI, VI_FR, EN_FR, EN_VI = ("fr", "en"), ("fr", "vi"), ("vi", "fr"), ("en", "fr"), ("en", "vi")
REPAIRS = [
    (FR_EN, "Hanoï, 12 mars 2025", "Hanoï, 1er avril 2024", "Hanoi, 1 April 2024", "Hanoi, 12 March 2025"),
    (FR_EN, "le 2 mai 2025", "le 12 mars 2024", "on March 12, 2024", "on May 2, 2025"),
    (FR_VI, "le 1er mars 2025", "le 3 avril 2024", "ngày 3/4/2024", "ngày 1/3/2025"),
    (FR_VI, "le 1er mars 2025", "le 3 avril 2024", "ngày 03/04/2024", "ngày 01/03/2025"),
    (FR_VI, "le 21 mars 2025", "le 3 avril 2024", "ngày 3 tháng 4 năm 2024", "ngày 21 tháng 3 năm 2025"),
    (FR_VI, "en mars 2025", "en avril 2024", "vào tháng 4/2024", "vào tháng 3/2025"),
    (VI_FR, "ngày 1/3/2025", "ngày 3/4/2024", "le 3 avril 2024", "le 1er mars 2025"),
    (EN_FR, "12 March", "3 April", "le 3 avril", "le 12 mars"),
    (EN_FR, "in MARCH 2025", "in April 2024", "EN AVRIL 2024", "EN MARS 2025"),
    (FR_EN, "1 234,5 tonnes", "12 tonnes", "12 tonnes", "1,234.5 tonnes"),
    (FR_EN, "1\u202f234\u202f567 euros", "2\u202f000 euros", "2,000 euros", "1,234,567 euros"),
    (FR_VI, "1 234,5 tonnes", "2 000 tonnes", "2.000 tấn", "1.234,5 tấn"),
    (EN_VI, "1,234.5 tonnes", "2.5 tonnes", "2,5 tấn", "1.234,5 tấn"),
    (EN_FR, "3,500 people", "2,000 people", "2 000 personnes", "3 500 personnes"),
    (EN_FR, "3,500 people", "200 people", "200 personnes", "3\u202f500 personnes"),
    (FR_EN, "décret n° 7", "décret n° 5", "Decree No. 5", "Decree No. 7"),
    (FR_EN, "la résolution A/RES/71/5", "la résolution A/RES/70/1", "resolution A/RES/70/1", "resolution A/RES/71/5"),
    (VI_FR, "Nghị định 13/2025/NĐ-CP", "Nghị định 12/2024/NĐ-CP", "Décret 12/2024/NĐ-CP", "Décret 13/2025/NĐ-CP"),
    (VI_FR, "Quyết định 45/QĐ-TTg", "Quyết định 44/QĐ-TTg", "Décision 44/QĐ-TTg", "Décision 45/QĐ-TTg"),
    (FR_EN, "7 sur 9", "5 sur 7", "5 of 7", "7 of 9"),
    (FR_EN, "3 et 3", "2 et 2", "2 and 2", "3 and 3"),
    (FR_EN, "En 2025, 300 soldats", "En 2024, 200 soldats", "In 2024, 200 soldiers", "In 2025, 300 soldiers"),
    (FR_EN, "Le 12 mars 2025, 4 pays", "Le 11 mars 2025, 3 pays", "On 11 March 2025, 3 countries", "On 12 March 2025, 4 countries"),
]


@pytest.mark.parametrize(("languages", "query", "source", "target", "expected"), REPAIRS)
def test_values_are_replaced(languages: tuple[str, str], query: str, source: str, target: str, expected: str) -> None:
    made = repaired(query, source, target, languages)
    assert made is not None
    assert made.target == expected
    assert made.source == query
    assert all(made.target[one.start : one.end] == one.after for one in made.replacements)


@pytest.mark.parametrize(
    ("query", "source", "target"),
    [
        ("3 à 4", "2 à 2", "2 to 2"),  # one value with two roles
        ("3 pays", "2 pays", "two countries"),  # not told in figures
        ("3 pays", "2 pays", "2 countries out of 2"),  # more often in the target
        ("3 pays et 5", "2 pays", "2 countries"),  # a value more
        ("le 3 mai", "le 3", "the 3rd"),  # a date is no number
        ("mai 2024", "le 3 mai 2024", "3 May 2024"),  # a month is no day
        ("3 pays", "3 pays", "3 countries"),  # nothing differs
        ("agent 007", "agent 006", "agent 006"),  # no number
        ("Oui", "Non", "No"),
        ("", "", ""),
    ],
)
def test_what_is_not_certain_stays(query: str, source: str, target: str) -> None:
    assert repaired(query, source, target, FR_EN) is None


class Terms:
    """A glossary of three terms."""

    KNOWN = (
        ("c1", {"fr": ["visite d’État"], "en": ["state visit"]}),
        ("c2", {"fr": ["visite officielle"], "en": ["official visit", "official tour"]}),
        ("c3", {"fr": ["ministre"], "en": ["minister"]}),
    )

    def find(self, text: str, source: str, target: str) -> Sequence[FoundTerm]:
        return [
            FoundTerm(concept, text.index(term), text.index(term) + len(term), tuple(terms.get(target, ())))
            for concept, terms in self.KNOWN
            for term in terms.get(source, ())
            if term in text
        ]


@pytest.mark.parametrize(
    ("query", "source", "target", "expected"),
    [
        ("La visite d’État du ministre", "La visite officielle du ministre", "The minister’s official tour", "The minister’s state visit"),
        ("La visite d’État", "La visite officielle", "Official visit", "State visit"),
        ("La visite d’État", "La visite officielle", "The tour", None),
        ("La visite d’État", "La visite officielle", "The official visit, or official tour", None),
        ("La visite d’État", "Une longue visite officielle", "A long official visit", None),
        ("La visite d’État", "La visite", "The visit", None),
    ],
)
def test_a_term_is_replaced_where_all_else_is_the_same(query: str, source: str, target: str, expected: str | None) -> None:
    made = repaired(query, source, target, FR_EN, Terms())
    assert (made.target if made else None) == expected
    assert repaired(query, source, target, FR_EN) is None


def test_a_term_keeps_a_number_as_it_is() -> None:
    made = repaired("La visite d’État de 3 jours", "La visite officielle de 2 jours", "The official visit of 2 days", FR_EN, Terms())
    assert isinstance(made, Repaired)
    assert made.target == "The official visit of 3 days", "one kind of repair at a time"


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60), st.sampled_from([FR_EN, FR_VI, VI_FR, EN_FR, ("pt", "de")]))
def test_any_text_at_all(query: str, source: str, target: str, languages: tuple[str, str]) -> None:
    made = repaired(query, source, target, languages)
    assert made is None or made.replacements


figures = st.text(st.sampled_from("0123456789.,/- ngàythm36marsAMyX"), max_size=30)


@given(figures, st.sampled_from(["fr", "en", "vi"]))
def test_placeables_lie_one_behind_the_other_and_are_written_as_they_were(text: str, language: str) -> None:
    found = placeables(text, language)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for one in found:
        assert text[one.start : one.end] == one.text
        again = written(one, one, language)
        assert again is not None
        assert [other.value for other in placeables(again, language)] in ([one.value], [])


@given(st.integers(0, 10**9), st.integers(1, 999), st.sampled_from(["fr", "en", "vi"]), st.sampled_from(["fr", "en", "vi"]))
def test_a_number_keeps_its_value_in_every_language(whole: int, fraction: int, first: str, second: str) -> None:
    thousands, decimal = {"fr": ("\u202f", ","), "en": (",", "."), "vi": (".", ",")}[first]
    [number] = placeables(f"{whole:,}".replace(",", thousands) + f"{decimal}{fraction}", first)
    again = written(number, placeables("7", second)[0], second)
    assert again is not None
    assert [other.value for other in placeables(again, second)] == [number.value]
