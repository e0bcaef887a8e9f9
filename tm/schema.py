"""The part of the database that holds texts, made and changed by forward migrations only."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from tm.text import fold

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


def _words(languages: str, letters: str) -> str:
    """The text of a variant as the index of words sees it, null where it is in another language.

    SQLite's tokenizer takes marks and case off by itself; placeholders it would take for the end of a word, and these
    letters it leaves whole: those that a language or the names that it borrows have.
    """
    folded = "replace(text, char(65532), '')"
    for letter in letters:
        folded = f"replace({folded}, '{letter}', '{fold(letter)}')"
    return f"iif(language {languages}, {folded}, null)"


_INDEXED = (
    ("fr", "= 'fr'", "đĐœŒ"),
    ("en", "= 'en'", "đĐ"),
    ("vi", "= 'vi'", "đĐ"),
    ("other", "not in ('fr', 'en', 'vi')", "đĐœŒæÆøØłŁı"),
)


@migrations()
def m002_translation_units(db: Database) -> None:
    db.table("units").create(
        {
            "id": int,
            "identity": int,
            "name": str,
            "source_language": str,
            "previous": str,
            "next": str,
            "origin": str,
            "score": float,
            "details": str,
        },
        pk="id",
        not_null={"identity", "name", "source_language", "previous", "next", "origin", "score", "details"},
        strict=True,
    )
    db.table("units").create_index(["identity"])
    db.table("variants").create(
        {"id": int, "unit": int, "language": str, "tag": str, "text": str, "tags": str, "details": str, "key": int},
        pk="id",
        foreign_keys=[("unit", "units", "id")],
        not_null={"unit", "language", "tag", "text", "tags", "details", "key"},
        strict=True,
    )
    db.table("variants").create_index(["unit"])
    db.table("variants").create_index(["key"])
    # One run of signatures: `count` distinct texts of a language by length, from `shortest` to `longest`, one array a column.
    db.execute(
        "create table signatures (id integer primary key, language text not null, shortest integer not null, longest integer not null, "
        "count integer not null, lengths blob not null, targets blob not null, keys blob not null, bits blob not null) strict"
    )
    db.table("signatures").create_index(["language"])
    # A row for each variant, its text in the column of its language. The index keeps no text of its own.
    db.execute(
        "create view variant_words as select id, "
        + ", ".join(f"{_words(languages, letters)} as {column}" for column, languages, letters in _INDEXED)
        + " from variants"
    )
    db.execute(
        "create virtual table words using fts5(fr, en, vi, other, content='variant_words', content_rowid='id', columnsize=0, "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    # A batch is written at once, and pieces of the index are merged seldom: half the work of an import is here.
    db.execute("insert into words(words, rank) values ('hashsize', 33554432), ('automerge', 16)")
    db.execute("create virtual table vocabulary using fts5vocab(words, 'col')")
