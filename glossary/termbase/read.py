"""Questions to the termbase, answered in values. Every function takes an open connection and changes nothing."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from glossary.model import (
    LANGUAGES,
    AdministrativeStatus,
    Concept,
    Context,
    EntityType,
    Evidence,
    LanguageSection,
    Origin,
    ReviewState,
    Term,
    TermType,
)

_BATCH = 500  # ids in one statement
_TERM_COLUMNS = (
    "terms.term, terms.type, terms.status, terms.state, terms.origin, terms.score, terms.reliability, "
    "terms.pos, terms.gender, terms.source, terms.note, terms.id"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A term that answers a look-up."""

    concept: int
    language: str
    term: str
    folded: str
    state: str
    status: str


@dataclass(frozen=True, slots=True)
class FormUses:
    """How often a form is used, and how often in documents of each year, where that is known."""

    text: str
    count: int
    years: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Mined:
    """What is known of a concept that was mined: its candidate's score and reasons, and its uses."""

    concept: Concept
    language: str
    key: str
    score: float
    why: dict[str, float]
    count: int
    documents: int
    forms: tuple[FormUses, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of a concept's history."""

    id: int
    at: str
    who: str
    action: str
    concept: int
    reason: str
    undone: int
    what: str


def concepts(db: sqlite3.Connection, ids: Collection[int], *, contexts: int = 0, rejected: bool = True) -> list[Concept]:
    """The concept entries with these ids, in ascending order, each term with up to `contexts` contexts.

    Without `rejected`, terms that somebody did not want are left out of entries that are not rejected themselves.
    """
    found = list(each_concept(db, ids, contexts=contexts))
    return found if rejected else [concept.without_rejected() for concept in found]


def each_concept(db: sqlite3.Connection, ids: Collection[int], *, contexts: int = 0) -> Iterator[Concept]:
    """The same as `concepts`, one after the other, with little of them in memory."""
    for batch in _batches(sorted(ids)):
        sections = _sections(db, batch, contexts)
        changed = dict(
            db.execute(
                f"select concept, max(substr(at, 1, 10)) from decisions where undone = 0 and action != 'postpone' "
                f"and concept in ({_marks(batch)}) group by 1",
                batch,
            )
        )
        statement = f"select id, subject_field, entity, state, note, key from concepts where id in ({_marks(batch)}) order by id"
        for concept, field, entity, state, note, key in db.execute(statement, batch):
            yield Concept(
                id=concept,
                subject_field=field,
                entity=EntityType(entity),
                state=ReviewState(state),
                note=note,
                sections=tuple(sections[concept]),
                key=key or "",
                changed=changed.get(concept, ""),
            )


def languages(db: sqlite3.Connection) -> tuple[str, ...]:
    """The languages that any concept has a term in, in the order of the entries."""
    found = {row[0] for row in db.execute("select distinct language from language_sections")}
    return (*(language for language in LANGUAGES if language in found), *sorted(found - set(LANGUAGES)))


def _batches(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _BATCH):
        yield list(ids[start : start + _BATCH])


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))


def _sections(db: sqlite3.Connection, ids: list[int], contexts: int) -> dict[int, list[LanguageSection]]:
    rows = db.execute(
        f"select concept, language, definition, {_TERM_COLUMNS} from language_sections "
        f"left join terms on terms.section = language_sections.id where concept in ({_marks(ids)}) "
        "order by concept, case language when 'fr' then 0 when 'en' then 1 else 2 end, language, "
        "terms.state = 'rejected', terms.status != 'preferred', terms.position, terms.id",
        ids,
    )
    grouped: dict[tuple[int, str, str], list[Term]] = {}
    for concept, language, definition, *values in rows:
        terms = grouped.setdefault((concept, language, definition), [])
        if values[0] is not None:
            terms.append(_term(values))
    if contexts:
        every = [term.id for terms in grouped.values() for term in terms]
        texts = term_contexts(db, every, contexts)
        for terms in grouped.values():
            terms[:] = [replace(term, contexts=tuple(texts[term.id])) if term.id in texts else term for term in terms]
    sections: dict[int, list[LanguageSection]] = defaultdict(list)
    for (concept, language, definition), terms in grouped.items():
        sections[concept].append(LanguageSection(language, tuple(terms), definition))
    return sections


def _term(values: Sequence[Any]) -> Term:
    term, kind, status, state, origin, score, reliability, pos, gender, source, note, identifier = values
    return Term(
        term=term,
        type=TermType(kind),
        status=AdministrativeStatus(status),
        state=ReviewState(state),
        origin=Origin(origin),
        score=score,
        reliability=reliability,
        pos=pos,
        gender=gender,
        source=source,
        note=note,
        id=identifier,
    )


