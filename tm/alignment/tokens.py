"""What alignment compares in a sentence: words, and the values of numbers and dates. Pure functions."""

from __future__ import annotations

import re

from tm.placeables import placeables
from tm.text import nfc

_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d")


def tokens(text: str, language: str) -> list[str]:
    """The words of a text in small letters, then what its numbers and dates say, with a mark in front.

    >>> tokens("Le 12 mars 2025, 1 234,5 tonnes d'engrais", "fr")
    ['le', 'mars', 'tonnes', 'd', 'engrais', '#12', '#m3', '#2025', '#1234.5']
    >>> tokens("ngày 12/3/2025", "vi")
    ['ngày', '#12', '#m3', '#2025']
    """
    words = _WORD.findall(nfc(text).lower())
    return [*words, *_figures(text, language)] if _FIGURE.search(text) else words


def _figures(text: str, language: str) -> list[str]:
    found: list[str] = []
    for one in placeables(text, language):
        if one.kind == "date":
            year, month, day = one.value
            found += [mark + value for mark, value in (("#", day), ("#m", month), ("#", year)) if value]
        else:
            found.append(f"#{one.value[0]}")
    return found
