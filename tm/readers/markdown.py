"""Markdown: its text without the marks."""

from __future__ import annotations

from pathlib import Path

from markdown_it import MarkdownIt

from tm.readers import Content
from tm.readers.plain import decode


def read(data: bytes, path: Path, encoding: str | None = None) -> Content:
    """The paragraphs and headings of a Markdown file, one a line; code and HTML are left out."""
    tokens = MarkdownIt("commonmark").enable("table").parse(decode(data, path, encoding))
    lines = []
    for token in tokens:
        if token.type == "inline":
            parts = [
                child.content if child.type == "text" else " "
                for child in token.children or []
                if child.type in ("text", "softbreak", "hardbreak")
            ]
            lines.append("".join(parts))
    return Content("\n\n".join(lines))
