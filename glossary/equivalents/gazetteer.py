"""Persons and places that the package knows by name, and who or what a name in a text stands for.

A name matches an entry when all letters agree and the marks that it has are marks that the entry has: French pages keep
some marks of Vietnamese names ("Trân Thanh Mân"), English ones none. Russian names are compared by a key on which
French and English transcriptions meet ("Roudenko", "Rudenko"). Marks are never invented: an entry without a Vietnamese
form has none here either.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from glossary.equivalents import reference
from glossary.model import LANGUAGES, AdministrativeStatus, EntityType, LanguageSection, Origin, ReviewState, Term, TermType
from tm.text import fold

SCORE = 90.0
_CYRILLIC = frozenset(["AM", "AZ", "BG", "BY", "GE", "KG", "KZ", "MD", "MN", "RS", "RU", "TJ", "TM", "UA", "UZ"])
# What French and English transcriptions of Russian write differently, over folded text; the order matters.
_TRANSCRIPTION = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"tch|ch|sh|sch", "s"), (r"ou", "u"), (r"dj", "j"), (r"kh", "h"), (r"gu(?=[ei])", "g"), (r"[iy]+", "i"), (r"ks|x", "s"),
        (r"(?<=[aeou])i", ""), (r"i(?=[aeou])", ""), (r"in?e\b", "in"), (r"(.)\1", r"\1"), (r"e\b", ""), (r"ph", "f"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A person or place: its forms by language, the usual one first, and other spellings that are only recognised.

    `roles` say in each language who a person is.
    """

    key: str
    entity: EntityType
    country: str
    forms: tuple[tuple[str, tuple[str, ...]], ...]
    spellings: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    reliability: int
    source: str
    note: str

    def of(self, language: str) -> tuple[str, ...]:
        """The forms in a language; none where nobody has read one."""
        return dict(self.forms).get(language, ())

    def all_forms(self) -> Iterator[str]:
        """Every form and spelling in any language."""
        for _, forms in self.forms:
            yield from forms
        yield from self.spellings

    def section(self, language: str) -> LanguageSection | None:
        """The forms in a language as terms that wait for review, with a person's role as definition."""
        terms = tuple(self._term(form, number) for number, form in enumerate(self.of(language)))
        return LanguageSection(language, terms, self.role(language)) if terms else None

    def role(self, language: str) -> str:
        """Who a person is, empty where nobody has read it."""
        return dict(self.roles).get(language, "")

    def _term(self, form: str, number: int) -> Term:
        return Term(
            form,
            type=TermType.VARIANT if number else TermType.FULL_FORM,
            status=AdministrativeStatus.ADMITTED if number else AdministrativeStatus.PREFERRED,
            state=ReviewState.PROPOSED,
            origin=Origin.GAZETTEER,
            score=SCORE,
            reliability=self.reliability,
            pos="noun",
            source=self.source,
            note=self.note,
        )


def person(name: str) -> Entry | None:
    """The one person that a whole name can stand for, or None where there is none or more than one.

    >>> entry = person("Pham Minh Chinh")
    >>> entry and entry.of("vi")[0]
    'Phạm Minh Chính'
    >>> person("Bùi Thanh Sớn") is None
    True
    """
    folded = fold(name)
    if found := _persons().get(folded, ()):
        found = [entry for entry in found if _marks_agree(name, entry)]
    elif folded.count(" ") == 1:  # "Takaichi Sanae", "Sanae Takaichi"
        turned = " ".join(reversed(name.split()))
        found = [entry for entry in _persons().get(fold(turned), ()) if _marks_agree(turned, entry)]
    if not found and " " in folded:
        found = _transcribed().get(transcription_key(name), ())
    return found[0] if len(found) == 1 else None


def place(name: str) -> Entry | None:
    """The one place that goes by a name in French, or None.

    >>> entry = place("Hanoï")
    >>> entry and (entry.of("en")[0], entry.of("vi")[0])
    ('Hanoi', 'Hà Nội')
    """
    found = _places().get(name.replace("'", "’"), ())
    return found[0] if len(found) == 1 else None


def key(name: str) -> str:
    """The key of the place that goes by a French name, empty where none does."""
    found = place(name)
    return found.key if found else ""


def other_names(name: str) -> tuple[str, ...]:
    """The other French names of the same place."""
    found = place(name)
    return tuple(other for other in found.of("fr") if other != name) if found else ()


def place_names() -> Iterator[str]:
    """Every French name of a place that stands for one only."""
    return (name for name, entries in _places().items() if len(entries) == 1)


def transcription_key(name: str) -> str:
    """What the French and the English transcription of a Russian name share.

    >>> transcription_key("Andreï Roudenko") == transcription_key("Andrey Rudenko")
    True
    >>> transcription_key("Dmitri Tchernychenko") == transcription_key("Dmitry Chernyshenko")
    True
    """
    key = fold(name)
    for pattern, written in _TRANSCRIPTION:
        key = pattern.sub(written, key)
    return key


def _marks_agree(name: str, entry: Entry) -> bool:
    """Whether some form of the entry has all the marks that the name has, letter by letter."""
    letters = _letters(name)
    return any(
        len(letters) == len(others := _letters(form)) and all(marks <= other for marks, other in zip(letters, others, strict=True))
        for form in entry.all_forms()
    )


def _letters(text: str) -> list[set[str]]:
    """The marks of each letter of a text."""
    found: list[set[str]] = []
    for letter in text:
        if letter.isalpha():
            found.append(set(unicodedata.normalize("NFD", letter)[1:]) | ({"đ"} if letter in "đĐ" else set()))
    return found


@cache
def _persons() -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for row in _rows("persons"):
        forms = tuple((language, (row[language],)) for language in LANGUAGES if row[language])
        entry = _entry(row["person"], EntityType.PERSON, row, forms, _split(row["variants"]))
        for key in {fold(form) for form in entry.all_forms()}:
            found[key].append(entry)
    return dict(found)


@cache
def _transcribed() -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in {entry.key: entry for entries in _persons().values() for entry in entries if entry.country in _CYRILLIC}.values():
        for key in {transcription_key(form) for language in ("fr", "en") for form in entry.of(language)}:
            found[key].append(entry)
    return dict(found)


@cache
def _places() -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for row in _rows("places"):
        variants = [variant.split(":", 1) for variant in _split(row["variants"])]
        forms = tuple(
            (language, tuple(dict.fromkeys([row[language], *(form for code, form in variants if code == language)])))
            for language in LANGUAGES
            if row[language]
        )
        entry = _entry(row["place"], EntityType.PLACE, row, forms, ())
        for form in entry.of("fr"):
            found[form.replace("'", "’")].append(entry)
    return dict(found)


def _entry(
    key: str, entity: EntityType, row: dict[str, str], forms: tuple[tuple[str, tuple[str, ...]], ...], spellings: tuple[str, ...]
) -> Entry:
    source = " | ".join(_sources()[source] for source in row["source"].split())
    roles = tuple((language, role) for language in LANGUAGES if (role := row.get(f"role_{language}", "")))
    return Entry(key, entity, row["country"], forms, spellings, roles, int(row["reliability"]), source, row["note"])


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


@cache
def _sources() -> dict[str, str]:
    return {"CLDR": "Unicode CLDR"} | {row["source"]: reference.cite(row) for row in _rows("sources")}


def _rows(table: str) -> Iterator[dict[str, str]]:
    text = files("glossary").joinpath(f"data/gazetteer/{table}.tsv").read_text("utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
