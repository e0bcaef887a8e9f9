"""Acronyms tied to their full forms where a text defines them: "Organisation mondiale du commerce (OMC)". Pure functions.

A definition is a phrase right before or in the parentheses whose words begin with the letters of the acronym (A. Schwartz
and M. Hearst, "A Simple Algorithm for Identifying Abbreviation Definitions in Biomedical Text", PSB 2003), here in any
order, since many acronyms keep the order of another language: "Association des nations de l'Asie du Sud-Est (ASEAN)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tm.tagging import Token
from tm.text import fold

_ACRONYM = re.compile(r"[A-Z]{2,8}")


def definitions(tokens: Sequence[Token], phrases: Sequence[tuple[int, int, str]]) -> Iterator[tuple[str, str]]:
    """The key of each phrase that a segment gives an acronym for, and the folded acronym.

    >>> from glossary.mining.phrases import keyed
    >>> from tm.tagging import tag
    >>> tokens = tag("Elle siège à l'Organisation mondiale des pêcheurs (OMP) à Oslo.")
    >>> list(definitions(tokens, keyed(tokens)))
    [('organisation mondial de pecheur', 'omp')]
    """
    texts = [token.text for token in tokens]
    for opening, text in enumerate(texts):
        if text != "(" or ")" not in texts[opening : opening + 14]:
            continue
        closing = texts.index(")", opening)
        if closing == opening + 2 and _ACRONYM.fullmatch(texts[opening + 1]):
            acronym, spans = texts[opening + 1], [span for span in phrases if span[1] == opening]
        elif opening and _ACRONYM.fullmatch(texts[opening - 1]):
            acronym, spans = texts[opening - 1], [span for span in phrases if span[0] > opening and span[1] == closing]
        else:
            continue
        for start, end, phrase in spans:
            if sorted(_initials(tokens[start:end])) == sorted(fold(acronym)):
                yield phrase, fold(acronym)


def _initials(tokens: Sequence[Token]) -> str:
    """The first letters of the words that count, and of the parts of those with a hyphen."""
    return "".join(part[0] for token in tokens if token.tag not in "DSX" for part in fold(token.text).replace("'", " ").split())
