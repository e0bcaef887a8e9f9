"""Where an equivalent may begin and end in English and Vietnamese: no article, preposition, title or classifier at its edges.

Tokens are those of `tm.english` and `tm.vietnamese`. Pure functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tm.tagging import Token
from tm.text import fold, nfc
from tm.vietnamese import is_syllable, spelling
from tm.words import word_lists

_EDGES = {"en": "NAEPG", "vi": "NVAE"}
_NAMES = "E"


@cache
def _list(language: str, *names: str) -> frozenset[str]:
    lists = word_lists("glossary", f"words.{language}.toml")
    return frozenset(word.replace("_", " ") for name in names for word in lists[name])


def code(token: Token, language: str) -> str:
    """What the forms of a word share, so that they count together."""
    return spelling(nfc(token.text)) if language == "vi" else fold(token.lemma)


def is_edge(token: Token, language: str) -> bool:
    """Whether an equivalent may begin or end with a word.

    >>> from tm.english import tag
    >>> [token.text for token in tag("the U.S. Supreme Court's ruling") if is_edge(token, "en")]
    ['U.S.', 'Supreme', 'Court', 'ruling']
    """
    if token.tag not in _EDGES[language] or not (token.text[-1:].isalnum() or token.text.endswith(".")):
        return False
    word = nfc(token.text).lower()
    if language == "vi":  # "anh" is a form of address, "Anh" is England
        return (word not in _list("vi", "classifiers") and word not in _list("vi", "civilities")) or (token.capital and token.start > 0)
    return word not in _list("en", "civilities")


def trimmed(tokens: Sequence[Token], start: int, end: int, language: str, *, name: bool) -> tuple[int, int]:
    """The span from token `start` to before `end` without what may not stand at its edges; nothing may be left (start = end).

    The equivalent of a `name`, where a proper name is in it, loses titles and words in small letters in front and behind.
    """

    name = name and any(token.tag == _NAMES for token in tokens[start:end])
    goes = _is_no_part_of_a_name if name else _is_no_edge
    while start < end and goes(tokens[start], language):
        start += 1
    while start < end and goes(tokens[end - 1], language):
        end -= 1
    return start, end


def _is_no_edge(token: Token, language: str) -> bool:
    return not is_edge(token, language)


def _is_no_part_of_a_name(token: Token, language: str) -> bool:
    title = token.tag != _NAMES and nfc(token.text).lower() in _list(language, "roles", "civilities")
    return not is_edge(token, language) or not token.capital or title


def split_names(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, foreign names of several words taken apart: "Angela Merkel" is two words in French as well."""
    found: list[Token] = []
    for token in tokens:
        parts = token.text.split()
        if token.tag != _NAMES or len(parts) == 1 or all(map(is_syllable, parts)):
            found.append(token)
            continue
        place = 0
        for part in parts:
            place = token.text.index(part, place)
            start = token.start + place
            found.append(token._replace(text=part, start=start, end=start + len(part), lemma=part))
            place += len(part)
    return found
