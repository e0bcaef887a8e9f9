"""Google Cloud Translation: a pair without header, or a set of equivalent terms under a header of language codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from glossary.formats import Entry, Manner, Refused, Wanted, usable
from glossary.formats.deepl import read as read_pair
from glossary.formats.deepl import unique_pairs
from glossary.formats.rows import one_line
from glossary.formats.table import read as read_table
from glossary.model import Concept

__all__ = ["read_pair", "read_set", "write_pair", "write_set"]


def write_pair(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> None:
    """Writes source and preferred target, tab-separated, each source once."""
    for left, right in unique_pairs(concepts, languages, manner):
        stream.write(f"{left}\t{right}\n".encode())


def write_set(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> None:
    """Writes the preferred term of each language, for all directions, with part of speech and description."""
    stream.write((",".join([*(manner.tag(language) for language in languages), "pos", "description"]) + "\r\n").encode())
    for concept in concepts:
        terms = [next(iter(usable(concept.terms(language))), None) for language in languages]
        pos = next((term.pos for term in terms if term and term.pos), "")
        cells = [*(one_line(term.term) if term else "" for term in terms), pos, one_line(concept.subject_field)]
        stream.write((",".join(map(_quoted, cells)) + "\r\n").encode())


def _quoted(cell: str) -> str:
    """A cell of CSV that no spreadsheet shall read: what looks like a formula stays as it is, as Google takes it to the letter."""
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ',"\n') else cell


def read_set(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of a set of equivalent terms."""
    yield from read_table(path, wanted)
