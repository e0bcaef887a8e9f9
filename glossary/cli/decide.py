"""`add`, `approve`, `reject`, `undo`: single decisions, each of which can be taken back."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.cli import options, output


@click.command()
@click.argument("terms", nargs=-1, required=True, metavar="L:TERM...")
@click.option("--field", default="", help="The subject field.")
@click.option("--entity", type=options.ENTITY, default="term", show_default=True, help="What it names.")
@click.option("--note", default="", help="What a translator should know.")
@options.database
def add(terms: tuple[str, ...], field: str, entity: str, note: str, database: Path) -> int:
    """Add an approved concept. A second term of a language is an admitted one.

    \b
    Example:
      glossary add fr:"visite d’État" en:"state visit" vi:"chuyến thăm cấp Nhà nước"
    """
    from glossary.model import AdministrativeStatus, Concept, EntityType, LanguageSection, Origin, Term
    from glossary.termbase import read, writing
    from glossary.termbase.decisions import Decider
    from tm.errors import UsageError
    from tm.text import nfc, printable, sound

    found: dict[str, list[Term]] = {}
    for given in terms:
        code, colon, text = given.partition(":")
        text = nfc(" ".join(printable(sound(text)).split()))
        if not colon or not text:
            raise UsageError(given, "not a language and a term", "Write fr:TERM, en:TERM or vi:TERM")
        language = options.Language().convert(code, None, None)
        if text in [term.term for term in found.get(language, [])]:
            continue
        status = AdministrativeStatus.ADMITTED if language in found else AdministrativeStatus.PREFERRED
        found.setdefault(language, []).append(Term(text, status=status, origin=Origin.HUMAN, score=100.0))
    concept = Concept(
        subject_field=field,
        entity=EntityType(entity),
        note=note,
        sections=tuple(LanguageSection(language, tuple(made)) for language, made in found.items()),
    )
    with writing(database) as db:
        same = [
            hit for language, made in found.items() for t in made for hit in read.terms_equal(db.conn, "folded", [_fold(t.term)], language)
        ]
        identifier = Decider(db, options.who()).add(concept)
    output.say(f"Added c{identifier}: " + ", ".join(f"{code} {t.term}" for code, made in found.items() for t in made))
    for hit in same:
        output.note(f"Note: c{hit.concept} has the same {hit.language} term already ({hit.term}, {hit.state}).")
    return 0


def _fold(text: str) -> str:
    from tm.text import fold

    return fold(text)


@click.command()
@click.argument("identifiers", nargs=-1, required=True, metavar="ID...")
@click.option("--reason", default="", help="Why.")
@options.database
def approve(identifiers: tuple[str, ...], reason: str, database: Path) -> int:
    """Approve concepts (c17, or t42 for the concept of a term), with their proposed terms."""
    return _decide(identifiers, "approved", reason, database)


@click.command()
@click.argument("identifiers", nargs=-1, required=True, metavar="ID...")
@click.option("--reason", required=True, help="Why; it is kept with the decision.")
@options.database
def reject(identifiers: tuple[str, ...], reason: str, database: Path) -> int:
    """Reject concepts for good: mining does not bring them back."""
    if not reason.strip():
        raise click.BadParameter("say why, it is kept with the decision", param_hint="--reason")
    return _decide(identifiers, "rejected", reason, database)


def _decide(identifiers: tuple[str, ...], state: str, reason: str, database: Path) -> int:
    from glossary.cli.render import joined
    from glossary.model import ReviewState
    from glossary.termbase import read, writing
    from glossary.termbase.decisions import Decider, Revision
    from tm.errors import NotFoundError

    options.must_exist(database)
    with writing(database) as db:
        found = [(identifier, read.concept_of(db.conn, identifier)) for identifier in identifiers]
        for identifier, concept in found:
            if concept is None:
                raise NotFoundError(identifier, "no such concept or term", "'glossary lookup' and 'glossary candidates' show ids")
            if not Decider(db, options.who()).revise(concept, Revision(ReviewState(state)), reason):
                output.note(f"{identifier} is {state} already.")
        entries = read.concepts(db.conn, [concept for _, concept in found if concept is not None])
    for entry in entries:
        output.say(f"{state.capitalize()} c{entry.id}: " + " · ".join(joined(entry, language) for language in ("fr", "en", "vi")))
    return 0


@click.command()
@options.database
def undo(database: Path) -> int:
    """Take the last decision back, an import or a sheet as a whole. Again for the one before, without limit.

    \b
    Example:
      glossary undo
    """
    from glossary.termbase import decisions, writing

    options.must_exist(database)
    with writing(database) as db:
        done = decisions.undo(db)
    if done is None:
        output.note("There is no decision to take back.")
        return 1
    more = f" and {done.decisions - 1} more" if done.decisions > 1 else ""
    output.say(f"Undone: {done.action} c{done.concept}{more} ({done.who}" + (f": {done.what})" if done.what else ")"))
    return 0
