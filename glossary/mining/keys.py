"""What all forms of a word share, in each language: the keys by which known terms are found again. Pure functions.

French words meet in the folded lemma, with one form for each preposition; English ones in the folded lemma in American
spelling; Vietnamese syllables in one way to place tone marks, and with their marks, which make them other words; words
of any other language in the folded stem. Articles do not count. An acronym must stand as it is. What a hyphen joins
counts as several words, or as one where the language writes it so too ("co-operation").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from glossary.mining.phrases import SAME_LINK
from tm import english, lexicon, tagging, vietnamese
from tm.text import fold, stem
from tm.words import word_lists

Key = tuple[str, ...]

_CACHED = 100_000  # words of each language
_ACRONYM = 6  # letters: what is longer and in capitals is a word, in a line that has nothing else
_ARTICLES = {"fr": frozenset(["le", "la", "les", "l'"]), "en": frozenset(["a", "an", "the", "'s"])}
_ANY_TOKEN = re.compile(r"[^\W_]+(?:[-‑][^\W_]+)*|[^\w\s]")
_HYPHEN = re.compile("[-‑]")
_SAME_MARK = str.maketrans({"–": "-", "—": "-", "‑": "-", "«": '"', "»": '"', "“": '"', "”": '"', "’": "'", "‘": "'"})
_JOINING = re.compile("[‐–‘ʼ´`′＇](?<=\\w.)(?=\\w)")
_MARKED = re.compile(r"[^\W\d_a-zA-Z]")
_ADDRESS = word_lists("glossary", "words.vi.toml")["civilities"]
BARE = "_"  # in front of a Vietnamese word that is written without marks; no token has it


class Keys(NamedTuple):
    """How a language's words are told apart and compared.

    `token` finds words and marks. `word` gives the key of one: in parts where a hyphen joins several, empty where it does
    not count. `lent` says of a capitalised word whether it is a common one that a sentence may have lent its capital.
    `spelt` is what else must be the same of words by themselves: the marks of a known word's lemma ("marché" is no
    "marche"), and whether it can be a noun ("doit" is no "devoir"); empty where nothing more is known. `meant` are the
    words of a paragraph as they are to be read: without the capitals of a heading, or known to lack their marks; `ways`
    are what it may put in front of a word. `nested` says whether a word inside a longer term is still a word: a
    Vietnamese syllable is part of one.
    """

    token: re.Pattern[str]
    word: Callable[[str], Key]
    lent: Callable[[str], bool]
    spelt: Callable[[str], str] = lambda _: ""
    meant: Callable[[Sequence[str]], Sequence[str]] = lambda words: words
    ways: Sequence[str] = ("",)
    nested: bool = True

    def words(self, term: str) -> Sequence[str]:
        """The words and marks of a term."""
        return self.token.findall(usual_marks(term))

    def of(self, words: Sequence[str], way: str = "", *, marks: bool = False) -> Key:
        """The key of a term's words, with the marks among them or without; empty where no word is among them."""
        if len(words) == 1 and (name := self.name(way + words[0])):
            return (name,)
        key: list[str] = []
        for word in words:
            if word[0].isalnum() or marks or word == "&":
                key += self.word(way + word)
        return tuple(key)

    def name(self, word: str) -> str:
        """The key of a capitalised word by itself; empty for all others."""
        if not word.removeprefix(BARE)[0].isupper():
            return ""
        parts = self.word(word)
        return "^" + parts[0] if len(parts) == 1 and parts[0][0] != "=" else ""

    def spelling(self, words: Sequence[str]) -> str:
        """What a term of one word insists on beyond its key; nothing for longer ones and acronyms."""
        counted = [word for word in words if word[0].isalnum() and self.word(word)]
        return self.spelt(counted[0]) if len(counted) == 1 and self.word(counted[0])[0][0] != "=" else ""


def usual_marks(text: str) -> str:
    """The text, of the same length, with an apostrophe or hyphen for what stands for one between two letters.

    >>> usual_marks("l‘axe Nord–Sud – là")
    "l'axe Nord-Sud – là"
    """
    return _JOINING.sub(lambda mark: "-" if mark[0] in "‐–" else "'", text)


def _acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper() and not _HYPHEN.search(word)


def _parts(word: str, known: Callable[[str], bool], key: Callable[[str], str]) -> Key:
    """The keys of what hyphens join; of the whole where it is known without them."""
    if not (pieces := _HYPHEN.split(word))[1:]:
        return tuple(key(word).split())
    joined = "".join(pieces)
    return tuple(part for piece in ([joined] if known(joined) else pieces) for part in key(piece).split())


