"""`export`: the termbase as a file."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.cli import options, output

_FORMATS = ("tbx2", "tbx3", "csv", "tsv")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--format", "name", type=click.Choice(_FORMATS), help="The format; else the extension of FILE tells.")
@click.option("--from", "source", type=options.Language(), default="fr", show_default=True, metavar="L", help="The source language.")
@options.to_option
@click.option(
    "--state", "states", type=click.Choice(["approved", "proposed", "candidate"]), multiple=True, help="Also this state, marked as such."
)
@options.database
def export(file: Path, name: str | None, source: str, targets: tuple[str, ...], states: tuple[str, ...], database: Path) -> int:
    """Write the approved terms to FILE: .tbx, .csv or .txt (OmegaT).

    With one --to, .tbx is TBX v2 for CAT tools; otherwise v3 with all languages.

    \b
    Examples:
      glossary export diplomacy.fr-vi.tbx --to vi
      glossary export everything.csv --state proposed
    """
    from glossary.formats import choose, languages_of, select
    from glossary.model import ReviewState
    from glossary.termbase import read, reading
    from tm.errors import UsageError
    from tm.files import Staged

    wanted = tuple(dict.fromkeys(targets))
    if source in wanted:
        raise UsageError("--to", "the target is the source language", "Name another language")
    form = choose(name, file, wanted)
    chosen = [ReviewState.APPROVED, *(ReviewState(state) for state in states if state != "approved")]
    languages = languages_of(source, wanted)
    with reading(database) as db:
        ids = read.in_state(db, [state.value for state in (*chosen, *ReviewState) if state is not ReviewState.REJECTED])
        selection = select(read.concepts(db, ids, contexts=1), form, languages, chosen)
    with Staged() as staged:
        with staged.open(file) as stream:
            form.write(stream, selection.concepts, languages)
        staged.put()
    output.say(f"{file}  {len(selection.concepts)} concepts ({form.description})")
    for reason, number in sorted(selection.skipped.items()):
        output.note(f"  {number} skipped: {reason}")
    return 0 if selection.concepts else 1
