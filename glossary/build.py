"""The main job: from files to concepts to exports. Reads everything, keeps all or nothing, writes all or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlite_utils import Database

from glossary.equivalents import gazetteer, places, proposals, reference
from glossary.formats import FORMATS, languages_of, select
from glossary.formats.table import write_review
from glossary.mining import TaggedDocument, mine, tag_segments
from glossary.mining.phrases import key
from glossary.mining.recognition import Recogniser
from glossary.model import (
    LANGUAGES,
    AdministrativeStatus,
    Candidate,
    Concept,
    Context,
    EntityType,
    LanguageSection,
    Origin,
    ReviewState,
    Term,
    TermType,
)
from glossary.termbase import read, write, writing
from glossary.termbase.write import KnownTerm
from tm.cleaning import cleaned
from tm.documents import read_sources
from tm.errors import DataError
from tm.files import Staged
from tm.language import document_language
from tm.model import Document, DocumentType, RawText, Segment
from tm.segment import segments
from tm.tagging import Token, tag
from tm.text import fold

Progress = Callable[[str], None]
MIN_SCORE = 30.0
NAME = "diplomacy"
_TEASER = 0.5


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts made ready for mining: documents with their segments and tokens, in step."""

    documents: tuple[Document, ...]
    segments: tuple[tuple[Segment, ...], ...]
    tagged: tuple[TaggedDocument, ...]
    paths: dict[str, str]


@dataclass(slots=True)
class Report:
    """What a build did: the funnel, the files written with their numbers of concepts, and what was left out."""

    files: int = 0
    documents: int = 0
    segments: int = 0
    repairs: int = 0
    candidates: int = 0
    concepts: int = 0
    approved: int = 0
    aligned: dict[str, int] = field(default_factory=dict)
    written: list[tuple[Path, int, Counter[str]]] = field(default_factory=list)
    problems: list[DataError] = field(default_factory=list)


def prepare(
    sources: Iterable[Path], *, encoding: str | None = None, problems: list[DataError] | None = None, progress: Progress = lambda _: None
) -> Corpus:
    """The texts of all sources, read, cleaned, repaired, segmented and tagged.

    Raises DataError for what cannot be read or is not French, unless it lies in a folder: then it is added to `problems`.
    """
    progress("Reading")
    raws = list(_french(read_sources(sources, encoding=encoding, problems=problems), problems))
    if not raws:
        raise DataError(", ".join(map(str, sources)), "nothing here can be read as French text", "Name a folder of French articles")
    progress("Cleaning")
    documents = tuple(cleaned(raws))
    parts = tuple(tuple(segments(document)) for document in documents)
    progress("Tagging")
    return Corpus(documents, parts, tuple(tag_segments(part) for part in parts), {raw.digest: raw.path for raw in raws})


def _french(raws: Iterable[RawText], problems: list[DataError] | None) -> Iterable[RawText]:
    """The texts in French, each content once; any other is a problem."""
    seen = set()
    for raw in raws:
        if raw.digest in seen:
            continue
        seen.add(raw.digest)
        language = document_language(raw.text)
        if language == "fr":
            yield raw
            continue
        error = DataError(raw.path, f"not French (its language looks like {language or 'none'})", "Only French articles can be mined")
        if problems is None or raw.named:
            raise error
        problems.append(error)


def build(
    sources: Sequence[Path],
    *,
    database: Path,
    out: Path,
    targets: Sequence[str] = ("en", "vi"),
    min_count: int = 2,
    encoding: str | None = None,
    progress: Progress = lambda _: None,
) -> Report:
    """Mines the sources, keeps concepts in the termbase and writes the exports; everything or nothing.

    Raises DataError where a source, the termbase or a target cannot be read or written.
    """
    report = Report()
    corpus = prepare(sources, encoding=encoding, problems=report.problems, progress=progress)
    progress("Mining")
    candidates = [c for c in mined(corpus, min_count) if c.score >= MIN_SCORE]
    with Staged() as staged, writing(database) as db:
        progress("Keeping")
        keep_reference(db)
        keep(db, corpus, candidates)
        progress("Exporting")
        found = _count(db, corpus, candidates, targets, report)
        _export(staged, out, found, targets, report)
        _export_review(db, staged, out, found, report)
        staged.put()
    return report


def mined(corpus: Corpus, min_count: int) -> list[Candidate]:
    """The candidates in a corpus, best first; what stands in a teaser counts half."""
    weights = [_TEASER if document.type is DocumentType.TEASER else 1.0 for document in corpus.documents]
    known: dict[str, str] = {}
    for term, _ in reference.usable("fr"):
        known.setdefault(key(tag(term), places.demonyms()), term)
    return mine(
        corpus.tagged,
        min_count=min_count,
        places=_place_names(),
        countries=places.demonyms(),
        known=known,
        weights=weights,
    )


def keep_reference(db: Database) -> None:
    """Brings the reference glossary into the termbase, where it is not there yet."""
    write.keep_reference(db, reference.concepts(), reference.digest())


