"""The essence of a text: what is left when case, punctuation and the values of numbers do not count. Pure functions.

It is what fuzzy matches are measured on; the differences that it hides are penalties (tm.matching).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from tm.text import fold

LAST = 0x24FF  # behind it (box drawing, Chinese …) every character stands for itself
_RUNS = re.compile(r"0+| +")


@cache
def essence_table() -> tuple[int, ...]:
    """For each character up to LAST the one that stands for it: small letter, 0 for a digit, space for all that is neither."""
    return tuple(_stands_for(chr(code)) for code in range(LAST + 1))


def _stands_for(character: str) -> int:
    if character.isdecimal():
        return ord("0")
    if character.isalnum() or unicodedata.category(character)[0] == "M":
        lower = character.lower()
        return ord(lower) if len(lower) == 1 else ord(character)
    return ord(" ")


@cache
def bare_table() -> tuple[int, ...]:
    """For each character up to LAST the same without marks: é as e, đ as d, œ as o."""
    return tuple(ord((fold(chr(code)) or " ")[0]) if chr(code).isalpha() else code for code in range(LAST + 1))


@cache
def _essences() -> dict[int, int]:
    return dict(enumerate(essence_table()))


@cache
def _bare() -> dict[int, int]:
    return dict(enumerate(bare_table()))


def essence(text: str) -> str:
    """The essence of a text in normal form C.

    >>> essence("« L’Accord n° 12 » est signé.")
    'l accord n 0 est signé'
    >>> essence("Le 3 mai 2024") == essence("le 12 MAI 1999 !")
    True
    """
    return _RUNS.sub(lambda run: run[0][0], text.translate(_essences())).strip()


def bare(essence: str) -> str:
    """An essence without marks, as long as it was.

    >>> bare("đối tác chiến lược")
    'doi tac chien luoc'
    """
    return essence.translate(_bare())
