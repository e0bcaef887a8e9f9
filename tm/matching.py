"""How well a segment of the memory answers a query: a score from 0 to 100, and each thing that it lost points for. Pure functions.

The base is the normalised Levenshtein similarity of the two essences (tm.essence), letter by letter. What an essence
hides costs little, and is itemised: case, punctuation, numbers, inline tags, accents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from tm.essence import bare, essence
from tm.units import PLACEHOLDER, TranslationUnit, plain

EXACT, ONE_SIDE, BOTH_SIDES = 100.0, 101.0, 102.0
ACCENTS = 5.0  # what a query without accents or tones loses
_MOST = 99.0  # what is not the same text
_TOKEN = re.compile(rf"{PLACEHOLDER}|\d+|[^\W\d_]+|\s+|.", re.DOTALL)
_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‑": "-", "–": "-", "…": "."})
_POINTS = {"numbers": (2.0, 6.0), "tags": (1.0, 3.0)}  # for each that differs, and at most
_ORIGINS = {"alignment": 3.0, "pivot": 5.0, "machine_translation": 10.0}


class Kind(StrEnum):
    """Why a match is one: same text with the segments around it, same text, text made to fit, or much alike."""

    CONTEXT = "context"
    EXACT = "exact"
    REPAIRED = "repaired"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Penalty:
    """Points lost, and what for: accents, case, punctuation, typography, numbers, tags, direction, origin, reliability, repair."""

    reason: str
    points: float


@dataclass(frozen=True, slots=True)
class Score:
    """How well a segment answers: `points` from 0 to 102, of which 101 and 102 are for context."""

    points: float
    kind: Kind
    penalties: tuple[Penalty, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words: `equal` in both; `replaced`, `deleted` (only in the memory's source) or `inserted` (only in the query)."""

    change: str
    query: str
    source: str


def similarity(query: str, source: str) -> tuple[float, bool]:
    """The base of the score of two essences, and whether accents were left out of account.

    Accents are left out only where one of the two has none at all, and where that helps, for ACCENTS points.

    >>> similarity("doi tac chien luoc", "đối tác chiến lược")
    (95.0, True)
    >>> similarity("bán", "bạn")[1]
    False
    """
    base = 100.0 * Levenshtein.normalized_similarity(query, source)
    if query.isascii() == source.isascii():
        return base, False
    bare_query, bare_source = bare(query), bare(source)
    if bare_query != query and bare_source != source:
        return base, False
    folded = 100.0 * Levenshtein.normalized_similarity(bare_query, bare_source) - ACCENTS
    return (folded, True) if folded > base else (base, False)


def score(query: str, source: str) -> Score:
    """The score of a segment for a query, both with placeholders where inline tags stand.

    >>> score("Le ministre est à Hanoï.", "Le ministre est à Hanoï.").points
    100.0
    >>> score("Le 3 mai, le ministre est à Hanoï", "Le 12 mai, le Ministre est à Hanoï.").penalties
    (Penalty(reason='case', points=1.0), Penalty(reason='punctuation', points=1.0), Penalty(reason='numbers', points=2.0))
    """
    if query == source:
        return Score(EXACT, Kind.EXACT)
    left, right = essence(plain(query)), essence(plain(source))
    if left or right:
        base, folded = similarity(left, right)
    else:
        base, folded = 100.0 * Levenshtein.normalized_similarity(query, source), False
    penalties = [Penalty("accents", ACCENTS)] if folded else []
    penalties += _penalties(query, source)
    lost = sum(penalty.points for penalty in penalties[folded:])
    return Score(round(max(0.0, min(base - lost, _MOST)), 1), Kind.FUZZY, tuple(penalties))


def _penalties(query: str, source: str) -> list[Penalty]:
    """What the essences hide, token by token."""
    left, right = _tokens(query), _tokens(source)
    case = numbers = 0
    for start, end in _aligned(left, right):
        if start != end and start.isdigit():
            numbers += 1
        elif start != end and start.isalpha():
            case += 1
    found = [Penalty("case", 1.0)] if case else []
    marks, other = _marks(left), _marks(right)
    if _plainly(marks) != _plainly(other):
        found.append(Penalty("punctuation", 1.0))
    elif marks != other or (_untagged(left) != _untagged(right) and _unspaced(left) == _unspaced(right)):
        found.append(Penalty("typography", 1.0))
    tags = _tag_changes(left, right)
    for reason, count in (("numbers", numbers), ("tags", tags)):
        each, most = _POINTS[reason]
        if count:
            found.append(Penalty(reason, min(each * count, most)))
    return found


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _words(tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if token.isalnum()]