def keep(db: Database, corpus: Corpus, candidates: Sequence[Candidate]) -> None:
    """Keeps documents, candidates and every place where a known term stands, inside the caller's transaction."""
    segment_ids = write.keep_documents(db, corpus.documents, corpus.paths, corpus.segments)
    persons = [form.text for c in candidates if c.entity is EntityType.PERSON for form in c.forms]
    territories = _keep_places(db, corpus.tagged, persons)
    # A candidate is known by its key; what it may be another name of is what more than mining has put there.
    settled = [term for term in write.known_terms(db, "fr") if term.state != ReviewState.CANDIDATE]
    recogniser = Recogniser((term.term, term) for term in settled)
    people = Recogniser((term.term, term) for term in settled if term.entity == EntityType.PERSON)
    in_reference = Recogniser(reference.usable("fr"))
    kept: set[int] = set()
    for candidate in [*candidates, *territories]:
        found = (people if candidate.entity is EntityType.PERSON else recogniser).exact(candidate.term)
        if found is None or found.concept not in kept:  # else the best name of the concept has brought its score
            kept.add(concept := write.keep_candidate(db, candidate, found.concept if found else None))
            if found is None:
                for section in proposals.sections(candidate, in_reference.exact):
                    write.add_section(db, concept, section)
        term = found.id if found else write.first_term(db, concept)
        write.keep_occurrences(db, ((term, segment_ids[o.document][o.segment], o.start, o.end) for o in candidate.occurrences))
    standing = Recogniser((term.term, term) for term in write.known_terms(db, "fr") if term.state != ReviewState.REJECTED)
    write.keep_occurrences(db, _recognised(corpus.tagged, segment_ids, standing))


def _recognised(
    tagged: Sequence[TaggedDocument], segment_ids: Sequence[Sequence[int]], recogniser: Recogniser[KnownTerm]
) -> Iterable[tuple[int, int, int, int]]:
    for document, ids in zip(tagged, segment_ids, strict=True):
        for tokens, segment in zip(document, ids, strict=True):
            for start, end, term in recogniser.find(tokens):
                yield term.id, segment, tokens[start].start, tokens[end - 1].end


def _keep_places(db: Database, tagged: Sequence[TaggedDocument], persons: Sequence[str]) -> list[Candidate]:
    """Makes a concept of each country or place named in the texts that has none, and gives all of them as candidates.

    Another name of one that has a concept ("R. de Corée") is proposed as a variant there.
    """
    known = write.known_terms(db, "fr")
    taken = Recogniser((term.term, term.concept) for term in known)
    # A name inside a longer known term ("Laos" in a body's name) or in a person's name stands for that.
    longer = [*(term.term for term in known), *persons]
    names = Recogniser[str]([*((name, name) for name in _place_names()), *((name, "") for name in longer)])
    found = {
        name
        for document in tagged
        for tokens in document
        for start, end, name in names.find(tokens)
        if name and _same_letters(tokens[start:end], name)
    }
    owners: dict[str, int] = {}  # of the places that this run has made
    for name in sorted(found):
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
    return [Candidate(name, fold(name), EntityType.PLACE, places.SCORE, 0, 0, why={"gazetteer": 1.0}) for name in sorted(found)]


def _same_letters(tokens: Sequence[Token], name: str) -> bool:
    """Whether the tokens are a place's name with its capitals, not words that happen to share its key ("son" for "Son La")."""
    text = "".join(token.text for token in tokens)
    return tokens[0].capital and fold(text).replace(" ", "") == fold(name).replace(" ", "")


def _place_names() -> list[str]:
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


def _count(db: Database, corpus: Corpus, candidates: Sequence[Candidate], targets: Sequence[str], report: Report) -> list[Concept]:
    """Fills the funnel, and gives the concepts that occur in these texts."""
    report.files = len(corpus.paths)
    report.documents = len(corpus.documents)
    report.segments = sum(map(len, corpus.segments))
    report.repairs = sum(len(document.repairs) for document in corpus.documents)
    report.candidates = len(candidates)
    found = read.concepts(db.conn, read.occurring(db.conn, list(corpus.paths)), contexts=1)
    found = [concept for concept in found if concept.state is not ReviewState.REJECTED]
    report.concepts = len(found)
    report.approved = sum(concept.state is ReviewState.APPROVED for concept in found)
    report.aligned = {language: sum(bool(concept.terms(language)) for concept in found) for language in targets}
    return found


def _export(staged: Staged, out: Path, concepts: Sequence[Concept], targets: Sequence[str], report: Report) -> None:
    """Writes what is approved: once with all languages, and once for each pair, as TBX and as CSV."""
    everything = languages_of("fr", targets)
    approved = [concept for concept in concepts if concept.state is ReviewState.APPROVED]
    plan = [("", "tbx3", everything), ("", "csv", everything)]
    for target in targets:
        plan += [(f".fr-{target}", "tbx2", ("fr", target)), (f".fr-{target}", "csv", ("fr", target))]
    for suffix, name, languages in plan:
        form = FORMATS[name]
        selection = select(approved, form, languages)
        path = out / f"{NAME}{suffix}{form.extension}"
        with staged.open(path) as stream:
            form.write(stream, selection.concepts, languages)
        report.written.append((path, len(selection.concepts), selection.skipped))


def _export_review(db: Database, staged: Staged, out: Path, concepts: Sequence[Concept], report: Report) -> None:
    """Writes the review sheet: what was found and nobody has decided on yet."""
    waiting = {concept.id for concept in concepts if concept.state is not ReviewState.APPROVED}
    found = read.mined(db.conn, ids=waiting, contexts=1)
    with staged.open(out / "review.csv") as stream:
        write_review(stream, found)
    report.written.append((out / "review.csv", len(found), Counter()))


def contexts_of(corpus: Corpus, candidate: Candidate, limit: int) -> list[Context]:
    """The first contexts of a candidate, no sentence twice."""
    found: dict[str, Context] = {}
    for o in candidate.occurrences:
        document = corpus.documents[o.document]
        text = corpus.segments[o.document][o.segment].text
        found.setdefault(text, Context(text, document.source, document.date, o.start, o.end))
    return list(found.values())[:limit]
