"""`init` and `config`: a file of settings to begin with, and what is in force."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.cli import options, output


@click.command()
@click.option("--force", is_flag=True, help="Write it anew over the one that is there.")
def init(force: bool) -> int:
    """Write a commented glossary.toml into this folder.

    Every setting stands in it with what it does and what holds without it.

    \b
    Example:
      glossary init
    """
    from importlib.resources import files

    from glossary.settings import FILE
    from tm.errors import DataError
    from tm.files import Staged

    if FILE.exists() and not force:
        raise DataError(FILE, "is there already", "Edit it, or write it anew with --force")
    with Staged() as staged:
        with staged.open(FILE) as stream:
            stream.write(files("glossary").joinpath("data/settings.toml").read_bytes())
        staged.put()
    output.say(f"{FILE}  written: take the # away before what you change")
    output.note("'glossary config' shows what is in force. Next: 'glossary build FOLDER' makes a glossary of the articles in a folder.")
    return 0


@click.command()
@options.json_option
@click.option("--db", type=click.Path(path_type=Path), help="The termbase.")
@click.pass_context
def config(ctx: click.Context, as_json: bool, db: Path | None) -> int:
    """Show each setting, its value and where it comes from.

    An option counts before the environment, the environment before glossary.toml, and that before what is usual.

    \b
    Examples:
      glossary config
      glossary config --json
    """
    from glossary.check import severities
    from glossary.settings import FILE, load

    settings = load(db=db or ctx.find_root().params["db"])
    severities(settings.check, where=f"{FILE} [check]")
    found = settings.listed()
    if as_json:
        output.echo_json([{"setting": name, "value": value, "from": origin} for name, value, origin in found])
    else:
        output.table(["setting", "value", "from"], [list(row) for row in found])
    return 0
