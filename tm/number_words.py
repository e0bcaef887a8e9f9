"""The words by which a language names numbers, months and days of the week (data/numbers.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

Values = Mapping[str, tuple[Decimal, ...]]


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Words in small letters with what they stand for.

    `magnitudes` stand behind figures, `joined` between both; `units` and `scales` make numbers of several words, with
    `links` between them; `other` words have values by themselves. Days of the week have the numbers of Vietnamese (Monday is 2).
    """

    magnitudes: Values = field(default_factory=dict)
    joined: tuple[str, ...] = ()
    units: Values = field(default_factory=dict)
    scales: Values = field(default_factory=dict)
    links: tuple[str, ...] = ()
    other: Values = field(default_factory=dict)
    months: Values = field(default_factory=dict)
    weekdays: Values = field(default_factory=dict)
    days: tuple[str, ...] = ()


@cache
def number_words(language: str) -> NumberWords:
    """The number words of a language, none at all for one that is not known.

    >>> number_words("fr").units["trois"], number_words("xx").units
    ((Decimal('3'),), {})
    """
    tables = _tables().get(language, {})
    if not tables:
        return NumberWords()
    words = {name: tuple(word.replace("_", " ") for word in tables[name].split()) for name in ("joined", "links", "days")}
    return NumberWords(
        magnitudes=_by_word(tables["magnitudes"]),
        joined=words["joined"],
        units=_by_word(tables["units"]),
        scales=_by_word(tables["scales"]),
        links=words["links"],
        other=_by_word(tables["other"]),
        months=_by_word(tables["months"]),
        weekdays=_by_word(tables["weekdays"]),
        days=words["days"],
    )


@cache
def measures() -> Mapping[str, tuple[tuple[str, Decimal], ...]]:
    """The units of measure by the word for them, each with what it measures and how many metres, grams or litres it is.

    >>> measures()["miles"]
    (('length', Decimal('1609.34')),)
    """
    found: dict[str, tuple[tuple[str, Decimal], ...]] = {}
    for kind, by_value in _tables()["measures"].items():
        for word, values in _by_word(by_value).items():
            found[word] = (*found.get(word, ()), *((kind, value) for value in values))
    return found


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("tm").joinpath("data/numbers.toml").read_text("utf-8"))


def _by_word(by_value: Mapping[str, str]) -> Values:
    found: dict[str, tuple[Decimal, ...]] = {}
    for value, words in by_value.items():
        for word in words.split():
            name = word.replace("_", " ")
            found[name] = (*found.get(name, ()), Decimal(value))
    return found
