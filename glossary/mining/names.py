"""Names of persons: whole names, told from places and bodies by what stands around them. Pure functions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, Protocol, Self

from glossary.model import EntityType
from tm.lexicon import known
from tm.tagging import Token
from tm.text import fold
from tm.words import word_lists

_LISTS = word_lists("glossary", "words.fr.toml")
_ROLES = frozenset(map(fold, _LISTS["roles"]))
_CIVILITIES, _PLACE_NOUNS, _PARTICLES, _FAMILY_NAMES = (_LISTS[name] for name in ("civilities", "place_nouns", "particles", "family_names"))
_NEVER_BEFORE_PERSONS = frozenset(["au", "aux", "en", "dans", "du", "des", "la", "le", "les", "l'", "sur"])
_ENOUGH = 1.0  # a role or title in front is 2, a verb of saying behind 1
_ROLE_IN_FRONT = 2.0
_WORDS = re.compile(r"(?=.*[aeiouy])[a-z' ]{3,}")  # folded; neither symbols nor numbers
_TALKING = re.compile(
    r"(?:déclar|affirm|soulign|ajout|estim|indiqu|not|rappel|exprim|rencontr|propos|annonc|effectu|précis|salu|remerci)\w*$"
)


@dataclass(slots=True)
class Evidence:
    """What the texts say about one name: how often it is used, how much speaks for a person, and its tokens in one place.

    `whole` says whether every use has several words.
    """

    sample: Sequence[Token]
    uses: int = 0
    person: float = 0.0
    whole: bool = True

    def add(self, uses: int, person: float, whole: bool) -> None:
        self.uses += uses
        self.person += person
        self.whole = self.whole and whole


class Sighting(NamedTuple):
    """A name that may begin with a place which is no part of it ("à Hanoï Pauline Tamesis"): `leading` is that word, folded."""

    leading: str
    name: str
    rest: str


@dataclass(frozen=True, slots=True)
class Named:
    """The names of some texts, folded: the whole name that each stands for, what each whole one names, and what speaks for persons.

    `leading` are places that stand in front of names and are no part of them.
    """

    owners: Mapping[str, str]
    kinds: Mapping[str, EntityType]
    evidence: Mapping[str, float]
    leading: frozenset[str] = frozenset()


Run = tuple[int, int, str]  # first token, last token + 1, and the type of entity, empty where its surroundings must tell


class Sightings(Protocol):
    """Every name of some texts, with what stands around it."""

    def add(self, tokens: Sequence[Token], runs: Sequence[Run]) -> None:
        """Adds the names of a segment."""

    def merge(self, other: Self) -> None:
        """Adds what other texts say."""

    def named(self, places: Collection[str]) -> Named:
        """The names, when all texts are in; `places` are no persons."""
        ...


@dataclass(slots=True)
class Surroundings:
    """Names told apart by what stands around them, in all texts together: `single` is what speaks for a person
    where one stands alone.
    """

    single: dict[str, float] = field(default_factory=partial(defaultdict, float))
    names: dict[Sighting, tuple[Evidence, Evidence]] = field(default_factory=dict)  # as it stands, and without its first word

    def add(self, tokens: Sequence[Token], runs: Sequence[Run]) -> None:
        starts, ends = {start: end for start, end, _ in runs}, {end: start for start, end, _ in runs}
        for start, end, _ in runs:
            if end - start == 1:
                self.single[fold(tokens[start].text)] += weigh(tokens, start, end)
            sighting = _sighting(tokens, start, end)
            shorter = start + bool(sighting.leading)
            found = self.names.setdefault(sighting, (Evidence(tokens[start:end]), Evidence(tokens[shorter:end])))
            for evidence, first in zip(found, (start, shorter), strict=True):
                evidence.add(1, weigh(tokens, first, end) + _beside(tokens, first, end, starts, ends), end - first > 1)

    def merge(self, other: Surroundings) -> None:
        for name, weight in other.single.items():
            self.single[name] += weight
        for sighting, found in other.names.items():
            for mine, theirs in zip(self.names.setdefault(sighting, found), found, strict=True):
                if mine is not theirs:
                    mine.add(theirs.uses, theirs.person, theirs.whole)

    def named(self, places: Collection[str]) -> Named:
        leading = frozenset(name for name, weight in self.single.items() if weight < 0)
        evidence = self._evidence(leading)
        owners = persons({name: e for name, e in evidence.items() if name not in places})
        people = set(owners.values())
        kinds = dict.fromkeys(people, EntityType.PERSON) | others(evidence, people)
        return Named({name: name for name in kinds} | owners, kinds, {name: e.person for name, e in evidence.items()}, leading)

    def _evidence(self, leading: Collection[str]) -> dict[str, Evidence]:
        """The evidence for each name: a place ends where a person begins."""
        found: dict[str, Evidence] = {}
        for sighting, alternatives in self.names.items():
            cut = sighting.leading in leading
            evidence = alternatives[cut]
            total = found.setdefault(sighting.rest if cut else sighting.name, Evidence(evidence.sample))
            total.add(evidence.uses, evidence.person, evidence.whole)
        return found


@dataclass(slots=True)
class Types:
    """Names whose type is told where they stand, by the most frequent one."""

    names: dict[str, Counter[str]] = field(default_factory=partial(defaultdict, Counter))
    samples: dict[str, Evidence] = field(default_factory=dict)

    def add(self, tokens: Sequence[Token], runs: Sequence[Run]) -> None:
        for start, end, kind in runs:
            name = _sighting(tokens, start, end).name
            self.names[name][kind] += 1
            person = _ROLE_IN_FRONT if kind == EntityType.PERSON else 0.0
            self.samples.setdefault(name, Evidence(tokens[start:end])).add(1, person, " " in name)

    def merge(self, other: Types) -> None:
        for name, kinds in other.names.items():
            self.names[name].update(kinds)
            mine, theirs = self.samples.setdefault(name, other.samples[name]), other.samples[name]
            if mine is not theirs:
                mine.add(theirs.uses, theirs.person, theirs.whole)

    def named(self, places: Collection[str]) -> Named:
        owners = persons({name: e for name, e in self.samples.items() if name not in places})
        typed = {name: min(kinds, key=lambda kind: (-kinds[kind], kind)) for name, kinds in self.names.items() if name not in owners}
        kinds = {name: EntityType(kind) for name, kind in typed.items()} | dict.fromkeys(owners.values(), EntityType.PERSON)
        return Named({name: name for name in kinds} | owners, kinds, {name: e.person for name, e in self.samples.items()})


def _sighting(tokens: Sequence[Token], start: int, end: int) -> Sighting:
    words = [token.text for token in tokens[start:end]]
    name = fold(" ".join(words))
    return Sighting(fold(words[0]), name, fold(" ".join(words[1:]))) if len(words) > 2 else Sighting("", name, "")


def named(tokens: Sequence[Token], runs: Sequence[Run], places: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """The names in the capitalised runs of a segment: first token, last token + 1, folded name, without a place that stands in front."""
    for start, end, _ in runs:
        leading, name, rest = _sighting(tokens, start, end)
        yield (start + 1, end, rest) if leading in places else (start, end, name)


def capitalised_runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The longest runs of capitalised words that hold a proper name, without titles and articles in front."""
    position = 0
    while position < len(tokens):
        if not _name_part(tokens, position):
            position += 1
            continue
        end = position + 1
        while end < len(tokens) and (_name_part(tokens, end) or _particle(tokens, end)) and tokens[end].start - tokens[end - 1].end <= 1:
            end += 1
        yield from _trim(tokens, position, end)
        position = end


