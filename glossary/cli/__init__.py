"""The command line: parse, one library call, render. Nothing heavy is imported before a verb needs it."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.cli import (
    align,
    annotate,
    candidates,
    check,
    completion,
    configuring,
    decide,
    equivalents,
    export,
    importing,
    job,
    manual,
    review,
    search,
    text,
    tm,
)
from glossary.cli.group import Glossary


@click.group("glossary", cls=Glossary, context_settings={"help_option_names": ["-h", "--help"]}, subcommand_metavar="VERB [ARGS]...")
@click.option("--db", type=click.Path(path_type=Path), help="The termbase; else GLOSSARY_DB, glossary.toml, ./glossary.db.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="diplomatic-glossary", prog_name="glossary")
def cli(**_options: object) -> None:
    """Mine French diplomatic news for terms and names, find their English and Vietnamese equivalents, keep, look up, export.

    \b
    Examples:
      glossary build articles/ --out exports
      glossary lookup "partenariat stratégique intégral"
    """


for _verb in (
    job.build,
    job.mine,
    text.clean,
    candidates.candidates,
    annotate.annotate,
    align.align,
    check.check,
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
    configuring.init,
    configuring.config,
    completion.completion,
    manual.man,
):
    cli.add_command(_verb)


def main() -> int:
    """The console script: runs the command and gives its exit code."""
    result = cli.main(prog_name="glossary")
    return result if isinstance(result, int) else 0
