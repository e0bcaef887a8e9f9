"""Filling a document with what a memory knows: one module a format, and the analysis that translators bill by.

The memory is a function from segments to answers, so that anything may answer; a format module finds the segments, asks
once for all of them, and writes the document with the answers in their places and everything else as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO

from tm.errors import UsageError
from tm.files import Staged
from tm.pretranslation.analysis import Analysis
from tm.units import InlineTag, plain

_MODULES = {
    ".txt": "txt",
    ".text": "txt",
    ".docx": "word",
    ".xlf": "xliff",
    ".xliff": "xliff",
    ".sdlxliff": "xliff",
    ".mxliff": "xliff",
    ".mqxliff": "xliff",
    ".po": "gettext",
    ".pot": "gettext",
}
SUFFIXES = tuple(_MODULES)


@dataclass(frozen=True, slots=True)
class Query:
    """A segment to be translated: its text with placeholders, its tags, and the texts of the segments around it."""

    text: str
    tags: tuple[InlineTag, ...] = ()
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The best match of a segment: its score (0–102), its target text with placeholders, and the tags of that."""

    score: float
    text: str
    tags: tuple[InlineTag, ...] = ()


Answering = Callable[[Sequence[Query]], Sequence[Answer | None]]


class Job:
    """What a format module asks and tells: answers for its segments, and what it left as it was.

    `source` and `target` are language tags; answers below `cutoff` are counted and kept back.
    """

    def __init__(self, path: Path, source: str, target: str, answering: Answering, cutoff: float) -> None:
        self.path = path
        self.source = source.replace("_", "-")
        self.target = target.replace("_", "-")
        self.analysis = Analysis()
        self._answering = answering
        self._cutoff = cutoff

    def answers(self, queries: Sequence[Query]) -> list[Answer | None]:
        """An answer for each segment, in order, None where none is good enough."""
        found = self._answering(queries)
        for query, answer in zip(queries, found, strict=True):
            self.analysis.count(plain(query.text), answer.score if answer else 0.0)
        kept = [answer if answer and answer.score >= self._cutoff else None for answer in found]
        self.analysis.filled += sum(answer is not None for answer in kept)
        return kept

    def leave(self, text: str) -> None:
        """Counts a segment that is translated already, or is not to be."""
        self.analysis.leave(plain(text))

    def review(self) -> None:
        """Counts a segment whose tags could not be put back."""
        self.analysis.untagged += 1


Filler = Callable[[Job, IO[bytes]], None]


def pretranslate(path: Path, out: Path, answering: Answering, *, source: str, target: str, cutoff: float = 75.0) -> Analysis:
    """Writes the document to `out` with the segments filled in that `answering` knows to `cutoff` or better; the rest stays.

    Returns words and segments by band. Raises UsageError for a format that is not filled, or where `out` is the document
    itself; DataError for a document that cannot be read; nothing is half-written.
    """
    module = _MODULES.get(path.suffix.lower())
    if module is None:
        raise UsageError(path, "documents of this kind cannot be pretranslated", f"Give one of {', '.join(SUFFIXES)}")
    if out.suffix.lower() != path.suffix.lower():
        raise UsageError(out, "another extension than the document's", f"Let it end in {path.suffix}")
    if out.exists() and path.exists() and out.samefile(path):
        raise UsageError(out, "this is the document itself", "Name another file with -o")
    fill: Filler = import_module(f"tm.pretranslation.{module}").fill
    job = Job(path, source, target, answering, cutoff)
    with Staged() as staged:
        with staged.open(out) as stream:
            fill(job, stream)
        staged.put()
    return job.analysis


def in_context(segments: Sequence[tuple[str, tuple[InlineTag, ...]]]) -> list[Query]:
    """Segments of one document, in order, as queries that know their neighbours."""
    texts = ["", *(plain(text) for text, _ in segments), ""]
    return [Query(text, tags, texts[n], texts[n + 2]) for n, (text, tags) in enumerate(segments)]
