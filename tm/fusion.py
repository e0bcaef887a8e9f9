"""How a string that may be several words is most likely to be read. Pure functions over a vocabulary.

Unigram word segmentation (P. Norvig, "Natural Language Corpus Data", in Beautiful Data, 2009): among all ways to
cut the string the most probable is sought, against the chance that it is a word or a name of its own. Scores are
decimal logarithms of probabilities.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from tm.lexicon import attested, frequency, known, readings
from tm.words import word_lists

CHUNK = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*['’]?")
_ELISION = re.compile(r"(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,-]\d+)*")
_LOWER = r"[^\W\d_A-ZÀ-Þ]"
# What words hardly ever have inside: a capital behind a small letter, small letters behind two capitals, long numbers.
_ODD = re.compile(rf"{_LOWER}[A-ZÀ-Þ]|[A-ZÀ-Þ]{{2}}(?!s\b){_LOWER}|{_LOWER}\d{{2}}|\d{_LOWER}{{3}}")
_RARE_ELISION = re.compile(r"(?:jusqu|lorsqu|puisqu|quoiqu)['’]", re.IGNORECASE)
_VOWELS = "aeiouyhàâéèêîïôûœ"
_LISTS = word_lists("tm", "words.toml")
_AFTER_DIGITS, _PREFIXES, _ENDINGS = _LISTS["after_digits"], _LISTS["prefixes"], _LISTS["endings"]
_LONGEST_PIECE = 24
_LONGEST_CHUNK = 80
_MOST_PIECES = 8
_IMPOSSIBLE = -math.inf
# An unknown word of n letters: how likely any is, and how much less with each letter (about 3 bits a letter).
_UNKNOWN = (-4.5, -0.85)
_UNKNOWN_NAME = (-2.0, -0.9)
_FIRST_WORD = -1.25  # what a capital counts less where every word has one
_UNLIKELY_CAPITAL = -2.0


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
            counts.update(word for chunk in CHUNK.findall(text) for word in _ELISION.sub("", chunk).split())
        return cls(counts, sum(counts.values()))

    def share(self, word: str) -> float:
        """The share of the corpus that a word has, with its capitals as given."""
        return self.counts[word] / self.total if self.total else 0.0


_Reading = tuple[float, tuple[str, ...]]  # a score and the pieces that it is for


@dataclass(frozen=True, slots=True)
class Cut:
    """The most probable way to read a string as several words, and the score of the string as one word."""

    pieces: tuple[str, ...]
    score: float
    whole: float


class Segmenter:
    """Cuts strings, given the words of a corpus."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._piece_score: Callable[[str, bool], float] = lru_cache(maxsize=100_000)(self._piece)
        self._readings: Callable[[str], tuple[_Reading, ...]] = lru_cache(maxsize=100_000)(self._read)

    def sound(self, chunk: str) -> bool:
        """Whether the chunk is a word, number or acronym as it stands, or none that could be judged."""
        bare = strip_elision(chunk)
        return len(bare) < 3 or len(chunk) > _LONGEST_CHUNK or bare.isupper() or known(bare.lower()) or _number(bare) > _IMPOSSIBLE

    def cut(self, chunk: str, lost: float, first: bool = False) -> Cut:
        """The best cut of a chunk that is not sound.

        `lost` is the score of one lost space; `first` says that the chunk begins a sentence.
        """
        bare = strip_elision(chunk)
        whole = self._whole(bare, first) - (_elision_cost(chunk) if bare != chunk else 0.0)
        readings = [(score + lost * (len(pieces) - 1), pieces) for score, pieces in self._readings(chunk)]
        score, pieces = max(readings, default=(_IMPOSSIBLE, ()), key=lambda reading: reading[0])
        return Cut(pieces, score, whole)

    def word_score(self, chunk: str) -> float:
        """How probable a known word is, with what is elided before it."""
        return self._piece_score(chunk, False)

    def _read(self, chunk: str) -> tuple[_Reading, ...]:
        """The best reading of the chunk for each number of pieces from two up, lost spaces not counted."""
        best: list[dict[int, _Reading]] = [{0: (0.0, ())}]
        for end in range(1, len(chunk) + 1):
            here: dict[int, _Reading] = {}
            for start in range(max(0, end - _LONGEST_PIECE), end):
                if not best[start] or end - start == len(chunk) or _torn(chunk, start, end):
                    continue
                piece = chunk[start:end]
                score = self._piece_score(piece, start > 0)
                if score == _IMPOSSIBLE:
                    continue
                if start and chunk[0].isupper() and piece[0].isupper() and self._common(piece):
                    score -= 3.0  # "VietnamPlus": a brand rather than a name and a word
                for count, (before, pieces) in best[start].items():
                    if end == len(chunk) and not _may_end(piece, pieces):
                        continue
                    if count < _MOST_PIECES and before + score > here.get(count + 1, (_IMPOSSIBLE, ()))[0]:
                        here[count + 1] = (before + score, (*pieces, piece))
            best.append(here)
        return tuple(best[-1].values())

    def _whole(self, word: str, first: bool) -> float:
        """How probable it is that the string is a word or name by itself."""
        lower = word.lower()
        # What only the word counts of the web have is as likely a slip there.
        general = max(frequency(lower), 1e-8) if attested(lower) else frequency(lower) / 5
        if general == 0 and "-" in word:
            general = 100 * math.prod(_general(part) for part in lower.split("-"))
        odd = bool(_ODD.search(word))
        if word[0].isupper() and not odd:
            # A name that is met again is no accident, unless it is longer than names are.
            again = max(0, self._vocabulary.counts[word] - 2) / max(1, self._vocabulary.total)
            general += again / 10 ** (1 + 0.65 * max(0, len(word) - 12))
            name = _unknown(word, _UNKNOWN_NAME) + (_FIRST_WORD if first else 0.0)
            return max(name, math.log10(general) if general else _IMPOSSIBLE)
        if general and not (odd and word[0].islower()):
            return math.log10(general) + (_UNLIKELY_CAPITAL if odd else 0.0)
        return _unknown(word, _UNKNOWN) + (_UNLIKELY_CAPITAL if odd else 0.0)

    def _piece(self, piece: str, inside: bool) -> float:
        if elided := _ELISION.match(piece):
            rest = piece[elided.end() :]
            return self._piece(rest, inside) - _elision_cost(piece) if rest and rest[0].lower() in _VOWELS else _IMPOSSIBLE
        if "'" in piece or "’" in piece:
            return math.log10(_general(piece.lower())) if _general(piece.lower()) else _IMPOSSIBLE
        if any(c.isdigit() for c in piece):
            return _number(piece)
        if "-" in piece and not known(piece.lower()):
            return min(-3.0 if part.lower() in _PREFIXES else self._piece(part, False) for part in piece.split("-")) - 1.0
        return self._word(piece, inside)

    def _word(self, piece: str, inside: bool) -> float:
        lower, capital, here = piece.lower(), piece[0].isupper(), self._vocabulary.counts[piece]
        if piece.isupper() and len(piece) > 1:
            return max(_unknown(piece, _UNKNOWN_NAME) - (3.0 if inside else 0.0), self._share(0.0, piece))
        if not all(part.islower() or part.istitle() for part in piece.split("-")) or (lower in _PREFIXES and not _is_short_word(lower)):
            return _IMPOSSIBLE
        if len(piece) <= 3 and not _is_short_word(lower) and not (capital and here > 1):
            return _IMPOSSIBLE
        sure = known(lower) or (len(piece) > 4 and attested(lower))
        general = _general(lower) if sure or len(piece) > 3 else 0.0
        if not sure and not (here and capital) and general < 1e-7:
            return _unknown(piece, _UNKNOWN_NAME) - 2.5 if piece.istitle() and len(piece) > 3 else _IMPOSSIBLE
        share = self._share(general, piece)
        # A capital inside a sentence is for names: words that this corpus writes with one rather than without.
        if not inside or not capital or here > self._vocabulary.counts[lower]:
            return share
        return share - (6.0 if known(lower) else 3.0)

    def _common(self, piece: str) -> bool:
        """Whether a capitalised piece is a word that the corpus mostly writes without a capital."""
        lower = piece.lower()
        return known(lower) and self._vocabulary.counts[piece] <= self._vocabulary.counts[lower]

    def _share(self, general: float, piece: str) -> float:
        share = 0.7 * general + 0.3 * self._vocabulary.share(piece)
        return math.log10(share) if share > 0 else _IMPOSSIBLE


