"""Rules about segments that were left: without a translation, or in the source language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from glossary.check.examined import Examined
from glossary.check.model import Fault, Rule
from tm import english, lexicon
from tm.language import identify
from tm.text import same_accents

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|‘[^’]*’")
_RUN = 4  # words one behind the other that no target shares with its source by chance
_SMALL = 3  # of them, words of the source language that the target language does not have
_PLACES = 50  # of a word in the source that are looked at
_LETTERS = 25  # a shorter text does not tell its language
_SURE = 80
_SYLLABLE = re.compile(r"(?:ngh?|[ckt]h|g[hi]|nh|ph|qu|tr|[bcdđghklmnprstvx])?[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?")


def untranslated(examined: Examined) -> Iterator[Fault]:
    """A target that is its source, or in its language, or holds a part of it; names, numbers and quotations may stay."""
    source, target = examined.source.text, examined.target.text
    kept = {same_accents(text) for term in examined.terms for entry in term.entries for text in entry.expected}
    run = _shared(source, target, (examined.source.language, examined.target.language), kept)
    if run:
        start, end = run
        whole = same_accents(source) == same_accents(target)
        message = "the target is the source" if whole else f"“{target[start:end]}” is not translated"
        yield Fault(Rule.UNTRANSLATED, target[start:end], (), target[start:end], message, start, end)
    elif _reads_like(target, examined.source.language) and _reads_like(source, examined.source.language):
        yield Fault(Rule.UNTRANSLATED, "", (), target, f"the target reads like {examined.source.language}", 0, len(target))


def empty(examined: Examined) -> Iterator[Fault]:
    """A target without a letter or a figure where the source has some."""
    if any(map(str.isalnum, examined.source.text)) and not any(map(str.isalnum, examined.target.text)):
        yield Fault(Rule.EMPTY, "", (), examined.target.text.strip(), "nothing translates the segment")


def _reads_like(text: str, language: str) -> bool:
    unquoted = _QUOTED.sub(" ", text)
    if sum(map(str.isalpha, unquoted)) < _LETTERS:
        return False
    found, sure = identify(unquoted)
    return found == language and sure >= _SURE


def _shared(source: str, target: str, languages: tuple[str, str], kept: set[str]) -> tuple[int, int] | None:
    """Where the target has words of its source that its own language does not have: all of it, or a run outside quotation marks."""
    spoken = [_WORD.findall(text.lower()) for text in (source, target)]
    if spoken[0] != spoken[1] and len(set(spoken[0]) & set(spoken[1])) < _SMALL:
        return None
    mine = [same_accents(match[0]) for match in _WORD.finditer(source)]
    quoted = [match.span() for match in _QUOTED.finditer(target)]
    theirs = [match for match in _WORD.finditer(target) if not any(start <= match.start() < end for start, end in quoted)]
    for first, length in _runs(mine, [same_accents(match[0]) for match in theirs]):
        found = theirs[first : first + length]
        start, end = found[0].start(), found[-1].end()
        foreign = sum(_is_foreign(match[0], languages) for match in found)
        whole = length == len(theirs) == len(mine)
        if foreign >= (1 if whole else _SMALL) and (whole or length >= _RUN) and same_accents(target[start:end]) not in kept:
            return start, end
    return None


def _runs(mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The longest runs of words that both have, by where they begin in the second, and how long they are."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(mine):
        places.setdefault(word, []).append(place)
    first = 0
    while first < len(theirs):
        longest = 0
        for place in places.get(theirs[first], [])[:_PLACES]:
            length = 0
            while place + length < len(mine) and first + length < len(theirs) and mine[place + length] == theirs[first + length]:
                length += 1
            longest = max(longest, length)
        if longest:
            yield first, longest
        first += max(1, longest)


def _is_foreign(word: str, languages: tuple[str, str]) -> bool:
    """Whether a word is one of the source language and none of the target language; with a capital it may be a name."""
    lower = word.lower().replace("’", "'")
    return (word[0].islower() or (word.isupper() and len(word) > 2)) and _is_word(lower, languages[0]) and not _is_word(lower, languages[1])


def _is_word(lower: str, language: str) -> bool:
    """Whether a language has a word, as far as we can tell."""
    parts = lower.split("'")
    if language == "fr":
        return any(lexicon.known(part) for part in parts)
    if language == "en":
        return any(english.known(part) for part in parts)
    return language == "vi" and _SYLLABLE.fullmatch(lower) is not None
