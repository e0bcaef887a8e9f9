"""English tokens with their parts of speech. Pure functions.

Readings come from a lexicon of English words (data/README.md), a word that it lacks is read by its ending; tags are
chosen by the Viterbi algorithm, as for French (`tm.tagging`). Loaded when first asked for, once.
"""

from __future__ import annotations

import gzip
import math
import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from tm.tagging import Token

TOKEN = re.compile(  # a word or a mark
    r"(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|St|Prof|Gen|Sen|Gov|Rep|Lt|Col|Capt)\.|[A-Z]\.(?=\s?[A-Z])|[A-Z]+&[A-Z]+|[A-Z]+\+\d+|"
    r"[^\W_]+n['’]t\b|\b[dol]['’][^\W_]{2,}|['’](?:s|ll|re|ve|d|m)\b|(?<=s)['’](?=\s[^\W_])|"
    r"\d+(?:[.,]\d+)*(?:st|nd|rd|th)?(?![^\W_])|[^\W_]+(?:[-‑][^\W_]+)*|[^\w\s]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d.,]*(?:st|nd|rd|th)?|[IVX]{2,}")

# The words of which there is a closed list, by tag: where several are given, the first is the likeliest.
_CLOSED = {
    "D": "a an the this these those my your his its our their some any each every no both all another either neither what which whose",
    "S": "of in for on with at by from into between against among under over through during without within upon towards toward across "
    "behind beyond beside besides despite amid around along above below near per via throughout unlike until versus concerning "
    "regarding including alongside outside inside onto beneath underneath amongst vis-à-vis notwithstanding about",
    "C": "and or but nor if because although though while whereas unless whether than & so",
    "R": "i you he she we they me him us them it who whom mine yours ours theirs himself herself itself themselves ourselves myself "
    "yourself someone something anyone anything everyone everything nobody nothing none there whoever whatever",
    "V": "is are was were be am has have had does did do can could will would shall should may might must cannot says said "
    "became become becomes seem seems remains goes went gets got let",
    "Q": "does did can could will would shall should might must cannot ",
    "B": "not also very too still already just only even however often always never again then now here therefore thus moreover "
    "meanwhile almost rather quite perhaps ever soon away together well ago instead not nearly when where why how yesterday today "
    "tomorrow up down out off back else",
    "M": "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million billion "
    "trillion dozen",
    "A": "own same other such many few several much more most less least first second third fourth fifth last next former further",
    "P": "been",
    "G": "being having",
    "O": "'s '",
}
_SEVERAL = {
    "her": "DR", "that": "CRD", "to": "ST", "as": "SC", "like": "SV", "since": "SC", "before": "SC", "after": "SC", "may": "VE",
    "both": "DB", "so": "BC", "about": "SB", "over": "SB", "have": "VI", "be": "I", "do": "QVI", "become": "VI",
    "well": "BA", "back": "BNAV", "second": "AN", "more": "AB", "most": "AB", "less": "AB", "much": "AB", "up": "BS", "down": "BS",
    "off": "BS", "out": "BS", "which": "RD", "what": "RD", "near": "SA", "outside": "SA", "north": "NAB", "south": "NAB",
    "east": "NAB", "west": "NAB", "no": "DB", "even": "BA", "there": "RB",
    "just": "BA", "being": "GN", "including": "S", "let": "VI", "go": "VI", "get": "VI", "minute": "NA",
    "past": "ANS", "present": "ANV", "worth": "S", "one": "MR", "chief": "NA", "others": "R", "ones": "N",
}  # fmt: skip
_OPEN_ENDINGS = (
    ("ly", "B"), ("tion", "N"), ("sion", "N"), ("ment", "N"), ("ness", "N"), ("ity", "N"), ("ism", "N"), ("ist", "N"), ("ship", "N"),
    ("ance", "N"), ("ence", "N"), ("age", "N"), ("ure", "N"), ("cy", "N"), ("ing", "G"), ("ed", "P"), ("ic", "A"), ("ical", "A"),
    ("al", "A"), ("ous", "A"), ("able", "A"), ("ible", "A"), ("ive", "A"), ("ful", "A"), ("less", "A"), ("ary", "A"), ("ese", "A"),
    ("ish", "A"), ("like", "A"), ("wide", "A"), ("based", "A"), ("ise", "V"), ("ize", "V"),
)  # fmt: skip
_PREFIXES = (
    "non",
    "anti",
    "pro",
    "inter",
    "multi",
    "post",
    "pre",
    "sub",
    "trans",
    "semi",
    "over",
    "under",
    "co",
    "counter",
    "self",
    "ex",
    "vice",
)
_SHOWN = {"T": "S", "Q": "V"}  # "to" before an infinitive, and what stands before one without it, follow rules of their own
_UNLIKELY = -6.0  # what is not in the table
_RANKS = [math.log(share) for share in (0.7, 0.2, 0.1, 0.05)]  # of the readings of a closed word

