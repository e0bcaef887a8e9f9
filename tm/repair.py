"""Fused words taken apart and plain typos mended, each with its reason. Pure functions over a vocabulary.

A lost line break makes one word of two ("lesrelations"). For each string that may be such a fusion, the most
probable reading is sought among all ways to cut it, in the manner of unigram word segmentation (P. Norvig,
"Natural Language Corpus Data", in Beautiful Data, 2009), against the chance that it is a word of its own. How
likely a lost space is at all is estimated from the document itself, so that a clean text is left alone while a
broken one is mended whole.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from tm.lexicon import frequency, known, readings
from tm.model import Document, Paragraph, Repair
from tm.text import Edit, fold
from tm.words import word_lists

_CHUNK = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*['’]?")
_ELISION = re.compile(r"(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]", re.IGNORECASE)
_LOST_AFTER_COMMA = re.compile(r"(?<=[^\W\d_]{2})[,;](?=[^\W\d_]{2})")
_DIGITS = re.compile(r"\d+(?:[.,-]\d+)*")
_LISTS = word_lists("tm", "words.fr.toml")
_AFTER_DIGITS, _PREFIXES = _LISTS["after_digits"], _LISTS["prefixes"]
_LONGEST_PIECE = 24
_LONGEST_CHUNK = 80
_UNSEEN = -12.0
_TYPO = -4.5  # decimal logarithm of the share of words that carry a typo
_LOST_SPACE = (1e-4, 0.1)  # bounds for the share of spaces that a document has lost


@dataclass(slots=True)
class Vocabulary:
    """The words of a corpus and how often each stands there, by itself and with its capitals."""

    counts: Counter[str]
    total: int

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """The vocabulary of all texts. Two vocabularies add up: counting texts apart and merging is the same."""
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(word for chunk in _CHUNK.findall(text) for word in _ELISION.sub("", chunk).split())
        return cls(counts, sum(counts.values()))

    def share(self, word: str) -> float:
        """The share of the corpus that a word has, with its capitals as given."""
        return self.counts[word] / self.total if self.total else 0.0


def repair(document: Document, vocabulary: Vocabulary) -> Document:
    """The document with its fused words and typos mended, and each repair noted."""
    mender = _Mender(vocabulary)
    texts = [p.content for p in document.paragraphs]
    spaces = sum(t.text.count(" ") for t in texts) or 1
    lost = _LOST_SPACE[0] * 10
    for _ in range(3):
        cuts = sum(edit.after.count(" ") for t in texts for edit, _ in mender.edits(t.text, lost))
        lost = min(_LOST_SPACE[1], max(_LOST_SPACE[0], cuts / (spaces + cuts)))
    paragraphs: list[Paragraph] = []
    repairs: list[Repair] = []
    for paragraph, text in zip(document.paragraphs, texts, strict=True):
        found = list(mender.edits(text.text, lost))
        for edit, reason in found:
            start = text.original(edit.start)
            repairs.append(Repair(start, text.text[edit.start : edit.end], edit.after, reason))
        paragraphs.append(replace(paragraph, content=text.apply(edit for edit, _ in found) if found else text))
    return replace(document, paragraphs=tuple(paragraphs), repairs=(*document.repairs, *repairs))


class _Mender:
    """Finds what to mend, given the words of a corpus."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.lengths: dict[int, list[str]] = defaultdict(list)
        self.folded: dict[str, list[str]] = defaultdict(list)
        for word in vocabulary.counts:
            if len(word) > 5 and word.islower() and known(word):
                self.lengths[len(word)].append(word)
                self.folded[fold(word)].append(word)
        self.piece: Callable[[str, bool], float] = lru_cache(maxsize=100_000)(self._piece)
        self.read: Callable[[str, float], tuple[str, str]] = lru_cache(maxsize=100_000)(self._read)
        self.neighbour: Callable[[str], str | None] = lru_cache(maxsize=100_000)(self._neighbour)

    def edits(self, text: str, lost: float) -> Iterator[tuple[Edit, str]]:
        """The edits that mend a text, in order, each with its reason; `lost` is the share of spaces lost."""
        found: list[tuple[Edit, str]] = []
        for match in _CHUNK.finditer(text):
            chunk = match.group()
            mended, reason = self.read(chunk, round(math.log10(lost), 1))
            if mended != chunk:
                found.append((Edit(match.start(), match.end(), mended), reason))
        found += [(Edit(m.end(), m.end(), " "), "no space after comma") for m in _LOST_AFTER_COMMA.finditer(text)]
        yield from sorted(found, key=lambda pair: pair[0].start)

    def _read(self, chunk: str, lost: float) -> tuple[str, str]:
        """The chunk as it should be read, and why; `lost` is a decimal logarithm."""
        bare = _ELISION.sub("", chunk, count=1) if _ELISION.match(chunk) else chunk
        if len(bare) < 3 or len(chunk) > _LONGEST_CHUNK or bare.isdigit() or bare.isupper() or known(bare.lower()):
            return chunk, ""
        whole = self._whole(bare)
        score, pieces = self._best_cut(chunk, lost)
        typo = self.neighbour(bare)
        if typo and self._piece(chunk[: -len(bare)] + typo, False) + _TYPO > score:
            return chunk[: -len(bare)] + typo, "typo"
        return (" ".join(pieces), "fused words") if len(pieces) > 1 and score > whole else (chunk, "")

    def _whole(self, word: str) -> float:
        """How probable it is that the string is a word by itself: decimal logarithm."""
        general = frequency(word.lower())
        if general == 0 and "-" in word:
            general = 100 * math.prod(self._general(part) for part in word.lower().split("-"))
        inner_capital = re.search(r"[^\W\d_A-ZÀ-Þ][A-ZÀ-Þ]", word)
        if word[0].isupper() and not inner_capital:
            # A name that is met again is no accident, unless it is longer than names are.
            again = max(0, self.vocabulary.counts[word] - 1) / max(1, self.vocabulary.total)
            general += again / 10 ** (1 + 0.65 * max(0, len(word) - 12))
            return max(-2.0 - 0.65 * len(word), math.log10(general) if general else -math.inf)
        if general:
            return math.log10(general)
        return -4.5 - 0.85 * len(word) - (2.0 if inner_capital else 0.0)

    def _general(self, word: str) -> float:
        return frequency(word) or (1e-7 if known(word) else 0.0)

    def _best_cut(self, chunk: str, lost: float) -> tuple[float, list[str]]:
        """The most probable way to read the chunk as pieces, with its score (decimal logarithm)."""
        best: list[tuple[float, list[str]]] = [(0.0, [])]
        for end in range(1, len(chunk) + 1):
            options = [(-math.inf, [chunk[:end]])]
            for start in range(max(0, end - _LONGEST_PIECE), end):
                before, pieces = best[start]
                whole = end - start == len(chunk)
                torn = start and (chunk[start] in "'’-" or chunk[start - 1 : start + 1].isdigit())
                if whole or torn or before == -math.inf or chunk[end - 1] == "-":
                    continue
                score = self.piece(chunk[start:end], start > 0)
                options.append((before + score + (lost if start else 0.0), [*pieces, chunk[start:end]]))
            best.append(max(options, key=lambda option: option[0]))
        return best[-1]

    def _piece(self, piece: str, inside: bool) -> float:
        """How probable a piece is as a word, decimal logarithm; minus infinity for what can be none."""
        if elided := _ELISION.match(piece):
            rest = piece[elided.end() :]
            return self._piece(rest, inside) - 1.0 if rest and rest[0].lower() in "aeiouyhàâéèêîôœ" else -math.inf
        if "'" in piece or "’" in piece:
            return math.log10(self._general(piece.lower())) if self._general(piece.lower()) else -math.inf
        if _DIGITS.fullmatch(piece):
            return -3.0
        if any(c.isdigit() for c in piece):
            return self._with_digits(piece)
        if "-" in piece and not known(piece.lower()):
            parts = [self._piece(part, False) for part in piece.split("-")]
            return min(parts) - 1.0
        return self._word(piece, inside)

    def _with_digits(self, piece: str) -> float:
        number = _DIGITS.match(piece)
        return -4.0 if number and piece[number.end() :].lower() in _AFTER_DIGITS else -math.inf

    def _word(self, piece: str, inside: bool) -> float:
        lower = piece.lower()
        if len(piece) <= 3 and not _is_short_word(lower):
            attested = self.vocabulary.counts[piece] >= 2 and piece[0].isupper()
            if not attested:
                return -math.inf
        if not piece.islower() and not piece.istitle() and not piece.isupper():
            return -math.inf
        general = self._general(lower) if known(lower) or len(piece) > 3 else 0.0
        capital = piece[0].isupper()
        here = self.vocabulary.counts[piece]
        if not known(lower) and not (here and capital) and general < 1e-7:
            return -3.0 - 0.65 * len(piece) if inside and piece.istitle() and len(piece) > 3 else -math.inf
        if lower in _PREFIXES and not _is_short_word(lower):
            return -math.inf
        if inside and capital and not here:
            general /= 1000
        share = 0.7 * general + 0.3 * self.vocabulary.share(piece)
        return math.log10(share) if share > 0 else _UNSEEN

    def _neighbour(self, word: str) -> str | None:
        """The word that an unknown lower-case word is a plain typo of, where the corpus holds it far more often."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        if len(word) < 7 or not word.islower() or not word.isalpha():
            return None
        here, general = self.vocabulary.counts[word], frequency(word)
        near = [other for length in (-1, 0, 1) for other in self.lengths.get(len(word) + length, ())]
        found = {other for other, _, _ in extract(word, near, scorer=OSA.distance, score_cutoff=1, limit=None)}
        found |= {other for other in self.folded.get(fold(word), ()) if other != word}
        able = [other for other in found if self._far_more_frequent(other, word, here, general)]
        return able[0] if len(able) == 1 else None

    def _far_more_frequent(self, other: str, word: str, here: int, general: float) -> bool:
        """Whether a neighbour is so much more usual that the word must be a slip of it; lost accents need less."""
        least = here if fold(other) == fold(word) else max(2, 3 * here)
        return other != word and self.vocabulary.counts[other] >= least and known(other) and frequency(other) > 100 * general


@lru_cache(maxsize=10_000)
def _is_short_word(word: str) -> bool:
    """Whether a word of one to three letters may stand as a piece: a grammatical word, or a very common one."""
    if len(word) == 1:
        return word in "aày"
    if not known(word) and word not in ("aux", "du", "au"):
        return False
    grammatical = any(r.tag in "SCDRBVP" for r in readings(word)[:2]) and frequency(word) > 1e-4
    return grammatical or (len(word) > 2 and frequency(word) > 3e-5)
