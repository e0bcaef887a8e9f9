"""Keywords in context: one a line, all in the same column, with as much around them as there is room for.

Widths are in cells of a terminal: a combining mark takes none, a Han character two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import combining, east_asian_width

import click

from glossary.cli import output
from glossary.model import Context, Evidence

_SIDE = 46  # around a keyword where nobody looks on, and the width is free
_LEAST = 12  # of each side, so that where a line is from is shown as well


@dataclass(frozen=True, slots=True)
class Line:
    """A text with its keywords as (start, end), the one that it is aligned by first; and what stands before and behind it."""

    text: str
    spans: tuple[tuple[int, int], ...]
    head: str = ""
    where: str = ""


def of_context(context: Context) -> Line:
    """A context with its term, and where and when it was read."""
    return Line(context.text, ((context.start, context.end),), where=", ".join(filter(None, [context.source, context.date])))


def of_evidence(evidence: Evidence) -> tuple[Line, Line]:
    """A translation unit that speaks for an equivalent, one line a side, the term and the equivalent its keywords."""
    source = Line(evidence.source, ((evidence.start, evidence.end),), where=f"u{evidence.unit}")
    return source, Line(evidence.target, ((evidence.target_start, evidence.target_end),))


def show(found: Iterable[Line], indent: int = 0) -> None:
    """Prints lines, aligned."""
    for line in aligned(list(found), indent):
        click.echo(line)


def aligned(found: Sequence[Line], indent: int = 0) -> Iterator[str]:
    """Lines as wide as the terminal, the keywords in colour, or in brackets where there is none; in a pipe, all of one width."""
    head = max((cells(line.head) for line in found), default=0)
    lead = indent + (head + 2 if head else 0)
    where = max((cells(line.where) for line in found), default=0)
    keyword = max(map(_keyword, found), default=0)
    left = right = _SIDE
    if output.on_terminal():
        rest = output.columns() - lead - keyword
        where = min(where, rest // 4) if rest >= 3 * _LEAST else 0
        rest = max(0, rest - (where + 2 if where else 0))
        left, right = rest // 2, rest - rest // 2
    for line in found:
        start, end = line.spans[0]
        behind = right + (keyword - _keyword(line) if output.on_terminal() else 0)
        first, last = _window(line.text, start, end, left, behind)
        before = " " * (left - cells(line.text[first:start]) - (first > 0)) + "…" * (first > 0)
        after = "…" * (last < len(line.text))
        if where and line.where:
            after += " " * (behind - cells(line.text[end:last]) - len(after) + 2) + output.styled(clipped(line.where, where), dim=True)
        yield f"{' ' * indent + line.head:<{lead}}{before}{_marked(line, first, last)}{after}"


def _keyword(line: Line) -> int:
    """The width of a line's keyword, with what marks it."""
    return cells(line.text[slice(*line.spans[0])]) + (0 if output.coloured() else 2)


def _marked(line: Line, first: int, last: int) -> str:
    """The part of a text from `first` to `last`, its keywords in colour; or in brackets, the one that it is aligned by."""
    if not output.coloured():
        start, end = line.spans[0]
        return output.clean(f"{line.text[first:start]}[{line.text[start:end]}]{line.text[end:last]}")
    pieces, position = [], first
    for start, end in sorted(line.spans):
        start, end = max(start, position), min(end, last)
        if start < end:
            pieces += [output.clean(line.text[position:start]), output.styled(line.text[start:end], fg="green", bold=True)]
            position = end
    return "".join([*pieces, output.clean(line.text[position:last])])


def cells(text: str) -> int:
    """The width of a text on a terminal.

    >>> cells("Việt"), cells("Vie\\u0323\\u0302t"), cells("越南")
    (4, 4, 4)
    """
    return len(text) if text.isascii() else sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def clipped(text: str, width: int) -> str:
    """The text, or as much of its beginning as fits into a width."""
    if cells(text) <= width:
        return text
    end = len(text)
    while end and cells(text[:end]) >= width:
        end -= 1
    return text[:end].rstrip() + "…"


def _window(text: str, start: int, end: int, left: int, right: int) -> tuple[int, int]:
    """How far from a keyword one sees, with room for an ellipsis where that is not all of the text."""
    first = max(0, start - left)
    while first < start and cells(text[first:start]) > left - (first > 0):
        first += 1
    last = min(len(text), end + right)
    while last > end and cells(text[end:last]) > right - (last < len(text)):
        last -= 1
    return first, last
