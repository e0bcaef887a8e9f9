"""Tables and coloured texts as a terminal shows them: never wider than it is, words and ids whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

_SHORT = 14  # the widest cell of a column that is never broken
_LEAST = 18  # the narrowest that a column of text may become; below it, texts go under their row
_GAP = 2
_STYLES = dict.fromkeys(("approved", "yes"), "green") | dict.fromkeys(("proposed", "review", "to review", "warning"), "yellow")
_STYLES |= dict.fromkeys(("rejected", "error"), "red")
_NUMBER = re.compile(r"[\d.,]+( %)?")


def draw(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints a table on the terminal. Where its texts would become too narrow, they stand below their row, with their names."""
    console = Console()
    columns = [_Column.of(name, cells) for name, *cells in zip(header, *rows, strict=True)]
    room = console.width - sum(column.width + _GAP for column in columns if not column.is_text)
    texts = [column for column in columns if column.is_text]
    too_wide = sum(column.width + _GAP for column in columns) - _GAP > console.width
    narrow = too_wide and len(texts) > 1 and room < len(texts) * (_LEAST + _GAP)
    console.print(Group(*_stacked(columns)) if narrow else _table(columns))


def flow(text: str, head: str) -> None:
    """Prints a text with colours in it, broken between words, the lines behind the first one as far in as the first, behind `head`."""
    drawn = Table.grid(padding=(0, _GAP, 0, 0))
    drawn.add_row(*([Text(head)] if head else []), Text.from_ansi(text))
    Console().print(drawn)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column, its cells, and what they are: numbers go to the right, texts may be broken between words."""

    name: str
    cells: Sequence[str]
    width: int
    is_text: bool
    is_number: bool

    @classmethod
    def of(cls, name: str, cells: Sequence[str]) -> _Column:
        width = max(map(cell_len, [name, *cells]))
        return cls(name, cells, width, width > _SHORT, bool(cells) and all(map(_NUMBER.fullmatch, cells)))

    def padded(self, cell: Text) -> Text:
        """A cell as wide as the column."""
        cell.align("right" if self.is_number else "left", self.width)
        return cell


def _table(columns: Sequence[_Column]) -> Table:
    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, _GAP - 1, 0, 0), show_edge=False)
    for column in columns:
        justify: Literal["left", "right"] = "right" if column.is_number else "left"
        least = min(column.width, _LEAST) if column.is_text else None
        drawn.add_column(column.name, justify=justify, min_width=least, no_wrap=not column.is_text, overflow="fold")
    for row in zip(*(column.cells for column in columns), strict=True):
        drawn.add_row(*map(_cell, row))
    return drawn


def _stacked(columns: Sequence[_Column]) -> Iterator[RenderableType]:
    """The short columns as a table, each row of them followed by its texts."""
    short, texts = ([column for column in columns if column.is_text is kind] for kind in (False, True))
    between = Text(" " * _GAP)
    yield between.join(column.padded(Text(column.name, style="bold")) for column in short)
    yield Text("─" * (sum(column.width + _GAP for column in short) - _GAP))
    for number in range(len(columns[0].cells)):
        yield between.join(column.padded(_cell(column.cells[number])) for column in short)
        below = Table.grid(padding=(0, _GAP, 0, 0))
        for column in texts:
            below.add_row(Text(column.name, style="dim"), _cell(column.cells[number]))
        yield Padding(below, (0, 0, 0, _GAP))


def _cell(text: str) -> Text:
    cell = Text(text, style=_STYLES.get(text, ""))
    cell.highlight_regex(r"[^|]+ ✗", "red")
    cell.highlight_regex(r"[^|]+ \?(?= \||$)", "yellow")
    return cell
