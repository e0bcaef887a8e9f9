"""Equivalents for the termbase from the translation memory: which French terms stand in its units, and what translates them.

What is known stays as it is: where the units say something else than the termbase, the gazetteer or CLDR, both are shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from glossary.corpus import Progress, silent
from glossary.equivalents import gazetteer, places, reference
from glossary.equivalents.boundaries import split_names
from glossary.equivalents.parallel import SAFE, Found, ParallelTexts, Target, Tokens, Use
from glossary.mining.grammar import GRAMMARS
from glossary.mining.recognition import Recogniser
from glossary.model import Concept, EntityType, Evidence, LanguageSection, Origin, ReviewState, Term
from glossary.termbase import read, reading, write
from tm import memory
from tm.tagging import Token, tag
from tm.units import plain

SOURCE_LANGUAGE = "fr"
MOST_UNITS = 30_000  # those that hold a term first; all of them wait in memory, some 30 KB each
ACCEPTED = 50.0  # score of a unit: what an aligner was less sure of teaches wrong words
_NAMES = (EntityType.PERSON, EntityType.PLACE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the units say of a concept's term in a language: `found`, the best first, with the evidence for each of them.

    `known` are the terms that were known before. `agrees` says whether the best is one of them, None where none are known.
    """

    concept: int
    source: str
    language: str
    found: tuple[Found, ...]
    evidence: tuple[tuple[Evidence, ...], ...]
    known: tuple[str, ...]
    agrees: bool | None

    @property
    def best(self) -> Found:
        return self.found[0]

    @property
    def safe(self) -> bool:
        """Whether such a proposal was nearly always right: English, of a high score, and with more than one use behind it."""
        return self.language == "en" and self.best.score >= SAFE and self.best.count > 1

    def term(self) -> Term:
        """The best equivalent as a term that waits for review."""
        units = ", ".join(f"u{evidence.unit}" for evidence in self.evidence[0])
        note = f"stands for “{self.source}” in {self.best.count} of {self.best.uses} uses; see {units}"
        return Term(
            self.best.text,
            state=ReviewState.PROPOSED,
            origin=Origin.PARALLEL,
            score=self.best.score,
            note=note,
            evidence=self.evidence[0],
        )


@dataclass(frozen=True, slots=True)
class _Unit:
    id: int
    source: str
    target: str
    tokens: Sequence[Token]


def suggestions(path: Path, targets: Iterable[str], wanted: Collection[int] = (), progress: Progress = silent) -> Iterator[Suggestion]:
    """What the units of a memory say of the concepts of the termbase in the same file, or of those wanted.

    Language by language, in the order of the concepts. Concepts that stand in no unit, or for which nothing is found in
    them, are left out. Raises DataError where the file cannot be read.
    """
    for language in targets:
        with reading(path) as connection:
            hits = [hit for hit in read.every_term(connection, SOURCE_LANGUAGE) if hit.status in ("preferred", "admitted")]
        hits.sort(key=lambda hit: (bool(wanted) and hit.concept not in wanted, hit.state != "approved"))
        units, uses = _units(path, language, Recogniser([(hit.term, hit.concept) for hit in hits]), wanted)
        if not uses:
            continue
        with reading(path) as connection:
            concepts = read.concepts(connection, uses.keys())
        texts = _aligned(units, language)
        for number, concept in enumerate(concepts):
            progress(language, number / len(concepts))
            if found := _suggestion(concept, language, texts, units, uses[concept.id]):
                yield found


def keep(db: Database, suggestion: Suggestion) -> bool:
    """Keeps the best equivalent as a proposal where none was known before, and says whether it did."""
    if suggestion.known:
        return False
    write.add_section(db, suggestion.concept, LanguageSection(suggestion.language, (suggestion.term(),)))
    return True


def _units(path: Path, language: str, terms: Recogniser[int], wanted: Collection[int]) -> tuple[list[_Unit], dict[int, list[Use]]]:
    """The units, the same texts once, those that hold a term in front; and the uses of each concept's terms in them."""
    holding: list[_Unit] = []
    others: list[_Unit] = []  # these have no term, yet teach the alignment words
    uses: dict[int, list[Use]] = defaultdict(list)
    seen: set[int] = set()
    for unit in memory.units(path, SOURCE_LANGUAGE, language):
        source, target = (plain(variant.text) for variant in unit.variants[:2])
        digest = hash((source, target))
        if unit.score < ACCEPTED or digest in seen:
            continue
        seen.add(digest)
        tokens = tag(source)
        found = [(first, last, concept) for first, last, concept in terms.find(tokens) if not wanted or concept in wanted]
        for first, last, concept in found:
            uses[concept].append(Use(len(holding), first, last))
        kept = holding if found else others
        if found or len(others) < MOST_UNITS:
            kept.append(_Unit(unit.id, source, target, tokens))
        if len(holding) == MOST_UNITS:
            break
    return [*holding, *others[: MOST_UNITS - len(holding)]], uses


def _aligned(units: Sequence[_Unit], language: str) -> ParallelTexts:
    dictionary = [
        (tag(term), _tagged(concept.terms(language)[0].term, language))
        for term, concept in reference.usable(SOURCE_LANGUAGE)
        if concept.terms(language)
    ]
    targets = [_tagged(unit.target, language) for unit in units]
    return ParallelTexts([unit.tokens for unit in units], targets, target_language(language), dictionary)


def target_language(language: str) -> Target:
    """What the search for equivalents must know of a language."""
    return Target(language, GRAMMARS[language].tag, GRAMMARS[language].display_form)


def _tagged(text: str, language: str) -> list[Token]:
    tokens = GRAMMARS[language].tag(text)
    return split_names(tokens) if language == "vi" else tokens


def _suggestion(concept: Concept, language: str, texts: ParallelTexts, units: Sequence[_Unit], uses: Sequence[Use]) -> Suggestion | None:
    source = concept.terms(SOURCE_LANGUAGE)[0].term
    known = [term.term for term in concept.terms(language) if term.state is not ReviewState.REJECTED] or known_forms(source, language)
    found = texts.equivalents(uses, [_tagged(term, language) for term in known], name=concept.entity in _NAMES, plural=is_plural(source))
    if not found:
        return None
    evidence = tuple(
        tuple(
            Evidence(units[e.pair].id, units[e.pair].source, e.start, e.end, units[e.pair].target, e.target_start, e.target_end)
            for e in one.evidence
        )
        for one in found
    )
    agrees = (found[0].known or _same(found[0].text, known, language)) if known else None
    return Suggestion(concept.id, source, language, tuple(found), evidence, tuple(known), agrees)


def _same(text: str, known: Iterable[str], language: str) -> bool:
    key = GRAMMARS[language].key
    return key(_tagged(text, language)) in [key(_tagged(term, language)) for term in known]


def known_forms(term: str, language: str) -> list[str]:
    """What the package knows for a name: from the gazetteer, and from CLDR.

    >>> known_forms("Islande", "vi")
    ['Iceland']
    """
    entry = gazetteer.place(term) or (gazetteer.person(term) if " " in term else None)
    country = places.equivalent(term, language)
    return list(dict.fromkeys([*(entry.of(language) if entry else ()), *([country] if country else ())]))


def is_plural(term: str) -> bool:
    """Whether a French term lives in the plural.

    >>> is_plural("Jeux olympiques"), is_plural("sanction")
    (True, False)
    """
    tokens: Tokens = tag(term)
    return next((token.number == "p" for token in tokens if token.tag == "N"), False)
