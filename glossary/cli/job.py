"""`build` and `mine`: the main job, and mining by itself."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.cli import kwic, options, output


@click.command()
@options.SOURCES
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=lambda: options.settings().out,
    show_default="exports",
    help="Where the exports go.",
)
@options.SOURCE_LANGUAGE
@options.to_option
@options.MIN_COUNT
@options.ENCODING
@options.JOBS
@options.database
def build(
    sources: tuple[Path, ...],
    out: Path,
    source: str,
    targets: tuple[str, ...],
    min_count: int,
    encoding: str | None,
    jobs: int,
    database: Path,
) -> int:
    """Turn articles into a glossary that your CAT tool opens.

    They are read, cleaned, mined; equivalents are found; all is kept and exported. SOURCES are text files or folders of
    them. Run it again on the same or on new articles: nothing is doubled, and what you decided stays.

    \b
    Example:
      glossary build articles/ --out exports --to en --to vi
    """
    from glossary.build import build as run
    from glossary.workers import collect_seldom
    from tm.errors import UsageError

    if source != "fr":
        raise UsageError("--from", f"articles in {source} cannot be mined yet", "Give French articles")
    wanted = options.wanted_targets(targets, source)
    if source in wanted:
        raise UsageError("--to", "the target is the language of the articles", "Name en or vi")
    collect_seldom()
    with output.progress() as progress:
        report = run(
            sources, database=database, out=out, targets=wanted, min_count=min_count, encoding=encoding, jobs=jobs, progress=progress
        )
    for problem in report.problems:
        output.problem(f"Skipped: {problem}")
    aligned = ", ".join(f"{count} {language}" for language, count in report.aligned.items())
    for name, value in (
        ("files", report.files),
        ("documents", f"{report.documents} (articles and teasers)"),
        ("segments", f"{report.segments}, with {report.repairs} repairs"),
        ("candidates", report.candidates),
        ("concepts", f"{report.concepts}, of which {report.approved} approved, {report.concepts - report.approved} to review"),
        ("aligned", aligned),
    ):
        output.say(f"{name:<11} {value}")
    if report.units:
        output.say(f"{'units':<11} {report.units} of parallel texts, in the memory; {report.proposed} equivalents proposed from it")
    output.say("")
    for path, count, skipped in report.written:
        reasons = "; ".join(f"{number} skipped: {reason}" for reason, number in sorted(skipped.items()))
        output.say(f"{path}  {count} concepts" + (f"  ({reasons})" if reasons else ""))
    output.say(f"{database}  the termbase")
    if not report.candidates:
        output.note("No candidate reached the thresholds: try --min-count 1, or give more articles.")
    return 3 if report.problems else 0


@click.command()
@options.SOURCES
@options.SOURCE_LANGUAGE
@options.MIN_COUNT
@click.option("--min-score", type=click.FloatRange(0, 100), default=30.0, show_default=True, help="The least score.")
@click.option("--limit", type=click.IntRange(1), help="Show at most this many.")
@click.option("--entity", type=options.ENTITY, help="Only this type of entity.")
@click.option("--save", is_flag=True, help="Keep the candidates in the termbase.")
@options.CONTEXTS
@options.ENCODING
@options.JOBS
@options.json_option
@options.database
def mine(
    sources: tuple[Path, ...], source: str, min_count: int, min_score: float, limit: int | None, entity: str | None, save: bool,
    contexts: int, encoding: str | None, jobs: int, as_json: bool, database: Path,
) -> int:  # fmt: skip
    """Mine articles and print the ranked candidates.

    They are kept only with --save.

    \b
    Example:
      glossary mine articles/ --entity person --json
    """
    from glossary.build import contexts_of, mined
    from glossary.cli.render import candidate_json
    from glossary.corpus import prepare
    from glossary.keeping import keep, keep_reference
    from glossary.model import EntityType
    from glossary.synonyms import possible_synonyms
    from glossary.termbase import writing
    from glossary.workers import collect_seldom
    from tm import vietnamese
    from tm.errors import DataError, UsageError

    collect_seldom()
    if source != "fr" and save:
        raise UsageError("--save", f"candidates in {source} cannot be kept yet", "Print them with --json")
    if source == "vi" and not vietnamese.segmented():
        output.note(vietnamese.NOTE)
    problems: list[DataError] = []
    with output.progress() as progress:
        corpus = prepare(sources, language=source, encoding=encoding, jobs=jobs, problems=problems, progress=progress)
        harvest = mined(corpus, min_count)
    for problem in problems:
        output.problem(f"Skipped: {problem}")
    found = [c for c in harvest.candidates if c.score >= min_score and entity in (None, c.entity.value)][:limit]
    if save:
        with writing(database) as db:
            keep_reference(db)
            keep(db, corpus, harvest, found)
    if as_json:
        synonyms = possible_synonyms({c.key: c.term for c in harvest.candidates if c.entity is EntityType.TERM})
        shown = contexts_of(corpus, found, contexts or 3)
        output.echo_json([candidate_json(c, lines, synonyms.get(c.key, ())) for c, lines in zip(found, shown, strict=True)])
    elif contexts:
        for c, lines in zip(found, contexts_of(corpus, found, contexts), strict=True):
            output.say(f"{c.score:g}  {c.entity.value}  " + ", ".join(f"{form.text} ({form.count})" for form in c.forms))
            kwic.show(map(kwic.of_context, lines))
    elif found:
        output.table(
            ["score", "count", "documents", "entity", "term"],
            [[f"{c.score:g}", str(c.count), str(c.documents), c.entity.value, c.term] for c in found],
        )
    if not found:
        loosen = f"--min-score {min_score:g} and --min-count {min_count}" if harvest.candidates else f"--min-count {min_count}"
        output.note(f"Nothing reached {loosen}: lower them, or give more articles.")
    return 3 if problems else 0 if found else 1
