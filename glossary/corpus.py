"""Texts made ready for mining: read, cleaned, repaired, segmented, parsed, and kept in files, not in memory.

Two passes: the words of all texts are counted first, since no document can be mended before all are known. Each pass
runs over parts of the corpus, on as many processes as wanted.
"""

from __future__ import annotations

import marshal
import pickle
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import accumulate
from pathlib import Path
from typing import IO, NamedTuple

from glossary.equivalents import places
from glossary.mining import Counted, Parse, ParsedDocument
from glossary.mining.grammar import GRAMMARS, NOTHING
from glossary.mining.tally import Survey
from glossary.model import ENGLISH_NAMES
from glossary.workers import Workers
from tm.documents import read_sources
from tm.errors import DataError
from tm.fusion import Vocabulary
from tm.language import document_language
from tm.model import Document, DocumentType, RawText, Segment
from tm.newswire import split_article
from tm.repair import Mender
from tm.segment import segments
from tm.tagging import Token

Progress = Callable[[str, float], None]  # a step, and which part of it is done
PARALLEL = "parallel"  # folders of this name hold texts with their translations: they are aligned, not mined
_PART = 500_000  # characters
_TEASER = 0.5  # what stands in a teaser counts half


def silent(_step: str, _done: float) -> None:
    """Tells nobody."""


class Prepared(NamedTuple):
    """A document with its segments, and as the miner sees these; its text is in the segments."""

    document: Document
    segments: tuple[Segment, ...]
    parses: list[Parse]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the corpus in files: cleaned documents, then prepared ones, and how many there are of what."""

    path: Path
    documents: int
    segments: int = 0
    repairs: int = 0


class Corpus:
    """Prepared documents, read from files one at a time; the files go with it."""

    def __init__(self, language: str = "fr", jobs: int = 1, progress: Progress = silent) -> None:
        self._progress = progress
        self.language = language
        self._folder = Path(tempfile.mkdtemp(prefix="glossary."))
        self._workers = Workers(jobs, self._folder)
        self._parts: list[_Part] = []
        self.paths: dict[str, str] = {}  # of the files, by digest
        self.close = weakref.finalize(self, _remove, self._workers, self._folder)

    @property
    def documents(self) -> int:
        return sum(part.documents for part in self._parts)

    @property
    def segments(self) -> int:
        return sum(part.segments for part in self._parts)

    @property
    def repairs(self) -> int:
        return sum(part.repairs for part in self._parts)

    def __iter__(self) -> Iterator[Prepared]:
        for part in self._parts:
            yield from _load_prepared(part)

    def parsed(self) -> Iterator[tuple[Prepared, ParsedDocument]]:
        """Each document, and as the miner sees it."""
        for number, prepared in enumerate(self):
            yield prepared, _parsed(prepared, number)

    def count(self, empty: Counted) -> Counted:
        """Fills an empty count from all documents."""
        firsts = accumulate((part.documents for part in self._parts), initial=0)
        parts = [_Numbered(part, first) for part, first in zip(self._parts, firsts, strict=False)]
        step = "Surveying" if isinstance(empty, Survey) else "Mining"
        self._progress(step, 0)
        if self._workers.alone:
            for number, part in enumerate(parts, 1):
                part.count(empty)
                self._progress(step, number / len(parts))
            return empty
        # As many stretches as processes: a count is large, and each is sent and merged once.
        size = -(-len(parts) // self._workers.jobs)
        stretches = [parts[start : start + size] for start in range(0, len(parts), size)]
        for number, counted in enumerate(self._workers.map(_count, empty, stretches), 1):
            empty.merge(counted)
            self._progress(step, number / len(stretches))
        return empty

    def add(self, raws: Iterable[RawText]) -> None:
        """Prepares some texts."""
        vocabulary = Vocabulary()
        parts = []
        for part, words in self._workers.map(_split, (self._folder, self.language), enumerate(self._read(raws))):
            vocabulary.merge(words)
            parts.append(part)
        for prepared in self._workers.map(_prepare, _Words(vocabulary, self.language), parts):
            self._parts.append(prepared)
            self._progress("Cleaning", len(self._parts) / len(parts))

    def _read(self, raws: Iterable[RawText]) -> Iterator[list[RawText]]:
        """The texts in parts of about the same size."""
        part: list[RawText] = []
        size = 0
        for raw in raws:
            self.paths[raw.digest] = raw.path
            part.append(raw)
            size += len(raw.text)
            if size >= _PART:
                yield part
                part, size = [], 0
        if part:
            yield part


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A part of the corpus, and the number of its first document."""

    part: _Part
    first: int

    def count(self, count: Counted) -> Counted:
        for number, prepared in enumerate(_load_prepared(self.part), self.first):
            count.add(_parsed(prepared, number))
        return count


def _count(empty: Counted, parts: Sequence[_Numbered]) -> Counted:
    count = empty.fresh()
    for part in parts:
        part.count(count)
    return count


