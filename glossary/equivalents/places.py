"""Names of countries and territories in all languages, from CLDR through babel, and the adjectives for them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel import Locale

from tm.text import fold

SCORE = 90.0
SOURCE = "Unicode CLDR"
_NO_COUNTRY = frozenset(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"])  # unions, remainders and pseudo-locales
# Names that the French-language press prefers to CLDR's.
_PRESS = {
    "fr": {
        "Vietnam": "VN", "Viet Nam": "VN", "Hong Kong": "HK", "Macao": "MO", "Myanmar": "MM", "Birmanie": "MM", "Cap-Vert": "CV",
        "République tchèque": "CZ", "R. de Corée": "KR", "République de Corée": "KR",
        "RPD de Corée": "KP", "Timor-Leste": "TL", "Vatican": "VA", "Palestine": "PS",
        "Biélorussie": "BY", "Bélarus": "BY", "Macédoine du Nord": "MK", "Russie": "RU", "Émirats arabes unis": "AE", "Kirghizstan": "KG",
    },
}  # fmt: skip


# Names that CLDR only has in a long form.
_USUAL = {
    "en": {"HK": "Hong Kong", "MM": "Myanmar", "MO": "Macao", "PS": "Palestine"},
    "vi": {"HK": "Hồng Kông", "MM": "Myanmar", "MO": "Macao", "PS": "Palestine"},
}


@cache
def territories(language: str) -> dict[str, str]:
    """The names of all countries and territories by their code: two letters of ISO 3166."""
    names = Locale(language).territories
    return {
        code: re.sub(r"\s+", " ", name)
        for code, name in sorted(names.items())
        if re.fullmatch("[A-Z]{2}", code) and code not in _NO_COUNTRY
    }


def names(language: str) -> tuple[str, ...]:
    """Every name by which a territory goes in a language: CLDR's, and those of the press."""
    return tuple(_codes(language))


def same_place(name: str, language: str) -> list[str]:
    """The other names of the same territory in the same language."""
    code = _codes(language).get(name)
    return [other for other, its in _codes(language).items() if its == code and other != name] if code else []


def equivalent(name: str, language: str, source_language: str = "fr") -> str | None:
    """The name of the same territory in another language, or None where `name` is no territory's name.

    >>> equivalent("Russie", "en"), equivalent("Russie", "vi"), equivalent("Ruritanie", "en")
    ('Russia', 'Nga', None)
    >>> equivalent("Vietnam", "vi")
    'Việt Nam'
    """
    code = _codes(source_language).get(name, "")
    return _USUAL.get(language, {}).get(code) or territories(language).get(code)


@dataclass(frozen=True, slots=True)
class Nationality:
    """An adjective of nationality: the English adjective, and the country's name that Vietnamese puts behind the noun."""

    country: str
    en: str
    vi: str


@cache
def _nationalities() -> dict[str, Nationality]:
    lines = files("glossary").joinpath("data/gazetteer/demonyms.tsv").read_text("utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {fold(row["fr"]): Nationality(row["country"], row["en"], row["vi"]) for row in rows}


def nationality(adjective: str) -> Nationality | None:
    """What a French adjective of nationality (masculine singular) says in the other languages, or None.

    >>> found = nationality("sud-coréen")
    >>> found and (found.en, found.vi)
    ('South Korean', 'Hàn Quốc')
    """
    return _nationalities().get(fold(adjective))


@cache
def adjective(name: str, language: str) -> str:
    """The folded adjective of nationality for a country that goes by a French or English name, empty where none is known.

    >>> adjective("Netherlands", "en"), adjective("Pays-Bas", "fr"), adjective("Atlantis", "en")
    ('dutch', 'neerlandais', '')
    """
    code = next((code for code, other in territories(language).items() if fold(other) == fold(name)), "")
    return next((fold(found.en) if language == "en" else fr for fr, found in _nationalities().items() if found.country == code), "")


def press_name(code: str) -> str:
    """The Vietnamese name of a country as the press writes it, empty where it is not known."""
    return next((found.vi for found in _nationalities().values() if found.country == code), "")


@cache
def demonyms() -> dict[str, str]:
    """The folded French name of a country by each folded adjective for it.

    >>> demonyms()["russe"], demonyms()["sud coreen"]
    ('russie', 'coree du sud')
    """
    countries = territories("fr")
    return {word: fold(countries[found.country]) for word, found in _nationalities().items() if found.country in countries}


def source(name: str) -> str:
    """CLDR where it has the name in some language; nothing for what only the press writes."""
    return SOURCE if any(name in territories(language).values() for language in ("fr", "en", "vi")) else ""


def code(name: str) -> str:
    """The code of the country that goes by a French name, empty where none does."""
    return _codes("fr").get(name, "")


def _codes(language: str) -> dict[str, str]:
    return {name: code for code, name in territories(language).items()} | _PRESS.get(language, {})
