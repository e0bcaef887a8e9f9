"""Reading a file's text, by its kind: one module a kind, one table of all kinds, each loaded when first needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from tm.errors import DataError


@dataclass(frozen=True, slots=True)
class Content:
    """What a file says: its text, and its date (ISO 8601) where the file itself tells one."""

    text: str
    date: str = ""


Reader = Callable[[bytes, Path, str | None], Content]

_MODULES = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "office",
    ".odt": "office",
    ".pdf": "pdf",
}
SUFFIXES = tuple(_MODULES)


def read(data: bytes, path: Path, encoding: str | None = None) -> Content:
    """The content of a file whose name is `path`; a name without a known suffix is read as plain text.

    Raises DataError where the bytes are not what the name says, or cannot be read safely.
    """
    module = import_module(f"tm.readers.{_MODULES.get(path.suffix.lower(), 'plain')}")
    reader: Reader = module.read
    try:
        return reader(data, path, encoding)
    except RecursionError:
        raise DataError(path, "nested too deeply to be an article", "Save it as plain text") from None
