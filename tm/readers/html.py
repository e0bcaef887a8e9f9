"""HTML: the article in a page, without what stands around it."""

from __future__ import annotations

from pathlib import Path

from trafilatura import bare_extraction

from tm.errors import DataError
from tm.readers import Content


def read(data: bytes, path: Path, encoding: str | None = None) -> Content:
    """Title and text of the article in a page, and its date where the page says one."""
    page = data.decode(encoding, "replace") if encoding else data
    found = bare_extraction(page, include_comments=False, with_metadata=True)
    if found is None:
        raise DataError(path, "no article in this page", "Save its text as plain text")
    article = found if isinstance(found, dict) else found.as_dict()
    title, text = article.get("title") or "", article.get("text") or ""
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    return Content(text, article.get("date") or "")
