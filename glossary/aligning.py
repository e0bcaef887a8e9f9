"""Aligned texts into the memory: with the words that the reference glossary and accepted units teach, alone or by the folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from glossary.equivalents import places, reference
from glossary.termbase import prepare
from tm import memory
from tm.alignment import Lexicon, Method, learn
from tm.alignment.lexicon import MAX_UNITS
from tm.alignment.pairing import by_content, by_name, fingerprint
from tm.bitext import Bitext, bitext, faults, text_of, unanswered, units
from tm.documents import read_sources
from tm.errors import DataError
from tm.language import document_language
from tm.model import RawText
from tm.units import TranslationUnit, plain

MIN_SCORE = 70.0  # of what is kept without a review: on NTREX three of four beads at 70 are right, and nineteen of twenty at 90
_PROPOSED = ("alignment", "pivot", "machine_translation")  # origins of units that nobody accepted


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two texts of a folder that belong together: `by` is "name" or "content", `alike` how much alike their content is (0–100)."""

    source: RawText
    target: RawText
    source_language: str
    target_language: str
    by: str
    alike: float = 100.0


@dataclass(slots=True)
class Paired:
    """The texts of a folder in pairs, those that belong to none, and those that cannot be read."""

    pairings: list[Pairing] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    problems: list[DataError] = field(default_factory=list)


def known_words(database: Path, source: str, target: str) -> Lexicon:
    """The lexicon of two languages: from the reference glossary, the names of countries, and the accepted units of the memory."""
    return learn(chain(islice(_accepted(database, source, target), MAX_UNITS // 2), _terms(source, target)), source, target)


def _accepted(database: Path, source: str, target: str) -> Iterator[tuple[str, str]]:
    if database.exists():
        for unit in memory.units(database, source, target):
            if unit.origin not in _PROPOSED:
                yield plain(unit.variants[0].text), plain(unit.variants[1].text)


def _terms(source: str, target: str) -> Iterator[tuple[str, str]]:
    for concept in reference.concepts():
        targets = concept.terms(target)[:1]
        yield from ((first.term, second.term) for first in concept.terms(source)[:1] for second in targets)
    countries = places.territories(target)
    yield from ((name, countries[code]) for code, name in places.territories(source).items() if code in countries)


def doubts(found: Bitext) -> list[DataError]:
    """What speaks against keeping an alignment."""
    told = list(faults(found.source, found.target))
    if not told and (error := unanswered(found)):
        told.append(error)
    return told


def pair(folder: Path, languages: tuple[str, Sequence[str]], *, encoding: str | None = None) -> Paired:
    """The texts of a folder in pairs of the source language and each of the target languages: by name, else by content.

    Raises DataError where the folder holds nothing that can be read.
    """
    source, targets = languages
    found = Paired()
    texts = {raw.source: raw for raw in read_sources([folder], encoding=encoding, problems=found.problems)}
    groups, rest = by_name(texts, [source, *targets])
    used: set[str] = set()
    for group in groups:
        for target in targets:
            if source in group and target in group:
                found.pairings.append(Pairing(texts[group[source]], texts[group[target]], source, target, "name"))
                used |= {group[source], group[target]}
    left = [texts[name] for name in sorted({*rest, *(name for group in groups for name in group.values())} - used)]
    in_language = {raw.source: document_language(raw.text) for raw in left}
    for target in targets:
        sides = [[raw for raw in left if in_language[raw.source] == language] for language in (source, target)]
        prints = [[fingerprint(raw.text, raw.text.strip().split("\n")[0], in_language[raw.source]) for raw in side] for side in sides]
        for first, second, alike in by_content(*prints):
            pairing = Pairing(sides[0][first], sides[1][second], source, target, "content", round(100 * alike, 1))
            found.pairings.append(pairing)
            used |= {pairing.source.source, pairing.target.source}
    found.alone = sorted(texts.keys() - used)
    return found


def align_pair(pairing: Pairing, lexicon: Lexicon, *, method: Method | None = None, lines: bool = False) -> Bitext:
    """The two texts of a pairing aligned. Raises DataError where one says nothing or both are the same."""
    source = text_of(pairing.source, pairing.source_language, lines=lines)
    target = text_of(pairing.target, pairing.target_language, lines=lines)
    return bitext(source, target, lexicon=lexicon, method=method)


def keep(database: Path, made: Sequence[TranslationUnit], *, dry_run: bool = False) -> dict[str, int]:
    """Adds units to the memory in one change, and says how many were added, merged, unchanged and refused."""
    if made and not dry_run:
        prepare(database)
    counts = dict.fromkeys(("added", "merged", "unchanged", "refused"), 0)
    for outcome, _ in memory.add(database, made, batch=max(1, len(made)), dry_run=dry_run):
        counts[outcome.value] += 1
    return counts


def remember(
    folders: Iterable[Path], database: Path, languages: tuple[str, Sequence[str]], *, encoding: str | None = None, problems: list[DataError]
) -> int:
    """Aligns all texts of some folders into the memory and says how many units come of them; what is doubtful is a problem."""
    made: list[TranslationUnit] = []
    lexicons: dict[tuple[str, str], Lexicon] = {}
    for folder in folders:
        paired = pair(folder, languages, encoding=encoding)
        problems += paired.problems
        for pairing in paired.pairings:
            both = pairing.source_language, pairing.target_language
            if both not in lexicons:
                lexicons[both] = known_words(database, *both)
            try:
                found = align_pair(pairing, lexicons[both])
            except DataError as error:
                problems.append(error)
                continue
            if told := doubts(found):
                problems += told
            else:
                made += units(found, MIN_SCORE)
    keep(database, made)
    return len(made)
