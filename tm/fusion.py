"""How a string that may be several words is most likely to be read. Pure functions over a vocabulary.

Unigram word segmentation (P. Norvig, "Natural Language Corpus Data", in Beautiful Data, 2009): among all ways to
cut the string the most probable is sought, against the chance that it is a word or a name of its own. Scores are
decimal logarithms of probabilities.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, starmap

from tm.lexicon import attested, frequencies, frequency, known, readings
from tm.words import word_lists

CHUNK = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*['’]?")
_ELISION = re.compile(r"(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,-]\d+)*")
_LOWER = r"[^\W\d_A-ZÀ-Þ]"
# What words hardly ever have inside: a capital behind a small letter, small letters behind two capitals, long numbers.
_ODD = re.compile(rf"{_LOWER}[A-ZÀ-Þ]|[A-ZÀ-Þ]{{2}}(?!s\b){_LOWER}|{_LOWER}\d{{2}}|\d{_LOWER}{{3}}")
_RARE_ELISION = re.compile(r"(?:jusqu|lorsqu|puisqu|quoiqu)['’]", re.IGNORECASE)
_INVERTED = re.compile(r"(\w+)(?:-t)?-(?:il|elle|on|ils|elles|je|tu|nous|vous|ce)", re.IGNORECASE)
_VOWELS = "aeiouyhàâéèêîïôûœ"
_LISTS = word_lists("tm", "words.toml")
_AFTER_DIGITS, _PREFIXES, _ENDINGS = _LISTS["after_digits"], _LISTS["prefixes"], _LISTS["endings"]
_LONGEST_PIECE = 24
_LONGEST_CHUNK = 80
_MOST_PIECES = 8
_MOST_ENTRIES = 300_000
_IMPOSSIBLE = -math.inf
_DOUBTFUL = 0.1
_CAPITAL = 0.003
_BRAND = 2.0  # "VietnamPlus": a brand rather than a name and a word
_ENDING = 2.5  # for a last piece that is an ending itself
_UNSURE = 1.0  # for a word that no lexicon has
_LARGE = 50_000
_AT_LARGE = 1e5
# An unknown word of n letters: how likely any is, and how much less with each letter (about 3 bits a letter).
_UNKNOWN = (-4.5, -0.85)
_UNKNOWN_NAME = (-2.0, -0.9)
_FIRST_WORD = -1.25  # what a capital counts less where every word has one
_UNLIKELY_CAPITAL = -2.0


@dataclass(slots=True)
class Vocabulary:
    """The words of a corpus: how often each stands there, with its capitals as given, by itself and before another."""

    counts: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    total: int = 0

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """The vocabulary of some texts."""
        vocabulary = cls()
        for text in texts:
            vocabulary.add(text)
        return vocabulary

    def add(self, text: str) -> None:
        """Adds the words of a text. What is rare in a very large corpus is forgotten, so that memory stays bounded."""
        words = [chunk if chunk.isalpha() else strip_elision(chunk) for chunk in CHUNK.findall(text)]
        self.counts.update(words)
        self.pairs.update(pairwise(words))
        self.total += len(words)
        self._forget()

    def merge(self, other: Vocabulary) -> None:
        """Adds the words of other texts."""
        self.counts.update(other.counts)
        self.pairs.update(other.pairs)
        self.total += other.total
        self._forget()

    def _forget(self) -> None:
        for counter in (self.counts, self.pairs):
            least = 1
            while len(counter) > _MOST_ENTRIES:
                for entry in [entry for entry, count in counter.items() if count <= least]:
                    del counter[entry]
                least += 1

    def share(self, word: str) -> float:
        """The share (0–1) of the corpus that a word has, with its capitals as given."""
        return self.counts[word] / self.total if self.total else 0.0

    def bond(self, first: str, second: str) -> float:
        """How much more often two words stand side by side than by chance, as a decimal logarithm; 0 where they never do."""
        together = self.pairs[strip_elision(first), strip_elision(second)]
        by_chance = self.counts[strip_elision(first)] * self.counts[strip_elision(second)]
        return max(0.0, math.log10(together * self.total / by_chance)) if together and by_chance else 0.0


_Reading = tuple[float, tuple[str, ...]]  # the score of some pieces, and these


@dataclass(frozen=True, slots=True)
class Cut:
    """A way to read a string as several words, and how far its score is above the string's as one word.

    The spaces that must have been lost for it are not counted.
    """

    pieces: tuple[str, ...]
    score: float
    gain: float


class Segmenter:
    """Cuts strings, given the words of a corpus."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._piece_score: Callable[[str, bool], float] = lru_cache(maxsize=100_000)(self._piece)

    def sound(self, chunk: str) -> bool:
        """Whether the chunk is a number, an acronym or an inverted verb as it stands, or nothing that could be judged."""
        bare = strip_elision(chunk)
        if len(bare) < 2 or len(chunk) > _LONGEST_CHUNK or bare.isupper():
            return True
        return _number(bare) > _IMPOSSIBLE if bare[0].isdigit() else "-" in bare and bool(_inverted(bare))

    def cuts(self, chunk: str, first: bool = False) -> Iterator[Cut]:
        """The ways to cut a chunk; `first` says that it begins a sentence with a capital."""
        bare = strip_elision(chunk)
        readings = list(self._halves(chunk, first)) if known(bare.lower()) else self._read(chunk, first)
        if not readings:
            return
        whole = self.whole(chunk, first)
        for score, pieces in readings:
            score += self._bonds(pieces)
            yield Cut(pieces, score, score - whole)

    def _halves(self, word: str, first: bool) -> Iterator[_Reading]:
        """A known word as two, one of them very short, where both are common enough."""
        lower, last = word.lower(), len(word) - 1
        if not word.isalpha():
            return
        common = frequencies()
        least = _DOUBTFUL * common.get(lower, 0.0)
        for place in sorted({1, 2, 3, last - 2, last - 1, last}):
            if 0 < place <= last and common.get(lower[:place], 0.0) * common.get(lower[place:], 0.0) > least:
                pieces = (word[:place], word[place:])
                score = self._piece_score(pieces[0], not first) + self._piece_score(pieces[1], True)
                if score > _IMPOSSIBLE:
                    yield score, pieces

    def _bonds(self, pieces: tuple[str, ...]) -> float:
        return sum(starmap(self._vocabulary.bond, pairwise(pieces)))

    def whole(self, chunk: str, first: bool) -> float:
        """How probable it is that the chunk is one word or name, with what is elided before it."""
        bare = strip_elision(chunk)
        return self._whole(bare, first) - (_elision_cost(chunk) if bare != chunk else 0.0)

    def word(self, chunk: str) -> float:
        """How probable a known word is, with what is elided before it."""
        return self._piece_score(chunk, False)

    def _read(self, chunk: str, first: bool) -> list[_Reading]:
        """The readings of the chunk: for each last piece the best one of each number of pieces."""
        length, name = len(chunk), chunk[0].isupper()
        places = [0, *(place for place in range(1, length) if _separable(chunk, place)), length]
        best: dict[int, dict[int, _Reading]] = {0: {0: (0.0, ())}}
        found: list[_Reading] = []
        for number, end in enumerate(places[1:], 1):
            here: dict[int, _Reading] = {}
            for start in places[:number]:
                if start not in best or end - start > min(_LONGEST_PIECE, length - 1):
                    continue
                piece = chunk[start:end]
                score = self._piece_score(piece, start > 0 or not first)
                if score == _IMPOSSIBLE:
                    continue
                if start and name and piece[0].isupper() and self._common(piece):
                    score -= _BRAND
                for count, (before, pieces) in best[start].items():
                    reading = (before + score, (*pieces, piece))
                    if end == length:
                        found.append(reading if _may_end(piece, pieces) else (reading[0] - _ENDING, reading[1]))
                    elif count < _MOST_PIECES and reading[0] > here.get(count + 1, (_IMPOSSIBLE, ()))[0]:
                        here[count + 1] = reading
            if here:
                best[end] = here
        return found

    def _whole(self, word: str, first: bool) -> float:
        """How probable it is that the string is a word or name by itself."""
        lower = word.lower()
        # What only the word counts of the web have is as likely a slip there.
        general = max(frequency(lower), 1e-8) if attested(lower) else frequency(lower) / 5
        if general == 0 and "-" in word:
            if lower != word:
                return min(-3.0 if part in _PREFIXES else self._whole(part, first) for part in word.split("-") if part) - 1.0
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
        if odd and word[0].isupper():
            return _unknown(word, _UNKNOWN_NAME) + 2 * _UNLIKELY_CAPITAL
        return _unknown(word, _UNKNOWN) + (2 * _UNLIKELY_CAPITAL if odd else 0.0)

    def _piece(self, piece: str, inside: bool) -> float:
        if elided := _ELISION.match(piece):
            rest = piece[elided.end() :]
            return self._piece(rest, inside) - _elision_cost(piece) if rest and rest[0].lower() in _VOWELS else _IMPOSSIBLE
        if "'" in piece or "’" in piece:
            return math.log10(max(_general(piece.lower()), 1e-7)) if known(piece.lower().replace("’", "'")) else _IMPOSSIBLE
        if "-" in piece and (inverted := _inverted(piece)):
            return self._piece(inverted, inside) - 1.0
        if piece[0].isdigit():
            return _number(piece)
        if "-" in piece and not known(piece.lower()):
            return min(-3.0 if part.lower() in _PREFIXES else self._piece(part, False) for part in piece.split("-")) - 1.0
        return self._word(piece, inside)

    def _word(self, piece: str, inside: bool) -> float:
        lower, capital, here = piece.lower(), piece[0].isupper(), self._vocabulary.counts[piece]
        if piece.isupper() and len(piece) > 1:
            return max(_unknown(piece, _UNKNOWN_NAME) - (3.0 if inside else 0.0), self._share(0.0, piece))
        if here and capital and _ODD.search(piece):
            return self._share(0.0, piece)
        if not _plain_case(piece) or (lower in _PREFIXES and not _is_short_word(lower)):
            return _IMPOSSIBLE
        if len(piece) <= 3 and not _is_short_word(lower) and not (capital and here):
            return _IMPOSSIBLE
        general = _general(lower) if len(piece) > 4 or known(lower) else 0.0
        sure = known(lower) or (general > 0 and attested(lower))
        if not sure and not (here and capital) and not (here > 1 and len(piece) > 4) and general < 1e-7:
            return _unknown(piece, _UNKNOWN_NAME) - 2.5 if piece.istitle() and len(piece) > 3 else _IMPOSSIBLE
        share = self._share(general, piece) - (0.0 if sure or capital else _UNSURE)
        if not (inside and capital and known(lower)):
            return share
        # A capital inside a sentence is for names: how often does this corpus, or French at large, write the word with one?
        without = self._vocabulary.counts[lower] + 1 + _AT_LARGE * frequency(lower)
        return share + math.log10((here + _CAPITAL) / (here + without))

    def _common(self, piece: str) -> bool:
        """Whether a capitalised piece is a word that the corpus mostly writes without a capital."""
        lower = piece.lower()
        return known(lower) and self._vocabulary.counts[piece] <= self._vocabulary.counts[lower]

    def _share(self, general: float, piece: str) -> float:
        own = self._vocabulary.total / (self._vocabulary.total + _LARGE)
        share = (1 - own) * general + own * self._vocabulary.share(piece)
        return math.log10(share) if share > 0 else _IMPOSSIBLE


