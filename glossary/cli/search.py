"""`lookup`, `show` and `stats`: questions to the termbase."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.cli import options, output
from glossary.model import LANGUAGES
from tm.text import sound


@click.command()
@click.argument("terms", nargs=-1, required=True, metavar="TERM...")
@click.option("--from", "language", type=options.Language(), metavar="L", help="Search this language only.")
@options.to_option
@click.option("--exact", "kind", flag_value="exact", help="Only the term itself, accents optional.")
@click.option("--partial", "kind", flag_value="partial", help="Terms that hold these words.")
@click.option("--fuzzy", "kind", flag_value="fuzzy", help="Terms spelled much alike.")
@options.json_option
@options.database
def lookup(terms: tuple[str, ...], language: str | None, targets: tuple[str, ...], kind: str | None, as_json: bool, database: Path) -> int:
    """Look terms up, in all languages unless --from names one. Accents and capitals are optional.

    `-` reads terms from standard input, one a line. Looser matches are shown only where there is no closer one.

    \b
    Examples:
      glossary lookup "visite d'Etat" --to vi
      glossary lookup "doi tac chien luoc" --json
    """
    from glossary.cli.render import context_json, joined, terms_json
    from glossary.lookup import How, contradictions, look_up
    from glossary.termbase import read, reading

    whole = (How.EXACT, How.ACCENTS, How.FOLDED)
    kinds: tuple[How, ...] = whole if kind == "exact" else (How(kind),) if kind else ()
    shown = tuple(dict.fromkeys([*([language] if language else []), *targets])) if targets else LANGUAGES
    with reading(database) as db:
        queries = _queries(terms)
        answers = [answer for query in queries for answer in look_up(db, query, language=language or "", kinds=kinds)]
        entries = {c.id: c for c in read.concepts(db, {answer.hit.concept for answer in answers}, contexts=3, rejected=False)}
    if not answers:
        output.note("Nothing found: try fewer words, or another spelling.")
    rivalry = contradictions(answers)
    for query, rivals in rivalry.items():
        named = ", ".join(f"c{rival.hit.concept} ({entries[rival.hit.concept].subject_field or 'no field'})" for rival in rivals)
        output.note(f"{query!r} names {len(rivals)} concepts: {named}. Choose by the field; 'glossary show ID' tells more.")
    if answers and (missing := [query for query in queries if query not in {answer.query for answer in answers}]):
        output.note("Nothing found for: " + ", ".join(missing))
    if as_json:
        output.echo_json(
            [
                {
                    "query": answer.query,
                    "concept": f"c{answer.hit.concept}",
                    "state": answer.hit.state,
                    "entity": (entry := entries[answer.hit.concept]).entity.value,
                    "subject_field": entry.subject_field,
                    "matched": {"term": answer.hit.term, "language": answer.hit.language, "how": answer.how.value, "score": answer.score},
                    "terms": {
                        code: found
                        for code, found in terms_json(entry).items()
                        if not targets or code in shown or code == answer.hit.language
                    },
                    "contexts": [context_json(context) for context in read.concept_contexts(entry, "fr", 3)],
                    "note": entry.note,
                    "contradicts": [f"c{r.hit.concept}" for r in rivalry.get(answer.query, ()) if r.hit.concept != answer.hit.concept],
                }
                for answer in answers
            ]
        )
    elif answers:
        matched = {answer.hit.language for answer in answers}
        columns = [code for code in LANGUAGES if code in shown or code in matched]
        if output.on_terminal():
            for answer in answers:
                entry = entries[answer.hit.concept]
                heading = ", ".join(filter(None, [answer.how.value, answer.hit.state, entry.subject_field]))
                output.say(f"c{entry.id}  {answer.hit.term}  ({heading})")
                for code in columns:
                    output.say(f"  {code}  {joined(entry, code)}")
            return 0
        output.table(
            [*(["query"] if len(queries) > 1 else []), "id", "how", "state", *columns, "subject field"],
            [
                [
                    *([answer.query] if len(queries) > 1 else []),
                    f"c{answer.hit.concept}",
                    answer.how.value,
                    answer.hit.state,
                    *(joined(entries[answer.hit.concept], code) for code in columns),
                    entries[answer.hit.concept].subject_field,
                ]
                for answer in answers
            ],
        )
    return 0 if answers else 1


def _queries(terms: tuple[str, ...]) -> list[str]:
    """The queries, those on standard input where `-` stands."""
    found: list[str] = []
    for term in terms:
        found += click.open_file("-", encoding="utf-8", errors="replace") if term == "-" else [term]
    return [sound(query).strip() for query in found if query.strip()]


@click.command()
@click.argument("identifier", metavar="ID")
@options.json_option
@options.database
def show(identifier: str, as_json: bool, database: Path) -> int:
    """Show one concept entry whole: terms, status, origin, sources, contexts, history. ID is c17, or t42 for a term's."""
    from glossary.cli.render import by_year, context_json, evidence_json, in_context, mined_json, side_by_side, terms_json
    from glossary.synonyms import possible_synonyms
    from glossary.termbase import read, reading
    from tm.errors import NotFoundError

    with reading(database) as db:
        found = read.concept_of(db, identifier)
        if found is None:
            if as_json:
                output.echo_json([])
            raise NotFoundError(identifier, "no such concept or term", "'glossary lookup' and 'glossary candidates' show ids")
        concept = read.concepts(db, [found], contexts=5)[0]
        mined = next(iter(read.mined(db, state=concept.state.value, ids=[found])), None)
        history = read.history(db, found)
        evidence = read.term_evidence(db, [term.id for section in concept.sections for term in section.terms])
        synonyms = possible_synonyms(read.mined_terms(db, mined.language)).get(mined.key, []) if mined else []
    contexts = read.concept_contexts(concept, "fr", 5)
    if as_json:
        entry = {
            "concept": f"c{concept.id}",
            "state": concept.state.value,
            "entity": concept.entity.value,
            "subject_field": concept.subject_field,
            "note": concept.note,
            "definitions": {section.language: section.definition for section in concept.sections if section.definition},
            "terms": terms_json(concept),
            "contexts": [context_json(context) for context in contexts],
            "evidence": {f"t{term}": [evidence_json(unit) for unit in units] for term, units in evidence.items()},
            "mined": mined_json(mined, [], synonyms) if mined else None,
            "history": [
                {"at": line.at, "who": line.who, "action": line.action, "what": line.what, "reason": line.reason, "undone": line.undone}
                for line in history
            ],
        }
        output.echo_json([entry])
        return 0
    output.say(
        f"c{concept.id}  {concept.entity.value}, {concept.state.value}" + (f", {concept.subject_field}" if concept.subject_field else "")
    )
    if concept.note:
        output.say(f"  note: {concept.note}")
    for section in concept.sections:
        output.say(f"\n{section.language}")
        if section.definition:
            output.say(f"  definition: {section.definition}")
        for term in section.terms:
            known = f", reliability {term.reliability}/4" if term.reliability else ""
            known += f", score {term.score:g}" if 0 < term.score < 100 else ""
            output.say(
                f"  t{term.id} {term.term}  [{term.type.value}, {term.status.value}, {term.state.value}; {term.origin.value}{known}]"
            )
            for source in filter(None, [term.note, *term.source.split(" | ")]):
                output.say(f"      {source}")
            for unit in evidence.get(term.id, ()):
                for side in side_by_side(unit):
                    output.say(f"      {side}")
    for language in LANGUAGES:
        if not concept.terms(language):
            output.say(f"\n{language}\n  (no equivalent known)")
    if mined:
        reasons = ", ".join(f"{name} {value:g}" for name, value in mined.why.items())
        output.say(f"\nmined: score {mined.score:g} ({reasons}), {mined.count} uses in {mined.documents} documents")
        output.say("  forms: " + ", ".join(by_year(mined)))
        if synonyms:
            output.say("  possible synonyms: " + ", ".join(synonyms))
    if contexts:
        output.say("\ncontexts")
        for context in contexts:
            output.say(in_context(context))
    if history:
        output.say("\nhistory")
        for line in history:
            output.say(
                f"  {line.at} {line.who}: {line.action}"
                + (f" ({line.reason})" if line.reason else "")
                + (f": {line.what}" if line.what else "")
                + (" — undone" if line.undone else "")
            )
    return 0


@click.command()
@options.json_option
@options.database
def stats(as_json: bool, database: Path) -> int:
    """Count what the termbase holds."""
    from glossary.termbase import read, reading

    with reading(database) as db:
        found = read.statistics(db)
    if as_json:
        output.echo_json([found])
        return 0
    output.table(
        ["what", "which", "number"], [[what, name, str(number)] for what, counts in found.items() for name, number in counts.items()]
    )
    return 0
