"""Plain text: its sentences are replaced, everything between them stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from tm.documents import contents
from tm.pretranslation import Job, in_context
from tm.readers.plain import decode
from tm.segment import sentence_spans
from tm.text import nfc
from tm.units import plain

_BOM = b"\xef\xbb\xbf"
_BREAK = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_ENDS = (".", "!", "?", "…", ":", ";", "»", "”", '"')


def fill(job: Job, stream: IO[bytes]) -> None:
    """Writes the text with its sentences translated; in UTF-8, with a mark where it had one."""
    data = contents(job.path)
    text = nfc(decode(data, job.path).removeprefix("\ufeff"))
    places = list(_sentences(text))
    answers = job.answers(in_context([(_line(text[start:end]), ()) for start, end in places]))
    parts, at = [], 0
    for (start, end), answer in zip(places, answers, strict=True):
        parts += [text[at:start], plain(answer.text) if answer else text[start:end]]
        at = end
    stream.write((_BOM if data.startswith(_BOM) else b"") + "".join([*parts, text[at:]]).encode())


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for start, end in _paragraphs(text):
        for first, last in sentence_spans(text[start:end]):
            yield start + first, start + last


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph: a line, and those that go on where it ends no sentence and they begin with a small letter."""
    start = end = 0
    before = ""
    for line in text.splitlines(keepends=True):
        if not (before and not before.endswith(_ENDS) and line.lstrip()[:1].islower()):
            yield start, end
            start = end
        end += len(line)
        before = line.strip()
    yield start, end


def _line(text: str) -> str:
    """A sentence on one line."""
    return _BREAK.sub(" ", text)
