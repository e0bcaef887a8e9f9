"""What a run brings into the termbase. Every function works inside the transaction that `writing` opened."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from operator import itemgetter

from sqlite_utils import Database

from glossary.model import Candidate, Concept, EntityType, LanguageSection, Origin, ReviewState, Term
from tm.model import Document, Segment
from tm.text import fold, nfc, stem

_CACHE = 65_536  # KB that SQLite may keep of the file while much is added


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """A term of the source language as the recogniser needs it."""

    id: int
    concept: int
    term: str
    entity: str
    state: str


def add_concept(db: Database, concept: Concept) -> int:
    """Keeps a new concept with its sections and terms, and returns its id."""
    concept_id = insert(db, "concepts", {"id": next_id(db), **_concept_row(concept)})
    for section in concept.sections:
        add_section(db, concept_id, section)
    return concept_id


def _concept_row(concept: Concept) -> dict[str, object]:
    return {
        "key": concept.key or None,
        "subject_field": nfc(concept.subject_field),
        "entity": concept.entity.value,
        "state": concept.state.value,
        "note": nfc(concept.note),
    }


def add_concepts(db: Database, concepts: Sequence[Concept], ids: Sequence[int] = ()) -> None:
    """Keeps many new concepts at once: with these ids, or with the next ones."""
    ids = ids or range(next_id(db), next_id(db) + len(concepts))
    first_section = (db.execute("select max(id) from language_sections").fetchone()[0] or 0) + 1
    sections = [(identifier, section) for identifier, concept in zip(ids, concepts, strict=True) for section in concept.sections]
    insert_many(db, "concepts", [{**_concept_row(concept), "id": number} for number, concept in zip(ids, concepts, strict=True)])
    numbered = [
        {"id": first_section + n, "concept": concept, "language": section.language, "definition": nfc(section.definition)}
        for n, (concept, section) in enumerate(sections)
    ]
    insert_many(db, "language_sections", numbered)
    terms = [
        _term_row(first_section + n, position, term)
        for n, (_, section) in enumerate(sections)
        for position, term in enumerate(section.terms)
    ]
    insert_many(db, "terms", terms)


def insert_many(db: Database, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Inserts thousands of rows with the same columns, three times as fast as `insert_all`."""
    if rows:
        columns = list(rows[0])
        values = map(itemgetter(*columns), rows)  # binding by place takes a third less than by name
        db.conn.executemany(f"insert into {table} ({', '.join(columns)}) values ({', '.join('?' * len(columns))})", values)


@contextmanager
def indexed_together(db: Database) -> Iterator[None]:
    """Lets the full-text index wait for terms that are added meanwhile: many at once cost a third of what they cost one by one."""
    trigger = db.execute("select sql from sqlite_master where type = 'trigger' and name = 'terms_ai'").fetchone()[0]
    newest = db.execute("select coalesce(max(id), 0) from terms").fetchone()[0]
    db.execute(f"pragma cache_size = -{_CACHE}")
    db.execute("drop trigger terms_ai")
    yield
    db.execute("insert into terms_fts (rowid, folded) select id, folded from terms where id > ?", [newest])
    db.execute(trigger)


def add_section(db: Database, concept: int, section: LanguageSection) -> None:
    """Keeps the terms of a concept in one language; those that it has already are left as they are."""
    row = {"concept": concept, "language": section.language, "definition": nfc(section.definition)}
    db.execute(
        "insert into language_sections (concept, language, definition) values (:concept, :language, :definition) "
        "on conflict (concept, language) do update set definition = excluded.definition where definition = ''",
        row,
    )
    section_id = db.execute("select id from language_sections where concept = ? and language = ?", [concept, section.language]).fetchone()[
        0
    ]
    taken = {row[0] for row in db.execute("select term from terms where section = ?", [section_id])}
    terms = [term for term in section.terms if nfc(term.term) not in taken]
    db.table("terms").insert_all(_term_row(section_id, len(taken) + n, term) for n, term in enumerate(terms))
    for term in terms:
        if term.evidence:
            _keep_evidence(db, section_id, term)


def _keep_evidence(db: Database, section: int, term: Term) -> None:
    identifier = db.execute("select id from terms where section = ? and term = ?", [section, nfc(term.term)]).fetchone()[0]
    db.table("evidence").insert_all({"term": identifier, **asdict(evidence)} for evidence in term.evidence)


def _term_row(section: int, position: int, term: Term) -> dict[str, object]:
    folded = fold(term.term)
    return {
        "section": section,
        "position": position,
        "term": nfc(term.term),
        "folded": folded,
        "stem": stem(folded),
        "type": term.type.value,
        "status": term.status.value,
        "state": term.state.value,
        "origin": term.origin.value,
        "score": term.score,
        "reliability": term.reliability,
        "pos": term.pos,
        "gender": term.gender,
        "source": nfc(term.source),
        "note": nfc(term.note),
    }


