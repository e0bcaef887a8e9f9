"""Bad files, full disks and interruptions: one line says what happened, and nothing is half-written."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.helpers import PROGRAM, Ran, interrupted, is_error, run
from tests.conftest import Built
from tests.glossary.helpers import Rows, dump, sound

ENGLISH = "The harbour master said on Tuesday that the lighthouse would be painted again before the winter storms arrive.\n" * 5
GOOD = (
    "Le phare d'Aveiro accueille de nouveau les visiteurs. Le gardien du phare a salué la réouverture du phare, fermé depuis trois ans.\n"
)
EDITED = "Le musée de la morue ferme pour travaux. La pêche durable attendra une visite officielle du ministre Einar Jonsson.\n"
EXPORTS = {f"diplomacy{pair}{extension}" for pair in ("", ".fr-en", ".fr-vi") for extension in (".tbx", ".csv")} | {"review.csv"}


@dataclass(frozen=True)
class State:
    """A termbase and its exports as they were at some time."""

    rows: Rows
    files: dict[str, bytes]


@dataclass(frozen=True)
class Home:
    """A folder with a termbase and its exports, and articles that would change both."""

    folder: Path
    articles: Path

    @property
    def database(self) -> Path:
        return self.folder / "glossary.db"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def state(self) -> State:
        return State(dump(self.database), {path.name: path.read_bytes() for path in self.out.iterdir() if path.name in EXPORTS})

    def arguments(self, *sources: str | Path) -> list[str]:
        """Those of a build."""
        return ["build", *map(str, sources or (self.articles,)), "--db", str(self.database), "--out", str(self.out)]

    def strays(self) -> set[str]:
        """What is in the folders and nobody asked for."""
        known = {"glossary.db", "glossary.db-wal", "glossary.db-shm", "out", "articles"} | EXPORTS
        return {path.name for path in [*self.folder.iterdir(), *self.out.iterdir()]} - known


@pytest.fixture
def home(small: Built, articles: Path, tmp_path: Path) -> Home:
    """What the build of the three short articles left, and these articles, one of them edited, with one more."""
    folder = tmp_path / "home"
    shutil.copytree(small.out, folder / "out")
    small.copy_to(folder)
    found = Home(folder, Path(shutil.copytree(articles, folder / "articles")))
    (found.articles / "phare.txt").write_text(GOOD, "utf-8")
    (found.articles / "musee.txt").write_text(EDITED, "utf-8")
    return found


@contextmanager
def unchanged(home: Home) -> Iterator[None]:
    """Sees to it that nothing in a home changes."""
    before = home.state()
    yield
    after = home.state()
    assert after.rows == before.rows
    assert after.files == before.files
    assert home.strays() == set()


def test_a_build_would_change_everything(home: Home) -> None:
    before = home.state()
    assert run(*home.arguments()).code == 0
    after = home.state()
    assert after.rows != before.rows
    assert {name for name in EXPORTS if after.files[name] == before.files[name]} <= {"diplomacy.fr-en.csv", "diplomacy.fr-vi.csv"}
    assert home.strays() == set()


# Files that cannot be mined

BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "binary.txt": bytes(range(256)) * 20,
    "zeros.txt": b"\0" * 1000,
    "english.txt": ENGLISH.encode(),
    "numbers.txt": b"12 34 56\n" * 30,
    "missing.txt": None,
}


def bad_file(folder: Path, name: str) -> Path:
    data = BAD[name]
    if data is not None:
        (folder / name).write_bytes(data)
    return folder / name


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_mined_ends_a_build(home: Home, tmp_path: Path, name: str) -> None:
    path = bad_file(tmp_path, name)
    with unchanged(home):
        ran = run(*home.arguments(home.articles, path))
    assert (ran.code, ran.out) == (3, "")
    assert is_error(ran)
    assert name in ran.err


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_mined_ends_mining(tmp_path: Path, name: str) -> None:
    ran = run("mine", bad_file(tmp_path, name), "--json")
    assert (ran.code, ran.out) == (3, "")
    assert is_error(ran)
    assert name in ran.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("name", ["empty.txt", "binary.txt", "english.txt"])
def test_one_bad_file_in_a_folder_does_not_stop_the_rest(home: Home, name: str) -> None:
    bad_file(home.articles, name)
    ran = run(*home.arguments())
    assert ran.code == 3
    assert "Traceback" not in ran.err
    assert [line for line in ran.err.splitlines() if name in line], "it is named"
    assert "phare" not in "".join(line for line in ran.err.splitlines())
    with closing(sqlite3.connect(home.database)) as connection:
        sources = {row[0] for row in connection.execute("select source from documents")}
    assert sources == {"musee.txt", "ocean.txt", "peche.txt", "phare.txt"}
    assert "phare" in (home.out / "review.csv").read_text("utf-8")
    assert home.strays() == set()


def test_one_bad_file_does_not_stop_mining_the_rest(articles: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(articles, tmp_path / "some"))
    bad_file(folder, "english.txt")
    ran = run("mine", folder, "--json")
    assert ran.code == 3
    assert "english.txt" in ran.err
    assert "pêche durable" in {entry["term"] for entry in ran.data}


@pytest.mark.parametrize("content", [None, ENGLISH])
def test_a_folder_with_nothing_to_mine_is_said(home: Home, tmp_path: Path, content: str | None) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()
    if content:
        (folder / "english.txt").write_text(content, "utf-8")
    with unchanged(home):
        ran = run(*home.arguments(folder))
    assert (ran.code, ran.out) == (3, "")
    assert is_error(ran)
    assert "nothing" in ran.err


def test_a_name_that_is_not_utf8(home: Home) -> None:
    with open(os.fsencode(home.articles) + b"/d\xe9j\xe0.txt", "w", encoding="utf-8") as stream:
        stream.write(GOOD + "Déjà, le phare brille.\n")
    ran = run(*home.arguments())
    assert ran.code in (0, 3)
    assert "fault of the program" not in ran.err


def test_a_character_that_no_file_can_hold(home: Home) -> None:
    (home.articles / "phare.txt").write_text(
        "Une visite officielle \uffff du phare a eu lieu. La visite officielle du phare continue.\n", "utf-8"
    )
    ran = run(*home.arguments())
    assert ran.code == 0
    assert ran.err == ""


def test_an_encoding_that_does_not_exist(home: Home) -> None:
    with unchanged(home):
        ran = run(*home.arguments(home.articles / "phare.txt"), "--encoding", "utf-99")
    assert ran.code in (2, 3)
    assert is_error(ran)
    assert "utf-99" in ran.err


def test_an_old_encoding_is_read(home: Home) -> None:
    (home.articles / "phare.txt").write_bytes((GOOD * 4).replace("'", "’").encode("cp1252"))
    assert run(*home.arguments()).code == 0
    with closing(sqlite3.connect(home.database)) as connection:
        assert connection.execute("select count(*) from segments where text like '%fermé depuis%'").fetchone() == (1,)


# Termbases that are none


def text_file(path: Path) -> None:
    path.write_text("Ceci n'est pas une base.\n" * 100, "utf-8")


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def other_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table concepts (id integer)")
        connection.commit()


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('glossary', 'm999_to_come', '2099-01-01')"
        )
        connection.commit()


def corrupt(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x5a" * (len(data) - 4096)
    path.write_bytes(data)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


READING = [["lookup", "pêche"], ["candidates"], ["export", "x.csv"], ["approve", "c1"]]


@pytest.mark.parametrize("arguments", READING, ids=lambda arguments: arguments[0])
@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (text_file, "not a database"),
        (folder_instead, "glossary.db"),
        (other_database, "not a termbase"),
        (newer, "newer"),
        (corrupt, "malformed|not a termbase|not a database"),
        (cut_off, "malformed|not a database|disk image|disk I/O"),
    ],
)
def test_a_termbase_that_is_none_is_said(termbase: Path, spoil: object, says: str, arguments: list[str]) -> None:
    assert callable(spoil)
    spoil(termbase)
    ran = run(*arguments, "--db", termbase)
    assert (ran.code, ran.out) == (3, "")
    assert is_error(ran)
    assert "glossary.db" in ran.err
    assert re.search(says, ran.err)
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("spoil", [text_file, folder_instead, other_database, newer, corrupt, cut_off])
def test_a_build_leaves_a_termbase_that_is_none_alone(home: Home, spoil: object) -> None:
    assert callable(spoil)
    spoil(home.database)
    before = home.database.read_bytes() if home.database.is_file() else b""
    files = {path.name: path.read_bytes() for path in home.out.iterdir()}
    ran = run(*home.arguments())
    assert (ran.code, ran.out) == (3, "")
    assert is_error(ran)
    assert (home.database.read_bytes() if home.database.is_file() else b"") == before
    assert {path.name: path.read_bytes() for path in home.out.iterdir()} == files
    assert home.strays() == set()


def test_a_newer_termbase_says_what_to_do(home: Home) -> None:
    newer(home.database)
    ran = run("stats", "--db", home.database)
    assert "m999_to_come" in ran.err
    assert "Update" in ran.err


def test_a_folder_that_is_not_there_is_said(home: Home) -> None:
    ran = run("build", home.articles, "--db", home.folder / "none" / "glossary.db", "--out", home.out)
    assert ran.code == 3
    assert is_error(ran)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_termbase_that_must_not_be_written(home: Home) -> None:
    home.database.chmod(0o444)
    home.folder.chmod(0o555)
    try:
        with unchanged(home):
            ran = run(*home.arguments())
    finally:
        home.folder.chmod(0o755)
    assert ran.code == 3
    assert is_error(ran)


# Places that cannot be written


def test_an_output_folder_that_is_a_file(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine", "utf-8")
    with unchanged(home):
        ran = run("build", home.articles, "--db", home.database, "--out", path)
    assert ran.code in (2, 3)
    assert is_error(ran)
    assert path.read_text("utf-8") == "mine"


def test_an_output_folder_inside_a_file(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine", "utf-8")
    with unchanged(home):
        ran = run("build", home.articles, "--db", home.database, "--out", path / "out")
    assert ran.code == 3
    assert is_error(ran)


def test_an_export_that_is_a_folder(home: Home) -> None:
    (home.out / "review.csv").unlink()
    (home.out / "review.csv").mkdir()
    before = dump(home.database)
    files = {path.name: path.read_bytes() for path in home.out.iterdir() if path.is_file()}
    ran = run(*home.arguments())
    assert ran.code == 3
    assert is_error(ran)
    assert {path.name: path.read_bytes() for path in home.out.iterdir() if path.is_file()} == files
    assert dump(home.database) == before


def test_an_export_onto_a_folder(home: Home) -> None:
    Path("a.csv").mkdir()
    ran = run("export", "a.csv", "--db", home.database)
    assert ran.code in (2, 3)
    assert is_error(ran)
    assert [path.name for path in Path().iterdir()] == ["a.csv"]


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A file system in memory, where this machine lets one be mounted."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of twelve megabytes."""
    if shutil.which("mount") is None:
        pytest.skip("there is no mount here")
    with mounted(tmp_path / "disk", "size=12m") as folder:
        yield folder


