"""Numbers in figures and words, in three languages: what they may mean."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.number_words import number_words
from tm.quantities import measured, quantities, spelled


def values(text: str, language: str) -> list[set[str]]:
    """The values of the numbers in a text, as plain figures."""
    return [{f"{value:f}" for value in quantity.values} for quantity in quantities(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "1 234,5 tonnes", [{"1234.5"}]),
        ("fr", "1\u202f234,5 tonnes", [{"1234.5"}]),
        ("en", "1,234.5 tonnes", [{"1234.5"}]),
        ("vi", "1.234,5 tấn", [{"1234.5"}]),
        ("en", "12,000 men", [{"12000"}]),
        ("vi", "12.000 người", [{"12000"}]),
        ("fr", "12.000 hommes", [{"12000", "12"}]),
        ("vi", "tăng 2.5%", [{"2.5"}]),
        ("en", "0.125", [{"0.125"}]),
        ("fr", "1,5 milliard d’euros", [{"1500000000"}]),
        ("fr", "2 millions de tonnes", [{"2000000"}]),
        ("en", "$2bn, £120m and 5k", [{"2000000000"}, {"120000000"}, {"5000"}]),
        ("vi", "1,5 tỷ và 2.500 tỷ đồng", [{"1500000000"}, {"2500000000000"}]),
        ("vi", "3 nghìn tỷ, 4 vạn", [{"3000000000000"}, {"40000"}]),
        ("fr", "de 2 à 3 millions", [{"2", "2000000"}, {"3000000"}]),
        ("en", "the ’60s", [{"60", "1960", "2060"}]),
        ("fr", "les années 60", [{"60", "1960", "2060"}]),
        ("fr", "les années 1990", [{"1990"}]),
        ("en", "1950–53", [{"1950"}, {"53", "1953"}]),
        ("fr", "à 14h30", [{"14", "2"}, {"30"}]),
        ("en", "at 2:30 p.m.", [{"14", "2"}, {"30"}]),
        ("vi", "lúc 14 giờ 30 và 7.55 sáng", [{"14", "2"}, {"30"}, {"7", "19"}, {"55"}]),
        ("en", "open 24/7", []),
        ("vi", "1/3 số ghế", [{"1", "3", "0.3333333333333333333333333333"}]),
        ("fr", "le 14e et le 1er", [{"14"}, {"1"}]),
        ("en", "the A320 and the G20", []),
        ("fr", "en 2025 300 personnes", [{"2025"}, {"300"}]),
        ("de", "12,5 Millionen", [{"12.5"}]),
    ],
)
def test_what_figures_mean(language: str, text: str, expected: list[set[str]]) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "vingt-trois régions", 23),
        ("fr", "quatre-vingt-dix-huit mille", 98_000),
        ("fr", "deux cent cinquante mille", 250_000),
        ("fr", "une trentaine d’années", 30),
        ("fr", "le vingt et unième", 21),
        ("fr", "au XXIe siècle", 21),
        ("fr", "en mars", 3),
        ("en", "two hundred and fifty thousand", 250_000),
        ("en", "three decades", 30),
        ("en", "the Fourteenth Congress", 14),
        ("en", "half a million", 1_000_000),
        ("vi", "ba mươi lăm năm", 35),
        ("vi", "một trăm linh năm", 105),
        ("vi", "lần thứ XIV", 14),
        ("vi", "một phần tư", 4),
        ("vi", "thứ Hai", 2),
        ("fr", "deux millions et demi", 2_500_000),
        ("en", "two and a half years", "2.5"),
        ("vi", "hai năm rưỡi", "2.5"),
        ("en", "three quarters", 75),
    ],
)
def test_what_words_mean(language: str, text: str, value: int | str) -> None:
    assert Decimal(value) in spelled(text, language)


def test_words_across_a_comma_are_two_numbers() -> None:
    assert Decimal(22) not in spelled("vingt, deux", "fr")


def test_a_language_without_words_has_figures_only() -> None:
    assert spelled("zwanzig", "de") == frozenset()
    assert number_words("de").months == {}


def test_units_of_measure() -> None:
    assert measured("10 miles, 16 km") == {("length", Decimal("1609.34")), ("length", Decimal(1000))}
    assert measured("10 pommes") == frozenset()


SEPARATORS = {"fr": ("\u202f", ","), "en": (",", "."), "vi": (".", ",")}


@given(st.integers(0, 10**12), st.integers(0, 99), st.sampled_from(sorted(SEPARATORS)))
def test_a_number_is_read_as_it_is_written(whole: int, hundredths: int, language: str) -> None:
    thousands, decimal = SEPARATORS[language]
    text = f"{whole:,}".replace(",", thousands) + f"{decimal}{hundredths:02}"
    [quantity] = quantities(f"({text})", language)
    assert quantity.text == text
    assert Decimal(whole) + Decimal(hundredths) / 100 in quantity.values
    assert len(quantity.values) == 1


@given(st.text(alphabet="0123456789.,:/-–’ hgIVXLMmillion%$đéà\n\u00a0", max_size=60), st.sampled_from(["fr", "en", "vi", "de"]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    found = quantities(text, language)
    assert all(text[one.start : one.end] == one.text and one.values for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    spelled(text, language)