def next_id(db: Database) -> int:
    """An id that no concept ever had: those of removed ones are in people's sheets still."""
    newest = db.execute("select coalesce(max(id), 0) from concepts").fetchone()[0]
    return max(int(newest), int(setting(db, "newest removed concept") or 0)) + 1


def remove_concept(db: Database, concept: int) -> None:
    """Takes a concept out altogether, with everything that hangs on it but its history."""
    terms = "select terms.id from terms join language_sections on language_sections.id = terms.section where concept = ?"
    db.execute(f"delete from occurrences where term in ({terms})", [concept])
    db.execute(f"delete from terms where id in ({terms})", [concept])
    db.execute("delete from language_sections where concept = ?", [concept])
    db.execute("delete from candidates where concept = ?", [concept])
    db.execute("delete from concepts where id = ?", [concept])
    newest = max(concept, int(setting(db, "newest removed concept") or 0))
    db.table("settings").upsert({"name": "newest removed concept", "value": str(newest)}, pk="name")


def take_back(db: Database, concept: int) -> None:
    """Undoes an addition: what was mined meanwhile is a candidate again, anything else goes."""
    mined = db.execute("select language from candidates where concept = ?", [concept]).fetchone()
    if mined is None:
        remove_concept(db, concept)
        return
    others = "select id from language_sections where concept = ? and language != ?"
    db.execute(f"delete from occurrences where term in (select id from terms where section in ({others}))", [concept, mined[0]])
    db.execute(f"delete from terms where section in ({others})", [concept, mined[0]])
    db.execute("delete from language_sections where concept = ? and language != ?", [concept, mined[0]])
    own = "select id from language_sections where concept = ?"
    db.execute(f"update terms set state = 'candidate', origin = 'mined' where section in ({own})", [concept])
    db.execute("update concepts set state = 'candidate', subject_field = '', note = '' where id = ?", [concept])


def insert(db: Database, table: str, row: Mapping[str, object]) -> int:
    """Inserts a row and gives its id."""
    return int(db.table(table).insert(dict(row)).last_pk)  # type: ignore[arg-type]  # our keys are integers


def keep_reference(db: Database, concepts: Iterable[Concept], digest: str) -> None:
    """Brings the reference glossary in: what is new is added, what was corrected replaces what an older version brought.

    A concept that somebody decided about keeps its terms as they are, and only gets new ones.
    """
    if setting(db, "reference") == digest:
        return
    known = {row[0]: row[1] for row in db.execute("select key, id from concepts where key is not null")}
    decided = {row[0] for row in db.execute("select concept from decisions where undone = 0 and action != 'postpone'")}
    new: list[Concept] = []
    for concept in concepts:
        if concept.key not in known:
            new.append(concept)
            continue
        identifier = known[concept.key]
        if identifier not in decided:
            _renew(db, identifier, concept)
        for section in concept.sections:
            add_section(db, identifier, section)
        _number_terms(db, identifier)
    add_concepts(db, new)
    db.table("settings").upsert({"name": "reference", "value": digest}, pk="name")


def _renew(db: Database, identifier: int, concept: Concept) -> None:
    """Takes over what a newer reference glossary says of a concept and of its terms, and drops reference terms that it dropped."""
    db.execute(
        "update concepts set subject_field = ?, entity = ?, note = ? where id = ?",
        [nfc(concept.subject_field), concept.entity.value, nfc(concept.note), identifier],
    )
    new = {(section.language, nfc(term.term)): (number, term) for section in concept.sections for number, term in enumerate(section.terms)}
    rows = db.execute(
        "select terms.id, language, terms.term, terms.section from terms join language_sections on language_sections.id = terms.section "
        "where language_sections.concept = ? and origin = ?",
        [identifier, Origin.REFERENCE.value],
    ).fetchall()
    for term_id, language, text, section_id in rows:
        if (language, text) in new:
            db.table("terms").update(term_id, _term_row(section_id, *new[language, text]))
        else:
            db.execute("delete from occurrences where term = ?", [term_id])
            db.execute("delete from terms where id = ?", [term_id])


def _number_terms(db: Database, concept: int) -> None:
    """Numbers the terms of each section from 0 in the order that they have, the reference glossary's before others."""
    db.execute(
        "update terms set position = ranked.place from (select terms.id, row_number() over (partition by section order by "
        "position, origin != 'reference', terms.id) - 1 as place from terms join language_sections on language_sections.id = section "
        "where concept = ?) as ranked where terms.id = ranked.id",
        [concept],
    )


