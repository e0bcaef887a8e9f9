"""Articles that tell the same event without being translations: which go together, and which names they share.

Numbers, dates, acronyms and names tie documents together, rare ones more than common ones. A name that stands on both
sides of a tie is proposed, with a lower score than translations give: its marks are those of the page that it was read on.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glossary.equivalents.gazetteer import transcription_key
from tm import english, lexicon, vietnamese
from tm.text import fold

SCORE = 40.0  # of a name that stands on both sides as it is
TRANSCRIBED = 30.0  # of one that only sounds the same
TIED = 25.0  # the least score of a tie
_ACRONYM = re.compile(r"\b[A-ZĐ]{2,8}\b")
_RUN = re.compile(r"[^.!?;:,()«»“”\"\n]+")  # within which a name stands whole
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,  ]\d+)*")


@dataclass(frozen=True, slots=True)
class Tie:
    """Two documents, by their numbers on each side, that seem to tell the same event: `score` is 0–100."""

    first: int
    second: int
    score: float


@dataclass(frozen=True, slots=True)
class SharedName:
    """A name or acronym as it stands on each side; `score` is 0–100."""

    source: str
    target: str
    score: float


def anchors(text: str) -> frozenset[str]:
    """What stands in a text alike in any language: numbers by their digits, acronyms, and names by their sound.

    >>> sorted(anchors("Le 12 mars 2025, l’ASEAN a reçu Andreï Roudenko."))
    ['12', '2025', '=ASEAN', 'andr rudenko']
    """
    numbers = {re.sub(r"\D", "", found) for found in _NUMBER.findall(text)}
    names = {_sound(name) for name in _names(text)}
    return frozenset({number for number in numbers if len(number) > 1} | {"=" + word for word in _ACRONYM.findall(text)} | names)


def _names(text: str) -> list[str]:
    """The runs of words with capitals, but for acronyms and common words at the start of a sentence."""
    found = []
    for run in _RUN.finditer(text):
        words = list(_WORD.finditer(run.group()))
        start = 0
        while words:
            capital = [n for n in range(start, len(words)) if words[n].group()[0].isupper()]
            if not capital:
                break
            first = last = capital[0]
            while last + 1 < len(words) and words[last + 1].group()[0].isupper():
                last += 1
            start = last + 1
            if first == 0 and _is_common(words[0].group()):
                first += 1
            if first <= last and not run.group()[words[first].start() : words[last].end()].isupper():
                found.append(run.group()[words[first].start() : words[last].end()])
    return found


def _is_common(word: str) -> bool:
    """Whether a word is one that begins a sentence rather than a name."""
    lower = word.lower()
    return lexicon.known(lower) or english.known(lower) or lower in vietnamese.frequencies()


def _sound(name: str) -> str:
    return transcription_key(name) or fold(name)


def ties(first: Sequence[str], second: Sequence[str]) -> list[Tie]:
    """The documents of two sides that go together, each in one tie at most, the surest first.

    The score is the cosine of their anchors, each weighted by how few documents have it.
    """
    sides = [[anchors(text) for text in texts] for texts in (first, second)]
    spread = Counter(anchor for side in sides for document in side for anchor in document)
    total = len(first) + len(second)
    weight = {anchor: math.log(1 + total / count) for anchor, count in spread.items()}

    def mass(found: Iterable[str]) -> float:
        return math.fsum(sorted(weight[anchor] ** 2 for anchor in found))

    having: dict[str, list[int]] = {}
    for number, document in enumerate(sides[1]):
        for anchor in document:
            having.setdefault(anchor, []).append(number)
    scored = []
    for one, document in enumerate(sides[0]):
        for other in sorted({number for anchor in document for number in having.get(anchor, ())}):
            shared = document & sides[1][other]
            score = 100 * mass(shared) / math.sqrt(mass(document) * mass(sides[1][other]))
            if score >= TIED and len(shared) > 1:
                scored.append(Tie(one, other, round(score, 1)))
    chosen: list[Tie] = []
    for tie in sorted(scored, key=lambda tie: (-tie.score, tie.first, tie.second)):
        if all(tie.first != other.first and tie.second != other.second for other in chosen):
            chosen.append(tie)
    return chosen


def shared_names(source: str, target: str) -> list[SharedName]:
    """The names and acronyms that stand in two articles of one event, in the order of the first.

    >>> shared_names("Selon Andreï Roudenko, l’ONU suit le dossier.", "The UN said Andrey Rudenko and the ONU met.")
    [SharedName(source='Andreï Roudenko', target='Andrey Rudenko', score=30.0), SharedName(source='ONU', target='ONU', score=40.0)]
    """
    others = {fold(name): name for name in reversed(_names(target))}
    sounds = {_sound(name): name for name in reversed(_names(target)) if " " in name}
    acronyms = set(_ACRONYM.findall(target))
    found = {}
    for name in _names(source):
        if fold(name) in others:
            found[name] = SharedName(name, others[fold(name)], SCORE)
        elif " " in name and _sound(name) in sounds:
            found[name] = SharedName(name, sounds[_sound(name)], TRANSCRIBED)
    for word in _ACRONYM.findall(source):
        if word in acronyms:
            found[word] = SharedName(word, word, SCORE)
    return [found[name] for name in sorted(found, key=source.index)]