def fill(folder: Path, left: int) -> None:
    """Fills a disk but for so many bytes."""
    free = os.statvfs(folder)
    (folder / "ballast").write_bytes(b"x" * max(0, free.f_bavail * free.f_bsize - left))


def test_a_full_disk_for_the_exports(home: Home, disk: Path) -> None:
    fill(disk, 40_000)
    with unchanged(home):
        ran = run("build", home.articles, "--db", home.database, "--out", disk / "out")
    assert ran.code == 3
    assert is_error(ran)
    assert "room" in ran.err
    assert {path.name for path in disk.rglob("*")} <= {"ballast", "out"}


def test_a_full_disk_for_one_export(home: Home, disk: Path) -> None:
    (disk / "a.csv").write_text("périmé", "utf-8")
    fill(disk, 4096)
    ran = run("export", disk / "a.csv", "--db", home.database)
    assert ran.code == 3
    assert is_error(ran)
    assert (disk / "a.csv").read_text("utf-8") == "périmé"
    assert {path.name for path in disk.iterdir()} == {"a.csv", "ballast"}


def test_a_full_disk_for_the_termbase(home: Home, disk: Path) -> None:
    moved = Home(disk, home.articles)
    shutil.copytree(home.out, disk / "out")
    shutil.copy(home.database, disk)
    before = moved.state()
    fill(disk, 20_000)
    ran = run(*moved.arguments())
    assert ran.code == 3
    assert is_error(ran)
    (disk / "ballast").unlink()
    assert moved.state() == before
    assert moved.strays() <= {"ballast"}
    assert run(*moved.arguments()).code == 0, "with room again, it goes on"


