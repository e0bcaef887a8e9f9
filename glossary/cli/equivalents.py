"""`equivalents`: English and Vietnamese for concepts that have none yet."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.cli import completion, options, output, watching

if TYPE_CHECKING:
    from glossary.projecting import Suggestion
    from glossary.proposing import Proposal


_SHOWN = 12  # terms that are named of those that lack an equivalent for one reason
_LACKING = itemgetter("language", "why")


@click.command()
@click.argument("concepts", nargs=-1, metavar="[CONCEPT...]", shell_complete=completion.concepts())
@options.to_option
@click.option("--from-memory", is_flag=True, help="Look in the translation memory for what translates the terms that stand in it.")
@click.option(
    "--comparable", type=click.Path(path_type=Path, file_okay=False), help="A folder of articles on the same events in several languages."
)
@click.option("--translator", help="Ask a machine translator by its name: deepl, google, libretranslate, mymemory.")
@click.option("--url", default="", help="The address of your own LibreTranslate server.")
@click.option("--timeout", type=click.FloatRange(0.1), default=20.0, show_default=True, help="Seconds to wait for an answer.")
@click.option("--limit", type=click.IntRange(1), help="Ask for at most this many terms in each language.")
@click.option("--dry-run", is_flag=True, help="Say what is missing and would be proposed; keep nothing, and ask nobody.")
@options.json_option
@options.database
def equivalents(
    concepts: tuple[str, ...], targets: tuple[str, ...], from_memory: bool, comparable: Path | None, translator: str | None, url: str,
    timeout: float, limit: int | None, dry_run: bool, as_json: bool, database: Path,
) -> int:  # fmt: skip
    """Find equivalents for concepts that have none.

    For all of them or for those named; they are kept as proposals. The package's own knowledge is asked first. A
    machine translator is asked only when named: then the terms leave this machine. What it once answered is not asked
    again. With --from-memory, what translates a term in the translation units is proposed with the units that show it;
    where something else is known, both are shown. With --comparable, names and acronyms are proposed that stand in a
    French article and in one of the same event in the target language.

    \b
    Examples:
      glossary equivalents --to en --from-memory --dry-run
      glossary equivalents --to vi --translator libretranslate --url http://localhost:5000 --dry-run
    """
    from glossary.equivalents.machine import UnreachableError, service
    from glossary.proposing import ask_machine, missing, propose_known
    from glossary.termbase import prepare, read, reading, writing
    from tm.errors import NotFoundError

    languages = options.wanted_targets(targets)
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
    suggested = _from_memory(database, languages, numbers, dry_run=dry_run) if from_memory else []
    found: list[Proposal] = []
    if not dry_run:
        with writing(database) as db:
            found += propose_known(db, numbers, languages)
    if comparable:
        found += _comparable(database, comparable, languages, numbers, dry_run=dry_run)
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
            with output.progress() as tell:
                for answers in ask_machine(database, asked, translator, language, url=url, timeout=timeout):
                    answered |= {answer.text for _, answer in answers}
                    found += [proposal for proposal, _ in answers if proposal]
                    lacking += [_lacking(language, answer.text, answer.error) for proposal, answer in answers if not proposal]
                    tell(f"Asking {translator}", len(answered) / len(asked))
        except UnreachableError as error:
            gone = error
            lacking += [_lacking(language, term, "not asked") for _, term in asked if term not in answered]
    if dry_run:
        told = {(suggestion.language, suggestion.source) for suggestion in suggested}
        lacking = [entry for entry in lacking if (entry["language"], entry["term"]) not in told]
    _show(found, suggested, lacking, as_json=as_json)
    if gone:
        raise gone
    return 0 if found or suggested or not lacking else 1


def _from_memory(database: Path, languages: tuple[str, ...], numbers: set[int], *, dry_run: bool) -> list[Suggestion]:
    """What the memory says, the new of it kept unless that is not wanted."""
    from glossary.projecting import keep, suggestions
    from glossary.termbase import writing

    with output.progress() as tell:
        found = list(suggestions(database, languages, numbers, lambda language, done: tell(f"Memory, {language}", done)))
    if not dry_run:
        with writing(database) as db:
            for suggestion in found:
                keep(db, suggestion)
    return found


def _comparable(database: Path, articles: Path, languages: tuple[str, ...], numbers: set[int], *, dry_run: bool) -> list[Proposal]:
    """What articles of the same events say, kept unless that is not wanted."""
    from glossary.comparing import keep, names_in, proposals
    from glossary.termbase import reading, writing
    from tm.errors import DataError

    problems: list[DataError] = []
    with watching.working("Comparing"):
        shared = names_in(articles, languages, problems)
    for problem in problems:
        output.problem(f"Skipped: {problem}")
    with reading(database) as connection:
        found = proposals(connection, shared, numbers)
    if not dry_run:
        with writing(database) as db:
            keep(db, found)
    return [proposal for proposal, _ in found]


def _lacking(language: str, term: str, why: str) -> dict[str, str]:
    return {"language": language, "term": term, "why": why}


def _show(found: list[Proposal], suggested: list[Suggestion], lacking: list[dict[str, str]], *, as_json: bool) -> None:
    from glossary.equivalents.parallel import SAFE

    made = [{"concept": f"c{p.concept}", "language": p.language, "term": p.term, "origin": p.origin.value} for p in found]
    new = [suggestion for suggestion in suggested if not suggestion.known]
    against = [suggestion for suggestion in suggested if suggestion.agrees is False]
    agreeing = len(suggested) - len(new) - len(against)
    if as_json:
        known = [_suggestion_json(suggestion) for suggestion in suggested if suggestion.known]
        output.echo_json({"proposed": [*map(_suggestion_json, new), *made], "compared": known, "missing": lacking})
        return
    if new:
        header = ["id", "fr", "language", "term", "origin", "score", "uses", "safe"]
        output.table(header, [_row(suggestion) for suggestion in new])
    if made:
        output.table(["id", "language", "term", "origin"], [list(entry.values()) for entry in made])
    for suggestion in against:
        told, best = " | ".join(suggestion.known), suggestion.best
        if best.score >= SAFE and best.count > 1:  # the others may well be chance
            where = f"score {best.score:g}, u{suggestion.evidence[0][0].unit}"
            output.note(f"c{suggestion.concept} {suggestion.source}: known as {told}, but the memory has {best.text} ({where})")
    for (language, why), entries in groupby(sorted(lacking, key=_LACKING), key=_LACKING):
        terms = [entry["term"] for entry in entries]
        more = f" and {len(terms) - _SHOWN} more; --json lists them" if len(terms) > _SHOWN else ""
        output.note(f"missing in {language} ({why}): {', '.join(terms[:_SHOWN])}{more}")
    if suggested:
        output.note(f"The memory agrees with {agreeing} known equivalents, and disagrees with {len(against)}, which stay as they are.")
    output.note(f"{len(new) + len(made)} proposed, {len(lacking)} still missing.")


def _row(suggestion: Suggestion) -> list[str]:
    best = suggestion.best
    safe = "yes" if suggestion.safe else "to review"
    uses, score = f"{best.count}/{best.uses}", f"{best.score:g}"
    return [f"c{suggestion.concept}", suggestion.source, suggestion.language, best.text, "parallel", score, uses, safe]


def _suggestion_json(suggestion: Suggestion) -> dict[str, object]:
    from glossary.cli.render import evidence_json

    return {
        "concept": f"c{suggestion.concept}",
        "source": suggestion.source,
        "language": suggestion.language,
        "term": suggestion.best.text,
        "origin": "parallel",
        "score": suggestion.best.score,
        "safe": suggestion.safe,
        "count": suggestion.best.count,
        "uses": suggestion.best.uses,
        "known": list(suggestion.known),
        "agrees": suggestion.agrees,
        "evidence": [evidence_json(unit) for unit in suggestion.evidence[0]],
        "others": [{"term": other.text, "score": other.score} for other in suggestion.found[1:]],
    }