def term_contexts(db: sqlite3.Connection, terms: Collection[int], limit: int) -> dict[int, list[Context]]:
    """Up to `limit` contexts of each term: sentences of a readable length first, then in the order of the sources."""
    found: dict[int, list[Context]] = defaultdict(list)
    for batch in _batches(sorted(terms)):
        rows = db.execute(
            'select term, text, source, date, o.start, o."end" from ('
            'select occurrences.term, segment, occurrences.start, occurrences."end", '
            "row_number() over (partition by occurrences.term order by "
            "length(text) not between 40 and 400, source, documents.position, segments.position, occurrences.start) as rank "
            "from occurrences join segments on segments.id = segment join documents on documents.id = document "
            f"where occurrences.term in ({_marks(batch)})) as o join segments on segments.id = o.segment "
            "join documents on documents.id = document where rank <= ? order by term, rank",
            [*batch, limit],
        )
        for term, text, source, date, start, end in rows:
            found[term].append(Context(text, source, date, start, end))
    return found


def term_evidence(db: sqlite3.Connection, terms: Collection[int]) -> dict[int, tuple[Evidence, ...]]:
    """The translation units that speak for each term, in the order in which they were kept; a term without any is left out."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    for batch in _batches(sorted(terms)):
        rows = db.execute(
            'select term, unit, source, start, "end", target, target_start, target_end from evidence '
            f"where term in ({_marks(batch)}) order by term, id",
            batch,
        )
        for term, *values in rows:
            found[term].append(Evidence(*values))
    return {term: tuple(evidence) for term, evidence in found.items()}


def concept_contexts(concept: Concept, language: str, limit: int) -> list[Context]:
    """The contexts of a concept's terms in a language, without repeating a sentence."""
    seen: dict[str, Context] = {}
    for term in concept.terms(language):
        for context in term.contexts:
            seen.setdefault(context.text, context)
    return list(seen.values())[:limit]


def mined(
    db: sqlite3.Connection, *, state: str = "", entity: str = "", limit: int = -1, contexts: int = 0, ids: Collection[int] | None = None
) -> list[Mined]:
    """The mined concepts, best first: those in a review state, or all but the rejected ones."""
    conditions = ["concepts.state = ?" if state else "concepts.state != 'rejected'"]
    values: list[object] = [state] if state else []
    if entity:
        conditions.append("concepts.entity = ?")
        values.append(entity)
    rows = db.execute(
        "select concept, language, candidates.key, candidates.score, why from candidates join concepts on concepts.id = concept "
        f"where {' and '.join(conditions)} order by score desc, candidates.key",
        values,
    ).fetchall()
    if ids is not None:
        rows = [row for row in rows if row[0] in ids]
    rows = rows if limit < 0 else rows[:limit]
    entries = {concept.id: concept for concept in concepts(db, [row[0] for row in rows], contexts=contexts, rejected=False)}
    uses = _uses(db, [row[0] for row in rows])
    result = []
    for concept, language, key, score, why in rows:
        count, documents, forms = uses.get(concept, (0, 0, ()))
        result.append(Mined(entries[concept], language, key, score, json.loads(why), count, documents, forms))
    return result


def mined_terms(db: sqlite3.Connection, language: str) -> dict[str, str]:
    """The first term of each mined concept that is not rejected, by the candidate's key; names are left out."""
    rows = db.execute(
        "select candidates.key, terms.term from candidates join concepts on concepts.id = candidates.concept "
        "join language_sections on language_sections.concept = concepts.id and language_sections.language = candidates.language "
        "join terms on terms.section = language_sections.id and terms.position = 0 "
        "where candidates.language = ? and concepts.state != 'rejected' and concepts.entity not in ('person', 'place', 'name') "
        "order by candidates.key",
        [language],
    )
    return dict(rows.fetchall())