def test_a_full_disk_for_a_new_termbase(home: Home, disk: Path) -> None:
    fill(disk, 300_000)
    ran = run("build", home.articles, "--db", disk / "new.db", "--out", home.out)
    assert ran.code == 3
    assert is_error(ran)
    assert {path.name for path in disk.iterdir()} == {"ballast"}


def test_a_disk_that_must_not_be_written(home: Home, disk: Path) -> None:
    moved = Home(disk, home.articles)
    shutil.copytree(home.out, disk / "out")
    shutil.copy(home.database, disk)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    ran = run(*moved.arguments())
    assert ran.code == 3
    assert is_error(ran)
    assert moved.database.read_bytes() == home.database.read_bytes()


def test_a_termbase_on_such_a_disk_can_be_read(home: Home, disk: Path) -> None:
    shutil.copy(home.database, disk)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert run("lookup", "pêche durable", "--db", disk / "glossary.db").code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_for_the_output(home: Home) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [PROGRAM, "candidates", "--json", "--db", str(home.database)], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 3
    assert is_error(Ran(3, "", done.stderr))


def test_a_termbase_that_somebody_else_is_writing_is_waited_for(home: Home) -> None:
    with closing(sqlite3.connect(home.database, isolation_level=None)) as other:
        other.execute("begin immediate")
        process = subprocess.Popen([PROGRAM, "add", "fr:barge", "--db", str(home.database)], stdout=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)
        assert run("lookup", "pêche durable", "--db", home.database).code == 0, "reading goes on"
        other.execute("rollback")
        out, _ = process.communicate(timeout=40)
    assert process.returncode == 0
    assert out.startswith("Added c")


