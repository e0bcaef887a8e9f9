"""Placeables: dates, numbers and document symbols in a text, with their values and how each language writes them. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import itemgetter

_MONTHS = {
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
}
_SPACES = " \u00a0\u202f"
# A year, a month and a day in each way of writing; a style is named by what it looks like.
_DATES = {
    "fr": (
        r"(?P<day>1er|\d{1,2})\s(?P<month>MONTH)\s(?P<year>\d{4})",
        r"(?P<day>1er|\d{1,2})\s(?P<month>MONTH)",
        r"(?P<month>MONTH)\s(?P<year>\d{4})",
    ),
    "en": (
        r"(?P<day>\d{1,2})\s(?P<month>MONTH)\s(?P<year>\d{4})",
        r"(?P<month>MONTH)\s(?P<day>\d{1,2}),\s(?P<year>\d{4})",
        r"(?P<month>MONTH)\s(?P<year>\d{4})",
        r"(?P<day>\d{1,2})\s(?P<month>MONTH)",
        r"(?P<month>MONTH)\s(?P<day>\d{1,2})",
    ),
    "vi": (
        r"(?P<day>\d{1,2})\stháng\s(?P<month>\d{1,2})(?:,\s|\s)năm\s(?P<year>\d{4})",
        r"(?P<day>\d{1,2})\stháng\s(?P<month>\d{1,2})",
        r"(?<=ngày )(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![/\d])",
        r"(?<=tháng )(?P<month>\d{1,2})/(?P<year>\d{4})",
        r"(?<=tháng )(?P<month>\d{1,2})\snăm\s(?P<year>\d{4})",
    ),
}
_ANY_DATE = (
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})",
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
    r"(?P<day>\d{1,2})[-.](?P<month>\d{1,2})[-.](?P<year>\d{4})",
)
_SYMBOL = re.compile(
    r"(?<![\w/])(?:\d{1,4}/(?:\d{4}/)?[A-ZĐ][A-Za-zĐđ]+(?:-[A-ZĐ][A-Za-zĐđ]*)*\d*|[A-Z]{1,5}(?:\.\d+)?(?:/[A-Z0-9][\w.()-]*\w)+|"
    r"[A-Z]{1,5}(?:/[A-Z0-9]+)+)(?![\w/])"
)
# Thousands' and decimal separators as a language writes them; what is accepted besides is spaces between thousands.
_SEPARATORS = {"fr": ("\u202f", ","), "en": (",", "."), "vi": (".", ",")}


@dataclass(frozen=True, slots=True)
class Placeable:
    """A date, symbol or number in a text: `value` is the same in all languages.

    How it is written here: `separator` stands between thousands, `parts` are a date's year, month and day with their
    places in `text`.
    """

    kind: str
    start: int
    end: int
    text: str
    value: tuple[str, ...]
    separator: str = ""
    parts: tuple[tuple[str, int, int], ...] = ()


def placeables(text: str, language: str) -> list[Placeable]:
    """The placeables of a text in their order, none inside another: dates first, then document symbols, then numbers.

    >>> [(p.kind, p.text, p.value) for p in placeables("Le 12 mars 2025, 1 234,5 tonnes (A/RES/70/1)", "fr")]
    [('date', '12 mars 2025', ('2025', '3', '12')), ('number', '1 234,5', ('1234.5',)), ('symbol', 'A/RES/70/1', ('A/RES/70/1',))]
    """
    found: list[Placeable] = []
    for some in (_dates(text, language), _symbols(text), _numbers(text, language)):
        found += [one for one in some if not any(one.start < other.end and other.start < one.end for other in found)]
    return sorted(found, key=lambda one: one.start)


@cache
def _date_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    month = "|".join(_MONTHS.get(language, ()))
    return tuple(
        re.compile(rf"(?<![\w/-]){pattern.replace('MONTH', month)}(?![\w/-])", re.IGNORECASE)
        for pattern in (*_DATES.get(language, ()), *_ANY_DATE)
    )


def _dates(text: str, language: str) -> Iterator[Placeable]:
    taken: list[tuple[int, int]] = []
    for pattern in _date_patterns(language):
        for match in pattern.finditer(text):
            value = _date_value(match, language)
            if value and not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                parts = [(name, match.start(name) - match.start(), match.end(name) - match.start()) for name in match.groupdict()]
                yield Placeable("date", match.start(), match.end(), match[0], value, parts=tuple(sorted(parts, key=itemgetter(1))))


def _date_value(match: re.Match[str], language: str) -> tuple[str, ...]:
    """Year, month and day, empty what is not said; nothing where there is no such date."""
    found = {name: part for name, part in match.groupdict().items() if part}
    month = found["month"]
    number = int(month) if month.isdecimal() else [name.lower() for name in _MONTHS[language]].index(month.lower()) + 1
    day = found.get("day", "").lower().removesuffix("er")
    if not 1 <= number <= 12 or (day and not 1 <= int(day) <= 31):
        return ()
    return found.get("year", ""), str(number), str(int(day)) if day else ""


def _symbols(text: str) -> Iterator[Placeable]:
    for match in _SYMBOL.finditer(text):
        if any(map(str.isdigit, match[0])):
            yield Placeable("symbol", match.start(), match.end(), match[0], (match[0],))


@cache
def _number_pattern(language: str) -> re.Pattern[str]:
    thousands, decimal = _SEPARATORS.get(language, _SEPARATORS["fr"])
    group = f"[{_SPACES}{re.escape('' if thousands == chr(0x202F) else thousands)}]"
    return re.compile(rf"(?<![\w/])(?<!\d[.,])(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{re.escape(decimal)}\d+)?(?![\w/]|[.,]\d)")


def _numbers(text: str, language: str) -> Iterator[Placeable]:
    _, decimal = _SEPARATORS.get(language, _SEPARATORS["fr"])
    for match in _number_pattern(language).finditer(text):
        whole, _, fraction = match[0].partition(decimal)
        digits = re.sub(r"\D", "", whole)
        separator = re.sub(r"\d", "", whole)[:1]
        value = f"{digits}.{fraction}" if fraction else digits
        if digits == str(Decimal(digits)):  # 007 is no number to be written in another way
            yield Placeable("number", match.start(), match.end(), match[0], (value,), separator)


def written(new: Placeable, old: Placeable, language: str) -> str | None:
    """The value of `new` as `language` writes it, in the manner of `old`, which stands there; None where that cannot be.

    >>> [new] = placeables("1 234,5", "fr")
    >>> written(new, placeables("987.5", "en")[0], "en"), written(new, placeables("987,5", "vi")[0], "vi")
    ('1,234.5', '1.234,5')
    """
    if new.kind == "number":
        return _number(new, old, language)
    if new.kind == "date":
        return _date(new, old, language) if [bool(part) for part in new.value] == [bool(part) for part in old.value] else None
    return new.text


def _number(new: Placeable, old: Placeable, language: str) -> str:
    thousands, decimal = _SEPARATORS.get(language, _SEPARATORS["fr"])
    whole, _, fraction = new.value[0].partition(".")
    if new.separator:
        whole = f"{int(whole):,}".replace(",", old.separator or thousands)
    return f"{whole}{decimal}{fraction}" if fraction else whole


def _date(new: Placeable, old: Placeable, language: str) -> str:
    """The new date in the places of the parts of the old one."""
    values = dict(zip(("year", "month", "day"), new.value, strict=True))
    pieces, position = [], 0
    for name, start, end in old.parts:
        part, value = old.text[start:end], values[name]
        if part.isalpha() and name == "month":
            named = _MONTHS[language][int(value) - 1]
            value = named.upper() if part.isupper() else named
        elif name == "day" and value == "1" and language == "fr" and any(map(str.isalpha, old.text)):
            value = "1er"
        elif part.startswith("0") or (len(value) == 1 and "-" in old.text):
            value = value.zfill(2)
        pieces += [old.text[position:start], value]
        position = end
    return "".join([*pieces, old.text[position:]])
