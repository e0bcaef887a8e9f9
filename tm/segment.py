"""Sentences: where each segment of a document begins and ends in the original text.

A rule of our own, after Unicode's sentence boundaries (UAX #29) with abbreviations for the three languages: on
NTREX lines joined into paragraphs it was measured above the libraries (README, "Benchmarks").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tm.model import Document, Segment
from tm.words import word_lists

# A stop with what closes behind it, white space, and what may open the next sentence.
_STOP = re.compile(r"""(?<![.!?…])[.!?…]++["”»’')\]]*+(?:\s[»”])?(?=\s++["“«‘'(\[–—-]*\s?([^\W_]))""")
_LAST_WORD = re.compile(r"([^\W\d_]+|n°)\.$")
_ABBREVIATIONS = word_lists("tm", "words.toml")["abbreviations"]


def segments(document: Document) -> Iterator[Segment]:
    """The segments of a document, in order, each sentence once however often it stands there."""
    seen: set[str] = set()
    for paragraph in document.paragraphs:
        content = paragraph.content
        for start, end in sentence_spans(content.text):
            text = content.text[start:end]
            if (key := text.casefold()) in seen:
                continue
            seen.add(key)
            yield Segment(
                text, content.original(start), min(content.original(end - 1) + 1, content.original(end)), paragraph.type, paragraph.language
            )


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph, without the white space around it.

    >>> text = "M. Poutine est à Hanoï. Il y restera deux jours. « Oui ! » dit-il. TS. Nguyễn Văn A nói."
    >>> [text[a:b] for a, b in sentence_spans(text)]
    ['M. Poutine est à Hanoï.', 'Il y restera deux jours.', '« Oui ! » dit-il.', 'TS. Nguyễn Văn A nói.']
    """
    start = 0
    for stop in _STOP.finditer(text):
        if _goes_on(text, stop):
            continue
        yield from _stripped(text, start, stop.end())
        start = stop.end()
    yield from _stripped(text, start, len(text))


def _goes_on(text: str, stop: re.Match[str]) -> bool:
    """Whether the sentence goes on behind a stop: a small letter follows, or the stop belongs to an abbreviation."""
    if not (stop[1].isupper() or stop[1].isdigit()):
        return True
    word = _LAST_WORD.search(text, max(0, stop.start() - 20), stop.start() + 1)
    return word is not None and stop[0] == "." and (len(word[1]) == 1 or word[1] in _ABBREVIATIONS)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if stripped := part.strip():
        begin = start + len(part) - len(part.lstrip())
        yield begin, begin + len(stripped)
