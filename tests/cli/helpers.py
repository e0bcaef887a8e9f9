"""Running the command: in this process, in a child of it that a signal ends, or as a program of its own."""

from __future__ import annotations

import io
import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO, Any

from click.testing import CliRunner

from glossary.cli import cli

PROGRAM = str(Path(sys.executable).parent / "glossary")


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


def run(*arguments: str | Path, stdin: str | bytes = "", env: Mapping[str, str | None] | None = None) -> Ran:
    """The command in this process, its output going into a pipe."""
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin, env=env)
    assert result.exception is None, result.exc_info
    assert isinstance(result.return_value, int)
    return Ran(result.return_value, result.stdout, result.stderr)


def call(*arguments: str | Path | bytes, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ran:
    """The command as a program of its own."""
    command = [PROGRAM, *(argument if isinstance(argument, bytes) else str(argument) for argument in arguments)]
    done = subprocess.run(command, input=stdin, env=env, capture_output=True, timeout=60, check=False)
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def on_a_terminal(*arguments: str | Path, columns: int = 200, errors: bool = False, env: Mapping[str, str] | None = None) -> str:
    """What the program writes where it believes that somebody looks on: its output, with `errors` also what goes to stderr."""
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            [PROGRAM, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs if errors else subprocess.DEVNULL,
            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": str(columns), **(env or {})},
        )
        os.close(theirs)
        pieces = []
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            pieces.append(piece)
        process.wait(timeout=60)
    finally:
        os.close(ours)
    return b"".join(pieces).decode("utf-8")


def is_error(ran: Ran) -> bool:
    """Whether a command said in one line what went wrong, and nothing else."""
    [line] = ran.err.splitlines() or [""]
    return line.startswith("Error: ") and line.endswith((".", "?")) and "Traceback" not in line and "fault of the program" not in line


def interrupted(arguments: Sequence[str], number: signal.Signals, what: str, count: int) -> Ran:
    """The command in a child of this process, which is sent a signal at a moment of its own.

    `what` happens `count` times: an audit event of Python ("os.rename"), or a call of any function in a source file
    ("termbase/write.py").
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            _run_in_child(arguments, number, what, count, out, err)
        _, status = os.waitpid(child, 0)
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.read().decode("utf-8"))
    return Ran(os.waitstatus_to_exitcode(status), *said)


def _run_in_child(arguments: Sequence[str], number: signal.Signals, what: str, count: int, out: IO[bytes], err: IO[bytes]) -> None:
    code = 70  # what it ends with if the command does not even end
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.stdout = io.TextIOWrapper(os.fdopen(os.dup(out.fileno()), "wb"), encoding="utf-8", write_through=True)
        sys.stderr = io.TextIOWrapper(os.fdopen(os.dup(err.fileno()), "wb"), encoding="utf-8", write_through=True)
        _arm(number, what, count)
        code = cli.main(list(arguments), prog_name="glossary")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _arm(number: signal.Signals, what: str, count: int) -> None:
    left = count

    def happened() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), number)

    def hook(event: str, _details: object) -> None:
        if event == what:
            happened()

    def profile(frame: FrameType, event: str, _details: object) -> None:
        if event == "call" and frame.f_code.co_filename.replace(os.sep, "/").endswith(what):
            happened()

    if what.endswith(".py"):
        sys.setprofile(profile)
    else:
        sys.addaudithook(hook)
