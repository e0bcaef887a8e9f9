"""The main job: from files to concepts to exports. Reads everything, keeps all or nothing, writes all or nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from glossary.aligning import remember
from glossary.corpus import PARALLEL, Corpus, Progress, prepare, silent
from glossary.equivalents import places, reference
from glossary.formats import FORMATS, languages_of, select
from glossary.keeping import keep, keep_reference, place_names
from glossary.mining import Harvest, mine
from glossary.mining.phrases import key
from glossary.model import Candidate, Concept, Context, Occurrence, ReviewState
from glossary.review.sheet import write_review
from glossary.synonyms import possible_synonyms
from glossary.termbase import read, writing
from tm.errors import DataError
from tm.files import Staged
from tm.tagging import tag

MIN_SCORE = 30.0
NAME = "diplomacy"


@dataclass(slots=True)
class Report:
    """What a build did: the funnel, the files written with their numbers of concepts, and what was left out.

    `units` are the translation units that came of parallel texts, `proposed` the equivalents that were found in the memory.
    """

    files: int = 0
    documents: int = 0
    segments: int = 0
    repairs: int = 0
    candidates: int = 0
    concepts: int = 0
    approved: int = 0
    units: int = 0
    proposed: int = 0
    aligned: dict[str, int] = field(default_factory=dict)
    written: list[tuple[Path, int, Counter[str]]] = field(default_factory=list)
    problems: list[DataError] = field(default_factory=list)


def build(
    sources: Sequence[Path],
    *,
    database: Path,
    out: Path,
    targets: Sequence[str] = ("en", "vi"),
    min_count: int = 2,
    encoding: str | None = None,
    jobs: int = 1,
    progress: Progress = silent,
) -> Report:
    """Mines the sources, keeps concepts in the termbase and writes the exports; everything or nothing.

    Then the texts in folders named "parallel" are aligned into the memory, and what safely translates a
    term in its units is proposed.

    Raises DataError where a source, the termbase or a target cannot be read or written.
    """
    report = Report()
    corpus = prepare(sources, encoding=encoding, jobs=jobs, problems=report.problems, progress=progress)
    harvest = mined(corpus, min_count)
    candidates = [c for c in harvest.candidates if c.score >= MIN_SCORE]
    with Staged() as staged, writing(database) as db:
        progress("Keeping", 0)
        keep_reference(db)
        keep(db, corpus, harvest, candidates)
        progress("Exporting", 0)
        found = _count(db, corpus, candidates, targets, report)
        _export(staged, out, found, targets, report)
        _export_review(db, staged, out, found, report)
        staged.put()
    folders = sorted({folder for source in sources if source.is_dir() for folder in source.rglob(PARALLEL) if folder.is_dir()})
    if folders:
        progress("Aligning", 0)
        report.units = remember(folders, database, ("fr", targets), encoding=encoding, problems=report.problems)
        _propose(database, corpus, candidates, targets, out, report)
    return report


def _propose(database: Path, corpus: Corpus, candidates: Sequence[Candidate], targets: Sequence[str], out: Path, report: Report) -> None:
    """Keeps what the memory safely says of concepts that nothing is known for, and writes the review sheet with it.

    Other proposals are for `equivalents --from-memory`, where somebody looks at them.
    """
    from glossary import projecting  # numpy is loaded for it

    found = [s for s in projecting.suggestions(database, targets) if not s.known and s.safe]
    if not found:
        return
    with Staged() as staged, writing(database) as db:
        report.proposed = sum(projecting.keep(db, suggestion) for suggestion in found)
        report.written.pop()
        _export_review(db, staged, out, _count(db, corpus, candidates, targets, report), report)
        staged.put()


def mined(corpus: Corpus, min_count: int) -> Harvest:
    """The candidates in a corpus, best first."""
    if corpus.language != "fr":
        return mine(corpus, language=corpus.language, min_count=min_count)
    known: dict[str, str] = {}
    for term, _ in reference.usable("fr"):
        known.setdefault(key(tag(term), places.demonyms()), term)
    return mine(corpus, min_count=min_count, places=place_names(), countries=places.demonyms(), known=known)


def _count(db: Database, corpus: Corpus, candidates: Sequence[Candidate], targets: Sequence[str], report: Report) -> list[Concept]:
    """Fills the funnel, and gives the concepts that occur in these texts."""
    report.files = len(corpus.paths)
    report.documents, report.segments, report.repairs = corpus.documents, corpus.segments, corpus.repairs
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
        write_review(stream, found, possible_synonyms(read.mined_terms(db.conn, "fr")))
    report.written.append((out / "review.csv", len(found), Counter()))


def contexts_of(corpus: Corpus, candidates: Sequence[Candidate], limit: int) -> list[list[Context]]:
    """The first contexts of each candidate, no sentence twice."""
    wanted: dict[int, list[tuple[int, Occurrence]]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        for occurrence in candidate.occurrences:
            wanted[occurrence.document].append((number, occurrence))
    found: list[dict[str, Context]] = [{} for _ in candidates]
    for document, prepared in enumerate(corpus):
        for number, (_, segment, start, end) in wanted.get(document, ()):
            text = prepared.segments[segment].text
            found[number].setdefault(text, Context(text, prepared.document.source, prepared.document.date, start, end))
    return [list(contexts.values())[:limit] for contexts in found]
