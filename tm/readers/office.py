"""Word (DOCX) and OpenDocument (ODT) files: the paragraphs of the text, tables included."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tm.errors import DataError
from tm.readers import Content

_MAX_XML = 100_000_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a format keeps its text: the member of the archive, and what its elements are called."""

    member: str
    paragraphs: tuple[str, ...]
    spaces: tuple[str, ...]
    texts: tuple[str, ...]  # elements whose text counts; none means all inside a paragraph
    skipped: tuple[str, ...]


_LAYOUTS = {
    ".docx": _Layout("word/document.xml", (f"{_WORD}p",), (f"{_WORD}tab", f"{_WORD}br"), (f"{_WORD}t",), ()),
    ".odt": _Layout(
        "content.xml",
        (f"{_TEXT}p", f"{_TEXT}h"),
        (f"{_TEXT}tab", f"{_TEXT}s", f"{_TEXT}line-break"),
        (),
        (f"{_TEXT}note", f"{_TEXT}tracked-changes"),
    ),
}


def read(data: bytes, path: Path, encoding: str | None = None) -> Content:  # noqa: ARG001 the container says it
    """The paragraphs of the document, one a line."""
    layout = _LAYOUTS[path.suffix.lower()]
    root = _parse(_member(data, layout.member, path), path)
    lines = []
    for element in root.iter(*layout.paragraphs):
        pieces: list[str] = []
        _collect(element, layout, pieces)
        lines.append("".join(pieces))
    return Content("\n".join(lines))


def tables(data: bytes, path: Path) -> Iterator[list[list[str]]]:
    """The tables of a Word document: the rows of each, and the text of each cell, its paragraphs one a line.

    Raises DataError where it is no Word document.
    """
    layout = _LAYOUTS[".docx"]
    root = _parse(_member(data, layout.member, path), path)
    for table in root.iter(f"{_WORD}tbl"):
        yield [[_cell(cell, layout) for cell in row.findall(f"{_WORD}tc")] for row in table.findall(f"{_WORD}tr")]


def _cell(cell: etree._Element, layout: _Layout) -> str:
    lines = []
    for paragraph in cell.findall(layout.paragraphs[0]):
        pieces: list[str] = []
        _collect(paragraph, layout, pieces)
        lines.append("".join(pieces))
    return "\n".join(lines)


def _member(data: bytes, name: str, path: Path) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            info = archive.getinfo(name)
            if info.flag_bits & 1:
                raise DataError(path, "protected by a password", "Save it without one")
            if info.file_size > _MAX_XML:
                raise DataError(path, f"its text is larger than {_MAX_XML // 1_000_000} MB", "Split it")
            with archive.open(info) as stream:
                content = stream.read(_MAX_XML + 1)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, OSError) as error:
        raise DataError(path, f"not a {path.suffix[1:].upper()} file ({error})", "Open it in its program and save it again") from error
    if len(content) > _MAX_XML:
        raise DataError(path, "it says less of its size than it holds", "Do not trust it")
    return content


def _parse(content: bytes, path: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise DataError(path, f"broken inside ({error.msg})", "Open it in its program and save it again") from error
    if root.getroottree().docinfo.doctype:
        raise DataError(path, "it declares entities, as no word processor does", "Do not trust it")
    return root


def _collect(element: etree._Element, layout: _Layout, pieces: list[str]) -> None:
    """Gathers the text of a paragraph, without what belongs to a paragraph inside it."""
    if element.text and (not layout.texts or element.tag in layout.texts):
        pieces.append(element.text)
    for child in element:
        if child.tag in layout.spaces:
            pieces.append(" ")
        elif isinstance(child.tag, str) and child.tag not in layout.paragraphs and child.tag not in layout.skipped:
            _collect(child, layout, pieces)
        if child.tail and not layout.texts:
            pieces.append(child.tail)
