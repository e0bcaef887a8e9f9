"""Words found on both sides of the memory, in any inflection and without accents, whatever is typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tm.memory.helpers import filled, unit
from tm.memory.concordance import concordance
from tm.text import fold
from tm.units import PLACEHOLDER, InlineTag, TranslationUnit, Variant

UNITS = [
    unit(fr="L’accord est mis en œuvre.", en="The agreement is implemented.", vi="Thỏa thuận được thực hiện."),
    unit(fr="Les accords commerciaux sont signés.", en="The trade agreements are signed."),
    unit(fr="Un accord commercial à Đồng Nai.", en="A trade agreement in Dong Nai."),
    unit(fr="Le ministère des Affaires étrangères.", en="The Ministry of Foreign Affairs."),
    unit(fr="Étranger à l’affaire, le ministre.", en="A stranger to the affair, the minister."),
    TranslationUnit((Variant("fr", f"Le parte{PLACEHOLDER}nariat.", (InlineTag("ph"),)), Variant("pt", "A parceria."))),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("concordance") / "glossary.db", UNITS)


def found(path: Path, query: str, source: str = "", target: str = "") -> list[int]:
    return sorted({keyword.unit.id for keyword in concordance(path, query, source=source, target=target)})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("accord", [1, 2, 3]),
        ("ACCORDS", [1, 2, 3]),
        ("commercial", [2, 3]),
        ("accord commerciaux", [2, 3]),
        ('"accord commercial"', [3]),
        ("«accords commerciaux»", [2]),
        ('"commercial accord"', []),
        ("mis en oeuvre", [1]),
        ('"en œuvre"', [1]),
        ("signé", [2]),
        ("agreements", [1, 2, 3]),
        ('"trade agreement"', [3]),
        ("dong nai", [3]),
        ("Đồng", [3]),
        ("thuc hien", [1]),
        ("étrangères", [4, 5]),
        ("l’accord", [1]),
        ("partenariat", [6]),
        ("parceria", [6]),
        ("zéphyr", []),
    ],
)
def test_what_is_found(path: Path, query: str, expected: list[int]) -> None:
    assert found(path, query) == expected


def test_one_language(path: Path) -> None:
    assert found(path, "ministre", "fr") == [5]
    assert found(path, "ministre", "en") == []
    assert found(path, "accord", "vi") == []
    assert found(path, "parceria", "pt") == [6]


def test_only_units_with_the_other_language(path: Path) -> None:
    assert found(path, "accord", "fr", "vi") == [1]


def test_places_are_told(path: Path) -> None:
    [keyword] = concordance(path, 'commerciaux "sont signés"')
    assert [keyword.text[start:end] for start, end in keyword.spans] == ["commerciaux", "sont signés"]
    [keyword] = concordance(path, "partenariat")
    assert (keyword.text, keyword.spans) == ("Le partenariat.", ((3, 14),))


def test_what_is_written_so_comes_first(path: Path) -> None:
    assert [keyword.unit.id for keyword in concordance(path, "étrangères")] == [4, 5]
    assert [keyword.unit.id for keyword in concordance(path, "étranger")] == [5, 4]
    assert [keyword.unit.id for keyword in concordance(path, "accords")] == [2, 3, 1]


def test_a_limit(path: Path) -> None:
    assert len(concordance(path, "accord", limit=2)) == 2
    assert concordance(path, "accord", limit=0) == []


HOSTILE = ["", '"', '""', "*", "a* OR b", "NEAR(accord)", "fr : accord", "-accord", "^accord", "{fr en}: x", "'; drop table units; --"]


@pytest.mark.parametrize("query", [*HOSTILE, "\0", "\ud800", "+", "("])
def test_hostile_queries(path: Path, query: str) -> None:
    words = re.findall(r"\w+", fold(query))
    assert (found(path, query) == [1, 2, 3]) == (words == ["accord"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_any_query_at_all(path: Path, query: str) -> None:
    for keyword in concordance(path, query):
        assert all(0 <= start < end <= len(keyword.text) for start, end in keyword.spans)


def test_each_letter_of_vietnamese_is_found_bare(tmp_path: Path) -> None:
    letters = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    path = filled(tmp_path / "glossary.db", [unit(vi=f"x{letter}{letter.upper()}z", fr="x") for letter in letters])
    for number, letter in enumerate(letters, 1):
        assert number in [keyword.unit.id for keyword in concordance(path, f"x{fold(letter)}{fold(letter)}z", limit=100)], letter
