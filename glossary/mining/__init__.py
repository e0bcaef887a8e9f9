"""Term mining: from tagged documents to ranked candidates, phrases and names apart. Functions from values to values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol, Self, TypeVar

from glossary.mining import ranking, variants
from glossary.mining.grammar import GRAMMARS, Grammar, Parse
from glossary.mining.tally import ParsedDocument, Plan, Survey, Tally, Usage, Uses, found_phrases
from glossary.mining.titles import CERTAIN, is_sure
from glossary.model import Candidate, EntityType, Form, Occurrence
from tm.tagging import Token
from tm.text import fold

__all__ = ["Documents", "Harvest", "Parse", "ParsedDocument", "mine"]

MIN_COUNT = 2
# A phrase with a smaller share of uses by itself is a fragment; a capitalised one (True) is soon part of a longer name.
_FRAGMENT = {False: 0.2, True: 0.4}

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
            found += [(start, end, self._titles.get((title, EntityType(kind)))) for start, end, title, kind in parse.titles]
            for start, end, candidate in found:
                if candidate:
                    yield candidate, Occurrence(document.number, number, tokens[start].start, tokens[end - 1].end)


def mine(
    documents: Countable,
    *,
    language: str = "fr",
    min_count: int = MIN_COUNT,
    places: Collection[str] = (),
    countries: Collection[str] = (),
    known: Mapping[str, str] = MappingProxyType({}),
) -> Harvest:
    """The candidates in some documents in one language: terms and names of `min_count` uses or more, persons of one or more.

    `places` are names that are no persons', whatever stands around them; `countries` are the folded adjectives of
    countries; `known` are terms by their keys, as a glossary writes them, which need one use only.
    """
    folded = frozenset(map(fold, places))
    survey = documents.count(Survey.of(language))
    names = survey.sightings.named(folded)
    least = min(min_count, 2)  # whatever is met twice decides what is a fragment
    full_forms = _full_forms(survey.acronyms, names.owners)
    plan = Plan(survey.phrases, least, frozenset((*known, *full_forms.values())), names.leading, names.owners, full_forms)
    tally = documents.count(Tally(plan))

    judge = _Judge(GRAMMARS[language], survey.lexis, survey.documents, {*countries, *folded}.__contains__, known)
    titled = dict(judge.titles(tally.titles))
    whole = {title for title, _ in titled}
    terms = {
        phrase: candidate
        for phrase, uses in tally.phrases.items()
        if phrase not in whole and (uses.count >= min_count or phrase in known) and (candidate := judge.term(phrase, uses))
    }
    named = {name: judge.name(names.kinds[name], name, uses, names.evidence.get(name, 0.0)) for name, uses in tally.names.items()}
    named = {
        name: candidate
        for name, candidate in named.items()
        if (candidate.count >= min_count or candidate.entity in _ONCE or name in known)
        and not (candidate.entity is EntityType.NAME and tally.names[name].nested == candidate.count)
    }
    acronyms = {acronym: phrase for acronym, phrase in full_forms.items() if phrase in terms}
    for acronym, phrase in acronyms.items():
        named.pop(acronym, None)
        terms[phrase] = _at_least_as_sure(terms[phrase], names.evidence.get(acronym, 0.0))
    found = sorted([*terms.values(), *named.values(), *titled.values()], key=lambda c: (-c.score, -c.count, c.key))
    return Harvest(tuple(found), plan, terms, named | {acronym: terms[phrase] for acronym, phrase in acronyms.items()}, titled)


def _full_forms(acronyms: Counter[tuple[str, str]], names: Collection[str]) -> dict[str, str]:
    """The key of the phrase that each acronym stands for: the one that is defined most often."""
    best = sorted(acronyms, key=lambda pair: (acronyms[pair], pair))
    return {acronym: phrase for phrase, acronym in best if acronym in names}


def _at_least_as_sure(candidate: Candidate, evidence: float) -> Candidate:
    """A full form, scored as its acronym where that says more."""
    why = ranking.explain_name(candidate.count, evidence, known_kind=True)
    return replace(candidate, score=score, why=why) if (score := ranking.score(why)) > candidate.score else candidate


def _is_acronym(tokens: Sequence[Token]) -> bool:
    """Whether a form is a single word in capitals."""
    return len(tokens) == 1 and len(tokens[0].text) > 1 and tokens[0].text.isupper()


@dataclass(frozen=True, slots=True)
class _Judge:
    """Makes candidates of uses, by what is known of the language, and of all words and documents."""

    grammar: Grammar
    lexis: ranking.Lexis
    documents: int
    of_a_country: Callable[[str], bool]
    known: Mapping[str, str]

    def term(self, phrase: str, uses: Uses) -> Candidate | None:
        """A phrase as a candidate; None for a fragment, which hardly ever stands outside longer phrases."""
        count = uses.count
        alone = count - uses.nested
        sample = _typical(uses)
        official = sum(usage.capital for usage in uses.forms.values()) > count / 2
        if uses.common or (len(sample) > 1 and alone < _FRAGMENT[official] * count):
            return None
        counts = ranking.Counts(
            pattern="".join(t.tag for t in sample if t.tag != "D"),
            words=tuple(self.grammar.lexeme(t.lemma) for t in sample if t.tag not in "DSO"),
            count=count,
            weight=uses.weight,
            documents=uses.documents,
            alone=alone,
            official=any(t.capital and t.tag in "NA" for t in sample[1:]),
            general=any(map(self._general, sample)),
            loose=self.grammar.is_loose(sample),
            known=phrase in self.known,
        )
        why = ranking.explain(counts, self.lexis, self.documents, self.grammar.patterns)
        display = self.known.get(phrase) or self.grammar.display_form(_spelt_out(uses))
        return self._candidate(display, phrase, self._entity(display, sample), uses, self._texts(uses), why)

    def name(self, entity: EntityType, name: str, uses: Uses, evidence: float) -> Candidate:
        """A name as a candidate; of its spellings the one with most marks is shown."""
        texts = self._texts(uses)
        whole = {text: usage.count for text, usage in texts.items() if fold(text) == name}
        display = min(whole or {name: 1}, key=lambda text: (-sum(c > "\x7f" for c in text), -whole.get(text, 0), text))
        why = ranking.explain_name(uses.count, evidence, entity is not EntityType.NAME)
        return self._candidate(display, name, entity, uses, texts, why)

    def titles(self, titled: Mapping[tuple[str, EntityType], Uses]) -> Iterator[tuple[tuple[str, EntityType], Candidate]]:
        """The names of events and documents, by key and type: with and without an ordinal they are one."""
        for (name, kind), uses in titled.items():
            if name not in self.known and (uses.count > 1 or is_sure(next(iter(uses.forms.values())).sample)):
                texts = self._texts(uses)
                display = variants.most_frequent(Counter({text: form.count for text, form in texts.items()}))
                why = ranking.explain_name(uses.count, CERTAIN, known_kind=True)
                yield (name, kind), self._candidate(display, name, kind, uses, texts, why)

    def _general(self, token: Token) -> bool:
        """Whether an adjective only judges, or a word only says of which country."""
        judges = token.tag == "A" and token.lemma in self.grammar.evaluative
        return judges or (token.tag in "AE" and self.of_a_country(fold(token.lemma)))

    def _entity(self, display: str, tokens: Sequence[Token]) -> EntityType:
        """What a phrase names: a body, an event or a document where its head says so and keeps its capital."""
        if display[0].isupper() and len(tokens) > 1:
            return self.grammar.heads.get(self.grammar.head(tokens).lemma.lower(), EntityType.TERM)
        return EntityType.TERM

    def _texts(self, uses: Uses) -> dict[str, Usage]:
        """The uses by form as one would print it."""
        found: dict[str, Usage] = {}
        for usage in uses.forms.values():
            text = self.grammar.surface(usage.sample)
            found.setdefault(text, Usage(usage.sample)).merge(usage)
        return found

    def _candidate(
        self, display: str, name: str, entity: EntityType, uses: Uses, texts: Mapping[str, Usage], why: dict[str, float]
    ) -> Candidate:
        """A candidate with its forms, the most frequent first, each with its relation to the form that is shown."""
        forms = tuple(
            Form(text, self.grammar.relation(display, text), usage.count, tuple(sorted(usage.years.items())))
            for text, usage in sorted(texts.items(), key=lambda item: (-item[1].count, item[0]))
        )
        score, places = ranking.score(why), tuple(uses.places)
        return Candidate(display, name, entity, score, uses.count, uses.documents, forms, why, self.grammar.language, places)


def _typical(uses: Uses) -> Sequence[Token]:
    """The tokens of a use whose tags and lemmas most uses share."""
    readings: Counter[tuple[tuple[str, str], ...]] = Counter()
    samples: dict[tuple[tuple[str, str], ...], Sequence[Token]] = {}
    for sample, count in _spelt_out(uses):
        reading = tuple((t.tag, t.lemma) for t in sample)
        readings[reading] += count
        samples.setdefault(reading, sample)
    return samples[min(readings, key=lambda reading: (-readings[reading], reading))]


def _spelt_out(uses: Uses) -> list[tuple[Sequence[Token], int]]:
    """The forms with their numbers of uses, without an acronym beside a full form."""
    found = [(usage.sample, usage.count) for usage in uses.forms.values()]
    return [(sample, count) for sample, count in found if not _is_acronym(sample)] or found
