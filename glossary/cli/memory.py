"""`tm match` and `tm concordance`: questions to the memory."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli import kwic, options, output, watching
from tm.text import sound

if TYPE_CHECKING:
    from glossary.approved import ApprovedTerms
    from tm.matching import Change
    from tm.memory.concordance import Keyword
    from tm.memory.search import Match, Query

_MANY = 50  # segments that take long enough to tell how far one is
_MARKS = {"replaced": ("red", "green"), "deleted": ("red", ""), "inserted": ("", "green")}


@click.command()
@click.argument("text")
@click.option(
    "--from",
    "source",
    type=options.AnyLanguage(),
    callback=options.said_source,
    metavar="L",
    help="The language of the text.",
)
@click.option(
    "--to",
    "target",
    type=options.AnyLanguage(),
    callback=options.said_target,
    metavar="L",
    help="The language to translate into.",
)
@click.option("--cutoff", type=click.FloatRange(30, 102), default=70.0, show_default=True, help="The least score.")
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="Show at most this many for a segment.")
@click.option("--exhaustive", is_flag=True, help="Compare every segment of the memory: slow, and misses nothing.")
@options.json_option
@options.database
def match(text: str, source: str, target: str, cutoff: float, limit: int, exhaustive: bool, as_json: bool, database: Path) -> int:
    """Find what was translated before, best first.

    Segments that are the same or much alike. A score of 102 has the same segments before and behind it, 101 the same
    one before it, 100 is the same text. What differs in numbers, dates, document symbols or one approved term is
    replaced in the proposal, which is then "repaired". `-` reads segments from standard input, one a line.

    \b
    Example:
      glossary tm match "Le ministre est arrivé à Hanoï le 3 mai." --from fr --to en
    """
    from glossary.approved import ApprovedTerms
    from glossary.termbase import reading
    from tm.memory.search import Memory, mapped

    with reading(database) as connection:
        mapped(connection)
        memory, terms = Memory(connection), ApprovedTerms(connection)
        queries = _queries(text)
        found = [
            (query, memory.matches(query, source, target, cutoff=cutoff, limit=limit, exhaustive=exhaustive, terms=terms))
            for query in (watching.counted(queries, len(queries), "Matching") if len(queries) > _MANY else queries)
        ]
        answers = [_answer(query, matches, terms, source, target) for query, matches in found]
    if as_json:
        output.echo_json(answers)
    else:
        _show(found, answers)
    if not any(matches for _, matches in found):
        lacking = _lacking(database, source, target)
        output.note(lacking or f"No match from {source} to {target} at {cutoff:g} or above: a lower --cutoff finds more.")
        return 1
    return 0


def _lacking(database: Path, *languages: str | None) -> str:
    """What to say where nothing can be found, since the memory holds nothing, or nothing in one of the languages."""
    from tm.memory import statistics

    held = statistics(database)["variants by language"]
    if not held:
        return "The memory is empty: 'glossary tm import FILE' and 'glossary align' bring units in."
    if missing := [language for language in languages if language and language not in held]:
        return f"The memory has nothing in {missing[0]}, only in {', '.join(held)}."
    return ""


def _queries(text: str) -> list[Query]:
    """The segment, or those on standard input, each with the lines around it."""
    from tm.memory.search import Query

    if text != "-":
        return [Query(sound(text))]
    lines = list(filter(None, map(str.strip, sys.stdin.buffer.read().decode("utf-8", "replace").splitlines())))
    return [Query(line, before, behind) for before, line, behind in zip(["", *lines], lines, [*lines[1:], ""], strict=False)]


def _answer(query: Query, matches: list[Match], terms: ApprovedTerms, source: str, target: str) -> dict[str, Any]:
    from tm.units import plain

    text = plain(query.text)
    return {
        "query": text,
        "matches": [
            {
                **_match_json(match),
                "warnings": [
                    {"concept": f"c{wrong.concept}", "term": wrong.term, "expected": list(wrong.expected), "found": wrong.found}
                    for wrong in terms.contradictions(text, plain(match.proposal), source, target)
                ],
            }
            for match in matches
        ],
        "terms": [
            {"concept": term.concept, "term": text[term.start : term.end], "start": term.start, "end": term.end}
            | {"equivalents": list(term.equivalents)}
            for term in terms.find(text, source, target)
        ],
    }


def _match_json(match: Match) -> dict[str, Any]:
    from tm.units import plain

    return {
        "unit": f"u{match.unit.id}",
        "source": plain(match.source.text),
        "target": plain(match.proposal),
        "score": match.score,
        "kind": match.kind.value,
        "penalties": [{"reason": penalty.reason, "points": penalty.points} for penalty in match.penalties],
        "origin": match.unit.origin,
        "unrepaired": plain(match.target.text) if match.replacements else "",
        "repairs": [{"kind": made.kind, "before": made.before, "after": made.after} for made in match.replacements],
        "difference": [{"change": part.change, "query": part.query, "source": part.source} for part in match.difference],
        "changed": match.target.details.changed or match.unit.details.changed or match.unit.details.created,
    }


def _show(found: list[tuple[Query, list[Match]]], answers: list[dict[str, Any]]) -> None:
    """Prints matches for a person: on a terminal the difference in colour, in a pipe a table."""
    if not output.on_terminal():
        rows = [
            [answer["query"], f"{match['score']:g}", match["kind"], match["source"], match["target"], _lost(match)]
            for answer in answers
            for match in answer["matches"]
        ]
        if rows:
            output.table(["query", "score", "kind", "source", "target", "penalties"], rows)
        return
    for (_, matches), answer in zip(found, answers, strict=True):
        output.say(answer["query"])
        for match, shown in zip(matches, answer["matches"], strict=True):
            head = f"  {match.score:g} {match.kind.value}"
            output.flow(_difference(match) or output.clean(shown["source"]), head)
            output.say(f"      {shown['target']}")
            if lost := _lost(shown):
                output.say(f"      ({lost})")
            for wrong in shown["warnings"]:
                output.say(f"      ! {wrong['term']}: the glossary has {' | '.join(wrong['expected'])} ({wrong['concept']})")
        for term in answer["terms"]:
            output.say(f"  {term['term']}: {' | '.join(term['equivalents']) or '—'} ({term['concept']})")


def _lost(match: dict[str, Any]) -> str:
    """What a match lost points for, what was repaired, and what the glossary says against it, on one line."""
    parts = [f"{penalty['reason']} -{penalty['points']:g}" for penalty in match["penalties"]]
    parts += [f"{made['before']} → {made['after']}" for made in match["repairs"]]
    return ", ".join(parts)


def _difference(match: Match) -> str:
    """The match's source with what the query has otherwise, in colour."""
    return "".join(_change(part) for part in match.difference)


