"""DeepL's glossaries: source and target, no header, each source once, within DeepL's limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import IO

from glossary.formats import Entry, Manner, Refused, Wanted, usable
from glossary.formats.entries import primary
from glossary.formats.pairs import Pair, concepts_of
from glossary.formats.rows import Row, one_line, read_rows
from glossary.model import Concept
from tm.errors import DataError
from tm.exchange.table import language_tag

MAX_TERM = 1024  # bytes
MAX_FILE = 10 * 2**20  # bytes


def write(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> None:
    """Writes each source term with the preferred target, tab-separated; counts in `manner.left_out` what DeepL would refuse.

    Raises DataError where the whole is larger than DeepL takes.
    """
    size = 0
    for left, right in unique_pairs(concepts, languages, manner):
        if max(len(left.encode()), len(right.encode())) > MAX_TERM:
            manner.left_out[f"term longer than {MAX_TERM} bytes"] += 1
            continue
        line = f"{left}\t{right}\n".encode()
        size += len(line)
        if size > MAX_FILE:
            raise DataError("deepl", f"the glossary is larger than {MAX_FILE >> 20} MB", "DeepL takes no more: export fewer states")
        stream.write(line)


def unique_pairs(concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> Iterator[tuple[str, str]]:
    """Each source term with the first target that may be used; a source that came already is left out, and counted."""
    source, target = languages
    seen = set()
    for concept in concepts:
        right = one_line(usable(concept.terms(target))[0].term)
        for term in usable(concept.terms(source)):
            left = one_line(term.term)
            if left in seen:
                manner.left_out["source term that another concept has"] += 1
                continue
            seen.add(left)
            yield left, right


def read(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of such a file, tab-separated or CSV. Of four columns the last two name the languages, a third alone is a comment."""
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ""
    rows = read_rows(path, wanted.encoding, delimiter, quoted=not delimiter)
    first = next(rows, None)
    named = _named(first)
    pairs = (_pair(row, named) for row in chain([first] if first else [], rows))
    yield from concepts_of(path, pairs, replace(wanted, languages=named) if named else wanted)


def _pair(row: Row, named: tuple[str, ...]) -> Pair | Refused:
    if len(row.cells) < 2:
        return Refused(row.line, "one column only")
    if named and _named(row) != named:
        return Refused(row.line, f"not from {named[0]} to {named[1]}, as the first row")
    return Pair(row.line, row.cells[0], row.cells[1], row.cells[2] if len(row.cells) == 3 else "")


def _named(row: Row | None) -> tuple[str, ...]:
    """The two languages that a row of four cells names, if it does."""
    tags = tuple(primary(language_tag(cell)) for cell in row.cells[2:]) if row else ()
    return tags if len(tags) == 2 and all(tags) else ()
