"""The part of the database that holds texts, made and changed by forward migrations only."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("tm")


@migrations()
def m001_documents_and_segments(db: Database) -> None:
    db.table("documents").create(
        {
            "id": int,
            "source": str,
            "path": str,
            "digest": str,
            "type": str,
            "position": int,
            "language": str,
            "title": str,
            "date": str,
            "place": str,
            "agency": str,
        },
        pk="id",
        not_null={"source", "path", "digest", "type", "position", "language", "title", "date", "place", "agency"},
        strict=True,
    )
    db.table("documents").create_index(["digest", "position"], unique=True)
    db.table("documents").create_index(["path"])
    db.table("segments").create(
        {"id": int, "document": int, "position": int, "type": str, "start": int, "end": int, "text": str},
        pk="id",
        foreign_keys=[("document", "documents", "id")],
        not_null={"document", "position", "type", "start", "end", "text"},
        strict=True,
    )
    db.table("segments").create_index(["document", "position"], unique=True)
