"""Dates in a text, as a person reads them: whole ones, a day and month, a month and year, a month alone. Pure functions.

Wider than `tm.placeables`, which finds only what can be written back in another language: here abbreviations, ordinals and
the names of Vietnamese months count as well, and a date is compared with another by what both of them say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tm.number_words import number_words

_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:er|st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[0-9]|20)\d{2})"
_NUMBER = r"(?P<month>0?[1-9]|1[0-2])"
# NAME stands for the names of months, DAY, YEAR and NUMBER (of a month) for the above, ~ for a space or hyphen. The most telling first.
_PATTERNS = {
    "fr": (r"DAY~NAME(?:\.?~YEAR)?", r"NAME\.? YEAR", r"(?:(?<=en )|(?<=de )|(?<=d’)|(?<=d')|(?<=mi-)|(?<=fin )|(?<=début ))NAME(?! \d)"),
    "en": (
        r"DAY (?:of )?NAME(?:\.?,? YEAR)?",
        r"NAME\.? (?:the )?DAY(?:(?:,| of)? YEAR)?(?![\d:%])(?![.,]\d)",
        r"NAME\.?,?(?: of)? YEAR",
        r"(?:(?<=in )|(?<=of )|(?<=since )|(?<=by )|(?<=until )|(?<=last )|(?<=next )|(?<=late )|(?<=early )|(?<=mid-))NAME(?! \d)",
    ),
    "vi": (
        r"DAY tháng (?:NUMBER|NAME)(?:(?:,? năm |/)YEAR)?",
        r"(?P<opening>ngày|hôm|sáng|trưa|chiều|tối|đêm|mùng|mồng|từ|đến|và) DAY[/.-]NUMBER(?:[/.-]YEAR)?",
        r"tháng (?:NUMBER|NAME)(?:/|(?:,? năm ))YEAR",
        r"(?<!\d )tháng (?:NUMBER|NAME)(?! ?%)(?![/\d])\b",
        r"(?<![\d/.,-])NUMBER/YEAR",
    ),
}
# The other day of "du 16 au 18 novembre" and "November 16 to 18".
_BETWEEN = r"[ \u00a0\u202f]*(?:au|à|et|ou|to|and|or|until|through|đến|tới|và|hoặc|[-–—&])[ \u00a0\u202f]*"
_BEFORE = re.compile(rf"(?<![\w/.,-]){_DAY}{_BETWEEN}(?:le |ngày |the )?$")
_BEHIND = re.compile(rf"{_BETWEEN}(?:the )?{_DAY}(?:,? {_YEAR})?(?![\w%/:]|[.,]\d)")
_ANY = (r"DAY[/.-]NUMBER[/.-]YEAR", r"YEAR-NUMBER-DAY")


@dataclass(frozen=True, slots=True)
class Date:
    """A date at `start`–`end` of a text; 0 stands for what it does not say. `swapped` may be read with day and month exchanged."""

    text: str
    start: int
    end: int
    year: int
    month: int
    day: int
    swapped: bool = False

    def agrees(self, other: Date) -> bool:
        """Whether both may be the same date: they have something in common, and contradict each other in nothing."""
        mine = [(self.year, self.month, self.day)]
        if self.swapped or other.swapped:
            mine.append((self.year, self.day, self.month))
        return any(_agree(parts, (other.year, other.month, other.day)) for parts in mine)

    @property
    def is_month(self) -> bool:
        """Whether it names a month and nothing else."""
        return not self.year and not self.day


def _agree(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    both = [(first, second) for first, second in zip(one, other, strict=True) if first and second]
    return bool(both) and all(first == second for first, second in both)


def dates(text: str, language: str) -> list[Date]:
    """The dates of a text in their order, none inside another.

    >>> [(d.text, d.year, d.month, d.day) for d in dates("Le 1er avril, puis en mai 2026", "fr")]
    [('1er avril', 0, 4, 1), ('mai 2026', 2026, 5, 0)]
    >>> [(d.text, d.year, d.month, d.day) for d in dates("ngày 12/3/2025, tháng Bảy", "vi")]
    [('12/3/2025', 2025, 3, 12), ('tháng Bảy', 0, 7, 0)]
    >>> [(d.text, d.month, d.day) for d in dates("from November 16 to 18; du 2 au 3 mai", "en")]
    [('November 16', 11, 16), ('18', 11, 18)]
    >>> [(d.text, d.month, d.day) for d in dates("du 16 au 18 novembre", "fr")]
    [('16', 11, 16), ('18 novembre', 11, 18)]
    """
    found: list[Date] = []
    for pattern in _patterns(language):
        for date in _found(pattern, text, language):
            if not any(date.start < other.end and other.start < date.end for other in found):
                found.append(date)
    for date in [date for date in found if date.day and date.month]:
        for other in _beside(date, text):
            if not any(other.start < one.end and one.start < other.end for one in found):
                found.append(other)
    return sorted(found, key=lambda date: date.start)


def _beside(date: Date, text: str) -> Iterator[Date]:
    """The day that stands before or behind a date and shares its month."""
    if before := _BEFORE.search(text, max(0, date.start - 20), date.start):
        yield Date(before["day"], before.start("day"), before.end("day"), date.year, date.month, int(before["day"]), date.swapped)
    if date.text[0].isalpha() and (behind := _BEHIND.match(text, date.end)):
        year = int(behind["year"] or 0) or date.year
        yield Date(behind["day"], behind.start("day"), behind.end("day"), year, date.month, int(behind["day"]))


def _found(pattern: re.Pattern[str], text: str, language: str) -> Iterator[Date]:
    for match in pattern.finditer(text):
        parts = match.groupdict()
        month = int(parts.get("month") or 0) or _month(parts.get("name") or "", language)
        start = match.end("opening") + 1 if parts.get("opening") else match.start()
        swapped = language == "en" and not parts.get("name")
        yield Date(text[start : match.end()], start, match.end(), int(parts.get("year") or 0), month, int(parts.get("day") or 0), swapped)


def _month(name: str, language: str) -> int:
    return int(number_words(language).months[name.lower()][0])


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    known = sorted(number_words(language).months, key=len, reverse=True)
    # The capital tells May and March from may and march.
    names = "|".join(map(str.capitalize, known) if language == "en" else known) or "(?!)"
    parts = {"DAY": _DAY, "YEAR": _YEAR, "NUMBER": _NUMBER, "NAME": f"(?P<name>{names})", " ": "[ \u00a0\u202f]", "~": "[ \u00a0\u202f-]"}
    made = []
    for pattern in (*_PATTERNS.get(language, ()), *_ANY):
        whole = re.sub("DAY|YEAR|NUMBER|NAME|[ ~]", lambda match: parts[match[0]], pattern)
        made.append(re.compile(rf"(?<![\w/]){whole}(?![\w/])", re.NOFLAG if language == "en" else re.IGNORECASE))
    return tuple(made)
