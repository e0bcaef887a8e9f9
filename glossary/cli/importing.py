"""`import`: concepts from a file of another program, or from one of ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli import options, output, watching
from glossary.formats import FORMATS

if TYPE_CHECKING:
    from glossary.importing import Report

_SHOWN = 20  # refusals and conflicts that are printed
_COUNTS = ("added", "updated", "unchanged", "refused")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--format", "name", type=click.Choice([f.name for f in FORMATS.values() if f.reads]), help="The format; else FILE tells.")
@click.option(
    "--from",
    "source",
    type=options.Language(),
    callback=options.usual_source,
    show_default="fr",
    metavar="L",
    help="The source, if FILE is silent.",
)
@options.to_option
@options.ENCODING
@click.option(
    "--state",
    type=click.Choice(["approved", "proposed", "candidate"]),
    default="approved",
    show_default=True,
    help="The review state of concepts whose state FILE does not tell.",
)
@click.option("--overwrite", is_flag=True, help="Let FILE win over what people decided, too.")
@click.option("--dry-run", is_flag=True, help="Only tell what would happen.")
@options.json_option
@options.database
def import_(
    file: Path,
    name: str | None,
    source: str,
    targets: tuple[str, ...],
    encoding: str | None,
    state: str,
    overwrite: bool,
    dry_run: bool,
    as_json: bool,
    database: Path,
) -> int:
    """Take the concepts of FILE in.

    TBX of any dialect, CSV, XLSX, and the glossaries of CAT tools. Each is added, or found again by its id, its key, or
    its term and subject field. What is new of it is taken over; what a person decided stays, and is listed as a
    conflict. `undo` takes an import back whole.

    \b
    Examples:
      glossary import agency.tbx --dry-run
      glossary import pairs.txt --from fr --to vi --state proposed
    """
    from glossary.formats import Wanted
    from glossary.formats.recognise import recognise
    from glossary.importing import import_file
    from glossary.model import ReviewState

    form = FORMATS[name] if name else recognise(file, encoding or "")
    wanted = Wanted((source, *dict.fromkeys(targets)), encoding or "")
    with watching.reading("Importing"):
        report = import_file(
            file,
            form,
            database,
            who=options.who(),
            wanted=wanted,
            state=ReviewState(state),
            overwrite=overwrite,
            dry_run=dry_run,
        )
    if as_json:
        output.echo_json(_json(file, form.name, report))
    else:
        output.table(["file", *_COUNTS], [[str(file), *(str(report.counts[count]) for count in _COUNTS)]])
        _tell(report, dry_run)
    return 0 if report.counts["added"] + report.counts["updated"] + report.counts["unchanged"] else 1


def _json(file: Path, name: str, report: Report) -> dict[str, Any]:
    return {
        "file": str(file),
        "format": name,
        **{count: report.counts[count] for count in _COUNTS},
        "refusals": [{"line": line, "reason": reason} for line, reason in report.refusals],
        "conflicts": [{"line": line, "concept": concept, "what": what} for line, concept, what in report.conflicts],
    }


def _tell(report: Report, dry_run: bool) -> None:
    """Says what was refused and what stays, for the person at the terminal."""
    for line, reason in report.refusals[:_SHOWN]:
        output.note(f"  line {line}: {reason}")
    if (more := report.counts["refused"] - _SHOWN) > 0:
        output.note(f"  and {more} more refused; --json lists them")
    for line, concept, what in report.conflicts[:_SHOWN]:
        output.note(f"  line {line}, {concept}: {what}")
    if (more := report.conflict_count - _SHOWN) > 0:
        output.note(f"  and {more} more conflicts; --json lists them")
    if dry_run:
        output.note("A dry run: nothing was changed.")