def _parsed(prepared: Prepared, number: int) -> ParsedDocument:
    document = prepared.document
    weight = _TEASER if document.type is DocumentType.TEASER else 1.0
    return ParsedDocument(prepared.parses, number, weight, document.date[:4])


def _split(shared: tuple[Path, str], numbered: tuple[int, list[RawText]]) -> tuple[_Part, Vocabulary]:
    """The documents in some texts, written to a file, and their words."""
    folder, language = shared
    number, raws = numbered
    part = _Part(folder / f"split.{number}", 0)
    vocabulary = Vocabulary()
    with part.path.open("wb") as stream:
        for raw in raws:
            for document in split_article(raw, language):
                vocabulary.add(document.text)
                _dump(document, stream)
                part = replace(part, documents=part.documents + 1)
    return part, vocabulary


class _Words:
    """What is known of the words of all texts; the mender is made by the process that mends."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        self._vocabulary = vocabulary
        self.language = language

    @cached_property
    def mender(self) -> Mender:
        return Mender(self._vocabulary)


def _prepare(words: _Words, part: _Part) -> _Part:
    """The documents of a part mended, segmented and parsed, in a new file in place of the old one."""
    prepared = replace(part, path=part.path.with_name(part.path.name.replace("split", "prepared")))
    with prepared.path.open("wb") as stream:
        for split_document in _load_split(part):
            document = words.mender.repair(split_document)
            parts = tuple(segments(document))
            prepared = replace(prepared, segments=prepared.segments + len(parts), repairs=prepared.repairs + len(document.repairs))
            _dump((replace(document, paragraphs=(), removed=(), repairs=()), parts, _packed(_parses(parts, words.language))), stream)
    part.path.unlink()
    return prepared


def _dump(value: object, stream: IO[bytes]) -> None:
    pickle.dump(value, stream, pickle.HIGHEST_PROTOCOL)


def _parses(parts: Iterable[Segment], language: str) -> list[Parse]:
    """The segments as the miner sees them; one in another language has nothing to mine."""
    countries = places.demonyms()
    grammar = GRAMMARS[language]
    return [grammar.parse(segment.text, countries) if segment.language == language else NOTHING for segment in parts]


def _packed(parses: Iterable[Parse]) -> bytes:
    """Parses as plain tuples: there are millions of tokens, and reading them so takes half the time that it takes as objects."""
    return marshal.dumps([(list(map(tuple, parse.tokens)), *parse[1:]) for parse in parses])


def _load_split(part: _Part) -> Iterator[Document]:
    """The documents of a part that were split and not yet prepared, in order."""
    with part.path.open("rb") as stream:
        for _ in range(part.documents):
            yield pickle.load(stream)  # noqa: S301 - our own, written a moment ago


def _load_prepared(part: _Part) -> Iterator[Prepared]:
    """The prepared documents of a part, in order."""
    with part.path.open("rb") as stream:
        for _ in range(part.documents):
            document, parts, packed = pickle.load(stream)  # noqa: S301
            yield Prepared(document, parts, _unpacked(packed))


def _unpacked(packed: bytes) -> list[Parse]:
    token = partial(tuple.__new__, Token)
    return [Parse(list(map(token, tokens)), *spans) for tokens, *spans in marshal.loads(packed)]  # noqa: S302


def _remove(workers: Workers, folder: Path) -> None:
    workers.close()
    shutil.rmtree(folder, ignore_errors=True)


def prepare(
    sources: Iterable[Path],
    *,
    language: str = "fr",
    encoding: str | None = None,
    jobs: int = 1,
    problems: list[DataError] | None = None,
    progress: Progress = silent,
) -> Corpus:
    """The texts of all sources, read, cleaned, repaired, segmented and parsed, on `jobs` processes.

    Folders of parallel texts inside a source are left out.
    Raises DataError for what cannot be read or is in another language, unless it lies in a folder: then it is added to `problems`.
    """
    progress("Reading", 0)
    corpus = Corpus(language, jobs, progress)
    corpus.add(_in_language(read_sources(sources, encoding=encoding, problems=problems, without=[PARALLEL]), language, problems))
    if not corpus.paths:
        raise DataError(
            ", ".join(map(str, sources)),
            f"nothing here can be read as {ENGLISH_NAMES[language]} text",
            f"Name a folder of {ENGLISH_NAMES[language]} articles",
        )
    return corpus


def _in_language(raws: Iterable[RawText], language: str, problems: list[DataError] | None) -> Iterator[RawText]:
    """The texts in a language, each content once; any other is a problem."""
    seen = set()
    for raw in raws:
        if raw.digest in seen:
            continue
        seen.add(raw.digest)
        found = document_language(raw.text)
        if found == language:
            yield raw
            continue
        what = f"not {ENGLISH_NAMES[language]} (its language looks like {found or 'none'})"
        error = DataError(raw.path, what, f"Only {ENGLISH_NAMES[language]} articles are mined now")
        if problems is None or raw.named:
            raise error
        problems.append(error)
