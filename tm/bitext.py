"""Two files that say the same in two languages: read, checked, aligned, and made into translation units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tm.alignment import NO_LEXICON, Alignment, Bead, Lexicon, Method, Side, align
from tm.alignment.relation import ENOUGH, relation
from tm.documents import read_sources
from tm.errors import DataError
from tm.language import document_language
from tm.model import RawText
from tm.newswire import split_article
from tm.segment import sentence_spans
from tm.text import normalize
from tm.units import Details, Property, TranslationUnit, Variant

ORIGIN = "alignment"
_LONGER = 4  # times as long as the other side
_ENTRY = re.compile(r"(?=.{0,150}$).*[^\W\d_].*?(?:\.{3,}|…|\s)\s*(\d{1,3})\s*")
_ENTRIES = 5  # lines one after the other that make a table of contents
_LIKELY = 50.0  # the score of a bead that counts as an answer
_ANSWERED = 0.5  # of the characters of one side
_SPOKEN_FOR = 0.5  # of the beads
_JOINED = " "


@dataclass(frozen=True, slots=True)
class Text:
    """One side as it was read: where from, its title, its language by its own words, its sentences.

    `characters` counts all that the file says; `contents` the lines of a table of contents.
    """

    name: str
    digest: str
    title: str
    looks: str
    side: Side
    characters: int
    contents: int = 0


@dataclass(frozen=True, slots=True)
class Bitext:
    """Two texts, how their sentences answer each other, and which part of the beads (0–1) the words speak for, None where they are few."""

    source: Text
    target: Text
    alignment: Alignment
    spoken_for: float | None

    def sentences(self, bead: Bead) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The sentences of a bead, on either side."""
        source, target = self.source.side.sentences, self.target.side.sentences
        return source[bead.source_start : bead.source_end], target[bead.target_start : bead.target_end]

    def texts(self, bead: Bead) -> tuple[str, str]:
        """The text of a bead, on either side."""
        first, second = self.sentences(bead)
        return _JOINED.join(first), _JOINED.join(second)


def read_raw(path: Path, *, encoding: str | None = None) -> RawText:
    """The one text that a path stands for. Raises DataError where it cannot be read, or stands for several."""
    if path.is_dir():
        raise DataError(path, "a folder, where a file is wanted", "Name two files, or one folder alone")
    raw, *more = read_sources([path], encoding=encoding)
    if more:
        raise DataError(path, "an archive of several files, where one text is wanted", "Unpack it and name the folder")
    return raw


def text_of(raw: RawText, language: str, *, lines: bool = False) -> Text:
    """A text with its sentences, those of repeated paragraphs too: a translation repeats them. Raises DataError where there is none."""
    title, starts, sentences = "", set[int](), list[str]()
    if lines:
        sentences = [line for line in map(str.strip, normalize(raw.text).text.splitlines()) if line]
    else:
        article = next(iter(split_article(raw, language, repeats=True)), None)
        title = article.title if article else ""
        for content in (paragraph.content.text for paragraph in (article.paragraphs if article else ())):
            starts.add(len(sentences))
            sentences += [content[start:end] for start, end in sentence_spans(content)]
    side = Side(language, tuple(sentences), frozenset(starts))
    if not side.sentences:
        raise DataError(raw.path, "there is no sentence in it", "Check what the file is")
    return Text(raw.source, raw.digest, title, document_language(raw.text), side, len(raw.text.strip()), _contents(raw.text))


def _contents(text: str) -> int:
    """How many lines the longest run of lines has that end in page numbers which rise, where that makes a table of contents."""
    longest = run = page = 0
    for line in filter(str.strip, text.splitlines()):
        entry = _ENTRY.fullmatch(line)
        rising = entry is not None and int(entry[1]) >= page
        run = run + 1 if rising else int(entry is not None)
        page = int(entry[1]) if entry else 0
        longest = max(longest, run)
    return longest if longest >= _ENTRIES else 0


def faults(source: Text, target: Text) -> Iterator[DataError]:
    """What speaks against two texts being translations of each other, before they are aligned."""
    for text in (source, target):
        if text.looks and text.looks != text.side.language:
            what = f"its language looks like {text.looks}, not {text.side.language}"
            yield DataError(text.name, what, "Check --from and --to, or add --force")
    if source.contents != target.contents and not (source.contents and target.contents):
        having = source if source.contents else target
        what = f"a table of contents of {having.contents} lines that the other side lacks"
        yield DataError(having.name, what, "Take it out, or add --force")
    longer, shorter = sorted((source, target), key=lambda text: -text.characters)
    if longer.characters > _LONGER * shorter.characters:
        what = f"{longer.characters / max(1, shorter.characters):.0f} times as long as {shorter.name}"
        yield DataError(longer.name, what, "Check that one is the translation of the other, or add --force")


def bitext(source: Text, target: Text, *, lexicon: Lexicon = NO_LEXICON, method: Method | None = None) -> Bitext:
    """Two texts aligned. Raises DataError where they are one and the same."""
    if source.digest == target.digest:
        raise DataError(target.name, f"the same text as {source.name}", "Name the original and its translation")
    found = align(source.side, target.side, method=method, lexicon=lexicon)
    spoken_for, looked_at = relation(source.side, target.side, found.beads, lexicon)
    return Bitext(source, target, found, spoken_for if looked_at >= ENOUGH else None)


def unanswered(found: Bitext) -> DataError | None:
    """What to say where too little of both texts answers each other, or their words speak against it."""
    if found.spoken_for is not None and found.spoken_for < _SPOKEN_FOR:
        what = f"its words do not answer those of {found.source.name}"
        return DataError(found.target.name, what, "Check that one is the translation of the other, or add --force")
    sure = [found.texts(bead) for bead in found.alignment.beads if bead.is_pair and bead.score >= _LIKELY]
    totals = [sum(map(len, text.side.sentences)) for text in (found.source, found.target)]
    answered = [sum(len(texts[side]) for texts in sure) / max(1, total) for side, total in enumerate(totals)]
    if max(answered) >= _ANSWERED:
        return None
    what = f"only {100 * max(answered):.0f} % of it and {found.source.name} answer each other"
    return DataError(found.target.name, what, "Check that one is the translation of the other, or add --force")


def units(found: Bitext, least: float) -> list[TranslationUnit]:
    """The beads with something on both sides and a score of `least` or more, as units with the segments around them."""
    document = Property(f"{found.source.name} | {found.target.name}", "x-document")
    languages = found.source.side.language, found.target.side.language
    sentences = found.source.side.sentences
    made = []
    for bead in found.alignment.beads:
        if bead.is_pair and bead.score >= least:
            first, second = found.texts(bead)
            made.append(
                TranslationUnit(
                    (Variant(languages[0], first), Variant(languages[1], second)),
                    source_language=languages[0],
                    previous=sentences[bead.source_start - 1] if bead.source_start else "",
                    next=sentences[bead.source_end] if bead.source_end < len(sentences) else "",
                    origin=ORIGIN,
                    score=bead.score,
                    details=Details(properties=(document,)),
                )
            )
    return made
