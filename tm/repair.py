"""Documents made whole: fused words taken apart, lost spaces at punctuation put back, plain typos mended.

How likely a lost space is at all is estimated from the document itself, so that a clean text is left alone while a
broken one is mended whole. Each repair is noted with its place, what stood there, what is read, and why.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter

from tm.fusion import CHUNK, Segmenter, Vocabulary, strip_elision
from tm.lexicon import frequency, known
from tm.model import Document, Repair
from tm.tagging import coherence
from tm.text import Edit, fold

_MARK = re.compile(r"[,;.:»)%](?=[^\s\d.,;:)»]|\d)|(?<=[^\W_])[«(]")
_LETTER = r"[^\W\d_]"
_SMALL = r"[^\W\d_A-ZÀ-Þ]"
# Where a space is lost at punctuation: what stands before the place, and what behind it.
_LOST_AT = [
    re.compile(f"(?<={before})(?={after})")
    for before, after in (
        (rf"{_LETTER}[,;]", _LETTER),
        (rf"{_LETTER}{{2}},", r"\d"),
        (r"[»)%\d][,;]", _LETTER),
        (r"[»)%]", rf"{_LETTER}{{2}}|[àay]\s"),
        (rf"{_SMALL}{{3}}\.", rf"[A-ZÀ-Þ](?:{_SMALL}|['’])|«"),
        (r"\bM\.", rf"[A-ZÀ-Þ]{_SMALL}"),
        (r"\s[:;]", rf"{_LETTER}|«"),
        (rf"{_LETTER}{{2}}:", rf"{_LETTER}{{3}}"),
        (rf"{_LETTER}{_SMALL}", "«"),
        (rf"{_SMALL}{{2}}", rf"\((?:{_LETTER}{{3,}} |[A-ZÀ-Þ]{_SMALL}|\d{{4}}\b|\d{{1,3}}(?:[.,]\d+)? )"),
    )
]
_PREFIX_IN_BRACKETS = re.compile(r"(?<!\w)\([^\W\d_A-ZÀ-Þ]{1,5}\)$")  # "(re)lancer"
_LABELS = re.compile(r"^\W*\w+\.\w+\.\w")  # "fr.agence.vn"
_ADDRESS_LENGTH = 100  # characters looked at to each side
_SENTENCE_START = re.compile(r"(?:^|[.!?:»\"“«])\s*$")
_ADDRESS = re.compile(r"[./@][\w]")  # behind a word: part of an address on the net
# Where usage differs, the document's own decides: a space inside quotation marks, before tall punctuation, around dashes.
# For each habit: patterns that find where the space is missing and how far behind, and patterns that find it set.
_BY_USAGE = (
    (
        ((r"«(?! )(?=\w)", 1), (r"»(?<=[\w.!?…]»)", 0), (r"[?!;:](?<=[\w»%)].)(?=\s|$)", 0)),
        (r"« ", r" »", r" [?!;:](?=\s|$)"),
    ),
    (((r"%(?<=\d%)", 0),), (r"%(?<=\d %)",)),
    (((r"[–—-](?<=\s.)(?=[^\W\d_]{2})", 1), (r"[–—-](?<=[^\W\d_]{2}.)(?=\s)", 0)), (r" [–—-] ",)),
)
_TYPO = -5.5  # decimal logarithm of the share of words that carry a typo
_LOST_SPACE = (1e-4, 0.1)  # bounds for the share of spaces that a document has lost
_SOUND = -3.2  # its decimal logarithm, below which a document is sound
_SLIP = "typo"
_DOUBT = 3.0  # how much likelier one reading must be for its context not to be asked
_MOST = 4  # readings compared
_CONTEXT = 0.8  # what the words around count: parts of speech tell less than they seem to
_AROUND = 24  # characters


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A string that may be a fusion or a slip; `first` says that it begins a sentence with a capital."""

    start: int
    end: int
    chunk: str
    first: bool
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a string may be read, why, how many spaces it has lost then, and how much likelier that is but for these."""

    text: str
    reason: str
    spaces: int
    gain: float

    def counted(self, lost: float) -> float:
        """How much likelier it is with the lost spaces counted."""
        return self.gain + lost * self.spaces


class Mender:
    """Mends documents, given the words of the corpus that they are part of."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._counts = vocabulary.counts
        self._segmenter = Segmenter(vocabulary)
        self._plain: set[str] = set()
        self._alike: dict[tuple[int, str], list[str]] = defaultdict(list)  # by length and first letter
        self._by_fold: dict[str, list[str]] = defaultdict(list)
        for word in vocabulary.counts:
            if len(word) > 5 and word.islower() and known(word):
                if vocabulary.counts[word] > 1:
                    self._alike[len(word), word[0]].append(word)
                self._by_fold[fold(word)].append(word)
        self._readings: Callable[[str, bool], tuple[_Reading, ...]] = lru_cache(maxsize=100_000)(self._read)

    def repair(self, document: Document) -> Document:
        """The document with the faults of its French paragraphs mended, and each repair noted."""
        suspects = {n: list(self._suspects(p.content.text)) for n, p in enumerate(document.paragraphs) if p.language == "fr"}
        texts = [document.paragraphs[number].content.text for number in suspects]
        lost = self._share_of_lost_spaces([s for found in suspects.values() for s in found], sum(text.count(" ") for text in texts))
        usage = _usage("\n".join(texts))
        paragraphs = list(document.paragraphs)
        repairs = list(document.repairs)
        for number, doubtful in suspects.items():
            text = paragraphs[number].content
            edits = sorted([*self._words(doubtful, lost), *_punctuation(text.text, usage)], key=lambda pair: (pair[0].start, pair[0].end))
            repairs += [Repair(text.original(e.start), text.text[e.start : e.end], e.after, reason) for e, reason in edits]
            if edits:
                paragraphs[number] = replace(paragraphs[number], content=text.apply(edit for edit, _ in edits))
        return replace(document, paragraphs=tuple(paragraphs), repairs=tuple(repairs))

    def _suspects(self, text: str) -> Iterator[_Suspect]:
        """The strings that might be read otherwise."""
        for match in CHUNK.finditer(text):
            chunk = match.group()
            if chunk in self._plain:
                continue
            if self._segmenter.sound(chunk) or not self._readings(chunk, chunk[0].isupper()):
                self._plain.add(chunk)
                continue
            start, end = match.span()
            if _ADDRESS.match(text, end) and text[end + 1].islower():
                continue
            first = chunk[0].isupper() and bool(_SENTENCE_START.search(text, max(0, start - 3), start))
            before = text[:start] if start < _AROUND else text[start - _AROUND : start].partition(" ")[2]
            yield _Suspect(start, end, chunk, first, before, text[end : end + _AROUND])

    def _share_of_lost_spaces(self, suspects: Sequence[_Suspect], spaces: int) -> float:
        """The share of its spaces that a document has lost, as a decimal logarithm: found by mending it a few times."""
        lost = 5 * _LOST_SPACE[0]
        readings = [found for suspect in suspects if (found := self._readings(suspect.chunk, suspect.first))]
        for _ in range(3):
            cost = math.log10(lost)
            best = (max((reading.counted(cost), reading.spaces) for reading in found) for found in readings)
            cuts = sum(spaces for gain, spaces in best if gain > 0)
            lost = min(_LOST_SPACE[1], max(_LOST_SPACE[0], cuts / max(1, spaces + cuts)))
        return math.log10(lost)

    def _words(self, suspects: Iterable[_Suspect], lost: float) -> Iterator[tuple[Edit, str]]:
        """The edits that mend fused and mistyped words, in order, each with its reason."""
        for suspect in suspects:
            found = self._readings(suspect.chunk, suspect.first)
            readings = [replace(r, gain=gain) for r in found if (gain := r.counted(lost)) > -_DOUBT or r.reason == _SLIP]
            readings = sorted(readings, key=attrgetter("gain"), reverse=True)[:_MOST]
            if len(readings) > 1 or any(reading.gain < _DOUBT for reading in readings):
                readings = list(_in_context(suspect, readings, lost))
            best = max(readings, key=attrgetter("gain"), default=None)
            if best and (best.gain > 0 or best.reason == _SLIP):  # such a neighbour tells enough
                yield Edit(suspect.start, suspect.end, best.text), best.reason

    def _read(self, chunk: str, first: bool) -> tuple[_Reading, ...]:
        """How else the chunk may be read, were all spaces lost that can be and did its context speak for it."""
        bare, most = strip_elision(chunk), math.log10(_LOST_SPACE[1])
        found = [_Reading(" ".join(cut.pieces), "fused words", len(cut.pieces) - 1, cut.gain) for cut in self._segmenter.cuts(chunk, first)]
        found = [reading for reading in found if reading.counted(most) > -_DOUBT]
        if not known(bare) and (typo := self._neighbour(bare)):
            mended = chunk[: -len(bare)] + typo
            found.append(_Reading(mended, _SLIP, 0, self._segmenter.word(mended) + _TYPO - self._segmenter.whole(chunk, first)))
        return tuple(found)

    def _neighbour(self, word: str) -> str | None:
        """The word that an unknown lower-case word is a plain typo of, where the corpus holds it far more often."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        if len(word) < 7 or not word.islower() or not word.isalpha():
            return None
        found = {
            other
            for length in range(len(word) - 1, len(word) + 2)
            for other, _, _ in extract(word, self._alike[length, word[0]], scorer=OSA.distance, score_cutoff=1, limit=None)
        }
        found |= set(self._by_fold.get(fold(word), ()))
        able = [other for other in found if self._far_more_frequent(other, word)]
        return able[0] if len(able) == 1 else None

    def _far_more_frequent(self, other: str, word: str) -> bool:
        """Whether a neighbour is so much more usual that the word must be a slip of it; lost accents need less."""
        here = self._counts[word]
        least = here if fold(other) == fold(word) else max(2, 3 * here)
        return self._counts[other] >= least and frequency(other) > 100 * frequency(word)


def _in_context(suspect: _Suspect, readings: Iterable[_Reading], lost: float) -> Iterator[_Reading]:
    """The readings with what the words around speak for; in a document that has lost no spaces they only speak against."""
    most = math.inf if lost > _SOUND else 0.0
    here = coherence(suspect.before + suspect.chunk + suspect.after)
    for reading in readings:
        gain = _CONTEXT * (coherence(suspect.before + reading.text + suspect.after) - here)
        yield replace(reading, gain=reading.gain + min(most, gain))


def _usage(text: str) -> list[tuple[str, int]]:
    """The patterns for lost spaces that go by the document's own usage: those that it mostly sets."""
    found: list[tuple[str, int]] = []
    for missing, there in _BY_USAGE:
        lost = sum(len(re.findall(pattern, text)) for pattern, _ in missing)
        if 0 < lost <= sum(len(re.findall(pattern, text)) for pattern in there):
            found += missing
    return found


def _punctuation(text: str, usage: Sequence[tuple[str, int]]) -> Iterator[tuple[Edit, str]]:
    """The edits that put spaces back at punctuation."""
    marks = {place for match in _MARK.finditer(text) for place in match.span()}
    places = {place for place in marks if any(rule.match(text, place) for rule in _LOST_AT)}
    places |= {match.start() + shift for pattern, shift in usage for match in re.finditer(pattern, text)}
    for place in sorted(places):
        if not (_PREFIX_IN_BRACKETS.search(text, max(0, place - 9), place) or _in_address(text, place)):
            yield Edit(place, place, " "), "no space at punctuation"


def _in_address(text: str, place: int) -> bool:
    """Whether a place lies in an address on the net: a run without spaces with an @ or labels tied by stops."""
    before, behind = text[max(0, place - _ADDRESS_LENGTH) : place], text[place : place + _ADDRESS_LENGTH]
    run = before.rpartition(" ")[2] + behind.partition(" ")[0]
    return "@" in run or _LABELS.search(run) is not None
