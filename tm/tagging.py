"""Tokens with their parts of speech. Pure functions.

Tags are chosen by the Viterbi algorithm over the readings of the lexicon: a reading's general frequency, how well
two tags follow each other in French noun phrases and clauses, and agreement in gender and number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import add
from typing import NamedTuple

from tm.lexicon import Reading, known, readings

TOKEN = re.compile(  # a word or a mark
    r"(?:jusqu|lorsqu|puisqu|quoiqu|qu|[ldjmtscn])['’](?=\w)|[A-ZÀ-Ý]\.(?=\s?[A-ZÀ-Ý])|MM?\.|Mmes?|aujourd['’]hui|"
    r"O['’][A-Z][^\W\d_]+|\d+(?:[ .,]\d+)*(?:er|ère|re|e|ème|ᵉ|nd|nde)?\b|n°\s?\S+|[^\W_]+(?:[-‑][^\W_]+)*|[^\w\s]",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"[XIV]+(?:e|ᵉ|er|ᵉʳ|ème)")
_INVERTED = re.compile(r"(.+?)(?:-t)?-(?:il|elle|ils|elles|on|je|tu|nous|vous|ce)", re.IGNORECASE)


class Token(NamedTuple):
    """A word or mark: `start` and `end` in the segment; `tag` as in `Reading`, E for a proper name, X for a mark.

    A tuple, since millions of them are made, written aside and read again.
    """

    text: str
    start: int
    end: int
    tag: str
    lemma: str
    gender: str = ""
    number: str = ""

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


# One row for each tag, one column for each tag behind it.
_AFTER = """
      D     N     A     S     V     P     G     I     B     C     R     M     E     X