# Interruptions


def interrupt(home: Home, number: signal.Signals, moment: tuple[str, int]) -> Ran:
    """A build that is sent a signal at a moment of its own."""
    return interrupted(home.arguments(), number, *moment)


# While it reads, mines, opens the termbase, keeps the reference and the candidates, and writes the first and the last file.
MOMENTS = [
    ("tm/documents.py", 3),
    ("tagging.py", 300),
    ("sqlite3.connect", 1),
    ("termbase/write.py", 3),
    ("termbase/write.py", 60),
    ("tempfile.mkstemp", 1),
    ("tempfile.mkstemp", 7),
]
# While it puts the files in their places.
PLACING = [("os.rename", 1), ("os.rename", 4), ("os.rename", 7)]


def name_of(moment: tuple[str, int]) -> str:
    return f"{moment[0]} {moment[1]}"


@pytest.mark.parametrize("moment", MOMENTS, ids=name_of)
def test_an_interruption_changes_nothing(home: Home, moment: tuple[str, int]) -> None:
    with unchanged(home):
        ran = interrupt(home, signal.SIGINT, moment)
    assert ran.code == 130
    assert ran.out == ""
    assert ran.err.strip().startswith("Interrupted")
    assert len(ran.err.strip().splitlines()) == 1


@pytest.mark.parametrize("moment", PLACING, ids=name_of)
def test_an_interruption_at_the_end_changes_everything_or_nothing(home: Home, moment: tuple[str, int]) -> None:
    before = home.state()
    ran = interrupt(home, signal.SIGINT, moment)
    after = home.state()
    assert home.strays() == set()
    changed = after.rows != before.rows
    assert (after.files["review.csv"] != before.files["review.csv"]) is changed
    assert (after.files["diplomacy.tbx"] != before.files["diplomacy.tbx"]) is changed
    assert ("nothing was changed" in ran.err) is not changed