def _change(part: Change) -> str:
    gone, come = _MARKS.get(part.change, ("", ""))
    if not gone and not come:
        return output.clean(part.source)
    return _coloured(output.clean(part.source), gone, strikethrough=True) + _coloured(output.clean(part.query), come)


def _coloured(text: str, colour: str, *, strikethrough: bool = False) -> str:
    if not text or not colour or not output.coloured():
        return f"[-{text}-]" if text and strikethrough else text
    return click.style(text, fg=colour, strikethrough=strikethrough or None)


@click.command()
@click.argument("phrase")
@click.option("--from", "source", type=options.AnyLanguage(), metavar="L", help="Search texts in this language only.")
@click.option("--to", "target", type=options.AnyLanguage(), metavar="L", help="Only units that have this language.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Show at most this many.")
@options.json_option
@options.database
def concordance(phrase: str, source: str | None, target: str | None, limit: int, as_json: bool, database: Path) -> int:
    """Show where words stand in the memory, on either side.

    With what stands on the other side. Accents are optional and inflected forms are found; words in quotation marks are
    found as they stand together.

    \b
    Example:
      glossary tm concordance '"mise en oeuvre" accord' --from fr
    """
    from tm.memory.concordance import concordance as find

    found = find(database, sound(phrase), source=source or "", target=target or "", limit=limit)
    if as_json:
        output.echo_json([_keyword_json(keyword) for keyword in found])
    elif found and not output.on_terminal():
        rows = [_keyword_json(keyword) for keyword in found]
        output.table(
            ["unit", "language", "before", "keyword", "after", "other side"],
            [[row["unit"], row["language"], row["before"], row["keyword"], row["after"], " | ".join(_others(row))] for row in rows],
        )
    else:
        rows = [_keyword_json(keyword) for keyword in found]
        width = max((len(row["unit"]) for row in rows), default=0)
        heads = [f"{row['unit']:<{width}} {row['language']}" for row in rows]
        sources = [kwic.Line(keyword.text, keyword.spans or ((0, 0),), head) for keyword, head in zip(found, heads, strict=True)]
        for row, line in zip(rows, kwic.aligned(sources), strict=True):
            click.echo(line)
            for other in _others(row):
                output.say(f"{'':<{width}} {other}")
    if not found:
        output.note(_lacking(database, source, target) or "Not found: try fewer words, or without quotation marks.")
    return 0 if found else 1


def _keyword_json(keyword: Keyword) -> dict[str, Any]:
    from tm.units import plain

    text, start, end = keyword.text, *(keyword.spans[0] if keyword.spans else (0, 0))
    return {
        "unit": f"u{keyword.unit.id}",
        "language": keyword.variant.language,
        "text": text,
        "spans": [list(span) for span in keyword.spans],
        "before": text[:start],
        "keyword": text[start:end],
        "after": text[end:],
        "others": [
            {"language": variant.language, "text": plain(variant.text)} for variant in keyword.unit.variants if variant != keyword.variant
        ],
    }


def _others(row: dict[str, Any]) -> list[str]:
    return [f"{other['language']}: {other['text']}" for other in row["others"]]
