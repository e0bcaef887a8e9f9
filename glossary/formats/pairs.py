"""What formats of plain pairs share: a source, a target and a comment, put together to concepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from glossary.formats import Entry, Refused, Wanted
from glossary.formats.entries import Draft, DraftTerm, clean
from glossary.formats.rows import read_rows
from glossary.model import AdministrativeStatus
from tm.errors import UsageError
from tm.text import fold

# What a first row says that names its columns and no language, in the words of the tools and of people, folded.
_HEADINGS = frozenset(
    (
        *("source", "source term", "term", "src", "terme", "terme source", "thuat ngu", "thuat ngu nguon", "nguon"),
        *("target", "target term", "translation", "equivalent", "tgt", "trg", "terme cible", "cible", "traduction", "ban dich", "dich"),
    )
)


class Pair(NamedTuple):
    """A source and a target term as a file has them, with the line."""

    line: int
    source: str
    target: str
    comment: str = ""
    identifier: str = ""
    forbidden: bool = False


def languages(path: Path, wanted: Wanted) -> tuple[str, str]:
    """The pair that somebody named. Raises UsageError where nobody did."""
    if len(wanted.languages) != 2:
        todo = "Name them with --from and one --to, or name its columns by language, as fr and vi"
        raise UsageError(path, "nothing in it says which languages it is in", todo)
    return wanted.languages[0], wanted.languages[1]


def named_rows(path: Path, encoding: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table whose first row names its columns: the line, and the cells by name."""
    rows = read_rows(path, encoding)
    first = next(rows, None)
    names = [cell.strip().lstrip("\ufeff").casefold() for cell in first.cells] if first else []
    for row in rows:
        yield row.line, dict(zip(names, row.cells, strict=False))


def concepts_of(path: Path, pairs: Iterable[Pair | Refused], wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of pairs: those that follow each other with the same source, or the same targets, and the same comment are one."""
    source, target = languages(path, wanted)
    open_draft: Draft | None = None
    last = ("", "", "")
    for number, pair in enumerate(pairs):
        if isinstance(pair, Refused):
            yield pair
            continue
        if not number and {fold(pair.source), fold(pair.target)} <= _HEADINGS:
            continue
        left, right, remark = clean(pair.source, one_line=True), clean(pair.target, one_line=True), clean(pair.comment, one_line=True)
        if not left or not right:
            yield Refused(pair.line, f"no {'source' if not left else 'target'} term")
            continue
        if open_draft is None or not _continues(open_draft, left, right, remark, pair.identifier, last, target):
            if open_draft:
                yield open_draft.entry()
            open_draft = Draft(pair.identifier, pair.line)
            open_draft.note(remark)
        last = (left, remark, pair.identifier)
        open_draft.add(source, DraftTerm(left))
        open_draft.add(target, DraftTerm(right, status=AdministrativeStatus.DEPRECATED if pair.forbidden else None))
    if open_draft:
        yield open_draft.entry()


def _continues(draft: Draft, left: str, right: str, remark: str, identifier: str, last: tuple[str, str, str], target: str) -> bool:
    """Whether a pair belongs to the concept before it."""
    if identifier or last[2]:
        return identifier == last[2]
    return remark == last[1] and (left == last[0] or right == next(iter(draft.section(target).terms), ""))
