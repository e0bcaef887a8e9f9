"""The one SQLite file: opened, changed whole or not at all, and refused in one line where it cannot be used."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Migrations

import glossary.termbase.schema
import tm.schema
from glossary.termbase import MIGRATIONS, reading, writing
from tm.database import APPLICATION_ID
from tm.errors import DataError

ADD = "insert into settings values ('b', '2')"
SETS: Sequence[Migrations] = (tm.schema.migrations, glossary.termbase.schema.migrations)


def _note(path: Path, name: str, value: str = "1") -> None:
    """A small change: one setting more."""
    with writing(path) as db:
        db.table("settings").insert({"name": name, "value": value})


def _attempt(path: Path, *statements: str, failure: BaseException | None = None) -> None:
    """Several statements in one change, which may fail when all is done."""
    with writing(path) as db:
        for statement in statements:
            db.execute(statement)
        if failure:
            raise failure


def _read(path: Path) -> list[str]:
    with reading(path) as connection:
        return [row["name"] for row in connection.execute("select name from settings order by name")]


def _dump(path: Path) -> list[str]:
    """All tables and rows, read past our own code."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def _change(path: Path, *statements: str) -> None:
    """A change made past our own code."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def _one_line(raised: pytest.ExceptionInfo[DataError], path: Path) -> str:
    message = str(raised.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message


@pytest.fixture
def termbase(tmp_path: Path) -> Path:
    path = tmp_path / "glossary.db"
    _note(path, "a")
    return path


both = pytest.mark.parametrize("use", [_read, lambda path: _note(path, "z")], ids=["reading", "writing"])
Use = Callable[[Path], object]


class TestMigrations:
    def test_the_list_is_what_a_new_file_goes_through(self, termbase: Path) -> None:
        with closing(sqlite3.connect(termbase)) as connection:
            applied = connection.execute("select migration_set, name from _sqlite_migrations order by id").fetchall()
        assert applied == list(MIGRATIONS)

    def test_no_migration_is_left_to_do(self, termbase: Path) -> None:
        with writing(termbase) as db:
            assert [migrations.pending(db) for migrations in SETS] == [[], []]

    def test_all_tables_are_strict(self, termbase: Path) -> None:
        """What the migrations make themselves; SQLite makes the tables of the full-text index."""
        with reading(termbase) as connection:
            rows = connection.execute("select name, strict from pragma_table_list where schema = 'main' and type = 'table'").fetchall()
        loose = {row["name"] for row in rows if not row["strict"] and not row["name"].startswith("sqlite_")}
        assert loose == {"_sqlite_migrations"}
        assert {"documents", "segments", "concepts", "language_sections", "terms", "occurrences"} <= {row["name"] for row in rows}

    def test_an_older_file_is_brought_up_to_date_by_writing(self, termbase: Path) -> None:
        before = _dump(termbase)
        _change(termbase, "delete from _sqlite_migrations where name = 'm005_evidence'", "drop table evidence")
        with pytest.raises(DataError, match=r"made by an older version of glossary.*glossary tm optimize") as raised:
            _read(termbase)
        _one_line(raised, termbase)
        _attempt(termbase)
        assert _read(termbase) == ["a"]
        assert sorted(line for line in _dump(termbase) if "_sqlite_migrations" not in line) == sorted(
            line for line in before if "_sqlite_migrations" not in line
        )


class TestWriting:
    def test_a_fresh_file_is_made(self, tmp_path: Path) -> None:
        path = tmp_path / "new.db"
        _note(path, "a")
        assert _read(path) == ["a"]
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("pragma application_id").fetchone()[0] == APPLICATION_ID
            assert connection.execute("pragma journal_mode").fetchone()[0] == "wal"
            assert connection.execute("pragma integrity_check").fetchone()[0] == "ok"

    def test_only_the_file_itself_stays(self, termbase: Path) -> None:
        assert [path.name for path in termbase.parent.iterdir()] == ["glossary.db"]

    @pytest.mark.parametrize("failure", [ValueError("no"), KeyboardInterrupt(), SystemExit(2)], ids=repr)
    def test_a_failing_change_leaves_no_fresh_file(self, tmp_path: Path, failure: BaseException) -> None:
        with pytest.raises(type(failure)):
            _attempt(tmp_path / "new.db", ADD, failure=failure)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("failure", [ValueError("no"), KeyboardInterrupt()], ids=repr)
    def test_a_failing_change_leaves_an_existing_file_as_it_was(self, termbase: Path, failure: BaseException) -> None:
        before = _dump(termbase)
        with pytest.raises(type(failure)):
            _attempt(termbase, ADD, "delete from settings where name = 'a'", "create table further (x)", failure=failure)
        assert _dump(termbase) == before

    def test_a_change_that_sqlite_refuses_is_told_in_one_line(self, termbase: Path) -> None:
        before = _dump(termbase)
        with pytest.raises(DataError, match=r"UNIQUE constraint failed") as raised:
            _attempt(termbase, ADD, "insert into settings values ('a', 'again')")
        _one_line(raised, termbase)
        assert _dump(termbase) == before

    def test_foreign_keys_are_on(self, termbase: Path) -> None:
        with pytest.raises(DataError, match=r"FOREIGN KEY constraint failed"), writing(termbase) as db:
            db.table("language_sections").insert({"concept": 77, "language": "fr", "definition": ""})

    def test_no_room_left(self, termbase: Path) -> None:
        before = _dump(termbase)
        with pytest.raises(DataError, match=r"full\. Free some room.*nothing was changed") as raised:
            _attempt(termbase, "pragma max_page_count = 1", "insert into settings values ('b', hex(zeroblob(100000)))")
        _one_line(raised, termbase)
        assert _dump(termbase) == before

    def test_another_program_is_writing(self, termbase: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tm.database._BUSY_SECONDS", 0.01)
        with closing(sqlite3.connect(termbase, isolation_level=None)) as other:
            other.execute("begin immediate")
            with pytest.raises(DataError, match=r"locked\. Another program is writing") as raised:
                _note(termbase, "b")
            _one_line(raised, termbase)
            assert _read(termbase) == ["a"]
            other.execute("rollback")
        _note(termbase, "b")
        assert _read(termbase) == ["a", "b"]

    def test_a_change_is_not_seen_before_it_is_whole(self, termbase: Path) -> None:
        with writing(termbase) as db:
            db.table("settings").insert({"name": "b", "value": "2"})
            assert _read(termbase) == ["a"]
        assert _read(termbase) == ["a", "b"]

    def test_the_folder_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match=r"Check that its folder exists") as raised:
            _note(tmp_path / "absent" / "a.db", "a")
        _one_line(raised, tmp_path / "absent" / "a.db")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_a_folder_that_cannot_be_written(self, termbase: Path) -> None:
        termbase.parent.chmod(0o500)
        try:
            with pytest.raises(DataError, match=r"writ") as raised:
                _note(termbase.parent / "new.db", "a")
            _one_line(raised, termbase.parent / "new.db")
            with pytest.raises(DataError, match=r"writable") as raised:
                _note(termbase, "b")
            _one_line(raised, termbase)
        finally:
            termbase.parent.chmod(0o700)
        assert _read(termbase) == ["a"]

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_reading_in_a_folder_that_cannot_be_written(self, termbase: Path) -> None:
        termbase.parent.chmod(0o500)
        try:
            assert _read(termbase) == ["a"]
        finally:
            termbase.parent.chmod(0o700)

    def test_the_folder_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        with pytest.raises(DataError):
            _note(tmp_path / "file" / "a.db", "a")

    def test_a_first_build_that_was_killed_can_be_run_again(self, tmp_path: Path) -> None:
        """The file as it is left on disk by a process that is killed inside its first change."""
        path, left = tmp_path / "new.db", tmp_path / "left.db"
        with writing(path):
            shutil.copy(path, left)
        _note(left, "a")
        assert _read(left) == ["a"]


class TestNotATermbase:
    def test_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match=r"there is no termbase here\. Make one with 'glossary build") as raised:
            _read(tmp_path / "absent.db")
        _one_line(raised, tmp_path / "absent.db")
        assert list(tmp_path.iterdir()) == []

    @both
    def test_a_folder(self, tmp_path: Path, use: Use) -> None:
        with pytest.raises(DataError) as raised:
            use(tmp_path)
        _one_line(raised, tmp_path)

    @both
    @pytest.mark.parametrize("content", [b"Ceci est une lettre.\n" * 300, bytes(range(256)) * 20], ids=["text", "noise"])
    def test_another_kind_of_file(self, tmp_path: Path, use: Use, content: bytes) -> None:
        path = tmp_path / "lettre.db"
        path.write_bytes(content)
        with pytest.raises(DataError, match=r"not a (database|termbase)") as raised:
            use(path)
        assert "--db" in _one_line(raised, path)
        assert path.read_bytes() == content

    @both
    def test_another_programs_database(self, tmp_path: Path, use: Use) -> None:
        path = tmp_path / "other.db"
        _change(path, "create table birds (name)", "insert into birds values ('héron')")
        content = path.read_bytes()
        with pytest.raises(DataError, match=r"this is not a termbase\. Name another file with --db") as raised:
            use(path)
        _one_line(raised, path)
        assert path.read_bytes() == content

    @both
    @pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
    def test_a_truncated_file(self, termbase: Path, use: Use, share: float) -> None:
        whole = termbase.read_bytes()
        termbase.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(DataError, match=r"malformed\. Restore it from a copy") as raised:
            use(termbase)
        _one_line(raised, termbase)
        assert termbase.is_file()

    @both
    def test_a_newer_version(self, termbase: Path, use: Use) -> None:
        _change(termbase, "insert into _sqlite_migrations (migration_set, name, applied_at) values ('glossary', 'm999_unheard_of', '2099')")
        before = _dump(termbase)
        with pytest.raises(DataError, match=r"made by a newer version of glossary \(it has m999_unheard_of\)\. Update with") as raised:
            use(termbase)
        _one_line(raised, termbase)
        assert _dump(termbase) == before


class TestReading:
    def test_nothing_can_be_changed(self, termbase: Path) -> None:
        with pytest.raises(DataError, match=r"readonly"), reading(termbase) as connection:
            connection.execute("delete from settings")
        assert _read(termbase) == ["a"]

    def test_an_error_of_ones_own_passes_through(self, termbase: Path) -> None:
        with pytest.raises(LookupError, match="mine"), reading(termbase):
            raise LookupError("mine")

    def test_names_with_odd_characters(self, tmp_path: Path) -> None:
        path = tmp_path / "été 100% ?#& «a».db"
        _note(path, "a")
        assert _read(path) == ["a"]
