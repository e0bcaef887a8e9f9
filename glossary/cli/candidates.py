"""`candidates`: the mined concepts that the termbase keeps."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.cli import options, output


@click.command()
@click.option("--state", type=options.STATE, help="Only this review state; else all but the rejected.")
@click.option("--entity", type=options.ENTITY, help="Only this type of entity.")
@click.option("--limit", type=click.IntRange(0), help="Show at most this many.")
@options.json_option
@options.database
def candidates(state: str | None, entity: str | None, limit: int | None, as_json: bool, database: Path) -> int:
    """List what was mined and kept, best first.

    \b
    Example:
      glossary candidates --state candidate --entity term --limit 40
    """
    from glossary.cli.render import joined, mined_json
    from glossary.termbase import read, reading

    with reading(database) as db:
        found = read.mined(db, state=state or "", entity=entity or "", limit=-1 if limit is None else limit, contexts=3 if as_json else 0)
    if as_json:
        output.echo_json([mined_json(entry, read.concept_contexts(entry.concept, entry.language, 3)) for entry in found])
    elif found:
        output.table(
            ["id", "score", "count", "state", "entity", "fr", "en", "vi"],
            [
                [
                    f"c{entry.concept.id}",
                    f"{entry.score:g}",
                    str(entry.count),
                    entry.concept.state.value,
                    entry.concept.entity.value,
                    *(joined(entry.concept, language) for language in ("fr", "en", "vi")),
                ]
                for entry in found
            ],
        )
    if not found:
        output.note("No candidate: 'glossary build SOURCES' mines some, and --state or --entity may hide the others.")
    return 0 if found else 1