def _unshouted(words: Sequence[str], known: Callable[[str], bool]) -> Sequence[str]:
    """The words of a heading in capitals in small letters, but for what looks like an acronym."""
    if len(words) < 2 or not "".join(words).isupper():
        return words
    return [lower if len(word) > _ACRONYM or known(lower) else word for word in words if (lower := word.lower())]


def _nominal(tags: Iterable[str]) -> str:
    """Whether a word can be a noun or adjective, as "n"; else "v": no form of a verb is one of the noun that looks like its infinitive."""
    return "n" if "N" in (found := set(tags)) or "A" in found else "v"


@lru_cache(maxsize=_CACHED)
def _french(word: str) -> Key:
    text = word.lower().replace("’", "'")
    if text in _ARTICLES["fr"]:
        return ()
    if not word[0].isalnum():
        return ("et",) if word == "&" else (word.translate(_SAME_MARK),)
    if _acronym(word) and not text.endswith("'"):
        return ("=" + word,)
    return (link,) if (link := SAME_LINK.get(text)) else _parts(text, lexicon.known, lambda piece: fold(lexicon.lemma(piece)))


@lru_cache(maxsize=_CACHED)
def _french_spelling(word: str) -> str:
    lower = word.lower()
    return f"{lexicon.lemma(lower)} {_nominal(reading.tag for reading in lexicon.readings(lower))}" if lexicon.known(lower) else ""


@lru_cache(maxsize=_CACHED)
def _english(word: str) -> Key:
    text = word.lower().replace("’", "'")
    if text in _ARTICLES["en"]:
        return ()
    if not word[0].isalnum():
        return ("and",) if word == "&" else (word.translate(_SAME_MARK),)
    singular = word[:-1] if word[-1] == "s" else word  # "NGOs"
    if text.endswith("n't"):
        return (text,)
    if _acronym(singular):
        return ("=" + singular.replace(".", ""),)
    return _parts(text, english.known, lambda piece: fold(english.american(english.lemma(piece))))


@lru_cache(maxsize=_CACHED)
def _english_spelling(word: str) -> str:
    return _nominal(english.tags(word.lower()))


def _lent_in_english(word: str) -> bool:
    """Whether a word is used as more than a name: "May", but not "Turkey"."""
    lower = word.lower()
    return english.closed(lower) or not set("VPG").isdisjoint(english.tags(lower))


@lru_cache(maxsize=_CACHED)
def _vietnamese(word: str) -> Key:
    way, text = (BARE, word[1:]) if word[0] == BARE else ("", word)
    if not text[0].isalnum():
        return (way + text.translate(_SAME_MARK),)
    if _acronym(text):
        return ("=" + (fold(text).upper() if way else text),)
    pieces = [vietnamese.spelling(piece) for piece in _HYPHEN.split(text)]
    return tuple(way + fold(piece) for piece in pieces) if way else tuple(pieces)


def _vietnamese_words(words: Sequence[str]) -> Sequence[str]:
    words = _unshouted(words, vietnamese.is_syllable)
    return words if any(map(_MARKED.search, words)) else [BARE + word for word in words]


@lru_cache(maxsize=_CACHED)
def _any(word: str) -> Key:
    if not word[0].isalnum():
        return (word.translate(_SAME_MARK),)
    return ("=" + word,) if _acronym(word) else tuple(stem(fold(word)).split())


_OTHER = Keys(_ANY_TOKEN, _any, lambda _: True)
_KEYS: Mapping[str, Keys] = MappingProxyType(
    {
        "fr": Keys(
            tagging.TOKEN,
            _french,
            lambda word: lexicon.known(word.lower()),
            _french_spelling,
            lambda words: _unshouted(words, lexicon.known),
        ),
        "en": Keys(english.TOKEN, _english, _lent_in_english, _english_spelling, lambda words: _unshouted(words, english.known)),
        "vi": Keys(
            vietnamese.TOKEN,
            _vietnamese,
            lambda word: word.removeprefix(BARE).lower() in _ADDRESS,
            meant=_vietnamese_words,
            ways=("", BARE),
            nested=False,
        ),
    }
)


def keys(language: str) -> Keys:
    """The keys of a language (ISO 639 code)."""
    return _KEYS.get(language, _OTHER)
