"""UTX 1.20, the simple glossary of the Asia-Pacific Association for Machine Translation: tab-separated, with statuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from glossary.formats import FORBIDDEN, Entry, Manner, Refused, Wanted
from glossary.formats.pairs import Pair, concepts_of
from glossary.formats.rows import one_line
from glossary.model import Concept, Term
from tm.errors import DataError
from tm.exchange.table import opened


def write(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> None:
    """Writes each source with each target, the id of their concept, and whether the target may be used."""
    source, target = languages
    head = f"#UTX 1.20; {manner.tag(source)}/{manner.tag(target)}; bidirectional: no\n#src\ttgt\tsrc:pos\tterm status\tconcept ID\n"
    stream.write(head.encode())
    for concept in concepts:
        for left in concept.terms(source):
            for right in concept.terms(target):
                cells = [left.term, right.term, left.pos, _status(left, right), f"c{concept.id}"]
                stream.write(("\t".join(map(one_line, cells)) + "\n").encode())


def _status(left: Term, right: Term) -> str:
    return "forbidden" if {left.status, right.status} & set(FORBIDDEN) else "approved"


def read(path: Path, wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of such a file, whose first line names the languages. Raises DataError where it is no UTX."""
    with opened(path, wanted.encoding or None) as stream:
        first, second = stream.readline(10_000).strip("\ufeff\r\n"), stream.readline(10_000).strip("\r\n")
        languages = tuple(part.strip().split("-")[0].lower() for part in [*first.split(";"), ""][1].split("/"))
        if not first.casefold().startswith("#utx") or len(languages) < 2:
            raise DataError(path, "line 1: not UTX with a pair of languages", "Check what the file is")
        names = [name.strip().lstrip("#") for name in second.split("\t")]
        yield from concepts_of(path, _pairs(stream, names), Wanted(languages[:2]))


def _pairs(stream: IO[str], names: Sequence[str]) -> Iterator[Pair | Refused]:
    for number, line in enumerate(stream, 3):
        if not line.strip() or line.startswith("#"):
            continue
        cells = dict(zip(names, line.rstrip("\r\n").split("\t"), strict=False))
        banned = cells.get("term status", "").strip() in ("forbidden", "non-standard", "rejected")
        yield Pair(number, cells.get("src", ""), cells.get("tgt", ""), cells.get("comment", ""), cells.get("concept ID", ""), banned)
