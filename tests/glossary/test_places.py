"""Names of countries in all languages: known ones only, and the same country each time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.equivalents import places
from glossary.model import LANGUAGES

KNOWN = [
    ("Russie", "Russia", "Nga"),
    ("Corée du Sud", "South Korea", "Hàn Quốc"),
    ("R. de Corée", "South Korea", "Hàn Quốc"),
    ("Vietnam", "Vietnam", "Việt Nam"),
    ("Viet Nam", "Vietnam", "Việt Nam"),
    ("Islande", "Iceland", "Iceland"),
    ("Birmanie", "Myanmar", "Myanmar"),
    ("Hong Kong", "Hong Kong", "Hồng Kông"),
    ("Sri Lanka", "Sri Lanka", "Sri Lanka"),
    ("Norvège", "Norway", "Na Uy"),
    ("Allemagne", "Germany", "Đức"),
    ("Émirats arabes unis", "United Arab Emirates", "Các Tiểu Vương quốc Ả Rập Thống nhất"),
]


@pytest.mark.parametrize(("name", "english", "vietnamese"), KNOWN)
def test_countries_have_their_names(name: str, english: str, vietnamese: str) -> None:
    assert places.equivalent(name, "en") == english
    assert places.equivalent(name, "vi") == vietnamese


@pytest.mark.parametrize("name", ["Ruritanie", "Oslo", "", "russie", "la Russie", "Afrique", "Asie du Sud-Est", "Terre du Milieu"])
def test_nothing_is_invented(name: str) -> None:
    for language in LANGUAGES:
        assert places.equivalent(name, language) is None
    assert places.same_place(name, "fr") == []


@pytest.mark.parametrize("name", ["Union européenne", "Nations Unies", "zone euro"])
def test_bodies_are_no_countries(name: str) -> None:
    assert places.equivalent(name, "en") is None


def test_every_country_has_one_name_in_each_language() -> None:
    names = {language: places.territories(language) for language in LANGUAGES}
    assert len(names["fr"]) > 240
    for language in LANGUAGES:
        assert set(names["fr"]) <= set(names[language])
        assert len(set(names[language].values())) == len(names[language])
    for found in names.values():
        assert [name for name in found.values() if name != " ".join(re.split(r"\s+", name.strip()))] == []
        assert not {"ZZ", "XA", "XB", "001", "150"} & set(found)


@given(st.sampled_from(sorted(places.names("fr"))))
def test_every_name_leads_to_one_country_and_back(name: str) -> None:
    for language in LANGUAGES:
        assert places.equivalent(name, language)
    official = places.equivalent(name, "fr")
    assert official is not None
    assert official == name or official in places.same_place(name, "fr")
    for other in places.same_place(name, "fr"):
        assert other != name
        assert name in places.same_place(other, "fr")
        assert places.equivalent(other, "vi") == places.equivalent(name, "vi")


_SHORT = ("Hong Kong", "Macao", "Myanmar", "Palestine")  # CLDR has long forms only


@given(st.sampled_from(sorted(places.names("en"))))
def test_names_are_understood_from_another_language(name: str) -> None:
    french = places.equivalent(name, "fr", "en")
    assert french
    assert places.equivalent(french, "en") in (name, *_SHORT)


def test_one_name_stands_for_one_country() -> None:
    names = places.names("fr")
    assert len(names) == len(set(names))
    assert {"Biélorussie", "Bélarus"} <= set(names)
    assert "Bélarus" in places.same_place("Biélorussie", "fr")
