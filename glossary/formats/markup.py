"""XML written line by line: one element a line, two spaces deeper than the one around it. Twice as fast as a tree that is written out.

Names of elements and of attributes are the program's own; texts and values may be anything.
"""

from __future__ import annotations

from tm.text import printable

DECLARATION = b"<?xml version='1.0' encoding='UTF-8'?>\n"


def escaped(text: str) -> str:
    """A text or a value as XML may hold it, without control characters.

    >>> escaped('R&D "<b>"\\x1b')
    'R&amp;D &quot;&lt;b&gt;&quot;'
    """
    return between_tags(text).replace('"', "&quot;")


def between_tags(text: str) -> str:
    """A text as the content of an element, where quotation marks may stay as they are."""
    text = text if text.isprintable() else printable(text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Lines:
    """Elements in the making, until they are taken. `attributes` begin with a space and are escaped already."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._indent = ""

    def open(self, name: str, attributes: str = "") -> None:
        """Begins an element that holds others."""
        self._lines.append(f"{self._indent}<{name}{attributes}>\n")
        self._indent += "  "

    def close(self, name: str) -> None:
        """Ends the element that was begun last."""
        self._indent = self._indent[:-2]
        self._lines.append(f"{self._indent}</{name}>\n")

    def leaf(self, name: str, text: str, attributes: str = "") -> None:
        """Adds an element that holds text."""
        self._lines.append(f"{self._indent}<{name}{attributes}>{between_tags(text)}</{name}>\n")

    def empty(self, name: str, attributes: str) -> None:
        """Adds an element that holds nothing."""
        self._lines.append(f"{self._indent}<{name}{attributes}/>\n")

    def taken(self) -> bytes:
        """What was written since the last time, in UTF-8."""
        taken = "".join(self._lines).encode("utf-8")
        self._lines.clear()
        return taken
