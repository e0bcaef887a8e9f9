"""The part of the database that holds concepts, made and changed by forward migrations only."""

from __future__ import annotations

import json

from sqlite_utils import Database, Migrations

migrations = Migrations("glossary")


@migrations()
def m001_concepts(db: Database) -> None:
    db.table("concepts").create(
        {"id": int, "key": str, "subject_field": str, "entity": str, "state": str, "note": str},
        pk="id",
        not_null={"subject_field", "entity", "state", "note"},
        strict=True,
    )
    db.table("concepts").create_index(["key"], unique=True)
    db.table("language_sections").create(
        {"id": int, "concept": int, "language": str, "definition": str},
        pk="id",
        foreign_keys=[("concept", "concepts", "id")],
        not_null={"concept", "language", "definition"},
        strict=True,
    )
    db.table("language_sections").create_index(["concept", "language"], unique=True)
    db.table("terms").create(
        {
            "id": int,
            "section": int,
            "position": int,
            "term": str,
            "folded": str,
            "stem": str,
            "type": str,
            "status": str,
            "state": str,
            "origin": str,
            "score": float,
            "reliability": int,
            "pos": str,
            "gender": str,
            "source": str,
            "note": str,
        },
        pk="id",
        foreign_keys=[("section", "language_sections", "id")],
        not_null={"section", "position", "term", "folded", "stem", "type", "status", "state", "origin", "score", "reliability"}
        | {"pos", "gender", "source", "note"},
        strict=True,
    )
    db.table("terms").create_index(["section", "term"], unique=True)
    db.table("terms").create_index(["folded"])
    db.table("terms").create_index(["stem"])
    db.table("terms").enable_fts(["folded"], create_triggers=True, tokenize="unicode61 remove_diacritics 0")


@migrations()
def m002_candidates_and_occurrences(db: Database) -> None:
    db.table("candidates").create(
        {"concept": int, "language": str, "key": str, "entity": str, "score": float, "why": str},
        pk="concept",
        foreign_keys=[("concept", "concepts", "id")],
        not_null={"language", "key", "entity", "score", "why"},
        strict=True,
    )
    db.table("candidates").create_index(["language", "key", "entity"], unique=True)
    db.table("occurrences").create(
        {"id": int, "term": int, "segment": int, "start": int, "end": int},
        pk="id",
        foreign_keys=[("term", "terms", "id"), ("segment", "segments", "id")],
        not_null={"term", "segment", "start", "end"},
        strict=True,
    )
    db.table("occurrences").create_index(["term", "segment", "start"], unique=True)
    db.table("occurrences").create_index(["segment"])


@migrations()
def m003_decisions(db: Database) -> None:
    db.table("decisions").create(
        {"id": int, "at": str, "who": str, "action": str, "concept": int, "reason": str, "before": str, "undone": int},
        pk="id",
        not_null={"at", "who", "action", "concept", "reason", "before", "undone"},
        strict=True,
    )
    db.table("decisions").create_index(["concept"])
    db.table("settings").create({"name": str, "value": str}, pk="name", not_null={"value"}, strict=True)


@migrations()
def m004_translations_cache(db: Database) -> None:
    db.table("translations_cache").create(
        {"translator": str, "source_language": str, "language": str, "text": str, "translation": str, "at": str},
        pk=("translator", "source_language", "language", "text"),
        not_null={"translation", "at"},
        strict=True,
    )


@migrations()
def m005_evidence(db: Database) -> None:
    db.execute(
        "create table evidence (id integer primary key, term integer not null references terms(id) on delete cascade, "
        'unit integer not null, source text not null, start integer not null, "end" integer not null, '
        "target text not null, target_start integer not null, target_end integer not null) strict"
    )
    db.table("evidence").create_index(["term"])


@migrations()
def m006_what_was_decided(db: Database) -> None:
    """Decisions say what they changed, and those that belong together (`change`) are taken back together."""
    db.execute("alter table decisions add column change integer not null default 0")
    db.execute("alter table decisions add column what text not null default ''")
    db.execute("update decisions set change = id where action != 'import'")
    db.execute(
        "update decisions set change = first.id from (select min(id) as id, at, who, reason from decisions where action = 'import' "
        "group by at, who, reason) as first where action = 'import' and (decisions.at, decisions.who, decisions.reason) = "
        "(first.at, first.who, first.reason)"
    )
    db.table("decisions").create_index(["change"])
    for identifier, before in db.execute("select id, before from decisions where action in ('approve', 'reject')").fetchall():
        old = json.loads(before)
        terms = {term: {"state": state} for term, state in old["terms"].items()}
        new = {"concept": {"state": old["concept"]}, "definitions": {}, "terms": terms, "new_terms": [], "new_sections": []}
        db.execute("update decisions set before = ? where id = ?", [json.dumps(new), identifier])


@migrations()
def m007_queue(db: Database) -> None:
    """What waits for review is found in the order of its scores without reading the rest, and words without reading terms.

    A concept carries the score that it was mined with, kept in step by triggers: an index cannot reach into two tables.
    """
    db.execute("alter table concepts add column mined_score real not null default 0")
    db.execute("update concepts set mined_score = candidates.score from candidates where candidates.concept = concepts.id")
    for event in ("insert", "update of score"):
        db.execute(
            f"create trigger candidates_score_{event[:6]} after {event} on candidates begin "
            "update concepts set mined_score = new.score where id = new.concept; end"
        )
    db.execute(
        "create trigger candidates_score_delete after delete on candidates begin "
        "update concepts set mined_score = 0 where id = old.concept; end"
    )
    db.execute("create index queue on concepts (mined_score desc, id, state, entity, subject_field)")
    db.execute("create index concepts_by_state on concepts (state, subject_field, entity, mined_score)")
    db.execute("create index concepts_by_subject_field on concepts (subject_field)")
    db.execute("create index standing on decisions (action, concept) where undone = 0")
    db.execute("create virtual table terms_words using fts5vocab(terms_fts, row)")
