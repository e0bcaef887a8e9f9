"""Names of events and documents, whole: "32ᵉ Semaine des dirigeants économiques de l'APEC". Pure functions.

Such a name begins with a noun that says what it is, written with a capital inside a sentence, perhaps behind an
ordinal, and goes on as far as the noun phrase does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from glossary.mining.phrases import Span
from glossary.model import EntityType
from tm.tagging import Token
from tm.words import word_lists

_LISTS = word_lists("glossary", "words.fr.toml")
HEADS = {head: kind for kind in (EntityType.DOCUMENT, EntityType.EVENT) for head in _LISTS[kind.value]}
CERTAIN = 4.0  # what the capital of such a head tells, on the scale of evidence for names
_ORDINAL = re.compile(r"(?:\d+|[IVXLC]+)(?:e|er|ère|re|ème|nd|nde|ᵉ|ᵉʳ)")
_WORDS = 3  # content words that make a title sure from one use


def titles(tokens: Sequence[Token], phrases: Sequence[Span]) -> Iterator[tuple[int, int, EntityType]]:
    """The names of events and documents among the phrases of a segment: first token, last token + 1, what it names.

    >>> from glossary.mining.phrases import phrases
    >>> from tm.tagging import tag
    >>> tokens = tag("Ils suivent la 32ᵉ Semaine des dirigeants économiques de l'APEC.")
    >>> [(" ".join(t.text for t in tokens[a:b]), kind.value) for a, b, kind in titles(tokens, list(phrases(tokens)))]
    [("32ᵉ Semaine des dirigeants économiques de l' APEC", 'event')]
    """
    heads = {n for n, token in enumerate(tokens) if token.capital and token.start > 0 and token.lemma.lower() in HEADS}
    if not heads:
        return
    ends: dict[int, int] = {}
    for start, end in phrases:
        # "Accord entre A | et B": what is coordinated is not followed.
        if tokens[end - 1].tag != "P" and not any(token.text.lower() == "entre" for token in tokens[start:end]):
            ends[start] = max(end, ends.get(start, 0))
    last = 0
    for start, end in sorted(ends.items()):
        if start in heads and start >= last and content_words(tokens[start:end]) > 1:
            yield start - _ordinal(tokens, start), end, HEADS[tokens[start].lemma.lower()]
            last = end


def content_words(tokens: Sequence[Token]) -> int:
    """How many words of some tokens are no articles, prepositions or numbers."""
    return sum(token.tag not in "DSMX" for token in tokens)


def is_sure(tokens: Sequence[Token]) -> bool:
    """Whether a title is long enough to be taken for one wherever it stands."""
    return content_words(tokens) >= _WORDS


def _ordinal(tokens: Sequence[Token], start: int) -> int:
    """1 where an ordinal stands right in front, else 0."""
    return int(start > 0 and _ORDINAL.fullmatch(tokens[start - 1].text) is not None)


def without_ordinal(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens without a numeral in front."""
    return tokens[1:] if tokens[0].tag == "M" else tokens
