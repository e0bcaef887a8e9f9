"""Characters: normal form, folding, and text that remembers where it came from. Pure functions.

One place decides what counts as the same character; everything else calls it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

APOSTROPHES = "'’‘ʼ´`′＇"
HYPHENS = "-‐‑"
SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"

_WORD_LENGTH = 40
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_SEPARATOR = re.compile(f"[\\s–—{HYPHENS[1:]}-]+")
# What no text needs and a terminal or XML cannot bear: controls, direction marks, surrogates, non-characters.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_NOT_TEXT = re.compile(f"[{INVISIBLE}]|\r\n?|[{SPACES}\x0b\x0c\x85]")


def nfc(text: str) -> str:
    """The text in normal form C, the only form that is stored or compared."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The text as a search sees it: no marks, no case, one apostrophe, hyphen as space.

    >>> fold("Visite d’État")
    "visite d'etat"
    >>> fold("đối tác chiến lược")
    'doi tac chien luoc'
    >>> fold("Mise en œuvre") == fold("mise en oeuvre")
    True
    >>> fold("vice-ministre") == fold("vice ministre")
    True
    """
    return _fold_word(text) if len(text) <= _WORD_LENGTH else _fold(text)


@cache
def _bare() -> dict[int, str | None]:
    """Marks go, and letters that NFD leaves whole become what they stand for when marks do not count; made when first needed."""
    marks: dict[int, str | None] = dict.fromkeys(c for c in range(0x300, 0xFE30) if unicodedata.combining(chr(c)))
    return marks | str.maketrans({"đ": "d", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ı": "i"})


def _fold(text: str) -> str:
    bare = text.lower() if text.isascii() else unicodedata.normalize("NFD", text).casefold().translate(_bare())
    return _SEPARATOR.sub(" ", _APOSTROPHE.sub("'", bare)).strip()


_fold_word = lru_cache(maxsize=100_000)(_fold)  # words come again and again


def same_accents(text: str) -> str:
    """The text without differences of case, apostrophe and hyphen; its marks still count.

    >>> same_accents("Visite d'État") == same_accents("visite d’état")
    True
    """
    return _SEPARATOR.sub(" ", _APOSTROPHE.sub("'", nfc(text).casefold())).strip()


def stem(folded: str) -> str:
    """The folded text with each word cut to a light stem, so that plurals and feminines meet.

    Method: after J. Savoy's minimal stemmer for French ("A stemming procedure and stopword list for general
    French corpora", JASIS 50, 1999), without his cut of a final r; it serves English plurals as well, and leaves
    Vietnamese syllables alone but for a final s or x that they never have.

    >>> stem(fold("visites officielles")) == stem(fold("visite officielle"))
    True
    >>> stem(fold("accords commerciaux")) == stem(fold("accord commercial"))
    True
    """
    return " ".join(_stem_word(word) for word in folded.split())


@lru_cache(maxsize=100_000)
def _stem_word(word: str) -> str:
    if len(word) < 4:
        return word
    if word.endswith("aux") and not word.endswith("eaux"):
        return word[:-2] + "l"
    base = word[:-1] if word[-1] in "sx" else word
    if len(base) > 4:
        base = base.rstrip("e")
    return base[:-1] if len(base) > 4 and base[-1] == base[-2] else base


def sound(text: str) -> str:
    """The text with the replacement character for bytes that no encoding explains, as names and arguments may hold.

    >>> sound("caf\\udce9")
    'caf\ufffd'
    """
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def printable(text: str) -> str:
    """The text without control characters and direction marks, safe on a terminal.

    >>> printable("a\\x1b[31mb")
    'a[31mb'
    """
    return text if text.isprintable() else CONTROL.sub("", text)


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement in a text: `text[start:end]` becomes `after`. Offsets are in characters."""

    start: int
    end: int
    after: str


@dataclass(frozen=True, slots=True)
class Traced:
    """A text with the way back: which offset of the original text each of its characters comes from.

    `marks` are pairs (offset here, offset in the original), ascending; between two marks both run in step, but never
    past the next mark: what is longer here than there points at the end of what it stands for.
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ((0, 0),)

    def original(self, offset: int) -> int:
        """The offset in the original text of the character at `offset`."""
        after = bisect_right(self.marks, (offset, 1 << 62))
        here, there = self.marks[after - 1]
        place = there + offset - here
        return min(place, self.marks[after][1]) if after < len(self.marks) else place

    def find(self, original: int) -> int:
        """The first offset here that comes from `original` or from behind it."""
        return next((max(here, here + original - there) for here, there in reversed(self.marks) if there <= original), 0)

    def cut(self, start: int, end: int) -> Traced:
        """The part from `start` to `end`, still tied to the original text."""
        first, last = bisect_right(self.marks, (start, 1 << 62)), bisect_left(self.marks, (end, -1))
        inner = [(here - start, there) for here, there in self.marks[first:last]]
        return Traced(self.text[start:end], ((0, self.original(start)), *inner))

    def strip(self) -> Traced:
        """The text without white space at its ends."""
        if self.text == self.text.strip():
            return self
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))

    def apply(self, edits: Iterable[Edit]) -> Traced:
        """The text with the edits made; they are in order and do not overlap."""
        edits = list(edits)
        if not edits:
            return self
        pieces: list[str] = []
        marks: list[tuple[int, int]] = []
        position = length = 0
        for edit in edits:
            kept = self.cut(position, edit.start)
            pieces += [kept.text, edit.after]
            marks += [(length + here, there) for here, there in kept.marks]
            length += len(kept.text)
            marks.append((length, self.original(edit.start)))
            length += len(edit.after)
            position = edit.end
        rest = self.cut(position, len(self.text))
        marks += [(length + here, there) for here, there in rest.marks]
        return Traced("".join([*pieces, rest.text]), _tidy(marks))


def _tidy(marks: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Marks without those that the one before already implies; the last of several at one place counts."""
    latest = dict(marks)
    tidy: list[tuple[int, int]] = []
    for here, there in latest.items():
        if not tidy or there - here != tidy[-1][1] - tidy[-1][0]:
            tidy.append((here, there))
    return tuple(tidy)


def normalize(text: str) -> Traced:
    """The text in NFC with plain spaces and line ends and without invisible characters, tied to `text`.

    >>> normalize("la\\u00a0paix\\u00ad").text
    'la paix'
    """
    edits = []
    for match in _NOT_TEXT.finditer(text):
        found = match.group()
        edits.append(Edit(match.start(), match.end(), "" if found in INVISIBLE else "\n" if found[0] == "\r" else " "))
    plain = Traced(text).apply(edits) if edits else Traced(text)
    if unicodedata.is_normalized("NFC", plain.text):
        return plain
    return plain.apply(_compositions(plain.text))


def _compositions(text: str) -> Iterable[Edit]:
    """The edits that bring a text to NFC: one for each letter with its marks (nothing composes across white space)."""
    for word in re.finditer(r"\S+", text):
        if unicodedata.is_normalized("NFC", word.group()):
            continue
        letters = list(_letters(word.group()))
        if nfc(word.group()) != "".join(nfc(letter) for letter in letters):
            letters = [word.group()]  # letters that compose with each other, as Hangul's do
        start = word.start()
        for letter in letters:
            if nfc(letter) != letter:
                yield Edit(start, start + len(letter), nfc(letter))
            start += len(letter)


def _letters(word: str) -> Iterable[str]:
    """The letters of a word, each with the marks behind it."""
    start = 0
    for place in range(1, len(word) + 1):
        if place == len(word) or not unicodedata.combining(word[place]):
            yield word[start:place]
            start = place
