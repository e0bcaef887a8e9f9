"""Whether a target renders a concept: as the termbase writes it, in any inflection and order, derived, or shortened. Pure functions.

What a good translator may do with a term is no fault: "official and state visits" has the official visit, "they negotiated"
the negotiation, "Mr Putin" Vladimir Putin, "Vietnamese" Vietnam, and an acronym the name whose initials it has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from glossary.check.known import Designation, Entry
from glossary.check.words import Word, keys, spans
from glossary.equivalents import places
from glossary.model import EntityType
from tm.text import fold

_STEM = 4  # letters that the name of a place and what is derived from it share
_GAP = 4  # words that may stand among those of a term
_SIGNS = {"dollar": ("$", "USD"), "do la": ("$", "USD"), "euro": ("€", "EUR"), "yen": ("¥", "JPY"), "dong": ("₫", "VND")}
_LINKS = frozenset(("of", "for", "on", "in", "and", "to", "de", "a", "et", "en", "pour", "sur", "va", "ve", "cua", "cho"))
_CLASSIFIERS = frozenset(keys("chuyến cuộc sự việc bản nước nền mối người tình", "vi"))  # may be left out, or stand apart
_PARTICLES = frozenset(keys("của về cho và các những", "vi"))
_SUFFIXES = (  # of derived words, each with how many letters it leaves at least
    (re.compile(r"at(?:ion|e|ed|ing|or|ive|eur|rice)$"), 5),
    (re.compile(r"(?:ement|emment|ment|ion|ally|ly|al|ive|er|ant|ent|eur|euse|ons|ez)$"), 4),
    (re.compile(r"(?:ing|ed|es|s|e)$"), 3),
)


@dataclass(frozen=True, slots=True)
class Rendering:
    """A designation that stands in a target, at `start`–`end`, word for word."""

    designation: Designation
    text: str
    start: int
    end: int


def exact(entry: Entry, target: str, found: Sequence[Word]) -> list[Rendering]:
    """The designations of an entry that stand in a target, the longest first, without those inside a longer one."""
    renderings: list[Rendering] = []
    for designation in sorted(entry.target, key=lambda one: -len(one.keys)):
        for first, last in spans(found, designation.keys):
            start, end = found[first].start, found[last - 1].end
            if _capitals(designation, found[first].text) and not any(one.start <= start and end <= one.end for one in renderings):
                renderings.append(Rendering(designation, target[start:end], start, end))
    return renderings


def _capitals(designation: Designation, text: str) -> bool:
    return not designation.acronym or text[0].isupper()


def renders(entry: Entry, found: Sequence[Word], language: str) -> bool:
    """Whether the words of a target, without marks between them, render a concept in any way that is no fault."""
    shorter = _SHORTER.get(entry.entity)
    return any(
        spans(found, designation.keys) or _scattered(designation, found, language) or _initials(designation, found)
        for designation in entry.target
    ) or bool(shorter and shorter(entry, found, language))


def _scattered(designation: Designation, found: Sequence[Word], language: str) -> bool:
    """Whether the words of a term stand near each other: in any order, or in Vietnamese in theirs; derived words count."""
    if language == "vi":
        wanted = [key for key in designation.keys if key not in _CLASSIFIERS | _PARTICLES] or list(designation.keys)
        return _near(wanted, [word.key for word in found], ordered=True)
    wanted = [_root(key) for key in designation.keys if key not in _LINKS]
    return bool(wanted) and not designation.acronym and _near(wanted, [_root(word.key) for word in found], ordered=False)


def _near(wanted: Sequence[str], found: Sequence[str], *, ordered: bool) -> bool:
    if not set(wanted) <= set(found):
        return False
    width = len(wanted) + _GAP
    return any(
        (_in_order if ordered else _in_any_order)(wanted, found[start : start + width])
        for start in range(len(found))
        if found[start] in wanted
    )


def _in_order(wanted: Sequence[str], window: Sequence[str]) -> bool:
    rest = iter(window)
    return all(key in rest for key in wanted)


def _in_any_order(wanted: Sequence[str], window: Sequence[str]) -> bool:
    left = list(window)
    for key in wanted:
        if key not in left:
            return False
        left.remove(key)
    return True


@lru_cache(maxsize=50_000)
def _root(key: str) -> str:
    """What a word shares with those derived from it.

    >>> _root("negotiation") == _root("negotiate") == _root("negotiating"), _root("minister") == _root("ministry")
    (True, False)
    >>> _root("combating"), _root("rising") == _root("rise")
    ('combat', True)
    """
    for pattern, least in _SUFFIXES:
        shorter = pattern.sub("", key)
        if len(key) > len(shorter) >= least:
            return shorter
    return key


def _initials(designation: Designation, found: Sequence[Word]) -> bool:
    """Whether an acronym stands in the target that is made of the initials of a designation."""
    capitals = "".join(word[0] for word in re.findall(r"\w+", designation.text) if word[0].isupper())
    return len(capitals) > 1 and any(word.text == capitals for word in found)


def _person(entry: Entry, found: Sequence[Word], _language: str) -> bool:
    """Whether a part of a person's name stands in the target: the last word, or the first by itself, by which people are called again.

    A first name with another family name behind it is somebody else.
    """
    for designation in entry.target:
        for place, word in enumerate(found):
            if not word.text[0].isupper() or word.key not in (designation.keys[0], designation.keys[-1]):
                continue
            following = found[place + 1] if place + 1 < len(found) else None
            named = following and following.text[0].isupper() and following.start - word.end == 1
            if word.key == designation.keys[-1] or not named or (following and following.key in designation.keys):
                return True
    return False


def in_signs(entry: Entry, target: str) -> bool:
    """Whether a currency stands in the target by its sign: "$100 billion" has dollars."""
    names = [fold(designation.text) for designation in entry.target]
    return any(currency in name and sign in target for currency, signs in _SIGNS.items() for name in names for sign in signs)


def _place(entry: Entry, found: Sequence[Word], language: str) -> bool:
    """Whether a word stands in the target that is derived from the name of a place: "Russian", "vietnamien"."""
    if language == "vi":
        return False
    roots = {key[: max(_STEM, len(key) - 2)] for designation in entry.target for key in designation.keys[-1:] if len(key) >= _STEM}
    roots |= {adjective[:-1] for designation in entry.target if (adjective := places.adjective(designation.text, language))}
    return any(fold(word.text).startswith(root) for root in roots for word in found)


_SHORTER = {EntityType.PERSON: _person, EntityType.PLACE: _place}