@pytest.mark.parametrize("moment", MOMENTS, ids=name_of)
def test_a_killed_build_changes_nothing(home: Home, moment: tuple[str, int]) -> None:
    before = home.state()
    ran = interrupt(home, signal.SIGKILL, moment)
    assert ran.code == -signal.SIGKILL
    assert home.state() == before
    assert all(name.startswith(".") for name in home.strays())
    assert sound(home.database)


@pytest.mark.parametrize("moment", PLACING, ids=name_of)
def test_a_build_killed_at_the_end_leaves_whole_files(home: Home, moment: tuple[str, int]) -> None:
    before = home.state()
    assert interrupt(home, signal.SIGKILL, moment).code == -signal.SIGKILL
    middle = home.state()
    assert run(*home.arguments()).code == 0, "the next build makes it good"
    after = home.state()
    assert all(middle.files[name] in (before.files[name], after.files[name]) for name in EXPORTS)
    assert middle.rows in (before.rows, after.rows)
    assert sound(home.database)


@pytest.mark.parametrize("moment", [("tagging.py", 300), ("tempfile.mkstemp", 2)], ids=name_of)
def test_an_interrupted_first_build_leaves_nothing(home: Home, moment: tuple[str, int]) -> None:
    home.database.unlink()
    shutil.rmtree(home.out)
    ran = interrupt(home, signal.SIGINT, moment)
    assert ran.code == 130
    assert ran.err.strip().startswith("Interrupted")
    assert {path.name for path in home.folder.iterdir()} <= {"articles", "out"}
    assert not home.out.exists() or list(home.out.iterdir()) == []


@pytest.mark.parametrize("moment", [("sqlite3.connect", 1), ("termbase/write.py", 3), ("os.rename", 2)], ids=name_of)
def test_a_first_build_that_was_killed_can_be_run_again(home: Home, moment: tuple[str, int]) -> None:
    home.database.unlink()
    shutil.rmtree(home.out)
    assert interrupt(home, signal.SIGKILL, moment).code == -signal.SIGKILL
    ran = run(*home.arguments())
    assert (ran.code, ran.err) == (0, "")
    assert sound(home.database)


@pytest.mark.parametrize(("step", "number"), [("Reading", signal.SIGINT), ("Keeping", signal.SIGINT), ("Keeping", signal.SIGKILL)])
def test_a_signal_on_a_terminal(home: Home, seeds: Path, step: str, number: signal.Signals) -> None:
    """The program as people run it, stopped when it says what it is at; it may have been quicker."""
    before = home.state()
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen([PROGRAM, *home.arguments(seeds)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        said = b""
        while step.encode() not in said:
            said += os.read(ours, 1024)
        process.send_signal(number)
        code = process.wait(timeout=60)
        try:
            while piece := os.read(ours, 1024):
                said += piece
        except OSError:  # the other end is closed
            pass
    finally:
        os.close(ours)
    assert b"Traceback" not in said
    assert code in (0, 130, -signal.SIGKILL)
    assert (home.state() == before) is (code != 0)
    assert (b"Interrupted" in said) is (code == 130)
    assert all(name.startswith(".") for name in home.strays()) if number is signal.SIGKILL else home.strays() == set()
    assert sound(home.database)
