"""Counting, one document at a time: first a survey of everything, then a tally of what the survey found often enough.

Both are folds over documents whose results merge (J. Dean and S. Ghemawat, "MapReduce", OSDI 2004): any split of the
corpus gives the same counts, so that it runs on several cores, or on a cluster engine as two aggregations with the
`Plan` broadcast between them. What stays in memory grows with the vocabulary, not with the corpus.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from glossary.mining.grammar import GRAMMARS, Parse
from glossary.mining.names import Sightings, named
from glossary.mining.ranking import Lexis
from glossary.model import EntityType, Occurrence
from tm.tagging import Token

SHOWN = 5  # how many places of a candidate are remembered, one a segment


class ParsedDocument(NamedTuple):
    """A document as the miner sees it, with what a use in it weighs, and its year if that is known."""

    segments: Sequence[Parse]
    number: int = 0
    weight: float = 1.0
    year: str = ""


class Sketch:
    """How often each of many strings was met, at least: equal hashes are counted together, up to 255.

    A counting Bloom filter with one hash function (L. Fan et al., IEEE/ACM Transactions on Networking 8, 2000): it
    never says less than the truth, so that nothing frequent is lost by asking it first.
    """

    _SIZE = 1 << 24
    _MOST = 255

    def __init__(self, table: bytearray | None = None) -> None:
        self._table = bytearray(self._SIZE) if table is None else table

    def add(self, text: str) -> None:
        at = zlib.crc32(text.encode()) % self._SIZE
        if self._table[at] < self._MOST:
            self._table[at] += 1

    def reaches(self, text: str, count: int) -> bool:
        """Whether the string may have been met `count` times."""
        return self._table[zlib.crc32(text.encode()) % self._SIZE] >= min(count, self._MOST)

    def merge(self, other: Sketch) -> None:
        import numpy

        mine, theirs = (numpy.frombuffer(table, dtype=numpy.uint8) for table in (self._table, other._table))
        self._table = bytearray(numpy.minimum(mine.astype(numpy.uint16) + theirs, self._MOST).astype(numpy.uint8).tobytes())

    def __reduce__(self) -> tuple[object, ...]:
        return _unpacked, (zlib.compress(self._table, 1),)


def _unpacked(data: bytes) -> Sketch:
    return Sketch(bytearray(zlib.decompress(data)))


@dataclass(slots=True)
class Survey:
    """What must be known of all texts before any phrase or name is judged."""

    lexis: Lexis
    sightings: Sightings
    phrases: Sketch = field(default_factory=Sketch)
    acronyms: Counter[tuple[str, str]] = field(default_factory=Counter)  # with the keys of their full forms
    documents: int = 0
    language: str = "fr"

    @classmethod
    def of(cls, language: str) -> Survey:
        """An empty survey of texts in a language."""
        grammar = GRAMMARS[language]
        return cls(Lexis(grammar.lexeme, grammar.frequency), grammar.sightings(), language=language)

    def add(self, document: ParsedDocument) -> None:
        self.documents += 1
        for tokens, phrases, runs, _, acronyms in document.segments:
            self.lexis.add(tokens)
            self.sightings.add(tokens, runs)
            for _, _, phrase in phrases:
                self.phrases.add(phrase)
            self.acronyms.update(acronyms)

    def merge(self, other: Survey) -> None:
        self.documents += other.documents
        self.lexis.merge(other.lexis)
        self.phrases.merge(other.phrases)
        self.sightings.merge(other.sightings)
        self.acronyms.update(other.acronyms)

    def fresh(self) -> Survey:
        return Survey.of(self.language)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a tally counts: phrases met `least` times or more, or known, and names by the whole name that each stands for."""

    phrases: Sketch
    least: int
    known: Collection[str]
    leading: Collection[str]  # places that stand in front of names
    owners: Mapping[str, str]
    full_forms: Mapping[str, str]  # of acronyms: the key of the phrase that each stands for

    def wants(self, phrase: str) -> bool:
        return self.phrases.reaches(phrase, self.least) or phrase in self.known or phrase in self.full_forms.values()


@dataclass(slots=True)
class Usage:
    """The uses of one form: how many, how many begin with a capital inside a sentence, by year; and its tokens in one of them."""

    sample: Sequence[Token]
    count: int = 0
    capital: int = 0
    years: Counter[str] = field(default_factory=Counter)

    def merge(self, other: Usage) -> None:
        self.count += other.count
        self.capital += other.capital
        self.years.update(other.years)


