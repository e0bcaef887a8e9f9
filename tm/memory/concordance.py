"""Concordance: where words stand in the memory, on either side, with what stands around them and on the other side.

Words are found without regard to case and accents, and in their inflected forms; "quoted phrases" as they are written.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tm import database
from tm.memory.rows import UNIT_COLUMNS, VARIANT_COLUMNS, units_of
from tm.text import fold, nfc, same_accents, stem
from tm.units import TranslationUnit, Variant, plain

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'"([^"]*)"|[“«]([^”»]*)[”»]|(\S+)')
_MOST_PARTS = 32  # words and phrases of a query: more are no query but a text
_MOST_FORMS = 40
_INFLECTED = 4  # letters of a word that may have inflected forms
_SPARE = 4  # so many times the asked number are read, for the better ones to be put first
_COLUMNS = {"fr": "fr", "en": "en", "vi": "vi"}


@dataclass(frozen=True, slots=True)
class Keyword:
    """A unit with the words asked for: `spans` are their places in the text of `variant` without inline tags."""

    unit: TranslationUnit
    variant: Variant
    spans: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """The text that the spans are places in."""
        return plain(self.variant.text)


@dataclass(frozen=True, slots=True)
class _Part:
    """A word in its forms, or the words of a phrase in the one form that each has."""

    words: tuple[frozenset[str], ...]


def concordance(path: Path, query: str, *, source: str = "", target: str = "", limit: int = 20) -> list[Keyword]:
    """The units with all words and phrases of a query in one of their texts, the closest in writing first, then the newest.

    With `source` only texts in that language are searched, with `target` only units that have it. A text is shown once.
    Any characters may stand in a query; one without words finds nothing. Raises DataError where the file cannot be read.
    """
    query = nfc(query)
    asked = _parts(query)
    if not asked or limit < 1:
        return []
    with database.read(path, database.MIGRATIONS) as connection:
        parts = [_Part(tuple(words) if quoted else (_forms(connection, words[0], source),)) for words, quoted in asked]
        rows = connection.execute(
            "select variants.unit, variants.id from variants where variants.id in "
            f"(select rowid from words where words match ? {_having(target)} order by rowid desc limit ?) order by variants.id desc",
            [_expression(parts, source), *([target] if target else []), _SPARE * limit],
        ).fetchall()
        found = list(_keywords(connection, rows, parts, source))
    return sorted(found, key=lambda keyword: -_closeness(keyword, query))[:limit]


def _parts(query: str) -> list[tuple[list[frozenset[str]], bool]]:
    """The words (one by one) and phrases of a query, folded, and whether each is quoted."""
    parts: list[tuple[list[frozenset[str]], bool]] = []
    for match in _QUOTED.finditer(query):
        words = [frozenset([word]) for word in _WORD.findall(fold(match[1] or match[2] or match[3] or ""))]
        quoted = match[3] is None
        parts += [(words, True)] if quoted and words else [([word], False) for word in words]
    return parts[:_MOST_PARTS]


def _forms(connection: sqlite3.Connection, word: frozenset[str], language: str) -> frozenset[str]:
    """The inflected forms of a folded word that the memory holds, and the word itself."""
    [form] = word
    if len(form) < _INFLECTED or not form.isalpha() or language == "vi":
        return word
    beginning = form[: max(_INFLECTED - 1, len(form) - 3)]
    rows = connection.execute(
        "select distinct term from vocabulary where term >= ? and term < ? and col != 'vi'", [beginning, beginning + "\U0010ffff"]
    )
    same = {row[0] for row in rows if _same_word(form, row[0], language)}
    return word | set(sorted(same, key=lambda other: (abs(len(other) - len(form)), other))[:_MOST_FORMS])


def _same_word(first: str, second: str, language: str) -> bool:
    if stem(first) == stem(second):
        return True
    from simplemma import lemmatize

    languages = [language] if language in ("fr", "en") else ["fr", "en"]
    return any(lemmatize(first, code) == lemmatize(second, code) for code in languages)


def _expression(parts: Sequence[_Part], language: str) -> str:
    """A query that FTS5 understands, of quoted words only."""
    clauses = []
    for part in parts:
        if len(part.words) == 1:
            clauses.append("(" + " OR ".join(f'"{form}"' for form in sorted(part.words[0])) + ")")
        else:
            clauses.append('"' + " ".join(form for word in part.words for form in word) + '"')
    column = _COLUMNS.get(language, "other" if language else "")
    return f"{{{column}}} : ({' AND '.join(clauses)})" if column else " AND ".join(clauses)


def _having(target: str) -> str:
    return (
        "and exists (select 1 from variants as found join variants as other on other.unit = found.unit "
        "where found.id = words.rowid and other.language = ?)"
        if target
        else ""
    )


def _keywords(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row], parts: Sequence[_Part], source: str) -> Iterator[Keyword]:
    placed = connection.execute(
        "select id, unit from variants where unit in (select value from json_each(?)) order by unit, id",
        [json.dumps([row[0] for row in rows])],
    ).fetchall()
    positions: dict[int, list[int]] = {}
    for number, unit in placed:
        positions.setdefault(unit, []).append(number)
    units = {unit.id: unit for unit in _units(connection, list(positions))}
    seen: set[str] = set()
    for unit_number, number in rows:
        unit = units[unit_number]
        variant = unit.variants[positions[unit_number].index(number)]
        if variant.text not in seen and (not source or variant.language == source):
            seen.add(variant.text)
            yield Keyword(unit, variant, _spans(plain(variant.text), parts))


def _units(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[TranslationUnit]:
    rows = connection.execute(
        f"select {UNIT_COLUMNS}, {VARIANT_COLUMNS} from units join variants on variants.unit = units.id "
        "where units.id in (select value from json_each(?)) order by units.id, variants.id",
        [json.dumps(ids)],
    )
    return units_of(rows)


def _spans(text: str, parts: Sequence[_Part]) -> tuple[tuple[int, int], ...]:
    """Where words and phrases stand, in the order of the text."""
    words = [(match.start(), match.end(), fold(match[0])) for match in _WORD.finditer(text)]
    spans: set[tuple[int, int]] = set()
    for part in parts:
        for place in range(len(words) - len(part.words) + 1):
            some = words[place : place + len(part.words)]
            if all(word in forms for (_, _, word), forms in zip(some, part.words, strict=True)):
                spans.add((some[0][0], some[-1][1]))
    return tuple(sorted(spans))


def _closeness(keyword: Keyword, query: str) -> int:
    """How many words of the query stand in the text as they are written, and how many but for their case."""
    words, cased = set(_WORD.findall(keyword.text)), set(_WORD.findall(same_accents(keyword.text)))
    return sum((word in words) + (same_accents(word) in cased) for word in _WORD.findall(query))
