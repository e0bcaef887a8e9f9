"""`annotate`: the termbase's terms in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli import options, output
from glossary.model import LANGUAGES, AdministrativeStatus, Annotation, ReviewState

if TYPE_CHECKING:
    from glossary.annotating import Annotated
    from tm.model import RawText

_STYLES = {"approved": "green underline", "proposed": "blue underline", "candidate": "cyan underline"}
_FORBIDDEN = (AdministrativeStatus.DEPRECATED, AdministrativeStatus.SUPERSEDED)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "source", type=options.Language(), show_default="told from the text", metavar="L", help="The language of the text.")
@options.to_option
@click.option(
    "--state", "states", type=click.Choice(["approved", "proposed", "candidate"]), multiple=True, help="Also terms in this state."
)
@click.option("--all", "everything", is_flag=True, help="Terms in all states but rejected ones.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT", help="Write the text to a page with hover cards.")
@options.ENCODING
@options.json_option
@options.database
def annotate(
    file: Path, source: str | None, targets: tuple[str, ...], states: tuple[str, ...], everything: bool, html: Path | None,
    encoding: str | None, as_json: bool, database: Path,
) -> int:  # fmt: skip
    """Find the approved terms in a text, with their equivalents.

    FILE may be - for standard input. Terms are found in whatever inflection and spelling, inside longer ones as well. On a
    terminal the text is shown with its terms underlined, forbidden ones in red. Offsets in the JSON count the characters of
    the text as it was read: of a .txt file all, of others their paragraphs.

    \b
    Examples:
      glossary annotate article.txt --to vi
      glossary annotate draft.docx --from en --all --html draft.html
    """
    from glossary.annotating import annotated
    from glossary.termbase import reading
    from glossary.workers import collect_seldom

    wanted = list(ReviewState) if everything else [ReviewState.APPROVED, *map(ReviewState, states)]
    options.must_exist(database)
    collect_seldom()
    raw = _read(file, encoding)
    language = source or _language(raw)
    with reading(database) as db:
        found = annotated(db, raw.text, language, wanted)
    shown = tuple(dict.fromkeys([language, *targets])) if targets else LANGUAGES
    if html:
        _write(html, raw.source, found, shown)
    if as_json:
        output.echo_json_lines(_json(found, shown))
    elif found.annotations:
        if output.on_terminal():
            _show(found)
        _table(found, shown)
    if html:
        output.note(f"{html}  written")
    if not found.annotations:
        output.note(f"No term found: --all looks for unapproved ones too; the text was taken for {language}, --from names another.")
    return 0 if found.annotations else 1


def _read(file: Path, encoding: str | None) -> RawText:
    """The one text that a file stands for. Raises UsageError where it stands for several."""
    from tm.documents import read_sources
    from tm.errors import UsageError

    texts = [] if file.is_dir() else list(read_sources([file], encoding=encoding))
    if len(texts) != 1:
        raise UsageError(file, "several texts, and one is annotated at a time", "Name a file")
    return texts[0]


def _language(raw: RawText) -> str:
    """The language of a text. Raises UsageError where it is none that terms are kept in."""
    from tm.errors import UsageError
    from tm.language import document_language

    language = document_language(raw.text)
    if language not in LANGUAGES:
        raise UsageError(raw.source, f"its language cannot be told (perhaps {language or 'none'})", "Name it with --from")
    return language


def _json(found: Annotated, shown: Sequence[str]) -> Iterator[dict[str, Any]]:
    from glossary.cli.render import terms_json

    terms = {
        number: {code: known for code, known in terms_json(concept).items() if code in shown} for number, concept in found.concepts.items()
    }
    for annotation in found.annotations:
        concept = found.concepts[annotation.concept]
        yield {
            "start": annotation.start,
            "end": annotation.end,
            "text": annotation.text,
            "concept": f"c{annotation.concept}",
            "term": annotation.term,
            "language": found.language,
            "status": annotation.status.value,
            "state": annotation.state.value,
            "entity": concept.entity.value,
            "subject_field": concept.subject_field,
            "terms": terms[annotation.concept],
            "inside": [{"start": start, "end": end} for start, end in annotation.inside],
            "crosses": [{"start": start, "end": end} for start, end in annotation.crosses],
        }


def _write(path: Path, title: str, found: Annotated, shown: Sequence[str]) -> None:
    from glossary.formats.annotated import write
    from tm.files import Staged

    with Staged() as staged:
        with staged.open(path) as stream:
            write(stream, title, found.text, found.language, found.annotations, found.concepts, shown)
        staged.put()


def _kind(annotation: Annotation) -> str:
    """The review state of a term, or that it should not be used."""
    return annotation.status.value if annotation.status in _FORBIDDEN else annotation.state.value


def _show(found: Annotated) -> None:
    """Prints the text with its terms in colour; in brackets where no colour is wanted."""
    from rich.console import Console
    from rich.text import Text

    coloured, done = output.coloured(), 0
    text = Text()
    for annotation in found.annotations:
        if annotation.start < done:
            continue
        term = output.clean(annotation.text)
        text.append(output.clean(found.text[done : annotation.start]))
        text.append(term if coloured else f"[{term}]", _STYLES.get(_kind(annotation), "bold red underline") if coloured else "")
        done = annotation.end
    text.append(output.clean(found.text[done:]))
    Console(highlight=False).print(text)


def _table(found: Annotated, shown: Sequence[str]) -> None:
    """Prints a line for each concept: how often and in which forms it stands in the text, and its terms.

    Those that only stand inside longer terms come last.
    """
    from glossary.cli.render import joined

    uses: dict[int, list[Annotation]] = defaultdict(list)
    for annotation in found.annotations:
        uses[annotation.concept].append(annotation)
    columns = [code for code in LANGUAGES if code in shown]
    rows = [
        [
            f"c{number}",
            str(len(places)),
            str(sum(bool(place.inside) for place in places)),
            " | ".join(dict.fromkeys(place.text for place in places)),
            ", ".join(dict.fromkeys(map(_kind, places))),
            *(joined(found.concepts[number], code) for code in columns),
        ]
        for number, places in uses.items()
    ]
    output.table(["id", "uses", "nested", "in the text", "state", *columns], sorted(rows, key=lambda row: row[1] == row[2]))
