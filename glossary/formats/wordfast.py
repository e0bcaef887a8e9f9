"""Wordfast's glossaries: tab-separated source, target and comment in UTF-16, which every version of it reads."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from typing import IO

from glossary.formats import Manner, comment, usable
from glossary.formats.omegat import read as read
from glossary.formats.rows import one_line
from glossary.model import Concept


def write(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], _manner: Manner) -> None:
    """Writes each source with each target, behind a byte-order mark, little end first."""
    source, target = languages
    stream.write(codecs.BOM_UTF16_LE)
    for concept in concepts:
        remark = one_line(comment(concept, concept.terms(target)))
        for left in usable(concept.terms(source)):
            for right in usable(concept.terms(target)):
                stream.write(f"{one_line(left.term)}\t{one_line(right.term)}\t{remark}\r\n".encode("utf-16-le"))
