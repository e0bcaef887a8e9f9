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

from tm.fusion import CHUNK, Segmenter, Vocabulary, strip_elision
from tm.language import is_foreign
from tm.lexicon import frequency, known
from tm.model import Document, Paragraph, Repair
from tm.text import Edit, fold

_SPACE_AFTER = re.compile(
    r"(?<=[^\W\d_][,;])(?=[^\W\d_])|(?<=[»)%][,;])(?=[^\W\d_])|(?<=[»)%])(?=[^\W\d_]{2})|"
    r"(?<=[^\W\d_A-ZÀ-Þ]{3}\.)(?=[A-ZÀ-Þ](?:[^\W\d_A-ZÀ-Þ]|['’])|«)|(?<=\s[:;])(?=[^\W\d_«])|(?<=[^\W\d_]{2}:)(?=[^\W\d_]{3})|(?<=[^\W\d_A-ZÀ-Þ]{2})(?=«)|"
    r"(?<=[^\W\d_A-ZÀ-Þ]{3})(?=\((?:[^\W\d_]{3,} |\d{4}\b))"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:»\"“«])\s*$")
_ADDRESS = re.compile(r"[./@][\w]")  # behind a word: part of an address on the net
# Where usage differs, the document's own decides: a space inside quotation marks and before tall punctuation.
_BY_USAGE = (
    (re.compile(r"«(?! )(?=\w)"), re.compile("« "), 1),
    (re.compile(r"(?<=[\w.!?…])»"), re.compile(" »"), 0),
    (re.compile(r"(?<=[\w»%)])[?!;:](?=\s|$)"), re.compile(r" [?!;:](?=\s|$)"), 0),
    (re.compile(r"(?<=\d)%"), re.compile(r"\d %"), 0),
)
_TYPO = -5.5  # decimal logarithm of the share of words that carry a typo
_LOST_SPACE = (1e-4, 0.1)  # bounds for the share of spaces that a document has lost


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A string that may be a fusion or a slip; `first` says that it begins a sentence with a capital."""

    start: int
    end: int
    chunk: str
    first: bool


class Mender:
    """Mends documents, given the words of the corpus that they are part of."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._counts = vocabulary.counts
        self._segmenter = Segmenter(vocabulary)
        self._sound: set[str] = set()
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._by_fold: dict[str, list[str]] = defaultdict(list)
        for word in vocabulary.counts:
            if len(word) > 5 and word.islower() and known(word):
                self._by_length[len(word)].append(word)
                self._by_fold[fold(word)].append(word)
        self._read: Callable[[str, float, bool], tuple[str, str]] = lru_cache(maxsize=100_000)(self._mend)
        self._near: Callable[[str], str | None] = lru_cache(maxsize=100_000)(self._neighbour)

    def repair(self, document: Document) -> Document:
        """The document with its faults mended, and each repair noted."""
        texts = [paragraph.content for paragraph in document.paragraphs]
        suspects = [list(self._suspects(text.text)) if not is_foreign(text.text) else [] for text in texts]
        lost = self._share_of_lost_spaces(suspects, sum(text.text.count(" ") for text in texts) or 1)
        usage = _usage([text.text for text in texts])
        paragraphs: list[Paragraph] = []
        repairs: list[Repair] = []
        for paragraph, text, doubtful in zip(document.paragraphs, texts, suspects, strict=True):
            found = sorted([*self._words(doubtful, lost), *_punctuation(text.text, usage)], key=lambda pair: (pair[0].start, pair[0].end))
            for edit, reason in found:
                repairs.append(Repair(text.original(edit.start), text.text[edit.start : edit.end], edit.after, reason))
            paragraphs.append(replace(paragraph, content=text.apply(edit for edit, _ in found)) if found else paragraph)
        return replace(document, paragraphs=tuple(paragraphs), repairs=(*document.repairs, *repairs))

    def _suspects(self, text: str) -> Iterator[_Suspect]:
        """The strings that are no known word."""
        for match in CHUNK.finditer(text):
            chunk = match.group()
            if chunk in self._sound:
                continue
            if self._segmenter.sound(chunk):
                self._sound.add(chunk)
                continue
            start, end = match.span()
            if _ADDRESS.match(text, end) and text[end + 1].islower():
                continue
            first = chunk[0].isupper() and bool(_SENTENCE_START.search(text, max(0, start - 3), start))
            yield _Suspect(start, end, chunk, first)

    def _share_of_lost_spaces(self, suspects: Sequence[Sequence[_Suspect]], spaces: int) -> float:
        """The share of its spaces that a document has lost, as a decimal logarithm: found by mending it a few times."""
        lost = _LOST_SPACE[0] * 10
        for _ in range(3):
            cuts = sum(edit.after.count(" ") for doubtful in suspects for edit, _ in self._words(doubtful, math.log10(lost)))
            lost = min(_LOST_SPACE[1], max(_LOST_SPACE[0], cuts / (spaces + cuts)))
        return math.log10(lost)

    def _words(self, suspects: Iterable[_Suspect], lost: float) -> Iterator[tuple[Edit, str]]:
        """The edits that mend fused and mistyped words, in order, each with its reason."""
        for suspect in suspects:
            mended, reason = self._read(suspect.chunk, round(lost, 1), suspect.first)
            if reason:
                yield Edit(suspect.start, suspect.end, mended), reason

    def _mend(self, chunk: str, lost: float, first: bool) -> tuple[str, str]:
        """The chunk as it should be read, and why; without a reason where it is well."""
        cut = self._segmenter.cut(chunk, lost, first)
        bare = strip_elision(chunk)
        if typo := self._near(bare):
            mended = chunk[: -len(bare)] + typo
            if self._segmenter.word_score(mended) + _TYPO > cut.score:
                return mended, "typo"
        return (" ".join(cut.pieces), "fused words") if cut.score > cut.whole else (chunk, "")

    def _neighbour(self, word: str) -> str | None:
        """The word that an unknown lower-case word is a plain typo of, where the corpus holds it far more often."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        if len(word) < 7 or not word.islower() or not word.isalpha():
            return None
        near = [other for length in (-1, 0, 1) for other in self._by_length.get(len(word) + length, ())]
        found = {other for other, _, _ in extract(word, near, scorer=OSA.distance, score_cutoff=1, limit=None)}
        found |= set(self._by_fold.get(fold(word), ()))
        able = [other for other in found if self._far_more_frequent(other, word)]
        return able[0] if len(able) == 1 else None

    def _far_more_frequent(self, other: str, word: str) -> bool:
        """Whether a neighbour is so much more usual that the word must be a slip of it; lost accents need less."""
        here = self._counts[word]
        least = here if fold(other) == fold(word) else max(2, 3 * here)
        return self._counts[other] >= least and frequency(other) > 100 * frequency(word)


def _usage(texts: Sequence[str]) -> list[tuple[re.Pattern[str], int]]:
    """The patterns for lost spaces that go by the document's own usage: those that it mostly sets."""
    whole = "\n".join(texts)
    return [
        (without, shift) for without, with_space, shift in _BY_USAGE if len(with_space.findall(whole)) > len(without.findall(whole)) > 0
    ]


def _punctuation(text: str, usage: Sequence[tuple[re.Pattern[str], int]]) -> Iterator[tuple[Edit, str]]:
    """The edits that put spaces back at punctuation."""
    places = {match.start() for match in _SPACE_AFTER.finditer(text)}
    places |= {match.start() + shift for pattern, shift in usage for match in pattern.finditer(text)}
    for place in sorted(places):
        yield Edit(place, place, " "), "no space at punctuation"
