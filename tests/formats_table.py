"""The README's table of what each format carries, made from the registry: `python -m tests.formats_table --write`; a test compares."""

from __future__ import annotations

import sys

from glossary.formats import FORMATS, Format, Part
from tests.tour import README

_BEGIN, _END = "<!-- formats -->\n", "<!-- end of formats -->"


def table() -> str:
    """A row for each format, a column for each part of a concept entry."""
    head = ["format", "extension", "holds", "read", *(part.value for part in Part)]
    rows = [head, ["---"] * len(head), *(_row(form) for form in FORMATS.values())]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(form: Format) -> list[str]:
    extension = f"{form.extension} with one `--to`" if form.name == "tbx2" else form.extension
    marks = ["●" if part in form.carries else "○" if part in form.partly else "" for part in Part]
    return [f"`{form.name}`", extension, form.description, "yes" if form.reads else "", *marks]


def renewed(text: str) -> str:
    """The README with the table as it should be."""
    before, rest = text.split(_BEGIN, 1)
    return before + _BEGIN + table() + _END + rest.split(_END, 1)[1]


if __name__ == "__main__":
    new = renewed(README.read_text("utf-8"))
    if "--write" in sys.argv:
        README.write_text(new, "utf-8")
    else:
        sys.exit(new != README.read_text("utf-8"))
