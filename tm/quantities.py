"""Numbers in a text, in figures and in words, with all that they may mean. Pure functions.

Made for comparing a text with its translation, where each side writes a number in its own way: 1 234,5 · 1,234.5 · 1.234,5;
1,5 milliard · 1.5 billion · 1,5 tỷ; les années 60 · the 1960s; 14h30 · 2:30 p.m.; deux tiers · two thirds; XXIe · 21st.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

from tm.number_words import NumberWords, Values, measures, number_words

_SPACES = " \u00a0\u202f"
_FIGURE = re.compile(
    rf"(?<![^\W\d_])(?<!\d[.,])(?<!\d)(?:\d{{1,3}}(?:(?P<by>[{_SPACES}.,’'])\d{{3}}(?:(?P=by)\d{{3}})*)(?!\d)(?:[.,]\d+(?!\d))?|\d+(?:[.,]\d+)?)"
)
_TIME = re.compile(
    r"(?<![\w.,:])(?P<hour>[01]?\d|2[0-4])(?:\s?(?:h(?:eures?)?|giờ|g)\s?|:)(?P<minute>[0-5]\d)?(?![\w:]|[.,]\d)", re.IGNORECASE
)
_HALF_DAY = re.compile(r"(?<![\w.,:])(?P<hour>1[0-2]|[1-9])(?:[:.](?P<minute>[0-5]\d))?\s?[ap]\.?m\b", re.IGNORECASE)
_LOCAL_TIME = re.compile(r"(?<![\w.,:])(?P<hour>[01]?\d|2[0-4])[.:](?P<minute>[0-5]\d)(?=\s?(?:giờ|sáng|trưa|chiều|tối)\b)")
_ALWAYS = re.compile(r"(?<!\d)24[/h ]{1,3}7(?!\d)|(?<!\d)24/24(?!\d)")
_FRACTION = re.compile(r"(?<![\d/.,])1/(?P<of>[2-9]|10)(?![\d/])")
_SECOND_YEAR = re.compile(r"(?<!\d)(?P<century>1[0-9]|20)\d\d[-–—/](?P<year>\d\d)(?!\d)")
_DECADE = re.compile(
    r"(?:années?|decades?|thập niên|thập kỷ|những năm|các năm)\s+(?:19|20)?(?P<tens>\d0)(?!\d)|(?<!\d)['’]?(?P<plural>\d0)['’]?s\b"
)
_RANGE = re.compile(rf"[{_SPACES}]?(?:[-–—]|à|et|ou|to|and|or|đến|tới|và|hoặc|hay)[{_SPACES}]?[$€£]?")
_ROMAN = re.compile(r"\b(?=[IVXLC])(?P<value>C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?:er|ère|e|ᵉ|ème|th)?\b")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_WORD = re.compile(r"[^\W\d_]+|[^\w\s‑-]")  # a mark ends a number in words, a hyphen does not
_HALF = Decimal("0.5")
_DIGIT = re.compile(r"\d")
_THOUSANDS = 3  # digits behind a mark between thousands
_QUATRE_VINGT = re.compile(r"quatre[-‑\s]vingts?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number written in figures at `start`–`end` of a text, and the values that it may have."""

    text: str
    start: int
    end: int
    values: frozenset[Decimal]


def quantities(text: str, language: str) -> list[Quantity]:
    """The numbers that a text writes in figures, in their order; those inside a name ("A320") are none.

    >>> [(q.text, sorted(map(str, q.values))) for q in quantities("1,5 milliard d’euros", "fr")]
    [('1,5 milliard', ['1500000000'])]
    >>> quantities("1.5 billion", "en")[0].values == quantities("1,5 tỷ", "vi")[0].values == quantities("1 500 000 000", "fr")[0].values
    True
    """
    if not _DIGIT.search(text):
        return []
    found = list(_special(text))
    decades = {match.start("tens") if match["tens"] else match.start("plural") for match in _DECADE.finditer(text)}
    centuries = {match.start("year"): 100 * int(match["century"]) for match in _SECOND_YEAR.finditer(text)}
    figures = [match for match in _FIGURE.finditer(text) if not any(match.start() < one.end and one.start < match.end() for one in found)]
    magnitudes = [_magnitude(text, match.end(), language) for match in figures]
    for number, (match, (factor, end)) in enumerate(zip(figures, magnitudes, strict=True)):
        bare = _values(match[0], language)
        values = {_tidy(value * factor) for value in bare}
        if factor == 1 and number + 1 < len(figures) and _RANGE.fullmatch(text, match.end(), figures[number + 1].start()):
            values |= {_tidy(value * magnitudes[number + 1][0]) for value in bare}  # from 2 to 3 million
        if match.start() in decades:
            values |= {century + value for value in bare for century in (1900, 2000) if value < 100}
        if match.start() in centuries:
            values |= {centuries[match.start()] + value for value in bare}  # 1950–53
        found.append(Quantity(text[match.start() : end], match.start(), end, frozenset(values)))
    return sorted((quantity for quantity in found if quantity.values), key=lambda quantity: quantity.start)


def _special(text: str) -> Iterator[Quantity]:
    """What is written in figures and is no plain number: times, fractions; "24/7" has no value at all."""
    for match in _ALWAYS.finditer(text):
        yield Quantity(match[0], match.start(), match.end(), frozenset())
    for match in _FRACTION.finditer(text):
        parts = {Decimal(1), Decimal(match["of"]), _tidy(1 / Decimal(match["of"]))}  # it may be a date as well
        yield Quantity(match[0], match.start(), match.end(), frozenset(parts))
    yield from _times(text)