def strip_elision(chunk: str) -> str:
    """The chunk without an elided word in front.

    >>> strip_elision("l’octroi")
    'octroi'
    """
    return _ELISION.sub("", chunk, count=1) if _ELISION.match(chunk) else chunk


def _inverted(piece: str) -> str:
    """The verb in front of an inverted pronoun ("rappelle-t-il"), or nothing."""
    found = _INVERTED.fullmatch(piece)
    return found[1] if found and known(found[1].lower()) and any(r.tag == "V" for r in readings(found[1].lower())) else ""


def _elision_cost(piece: str) -> float:
    return 3.0 if _RARE_ELISION.match(piece) else 1.0


def _unknown(word: str, model: tuple[float, float]) -> float:
    return model[0] + model[1] * len(word) - 0.5 * max(0, len(word) - 12)


def _general(word: str) -> float:
    """The share of a word in general French; a little for one that only a lexicon has, compounds by their parts."""
    if "-" in word and known(word):
        return max(1e-7, min(frequency(part) for part in word.split("-")) / 30)
    return max(frequency(word), 1e-7 if known(word) else 0.0)


def _plain_case(piece: str) -> bool:
    """Whether a word has no capitals but at its start or behind hyphens."""
    return piece.islower() or piece.istitle() or ("-" in piece and all(map(_plain_case, filter(None, piece.split("-")))))


def _number(piece: str) -> float:
    """A number, perhaps with an ordinal's ending, a unit or an hour behind it."""
    found = _NUMBER.match(piece)
    if not found:
        return _IMPOSSIBLE
    rest = piece[found.end() :].lower()
    if not rest:
        return -3.0
    return -4.0 if rest in _AFTER_DIGITS or re.fullmatch(r"h\d\d", rest) else _IMPOSSIBLE


def _separable(chunk: str, place: int) -> bool:
    """Whether a cut here would tear no number, hyphenated compound or elision."""
    before, after = chunk[place - 1], chunk[place]
    return after not in "'’-" and before != "-" and not (before.isdigit() and after.isdigit())


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
