"""`tm stats`, `tm maintain`, `tm pivot`, `tm optimize`, `tm check`: the memory's upkeep."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.cli import options, output, watching

_SHOWN = 80  # characters of a text in a list


@click.command()
@options.json_option
@options.database
def stats(as_json: bool, database: Path) -> int:
    """Count what the memory holds.

    Units, variants by language, origins.

    \b
    Example:
      glossary tm stats --json
    """
    from tm.memory import statistics

    found = statistics(database)
    if as_json:
        output.echo_json([found])
        return 0
    rows = [[what, name, str(number)] for what, counts in found.items() for name, number in counts.items()]
    output.table(["what", "which", "number"], rows)
    return 0


@click.command()
@options.database
def optimize(database: Path) -> int:
    """Put what look-ups use in one piece.

    It helps after many small imports or removals. Nothing is lost or needs it.

    \b
    Example:
      glossary tm optimize
    """
    from glossary.termbase import prepare
    from tm.memory import optimize as run

    options.must_exist(database)
    prepare(database)
    with watching.working("Merging"):
        run(database)
    output.say("The memory is in one piece.")
    return 0


@click.command()
@click.option("--from", "source", type=options.AnyLanguage(), default="fr", show_default=True, metavar="L", help="The source language.")
@click.option("--to", "target", type=options.AnyLanguage(), default="en", show_default=True, metavar="L", help="The target language.")
@click.option("--sample", type=click.IntRange(1), default=100, show_default=True, help="How many segments are tried.")
@options.json_option
@options.database
def check(source: str, target: str, sample: int, as_json: bool, database: Path) -> int:
    """Measure what look-ups miss.

    Segments of the memory, a little changed, are looked up and compared with all.

    \b
    Example:
      glossary tm check --from fr --to en --sample 200
    """
    from tm.memory.checking import check as measure

    with watching.working("Comparing"):
        found = measure(database, source, target, sample=sample)
    if as_json:
        output.echo_json(
            [{"queries": found.queries, "answered": found.answered, "same_best": found.same_best, "recall": round(found.recall, 2)}]
        )
    else:
        output.say(
            f"{found.queries} segments tried, {found.answered} have a match at 70 or above; the best was found for {found.same_best}: "
            f"{found.recall:.1f} %"
        )
    if not found.queries:
        output.note(f"The memory has no segment in {source}: 'glossary tm import FILE' brings some in.")
    return 0 if found.recall >= 99.5 else 1


@click.command()
@click.option("--list", "listed", multiple=True, type=options.FAULT, help="Only these kinds of fault; may be repeated.")
@click.option("--remove", "removed", type=options.FAULT, help="Remove the units with this kind of fault, in one change.")
@options.json_option
@options.database
def maintain(listed: tuple[str, ...], removed: str | None, as_json: bool, database: Path) -> int:
    """List units that are wrong or superfluous.

    With --remove, those of one kind are taken out. Of duplicates and contradictory translations the first to come is kept.

    \b
    Examples:
      glossary tm maintain --list contradictory --list wrong-language
      glossary tm maintain --remove duplicate
    """
    from glossary.termbase import prepare
    from tm.memory.maintenance import Fault, faults, remove_faulty
    from tm.units import plain

    options.must_exist(database)
    if removed:
        prepare(database)
    with watching.working("Checking"):
        kinds = [Fault(kind) for kind in listed] or list(Fault)
        found = remove_faulty(database, Fault(removed)) if removed else list(faults(database, kinds))
    if as_json:
        output.echo_json(
            [
                {"unit": f"u{finding.unit.id}", "fault": finding.fault.value, "detail": finding.detail}
                | {"texts": {variant.language: plain(variant.text) for variant in finding.unit.variants}, "removed": bool(removed)}
                for finding in found
            ]
        )
    elif found:
        output.table(
            ["unit", "fault", "detail", "texts"],
            [
                [
                    f"u{finding.unit.id}",
                    finding.fault.value,
                    finding.detail,
                    " | ".join(plain(v.text)[:_SHOWN] for v in finding.unit.variants),
                ]
                for finding in found
            ],
        )
    output.note(f"{len(found)} {'removed' if removed else 'found'}.")
    return 0 if found else 1


@click.command()
@click.option("--from", "source", type=options.AnyLanguage(), required=True, metavar="L", help="The source language.")
@click.option("--through", type=options.AnyLanguage(), required=True, metavar="L", help="The language that both sides share.")
@click.option("--to", "target", type=options.AnyLanguage(), required=True, metavar="L", help="The target language.")
@click.option("--save", is_flag=True, help="Keep the proposals in the memory; matches with them lose points.")
@options.json_option
@options.database
def pivot(source: str, through: str, target: str, save: bool, as_json: bool, database: Path) -> int:
    """Propose units through a third language.

    French to Vietnamese, by the English that two units share.

    \b
    Example:
      glossary tm pivot --from fr --through en --to vi
    """
    from glossary.termbase import prepare
    from tm.memory import add
    from tm.memory.maintenance import pivot as proposals

    options.must_exist(database)
    if save:
        prepare(database)
    with watching.working("Pairing"):
        found = list(proposals(database, source, through, target))
        if save:
            for _ in add(database, found):
                pass
    rows = [[unit.variants[0].text, unit.variants[1].text, unit.details.properties[0].text] for unit in found]
    if as_json:
        output.echo_json([{"source": first, "target": second, "origin": "pivot", "evidence": why} for first, second, why in rows])
    elif rows:
        output.table(["source", "target", "evidence"], rows)
    output.note(f"{len(rows)} {'kept' if save else 'proposed'}.")
    return 0 if rows else 1