def _times(text: str) -> Iterator[Quantity]:
    """The times of the day: an hour may be counted from midnight or from noon."""
    taken: list[tuple[int, int]] = []
    for pattern in (_HALF_DAY, _LOCAL_TIME, _TIME):
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            hour, minute = Decimal(match["hour"]), match["minute"]
            end = match.start("minute") if minute else match.end()
            yield Quantity(text[match.start() : end], match.start(), end, frozenset({hour, (hour + 12) % 24}))
            if minute:
                # A full hour is said without minutes elsewhere.
                yield Quantity(text[end : match.end()], end, match.end(), frozenset({Decimal(minute)} if int(minute) else ()))


def _values(figure: str, language: str) -> set[Decimal]:
    """What a figure may mean: where a mark may stand between thousands or before decimals, as the language has it, else both."""
    digits = Decimal("".join(filter(str.isdigit, figure)))
    marks = [char for char in figure if not char.isdigit()]
    if not marks or marks[-1] not in ".,":
        return {digits}
    behind = len(figure.rpartition(marks[-1])[2])
    decimal = _tidy(digits.scaleb(-behind))
    if len(set(marks)) > 1:
        return {decimal}
    if len(marks) > 1:
        return {digits}
    if behind != _THOUSANDS or figure.startswith("0"):
        return {decimal}
    # In French, the press writes both marks between thousands.
    return {digits} if marks[0] == {"en": ",", "vi": "."}.get(language) else {digits, decimal}


def _tidy(value: Decimal) -> Decimal:
    """The value without zeros behind the decimal point, so that equal numbers are equal strings too."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if value == whole else value.normalize()


@cache
def _next_word(joined: tuple[str, ...]) -> re.Pattern[str]:
    """The word behind a figure, and what may stand between both ("d’" in "2 milliards d’euros" stands behind)."""
    between = rf"(?:(?:{'|'.join(joined)})[{_SPACES}’'])?" if joined else ""
    return re.compile(rf"[{_SPACES}]?{between}([^\W\d_]+)")


def _magnitude(text: str, end: int, language: str) -> tuple[Decimal, int]:
    """The factor that the words behind a figure stand for ("millions", "nghìn tỷ"), and where they end."""
    known = number_words(language)
    factor, position = Decimal(1), end
    while (match := _next_word(known.joined).match(text, position)) and match[1].lower() in known.magnitudes:
        factor *= known.magnitudes[match[1].lower()][0]
        position = match.end()
    return factor, position


def spelled(text: str, language: str) -> frozenset[Decimal]:
    """All values that the words of a text may stand for: numbers and fractions in words, Roman numerals, months, days of the week.

    >>> sorted(map(int, spelled("vingt-trois régions au XXIe siècle", "fr")))
    [3, 20, 21, 23, 100]
    >>> Decimal(35) in spelled("ba mươi lăm năm", "vi"), Decimal(3) in spelled("en mars", "fr")
    (True, True)
    """
    known = number_words(language)
    found: set[Decimal] = {Decimal(value) for match in _ROMAN.finditer(text) if (value := _roman(match["value"]))}
    tokens = [match[0].lower() for match in _WORD.finditer(_QUATRE_VINGT.sub("octante", text) if language == "fr" else text)]
    pairs = [f"{first} {second}" for first, second in pairwise(tokens)]
    for word in (*tokens, *pairs):
        for table in (known.other, known.months, known.weekdays):
            found.update(table.get(word, ()))
    composed = _composed(tokens, known)
    if _HALF in found:  # two and a half, two and a half million
        scales = {_number(token, known.scales) or Decimal(1) for token in tokens}
        composed |= {value + scale * _HALF for value in composed for scale in scales if value >= scale}
    return frozenset(found | composed)


def _roman(numeral: str) -> int:
    digits = [_ROMAN_DIGITS[letter] for letter in numeral]
    return sum(-digit if digit < max(digits[place:]) else digit for place, digit in enumerate(digits))


def _composed(tokens: list[str], known: NumberWords) -> set[Decimal]:
    """The values of runs of number words, and of their parts: "deux cent trente" is 2, 100, 30, 200, 230."""
    found: set[Decimal] = set()
    total = current = Decimal(0)
    open_run = False
    for token in [*tokens, ""]:
        unit, scale = _number(token, known.units), _number(token, known.scales)
        if unit is not None:
            current += unit
            found |= {unit, current, total + current}
        elif scale is not None:
            current = (current or Decimal(1)) * scale
            found |= {scale, current, total + current}
            if scale >= 1000:
                total, current = total + current, Decimal(0)
        elif not (open_run and token in known.links):
            total = current = Decimal(0)
            open_run = False
            continue
        open_run = True
    return found


def _number(token: str, table: Values) -> Decimal | None:
    """The value of a number word, in the plural and as an ordinal too; None where it is none."""
    forms = (token, token.removesuffix("s"), token.removesuffix("ième"), token.removesuffix("th"))
    return next((table[form][0] for form in forms if form in table), None)


def measured(text: str) -> frozenset[tuple[str, Decimal]]:
    """The units of measure that a text names: what each measures, and how many metres, grams or litres it is.

    >>> measured("about 10 miles")
    frozenset({('length', Decimal('1609.34'))})
    """
    return frozenset(unit for match in _WORD.finditer(text) for unit in measures().get(match[0].lower(), ()))
