"""Term mining: from tagged documents to ranked candidates, phrases and names apart. Functions from values to values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, Self, TypeVar

from glossary.mining import names, ranking, titles, variants
from glossary.mining.phrases import is_loose, keyed
from glossary.mining.tally import Parse, ParsedDocument, Plan, Survey, Tally, Usage, Uses, found_phrases, found_titles
from glossary.model import Candidate, EntityType, Form, Occurrence
from tm.tagging import Token
from tm.text import fold
from tm.words import word_lists

__all__ = ["Documents", "Harvest", "Parse", "ParsedDocument", "mine", "parse"]

MIN_COUNT = 2
# A phrase with a smaller share of uses by itself is a fragment; a capitalised one (True) is soon part of a longer name.
_FRAGMENT = {False: 0.2, True: 0.4}

# What a capitalised phrase names, by its head.
_HEAD_TYPES = titles.HEADS | dict.fromkeys(word_lists("glossary", "words.fr.toml")["organisation"], EntityType.ORGANISATION)
_ONCE = (EntityType.PERSON, EntityType.EVENT, EntityType.DOCUMENT)  # names that need one use only


class Count(Protocol):
    """Something counted over documents, in any split of them."""

    def add(self, document: ParsedDocument) -> None: ...

    def merge(self, other: Self) -> None: ...

    def fresh(self) -> Self:
        """An empty count of the same."""
        ...


Counted = TypeVar("Counted", bound=Count)


class Countable(Protocol):
    """Documents that can be counted over more than once."""

    def count(self, empty: Counted) -> Counted:
        """Fills an empty count from all documents, in one go or in parts that are merged in order."""
        ...


class Documents(tuple[ParsedDocument, ...]):
    """Documents at hand, counted one after the other."""

    def count(self, empty: Counted) -> Counted:
        for document in self:
            empty.add(document)
        return empty


@dataclass(frozen=True, slots=True)
class Harvest:
    """The candidates in some documents, best first, and what it takes to find every place where they stand."""

    candidates: tuple[Candidate, ...]
    _plan: Plan
    _phrases: dict[str, Candidate] = field(default_factory=dict)
    _names: dict[str, Candidate] = field(default_factory=dict)
    _titles: dict[tuple[str, EntityType], Candidate] = field(default_factory=dict)

    def occurrences(self, document: ParsedDocument) -> Iterator[tuple[Candidate, Occurrence]]:
        """Every place in a document where a candidate stands."""
        for number, parse in enumerate(document.segments):
            tokens = parse.tokens
            phrases, named = found_phrases(parse, self._plan)
            found = [(start, end, self._phrases.get(phrase)) for start, end, phrase in phrases]
            found += [(start, end, self._names.get(name)) for start, end, name in named]
            found += [(start, end, self._titles.get((title, kind))) for start, end, title, kind in found_titles(parse)]
            for start, end, candidate in found:
                if candidate:
                    yield candidate, Occurrence(document.number, number, tokens[start].start, tokens[end - 1].end)


def parse(tokens: Sequence[Token], countries: Mapping[str, str] = MappingProxyType({})) -> Parse:
    """A tagged segment as the miner sees it; `countries` gives the folded name of a country for each folded adjective."""
    return Parse(tokens, keyed(tokens, countries), list(names.capitalised_runs(tokens)))


def mine(
    documents: Countable,
    *,
    min_count: int = MIN_COUNT,
    places: Collection[str] = (),
    countries: Collection[str] = (),
    known: Mapping[str, str] = MappingProxyType({}),
) -> Harvest:
    """The candidates in some documents: terms and names of `min_count` uses or more, persons of one or more.

    `places` are names that are no persons', whatever stands around them; `countries` are the folded adjectives of
    countries; `known` are terms by their keys, as a glossary writes them, which need one use only.
    """
    folded = frozenset(map(fold, places))
    survey = documents.count(Survey())
    evidence = survey.sightings.evidence()
    owners = names.persons({name: e for name, e in evidence.items() if name not in folded})
    kinds = dict.fromkeys(owners.values(), EntityType.PERSON) | names.others(evidence, set(owners.values()))
    least = min(min_count, 2)  # whatever is met twice decides what is a fragment
    plan = Plan(survey.phrases, least, known, survey.sightings.places(), {name: name for name in kinds} | owners)
    tally = documents.count(Tally(plan))

    titled = dict(_titles(tally, known))
    whole = {title for title, _ in titled}
    national = {*countries, *folded}
    judge = _Judge(survey.lexis, survey.documents, national.__contains__, known)
    terms = {
        phrase: candidate
        for phrase, uses in tally.phrases.items()
        if phrase not in whole and (uses.count >= min_count or phrase in known) and (candidate := judge.candidate(phrase, uses))
    }
    named = {name: _named(kinds[name], name, uses, evidence[name].person) for name, uses in tally.names.items()}
    named = {
        name: candidate
        for name, candidate in named.items()
        if (candidate.count >= min_count or candidate.entity in _ONCE or name in known)
        and not (candidate.entity is EntityType.NAME and tally.names[name].nested == candidate.count)
    }
    found = sorted([*terms.values(), *named.values(), *titled.values()], key=lambda c: (-c.score, -c.count, c.key))
    return Harvest(tuple(found), plan, terms, named, titled)


def _titles(tally: Tally, known: Collection[str]) -> Iterator[tuple[tuple[str, EntityType], Candidate]]:
    """The names of events and documents, by key: with and without an ordinal they are one."""
    for (name, kind), uses in tally.titles.items():
        if name not in known and (uses.count > 1 or titles.is_sure(next(iter(uses.forms.values())).sample)):
            texts = _texts(uses)
            display = variants.most_frequent(Counter({text: form.count for text, form in texts.items()}))
            why = ranking.explain_name(uses.count, titles.CERTAIN, known_kind=True)
            yield (name, kind), _candidate(display, name, kind, uses, texts, why)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Makes candidates of phrases, by what is known of all words and documents."""

    lexis: ranking.Lexis
    documents: int
    of_a_country: Callable[[str], bool]
    known: Mapping[str, str]

    def candidate(self, phrase: str, uses: Uses) -> Candidate | None:
        """A phrase as a candidate; None for a fragment, which hardly ever stands outside longer phrases."""
        count = uses.count
        alone = count - uses.nested
        sample = _typical(uses)
        official = sum(usage.capital for usage in uses.forms.values()) > count / 2
        if uses.common or (len(sample) > 1 and alone < _FRAGMENT[official] * count):
            return None
        counts = ranking.Counts(
            pattern="".join(t.tag for t in sample if t.tag != "D"),
            words=tuple(fold(t.lemma) for t in sample if t.tag not in "DS"),
            count=count,
            weight=uses.weight,
            documents=uses.documents,
            alone=alone,
            official=any(t.capital and t.tag in "NA" for t in sample[1:]),
            general=any(self._general(token) for token in sample),
            loose=is_loose(sample),
            known=phrase in self.known,
        )
        why = ranking.explain(counts, self.lexis, self.documents)
        display = self.known.get(phrase) or variants.display_form([(usage.sample, usage.count) for usage in uses.forms.values()])
        return _candidate(display, phrase, _entity(display, sample), uses, _texts(uses), why)

    def _general(self, token: Token) -> bool:
        """Whether an adjective only judges, or a word only says of which country."""
        return (token.tag == "A" and ranking.is_evaluative(token.lemma)) or (token.tag in "AE" and self.of_a_country(fold(token.lemma)))


