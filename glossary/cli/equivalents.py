"""`equivalents`: English and Vietnamese for concepts that have none yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.cli import options, output

if TYPE_CHECKING:
    from glossary.proposing import Proposal


@click.command()
@click.argument("concepts", nargs=-1, metavar="[CONCEPT...]")
@options.to_option
@click.option("--translator", help="Ask a machine translator by its name: deepl, google, libretranslate, mymemory.")
@click.option("--url", default="", help="The address of your own LibreTranslate server.")
@click.option("--timeout", type=click.FloatRange(0.1), default=20.0, show_default=True, help="Seconds to wait for an answer.")
@click.option("--limit", type=click.IntRange(1), help="Ask for at most this many terms in each language.")
@click.option("--dry-run", is_flag=True, help="Say what is missing, and ask nobody.")
@options.json_option
@options.database
def equivalents(
    concepts: tuple[str, ...], targets: tuple[str, ...], translator: str | None, url: str, timeout: float, limit: int | None,
    dry_run: bool, as_json: bool, database: Path,
) -> int:  # fmt: skip
    """Find equivalents for concepts that have none, all of them or those named, and keep them as proposals.

    The package's own knowledge is asked first. A machine translator is asked only when named: then the terms leave
    this machine. What it once answered is not asked again.

    \b
    Example:
      glossary equivalents --to vi --translator libretranslate --url http://localhost:5000 --dry-run
    """
    from glossary.equivalents.machine import UnreachableError, service
    from glossary.proposing import ask_machine, missing, propose_known
    from glossary.termbase import prepare, read, reading, writing
    from tm.errors import NotFoundError

    languages = tuple(dict.fromkeys(targets)) or ("en", "vi")
    if translator:
        service(translator, "fr", languages[0], url=url)  # a wrong name or a missing key is said before anything is done
    options.must_exist(database)
    if not dry_run:
        prepare(database)
    with reading(database) as connection:
        wanted = {identifier: read.concept_of(connection, identifier) for identifier in concepts}
    if unknown := [identifier for identifier, concept in wanted.items() if concept is None]:
        raise NotFoundError(unknown[0], "no such concept", "'glossary candidates' shows ids")
    numbers = {concept for concept in wanted.values() if concept is not None}
    found: list[Proposal] = []
    if not dry_run:
        with writing(database) as db:
            found += propose_known(db, numbers, languages)
    lacking: list[dict[str, str]] = []
    gone: UnreachableError | None = None
    for language in languages:
        with reading(database) as connection:
            waiting = missing(connection, numbers, language)
        asked = waiting[:limit] if translator and not dry_run and gone is None else []
        lacking += [_lacking(language, term, "not asked") for _, term in waiting[len(asked) :]]
        if not asked or not translator:
            continue
        output.note(f"{len(asked)} terms leave this machine for {translator}{' at ' + url if url else ''}.")
        answered: set[str] = set()
        try:
            for answers in ask_machine(database, asked, translator, language, url=url, timeout=timeout):
                answered |= {answer.text for _, answer in answers}
                found += [proposal for proposal, _ in answers if proposal]
                lacking += [_lacking(language, answer.text, answer.error) for proposal, answer in answers if not proposal]
        except UnreachableError as error:
            gone = error
            lacking += [_lacking(language, term, "not asked") for _, term in asked if term not in answered]
    _show(found, lacking, as_json=as_json)
    if gone:
        raise gone
    return 0 if found or not lacking else 1


def _lacking(language: str, term: str, why: str) -> dict[str, str]:
    return {"language": language, "term": term, "why": why}


def _show(found: list[Proposal], lacking: list[dict[str, str]], *, as_json: bool) -> None:
    made = [{"concept": f"c{p.concept}", "language": p.language, "term": p.term, "origin": p.origin.value} for p in found]
    if as_json:
        output.echo_json({"proposed": made, "missing": lacking})
        return
    if made:
        output.table(["id", "language", "term", "origin"], [list(entry.values()) for entry in made])
    for entry in lacking:
        output.note(f"missing in {entry['language']}: {entry['term']} ({entry['why']})")
    output.note(f"{len(made)} proposed, {len(lacking)} still missing.")