# One row for each tag, one column for each tag behind it, as in `tm.tagging`; ^ stands before the first word.
_AFTER = """
      D     N     A     V     Q     I     P     G     S     T     B     C     R     M     E     O     X
^   1.0   0.0   0.2  -2.0  -2.0  -1.5  -0.5   0.3   0.6   0.6   0.6   0.3   1.2   0.0   0.5  -3.0   0.0
D  -3.0   1.4   1.2  -4.5  -4.5  -5.0   0.0  -0.3  -3.5  -3.5  -1.5  -4.0  -3.0   0.5   0.3  -3.0  -2.5
N  -2.2   0.4  -1.0   0.6   0.6  -3.5   0.1  -0.6   0.9   0.4  -0.3   0.5  -1.0  -1.0  -0.8   0.8   0.7
A  -2.8   1.6   0.3  -2.5  -2.5  -4.0  -0.5  -0.4  -0.5   0.6  -1.0   0.2  -2.5  -1.0   0.2  -2.5  -0.2
V   0.7  -0.6   0.0  -1.5  -1.5  -2.5   0.7   0.4   0.3   0.9   0.9  -0.4   0.4  -0.2  -0.5  -2.5  -0.6
Q   0.2  -0.8  -2.0  -0.5  -3.0   2.0  -2.0  -2.0  -2.0  -2.5   1.0  -2.0   0.8  -2.0  -0.8  -2.0  -0.3
I   1.0   0.1   0.2  -2.5  -2.5  -3.5   0.3  -0.3   0.5   0.5   0.3  -0.4   0.4  -0.2  -0.4  -2.5  -0.6
P  -0.8  -0.5  -0.7  -2.0  -2.0  -2.0  -1.2  -0.6   1.3   0.9   0.6   0.0  -0.5  -0.2  -0.7  -2.5   0.2
G   0.9   0.3   0.2  -2.0  -2.0  -2.0  -0.6  -1.2   0.7   0.7   0.1  -0.5   0.0  -0.3  -0.4  -2.5  -0.4
S   1.2   0.1   0.2  -3.5  -3.5  -4.0  -0.8   0.5  -0.8  -0.8  -0.8  -1.5   0.3   0.8   0.8  -3.0  -1.8
T  -3.0  -3.0  -3.0  -3.0  -5.0   2.2  -2.0  -3.0  -3.0  -5.0  -0.5  -3.0  -3.0  -3.0  -3.0  -3.0  -3.0
B  -0.3  -1.2   0.5   0.6   0.6   0.2   0.8   0.1   0.2   0.2   0.4  -0.3   0.0   0.1  -1.2  -3.0   0.4
C   0.6   0.1   0.2   0.2   0.2   0.3  -0.1   0.2  -0.2  -0.2   0.3  -0.8   1.0   0.0   0.2  -3.0  -1.0
R  -1.0  -1.8  -1.4   1.7   1.7  -1.5  -0.8  -0.8   0.0   0.0   0.5  -0.2  -0.5  -1.0  -1.5   0.5   0.2
M  -2.5   1.2   0.2  -1.0  -1.0  -3.0  -0.8  -1.2  -0.1  -0.1  -1.0   0.0  -2.0   0.3  -0.3  -3.0   0.4
E  -2.5   0.2  -0.6   0.6   0.6  -3.0  -0.3  -0.8   0.1   0.1  -0.2   0.5  -1.2  -0.3   1.8   1.4   0.8
O  -3.0   1.4   1.0  -0.5  -0.5  -2.5  -0.3   0.2  -1.0  -1.0  -0.6  -1.5  -2.5   0.0   0.5  -3.0  -0.6
X   0.3  -0.1  -0.1   0.2   0.2  -0.8   0.0   0.4   0.1   0.1   0.4   1.0   0.6   0.4   0.4   0.2   0.6
"""


@cache
def _table() -> dict[str, float]:
    header, *rows = _AFTER.strip().splitlines()
    return {row[0] + after: float(value) for row in rows for after, value in zip(header.split(), row[1:].split(), strict=True)}


