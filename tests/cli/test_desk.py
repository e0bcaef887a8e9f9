"""`glossary review` without a sheet: where the desk is, how it ends, and what it says when it cannot begin."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.helpers import PROGRAM, call, is_error, run
from tests.desk.made import made
from tests.desk.serving import Client


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    path = tmp_path / "glossary.db"
    made(path, 3)
    return path


def test_the_desk_tells_its_address_and_ends_with_one_line(harbour: Path) -> None:
    command = [PROGRAM, "--db", str(harbour), "review", "--no-browser", "--entity", "term", "--min-score", "94.5"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as desk:
        assert desk.stdout
        address = re.fullmatch(r"http://127\.0\.0\.1:(\d+)(/\?token=[\w-]{43,}&entity=term&score=94\.5)\n", desk.stdout.readline())
        assert address
        client = Client(int(address[1]))
        entered = client.get(address[2])
        client.cookie = entered.headers["set-cookie"].split(";")[0]
        page = client.follow(entered)
        assert page.heading == "accord de pêche côtière"
        assert client.follow(client.decide(page, "approve")).heading == "Nothing waits"
        desk.send_signal(signal.SIGINT)
        out, err = desk.communicate(timeout=20)
    assert desk.returncode == 0
    assert out == ""
    assert err.splitlines()[1:] == ["The desk is closed; every decision is saved."]
    assert not list(harbour.parent.glob("glossary.db-*")), "nothing is left beside the termbase"
    assert run("--db", harbour, "show", "c2", "--json").data[0]["state"] == "approved"


def test_tokens_are_not_repeated(harbour: Path) -> None:
    seen = set()
    for _ in range(2):
        with subprocess.Popen(
            [PROGRAM, "--db", str(harbour), "review", "--no-browser"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as desk:
            assert desk.stdout
            seen.add(re.sub(rb".*token=", b"", desk.stdout.readline()))
            desk.kill()
    assert len(seen) == 2


def test_a_port_that_is_taken(harbour: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = call("--db", harbour, "review", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert ran.code == 2
    assert is_error(ran)
    assert "--port" in ran.err


@pytest.mark.parametrize("module", ["starlette", "uvicorn", "jinja2"])
def test_without_the_extra_the_desk_says_what_to_install(harbour: Path, monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == module or name.startswith("glossary.desk")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    ran = run("--db", harbour, "review", "--no-browser")
    assert ran.code == 2
    assert is_error(ran)
    assert "pip install 'diplomatic-glossary[desk]'" in ran.err


@pytest.mark.parametrize("states", [["approved"], ["candidate", "proposed"]])
def test_the_desk_shows_what_waits(harbour: Path, states: list[str]) -> None:
    ran = run("--db", harbour, "review", "--no-browser", *(part for state in states for part in ("--state", state)))
    assert ran.code == 2
    assert is_error(ran)


def test_there_must_be_a_termbase(tmp_path: Path) -> None:
    ran = run("--db", tmp_path / "none.db", "review", "--no-browser")
    assert ran.code == 3
    assert is_error(ran)
    assert not (tmp_path / "none.db").exists()