D  -3.7   1.3  -0.1  -4.5  -4.0  -3.2  -2.1  -1.4  -1.3  -1.9  -3.5  -0.8  -0.4  -3.7
N  -2.1  -2.1   0.8   0.8   0.2   0.0  -0.1  -2.8  -0.7   0.3  -0.3   0.2  -0.7   0.0
A  -1.7  -0.1  -0.8   0.4   0.1  -0.3   0.1  -3.1  -1.1   0.8  -0.5  -1.8  -0.7   0.2
S   0.9   0.6  -0.8  -2.0  -2.3  -3.4   0.9   1.1  -0.7  -2.5  -0.5   0.0  -0.2  -3.0
V   0.5  -2.0  -0.2   0.1  -1.3   1.8  -1.8   1.2   1.7   0.2  -0.5  -1.6  -1.2  -1.3
P  -0.4  -2.9  -1.4   1.2  -1.3   0.6  -1.3  -1.3   0.3   0.6  -1.2  -2.5  -2.5   0.0
G   1.2  -2.1  -1.7   0.4  -2.2   0.0  -0.2  -0.5   1.3   0.6  -2.3  -1.4  -1.2  -1.7
I   1.2  -2.7  -1.1   0.4  -1.7   0.9  -1.9  -0.3   0.7   0.3  -0.7  -2.0  -3.1  -1.0
B   0.1  -2.4   1.0   0.3  -1.0   1.4  -0.8   0.6   1.1   0.5  -0.2  -1.2  -1.0  -0.7
C   0.9  -1.2  -0.3   0.0  -0.2  -0.2  -0.8   0.2   0.7   0.0   1.4  -0.8  -0.5  -2.2
R  -1.4  -3.4  -3.7  -1.4   2.4  -1.7   1.4   0.8  -0.3  -1.1   1.2  -2.0  -2.7  -1.6
M  -2.8   0.4  -2.3  -1.7  -0.4  -3.4  -2.0  -3.4  -1.7  -0.4  -2.0  -1.9   0.3   0.6
E  -1.6  -1.1  -1.3  -1.0   0.0  -1.6  -1.4  -4.4  -1.1   0.3  -0.9   0.9   1.8   0.4
X  -0.7  -1.3  -1.9  -1.5  -1.0  -1.2  -0.6  -1.8  -1.2  -0.6  -0.2   0.1   0.1   0.9
"""


def _table() -> dict[str, float]:
    """How well a tag follows another, in natural logarithms: the pointwise mutual information of tag pairs.

    Counted in 5 articles of ours, 5 of an agency and two ACTER domains, as tagged by a first, hand-set table (the hard
    EM step of self-training; B. Merialdo, "Tagging English Text with a Probabilistic Model", CL 20, 1994); "D R" and
    "D V", which no grammar allows, set lower by hand.
    """
    header, *rows = _AFTER.strip().splitlines()
    return {row[0] + after: float(value) for row in rows for after, value in zip(header.split(), row[1:].split(), strict=True)}


_FOLLOWS = _table()
_AGREE = {"DN", "NA", "AN", "DA", "NP", "AA"}
_MISMATCH = -1.5
_MARK = Reading("X", "", "", "", 1.0)


class _Options(NamedTuple):
    """The readings that a word may have, each with its log-probability; `kind` numbers their tags, genders and numbers."""

    readings: tuple[Reading, ...]
    weights: tuple[float, ...]
    kind: int


def tag(text: str) -> list[Token]:
    """The tokens of a segment with the most likely part of speech of each in its place.

    >>> [(t.text, t.tag) for t in tag("Le Vietnam signe un accord commercial.")]
    [('Le', 'D'), ('Vietnam', 'E'), ('signe', 'V'), ('un', 'D'), ('accord', 'N'), ('commercial', 'A'), ('.', 'X')]
    """
    spans = [(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text)]
    _, chosen = _best_path([_options(word, _initial(text, start)) for word, start, _ in spans])
    return [Token(*span, r.tag, r.lemma, r.gender, r.number) for span, r in zip(spans, chosen, strict=True)]


def coherence(text: str) -> float:
    """How well the parts of speech of the words follow each other: a decimal logarithm, above 0 for better than by chance.

    >>> coherence("expert en droit international") > coherence("expert endroit international")
    True
    """
    score, _ = _best_path([_options(m.group(), _initial(text, m.start())) for m in TOKEN.finditer(text)])
    return score / math.log(10)


def _initial(text: str, start: int) -> bool:
    """Whether a capital at this place says nothing: the start of a segment or of quoted speech."""
    if not text[start].isupper():
        return start == 0
    before = text[max(0, start - 8) : start].rstrip()
    return not before or before[-1] in '«"“:.!?'


@lru_cache(maxsize=200_000)
def _options(word: str, initial: bool) -> _Options:
    found = _readings(word, initial)
    total = sum(r.weight + 0.5 for r in found)
    kind = _kind(tuple((r.tag, r.gender, r.number) for r in found))
    return _Options(found, tuple(math.log((r.weight + 0.5) / total) if len(found) > 1 else 0.0 for r in found), kind)


def _readings(word: str, initial: bool) -> tuple[Reading, ...]:
    """The readings that a word may have in its place, five at the most."""
    if not word[0].isalnum():
        return (_MARK,)
    lower = word.lower().replace("’", "'")
    if _ORDINAL.fullmatch(word):
        return (Reading("M", lower, "", "", 1.0),)
    if (initial or word[0].islower()) and not known(lower) and (inverted := _INVERTED.fullmatch(lower)) and known(inverted.group(1)):
        return (Reading("V", lower, "", "", 1.0),)
    if word[0].isupper() and not _common(word, lower, initial):
        return (Reading("E", word, "", "", 1.0),)
    found = readings(lower)
    if word[0].isupper() and not initial:
        found = tuple(r for r in found if r.tag in "NAMSDC") or found
    return found[:5]


def _common(word: str, lower: str, initial: bool) -> bool:
    """Whether a capitalised word is a word of the language rather than a proper name."""
    if lower.endswith("'"):
        return initial
    if word.isupper() and len(word) > 1:
        return False
    if initial:
        return known(lower)
    return known(lower) and any(r.tag in "NAMDSC" for r in readings(lower))


_ONE_WAY = (0,) * 5
_Kind = tuple[tuple[str, str, str], ...]
_kinds: list[_Kind] = []  # there are some hundreds of them


@cache
def _kind(kind: _Kind) -> int:
    _kinds.append(kind)
    return len(_kinds) - 1


@cache
def _steps(before: int, after: int) -> tuple[tuple[float, ...], ...]:
    """How well each reading of one kind of word follows each of another: a row for each reading behind."""
    return tuple(tuple(_step(one, other) for one in _kinds[before]) for other in _kinds[after])


def _best_path(options: list[_Options]) -> tuple[float, list[Reading]]:
    """The readings whose sequence scores best, and its score; among equals the more frequent."""
    if not options:
        return 0.0, []
    _, first, kind = options[0]
    scores: Sequence[float] = first
    back: list[Sequence[int]] = []
    for _, weights, after in options[1:]:
        rows = _steps(kind, after)
        kind = after
        if len(scores) == 1:  # as after most words: there is one way to come from
            base = scores[0]
            scores = [base + row[0] + weight for row, weight in zip(rows, weights)]  # noqa: B905 - the time of a tagger goes here
            back.append(_ONE_WAY)
            continue
        pointers, best = [], []
        for row, weight in zip(rows, weights):  # noqa: B905
            reached = list(map(add, scores, row))
            highest = max(reached)
            pointers.append(reached.index(highest))
            best.append(highest + weight)
        back.append(pointers)
        scores = best
    at = scores.index(max(scores))
    path = [options[-1].readings[at]]
    for place in range(len(back) - 1, -1, -1):
        at = back[place][at]
        path.append(options[place].readings[at])
    return max(scores), path[::-1]


def _step(before: tuple[str, str, str], after: tuple[str, str, str]) -> float:
    pair = before[0] + after[0]
    score = _FOLLOWS.get(pair, 0.0)
    if pair in _AGREE:
        if before[2] and after[2] and before[2] != after[2]:
            score += _MISMATCH
        if before[1] and after[1] and before[1] != after[1]:
            score += _MISMATCH
    return score
