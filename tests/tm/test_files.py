"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tm.errors import DataError
from tm.files import Staged, reading, watched


def _write(staged: Staged, target: Path, content: bytes = b"new") -> None:
    with staged.open(target) as stream:
        stream.write(content)


def _write_all(*targets: Path, failure: BaseException | None = None) -> None:
    """Writes and commits all targets, unless it fails before the commit, with the last of them open."""
    with Staged() as staged:
        for target in targets:
            with staged.open(target) as stream:
                stream.write(b"new")
                if failure and target == targets[-1]:
                    raise failure
        staged.put()


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_nothing_is_seen_before_the_commit(tmp_path: Path) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_bytes(b"old")
    with Staged() as staged:
        _write(staged, old)
        _write(staged, new)
        assert old.read_bytes() == b"old"
        assert not new.exists()
        staged.put()
        assert (old.read_bytes(), new.read_bytes()) == (b"new", b"new")
    assert _names(tmp_path) == ["new.csv", "old.csv"]


def test_without_a_commit_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    with Staged() as staged:
        _write(staged, tmp_path / "a.csv")
        _write(staged, tmp_path / "b.csv")
    assert _names(tmp_path) == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"old"


@pytest.mark.parametrize("failure", [ValueError("no"), KeyboardInterrupt()], ids=repr)
def test_nothing_is_left_after_an_exception(tmp_path: Path, failure: BaseException) -> None:
    with pytest.raises(type(failure)):
        _write_all(tmp_path / "a.csv", tmp_path / "b.csv", failure=failure)
    assert _names(tmp_path) == []


def test_the_old_file_is_replaced_and_never_written_into(tmp_path: Path) -> None:
    """Who has the old file open, or a second name for it, keeps the old content whole."""
    target, second = tmp_path / "a.csv", tmp_path / "second"
    target.write_bytes(b"old and long")
    os.link(target, second)
    with target.open("rb") as reader, Staged() as staged:
        _write(staged, target)
        staged.put()
        assert reader.read() == b"old and long"
    assert (target.read_bytes(), second.read_bytes()) == (b"new", b"old and long")


def test_folders_are_made(tmp_path: Path) -> None:
    target = tmp_path / "new" / "deep" / "a.csv"
    with Staged() as staged:
        _write(staged, target)
        staged.put()
    assert target.read_bytes() == b"new"
    assert _names(target.parent) == ["a.csv"]


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_permissions_are_those_of_any_new_file(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        with Staged() as staged:
            _write(staged, tmp_path / "a.csv")
            staged.put()
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == mode


def test_a_second_commit_does_nothing(tmp_path: Path) -> None:
    with Staged() as staged:
        _write(staged, tmp_path / "a.csv")
        staged.put()
        (tmp_path / "a.csv").write_bytes(b"later")
        staged.put()
    assert (tmp_path / "a.csv").read_bytes() == b"later"


def test_the_folder_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    target = tmp_path / "file" / "a.csv"
    with pytest.raises(DataError, match=r"cannot be written \(.+\)\. Check that the folder exists") as raised, Staged() as staged:
        _write(staged, target)
    assert raised.value.where == str(target)
    assert "\n" not in str(raised.value)


def test_no_room_left(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(DataError, match=r"a\.csv: cannot be written \(No space.*\)\. Free some room"):
        _write_all(tmp_path / "a.csv", failure=full)
    assert _names(tmp_path) == []


def test_the_target_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(DataError, match=r"a\.csv: cannot be written"):
        _write_all(tmp_path / "a.csv")
    assert _names(tmp_path) == ["a.csv"]
    assert _names(tmp_path / "a.csv") == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(DataError, match=r"cannot be written \(Permission denied\)"), Staged() as staged:
        _write(staged, folder / "a.csv")
    assert _names(folder) == []


def test_no_folder_is_left_after_an_exception(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no"):
        _write_all(tmp_path / "out" / "a.csv", failure=ValueError("no"))
    assert _names(tmp_path) == []


def test_all_files_are_put_in_place_or_none(tmp_path: Path) -> None:
    """The third cannot be replaced: the first goes again, and the second is what it was."""
    (tmp_path / "b.csv").write_bytes(b"old")
    (tmp_path / "c.csv").mkdir()
    with pytest.raises(DataError, match=r"c\.csv: cannot be written"):
        _write_all(tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv")
    assert (tmp_path / "b.csv").read_bytes() == b"old"
    assert _names(tmp_path) == ["b.csv", "c.csv"]


def test_who_watches_hears_how_far_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(bytes(range(256)) * 1000)
    heard: list[float] = []
    with watched(heard.append), reading(path) as stream:
        assert b"".join(iter(lambda: stream.read(10_000), b"")) == path.read_bytes()
    assert len(heard) > 10
    assert heard == sorted(heard)
    assert heard[-1] == 1
    with reading(path) as stream:
        stream.read()
    assert heard[-1] == 1
    assert len(heard) < 100, "afterwards nobody is told"


def test_an_empty_file_is_read_at_once(tmp_path: Path) -> None:
    heard: list[float] = []
    (tmp_path / "empty").touch()
    with watched(heard.append), reading(tmp_path / "empty") as stream:
        assert stream.read(10) == b""
    assert set(heard) == {1.0}


def test_a_file_that_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    with watched(print), pytest.raises(FileNotFoundError):
        reading(tmp_path / "none")
