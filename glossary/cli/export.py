"""`export`: the termbase as a file, or one for each target language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.cli import completion, options, output, watching
from glossary.formats import FORMATS, Format, Manner
from glossary.model import ReviewState

if TYPE_CHECKING:
    from sqlite3 import Connection

    from tm.files import Staged

_FLAVOURS = sorted({flavour for form in FORMATS.values() for flavour in form.flavours})

_CONTEXTS = 5  # of a term, in an archive


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), shell_complete=completion.exports)
@click.option("--format", "name", type=click.Choice(list(FORMATS)), help="The format; else the extension of FILE tells.")
@click.option(
    "--from", "source", type=options.Language(), callback=options.usual_source, show_default="fr", metavar="L", help="The source language."
)
@options.to_option
@click.option(
    "--state", "states", type=click.Choice(["approved", "proposed", "candidate"]), multiple=True, help="Also this state, marked as such."
)
@click.option("--deprecated", is_flag=True, help="In files for CAT tools also forbidden terms, marked as the tool understands it.")
@click.option("--region", is_flag=True, help="Language tags with a region: fr-FR, en-GB, vi-VN.")
@click.option("--flavour", type=click.Choice(_FLAVOURS), help="A tool that wants the format its own way.")
@options.database
def export(
    file: Path,
    name: str | None,
    source: str,
    targets: tuple[str, ...],
    states: tuple[str, ...],
    deprecated: bool,
    region: bool,
    flavour: str | None,
    database: Path,
) -> int:
    """Write the approved terms to FILE.

    In the format that its extension tells or --format names. With one --to, .tbx is TBX v2 for CAT tools; otherwise v3
    with all languages. {to} in the name of FILE gives one file for each target language.

    \b
    Examples:
      glossary export diplomacy.fr-vi.tbx --to vi
      glossary export 'diplomacy.fr-{to}.tbx'
      glossary export everything.csv --format csv-full --state proposed
    """
    from glossary.formats import REGIONS, choose, languages_of
    from glossary.termbase import read, reading
    from tm.errors import UsageError
    from tm.files import Staged

    wanted = tuple(dict.fromkeys(targets))
    if source in wanted:
        raise UsageError("--to", "the target is the source language", "Name another language")
    split = "{to}" in file.name
    plan = (
        [(file.with_name(file.name.replace("{to}", to)), (to,)) for to in languages_of(source, wanted)[1:]] if split else [(file, wanted)]
    )
    forms = [choose(name, path, to) for path, to in plan]
    for form in forms:
        if flavour and flavour not in form.flavours:
            raise UsageError("--flavour", f"{form.name} has no flavour {flavour}", "Leave it out, or name another --format")
    chosen = [ReviewState.APPROVED, *(ReviewState(state) for state in states if state != "approved")]
    reports = []
    with reading(database) as db, Staged() as staged:
        known = read.languages(db)
        for (path, to), form in zip(plan, forms, strict=True):
            everything = form.whole and not to
            languages = languages_of(source, (), known) if everything else languages_of(source, to)
            manner = Manner(REGIONS if region else {}, flavour or "")
            reports.append((path, form, *_written(db, staged, path, form, languages, chosen, deprecated, everything, manner)))
        staged.put()
    for path, form, count, skipped in reports:
        output.say(f"{path}  {count} concepts ({form.description})")
        for reason, number in sorted(skipped.items()):
            output.note(f"  {number} skipped: {reason}")
    if not any(count for _, _, count, _ in reports):
        output.note("No concept was written: approve some ('glossary review', 'glossary approve'), or add --state proposed.")
        return 1
    return 0


def _written(
    db: Connection,
    staged: Staged,
    path: Path,
    form: Format,
    languages: Sequence[str],
    states: Sequence[ReviewState],
    forbidden: bool,
    everything: bool,
    manner: Manner,
) -> tuple[int, Counter[str]]:
    """Writes one file as a stream; gives the number of concepts in it, and why others are not."""
    from glossary.formats import sift
    from glossary.termbase import read

    skipped: Counter[str] = Counter()
    ids = read.in_state(db, [state.value for state in ReviewState if state is not ReviewState.REJECTED or state in states])
    found = read.each_concept(db, ids, contexts=_CONTEXTS if form.whole else 1)
    passing = watching.counted(found, len(ids), "Exporting")
    sifted = sift(passing, form, languages, states, skipped=skipped, forbidden=forbidden, everything=everything)
    with staged.open(path) as stream:
        form.write(stream, sifted, languages, manner)
    count = len(ids) - skipped.total()
    skipped.update({f"{reason} (of the terms)": number for reason, number in manner.left_out.items()})
    return count, skipped
