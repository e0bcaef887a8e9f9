"""Tokens with their parts of speech. Pure functions.

Tags are chosen by the Viterbi algorithm over the readings of the lexicon: a reading's general frequency, how well
two tags follow each other in French noun phrases and clauses, and agreement in gender and number.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tm.lexicon import Reading, known, readings

_TOKEN = re.compile(
    r"(?:jusqu|lorsqu|puisqu|quoiqu|qu|[ldjmtscn])['’](?=\w)|[A-ZÀ-Ý]\.(?=\s?[A-ZÀ-Ý])|MM?\.|Mmes?|aujourd['’]hui|"
    r"O['’][A-Z][^\W\d_]+|\d+(?:[ .,]\d+)*(?:er|ère|re|e|ème|ᵉ|nd|nde)?\b|n°\s?\S+|[^\W_]+(?:[-‑][^\W_]+)*|[^\w\s]",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"[XIV]+(?:e|ᵉ|er|ᵉʳ|ème)")
_INVERTED = re.compile(r"(.+?)(?:-t)?-(?:il|elle|ils|elles|on|je|tu|nous|vous|ce)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark: `start` and `end` in the segment; `tag` as in `Reading`, E for a proper name, X for a mark."""

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


# How well a tag follows another, in natural logarithms; what is not listed counts 0.
_FOLLOWS: dict[str, float] = {
    "DN": 1.5, "DA": 0.5, "DE": 0.5, "DV": -5, "DR": -2, "DS": -3, "DP": -1, "DI": -3, "DG": -3, "DB": -1.5, "DD": -2, "DC": -3,
    "SN": 1, "SI": 0.7, "SD": 1, "SE": 1, "SV": -5, "SA": -0.2, "SP": -2, "SB": -1, "SR": -0.5, "SG": -1, "SS": -2, "SC": -2,
    "NA": 1, "NS": 1, "NP": 0.2, "NV": 0.3, "NN": -2.5, "NI": -2, "NG": 0.2, "ND": -1, "NR": -0.3, "NB": -0.2,
    "AN": 0.8, "AS": 0.5, "AA": 0.2, "AI": -1.5, "AD": -1, "AP": -1,
    "RV": 2, "RN": -3, "RA": -2, "RI": 0.3, "RP": -1.5, "RR": 0.5, "RS": -1, "RD": -1.5, "RB": 0,
    "VP": 0.8, "VD": 0.7, "VS": 0.5, "VI": 0.3, "VN": -1.5, "VV": -3, "VB": 0.6, "VA": -0.3, "VC": 0.3,
    "ID": 1, "IS": 0.5, "IN": -0.7, "IV": -3, "IA": -0.5,
    "PS": 0.8, "PN": -1.5, "PD": 0.3, "PV": -2, "PA": -0.8, "GD": 1, "GS": 0.4, "GN": -0.7, "GA": -0.7,
    "BA": 0.4, "BP": 0.6, "BN": -1, "BV": 0, "BD": 0.3, "CD": 0.6, "CR": 0.5, "CS": 0.2, "CV": 0,
    "EV": 0.5, "EP": -0.5, "EN": -1, "EA": -0.3, "XD": 0.3, "XN": -0.3, "XV": -0.5, "MN": 1, "MA": -0.3, "MV": -2, "MD": -2,
}  # fmt: skip
_AGREE = {"DN", "NA", "AN", "DA", "NP", "AA"}
_MISMATCH = -1.5
_MARK = Reading("X", "", "", "", 1.0)


def tag(text: str) -> list[Token]:
    """The tokens of a segment with the most likely part of speech of each in its place.

    >>> [(t.text, t.tag) for t in tag("Le Vietnam signe un accord commercial.")]
    [('Le', 'D'), ('Vietnam', 'E'), ('signe', 'V'), ('un', 'D'), ('accord', 'N'), ('commercial', 'A'), ('.', 'X')]
    """
    spans = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    options = [_options(word, _initial(text, start)) for word, start, _ in spans]
    chosen = _best_path(options)
    return [
        Token(word, start, end, reading.tag, reading.lemma, reading.gender, reading.number)
        for (word, start, end), reading in zip(spans, chosen, strict=True)
    ]


def _initial(text: str, start: int) -> bool:
    """Whether a capital at this place says nothing: the start of a segment or of quoted speech."""
    before = text[:start].rstrip()
    return not before or before[-1] in '«"“:.!?'


@lru_cache(maxsize=200_000)
def _options(word: str, initial: bool) -> tuple[tuple[Reading, float], ...]:
    """The readings that a word may have, each with its log-probability."""
    if not word[0].isalnum():
        return ((_MARK, 0.0),)
    lower = word.lower().replace("’", "'")
    if _ORDINAL.fullmatch(word):
        return ((Reading("M", lower, "", "", 1.0), 0.0),)
    if (initial or word[0].islower()) and not known(lower) and (inverted := _INVERTED.fullmatch(lower)) and known(inverted.group(1)):
        return ((Reading("V", lower, "", "", 1.0), 0.0),)
    if word[0].isupper() and not _common(word, lower, initial):
        return ((Reading("E", word, "", "", 1.0), 0.0),)
    found = readings(lower)
    if word[0].isupper() and not initial:
        found = tuple(r for r in found if r.tag in "NAMSDC") or found
    found = found[:5]
    total = sum(r.weight + 0.5 for r in found)
    return tuple((r, math.log((r.weight + 0.5) / total)) for r in found)


def _common(word: str, lower: str, initial: bool) -> bool:
    """Whether a capitalised word is a word of the language rather than a proper name."""
    if lower.endswith("'"):
        return initial
    if word.isupper() and len(word) > 1:
        return False
    if initial:
        return known(lower)
    return known(lower) and any(r.tag in "NAMDSC" for r in readings(lower))


def _best_path(options: list[tuple[tuple[Reading, float], ...]]) -> list[Reading]:
    """The readings whose sequence scores best."""
    if not options:
        return []
    scores = [weight for _, weight in options[0]]
    back: list[list[int]] = []
    for before, here in pairwise(options):
        row, pointers = [], []
        for reading, weight in here:
            best, at = max((scores[i] + _step(previous, reading), -i) for i, (previous, _) in enumerate(before))
            row.append(best + weight)
            pointers.append(-at)
        scores = row
        back.append(pointers)
    at = max(range(len(scores)), key=lambda i: (scores[i], -i))
    path = [options[-1][at][0]]
    for pointers, here in zip(reversed(back), reversed(options[:-1]), strict=True):
        at = pointers[at]
        path.append(here[at][0])
    return path[::-1]


def _step(before: Reading, after: Reading) -> float:
    pair = before.tag + after.tag
    score = _FOLLOWS.get(pair, 0.0)
    if pair in _AGREE:
        if before.number and after.number and before.number != after.number:
            score += _MISMATCH
        if before.gender and after.gender and before.gender != after.gender:
            score += _MISMATCH
    return score
