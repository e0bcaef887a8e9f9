"""The text side of the house: documents, their paragraphs, and segments. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tm.text import Traced


class DocumentType(StrEnum):
    """What a document is: an article, or a teaser for another article found under one."""

    ARTICLE = "article"
    TEASER = "teaser"


class ParagraphType(StrEnum):
    """The part of a document that a paragraph is."""

    TITLE = "title"
    BODY = "body"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class RawText:
    """The decoded text of one file.

    `source` is its name as shown to people, `digest` the SHA-256 of its bytes, `path` where it lies; `named` says
    whether somebody named this very file rather than its folder; `date` is what the file itself tells, if it does.
    """

    source: str
    text: str
    digest: str
    path: str = ""
    named: bool = False
    date: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as the miner sees it, with offsets back to the original text."""

    type: ParagraphType
    content: Traced
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Removed:
    """Something taken out of a text before mining: a credit, a dateline, a repeated headline."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One correction: `before` stood at `start` (characters of the original text) and was read as `after`."""

    start: int
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """One article or teaser. `date` is ISO 8601 (year, month or day), empty when the text gives none."""

    source: str
    digest: str
    type: DocumentType = DocumentType.ARTICLE
    position: int = 0
    language: str = "fr"
    title: str = ""
    date: str = ""
    place: str = ""
    agency: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    removed: tuple[Removed, ...] = ()
    repairs: tuple[Repair, ...] = field(default=())

    @property
    def text(self) -> str:
        """The text as the miner sees it: one paragraph a line."""
        return "\n".join(paragraph.content.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence: `start` and `end` are offsets in the characters of the original text."""

    text: str
    start: int
    end: int
    type: ParagraphType = ParagraphType.BODY
    language: str = "fr"
