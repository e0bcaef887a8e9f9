"""Names of persons: whole names, told from places and bodies by what stands around them. Pure functions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tm.lexicon import known
from tm.tagging import Token
from tm.text import fold
from tm.words import word_lists

_LISTS = word_lists("glossary", "words.fr.toml")
_ROLES = frozenset(map(fold, _LISTS["roles"]))
_CIVILITIES, _PLACE_NOUNS, _PARTICLES, _FAMILY_NAMES = (_LISTS[name] for name in ("civilities", "place_nouns", "particles", "family_names"))
_NEVER_BEFORE_PERSONS = frozenset(["au", "aux", "en", "dans", "du", "des", "la", "le", "les", "l'", "sur"])
_ENOUGH = 1.0  # a role or title in front is 2, a verb of saying behind 1
_WORDS = re.compile(r"(?=.*[aeiouy])[a-z' ]{3,}")  # folded; neither symbols nor numbers
_TALKING = re.compile(
    r"(?:déclar|affirm|soulign|ajout|estim|indiqu|not|rappel|exprim|rencontr|propos|annonc|effectu|précis|salu|remerci)\w*$"
)


@dataclass(slots=True)
class Evidence:
    """What the texts say about one name: its spellings, where they stand, and how much speaks for a person."""

    spans: list[tuple[int, int, int]] = field(default_factory=list)  # segment number, first token, last token + 1
    person: float = 0.0


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


def collect(segments: Sequence[Sequence[Token]]) -> dict[str, Evidence]:
    """Every capitalised name with its evidence, by folded name."""
    runs = [(number, start, end) for number, tokens in enumerate(segments) for start, end in capitalised_runs(tokens)]
    places = _places(segments, runs)
    starts: dict[int, dict[int, int]] = defaultdict(dict)
    ends: dict[int, dict[int, int]] = defaultdict(dict)
    for number, start, end in runs:
        starts[number][start], ends[number][end] = end, start
    found: dict[str, Evidence] = defaultdict(Evidence)
    for number, start, end in runs:
        tokens = segments[number]
        if end - start > 2 and fold(tokens[start].text) in places:
            start += 1  # "la communauté à Hanoï Pauline Tamesis": a place ends where a person begins
        evidence = found[fold(" ".join(t.text for t in tokens[start:end]))]
        evidence.spans.append((number, start, end))
        evidence.person += weigh(tokens, start, end) + _beside(tokens, start, end, starts[number], ends[number])
    return dict(found)


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


def _places(segments: Sequence[Sequence[Token]], runs: Iterable[tuple[int, int, int]]) -> set[str]:
    """The single names that stand by themselves and never like a person's."""
    weights: dict[str, float] = defaultdict(float)
    for number, start, end in runs:
        if end - start == 1:
            weights[fold(segments[number][start].text)] += weigh(segments[number], start, end)
    return {name for name, weight in weights.items() if weight < 0}


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


def persons(evidence: dict[str, Evidence]) -> dict[str, Evidence]:
    """The names that are persons' names. A short form is given to the one whole name that it can stand for."""
    whole = {name: e for name, e in evidence.items() if e.person >= _ENOUGH and _full_name(e)}
    for name, found in evidence.items():
        if name in whole or (name.split()[-1] == name and found.person <= 0):
            continue
        owners = [owner for owner in whole if _stands_for(name, owner)]
        if len(owners) == 1:
            whole[owners[0]].spans.extend(found.spans)
    for name in [name for name in whole if _initial(name) and any(_stands_for(name, owner) for owner in whole)]:
        del whole[name]
    return whole


def _full_name(evidence: Evidence) -> bool:
    return all(end - start > 1 for _, start, end in evidence.spans)


def _initial(name: str) -> bool:
    return re.match(r"[a-z]\.? ", name) is not None


def _stands_for(short: str, name: str) -> bool:
    """Whether the short form is the surname of a name, or its initial and surname ("poutine", "v. poutine")."""
    if short == name or _initial(name) or short.split()[-1] != name.split()[-1]:
        return False
    return " " not in short or (_initial(short) and short[0] == name[0] and len(short.split()) == 2)


def others(
    evidence: dict[str, Evidence], people: dict[str, Evidence], segments: Sequence[Sequence[Token]]
) -> dict[str, tuple[str, Evidence]]:
    """The remaining names, each with what it seems to name: "place" by its surroundings, "organisation" for an acronym.

    What neither says is a "name" of a kind unknown.
    """
    parts = {part for name in people for part in (name, name.split()[-1])}
    found = {}
    for name, e in evidence.items():
        if name in parts or _initial(name):
            continue
        number, start, end = e.spans[0]
        tokens = segments[number][start:end]
        if len(tokens) == 1 and tokens[0].text.isupper() and len(name) > 1:
            found[name] = ("organisation", e)
        elif not _WORDS.fullmatch(name):
            continue
        elif e.person <= -2 and all(t.tag == "E" for t in tokens):
            found[name] = ("place", e)
        elif all(t.tag == "E" or t.text in _PARTICLES for t in tokens):
            found[name] = ("name", e)
    return found
