"""The command line: parse, one library call, render. Nothing heavy is imported before a verb needs it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from glossary.cli import align, candidates, decide, equivalents, export, importing, job, review, search, text, tm
from tm.errors import ReportedError
from tm.text import printable

_INTERRUPTED = 130


class Glossary(click.Group):
    """The group of all verbs; it says in one line what went wrong."""

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
            message = " ".join(error.format_message().split()).rstrip(".?")
            click.echo(f"Error: {path}: {message}. '{path} --help' tells more.", err=True)
            return error.exit_code

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if (ctx.obj or {}).get("debug"):
                raise
            click.echo(f"Error: {_one_line(error)}", err=True)
            return ctx.exit(getattr(error, "exit_code", 3))


def _one_line(error: Exception) -> str:
    """Where, what, and what to do, on one line."""
    if isinstance(error, ReportedError):
        return " ".join(printable(str(error)).split())
    if isinstance(error, OSError):
        where = printable(os.fsdecode(error.filename)) if error.filename else "output"
        return f"{where}: {error.strerror}. Check the path, its permissions and the room on the disk."
    if isinstance(error, MemoryError):
        return "memory: there is not enough of it. Give fewer or smaller files."
    return f"glossary: {type(error).__name__} ({error}). This is a fault of the program: run again with --debug and report it."


@click.group(cls=Glossary, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--db", type=click.Path(path_type=Path), envvar="GLOSSARY_DB", help="The termbase; else GLOSSARY_DB, glossary.toml, ./glossary.db."
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="diplomatic-glossary", prog_name="glossary")
@click.pass_context
def cli(ctx: click.Context, db: Path | None, debug: bool) -> None:
    """Mine French diplomatic news for terms and names, find their English and Vietnamese equivalents, keep, look up, export.

    \b
    Begin with
      glossary build articles/ --out exports
      glossary lookup "partenariat stratégique intégral"
    """
    ctx.obj = {"db": db, "debug": debug}


for _verb in (
    job.build,
    job.mine,
    text.clean,
    candidates.candidates,
    align.align,
    equivalents.equivalents,
    search.lookup,
    search.show,
    decide.add,
    decide.approve,
    decide.reject,
    decide.undo,
    review.review,
    export.export,
    importing.import_,
    search.stats,
    tm.group,
):
    cli.add_command(_verb)


def main() -> int:
    """The console script: runs the command and gives its exit code."""
    result = cli.main(prog_name="glossary")
    return result if isinstance(result, int) else 0
