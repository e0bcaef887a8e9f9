"""`add`, `approve`, `reject`, `undo`: single decisions, each of which can be taken back."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.cli import completion, options, output
from glossary.model import ReviewState

_WAITING = completion.concepts(ReviewState.CANDIDATE, ReviewState.PROPOSED)
_STANDING = completion.concepts(ReviewState.CANDIDATE, ReviewState.PROPOSED, ReviewState.APPROVED)


@click.command()
@click.argument("terms", nargs=-1, required=True, metavar="L:TERM...")
@click.option("--field", default="", shell_complete=completion.fields, help="The subject field.")
@click.option("--entity", type=options.ENTITY, default="term", show_default=True, help="What it names.")
@click.option("--note", default="", help="What a translator should know.")
@options.database
def add(terms: tuple[str, ...], field: str, entity: str, note: str, database: Path) -> int:
    """Add an approved concept.

    A second term of a language is an admitted one.

    \b
    Example:
      glossary add fr:"visite d’État" en:"state visit" vi:"chuyến thăm cấp Nhà nước"
    """
    from glossary.model import AdministrativeStatus, Concept, EntityType, LanguageSection, Origin, Term
    from glossary.review.cells import wording
    from glossary.termbase import read, writing
    from glossary.termbase.decisions import Decider, Wording
    from tm.errors import UsageError

    found: dict[str, dict[str, AdministrativeStatus]] = {}
    for given in terms:
        code, colon, text = given.partition(":")
        words = wording(text)
        if not colon or words == Wording():
            raise UsageError(given, "not a language and a term", "Write fr:TERM, en:TERM or vi:TERM")
        known = found.setdefault(options.Language().convert(code, None, None), {})
        for term in words.usable:
            preferred = AdministrativeStatus.PREFERRED in known.values()
            known.setdefault(term, AdministrativeStatus.ADMITTED if preferred else AdministrativeStatus.PREFERRED)
        for term in words.forbidden:
            known.setdefault(term, AdministrativeStatus.DEPRECATED)
    sections = {
        language: tuple(Term(text, status=status, origin=Origin.HUMAN, score=100.0) for text, status in known.items())
        for language, known in found.items()
    }
    concept = Concept(
        subject_field=field,
        entity=EntityType(entity),
        note=note,
        sections=tuple(LanguageSection(language, made) for language, made in sections.items()),
    )
    with writing(database) as db:
        same = [
            hit
            for language, made in sections.items()
            for t in made
            for hit in read.terms_equal(db.conn, "folded", [_fold(t.term)], language)
        ]
        identifier = Decider(db, options.who()).add(concept)
    output.say(f"Added c{identifier}: " + ", ".join(f"{code} {t.term}" for code, made in sections.items() for t in made))
    for hit in same:
        output.note(f"Note: c{hit.concept} has the same {hit.language} term already ({hit.term}, {hit.state}).")
    return 0


def _fold(text: str) -> str:
    from tm.text import fold

    return fold(text)


@click.command()
@click.argument("identifiers", nargs=-1, required=True, metavar="ID...", shell_complete=_WAITING)
@click.option("--reason", default="", help="Why.")
@options.database
def approve(identifiers: tuple[str, ...], reason: str, database: Path) -> int:
    """Approve concepts with their proposed terms.

    ID is c17, or t42 for the concept of a term.

    \b
    Example:
      glossary approve c1467 c1492
    """
    return _decide(identifiers, "approved", reason, database)


@click.command()
@click.argument("identifiers", nargs=-1, required=True, metavar="ID...", shell_complete=_STANDING)
@click.option("--reason", required=True, help="Why; it is kept with the decision.")
@options.database
def reject(identifiers: tuple[str, ...], reason: str, database: Path) -> int:
    """Reject concepts for good: mining does not bring them back.

    \b
    Example:
      glossary reject c1549 --reason "half of a name"
    """
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
    changed = []
    with writing(database) as db:
        for identifier in identifiers:
            concept = read.concept_of(db.conn, identifier)
            if concept is None:
                raise NotFoundError(identifier, "no such concept or term", "'glossary lookup' and 'glossary candidates' show ids")
            if Decider(db, options.who()).revise(concept, Revision(ReviewState(state)), reason):
                changed.append(concept)
            else:
                output.note(f"{identifier} is {state} already.")
        entries = read.concepts(db.conn, changed)
    for entry in entries:
        output.say(f"{state.capitalize()} c{entry.id}: " + " · ".join(joined(entry, language) for language in ("fr", "en", "vi")))
    return 0


@click.command()
@options.database
def undo(database: Path) -> int:
    """Take the last decision back, an import or a sheet as a whole.

    Again for the one before, without limit.

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