def _texts(uses: Uses) -> dict[str, Usage]:
    """The uses by form as one would print it."""
    found: dict[str, Usage] = {}
    for usage in uses.forms.values():
        text = variants.surface(usage.sample)
        found.setdefault(text, Usage(usage.sample)).merge(usage)
    return found


def _candidate(display: str, name: str, entity: EntityType, uses: Uses, texts: Mapping[str, Usage], why: dict[str, float]) -> Candidate:
    """A candidate with its forms, the most frequent first, each with its relation to the form that is shown."""
    forms = tuple(
        Form(text, variants.relation(display, text), usage.count, tuple(sorted(usage.years.items())))
        for text, usage in sorted(texts.items(), key=lambda item: (-item[1].count, item[0]))
    )
    return Candidate(display, name, entity, ranking.score(why), uses.count, uses.documents, forms, why, occurrences=tuple(uses.places))


def _typical(uses: Uses) -> Sequence[Token]:
    """The tokens of a use whose tags and lemmas most uses share."""
    readings: Counter[tuple[tuple[str, str], ...]] = Counter()
    samples: dict[tuple[tuple[str, str], ...], Sequence[Token]] = {}
    for usage in uses.forms.values():
        reading = tuple((t.tag, t.lemma) for t in usage.sample)
        readings[reading] += usage.count
        samples.setdefault(reading, usage.sample)
    return samples[min(readings, key=lambda reading: (-readings[reading], reading))]


def _entity(display: str, tokens: Sequence[Token]) -> EntityType:
    """What a phrase names: a body, an event or a document where its head says so and keeps its capital."""
    if display[0].isupper() and len(tokens) > 1:
        return _HEAD_TYPES.get(tokens[0].lemma.lower(), EntityType.TERM)
    return EntityType.TERM


def _named(entity: EntityType, name: str, uses: Uses, evidence: float) -> Candidate:
    texts = _texts(uses)
    whole = {text: usage.count for text, usage in texts.items() if fold(text) == name}
    display = min(whole or {name: 1}, key=lambda text: (-sum(c > "\x7f" for c in text), -whole.get(text, 0), text))
    why = ranking.explain_name(uses.count, evidence, entity is not EntityType.NAME)
    return _candidate(display, name, entity, uses, texts, why)
