"""Rules about numbers and dates: each side may write them in its own way, and must say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product

from rapidfuzz.distance import OSA

from glossary.check.examined import Examined, Side
from glossary.check.model import Fault, Rule
from tm.dates import Date
from tm.number_words import number_words
from tm.placeables import Placeable, written
from tm.quantities import Quantity, measured

_UNSAID = frozenset((Decimal(0), Decimal(1)))  # "the leader" may well become "number 1"
_ROUNDED = Decimal("0.15")  # of a value in another unit: 2 inches are 5 cm, and 300 km 200 miles
_MANY = 5_000  # pairs of numbers that are compared one by one
_DEGREE = 2
_DEGREES = re.compile(r"\b(?:degrés?|degrees?|độ)\b|°")


def numbers(examined: Examined) -> Iterator[Fault]:
    """The numbers in figures that the other side has neither in figures nor in words, nor in another unit of measure."""
    missing, extra = _unanswered(examined.source, examined.target), _unanswered(examined.target, examined.source)
    pairs = _paired(missing, extra)
    for mine in missing:
        yield _differing(Rule.NUMBER, mine, pairs.get(mine), examined)
    for other in (other for other in extra if other not in pairs.values()):
        yield Fault(Rule.NUMBER, "", (), other.text, f"“{other.text}” is not in the source", other.start, other.end)


def _paired(missing: list[Quantity], extra: list[Quantity]) -> dict[Quantity, Quantity]:
    """Which number of the target stands in the place of which one of the source: those that look most alike."""
    if len(missing) * len(extra) > _MANY:
        return dict(zip(missing, extra, strict=False))
    pairs: dict[Quantity, Quantity] = {}
    for mine, other in sorted(product(missing, extra), key=lambda pair: OSA.distance(pair[0].text, pair[1].text)):
        if mine not in pairs and other not in pairs.values():
            pairs[mine] = other
    return pairs


def _unanswered(mine: Side, other: Side) -> list[Quantity]:
    left = [quantity for quantity in mine.quantities if not quantity.values & (other.in_figures | _UNSAID)]
    left = [quantity for quantity in left if not quantity.values & other.values]
    if not left or len(left) * len(other.values) > _MANY:
        return left
    units = [(one, two) for kind, one in measured(mine.text) for other_kind, two in measured(other.text) if kind == other_kind]
    ratios = {one / two for one, two in units if one != two}
    degrees = bool(_DEGREES.search(mine.text) and _DEGREES.search(other.text))
    return [quantity for quantity in left if not _converted(quantity.values, other.values, ratios, degrees)]


def _converted(values: Iterable[Decimal], answers: Iterable[Decimal], ratios: Iterable[Decimal], degrees: bool) -> bool:
    """Whether a value is one of the answers in another unit of measure, rounded."""
    pairs = list(product(values, answers))
    if any(abs(value * ratio - answer) <= _ROUNDED * answer for ratio in ratios for value, answer in pairs):
        return True
    both = [pair for value, answer in pairs for pair in ((value, answer), (answer, value))] if degrees else []
    return any(abs(celsius * 9 / 5 + 32 - fahrenheit) <= _DEGREE for celsius, fahrenheit in both)


def days(examined: Examined) -> Iterator[Fault]:
    """The dates of the source that those of the target contradict, and whole ones that it lacks."""
    source, target = examined.source, examined.target
    left = [date for date in source.days if not _agrees(date, target.days)]
    others = [date for date in target.days if not _agrees(date, source.days)]
    for date in left:
        answer = next((other for other in others if _alike(date, other)), None)
        if answer is None and _said(date, target):
            continue
        answer = answer or next((other for other in others if not _said(other, source)), None)
        if answer:
            others.remove(answer)
            yield _differing(Rule.DATE, date, answer, examined)
        elif not date.is_month and not _names_a_day(target):
            yield _differing(Rule.DATE, date, None, examined)


def _differing(rule: Rule, mine: Date | Quantity, other: Date | Quantity | None, examined: Examined) -> Fault:
    """The fault that something of the source is missing in the target, or stands there as another value."""
    expected = (_as_target_writes(mine, other, examined),)
    if other is None:
        return Fault(rule, mine.text, expected, "", f"“{mine.text}” is missing in the target")
    message = f"“{other.text}” stands where the source has “{mine.text}”"
    return Fault(rule, mine.text, expected, other.text, message, other.start, other.end)


def _as_target_writes(mine: Date | Quantity, other: Date | Quantity | None, examined: Examined) -> str:
    """A number or date of the source as the target language writes it, in the manner of the other one, where that can be told."""
    source, target = examined.source, examined.target
    new = _placeable(source, mine)
    old = _placeable(target, other) if other else new and replace(new, separator="")
    if new is None or old is None or new.kind != old.kind or (other is None and new.kind == "date"):
        return mine.text
    return f"{written(new, old, target.language) or new.text}{mine.text[new.end - mine.start :] if not other else ''}"


def _placeable(side: Side, found: Date | Quantity) -> Placeable | None:
    return next((one for one in side.placeables if one.start <= found.start < one.end), None)


def _agrees(date: Date, others: Iterable[Date]) -> bool:
    return any(date.agrees(other) for other in others)


def _alike(one: Date, other: Date) -> bool:
    """Whether two dates that differ look as if one were meant to be the other."""
    return any(first and first == second for first, second in ((one.month, other.month), (one.day, other.day), (one.year, other.year)))


def _said(date: Date, side: Side) -> bool:
    """Whether all parts of a date stand in a text as numbers or names of months."""
    parts = {Decimal(part) for part in (date.year, date.month, date.day) if part}
    return len(parts) > 1 and parts <= side.values


def _names_a_day(side: Side) -> bool:
    """Whether a text says the day in another way: "on Saturday", "yesterday"."""
    text = side.text.lower().replace("’", "'")
    return any(re.search(rf"\b{day}\b", text) for day in number_words(side.language).days)
