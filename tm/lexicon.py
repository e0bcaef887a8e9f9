"""What is known about French words: their readings, and how often they are used in general.

Readings come from Lexique 3.83 (data/README.md), frequencies from wordfreq, lemmas of words that Lexique lacks
from simplemma. Everything is loaded when first asked for, once.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

# Words whose readings Lexique gives in a way that does not serve phrase patterns.
_FUNCTION_WORDS: dict[str, str] = {
    "des": "SD",
    **dict.fromkeys(["du", "au", "aux", "d'", "afin", "lors", "grâce", "jusqu'", "via", "ès"], "S"),
    **dict.fromkeys(["que", "qu'", "lorsque", "lorsqu'", "puisque", "puisqu'", "tandis", "ainsi"], "C"),
    **dict.fromkeys(["l'", "ce", "cet", "cette", "ces", "plusieurs", "chaque", "leur", "leurs"], "D"),
    **dict.fromkeys(["s'", "n'", "j'", "m'", "t'", "c'", "ne", "se", "dont", "où", "y"], "R"),
}
_LONG_ENDINGS = (
    ("ment", "B"), ("tion", "N"), ("sion", "N"), ("isme", "N"), ("iste", "N"), ("ité", "N"), ("ance", "N"), ("ence", "N"),
    ("eur", "N"), ("age", "N"), ("ure", "N"), ("ique", "A"), ("aire", "A"), ("able", "A"), ("ible", "A"), ("elle", "A"),
    ("euse", "A"), ("ives", "A"), ("ive", "A"), ("if", "A"), ("al", "A"), ("ale", "A"), ("aux", "A"), ("el", "A"),
    ("eux", "A"), ("ien", "A"), ("ienne", "A"), ("ois", "A"), ("oise", "A"), ("ais", "A"), ("aise", "A"), ("éen", "A"),
    ("éenne", "A"), ("era", "V"), ("eront", "V"), ("ait", "V"), ("aient", "V"), ("èrent", "V"),
    ("er", "I"), ("ée", "P"), ("é", "P"), ("ant", "G"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word form.

    `tag` is a letter: N noun, A adjective, V finite verb, P past participle, G present participle, I infinitive,
    B adverb, S preposition, C conjunction, D determiner, R pronoun, M numeral, O other. `gender` is m, f or empty,
    `number` s, p or empty; `weight` is the frequency per million words.
    """

    tag: str
    lemma: str
    gender: str
    number: str
    weight: float


@cache
def _entries() -> dict[str, str]:
    data = gzip.decompress(files("tm").joinpath("data/lexicon.fr.txt.gz").read_bytes()).decode()
    return dict(line.split("\t", 1) for line in data.splitlines())


@cache
def frequencies() -> dict[str, float]:
    """The share of general French that each lower-cased word has, with straight apostrophes."""
    from wordfreq import get_frequency_dict

    return get_frequency_dict("fr")


def _spelling(word: str) -> str | None:
    """The word as the lexicon spells it: œ as oe, and É for the E that capitals often stand for."""
    entries = _entries()
    if word in entries:
        return word
    if "œ" in word and (form := word.replace("œ", "oe")) in entries:
        return form
    if word[:1] == "e" and (form := "é" + word[1:]) in entries:
        return form
    return None


def known(word: str) -> bool:
    """Whether the lexicon has the lower-cased word.

    >>> known("ministère"), known("œuvre"), known("etat"), known("stratégiqueintégral")
    (True, True, True, False)
    """
    return _spelling(word) is not None


def attested(word: str) -> bool:
    """Whether the lower-cased word is known anywhere, be it only as an inflected form in simplemma's lists."""
    from simplemma import is_known

    return known(word) or is_known(word, "fr")


def frequency(word: str) -> float:
    """How often the lower-cased word is used: its share of general French, 0 where it is not known."""
    return frequencies().get(word.replace("’", "'"), 0.0)


@lru_cache(maxsize=200_000)
def readings(word: str) -> tuple[Reading, ...]:
    """The readings of a lower-cased word, the most frequent first; a guess from its ending where it is unknown.

    >>> [r.tag for r in readings("visite")]
    ['N', 'V']
    >>> readings("bilatérales")[0].lemma
    'bilatéral'
    """
    word = word.replace("’", "'")
    if tags := _FUNCTION_WORDS.get(word):
        return tuple(Reading(tag, word, "", "", 1000.0) for tag in tags)
    if spelling := _spelling(word):
        return tuple(sorted(_listed(spelling), key=lambda r: (-r.weight, r.tag)))
    if re.fullmatch(r"\d[\d.,\s]*(?:er|ère|re|e|ème|ᵉ|nd|nde)?|[ivxlc]{2,}(?:e|ᵉ|er|ᵉʳ|ème)", word):
        return (Reading("M", word, "", "", 1.0),)
    return _guess(word)


def _listed(word: str) -> Iterator[Reading]:
    """The readings of a word that the lexicon spells so."""
    for part in _entries()[word].split("\t"):
        tag, lemma, gender, number, weight = part.split(":")
        yield Reading(tag, lemma or word, gender, number, float(weight))


def _guess(word: str) -> tuple[Reading, ...]:
    """Readings for a word that the lexicon lacks: those of its lemma or of its last part, else from its ending."""
    from simplemma import lemmatize

    lemma = lemmatize(word, "fr").lower()
    number = "p" if word.endswith(("s", "x")) and lemma != word else "s"
    feminine = "f" if word.endswith(("e", "es")) and not lemma.endswith("e") else ""
    if lemma != word and (spelling := _spelling(lemma)):
        base = [r for r in _listed(spelling) if r.tag in "NAPM"]
        if base:
            return tuple(Reading(r.tag, lemma, feminine or r.gender, number, r.weight) for r in base)
    if "-" in word and (spelling := _spelling(last := word.rsplit("-", 1)[1])):
        base = [r for r in _listed(spelling) if r.tag in "NAPB"]
        if base:
            head = word[: -len(last)]
            whole = [Reading(r.tag, head + r.lemma, r.gender, r.number, r.weight) for r in base]
            return tuple(sorted(whole, key=lambda r: (-r.weight, r.tag)))
    singular = word[:-1] if word.endswith("s") else word
    tag = next((t for ending, t in _LONG_ENDINGS if len(word) > len(ending) + 2 and singular.endswith(ending)), "N")
    if tag in "NA" and lemma == word and singular != word:
        return (Reading(tag, singular, "", "p", 0.01),)
    return (Reading(tag, lemma, "", number, 0.01),)


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The dictionary form of a lower-cased word, read as a noun or adjective wherever it can be.

    >>> lemma("visites"), lemma("officielle"), lemma("commerciaux")
    ('visite', 'officiel', 'commercial')
    """
    found = readings(word)
    nominal = [r for r in found if r.tag in "NA"]
    return (nominal or found)[0].lemma
