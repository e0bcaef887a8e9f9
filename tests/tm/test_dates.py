"""Dates as each language writes them, and which agree."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.dates import Date, dates
from tm.number_words import number_words


def parts(text: str, language: str) -> list[tuple[int, int, int]]:
    """Year, month and day of each date."""
    return [(date.year, date.month, date.day) for date in dates(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "le 12 mars 2025 et le 1er avril", [(2025, 3, 12), (0, 4, 1)]),
        ("fr", "en mars, fin avril, de mai à juin 2020", [(0, 3, 0), (0, 4, 0), (0, 5, 0), (2020, 6, 0)]),
        ("fr", "depuis le 11-Septembre", [(0, 9, 11)]),
        ("fr", "sur Mars, en 2030", []),
        ("fr", "Réunion du 05/11/2024", [(2024, 11, 5)]),
        ("en", "March 12th, 2025 and the 3rd of May", [(2025, 3, 12), (0, 5, 3)]),
        ("en", "12–14 March", [(0, 3, 12), (0, 3, 14)]),
        ("en", "from November 16 to 18, 2025", [(0, 11, 16), (2025, 11, 18)]),
        ("fr", "les 12 et 13 mai 2024", [(2024, 5, 12), (2024, 5, 13)]),
        ("en", "May 3 and 5%, on May 6 or 7.5 km", [(0, 5, 3), (0, 5, 6)]),
        ("en", "Sept. 2, 1945", [(1945, 9, 2)]),
        ("en", "He may march in May.", [(0, 5, 0)]),
        ("en", "May 5 was fine", [(0, 5, 5)]),
        ("vi", "ngày 12/3/2025, hôm 30/6", [(2025, 3, 12), (0, 6, 30)]),
        ("vi", "ngày 14 tháng Bảy năm 1789", [(1789, 7, 14)]),
        ("vi", "tháng 1/2026, tháng 3, tháng Năm", [(2026, 1, 0), (0, 3, 0), (0, 5, 0)]),
        ("vi", "trong 3 tháng, 2/3 số ghế", []),
        ("vi", "mùng 2/9, 4-8-1961", [(0, 9, 2), (1961, 8, 4)]),
        ("de", "am 2025-03-12", [(2025, 3, 12)]),
        ("fr", "le 45 mars, le 12/13/2025", []),
    ],
)
def test_dates_are_found(language: str, text: str, expected: list[tuple[int, int, int]]) -> None:
    assert parts(text, language) == expected


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ((2025, 3, 12), (2025, 3, 12), True),
        ((2025, 3, 12), (0, 3, 12), True),
        ((2025, 3, 12), (2025, 3, 0), True),
        ((2025, 3, 12), (2025, 4, 12), False),
        ((0, 3, 12), (0, 3, 13), False),
        ((0, 3, 0), (2025, 0, 0), False),
    ],
)
def test_dates_agree_in_what_both_say(one: tuple[int, int, int], other: tuple[int, int, int], agree: bool) -> None:
    first, second = Date("", 0, 0, *one), Date("", 0, 0, *other)
    assert first.agrees(second) is second.agrees(first) is agree


def test_in_english_figures_day_and_month_may_change_places() -> None:
    [english] = dates("3/12/2025", "en")
    assert english.agrees(dates("le 12 mars 2025", "fr")[0])
    assert english.agrees(dates("le 3 décembre 2025", "fr")[0])


WRITTEN = {
    "fr": lambda date, month: f"le {date.day} {month} {date.year}",
    "en": lambda date, month: f"on {month.capitalize()} {date.day}, {date.year}",
    "vi": lambda date, month: f"ngày {date.day} tháng {date.month} năm {date.year}",  # noqa: ARG005 all are called alike
}


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)), st.sampled_from(sorted(WRITTEN)))
def test_every_day_is_read(date: datetime.date, language: str) -> None:
    names = [name for name, (value, *_) in number_words(language).months.items() if value == date.month]
    assert parts(WRITTEN[language](date, names[0]), language) == [(date.year, date.month, date.day)]


@given(st.text(alphabet="0123456789/-. mars May tháng ngày năm", max_size=60), st.sampled_from(["fr", "en", "vi", "de"]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    found = dates(text, language)
    assert all(text[date.start : date.end] == date.text and (date.month in range(1, 13)) for date in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
