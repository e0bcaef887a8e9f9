"""What is to be checked, read as a stream: one bilingual file, or a text and its translation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from glossary.aligning import doubts, known_words
from glossary.check.model import Checked
from tm.bitext import Bitext, bitext, read_raw, text_of
from tm.errors import DataError
from tm.exchange import Refused, Wanted, read
from tm.text import normalize
from tm.units import Property, TranslationUnit, plain

_SURE = 50.0  # the score of a bead that answers
_KINDS = 50  # reasons that are told apart
_PROPOSAL = "alt-trans"  # the origin of what an XLIFF file has beside a segment
_NOT_TRANSLATED = Property("no", "x-translate")
_LINE = re.compile(r"(?:line|row) (\d+)")


@dataclass(frozen=True, slots=True)
class Request:
    """What to read: two texts, or one bilingual file; their languages; the termbase, for its words; whether line answers line."""

    paths: Sequence[Path]
    source: str
    target: str
    database: Path
    lines: bool = False
    encoding: str | None = None


class Segments:
    """The segments of a request, one after the other; `checked` counts those given so far, `skipped` others by reason.

    `broken` says where a file broke off. Raises DataError and UsageError as the readers do.
    """

    def __init__(self, request: Request, tell: Callable[[str], None] = lambda _: None) -> None:
        self.checked = 0
        self.skipped: Counter[str] = Counter()
        self.broken = ""
        self._request = request
        self._tell = tell

    @property
    def paths(self) -> Sequence[Path]:
        return self._request.paths

    def __iter__(self) -> Iterator[Checked]:
        found = self._of_two() if len(self._request.paths) == 2 else self._of_one(self._request.paths[0])
        for segment in found:
            self.checked += 1
            yield segment

    def _of_one(self, path: Path) -> Iterator[Checked]:
        wanted = Wanted(self._request.source, self._request.target, self._request.encoding, unfinished=True)
        number = 0
        for item in read(path, wanted):
            if isinstance(item, TranslationUnit):
                if item.origin == _PROPOSAL or _NOT_TRANSLATED in item.details.properties:
                    continue
                number += 1
                source, target = (plain(variant.text) for variant in item.variants)
                yield Checked(source, target, number, path.as_posix(), item.where, _line(item.where), item.name)
            elif isinstance(item, Refused):
                if item.is_end:
                    self.broken = f"{item.where}: {item.reason}"
                self._skip(item.reason)

    def _skip(self, reason: str) -> None:
        kind = re.sub(r"[\d,]+", "…", reason)
        self.skipped[kind if kind in self.skipped or len(self.skipped) < _KINDS else "other reasons"] += 1

    def _of_two(self) -> Iterator[Checked]:
        first, second = self._request.paths
        raws = [read_raw(path, encoding=self._request.encoding) for path in (first, second)]
        if self._request.lines:
            source, target = (normalize(raw.text).text.splitlines() for raw in raws)
            yield from _line_by_line(source, target, first, second)
            return
        texts = [text_of(raw, language) for raw, language in zip(raws, (self._request.source, self._request.target), strict=True)]
        words = known_words(self._request.database, self._request.source, self._request.target)
        found = bitext(*texts, lexicon=words)
        for doubt in doubts(found):
            self._tell(str(doubt).replace(", or add --force", ""))
        yield from self._aligned(found, second, raws[1].text)

    def _aligned(self, found: Bitext, path: Path, text: str) -> Iterator[Checked]:
        number = position = 0
        for bead in found.alignment.beads:
            source, target = found.texts(bead)
            if not source:
                self._skip("a sentence of the target alone")
            elif target and bead.score < _SURE:
                self._skip(f"no sure answer (score below {_SURE:.0f})")
            else:
                number += 1
                first = found.sentences(bead)[1][0] if target else ""
                start = text.find(first, position) if first else -1
                line = text.count("\n", 0, start) + 1 if start >= 0 else 0
                position = start + len(first) if start >= 0 else position
                yield Checked(source, target, number, path.as_posix(), f"line {line}" if line else f"sentence {number}", line)


def _line_by_line(source: list[str], target: list[str], first: Path, second: Path) -> Iterator[Checked]:
    """The segments of two texts of which each line answers the same line of the other. Raises DataError where they have not as many."""
    while source and not source[-1].strip():
        source.pop()
    while len(target) > len(source) and not target[-1].strip():
        target.pop()
    if len(target) != len(source):
        what = f"{len(target)} lines, and {first.name} has {len(source)}"
        raise DataError(second, what, "Leave --lines out, and the sentences are aligned")
    for number, (line, answer) in enumerate(zip(source, target, strict=True), 1):
        if line.strip() or answer.strip():
            yield Checked(line.strip(), answer.strip(), number, second.as_posix(), f"line {number}", number)


def _line(where: str) -> int:
    match = _LINE.fullmatch(where)
    return int(match[1]) if match else 0