@cache
def _closed() -> dict[str, str]:
    return {word: tag for tag, words in _CLOSED.items() for word in words.split()} | _SEVERAL


@cache
def _entries() -> dict[str, str]:
    data = gzip.decompress(files("tm").joinpath("data/lexicon.en.txt.gz").read_bytes()).decode()
    return dict(line.split("\t", 1) for line in data.splitlines())


_Reading = tuple[str, str, str]  # tag, lemma, number


def known(word: str) -> bool:
    """Whether the lexicon has the lower-cased word.

    >>> known("treaty"), known("the"), known("vladivostok")
    (True, True, False)
    """
    return word in _entries() or word in _closed()


@cache
def frequencies() -> dict[str, float]:
    """The share of general English that each lower-cased word has, with straight apostrophes."""
    from wordfreq import get_frequency_dict

    return get_frequency_dict("en")


def frequency(word: str) -> float:
    """How often the lower-cased word is used: its share of general English, 0 where it is not known."""
    return frequencies().get(word.replace("’", "'"), 0.0)


def tag(text: str) -> list[Token]:
    """The tokens of a segment with the most likely part of speech of each in its place; O for the mark of a possessive.

    >>> [(t.text, t.tag) for t in tag("The minister signed Vietnam's trade agreements.")]
    [('The', 'D'), ('minister', 'N'), ('signed', 'V'), ('Vietnam', 'E'), ("'s", 'O'), ('trade', 'N'), ('agreements', 'N'), ('.', 'X')]
    """
    spans = [(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text)]
    chosen = _best_path([_options(_mark(word, text[start - 1 : start]), _initial(text, start)) for word, start, _ in spans])
    return [
        Token(word, start, end, _SHOWN.get(tag, tag), lemma, "", number)
        for (word, start, end), (tag, lemma, number) in zip(spans, chosen, strict=True)
    ]


def _mark(word: str, before: str) -> str:
    """An apostrophe is a possessive's behind an s; elsewhere it quotes."""
    return '"' if word in "'’" and before not in ("s", "S") else word


def demonym(word: str) -> bool:
    """Whether a word says which people: "Vietnamese"."""
    return word[0].isupper() and word in _entries() and not closed(word.lower())  # but not "North"


def closed(word: str) -> bool:
    """Whether a lower-cased word is of a closed class: an article, a preposition, an auxiliary …"""
    return word in _closed()


def singular(word: str) -> str:
    """The singular of a noun, in the case that it is written in; the word itself where no other is known.

    >>> singular("agreements"), singular("Ministries"), singular("series")
    ('agreement', 'Ministry', 'series')
    """
    lemma = next((lemma for (tag, lemma, number), _ in _readings(word.lower()) if tag == "N" and number == "p"), "")
    if not lemma:
        return word
    return lemma.capitalize() if word[0].isupper() else lemma


