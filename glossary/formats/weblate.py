"""Weblate's CSV: context, source, target, comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from glossary.formats import Entry, Manner, Refused, Wanted, comment, usable
from glossary.formats.pairs import Pair, concepts_of, named_rows
from glossary.formats.rows import one_line, write_rows
from glossary.model import Concept

_COLUMNS = ("context", "source", "target", "developer_comments", "translator_comments", "fuzzy")


def write(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], _manner: Manner) -> None:
    """Writes each source with the preferred target: Weblate takes no second one. The context is the id of the concept."""
    write_rows(stream, _COLUMNS, (row for concept in concepts for row in _rows(concept, *languages)))


def _rows(concept: Concept, source: str, target: str) -> Iterator[list[str]]:
    [right, *others] = usable(concept.terms(target))
    also = " | ".join(one_line(term.term) for term in others)
    for left in usable(concept.terms(source)):
        told = one_line(comment(concept, concept.terms(target)))
        yield [f"c{concept.id}", one_line(left.term), one_line(right.term), told, f"also: {also}" if also else "", ""]


def read(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of such a file; rows with the same context are one."""
    pairs = (
        Pair(line, row.get("source", ""), row.get("target", ""), row.get("developer_comments", ""), row.get("context", ""))
        for line, row in named_rows(path, wanted.encoding)
    )
    yield from concepts_of(path, pairs, wanted)
