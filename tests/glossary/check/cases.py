"""The cases of tests/cases/check, and what the checker makes of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from glossary.check import Checked, Finding, check
from glossary.check.known import KnownTerms, known_terms
from glossary.model import AdministrativeStatus, Concept, EntityType, LanguageSection, Origin, ReviewState, Term
from glossary.termbase import decisions, reading, writing
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "cases" / "check"


@dataclass(frozen=True)
class Case:
    """A segment of a document (each its own where none is named), and the rules that it breaks."""

    document: str
    faults: tuple[str, ...]
    source: str
    target: str


@dataclass(frozen=True)
class Measured:
    """How many planted faults there are and were found, the findings that no fault explains, and the faults that were missed."""

    planted: int
    found: int
    right_uses: int
    wrong: tuple[Finding, ...]
    missed: tuple[Case, ...]

    @property
    def recall(self) -> float:
        return self.found / self.planted

    @property
    def precision(self) -> float:
        return self.found / (self.found + len(self.wrong))


def rows(name: str) -> list[dict[str, str]]:
    lines = (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def cases(name: str) -> Iterator[Case]:
    for row in rows(name):
        yield Case(row["document"], tuple(row["faults"].split()), row["source"], row["target"])


def concepts() -> Iterator[Concept]:
    """The concepts of the cases; ✗ marks a deprecated term."""
    for row in rows("concepts"):
        sections = []
        for language in ("fr", "en", "vi"):
            terms = []
            for number, text in enumerate(row[language].split(" | ")):
                status = AdministrativeStatus.DEPRECATED if text.startswith("✗") else None
                usual = AdministrativeStatus.ADMITTED if number else AdministrativeStatus.PREFERRED
                terms.append(Term(text.removeprefix("✗ "), status=status or usual, state=ReviewState(row["state"]), origin=Origin.HUMAN))
            sections.append(LanguageSection(language, tuple(terms)))
        yield Concept(entity=EntityType(row["entity"]), state=ReviewState(row["state"]), sections=tuple(sections))


def make_termbase(path: Path) -> Path:
    with writing(path) as db:
        decider = decisions.Decider(db, "test")
        for concept in concepts():
            decider.add(concept)
    return path


@cache
def known(path: Path, source: str, target: str) -> KnownTerms:
    with reading(path) as connection:
        return known_terms(connection, source, target)


def measure(name: str, terms: KnownTerms) -> Measured:
    """What the checker finds in a file of cases."""
    planted = found = right = 0
    wrong: list[Finding] = []
    missed: list[Case] = []
    every = list(cases(name))
    keyed = [(case.document or f"#{number}", case) for number, case in enumerate(every)]
    for _, group in groupby(sorted(keyed, key=lambda pair: pair[0]), key=lambda pair: pair[0]):
        document = [case for _, case in group]
        findings = list(check([Checked(case.source, case.target, number) for number, case in enumerate(document)], terms))
        for number, case in enumerate(document):
            mine = [finding for finding in findings if finding.segment.number == number]
            right += not case.faults
            for fault in case.faults:
                planted += 1
                answer = next((finding for finding in mine if finding.fault.rule == fault), None)
                if answer:
                    found += 1
                    mine.remove(answer)
                else:
                    missed.append(case)
            wrong += mine
    return Measured(planted, found, right, tuple(wrong), tuple(missed))