def _name_part(tokens: Sequence[Token], position: int) -> bool:
    token = tokens[position]
    return token.capital and (token.tag in "ENAPDMGVS" or len(token.text) > 2) and token.text.lower() not in _CIVILITIES


def _particle(tokens: Sequence[Token], position: int) -> bool:
    """Whether a lower-case word ties two parts of a name: "Ursula von der Leyen", but not "Fédération de Russie"."""
    first, last = position, position
    while tokens[first].text in _PARTICLES and first:
        first -= 1
    while tokens[last].text in _PARTICLES and last + 1 < len(tokens):
        last += 1
    return first < position < last and tokens[first].tag == tokens[last].tag == "E"


def _trim(tokens: Sequence[Token], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The run without leading words that are no part of a name: a role, a ministry's field, the first word of a sentence."""
    while start < end and _leading(tokens, start, end):
        start += 1
    if start < end and any(t.tag == "E" for t in tokens[start:end]):
        yield start, end


def _leading(tokens: Sequence[Token], start: int, end: int) -> bool:
    token = tokens[start]
    word = token.text.lower()
    if word[-1] in "'’":
        return True
    if len(word) > 1 and token.text.isupper() and end - start > 2 and not tokens[start + 1].text.isupper():
        return True  # an acronym in front of a name: "président de l'AN Nguyên Sinh Hung"
    if token.tag == "E" and not known(word):
        return False
    if fold(word) in _ROLES or token.tag in "DSCRBVG":
        return end - start == 1 or not (token.tag == "D" and end - start > 2 and start > 0)
    after_article = (
        start > 0
        and tokens[start - 1].tag in "DS"
        and tokens[start - 1].text.lower() not in ("de", "d'", "d’", "à", "avec", "par", "selon")
    )
    return after_article and token.tag in "NA" and len(word) > 3


def _beside(tokens: Sequence[Token], start: int, end: int, starts: Mapping[int, int], ends: Mapping[int, int]) -> float:
    """What the names that this one is coordinated with lend it: "MM. Radev et Ekberg".

    `starts` gives the end of the run that begins at a token, `ends` the start of the one that ends there.
    """
    lent = 0.0
    for link, other in ((end, (end + 1, starts.get(end + 1))), (start - 1, (ends.get(start - 1), start - 1))):
        first, last = other
        if first is None or last is None or not 0 <= link < len(tokens) or tokens[link].text != "et":
            continue
        lent = max(lent, 0.5 if end - start > 1 and last - first > 1 else 0.0, weigh(tokens, first, last))
    return lent


def weigh(tokens: Sequence[Token], start: int, end: int) -> float:
    """How much the surroundings speak for a person (positive) or against one (negative)."""
    before = tokens[start - 1] if start else None
    after = tokens[end] if end < len(tokens) else None
    names = [fold(t.text) for t in tokens[start:end]]
    score = 1.5 if 3 <= len(names) <= 4 and names[0] in _FAMILY_NAMES and "-" not in tokens[end - 1].text else 0.0
    if before:
        word = before.text.lower()
        if word in _CIVILITIES:
            score += 3
        elif word.replace("’", "'") in _NEVER_BEFORE_PERSONS or fold(word) in _PLACE_NOUNS or before.tag == "D":
            score -= 2
        elif _role_before(tokens, start):
            score += 2
        elif word == "à":
            score -= 1
        elif word in ("de", "d'", "d’", "du", "des") and start > 1 and fold(tokens[start - 2].text) in _PLACE_NOUNS:
            score -= 3
    if after:
        if any(_TALKING.match(t.text.lower()) for t in tokens[end : end + 3] if t.tag in "VPX"):
            score += 1
        elif after.tag == "V":
            score += 0.5
        if after.text == "," and _role_after(tokens, end + 1):
            score += 2
    return score


def _role_before(tokens: Sequence[Token], start: int) -> bool:
    """Whether the noun phrase in front of the name, or in apposition before a comma, names a role."""
    position = start - 1
    if tokens[position].text == "," and position:
        position -= 1
    for token in reversed(tokens[max(0, position - 11) : position + 1]):
        if token.tag in "XVGIRBC" and token.text not in ("et", "(", ")") and not re.fullmatch(r"[A-Z]{2,6}", token.text):
            return False
        if _is_role(token):
            return True
    return False


def _is_role(token: Token) -> bool:
    word = fold(token.text)
    return word in _ROLES or word.removesuffix("s") in _ROLES


def _role_after(tokens: Sequence[Token], start: int) -> bool:
    return any(map(_is_role, tokens[start : start + 2]))


def persons(evidence: Mapping[str, Evidence]) -> dict[str, str]:
    """The names of persons, each with the whole name that it stands for: the one that a short form can be short for."""
    whole = {name for name, e in evidence.items() if e.person >= _ENOUGH and e.whole}
    by_surname: dict[str, list[str]] = defaultdict(list)
    for name in whole:
        by_surname[name.split()[-1]].append(name)
    found = {}
    for name, e in evidence.items():
        owners = [owner for owner in by_surname[name.split()[-1]] if _stands_for(name, owner)]
        if name in whole and not (_initial(name) and owners):
            found[name] = name
        elif len(owners) == 1 and (" " in name or e.person > 0):
            found[name] = owners[0]
    return found


def _initial(name: str) -> bool:
    return re.match(r"[a-z]\.? ", name) is not None


def _stands_for(short: str, name: str) -> bool:
    """Whether the short form is the surname of a name, or its initial and surname ("poutine", "v. poutine")."""
    if short == name or _initial(name) or short.split()[-1] != name.split()[-1]:
        return False
    return " " not in short or (_initial(short) and short[0] == name[0] and len(short.split()) == 2)


def others(evidence: Mapping[str, Evidence], people: Collection[str]) -> dict[str, EntityType]:
    """What each of the remaining names seems to name: a place by its surroundings, an organisation where it is an acronym.

    What neither says is a name of a kind unknown. `people` are the whole names of persons.
    """
    parts = {part for name in people for part in (name, name.split()[-1])}
    found = {}
    for name, e in evidence.items():
        tokens = e.sample
        if name in parts or _initial(name):
            continue
        if len(tokens) == 1 and tokens[0].text.isupper() and len(name) > 1:
            found[name] = EntityType.ORGANISATION
        elif not _WORDS.fullmatch(name):
            continue
        elif e.person <= -2 and all(t.tag == "E" for t in tokens):
            found[name] = EntityType.PLACE
        elif all(t.tag == "E" or t.text in _PARTICLES for t in tokens):
            found[name] = EntityType.NAME
    return found
