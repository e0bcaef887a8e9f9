"""PDF with text in it: its lines, joined to paragraphs."""

from __future__ import annotations

import io
import re
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from tm.errors import DataError
from tm.readers import Content

_MAX_PAGES = 1000
_PARAGRAPH_END = re.compile(r"[.!?…:»”\"]\s*$")


def read(data: bytes, path: Path, encoding: str | None = None) -> Content:  # noqa: ARG001 a PDF says its own
    """The text of a PDF. Raises DataError for one that is protected, broken, too long, or made of pictures."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise DataError(path, "protected by a password", "Save it without one")
        if len(reader.pages) > _MAX_PAGES:
            raise DataError(path, f"more than {_MAX_PAGES} pages", "Split it")
        lines = [line for page in reader.pages for line in [*page.extract_text().splitlines(), ""]]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        raise DataError(path, f"a PDF that cannot be read ({type(error).__name__}: {error})", "Save its text as plain text") from error
    text = join_lines(lines)
    if not text.strip():
        raise DataError(path, "no text in this PDF, only pictures", "Run text recognition on it first")
    return Content(text)


def join_lines(lines: list[str]) -> str:
    """Paragraphs out of printed lines: a line goes on unless it is much shorter than others, ends a sentence, or an empty one follows.

    >>> join_lines(["Les deux pays ont décidé de renfor-", "cer leur coopération dans le", "domaine.", "", "Fin."])
    'Les deux pays ont décidé de renforcer leur coopération dans le domaine.\\n\\nFin.'
    """
    width = sorted(len(line) for line in lines if line.strip())[-max(1, len(lines) // 4) :][:1] or [0]
    text = ""
    for line in map(str.strip, lines):
        if not line:
            text += "\n\n" if text and not text.endswith("\n") else ""
        elif text.endswith("-") and line[:1].islower():
            text = text[:-1] + line
        elif not text or text.endswith("\n"):
            text += line
        else:
            text += " " + line
        if line and _PARAGRAPH_END.search(line) and len(line) < 0.8 * width[0]:
            text += "\n\n"
    return text.strip()
