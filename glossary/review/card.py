"""What a reviewer needs to decide about one concept entry, gathered: reasons, forms by year, proposals, contexts, neighbours."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glossary.lookup import Answer, nearest
from glossary.mining.variants import relation_within
from glossary.model import LANGUAGES, Concept, Context, Evidence, ReviewState, Term
from glossary.review.cells import editable, version
from glossary.termbase import read
from glossary.termbase.read import FormUses, Mined

CONTEXTS = 12

REASONS: Mapping[str, str] = {
    "pattern": "phrases of this shape are terms",
    "weirdness": "its words are rarer elsewhere",
    "cohesion": "its words keep together",
    "spread": "it is used often and widely",
    "nestedness": "it stands on its own",
    "length": "it has the length of a term",
    "known": "the reference glossary has it",
    "evidence": "the words around it say what it names",
    "kind": "what it names is known",
    "gazetteer": "the gazetteer of places has it",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a candidate's score: in words, and how much of it is so (0–1)."""

    words: str
    value: float


@dataclass(frozen=True, slots=True)
class Variant:
    """A form found in texts: how it differs, how often it is used, and its share (0–1) of the concept's uses in each year."""

    text: str
    relation: str
    count: int
    shares: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A concept with a term much like that of the card."""

    concept: Concept
    answer: Answer


@dataclass(frozen=True, slots=True)
class Card:
    """One concept entry before a reviewer.

    `cells` are what can be edited, `seen` is the mark of the state that is shown (both as in `glossary.review.cells`), and `evidence`
    has the translation units that speak for a term, by its id.
    """

    concept: Concept
    language: str
    mined: Mined | None
    reasons: tuple[Reason, ...]
    variants: tuple[Variant, ...]
    contexts: tuple[Context, ...]
    evidence: Mapping[int, tuple[Evidence, ...]]
    neighbours: tuple[Neighbour, ...]
    cells: Mapping[str, str]
    seen: str

    @property
    def heading(self) -> str:
        """What the concept is called here, in `language`."""
        return heading(self.concept)[1]

    @property
    def proposals(self) -> dict[str, list[Term]]:
        """The terms of each language but the candidate's that nobody rejected."""
        return {
            code: [term for term in self.concept.terms(code) if term.state is not ReviewState.REJECTED]
            for code in LANGUAGES
            if code != self.language
        }


def heading(concept: Concept) -> tuple[str, str]:
    """The language and the text of an entry's first term; its number where it has none, in English as good as any."""
    return next(((section.language, section.terms[0].term) for section in concept.sections if section.terms), ("en", f"c{concept.id}"))


def card(db: sqlite3.Connection, identifier: int) -> Card | None:
    """The card of a concept entry; None where there is no such entry."""
    found = read.concepts(db, [identifier], contexts=CONTEXTS)
    if not found:
        return None
    [concept] = found
    mined = next(iter(read.mined(db, state=concept.state.value, ids=[identifier])), None)
    language, _ = heading(concept)
    terms = [term.term for term in concept.terms(language)]
    near = nearest(db, terms[0], language, besides=identifier) if terms else []
    entries = {entry.id: entry for entry in read.concepts(db, [answer.hit.concept for answer in near], rejected=False)}
    return Card(
        concept,
        language,
        mined,
        tuple(Reason(REASONS.get(name, name), value) for name, value in mined.why.items()) if mined else (),
        variants(terms, mined.forms) if mined else (),
        tuple(read.concept_contexts(concept, language, CONTEXTS)),
        read.term_evidence(db, [term.id for section in concept.sections for term in section.terms]),
        tuple(Neighbour(entries[answer.hit.concept], answer) for answer in near),
        editable(concept),
        version(concept),
    )


def variants(terms: Sequence[str], forms: Sequence[FormUses]) -> tuple[Variant, ...]:
    """The forms of a concept, the most frequent first, with the share that each has of every year's uses."""
    totals: Counter[str] = Counter()
    for form in forms:
        totals.update(form.years)
    return tuple(
        Variant(
            form.text,
            relation_within(terms, form.text).value,
            form.count,
            tuple((year, count / totals[year]) for year, count in form.years.items()),
        )
        for form in forms
    )
