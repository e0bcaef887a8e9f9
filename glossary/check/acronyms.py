"""Rule about acronyms and codes (WTO, G20, COVID-19): the target has another one than the source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from glossary.check.examined import Examined
from glossary.check.known import SourceTerm
from glossary.check.model import Fault, Rule
from tm.text import fold

_ACRONYM = re.compile(
    r"(?<![\w.’'-])(?:[A-ZĐ]\.){2,}|(?<![^\W_])(?:[A-ZĐ]{2,6}(?=s?\b)(?![-‑]?\d)|[A-ZĐ]{1,5}[a-z]?[-‑]?\d{1,4})(?![^\W_])"
)
_MANY = 100  # acronyms of a segment that are looked at
_ENOUGH = 3  # letters of an acronym that may be misspelled
_HEADLINE = 12  # letters; fewer may well be an acronym
_SMALL = 0.1  # of the letters of a headline in capitals, at most


def differing(examined: Examined) -> Iterator[Fault]:
    """The acronyms of the source for which another one stands in the target."""
    for term in examined.unrendered:
        if found := instead(examined, term):
            expected = tuple(text for entry in term.entries for text in entry.expected)
            yield _fault(examined, term.text, expected, found)
    mine, theirs = _left(examined)
    for acronym in mine:
        if found := next((other for other in theirs if _is_slip(acronym, other)), ""):
            yield _fault(examined, acronym, (acronym,), found)


def instead(examined: Examined, term: SourceTerm) -> str:
    """The acronym that stands in the target in the place of one that is a term of the source; empty where none does."""
    others = _left(examined)[1] if term.acronym else ()
    return next(iter(others), "")


def _left(examined: Examined) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The acronyms of source and target that neither the other side nor a term of the source answers for."""
    source, target = acronyms(examined.source.text), acronyms(examined.target.text)
    expected = {_plain(word) for term in examined.terms for entry in term.entries for text in entry.expected for word in acronyms(text)}
    known = {_plain(word) for term in examined.terms for word in acronyms(term.text)}
    mine, theirs = {*map(_plain, source)}, {*map(_plain, target)}
    return (
        tuple(word for word in source if _plain(word) not in theirs | known),
        tuple(word for word in target if _plain(word) not in mine | expected),
    )


def acronyms(text: str) -> list[str]:
    """The acronyms and codes in a text, each once; none in one that is written in capitals.

    >>> acronyms("L’ONU, le G20 et le COVID-19"), acronyms("RÉUNION DU CONSEIL")
    (['ONU', 'G20', 'COVID-19'], [])
    """
    found = list(dict.fromkeys(match[0] for match in _ACRONYM.finditer(text)))[:_MANY]
    letters = [letter for letter in text if letter.isalpha()] if found else []
    is_headline = len(letters) > _HEADLINE and sum(map(str.islower, letters)) <= _SMALL * len(letters)
    return [] if is_headline else found


def _plain(acronym: str) -> str:
    return re.sub(r"[.‑-]", "", acronym)


def _is_slip(mine: str, other: str) -> bool:
    """Whether one of two acronyms is the other one misspelled, or a code with another number."""
    one, two = _plain(mine), _plain(other)
    if any(map(str.isdigit, one + two)):
        letters = [re.sub(r"\d", "", word) for word in (one, two)]
        return letters[0] == letters[1] and one != two
    return min(len(one), len(two)) >= _ENOUGH and OSA.distance(one, two) == 1 and fold(one) != fold(two)


def _fault(examined: Examined, term: str, expected: tuple[str, ...], found: str) -> Fault:
    start = max(0, examined.target.text.find(found))
    message = f"“{found}” stands where the source has “{term}”"
    return Fault(Rule.ACRONYM, term, expected, found, message, start, start + len(found))