def strip_elision(chunk: str) -> str:
    """The chunk without an elided word in front.

    >>> strip_elision("l’octroi")
    'octroi'
    """
    return _ELISION.sub("", chunk, count=1) if _ELISION.match(chunk) else chunk


def _elision_cost(piece: str) -> float:
    return 3.0 if _RARE_ELISION.match(piece) else 1.0


def _unknown(word: str, model: tuple[float, float]) -> float:
    return model[0] + model[1] * len(word)


def _general(word: str) -> float:
    """The share of a word in general French; a little for one that only a lexicon has, compounds by their parts."""
    if "-" in word and known(word):
        return max(1e-7, min(frequency(part) for part in word.split("-")) / 30)
    return max(frequency(word), 1e-7 if attested(word) else 0.0)


def _number(piece: str) -> float:
    """A number, perhaps with an ordinal's ending, a unit or an hour behind it."""
    found = _NUMBER.match(piece)
    if not found:
        return _IMPOSSIBLE
    rest = piece[found.end() :].lower()
    if not rest:
        return -3.0
    return -4.0 if rest in _AFTER_DIGITS or re.fullmatch(r"h\d\d", rest) else _IMPOSSIBLE


def _torn(chunk: str, start: int, end: int) -> bool:
    """Whether a cut here would tear a number, a hyphenated compound or an elision."""
    return (start > 0 and (chunk[start] in "'’-" or chunk[start - 1 : start + 1].isdigit())) or chunk[end - 1] == "-"


def _may_end(piece: str, before: tuple[str, ...]) -> bool:
    """Whether a string may end with this piece: not with what is an ending itself, nor with "y" but behind a pronoun."""
    lower = piece.lower()
    return lower not in _ENDINGS and (lower != "y" or bool(before and len(before[-1]) <= 3))


@lru_cache(maxsize=10_000)
def _is_short_word(word: str) -> bool:
    """Whether a word of one to three letters may stand as a piece: a grammatical word, or a very common one."""
    if len(word) == 1:
        return word in "aày"
    if not known(word) and word not in ("aux", "du", "au"):
        return False
    grammatical = any(r.tag in "SCDRBVP" for r in readings(word)[:2]) and frequency(word) > 1e-4
    return grammatical or frequency(word) > (1e-5 if len(word) > 2 else 2e-4)
