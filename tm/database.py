"""Opening the one SQLite file, and saying in one line what is wrong with it.

Reading needs the standard library only, so that a look-up starts fast; writing goes through sqlite-utils.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tm.errors import DataError

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x676C6F73  # "glos": tells our files from other SQLite files
# What the texts' part of a file has been through; a test compares it with the migrations themselves.
MIGRATIONS = (("tm", "m001_documents_and_segments"), ("tm", "m002_translation_units"))
_BUSY_SECONDS = 30.0


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turns an SQLite error into a DataError that names the file and says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _explain(path, error) from error


def _explain(path: Path, error: sqlite3.DatabaseError) -> DataError:
    text = str(error)
    for sign, todo in (
        ("not a database", "Name a termbase with --db, or move this file away"),
        ("malformed", "Restore it from a copy; 'sqlite3 FILE .recover' saves what can be saved"),
        ("readonly", "Make the file and its folder writable, or name another with --db"),
        ("unable to open", "Check that its folder exists and can be written"),
        ("disk is full", "Free some room and run the command again; nothing was changed"),
        ("disk I/O error", "Check the disk; nothing was changed"),
        ("locked", "Another program is writing to it: try again when it has finished"),
    ):
        if sign in text:
            return DataError(path, text, todo)
    return DataError(path, f"SQLite says: {text}", "Run again with --debug to see where")


@contextmanager
def read(path: Path, known: Sequence[tuple[str, str]]) -> Iterator[sqlite3.Connection]:
    """The database open for reading. `known` are the (set, name) pairs of migrations that this version knows.

    Raises DataError where there is no such file, or it is no termbase, or a newer version made it.
    """
    if not path.is_file():
        raise DataError(path, "there is no termbase here", "Make one with 'glossary build SOURCES', or name one with --db")
    with reported(path):
        connection = _open_for_reading(path)
        try:
            connection.row_factory = sqlite3.Row
            _check(connection, path, known)
            yield connection
        finally:
            connection.close()


def _open_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write; in a folder that cannot be written either, one that takes the file as it is."""
    address = f"{path.resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)
    try:
        connection.execute("pragma schema_version")
    except sqlite3.DatabaseError as error:
        connection.close()
        if "unable to open" not in str(error) or Path(f"{path}-wal").exists():
            raise
        return sqlite3.connect(f"{address}&immutable=1", uri=True)
    return connection


def _check(connection: sqlite3.Connection, path: Path, known: Sequence[tuple[str, str]]) -> None:
    if set(known) - _applied(connection, path, known):
        raise DataError(
            path, "made by an older version of glossary", "'glossary tm optimize' brings it up to date, as any command that writes does"
        )


def _applied(connection: sqlite3.Connection, path: Path, known: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The migrations that a file has seen. Raises DataError where it is no termbase or holds one that is not known.

    Only the sets that are asked for are looked at: what reads texts need not know the tables of terms.
    """
    if connection.execute("pragma application_id").fetchone()[0] != APPLICATION_ID:
        raise DataError(path, "this is not a termbase", "Name another file with --db")
    applied = {(row[0], row[1]) for row in connection.execute("select migration_set, name from _sqlite_migrations")}
    sets = {migration_set for migration_set, _ in known}
    if unknown := {(migration_set, name) for migration_set, name in applied if migration_set in sets} - set(known):
        newest = max(name for _, name in unknown)
        raise DataError(path, f"made by a newer version of glossary (it has {newest})", "Update with 'pip install -U diplomatic-glossary'")
    return applied


@contextmanager
def write(path: Path, migrations: Sequence[Migrations], known: Sequence[tuple[str, str]]) -> Iterator[Database]:
    """The database open for one change: all of it is kept, or nothing. Makes the file where there is none.

    `known` are the (set, name) pairs of all `migrations`. Raises DataError as `read` does.
    """
    existed = path.exists()
    try:
        with _opened_for_writing(path, known) as db, db.atomic():
            _migrate(db, migrations)
            yield db
    except BaseException:
        if not existed:
            _remove(path)
        raise


@contextmanager
def write_batches(path: Path, migrations: Sequence[Migrations], known: Sequence[tuple[str, str]]) -> Iterator[sqlite3.Connection]:
    """The database open for many changes, each of which the caller begins and commits; what is not committed is lost.

    The connection may be handed to another thread. Makes the file where there is none; raises DataError as `read` does.
    """
    with write(path, migrations, known):
        pass
    with _opened_for_writing(path, known) as db:
        yield db.conn


@contextmanager
def _opened_for_writing(path: Path, known: Sequence[tuple[str, str]]) -> Iterator[Database]:
    from sqlite_utils import Database

    with reported(path):
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            _prepare(connection, path, known)
            yield Database(connection)
        finally:
            connection.close()


def _migrate(db: Database, migrations: Sequence[Migrations]) -> None:
    db.execute(f"pragma application_id = {APPLICATION_ID}")
    for migration_set in migrations:
        migration_set.apply(db)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            Path(f"{path}{suffix}").unlink()


def _prepare(connection: sqlite3.Connection, path: Path, known: Iterable[tuple[str, str]]) -> None:
    if _empty(connection):
        connection.execute("pragma journal_mode = wal")
    else:
        _applied(connection, path, known)
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma synchronous = full")


def _empty(connection: sqlite3.Connection) -> bool:
    """Whether the file holds nothing: what is left of a first change that was killed."""
    nameless = connection.execute("pragma application_id").fetchone()[0] == 0
    return bool(nameless and connection.execute("select count(*) from sqlite_master").fetchone()[0] == 0)
