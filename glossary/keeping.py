"""Keeping what was mined: documents, candidates, places, and every place where a known term stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlite_utils import Database

from glossary.corpus import Corpus
from glossary.equivalents import gazetteer, places, proposals, reference
from glossary.mining import Harvest
from glossary.mining.recognition import Recogniser
from glossary.model import (
    LANGUAGES,
    AdministrativeStatus,
    Candidate,
    Concept,
    EntityType,
    LanguageSection,
    Origin,
    Relation,
    ReviewState,
    Term,
    TermType,
)
from glossary.termbase import write
from glossary.termbase.write import KnownTerm
from tm.tagging import Token
from tm.text import fold


def keep_reference(db: Database) -> None:
    """Brings the reference glossary into the termbase, where it is not there yet."""
    write.keep_reference(db, reference.concepts(), reference.digest())


def keep(db: Database, corpus: Corpus, harvest: Harvest, candidates: Sequence[Candidate]) -> None:
    """Keeps documents, some candidates of a harvest and every place where a known term stands, inside the caller's transaction."""
    persons = [form.text for c in candidates if c.entity is EntityType.PERSON for form in c.forms]
    names = _places_and_longer([term.term for term in write.known_terms(db, "fr")], persons)
    write.remove_documents(db, corpus.paths)
    first_segments = []
    found: set[str] = set()
    for document, segments, parses in corpus:
        first_segments.append(write.keep_document(db, document, corpus.paths[document.digest], segments))
        for tokens, *_ in parses:
            found.update(name for start, end, name in names.find(tokens) if name and _same_letters(tokens[start:end], name))
    terms = _keep_candidates(db, [*candidates, *_keep_places(db, sorted(found))])
    standing = Recogniser((term.term, term) for term in write.known_terms(db, "fr") if term.state != ReviewState.REJECTED)
    write.keep_occurrences(db, _occurrences(corpus, harvest, terms, standing, first_segments))


_Name = tuple[str, EntityType]  # what tells a candidate from all others: key and entity


def _keep_candidates(db: Database, candidates: Sequence[Candidate]) -> dict[_Name, int]:
    """Keeps candidates with what can be proposed for them; gives the term that each is a use of."""
    # A candidate is known by its key; what it may be another name of is what more than mining has put there.
    settled = [term for term in write.known_terms(db, "fr") if term.state != ReviewState.CANDIDATE]
    recogniser = Recogniser((term.term, term) for term in settled)
    people = Recogniser((term.term, term) for term in settled if term.entity == EntityType.PERSON)
    in_reference = Recogniser(reference.usable("fr"))
    kept: set[int] = set()
    terms = {}
    for candidate in candidates:
        found = (people if candidate.entity is EntityType.PERSON else recogniser).exact(candidate.term)
        if found is None or found.concept not in kept:  # else the best name of the concept has brought its score
            kept.add(concept := write.keep_candidate(db, candidate, found.concept if found else None))
            if found is None:
                for section in (*_acronyms(candidate, recogniser), *proposals.sections(candidate, in_reference.exact)):
                    write.add_section(db, concept, section)
        terms[candidate.key, candidate.entity] = found.id if found else write.first_term(db, concept)
    return terms


def _acronyms(candidate: Candidate, settled: Recogniser[KnownTerm]) -> list[LanguageSection]:
    """The acronyms that the texts give a candidate, unless they are known for something else."""
    found = [form.text for form in candidate.forms if form.relation is Relation.ACRONYM and settled.exact(form.text) is None]
    terms = tuple(
        Term(text, TermType.ACRONYM, AdministrativeStatus.ADMITTED, ReviewState.CANDIDATE, Origin.MINED, candidate.score) for text in found
    )
    return [LanguageSection(candidate.language, terms)] if terms else []


def _occurrences(
    corpus: Corpus, harvest: Harvest, terms: Mapping[_Name, int], standing: Recogniser[KnownTerm], first_segments: Sequence[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Every place where a kept candidate or another known term stands: term, segment, start and end there."""
    for (_, document), first in zip(corpus.parsed(), first_segments, strict=True):
        for candidate, o in harvest.occurrences(document):
            if term := terms.get((candidate.key, candidate.entity)):
                yield term, first + o.segment, o.start, o.end
        for number, (tokens, *_) in enumerate(document.segments, first):
            for start, end, known in standing.find(tokens):
                yield known.id, number, tokens[start].start, tokens[end - 1].end


def _places_and_longer(known: Sequence[str], persons: Sequence[str]) -> Recogniser[str]:
    """Finds the names of countries and other places; what is longer, a body's name ("Laos" in it) or a person's, is found as empty."""
    return Recogniser([*((name, name) for name in place_names()), *((name, "") for name in (*known, *persons))])


def _keep_places(db: Database, found: Sequence[str]) -> list[Candidate]:
    """Makes a concept of each country or place named in the texts that has none, and gives all of them as candidates.

    Another name of one that has a concept ("R. de Corée") is proposed as a variant there.
    """
    taken = Recogniser((term.term, term.concept) for term in write.known_terms(db, "fr"))
    owners: dict[str, int] = {}  # of the places that this run has made
    for name in found:
        if taken.exact(name) is not None:
            continue
        identity = places.code(name) or gazetteer.key(name)
        others = [*places.same_place(name, "fr"), *gazetteer.other_names(name)]
        owner = owners.get(identity) or next((concept for other in others if (concept := taken.exact(other))), None)
        if owner is None:
            owners[identity] = write.add_concept(db, _place(name))
        else:
            variant = replace(_place_term(name), status=AdministrativeStatus.ADMITTED, type=TermType.VARIANT)
            write.add_section(db, owner, LanguageSection("fr", (variant,)))
    return [Candidate(name, fold(name), EntityType.PLACE, places.SCORE, 0, 0, why={"gazetteer": 1.0}) for name in found]


def _same_letters(tokens: Sequence[Token], name: str) -> bool:
    """Whether the tokens are a place's name with its capitals, not words that happen to share its key ("son" for "Son La")."""
    text = "".join(token.text for token in tokens)
    return tokens[0].capital and fold(text).replace(" ", "") == fold(name).replace(" ", "")


def place_names() -> list[str]:
    """Every French name of a country or another place."""
    return list(dict.fromkeys([*places.names("fr"), *gazetteer.place_names()]))


def _place_term(name: str) -> Term:
    """A country's name as CLDR or the press has it, another place's as the gazetteer has it."""
    entry = None if places.code(name) else gazetteer.place(name)
    if section := entry.section("fr") if entry else None:
        return next(term for term in section.terms if fold(term.term) == fold(name))
    return Term(name, state=ReviewState.PROPOSED, origin=Origin.CLDR, score=places.SCORE, pos="noun", source=places.source(name))


def _place(name: str) -> Concept:
    """The concept of a country or another place: its names proposed, for somebody to approve."""
    if places.code(name):
        terms = {"fr": name, "en": places.equivalent(name, "en"), "vi": places.equivalent(name, "vi")}
        sections = tuple(LanguageSection(language, (_place_term(term),)) for language, term in terms.items() if term)
        return Concept(subject_field="countries", entity=EntityType.PLACE, state=ReviewState.PROPOSED, sections=sections)
    entry = gazetteer.place(name)
    found = [section for language in LANGUAGES if entry and (section := entry.section(language))]
    return Concept(subject_field="places", entity=EntityType.PLACE, state=ReviewState.PROPOSED, sections=tuple(found))
