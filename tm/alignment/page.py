"""An alignment as one page of HTML that needs nothing else: both sides beside each other, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from tm.text import printable

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-top: 1px solid #8886; overflow-wrap: anywhere; }
th.score, td.score { width: 5rem; text-align: right; font-variant-numeric: tabular-nums; }
p { margin: 0; }
tr.review { background: #f5a62322; }
tr.alone { opacity: .65; }
@media print {
  :root { color-scheme: light; font-size: 10pt; }
  body { margin: 0; max-width: none; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  tr.review td.score::after { content: " ?"; }
}
"""


class Row(NamedTuple):
    """One bead: its sentences on either side, its score (0–100), and whether it is kept or waits for review."""

    source: Sequence[str]
    target: Sequence[str]
    score: float
    kept: bool


class Section(NamedTuple):
    """Two texts: their names and languages, and their beads."""

    names: tuple[str, str]
    languages: tuple[str, str]
    rows: Sequence[Row]


def page(title: str, sections: Iterable[Section]) -> str:
    """The page, as text. Whatever the sentences hold is shown and never run."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_safe(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{_safe(title)}</h1>\n"
        + "".join(map(_section, sections))
        + "</body>\n</html>\n"
    )


def _section(section: Section) -> str:
    head = "".join(
        f'<th scope="col">{_safe(name)} ({_safe(code)})</th>' for name, code in zip(section.names, section.languages, strict=True)
    )
    rows = "".join(_row(row, section.languages) for row in section.rows)
    return f'<table>\n<thead><tr><th scope="col" class="score">score</th>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n'


def _row(row: Row, languages: tuple[str, str]) -> str:
    state = "kept" if row.kept else "review" if row.source and row.target else "alone"
    cells = "".join(
        f'<td lang="{_safe(code)}">' + "".join(f"<p>{_safe(sentence)}</p>" for sentence in side) + "</td>"
        for code, side in zip(languages, (row.source, row.target), strict=True)
    )
    return f'<tr class="{state}"><td class="score">{row.score:g}</td>{cells}</tr>\n'


def _safe(text: str) -> str:
    return escape(printable(text))