def _uses(db: sqlite3.Connection, ids: Collection[int]) -> dict[int, tuple[int, int, tuple[FormUses, ...]]]:
    """Of each concept: how often it occurs, in how many documents, and in which forms how often."""
    forms: dict[int, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    documents: dict[int, set[int]] = defaultdict(set)
    for batch in _batches(sorted(ids)):
        rows = db.execute(
            "select distinct concept, segment, occurrences.start, "
            'substr(text, occurrences.start + 1, occurrences."end" - occurrences.start), document, substr(documents.date, 1, 4) '
            "from occurrences join terms on terms.id = occurrences.term "
            "join language_sections on language_sections.id = terms.section join segments on segments.id = segment "
            "join documents on documents.id = document "
            f"where concept in ({_marks(batch)})",
            batch,
        )
        for concept, _, _, text, document, year in rows:
            forms[concept][text][year] += 1
            documents[concept].add(document)
    found = {}
    for concept, counted in forms.items():
        uses = [FormUses(text, years.total(), {year: years[year] for year in sorted(years) if year}) for text, years in counted.items()]
        uses.sort(key=lambda form: (-form.count, form.text))
        found[concept] = sum(form.count for form in uses), len(documents[concept]), tuple(uses)
    return found


def occurring(db: sqlite3.Connection, digests: Collection[str]) -> set[int]:
    """The concepts that occur in the documents with these digests."""
    found: set[int] = set()
    for start in range(0, len(wanted := sorted(digests)), _BATCH):
        batch = wanted[start : start + _BATCH]
        rows = db.execute(
            "select distinct concept from occurrences join terms on terms.id = occurrences.term "
            "join language_sections on language_sections.id = section join segments on segments.id = segment "
            f"join documents on documents.id = document where digest in ({_marks(batch)})",
            batch,
        )
        found.update(row[0] for row in rows)
    return found


def in_state(db: sqlite3.Connection, states: Collection[str]) -> set[int]:
    """The concepts in one of these review states."""
    return {row[0] for row in db.execute(f"select id from concepts where state in ({_marks(states)})", sorted(states))}


def terms_equal(db: sqlite3.Connection, column: str, values: Collection[str], language: str) -> list[Hit]:
    """The terms whose folded form or stem is one of the values."""
    if column not in ("folded", "stem"):
        raise ValueError(column)
    return _hits(db, f"terms.{column} in ({_marks(values)})", list(values), language)


def terms_with_words(db: sqlite3.Connection, folded: str, language: str) -> list[Hit]:
    """The terms that hold all words of the folded query, each at the start of one of their words."""
    words = re.findall(r"\w+", folded)
    query = " ".join(f'"{word}"*' for word in words)
    return _hits(db, "terms.id in (select rowid from terms_fts where terms_fts match ?)", [query], language) if words else []


def every_term(db: sqlite3.Connection, language: str) -> list[Hit]:
    """All terms of a language, or of all languages where it is empty."""
    return _hits(db, "1", [], language)


def _hits(db: sqlite3.Connection, condition: str, values: list[str], language: str) -> list[Hit]:
    if language:
        condition, values = f"{condition} and language = ?", [*values, language]
    rows = db.execute(
        "select concept, language, term, folded, concepts.state, terms.status from terms "
        "join language_sections on language_sections.id = section join concepts on concepts.id = concept "
        f"where {condition} and concepts.state != 'rejected' and terms.state != 'rejected' order by terms.id",
        values,
    )
    return [Hit(*row) for row in rows]


def concept_of(db: sqlite3.Connection, identifier: str) -> int | None:
    """The id of the concept that `c17`, `t42` (by its term) or `17` means; None where there is none."""
    match = re.fullmatch(r"([ct]?)(\d{1,18})", identifier.strip().lower())
    if not match:
        return None
    statement = (
        "select concept from terms join language_sections on language_sections.id = section where terms.id = ?"
        if match[1] == "t"
        else "select id from concepts where id = ?"
    )
    row = db.execute(statement, [int(match[2])]).fetchone()
    return row[0] if row else None


def without(db: sqlite3.Connection, source: str, target: str) -> list[tuple[int, str, EntityType]]:
    """The concepts with a term in one language and none in another, but for rejected ones: id, first term, type of entity."""
    rows = db.execute(
        "select concepts.id, terms.term, concepts.entity from concepts join language_sections on language_sections.concept = concepts.id "
        "join terms on terms.section = language_sections.id and terms.position = 0 where language = ? and concepts.state != 'rejected' "
        "and not exists (select 1 from terms join language_sections on language_sections.id = terms.section "
        "where language_sections.concept = concepts.id and language = ?) order by concepts.id",
        [source, target],
    )
    return [(concept, term, EntityType(entity)) for concept, term, entity in rows]


def history(db: sqlite3.Connection, concept: int) -> list[Decision]:
    """The decisions about a concept, the oldest first."""
    rows = db.execute("select id, at, who, action, concept, reason, undone, what from decisions where concept = ? order by id", [concept])
    return [Decision(*row) for row in rows.fetchall()]


def statistics(db: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """Counts of what the termbase holds: texts, concepts by state, entity and field, terms by language and origin."""

    def counts(statement: str) -> dict[str, int]:
        return {str(row[0]): row[1] for row in db.execute(statement)}

    by_concept = "select {0}, count(*) from concepts group by 1 order by 2 desc, 1"
    by_term = (
        "select {0}, count(*) from terms join language_sections on language_sections.id = section "
        "join concepts on concepts.id = concept where concepts.state != 'rejected' group by 1 order by 2 desc, 1"
    )
    return {
        "texts": {
            "documents": db.execute("select count(*) from documents").fetchone()[0],
            "segments": db.execute("select count(*) from segments").fetchone()[0],
            "occurrences": db.execute("select count(*) from occurrences").fetchone()[0],
        },
        "concepts by state": counts(by_concept.format("state")),
        "concepts by entity": counts(by_concept.format("entity")),
        "concepts by subject field": counts(by_concept.format("coalesce(nullif(subject_field, ''), '(none)')")),
        "terms by language": counts(by_term.format("language")),
        "terms by origin": counts(by_term.format("origin")),
    }
