"""The words of a text as terms are compared by: one key for all forms of a word. Pure functions.

French and English words are compared by their folded lemmas, so that plurals, feminines, capitals, accents, hyphens,
apostrophes and possessives make no difference; Vietnamese syllables by their letters and tones, wherever the tone is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from tm import english
from tm.lexicon import lemma
from tm.text import fold, stem

BREAK = ""  # the key of a mark that no term goes across
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\b[Cc]o[-‑]o[^\W_]+|[^\W_]+|[^\w\s'’ʼ\u00ad‑-]")
_ELIDED = {"l": "", "d": "de", "qu": "que", "s": "", "n": "", "j": "", "m": "", "t": "", "c": ""}
_DROPPED = {
    "fr": frozenset(("le", "la", "les")),
    "en": frozenset(("the", "a", "an")),
    "vi": frozenset[str](),
}
_CONTRACTED = frozenset(("s", "ll", "re", "ve", "d", "m", "t"))  # behind an apostrophe, that of a possessive among them
_APOSTROPHES = tuple("'’ʼ")
_HYPHENS = tuple("-‑")
_SAME = {"du": "de", "des": "de", "au": "a", "aux": "a"}
_AMERICAN = (  # British spellings and what they are written as elsewhere
    (re.compile("is(e[ds]?|ing|ation|ations|er|ers)$"), r"iz\1"),
    (re.compile("(?<=[bdlmnv])our(?=s?$|al$|ed$|ing$)"), "or"),
    (re.compile("(?<=[eao])nce$"), "nse"),
    (re.compile("tre$"), "ter"),
    (re.compile("gramme$"), "gram"),
    (re.compile("ll(?=ed$|ing$|er$)"), "l"),
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_FINAL_Y = re.compile("(?<=[hklmstv])y$")


class Word(NamedTuple):
    """A word at `start`–`end` of a text; `joined` says that a hyphen stands before or behind it."""

    key: str
    text: str
    start: int
    end: int
    joined_before: bool = False
    joined_behind: bool = False


def words(text: str, language: str) -> tuple[Word, ...]:
    """The words of a text in their order, without articles; between them the marks that no term goes across.

    >>> [word.key for word in words("Les visites d’État, l'Union", "fr")]
    ['visite', 'de', 'etat', '', 'union']
    >>> [word.key for word in words("The countries’ people-to-people exchanges", "en")]
    ['country', 'people', 'to', 'people', 'exchange']
    >>> words("hoà bình", "vi")[0].key == words("hòa bình", "vi")[0].key
    True
    """
    key, dropped = _KEYS.get(language, _other_key), _DROPPED.get(language, frozenset())
    shouted = text.isupper() and " " in text  # a headline is no row of acronyms
    found = []
    for match in _TOKEN.finditer(text):
        token, start, end = match[0], match.start(), match.end()
        if not token[0].isalnum():
            found.append(Word(BREAK, token, start, end))
            continue
        lower = token.lower()
        behind = text[end : end + 1]
        if language == "fr" and behind in _APOSTROPHES and lower in _ELIDED:
            if _ELIDED[lower]:
                found.append(Word(_ELIDED[lower], token, start, end))
            continue
        if lower in dropped or (language == "en" and lower in _CONTRACTED and text[start - 1 : start] in _APOSTROPHES):
            continue
        found.append(Word(key(lower if shouted else token), token, start, end, text[start - 1 : start] in _HYPHENS, behind in _HYPHENS))
    return tuple(found)


def _french_key(token: str) -> str:
    lower = token.lower()
    return _SAME.get(lower) or (_acronym_key(token) or fold(lemma(lower)))


def _english_key(token: str) -> str:
    if acronym := _acronym_key(token):
        return acronym
    key = fold(english.singular(token.lower().replace("-", "").replace("‑", "")))
    for pattern, spelling in _AMERICAN:
        key = pattern.sub(spelling, key)
    return key


def _vietnamese_key(token: str) -> str:
    marks = unicodedata.normalize("NFD", token.replace(".", "").lower())
    tone = "".join(char for char in marks if char in _TONES)
    return _FINAL_Y.sub("i", unicodedata.normalize("NFC", "".join(char for char in marks if char not in _TONES))) + tone


def _other_key(token: str) -> str:
    return stem(fold(token))


def _acronym_key(token: str) -> str:
    """The key of an acronym, with full stops and in the plural too ("U.N.", "PMEs"); empty for any other word."""
    bare = token.replace(".", "")
    if len(bare) > 2 and bare[-1] == "s" and bare[:-1].isupper():
        bare = bare[:-1]
    return fold(bare) if bare.isupper() and len(bare) > 1 and (len(bare) < 6 or "." in token) else ""


_KEYS: dict[str, Callable[[str], str]] = {
    "fr": lru_cache(maxsize=100_000)(_french_key),
    "en": lru_cache(maxsize=100_000)(_english_key),
    "vi": lru_cache(maxsize=100_000)(_vietnamese_key),
}


@lru_cache(maxsize=20_000)
def term_words(term: str, language: str) -> tuple[Word, ...]:
    """The words of a term, which is asked for again and again, without the marks between them."""
    return tuple(word for word in words(term, language) if word.key != BREAK)


def keys(term: str, language: str) -> tuple[str, ...]:
    """The keys of the words of a term."""
    return tuple(word.key for word in words(term, language) if word.key != BREAK)


def is_acronym(text: str) -> bool:
    """Whether a term is an acronym: capitals (and figures) only, of two letters at least."""
    return text.isupper() and len(text) > 1 and " " not in text


def spans(found: Sequence[Word], wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Where words with these keys stand one behind the other: first word and last word + 1."""
    first, length = wanted[0], len(wanted)
    return [
        (place, place + length)
        for place in range(len(found) - length + 1)
        if found[place].key == first and all(found[place + step].key == key for step, key in enumerate(wanted))
    ]
