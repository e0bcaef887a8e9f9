"""What goes to the terminal: tables for people, JSON for programs, notes on stderr. No control character gets through."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from tm.text import CONTROL, printable

if TYPE_CHECKING:
    from rich.progress import TaskID

_SET_IN = "    "
_QUIET = "glossary.quiet"


def echo_json(data: Any) -> None:
    """Prints data as JSON in UTF-8, whatever the console's encoding; what could steer a terminal is escaped."""
    click.echo(_escaped(json.dumps(data, ensure_ascii=False, indent=2)).encode("utf-8"))


def echo_json_lines(items: Iterable[Any]) -> None:
    """The same for a list that may be very long: an array with each item on a line of its own, printed as they come."""
    opening = "["
    for item in items:
        click.echo(f"{opening}\n{_escaped(json.dumps(item, ensure_ascii=False))}".encode(), nl=False)
        opening = ","
    click.echo("[]" if opening == "[" else "\n]")


def _escaped(text: str) -> str:
    return CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def say(text: str, **style: Any) -> None:
    """Prints text; on a terminal between words where it is longer than a line, what goes on set in. `style` is click's."""
    for line in clean(text).split("\n"):
        if not on_terminal():
            click.echo(line)
            continue
        indent = " " * (len(line) - len(line.lstrip()))
        folded = wrap(line, columns(), subsequent_indent=indent + _SET_IN, break_long_words=False, break_on_hyphens=False)
        for part in folded or [""]:
            click.echo(styled(part, **style))


def flow(text: str, head: str = "") -> None:
    """Prints text that is clean and may be coloured, behind `head`; on a terminal between words where it is longer than a line."""
    if not on_terminal():
        click.echo(f"{head}{text}")
        return
    from glossary.cli.drawing import flow as draw

    draw(text, head)


def styled(text: str, **style: Any) -> str:
    """The text without control characters, coloured (by click's words for it) where colour is wanted."""
    return click.style(clean(text), **style) if style and coloured() else clean(text)


def columns() -> int:
    """The width of the terminal, in cells."""
    return shutil.get_terminal_size().columns


def note(text: str) -> None:
    """Prints a note for the person at the terminal, on stderr, unless it shall be quiet."""
    if not hushed():
        click.echo(clean(text), err=True)


def problem(text: str) -> None:
    """Prints on stderr what went wrong, however quiet it shall be."""
    click.echo(clean(text), err=True)


def hush(ctx: click.Context) -> None:
    """From here on, no notes and no progress."""
    ctx.find_root().meta[_QUIET] = True


def hushed() -> bool:
    """Whether notes and progress are not wanted."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.find_root().meta.get(_QUIET))


def clean(text: str) -> str:
    """The text without control characters, line by line."""
    return "\n".join(printable(line.replace("\t", " ")) for line in text.split("\n"))


def coloured() -> bool:
    """Whether colour is wanted: on a terminal that has any, unless NO_COLOR is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def on_terminal() -> bool:
    """Whether somebody reads along, rather than a program."""
    return sys.stdout.isatty()


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints a table: drawn on a terminal, tab-separated in a pipe."""
    if not sys.stdout.isatty():
        for row in [header, *rows]:
            click.echo("\t".join(clean(cell).replace("\n", " ") for cell in row))
        return
    from glossary.cli.drawing import draw

    draw(header, [[clean(cell) for cell in row] for row in rows])


@contextmanager
def progress() -> Iterator[Callable[[str, float | None], None]]:
    """A function that tells each step of long work, and which part of it (0–1) is done, on stderr, where somebody looks on.

    None for a part means that nobody knows how much there is.
    """
    if hushed() or not sys.stderr.isatty():
        yield lambda _step, _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:<10}"), BarColumn(), TaskProgressColumn("{task.percentage:>3.0f}%"), TimeRemainingColumn())
    # What is printed meanwhile goes where it would have gone: rich would send it all to stderr.
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(step: str, done: float | None) -> None:
            if step not in tasks:
                for earlier in tasks.values():
                    bars.update(earlier, completed=1, visible=False)
                tasks[step] = bars.add_task(step, total=1)
            if done is None:
                bars.update(tasks[step], total=None)
            else:
                bars.update(tasks[step], total=1, completed=done)

        yield tell
