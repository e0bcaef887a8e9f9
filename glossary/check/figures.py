"""Rules about numbers and dates: each side may write them in its own way, and must say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from glossary.check.examined import Examined
from glossary.check.model import Fault, Rule
from tm.dates import Date, dates
from tm.quantities import Quantity, quantities, spelled


def numbers(examined: Examined) -> Iterator[Fault]:
    """The numbers in figures that the other side has neither in figures nor in words."""
    left = [_unanswered(examined, side) for side in (0, 1)]
    missing, extra = list(left[0]), list(left[1])
    for mine in missing:
        other = extra.pop(0) if extra else None
        if other:
            message = f"“{other.text}” stands where the source has “{mine.text}”"
            yield Fault(Rule.NUMBER, mine.text, (mine.text,), other.text, message, other.start, other.end)
        else:
            yield Fault(Rule.NUMBER, mine.text, (mine.text,), "", f"“{mine.text}” is missing in the target")
    for other in extra:
        yield Fault(Rule.NUMBER, "", (), other.text, f"“{other.text}” is not in the source", other.start, other.end)


def days(examined: Examined) -> Iterator[Fault]:
    """The dates of the source that those of the target contradict."""
    (mine, theirs), values = _dates(examined), _values(examined)
    left = [date for date in mine if not _answered(date, theirs, values[1])]
    others = [date for date in theirs if not _answered(date, mine, values[0])]
    for date in left:
        if others:
            other = others.pop(0)
            message = f"“{other.text}” stands where the source has “{date.text}”"
            yield Fault(Rule.DATE, date.text, (date.text,), other.text, message, other.start, other.end)
        elif not date.is_month:
            yield Fault(Rule.DATE, date.text, (date.text,), "", f"“{date.text}” is missing in the target")


def _answered(date: Date, others: Iterable[Date], values: frozenset[Decimal]) -> bool:
    """Whether a date agrees with another one, or all its parts stand in the other text as numbers or months."""
    if any(date.agrees(other) for other in others):
        return True
    parts = {Decimal(part) for part in (date.year, date.month, date.day) if part}
    return len(parts) > 1 and parts <= values


def _unanswered(examined: Examined, side: int) -> list[Quantity]:
    values = _values(examined)[1 - side]
    return [quantity for quantity in _quantities(examined)[side] if not quantity.values & values]


@lru_cache(maxsize=4)
def _dates(examined: Examined) -> tuple[list[Date], list[Date]]:
    texts = examined.segment.source, examined.segment.target
    first, second = (dates(text, language) for text, language in zip(texts, examined.languages, strict=True))
    return first, second


@lru_cache(maxsize=4)
def _quantities(examined: Examined) -> tuple[list[Quantity], list[Quantity]]:
    """The numbers of both sides, without those of dates."""
    texts = examined.segment.source, examined.segment.target
    first, second = (
        [one for one in quantities(text, language) if not any(one.start < date.end and date.start < one.end for date in found)]
        for text, language, found in zip(texts, examined.languages, _dates(examined), strict=True)
    )
    return first, second


@lru_cache(maxsize=4)
def _values(examined: Examined) -> tuple[frozenset[Decimal], frozenset[Decimal]]:
    """All values that each side says: in figures, in words, in dates."""
    texts = examined.segment.source, examined.segment.target
    first, second = (
        spelled(text, language)
        | {value for quantity in found for value in quantity.values}
        | {Decimal(part) for date in when for part in (date.year, date.month, date.day) if part}
        for text, language, found, when in zip(texts, examined.languages, _quantities(examined), _dates(examined), strict=True)
    )
    return first, second
