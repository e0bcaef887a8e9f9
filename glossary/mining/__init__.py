"""Term mining: from segments to ranked candidates, phrases and names apart. Functions from values to values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType

from glossary.mining import names, ranking, titles, variants
from glossary.mining.phrases import LONGEST, Span, is_loose, key, phrases, single_words
from glossary.model import Candidate, EntityType, Occurrence
from tm.model import Segment
from tm.tagging import Token, tag
from tm.text import fold
from tm.words import word_lists

MIN_COUNT = 2
# A phrase with a smaller share of uses by itself is a fragment; a capitalised one (True) is soon part of a longer name.
_FRAGMENT = {False: 0.2, True: 0.4}

# What a capitalised phrase names, by its head.
_HEAD_TYPES = titles.HEADS | dict.fromkeys(word_lists("glossary", "words.fr.toml")["organisation"], EntityType.ORGANISATION)
_ONCE = (EntityType.PERSON, EntityType.EVENT, EntityType.DOCUMENT)  # names that need one use only


@dataclass(slots=True)
class _Group:
    """All uses of one phrase, whatever their inflection."""

    uses: list[tuple[Occurrence, Sequence[Token]]] = field(default_factory=list)
    inside: dict[tuple[str, ...], int] = field(default_factory=dict)  # the next longer phrases that uses stand in

    def nested(self, longer: Mapping[str, _Group]) -> int:
        """How many uses stand in a longer phrase that is met more than once.

        It is enough to ask the next longer ones: whatever holds these is met no more often than they are.
        """
        return sum(count for outer, count in self.inside.items() if any(len(longer[name].uses) > 1 for name in outer))

    def always_in(self, longer: Mapping[str, _Group]) -> bool:
        """Whether every use stands in one and the same longer phrase, met more than once."""
        common = set.intersection(*map(set, self.inside))
        return any(len(longer[name].uses) > 1 for name in common)


TaggedDocument = Sequence[Sequence[Token]]


def tag_segments(segments: Sequence[Segment]) -> list[list[Token]]:
    """The tokens of each segment of a document, with parts of speech; none for a segment in another language than French."""
    return [tag(segment.text) if segment.language == "fr" else [] for segment in segments]


def mine(
    documents: Sequence[TaggedDocument],
    *,
    min_count: int = MIN_COUNT,
    places: Collection[str] = (),
    countries: Mapping[str, str] = MappingProxyType({}),
    known: Mapping[str, str] = MappingProxyType({}),
    weights: Sequence[float] = (),
) -> list[Candidate]:
    """The candidates in some documents, best first: terms and names of `min_count` uses or more, persons of one or more.

    `places` are names that are no persons', whatever stands around them; `countries` gives the folded name of a country
    for each folded adjective; `known` are terms by their keys, as a glossary writes them, which need one use only;
    `weights` say what a use in each document counts in ranking, 1 unless told.
    """
    flat = [(number, position, list(tokens)) for number, doc in enumerate(documents) for position, tokens in enumerate(doc)]
    named = _names(flat, {fold(place) for place in places})
    taken = {
        (o.document, o.segment, place) for name in named if " " in name.term for o in name.occurrences for place in range(o.start, o.end)
    }
    groups = _collect(flat, taken, countries)
    lexis = ranking.Lexis.of(tokens for _, _, tokens in flat)
    national = {*countries, *map(fold, places)}
    terms = _rank(groups, lexis, weights or [1.0] * len(documents), national.__contains__, known, min_count)
    titled = [title for title in _titles(flat) if title.key not in known]
    whole = {title.key for title in titled}
    terms = [term for term in terms if term.key not in whole]
    named = list(_standing_alone(named, [*terms, *titled]))
    found = [c for c in [*terms, *named, *titled] if c.count >= min_count or c.entity in _ONCE or c.key in known]
    return sorted(found, key=lambda c: (-c.score, -c.count, c.key))


def _titles(flat: Sequence[tuple[int, int, list[Token]]]) -> Iterator[Candidate]:
    """The names of events and documents, each with its uses: with and without an ordinal they are one."""
    uses: dict[tuple[str, EntityType], list[tuple[Occurrence, Sequence[Token]]]] = defaultdict(list)
    for document, segment, tokens in flat:
        for start, end, kind in titles.titles(tokens):
            part = tokens[start:end]
            occurrence = Occurrence(document, segment, part[0].start, part[-1].end)
            uses[key(titles.without_ordinal(part)), kind].append((occurrence, part))
    for (name, kind), found in uses.items():
        if len(found) > 1 or titles.is_sure(found[0][1]):
            display = variants.most_frequent(Counter(variants.surface(part) for _, part in found))
            forms = variants.forms(display, [(variants.surface(part), o) for o, part in found])
            why = ranking.explain_name(len(found), titles.CERTAIN, known_kind=True)
            documents = len({o.document for o, _ in found})
            yield Candidate(display, name, kind, ranking.score(why), len(found), documents, forms, why)


def _standing_alone(named: Iterable[Candidate], terms: Iterable[Candidate]) -> Iterator[Candidate]:
    """The names without those of a kind unknown that stand nowhere but inside longer terms."""
    wide: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for term in terms:
        if " " in term.term and term.count > 1:
            for o in term.occurrences:
                wide[o.document, o.segment].append((o.start, o.end))
    for name in named:
        covered = (any(start <= o.start and o.end <= end for start, end in wide[o.document, o.segment]) for o in name.occurrences)
        if name.entity is not EntityType.NAME or not all(covered):
            yield name


def _collect(
    flat: Sequence[tuple[int, int, list[Token]]], taken: set[tuple[int, int, int]], countries: Mapping[str, str]
) -> dict[str, _Group]:
    """The phrases by key, with what longer phrases each use stands in; `taken` holds the places inside names."""
    groups: dict[str, _Group] = defaultdict(_Group)
    for document, segment, tokens in flat:
        spans: dict[Span, str] = {}
        for span in chain(phrases(tokens), single_words(tokens)):
            part = tokens[span[0] : span[1]]
            if not any((document, segment, t.start) in taken for t in part):
                spans[span] = key(part, countries)
        starting: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for (start, end), phrase in spans.items():
            starting[start].append((end, phrase))
        for (start, end), phrase in spans.items():
            group = groups[phrase]
            group.uses.append((Occurrence(document, segment, tokens[start].start, tokens[end - 1].end), tokens[start:end]))
            longer = _next_longer(start, end, starting)
            group.inside[longer] = group.inside.get(longer, 0) + 1
    return groups


def _next_longer(start: int, end: int, starting: Mapping[int, Sequence[tuple[int, str]]]) -> tuple[str, ...]:
    """The smallest phrases that hold a span, one for each way to grow: to the left, to the right and to both sides.

    `starting` gives the phrases of the segment by their first token: last token + 1, and key.
    """
    holding = [
        (last - first, first, last, name)
        for first in range(max(0, end - LONGEST), start + 1)
        for last, name in starting.get(first, ())
        if last >= end and (first, last) != (start, end)
    ]
    found: list[tuple[int, int]] = []
    names: set[str] = set()
    for _, first, last, name in sorted(holding):
        if not any(first <= a and b <= last for a, b in found):
            found.append((first, last))
            names.add(name)
    return tuple(sorted(names))


def _rank(
    groups: dict[str, _Group],
    lexis: ranking.Lexis,
    weights: Sequence[float],
    of_a_country: Callable[[str], bool],
    known: Mapping[str, str],
    min_count: int,
) -> list[Candidate]:
    candidates = []
    for phrase, group in groups.items():
        uses = [tokens for _, tokens in group.uses]
        count = len(uses)
        if count < min_count and phrase not in known:
            continue
        alone = count - group.nested(groups)
        official = sum(tokens[0].capital and tokens[0].start > 0 for tokens in uses) > count / 2
        if group.always_in(groups) or (len(uses[0]) > 1 and alone < _FRAGMENT[official] * count):
            continue  # a fragment: it hardly ever stands outside longer phrases
        found_in = len({o.document for o, _ in group.uses})
        sample = _typical(uses)
        counts = ranking.Counts(
            pattern="".join(t.tag for t in sample if t.tag != "D"),
            words=tuple(fold(t.lemma) for t in sample if t.tag not in "DS"),
            count=count,
            weight=sum(weights[o.document] for o, _ in group.uses),
            documents=found_in,
            alone=alone,
            official=any(t.capital and t.tag in "NA" for t in sample[1:]),
            general=any(
                (t.tag == "A" and ranking.is_evaluative(t.lemma)) or (t.tag in "AE" and of_a_country(fold(t.lemma))) for t in sample
            ),
            loose=is_loose(sample),
            known=phrase in known,
        )
        why = ranking.explain(counts, lexis, len(weights))
        display = known.get(phrase) or variants.display_form(uses)
        forms = variants.forms(display, [(variants.surface(tokens), o) for o, tokens in group.uses])
        candidates.append(Candidate(display, phrase, _entity(display, sample), ranking.score(why), count, found_in, forms, why))
    return candidates


def _typical(uses: Sequence[Sequence[Token]]) -> Sequence[Token]:
    """The use whose tags and lemmas most uses share."""
    readings = Counter(tuple((t.tag, t.lemma) for t in tokens) for tokens in uses)
    best = min(readings, key=lambda reading: (-readings[reading], reading))
    return next(tokens for tokens in uses if tuple((t.tag, t.lemma) for t in tokens) == best)


def _entity(display: str, tokens: Sequence[Token]) -> EntityType:
    """What a phrase names: a body, an event or a document where its head says so and keeps its capital."""
    if display[0].isupper() and len(tokens) > 1:
        return _HEAD_TYPES.get(tokens[0].lemma.lower(), EntityType.TERM)
    return EntityType.TERM


def _names(flat: Sequence[tuple[int, int, list[Token]]], places: Collection[str]) -> list[Candidate]:
    """The names in the texts: persons, and places and acronyms that stand by themselves."""
    segments = [tokens for _, _, tokens in flat]
    evidence = names.collect(segments)
    people = names.persons({name: e for name, e in evidence.items() if name not in places})
    found = [(EntityType.PERSON, name, e) for name, e in people.items()]
    found += [(EntityType(kind), name, e) for name, (kind, e) in names.others(evidence, people, segments).items()]
    return [_named(entity, name, e, flat) for entity, name, e in sorted(found, key=lambda item: item[1])]


def _named(entity: EntityType, name: str, evidence: names.Evidence, flat: Sequence[tuple[int, int, list[Token]]]) -> Candidate:
    uses = []
    for number, start, end in evidence.spans:
        document, segment, tokens = flat[number]
        uses.append((Occurrence(document, segment, tokens[start].start, tokens[end - 1].end), tokens[start:end]))
    texts = Counter(variants.surface(tokens) for _, tokens in uses if fold(variants.surface(tokens)) == name)
    display = min(texts or [name], key=lambda text: (-sum(c > "\x7f" for c in text), -texts[text], text))
    forms = variants.forms(display, [(variants.surface(tokens), o) for o, tokens in uses])
    documents = len({o.document for o, _ in uses})
    why = ranking.explain_name(len(uses), evidence.person, entity is not EntityType.NAME)
    return Candidate(display, name, entity, ranking.score(why), len(uses), documents, forms, why)
