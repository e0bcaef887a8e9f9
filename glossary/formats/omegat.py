"""OmegaT's own glossary: tab-separated source, target and comment, behind a line that fixes the encoding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from glossary.formats import Entry, Manner, Refused, Wanted, comment, usable
from glossary.formats.pairs import Pair, concepts_of
from glossary.formats.rows import one_line
from glossary.model import Concept
from tm.exchange.table import opened

_FIRST = "# Glossary in tab-separated format -*- coding: utf-8 -*-\n"


def write(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], _manner: Manner) -> None:
    """Writes each source with each target and what to know of them. OmegaT knows no forbidden terms: the comment names them."""
    source, target = languages
    stream.write(_FIRST.encode())
    for concept in concepts:
        remark = one_line(comment(concept, concept.terms(target)))
        for left in usable(concept.terms(source)):
            for right in usable(concept.terms(target)):
                source_term = one_line(left.term)
                if source_term.startswith("#"):  # OmegaT takes such a line for a remark
                    source_term = " " + source_term
                stream.write(f"{source_term}\t{one_line(right.term)}\t{remark}\n".encode())


def read(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of a tab-separated glossary. Raises UsageError where nobody says which languages it is in."""
    yield from concepts_of(path, _pairs(path, wanted.encoding), wanted)


def _pairs(path: Path, encoding: str) -> Iterator[Pair | Refused]:
    with opened(path, encoding or None) as stream:
        number = 0
        while line := stream.readline(1_000_000):
            number += 1
            if line.startswith("#") or not line.strip():
                continue
            cells = line.rstrip("\r\n").split("\t")
            yield Pair(number, cells[0], cells[1], "\t".join(cells[2:])) if len(cells) > 1 else Refused(number, "no tab in it")
