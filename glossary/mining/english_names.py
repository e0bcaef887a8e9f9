"""English names: the longest capitalised runs, and what each names by what stands around it. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from glossary.mining.phrases import LONGEST
from glossary.model import EntityType
from tm.english import demonym, known
from tm.tagging import Token
from tm.words import word_lists

_LISTS = word_lists("glossary", "words.en.toml")
_EMPTY, _ROLES, _CIVILITIES, _SAYING = (_LISTS[name] for name in ("empty", "roles", "civilities", "saying"))
_PLACE_NOUNS, _PARTICLES, _ORGANISATION = (_LISTS[name] for name in ("place_nouns", "particles", "organisation"))


def names(tokens: Sequence[Token]) -> Iterator[tuple[int, int, EntityType]]:
    """The longest runs of capitalised words that hold a proper name, and what each seems to name: a person, a body, a place.

    >>> from tm.english import tag
    >>> tokens = tag("President Anna Lund met Mr. Okoro of the Nordic Bank in Oslo.")
    >>> [(" ".join(t.text for t in tokens[a:b]), kind.value) for a, b, kind in names(tokens)]
    [('Anna Lund', 'person'), ('Okoro', 'person'), ('Nordic Bank', 'organisation'), ('Oslo', 'name')]
    """
    position = 0
    while position < len(tokens):
        end = position
        while (
            end < min(len(tokens), position + LONGEST)
            and (_name_part(tokens[end]) or (end > position and _particle(tokens, end)))
            and _joined(tokens, position, end)
        ):
            end += 1
        start = position
        while start < end and _title(tokens, start, end):
            start += 1
        if start < end and _proper(tokens[start:end]):
            yield start, end, _kind(tokens, start, end)
        position = max(end, position + 1)


def _word(token: Token) -> str:
    return token.text.lower().replace("’", "'")


def _name_part(token: Token) -> bool:
    return token.capital and token.tag in "ENAPGM" and _word(token) not in _CIVILITIES and not (token.tag == "E" and _word(token) in _EMPTY)


def _joined(tokens: Sequence[Token], start: int, end: int) -> bool:
    return end == start or tokens[end].start - tokens[end - 1].end <= 1


def _particle(tokens: Sequence[Token], position: int) -> bool:
    """Whether a lower-case word ties two parts of a name: "Ursula von der Leyen"."""
    first = last = position
    while first and tokens[first].text in _PARTICLES:
        first -= 1
    while last + 1 < len(tokens) and tokens[last].text in _PARTICLES:
        last += 1
    return first < position < last and tokens[first].tag == "E" and tokens[last].capital


def _title(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a leading word is no part of the name behind it: a role, a people, the first word of a sentence."""
    token, word = tokens[start], _word(tokens[start])
    if token.tag == "E" or not any(t.tag == "E" for t in tokens[start + 1 : end]):
        return False
    if {_word(t) for t in tokens[start:end]} & _ORGANISATION:
        return False
    lent = word in _ROLES or demonym(token.text) or token.start == 0
    return (
        lent or _before_role(tokens, start, end) or (start > 0 and _word(tokens[start - 1]) == "of" and _role_in_front(tokens, start + 1))
    )


def _before_role(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a role follows in the run, so that this word belongs to it: "Prime | Minister Lund"."""
    return any(_word(t) in _ROLES for t in tokens[start + 1 : end - 1])


def _proper(tokens: Sequence[Token]) -> bool:
    if any(t.tag == "E" and (not known(_word(t)) or len(tokens) > 1 or t.text.isupper()) for t in tokens):
        return any(len(t.text.strip(".")) > 1 for t in tokens)
    return len(tokens) > 1 and tokens[0].start > 0 and _word(tokens[-1]) in _ORGANISATION


def _kind(tokens: Sequence[Token], start: int, end: int) -> EntityType:
    words = [_word(t) for t in tokens[start:end]]
    before = _word(tokens[start - 1]) if start else ""
    if words[-1] in _ORGANISATION or words[0] in _ORGANISATION:
        return EntityType.ORGANISATION
    if before in _CIVILITIES:
        return EntityType.PERSON
    acronym = any(t.text.isupper() and len(t.text) > 1 for t in tokens[start:end])
    if end - start == 1 and acronym:
        return EntityType.ORGANISATION
    if not acronym and _role_in_front(tokens, start):
        return EntityType.PERSON
    if words[-1] in _PLACE_NOUNS or before in _PLACE_NOUNS or (words[0] in _PLACE_NOUNS and end - start == 2):
        return EntityType.PLACE
    if not acronym and end - start > 1 and _speaks(tokens, end):
        return EntityType.PERSON
    return EntityType.NAME


def _speaks(tokens: Sequence[Token], end: int) -> bool:
    """Whether a role follows in apposition, or a verb of saying, which newspapers may have as well: "the Narvik Post said"."""
    after = [_word(t) for t in tokens[end : end + 3]]
    if after[:1] == [","]:
        return not _ROLES.isdisjoint(after[1:])
    return tokens[end - 1].tag == "E" and not _SAYING.isdisjoint(after[:1])


def _role_in_front(tokens: Sequence[Token], start: int) -> bool:
    """Whether a role stands in front of a name: "Minister Lund", "Secretary of State Lund", but not "King of Norway"."""
    if start and tokens[start - 1].tag in "SC":
        return False
    for token in reversed(tokens[max(0, start - 5) : start]):
        if _word(token) in _ROLES:
            return True
        if not (token.capital and token.tag in "NA") and _word(token) not in ("of", "for", "and"):
            return False
    return False
