"""Progress: on stderr, where somebody looks on, and never in what a program reads."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.cli.helpers import PROGRAM, on_a_terminal, run


@pytest.fixture
def table() -> Path:
    """A table with many units."""
    path = Path("many.csv")
    rows = (f"Le délégué numéro {n} a signé.,Delegate number {n} signed." for n in range(3000))
    path.write_text("\n".join(["fr,en", *rows]), "utf-8")
    return path


def seen_on_stderr(*arguments: str | Path) -> tuple[str, str]:
    """What a command writes into a pipe, and what its stderr shows on a terminal meanwhile."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"},
    )
    os.close(theirs)
    pieces = []
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        pieces.append(piece)
    out, _ = process.communicate(timeout=60)
    os.close(ours)
    return out.decode("utf-8"), b"".join(pieces).decode("utf-8")


def test_an_import_tells_how_far_it_is(table: Path) -> None:
    out, shown = seen_on_stderr("tm", "import", table)
    assert out.splitlines()[1] == "many.csv\t3000\t0\t0\t0"
    assert "Importing" in shown
    assert "%" in shown


@pytest.mark.parametrize(
    ("arguments", "step"),
    [
        (("tm", "export", "all.tmx"), "Exporting"),
        (("tm", "maintain"), "Checking"),
        (("tm", "optimize"), "Merging"),
        (("tm", "check", "--from", "fr", "--to", "en"), "Comparing"),
        (("tm", "pivot", "--from", "fr", "--through", "en", "--to", "vi"), "Pairing"),
        (("export", "all.csv"), "Exporting"),
        (("align", "a.txt", "b.txt", "--from", "fr", "--to", "en", "--dry-run", "--force"), "Aligning"),
    ],
)
def test_every_long_verb_shows_that_it_works(table: Path, termbase: Path, arguments: tuple[str, ...], step: str) -> None:
    Path("a.txt").write_text("Le ministre est arrivé. Il a signé un accord de pêche à Hanoï.", "utf-8")
    Path("b.txt").write_text("The minister arrived. He signed a fisheries agreement in Hanoi.", "utf-8")
    run("tm", "import", table, "--db", termbase)
    out, shown = seen_on_stderr(*arguments, "--db", termbase)
    assert step in shown
    assert step not in out
    assert "\x1b" not in out


def test_quiet_shows_none(table: Path) -> None:
    assert seen_on_stderr("-q", "tm", "import", table)[1] == ""


def test_a_dumb_terminal_gets_no_bar(table: Path) -> None:
    assert "\x1b" not in on_a_terminal("tm", "import", table, errors=True, env={"TERM": "dumb"})