def _key(token: str) -> str:
    """What aligned tokens share."""
    return "0" if token.isdigit() else token.lower()


def _aligned(left: Sequence[str], right: Sequence[str]) -> list[tuple[str, str]]:
    """The words and numbers of two texts that stand for each other."""
    query, source = _words(left), _words(right)
    pairs: list[tuple[str, str]] = []
    for block in Levenshtein.opcodes([*map(_key, query)], [*map(_key, source)]):
        if block.tag == "equal":
            pairs += zip(query[block.src_start : block.src_end], source[block.dest_start : block.dest_end], strict=True)
    return pairs


def _marks(tokens: Sequence[str]) -> list[str]:
    """The punctuation of a text."""
    return [token for token in tokens if not token.isalnum() and not token.isspace() and token != PLACEHOLDER]


def _plainly(marks: Sequence[str]) -> list[str]:
    """Marks without differences of typography: one apostrophe, one quotation mark, one hyphen."""
    return [mark.translate(_TYPOGRAPHY) for mark in marks]


def _untagged(tokens: Sequence[str]) -> str:
    return plain("".join(tokens))


def _unspaced(tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if not token.isspace() and token != PLACEHOLDER]


def _tag_changes(left: Sequence[str], right: Sequence[str]) -> int:
    """How many inline tags are more on one side, or how many stand elsewhere where both have as many."""
    counts = left.count(PLACEHOLDER), right.count(PLACEHOLDER)
    if counts[0] != counts[1]:
        return abs(counts[0] - counts[1])
    return sum(one != other for one, other in zip(_tag_places(left), _tag_places(right), strict=True)) if counts[0] else 0


def _tag_places(tokens: Sequence[str]) -> list[int]:
    """Of each inline tag, how many words stand before it."""
    places, words = [], 0
    for token in tokens:
        if token == PLACEHOLDER:
            places.append(words)
        words += token.isalnum()
    return places


def in_context(found: Score, unit: TranslationUnit, *, previous: str, following: str) -> Score:
    """The score of an exact match when the segments around the query are known: 101 where one of them is the same, 102 both.

    Only the previous one alone counts for 101, as CAT tools have it.
    """
    before = bool(previous) and plain(previous) == plain(unit.previous)
    behind = bool(following) and plain(following) == plain(unit.next)
    if found.kind is not Kind.EXACT or not before:
        return found
    return Score(BOTH_SIDES if behind else ONE_SIDE, Kind.CONTEXT)


def of_unit(found: Score, unit: TranslationUnit, source_language: str) -> Score:
    """The score less what the unit itself is worth less: where it comes from, how sure it is, which side was the original."""
    penalties = []
    if points := _ORIGINS.get(unit.origin, 0.0):
        penalties.append(Penalty("origin", points))
    if unit.score < 100:
        penalties.append(Penalty("reliability", round((100 - unit.score) / 10, 1)))
    if unit.source_language and unit.source_language != source_language:
        penalties.append(Penalty("direction", 1.0))
    return lowered(found, *penalties)


def lowered(found: Score, *penalties: Penalty) -> Score:
    """A score with further penalties; what loses points is no exact match any more."""
    if not penalties:
        return found
    points = round(max(0.0, min(found.points, EXACT) - sum(penalty.points for penalty in penalties)), 1)
    return Score(points, Kind.FUZZY if found.kind is Kind.CONTEXT else found.kind, (*found.penalties, *penalties))


def difference(query: str, source: str) -> tuple[Change, ...]:
    """What changed from the memory's source to the query, word by word; the stretches joined give both texts.

    >>> [(c.change, c.query, c.source) for c in difference("Le ministre chinois part.", "Le ministre part.")]
    [('equal', 'Le ministre ', 'Le ministre '), ('inserted', 'chinois ', ''), ('equal', 'part.', 'part.')]
    """
    left, right = _tokens(plain(query)), _tokens(plain(source))
    names = {"equal": "equal", "replace": "replaced", "delete": "deleted", "insert": "inserted"}
    return tuple(
        Change(names[block.tag], "".join(left[block.dest_start : block.dest_end]), "".join(right[block.src_start : block.src_end]))
        for block in Levenshtein.opcodes(right, left)
    )
