"""`review`: the candidates before a person, in a spreadsheet and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.cli import completion, options, output

if TYPE_CHECKING:
    from glossary.review.applying import Report

_SHOWN = 40  # lines that are printed
# The options that mean something for a sheet that is written, for sheets that come back, and at the desk.
_MEANT = {
    "--csv": {"sheet", "states", "entity", "limit", "min_score", "field", "missing"},
    "--apply": {"sheets", "dry_run", "as_json"},
    "the desk": {"states", "entity", "min_score", "field", "missing", "port", "no_browser"},
}
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--csv", "sheet", type=_FILE, metavar="OUT", help="Write the review sheet: .csv or .xlsx.")
@click.option("--apply", "sheets", type=_FILE, multiple=True, metavar="FILE", help="Take a sheet over; may be repeated.")
@click.option("--dry-run", is_flag=True, help="Only tell what --apply would change.")
@click.option("--state", "states", type=options.STATE, multiple=True, help="Only this review state; else candidate and proposed.")
@click.option("--entity", type=options.ENTITY, help="Only this type of entity.")
@click.option("--limit", type=click.IntRange(1), help="In the sheet: at most this many, the best first.")
@click.option("--min-score", type=click.FloatRange(0, 100), default=0.0, help="Only from this score on.")
@click.option("--field", default="", shell_complete=completion.fields, help="Only this subject field.")
@click.option("--missing", type=options.Language(), metavar="L", help="Only what has no term in this language.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default="a free one", help="The desk's port.")
@click.option("--no-browser", is_flag=True, help="Print the desk's address and open nothing.")
@options.json_option
@options.database
@click.pass_context
def review(
    ctx: click.Context,
    sheet: Path | None,
    sheets: tuple[Path, ...],
    dry_run: bool,
    states: tuple[str, ...],
    entity: str | None,
    limit: int | None,
    min_score: float,
    field: str,
    missing: str | None,
    port: int,
    no_browser: bool,
    as_json: bool,
    database: Path,
) -> int:
    """Review what was mined and proposed.

    At the desk in the browser, or in a spreadsheet. Without --csv and --apply the desk opens: one card for each
    decision, every one saved at once. It answers this machine only; press H there for its keys, Ctrl-C here to end it.

    In a spreadsheet: --csv writes a sheet with one concept a row. Write approve, reject, forbid, later or 'variant of c17' into
    the column decision, correct terms, subject field and note where they stand (several terms as 'a | b', one that is not to
    be used as 'c (forbidden)'), and give it back with --apply. Several reviewers' sheets can be given at once; where they
    differ, nothing is decided. A sheet is one change for 'undo'.

    \b
    Examples:
      glossary review --entity term --min-score 40
      glossary review --csv review.xlsx --entity term
      glossary review --apply anna.csv --apply binh.xlsx --dry-run
    """
    from tm.errors import UsageError

    options.must_exist(database)
    if sheet and sheets:
        raise UsageError("--csv, --apply", "one writes a sheet, the other reads one", "Give them one after the other")
    _check_options(ctx, "--apply" if sheets else "--csv" if sheet else "the desk")
    if sheets:
        return _apply(sheets, database, dry_run=dry_run, as_json=as_json)
    if sheet:
        return _write(sheet, database, states or ("candidate", "proposed"), entity, limit, min_score, field, missing)
    if len(states) > 1 or set(states) - {"candidate", "proposed"}:
        raise UsageError("--state", "the desk shows candidates, proposed entries, or both", "Name one of them, or look others up there")
    from glossary.cli import desk

    filters = {"state": "".join(states), "entity": entity, "score": min_score, "subject_field": field, "missing": missing}
    return desk.serve(database, filters, port=port, browser=not no_browser)


def _check_options(ctx: click.Context, mode: str) -> None:
    """Raises UsageError for an option that means nothing in the way that the review goes."""
    from tm.errors import UsageError

    for parameter in ctx.command.params:
        name = parameter.name or ""
        typed = ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
        if typed and name not in _MEANT[mode] and any(name in meant for meant in _MEANT.values()):
            raise UsageError(parameter.opts[0], f"it means nothing for {mode}", "Leave it out")


def _write(
    sheet: Path,
    database: Path,
    states: tuple[str, ...],
    entity: str | None,
    limit: int | None,
    min_score: float,
    field: str,
    missing: str | None,
) -> int:
    from glossary.review.sheet import write_review, write_workbook
    from glossary.synonyms import possible_synonyms
    from glossary.termbase import read, reading
    from tm.errors import NotFoundError, UsageError
    from tm.files import Staged

    if sheet.suffix.lower() not in (".csv", ".xlsx"):
        raise UsageError("--csv", f"{sheet.name} is neither .csv nor .xlsx", "Name one of the two")
    with reading(database) as db:
        found = [entry for state in states for entry in read.mined(db, state=state, entity=entity or "", contexts=1)]
        synonyms = possible_synonyms(read.mined_terms(db, "fr"))
    found = [entry for entry in found if entry.score >= min_score and field in ("", entry.concept.subject_field)]
    found = [entry for entry in found if not missing or not entry.concept.terms(missing)]
    found = sorted(found, key=lambda entry: (-entry.score, entry.key))[:limit]
    if not found:
        raise NotFoundError(database, "nothing waits for review", "Mine more with 'glossary build SOURCES', or leave options out")
    with Staged() as staged:
        with staged.open(sheet) as stream:
            (write_workbook if sheet.suffix.lower() == ".xlsx" else write_review)(stream, found, synonyms)
        staged.put()
    output.say(f"{sheet}  {len(found)} concepts")
    output.note(f"Fill in the column decision and give it back: glossary review --apply {sheet}")
    return 0


def _apply(sheets: tuple[Path, ...], database: Path, *, dry_run: bool, as_json: bool) -> int:
    from glossary.review.applying import COUNTS, apply_sheets

    report = apply_sheets(sheets, database, who=options.who(), dry_run=dry_run)
    if as_json:
        lines = [{"where": line.where, "concept": line.concept, "what": line.what, "detail": line.detail} for line in report.lines]
        output.echo_json([{**{name: report.counts[name] for name in COUNTS}, "lines": lines}])
    else:
        _tell(report, COUNTS)
    if dry_run:
        output.note("A dry run: nothing was changed.")
    elif sum(report.counts[name] for name in COUNTS[:5]):
        output.note("'glossary undo' takes the whole of it back.")
    return 1 if report.counts["conflict"] + report.counts["refused"] else 0


def _tell(report: Report, counts: tuple[str, ...]) -> None:
    """The counts, and what became of each concept; what people must look at first."""
    output.table(["what", "concepts"], [[name, str(report.counts[name])] for name in counts if report.counts[name]])
    wanted = sorted(report.lines, key=lambda line: line.what not in ("conflict", "refused"))
    for line in wanted[:_SHOWN]:
        output.note(f"  {line.where}: {line.concept} {line.what}" + (f": {line.detail}" if line.detail else ""))
    if (more := len(wanted) - _SHOWN) > 0:
        output.note(f"  and {more} more; --json lists them")
