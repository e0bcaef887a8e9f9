"""`candidates`: the mined concepts that the termbase keeps."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.cli import kwic, options, output


@click.command()
@click.option("--state", type=options.STATE, help="Only this review state; else all but the rejected.")
@click.option("--entity", type=options.ENTITY, help="Only this type of entity.")
@click.option("--limit", type=click.IntRange(0), help="Show at most this many.")
@options.CONTEXTS
@options.json_option
@options.database
def candidates(state: str | None, entity: str | None, limit: int | None, contexts: int, as_json: bool, database: Path) -> int:
    """List what was mined and kept, best first.

    \b
    Example:
      glossary candidates --state candidate --entity term --limit 40 --contexts 2
    """
    from glossary.cli.render import by_year, joined, mined_json
    from glossary.synonyms import possible_synonyms
    from glossary.termbase import read, reading

    shown = 3 if as_json and not contexts else contexts

    with reading(database) as db:
        found = read.mined(db, state=state or "", entity=entity or "", limit=-1 if limit is None else limit, contexts=shown)
        synonyms = possible_synonyms(read.mined_terms(db, "fr")) if as_json or contexts else {}
    if as_json:
        output.echo_json(
            [mined_json(entry, read.concept_contexts(entry.concept, entry.language, shown), synonyms.get(entry.key, ())) for entry in found]
        )
    elif contexts:
        for entry in found:
            output.say(f"c{entry.concept.id}  {entry.score:g}  {entry.concept.entity.value}  " + ", ".join(by_year(entry)))
            for language in ("en", "vi"):
                output.say(f"  {language}  {joined(entry.concept, language)}")
            if others := synonyms.get(entry.key):
                output.say("  possible synonyms: " + ", ".join(others))
            kwic.show(map(kwic.of_context, read.concept_contexts(entry.concept, entry.language, contexts)))
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