@dataclass(slots=True)
class Uses:
    """The uses of one candidate, by form; `weight` counts them as their documents weigh.

    `nested` stand inside longer phrases that were met more than once; `common` are those that hold every use so far.
    """

    forms: dict[Hashable, Usage] = field(default_factory=dict)
    documents: int = 0
    weight: float = 0.0
    nested: int = 0
    common: frozenset[str] | None = None
    places: list[Occurrence] = field(default_factory=list)
    _last: int = -1

    @property
    def count(self) -> int:
        return sum(usage.count for usage in self.forms.values())

    def add(self, document: ParsedDocument, segment: int, form: Hashable, part: Sequence[Token]) -> None:
        """One more use; `form` is the same for uses that are written and read alike."""
        usage = self.forms.get(form)
        if usage is None:
            usage = self.forms[form] = Usage(part)
        usage.count += 1
        usage.capital += part[0].start > 0 and part[0].capital
        if document.year:
            usage.years[document.year] += 1
        self.weight += document.weight
        if self._last != document.number:
            self._last = document.number
            self.documents += 1
        if len(self.places) < SHOWN and (not self.places or self.places[-1][:2] != (document.number, segment)):
            self.places.append(Occurrence(document.number, segment, part[0].start, part[-1].end))

    def merge(self, other: Uses) -> None:
        """Adds the uses in documents that come later."""
        for form, usage in other.forms.items():
            if form in self.forms:
                self.forms[form].merge(usage)
            else:
                self.forms[form] = usage
        self.documents += other.documents
        self.weight += other.weight
        self.nested += other.nested
        if self.common is None or other.common is None:
            self.common = other.common if self.common is None else self.common
        else:
            self.common &= other.common
        self.places = [*self.places, *other.places][:SHOWN]


@dataclass(slots=True)
class Tally:
    """The uses of phrases by key, of names by folded name, and of the titles of events and documents by key and type."""

    plan: Plan
    phrases: dict[str, Uses] = field(default_factory=partial(defaultdict, Uses))
    names: dict[str, Uses] = field(default_factory=partial(defaultdict, Uses))
    titles: dict[tuple[str, EntityType], Uses] = field(default_factory=partial(defaultdict, Uses))

    def add(self, document: ParsedDocument) -> None:
        for number, parse in enumerate(document.segments):
            self._add_segment(document, number, parse)

    def _add_segment(self, document: ParsedDocument, number: int, parse: Parse) -> None:
        tokens = parse.tokens
        for start, end, title, kind in parse.titles:
            part = tokens[start:end]
            self.titles[title, EntityType(kind)].add(document, number, tuple(token.text for token in part), part)
        spans, whole_names = found_phrases(parse, self.plan)
        if not spans and not whole_names:
            return
        often = [(start, end, phrase) for start, end, phrase in spans if self.plan.phrases.reaches(phrase, 2)]
        reach = _reach(often, len(tokens))
        line, places = _line(tokens)
        tags = "".join(token.tag for token in tokens)
        for start, end, phrase in spans:
            uses = self.phrases[phrase]
            form = line[places[start] : places[end - 1] + len(tokens[end - 1].text)], tags[start:end], tokens[start].start > 0
            uses.add(document, number, form, tokens[start:end])
            if not _covered(reach, start, end):
                uses.common = frozenset()
                continue
            uses.nested += 1
            if uses.common is None or uses.common:
                holding = frozenset(name for a, b, name in often if a <= start and end <= b and (a, b) != (start, end))
                uses.common = holding if uses.common is None else uses.common & holding
        for start, end, name in whole_names:
            words = tuple(token.text for token in tokens[start:end])
            if full_form := self.plan.full_forms.get(name):
                uses = self.phrases[full_form]
                uses.add(document, number, words, tokens[start:end])
                uses.common = frozenset()
            uses = self.names[name]
            uses.add(document, number, words, tokens[start:end])
            uses.nested += any(b - a > 1 and a <= start and end <= b for a, b, _ in often)

    def merge(self, other: Tally) -> None:
        """Adds what was counted in documents that come later."""
        for key_, uses in other.phrases.items():
            self.phrases[key_].merge(uses)
        for name, uses in other.names.items():
            self.names[name].merge(uses)
        for title, uses in other.titles.items():
            self.titles[title].merge(uses)

    def fresh(self) -> Tally:
        return Tally(self.plan)


def found_phrases(parse: Parse, plan: Plan) -> tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]:
    """The phrases of a segment that a plan wants, none of which touches a name of several words, and the names."""
    found = []
    taken: set[int] = set()
    for start, end, name in named(parse.tokens, parse.names, plan.leading):
        if owner := plan.owners.get(name):
            found.append((start, end, owner))
            if " " in owner:
                taken.update(range(start, end))
    spans = [span for span in parse.phrases if plan.wants(span[2])]
    if taken:
        spans = [span for span in spans if taken.isdisjoint(range(span[0], span[1]))]
    return spans, found


def _reach(spans: Sequence[tuple[int, int, str]], size: int) -> tuple[list[int], list[int]]:
    """Where the longest span that begins at each token ends, and the longest that begins before it."""
    here = [0] * size
    for start, end, _ in spans:
        here[start] = max(end, here[start])
    before, best = [], 0
    for end in here:
        before.append(best)
        best = max(best, end)
    return here, before


def _covered(reach: tuple[list[int], list[int]], start: int, end: int) -> bool:
    """Whether a longer span holds this one."""
    here, before = reach
    return here[start] > end or before[start] >= end


def _line(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """The words of a segment with single spaces where there are any, and where each begins in that line."""
    pieces: list[str] = []
    places = []
    length = last = 0
    for token in tokens:
        if token.start > last and pieces:
            pieces.append(" ")
            length += 1
        places.append(length)
        pieces.append(token.text)
        length += len(token.text)
        last = token.end
    return "".join(pieces), places
