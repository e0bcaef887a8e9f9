"""Units made ready for the database: checked, hashed, as rows and signatures. Needs no database, so that it runs beside one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple
from unicodedata import is_normalized

from tm.memory.rows import details_json, tags_json
from tm.memory.runs import Run, language_bit, made
from tm.text import nfc
from tm.units import PLACEHOLDER, TranslationUnit, Variant, plain

MAX_LENGTH = 10_000  # characters of a segment


@dataclass(frozen=True, slots=True)
class Refused:
    """A unit that is not taken, and why."""

    reason: str


class Entry(NamedTuple):
    """A unit to be kept: `identity` is what identical units share, `keys` are the hashes of its texts, `targets` its languages' bits."""

    unit: TranslationUnit
    identity: int
    keys: tuple[int, ...]
    targets: int


def text_key(language: str, text: str) -> int:
    """A hash of a text in its language, the same on every machine: 64 bits, signed as SQLite's integers are.

    Inline tags do not count. Raises UnicodeEncodeError for a text that is none (half of a surrogate pair).
    """
    return _number(_text_digest(language, text))


def _text_digest(language: str, text: str) -> bytes:
    return blake2b(f"{language}\x1f{plain(text)}".encode(), digest_size=8).digest()


def _digest(text: bytes) -> bytes:
    return blake2b(text, digest_size=8).digest()


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "little", signed=True)


def entry(unit: TranslationUnit) -> Entry | Refused:
    """The unit with its texts in normal form C, hashed, or why it is not taken.

    Identical units have the same texts and inline tags in the same languages and the same segments around them. At a
    million units two different ones share their identity with a probability of 3 in 100 million.
    """
    targets, reason = _languages(tuple([variant.language for variant in unit.variants]))
    for variant in unit.variants:
        reason = reason or _fault(variant.text, variant.language)
    if reason:
        return Refused(reason)
    unit = _normal(unit)
    try:
        digests = [_text_digest(variant.language, variant.text) for variant in unit.variants]
        around = f"{unit.previous}\x1e{unit.next}\x1e".encode()
        unit.name.encode()
    except UnicodeEncodeError:
        return Refused("half of a surrogate pair, which is no text")
    parts = sorted([_with_tags(variant, digest) for variant, digest in zip(unit.variants, digests, strict=True)])
    return Entry(unit, _number(_digest(around + b"".join(parts))), tuple([_number(digest) for digest in digests]), targets)


def _with_tags(variant: Variant, digest: bytes) -> bytes:
    """The digest of a text, and of its inline tags and their places where it has any."""
    if not variant.tags and PLACEHOLDER not in variant.text:
        return digest
    return digest + _digest(f"{variant.text}\x1f{tags_json(variant.tags)}".encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=1024)
def _languages(languages: tuple[str, ...]) -> tuple[int, str]:
    """The bits of a unit's languages, and why they are not taken, empty where they are."""
    for language in languages:
        if not (1 < len(language) < 9 and language.isascii() and language.isalpha() and language.islower()):
            return 0, f"{language!r} is no language code"
    if len(set(languages)) < 2:
        return 0, "fewer than two languages"
    targets = 0
    for language in languages:
        targets |= language_bit(language)
    return targets, ""


def _fault(text: str, language: str) -> str:
    """Why a text is not taken, empty where it is."""
    if len(text) > MAX_LENGTH:
        return f"segment too long in {language}: {len(text)} characters, {MAX_LENGTH} at most"
    if not text or text.isspace() or (PLACEHOLDER in text and not plain(text).strip()):
        return f"empty segment in {language}"
    return f"a character that is no text in {language}" if "\0" in text else ""


def _normal(unit: TranslationUnit) -> TranslationUnit:
    """The unit in normal form C; segments around it that are too long to be kept are cut."""
    for variant in unit.variants:
        if not (variant.text.isascii() or is_normalized("NFC", variant.text)):
            unit = replace(unit, variants=tuple(replace(variant, text=nfc(variant.text)) for variant in unit.variants))
            break
    if unit.previous or unit.next:
        previous, following = nfc(unit.previous)[:MAX_LENGTH], nfc(unit.next)[:MAX_LENGTH]
        if (previous, following) != (unit.previous, unit.next):
            unit = replace(unit, previous=previous, next=following)
    return unit


def unit_row(unit: TranslationUnit) -> tuple[Any, ...]:
    """The values of a unit's columns behind its id and identity."""
    return unit.name, unit.source_language, unit.previous, unit.next, unit.origin, unit.score, details_json(unit.details)


def variant_rows(found: Entry) -> list[tuple[Any, ...]]:
    """The values of the variants' columns behind the unit's id."""
    return [
        (variant.language, variant.tag, variant.text, tags_json(variant.tags), details_json(variant.details), key)
        for variant, key in zip(found.unit.variants, found.keys, strict=True)
    ]


def runs(entries: Iterable[Entry]) -> dict[str, Run]:
    """The signatures of the entries' texts, a run for each language."""
    columns: dict[str, tuple[list[str], list[int], list[int]]] = {}
    for found in entries:
        for variant, key in zip(found.unit.variants, found.keys, strict=True):
            if variant.language not in columns:
                columns[variant.language] = [], [], []
            texts, keys, targets = columns[variant.language]
            texts.append(plain(variant.text))
            keys.append(key)
            targets.append(found.targets)
    return {language: made(*found) for language, found in columns.items()}
