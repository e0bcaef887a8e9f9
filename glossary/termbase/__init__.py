"""The termbase: the only room that knows SQL. `read` answers questions, `write` keeps results, `decisions` judges."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tm import database

if TYPE_CHECKING:
    from sqlite_utils import Database

# What a file of this version has been through; a test compares it with the migrations themselves.
MIGRATIONS = (
    *database.MIGRATIONS,
    ("glossary", "m001_concepts"),
    ("glossary", "m002_candidates_and_occurrences"),
    ("glossary", "m003_decisions"),
    ("glossary", "m004_translations_cache"),
    ("glossary", "m005_evidence"),
    ("glossary", "m006_what_was_decided"),
)


def reading(path: Path) -> AbstractContextManager[sqlite3.Connection]:
    """The termbase open for reading. Raises DataError where it cannot be."""
    return database.read(path, MIGRATIONS)


def prepare(path: Path) -> None:
    """Makes the file where there is none and brings an older one up to date, for who writes to the memory in it."""
    with writing(path):
        pass


@contextmanager
def writing(path: Path) -> Iterator[Database]:
    """The termbase open for one change, all of which is kept or none. Raises DataError where it cannot be."""
    import glossary.termbase.schema
    import tm.schema

    with database.write(path, [tm.schema.migrations, glossary.termbase.schema.migrations], MIGRATIONS) as db:
        yield db
