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


@cache
def number_words(language: str) -> NumberWords:
    """The number words of a language, none at all for one that is not known.

    >>> number_words("fr").units["trois"], number_words("xx").units
    ((Decimal('3'),), {})
    """
    tables: dict[str, Any] = tomllib.loads(files("tm").joinpath("data/numbers.toml").read_text("utf-8")).get(language, {})
    if not tables:
        return NumberWords()
    by_word = {name: _by_word(tables[name]) for name in ("magnitudes", "units", "scales", "other", "months", "weekdays")}
    return NumberWords(**by_word, joined=tuple(tables["joined"].split()), links=tuple(tables["links"].split()))


def _by_word(by_value: Mapping[str, str]) -> Values:
    found: dict[str, tuple[Decimal, ...]] = {}
    for value, words in by_value.items():
        for word in words.split():
            name = word.replace("_", " ")
            found[name] = (*found.get(name, ()), Decimal(value))
    return found
