"""`clean`: the text as the miner sees it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli import options, output

if TYPE_CHECKING:
    from tm.model import Document


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@options.ENCODING
@options.json_option
@click.option("--db", expose_value=False, hidden=True, help="Not needed here.")
def clean(file: Path, encoding: str | None, as_json: bool) -> int:
    """Show a text as the miner sees it.

    Its structure is told apart, fused words and typos are repaired. `-` reads standard input. On a terminal, what was
    repaired is shown in colour, with what stood there struck through.

    \b
    Example:
      glossary clean article.txt --json
    """
    from tm.cleaning import cleaned
    from tm.documents import read_sources
    from tm.errors import UsageError

    if file.is_dir():
        raise UsageError(file, "a folder, and one text is shown at a time", "Name a file")
    documents = cleaned(read_sources([file], encoding=encoding))
    if as_json:
        article, *teasers = map(_json, documents)
        output.echo_json({**article, "teasers": teasers})
        return 0
    for number, document in enumerate(documents):
        if number:
            output.say("")
        _show(document)
    return 0


def _json(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "date": document.date,
        "place": document.place,
        "agency": document.agency,
        "type": document.type.value,
        "language": document.language,
        "text": document.text,
        "paragraphs": [{"type": p.type.value, "language": p.language, "text": p.content.text} for p in document.paragraphs],
        "removed": [{"kind": removed.kind, "text": removed.text} for removed in document.removed],
        "repairs": [
            {"start": repair.start, "before": repair.before, "after": repair.after, "reason": repair.reason} for repair in document.repairs
        ],
    }


def _show(document: Document) -> None:
    """Prints a document, its repairs coloured where the terminal can."""
    for paragraph in document.paragraphs:
        content = paragraph.content
        last = content.original(len(content.text))
        pieces, position = [], 0
        for repair in document.repairs:
            if not content.original(0) <= repair.start <= last:
                continue
            start = content.find(repair.start)
            if repair.before and content.text[start : start + len(repair.after)] == repair.after:
                pieces.append(output.clean(content.text[position:start]))
                pieces.append(click.style(output.clean(repair.before), fg="red", strikethrough=True))
                pieces.append(click.style(output.clean(repair.after), fg="green"))
                position = start + len(repair.after)
        pieces.append(output.clean(content.text[position:]))
        output.flow("".join(pieces) if output.coloured() else output.clean(content.text))
