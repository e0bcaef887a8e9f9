"""The groups of verbs: help that sorts them by use, options in one order, and one line for whatever goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from glossary.cli import output
from tm.errors import ReportedError
from tm.text import printable

USES: Mapping[str, Sequence[str]] = {
    "The main job": ("build", "mine", "clean", "equivalents", "align"),
    "Look up": ("lookup", "show", "candidates", "stats"),
    "Decide": ("review", "add", "approve", "reject", "undo"),
    "Use in translation": ("annotate", "check", "tm"),
    "Exchange": ("export", "import"),
    "Upkeep": ("init", "config", "completion", "man"),
}
_INTERRUPTED = 130
_FIRST = ("--from", "--through", "--to")
_LAST = ("--encoding", "--jobs", "--dry-run", "--json", "--db", "--quiet")


def _hush(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        output.hush(ctx)


QUIET = click.Option(["--quiet", "-q"], is_flag=True, expose_value=False, callback=_hush, help="Errors only: no notes, no progress.")


class Verbs(click.Group):
    """A group whose verbs all take `--quiet`, and show their options in one order: languages, their own, what all have."""

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        cmd.params.append(QUIET)
        cmd.params.sort(key=_rank)
        super().add_command(cmd, name)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(error.command_name, possibilities=self._names(), ctx=ctx) from None

    def _names(self) -> Iterator[str]:
        """The verbs, and those of the groups among them with the group's name."""
        for name, command in self.commands.items():
            yield name
            if isinstance(command, click.Group):
                yield from (f"{name} {verb}" for verb in command.commands)


def _rank(parameter: click.Parameter) -> int:
    """The place of an option among its verb's; those of one rank, and arguments, keep their order."""
    name = parameter.opts[0]
    if name in _FIRST:
        return _FIRST.index(name) - len(_FIRST)
    return 1 + _LAST.index(name) if name in _LAST else 0


class Glossary(Verbs):
    """The group of all verbs; it says in one line what went wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(QUIET)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs by use."""
        width = max(map(len, self.commands))
        for use, commands in self.by_use():
            with formatter.section(use):
                formatter.write_dl([(f"{c.name:<{width}}", c.get_short_help_str(formatter.width - width - 4)) for c in commands])

    def by_use(self) -> Iterator[tuple[str, list[click.Command]]]:
        """The verbs by what one does with them; those of which nobody said it come last."""
        placed = {verb for verbs in USES.values() for verb in verbs}
        for use, verbs in {**USES, "Other": [verb for verb in self.commands if verb not in placed]}.items():
            if commands := [self.commands[verb] for verb in verbs if verb in self.commands]:
                yield use, commands

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **{**kwargs, "standalone_mode": False}) or 0
        except click.exceptions.Exit as stop:
            return stop.exit_code
        except BrokenPipeError:  # the reader of our output has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except click.Abort:
            click.echo("Interrupted: nothing was changed.", err=True)
            return _INTERRUPTED
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.ctx.get_help() if error.ctx else "")
            return 0
        except click.ClickException as error:
            path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "glossary"
            click.echo(f"Error: {path}: {_misuse(error)} '{path} --help' tells more.", err=True)
            return error.exit_code

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if ctx.params["debug"]:
                raise
            click.echo(f"Error: {_one_line(error)}", err=True)
            return ctx.exit(getattr(error, "exit_code", 3))


def _misuse(error: click.ClickException) -> str:
    """What is wrong with the words of a command, with the nearest right ones."""
    if isinstance(error, click.exceptions.NoSuchCommand):
        return f"there is no verb {printable(error.command_name)}.{_nearest(error.possibilities)}"
    if isinstance(error, click.NoSuchOption):
        return f"there is no option {printable(error.option_name)}.{_nearest(error.possibilities)}"
    return " ".join(printable(error.format_message()).split()).rstrip(".?") + "."


def _nearest(words: Sequence[str] | None) -> str:
    return f" Did you mean {words[0]}?" if words else ""


def _one_line(error: Exception) -> str:
    """Where, what, and what to do, on one line."""
    return " ".join(printable(" ".join(_said(error).split())).split())


def _said(error: Exception) -> str:
    if isinstance(error, ReportedError):
        return str(error)
    if isinstance(error, OSError):
        where = os.fsdecode(error.filename) if error.filename else "output"
        return f"{where}: {error.strerror or error}. Check the path, its permissions and the room on the disk."
    if isinstance(error, MemoryError):
        return "memory: there is not enough of it. Give fewer or smaller files."
    return f"glossary: {type(error).__name__} ({error}). This is a fault of the program: run again with --debug and report it."