def setting(db: Database, name: str) -> str:
    """The value of a setting kept in the file, empty where there is none."""
    row = db.execute("select value from settings where name = ?", [name]).fetchone()
    return row[0] if row else ""


def remove_documents(db: Database, paths: Mapping[str, str]) -> None:
    """Takes out what some files held before: `paths` has the full path of each, by digest."""
    for digest, path in paths.items():
        for (document,) in db.execute("select id from documents where digest = ? or path = ?", [digest, path]).fetchall():
            db.execute("delete from occurrences where segment in (select id from segments where document = ?)", [document])
            db.execute("delete from segments where document = ?", [document])
            db.execute("delete from documents where id = ?", [document])


def keep_document(db: Database, document: Document, path: str, segments: Sequence[Segment]) -> int:
    """Keeps a document with its segments; gives the id of the first of them, which the others follow."""
    row = {
        "source": document.source,
        "path": path,
        "digest": document.digest,
        "type": document.type.value,
        "position": document.position,
        "language": document.language,
        "title": document.title,
        "date": document.date,
        "place": document.place,
        "agency": document.agency,
    }
    document_id = insert(db, "documents", row)
    first = (db.execute("select max(id) from segments").fetchone()[0] or 0) + 1
    db.table("segments").insert_all(
        {"id": first + n, "document": document_id, "position": n, "type": s.type.value, "start": s.start, "end": s.end, "text": s.text}
        for n, s in enumerate(segments)
    )
    return first


def known_terms(db: Database, language: str) -> list[KnownTerm]:
    """All terms of a language with the review state of their concepts, approved ones first."""
    rows = db.execute(
        "select terms.id, language_sections.concept, terms.term, concepts.entity, concepts.state from terms "
        "join language_sections on language_sections.id = terms.section join concepts on concepts.id = language_sections.concept "
        "where language = ? order by concepts.state != 'approved', terms.status != 'preferred', terms.id",
        [language],
    )
    return [KnownTerm(*row) for row in rows]


def keep_candidate(db: Database, candidate: Candidate, concept: int | None = None) -> int:
    """Keeps a candidate's score and reasons, with a concept of its own unless it is one already; gives the concept.

    What people decided about it stays as it is: a rejected candidate stays rejected.
    """
    entity = candidate.entity.value
    found = db.execute(
        "select concept from candidates where language = ? and key = ? and entity = ?", [candidate.language, candidate.key, entity]
    ).fetchone()
    if concept is None:
        concept = found[0] if found else add_concept(db, _concept_of(candidate))
    row = {
        "concept": concept,
        "language": candidate.language,
        "key": candidate.key,
        "entity": entity,
        "score": candidate.score,
        "why": json.dumps(candidate.why, sort_keys=True),
    }
    if found and found[0] != concept:
        db.execute("delete from candidates where concept = ?", [found[0]])
        untouched = (
            "select 1 from concepts where id = ? and state = 'candidate' and id not in (select concept from decisions where undone = 0)"
        )
        if db.execute(untouched, [found[0]]).fetchone():
            remove_concept(db, found[0])  # the concept that was found for it has taken its place
    db.table("candidates").upsert(row, pk="concept")
    return concept


def _concept_of(candidate: Candidate) -> Concept:
    term = Term(candidate.term, state=ReviewState.CANDIDATE, origin=Origin.MINED, score=candidate.score)
    section = LanguageSection(candidate.language, (term,))
    return Concept(entity=EntityType(candidate.entity), state=ReviewState.CANDIDATE, sections=(section,))


def first_term(db: Database, concept: int) -> int:
    """The id of a concept's first term."""
    row = db.execute(
        "select terms.id from terms join language_sections on language_sections.id = section where concept = ? order by terms.id", [concept]
    ).fetchone()
    return int(row[0])


def keep_occurrences(db: Database, rows: Iterable[tuple[int, int, int, int]]) -> None:
    """Keeps where terms stand: (term, segment, start, end), offsets in characters of the segment."""
    db.conn.executemany('insert or ignore into occurrences (term, segment, start, "end") values (?, ?, ?, ?)', rows)


def translations(db: Database, translator: str, source: str, target: str) -> dict[str, str]:
    """What a translator once answered, by text."""
    return dict(
        db.execute(
            "select text, translation from translations_cache where translator = ? and source_language = ? and language = ?",
            [translator, source, target],
        )
    )


def keep_translations(db: Database, translator: str, source: str, target: str, answers: Mapping[str, str]) -> None:
    """Keeps what a translator answered, so that it need not be asked again."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [
        {"translator": translator, "source_language": source, "language": target, "text": text, "translation": answer, "at": at}
        for text, answer in answers.items()
    ]
    db.table("translations_cache").upsert_all(rows, pk=("translator", "source_language", "language", "text"))
