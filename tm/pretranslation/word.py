"""Word documents (DOCX): the sentences of each paragraph are replaced, with their formatting; the rest of the package stays.

Text, headers, footers, footnotes and endnotes are translated. A fuzzy match, and one whose formatting could not be put
back, is highlighted in yellow. Translated text is in the target language to a spelling checker.
"""

from __future__ import annotations

import copy
import shutil
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from lxml import etree

from tm.errors import DataError
from tm.pretranslation import Answer, Job, in_context
from tm.pretranslation.paragraphs import Paragraph, Sentence

_PARTS = ("word/document.xml", "word/header", "word/footer", "word/footnotes.xml", "word/endnotes.xml")
_MAX_XML = 100_000_000
_MAX_BYTES = 500_000_000
_PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"


@dataclass(frozen=True, slots=True)
class _Part:
    """One member of the package that holds text."""

    root: etree._Element
    paragraphs: tuple[Paragraph, ...]


def fill(job: Job, stream: IO[bytes]) -> None:
    """Writes the document with its sentences translated."""
    try:
        with zipfile.ZipFile(job.path) as package:
            infos = package.infolist()
            if sum(info.file_size for info in infos) > _MAX_BYTES or any(info.flag_bits & 1 for info in infos):
                raise DataError(job.path, f"protected by a password, or larger than {_MAX_BYTES // 1_000_000} MB", "Save it without one")
            parts = {info.filename: _part(job, package, info) for info in infos if _holds_text(info.filename)}
            if "word/document.xml" not in parts:
                raise DataError(job.path, "not a DOCX file (it has no text)", "Open it in its program and save it again")
            _translate(job, list(parts.values()))
            _copy(package, infos, parts, stream)
    except OSError as error:
        raise DataError(job.path, f"cannot be read ({error.strerror})", "Check the path and its permissions") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataError(job.path, f"not a DOCX file ({error})", "Open it in its program and save it again") from error


def _holds_text(name: str) -> bool:
    return name.startswith(_PARTS) and name.endswith(".xml")


def _part(job: Job, package: zipfile.ZipFile, info: zipfile.ZipInfo) -> _Part:
    if info.file_size > _MAX_XML:
        raise DataError(job.path, f"its text is larger than {_MAX_XML // 1_000_000} MB", "Split it")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(package.read(info), parser)
    except etree.XMLSyntaxError as error:
        raise DataError(job.path, f"broken inside ({error.msg})", "Open it in its program and save it again") from error
    if root.getroottree().docinfo.doctype:
        raise DataError(job.path, "it declares entities, as no word processor does", "Do not trust it")
    return _Part(root, tuple(Paragraph(element) for element in root.iter(_PARAGRAPH)))


def _translate(job: Job, parts: Sequence[_Part]) -> None:
    """Puts the answers into the paragraphs; one that has no answer is not touched."""
    paragraphs = [paragraph for part in parts for paragraph in part.paragraphs]
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph.sentences]
    answers = iter(job.answers(in_context([(sentence.text, sentence.tags) for sentence in sentences])))
    for paragraph in paragraphs:
        found: list[tuple[Sentence, Answer | None]] = [(sentence, next(answers)) for sentence in paragraph.sentences]
        for _ in range(paragraph.write(found, job.target)):
            job.review()


def _copy(package: zipfile.ZipFile, infos: Sequence[zipfile.ZipInfo], parts: dict[str, _Part], stream: IO[bytes]) -> None:
    """Writes the package anew: the parts with text as they are now, all other members byte for byte."""
    with zipfile.ZipFile(stream, "w") as out:
        for info in infos:
            target = copy.copy(info)
            if info.filename in parts:
                tree = parts[info.filename].root.getroottree()
                out.writestr(target, etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True))
            else:
                with package.open(info) as member, out.open(target, "w") as copied:
                    shutil.copyfileobj(member, copied)
