"""Sentences: where each segment of a document begins and ends in the original text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sentencex import segment as split_sentences

from tm.model import Document, Segment
from tm.text import fold

# A full stop behind one of these ends no sentence, whatever follows: titles, initials, references.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"'’])(?:MM?|Mmes?|Mlles?|Drs?|Prs?|Me|Mgr|St|Ste|[A-ZĐÀ-Ý]|art|al|cf|p|pp|vol|no|n°|env|av|apr|Mr|Mrs|Ms|Prof|Sen|Gov|"
    r"TS|ThS|GS|PGS|BS|TP|Tp)\.\s*$"
)


def segments(document: Document) -> Iterator[Segment]:
    """The segments of a document, in order, each sentence once however often it stands there."""
    seen: set[str] = set()
    for paragraph in document.paragraphs:
        content = paragraph.content
        for start, end in sentence_spans(content.text, document.language):
            text = content.text[start:end]
            if (key := fold(text)) in seen:
                continue
            seen.add(key)
            yield Segment(text, content.original(start), content.original(end - 1) + 1, paragraph.type)


def sentence_spans(text: str, language: str = "fr") -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph, without the white space around it.

    >>> text = "M. Poutine est à Hanoï. Il y restera deux jours."
    >>> [text[a:b] for a, b in sentence_spans(text)]
    ['M. Poutine est à Hanoï.', 'Il y restera deux jours.']
    """
    start = position = 0
    for piece in split_sentences(language, text):
        position += len(piece)
        whole = text[start:position]
        if position < len(text) and _ABBREVIATION.search(whole):
            continue
        if stripped := whole.strip():
            begin = start + len(whole) - len(whole.lstrip())
            yield begin, begin + len(stripped)
        start = position
    if rest := text[start:].strip():
        begin = text.index(rest, start)
        yield begin, begin + len(rest)