def tags(word: str) -> str:
    """The tags that a lower-cased word may have, the likeliest first where there is a closed list.

    >>> tags("treaty"), tags("may")
    ('N', 'VE')
    """
    return "".join(tag for (tag, _, _), _ in _readings(word))


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The dictionary form of a lower-cased word, read as a noun or adjective wherever it can be.

    >>> lemma("ministries"), lemma("meetings"), lemma("negotiated")
    ('ministry', 'meeting', 'negotiate')
    """
    found = [(tag, lemma) for (tag, lemma, _), _ in _readings(word)]
    return next((lemma for tag, lemma in found if tag in "NA"), found[0][1])


def american(lemma: str) -> str:
    """One spelling for both sides of the Atlantic; only for keys, so what it makes of other words does no harm.

    >>> american("organisation"), american("defence"), american("centre")
    ('organization', 'defense', 'center')
    """
    word = re.sub(r"is(ation|e|ing|ed)\b", r"iz\1", lemma.lower())
    word = re.sub(r"(?<=\w{3})our\b", "or", word)
    word = re.sub(r"(?<=\w)tre\b", "ter", word)
    return re.sub(r"(?<=[fc]en)ce\b", "se", word).replace("programme", "program")


def _initial(text: str, start: int) -> bool:
    """Whether a capital at this place says nothing: the start of a segment or of quoted speech."""
    before = text[max(0, start - 8) : start].rstrip()
    return not before or before[-1] in '«"“:.!?'


@lru_cache(maxsize=200_000)
def _options(word: str, initial: bool) -> tuple[tuple[_Reading, float], ...]:
    """The readings that a word may have, each with its log-probability."""
    if not word[0].isalnum() and word[0] not in "'’":
        return (((("C" if word == "&" else "X"), word, ""), 0.0),)
    lower = word.lower().replace("’", "'")
    if _NUMBER.fullmatch(word):
        return ((("M", lower, ""), 0.0),)
    if lower in ("'s", "'"):
        return ((("O", lower, ""), 0.0),)
    if lower in ("'re", "'ve", "'m"):
        return ((("V", lower, ""), 0.0),)
    if lower.endswith("n't") or lower in ("'ll", "'d"):
        return ((("Q", lower, ""), 0.0),)
    if not word[0].isupper():
        return _readings(lower)
    if demonym(word):
        return _listed(word)
    shout = word.isupper() and len(word) > 1
    if lower == "i" or (lower in _closed() and not shout and (initial or len(word) > 1)):
        return _readings(lower)
    if shout or word.endswith(".") or not (known(lower) or _known_parts(lower)):
        return ((("E", word, ""), 0.0),)
    found = _readings(lower)
    if initial:
        return found
    return tuple(option for option in found if option[0][0] in "NAGP") or ((("E", word, ""), 0.0),)


def _known_parts(word: str) -> bool:
    """Whether all parts of a word with hyphens are words or prefixes: "Inter-Parliamentary", but not "Timor-Leste"."""
    parts = word.split("-")
    return len(parts) > 1 and all(known(part) or part in _PREFIXES for part in parts)


@lru_cache(maxsize=200_000)
def _readings(word: str) -> tuple[tuple[_Reading, float], ...]:
    """The readings of a lower-cased word, each with its log-probability."""
    if tags := _closed().get(word.replace("‑", "-")):
        return tuple(((tag, word, ""), _RANKS[number]) for number, tag in enumerate(tags))
    if word in _entries():
        return _listed(word)
    return _guess(word)


def _listed(word: str) -> tuple[tuple[_Reading, float], ...]:
    """The readings that the lexicon gives; a verb's base form may be an infinitive."""
    found: dict[_Reading, float] = {}
    for part in _entries()[word].split("\t"):
        tag, lemma, number, weight = part.split(":")
        found[tag, lemma or word, number] = float(weight)
        if tag == "V" and not lemma:
            found["I", word, ""] = float(weight)
    total = sum(found.values())
    return tuple((reading, math.log(weight / total)) for reading, weight in found.items())


def _guess(word: str) -> tuple[tuple[_Reading, float], ...]:
    """Readings for a word that the lexicon lacks: those of its last part, else from its ending; most are nouns."""
    from simplemma import lemmatize

    head, hyphen, last = word.replace("‑", "-").rpartition("-")
    if hyphen and last in _entries():
        found = tuple(((tag, f"{head}-{lemma}", number), weight) for (tag, lemma, number), weight in _listed(last) if tag in "NAPGB")
        if found and head.split("-")[0] in _PREFIXES:
            return found
        # "state-owned", "two-day", "rights-based": as often as not an adjective
        return (*found, (("A", word, ""), math.log(0.5)))
    tag = next((t for ending, t in _OPEN_ENDINGS if len(word) > len(ending) + 2 and word.endswith(ending)), "N")
    if tag != "N" and not hyphen:
        return (((tag, word, ""), math.log(0.7)), (("N", word, "s"), math.log(0.3)))
    lemma = lemmatize(word, "en").lower()
    if lemma == word and len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        lemma = word[:-1]
    return ((("N", lemma, "s" if lemma == word else "p"), 0.0),)


def _best_path(options: list[tuple[tuple[_Reading, float], ...]]) -> list[_Reading]:
    """The readings whose sequence scores best."""
    if not options:
        return []
    follows = _table()
    scores = [weight + follows.get("^" + reading[0], _UNLIKELY) for reading, weight in options[0]]
    back: list[list[int]] = []
    for before, here in pairwise(options):
        row, pointers = [], []
        for (tag, _, _), weight in here:
            reached = [score + follows[previous[0] + tag] for score, (previous, _) in zip(scores, before, strict=True)]
            best = max(reached)
            row.append(best + weight)
            pointers.append(reached.index(best))
        scores = row
        back.append(pointers)
    at = scores.index(max(scores))
    path = [options[-1][at][0]]
    for pointers, here in zip(reversed(back), reversed(options[:-1]), strict=True):
        at = pointers[at]
        path.append(here[at][0])
    return path[::-1]
