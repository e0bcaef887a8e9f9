"""Equivalents beyond the reference glossary: persons, places, composed phrases. Nothing is invented."""

from __future__ import annotations

import csv
import re
import time
import unicodedata
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.equivalents import gazetteer, places, proposals, reference
from glossary.equivalents.composition import compose
from glossary.mining.recognition import Recogniser
from glossary.model import LANGUAGES, Candidate, EntityType, Origin, ReviewState
from tests.glossary.helpers import mine_texts
from tm.text import fold


def rows(table: str) -> list[dict[str, str]]:
    text = files("glossary").joinpath(f"data/gazetteer/{table}.tsv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


PERSONS, PLACES, SOURCES, DEMONYMS = (rows(table) for table in ("persons", "places", "sources", "demonyms"))
KNOWN = Recogniser(reference.usable("fr"))
NEW_STYLE = re.compile(r"[^\W\d_]*?(?:o[àáảãạèéẻẽẹ]|(?<![qQ])u[ỳýỷỹỵ])", re.IGNORECASE)


def candidate(term: str, entity: EntityType = EntityType.TERM) -> Candidate:
    return Candidate(term, fold(term), entity, 80.0, 1, 1)


def proposed(term: str, entity: EntityType = EntityType.TERM) -> dict[str, str]:
    found = proposals.sections(candidate(term, entity), KNOWN.exact)
    return {section.language: section.terms[0].term for section in found if section.terms}


class TestTables:
    def test_there_are_many_of_each(self) -> None:
        assert len(PERSONS) >= 500
        assert len(PLACES) >= 250
        assert len(DEMONYMS) >= 110

    @pytest.mark.parametrize(("table", "key"), [(PERSONS, "person"), (PLACES, "place"), (SOURCES, "source"), (DEMONYMS, "country")])
    def test_keys_are_unique_and_rows_whole(self, table: list[dict[str, str]], key: str) -> None:
        assert [name for name, number in Counter(row[key] for row in table).items() if number > 1] == []
        assert [row[key] for row in table if None in row or None in row.values()] == []
        cells = [cell for row in table for cell in row.values()]
        assert [cell for cell in cells if cell != cell.strip() or not unicodedata.is_normalized("NFC", cell)] == []

    def test_french_and_english_are_always_there(self) -> None:
        assert [row for row in [*PERSONS, *PLACES] if not row["fr"] or not row["en"]] == []

    def test_what_has_no_source_says_so(self) -> None:
        known = {row["source"] for row in SOURCES} | {"CLDR"}
        assert [row for row in [*PERSONS, *PLACES] if (row["reliability"] == "1") != (row["source"] == "")] == []
        assert {source for row in [*PERSONS, *PLACES] for source in row["source"].split()} <= known

    def test_vietnamese_tones_stand_in_the_old_style(self) -> None:
        vietnamese = [row["vi"] for row in [*PERSONS, *PLACES] if row.get("country") == "VN"]
        assert [word for name in vietnamese for word in name.split() if NEW_STYLE.fullmatch(word)] == []

    def test_vietnamese_persons_have_the_same_letters_in_all_languages(self) -> None:
        for row in PERSONS:
            if row["country"] == "VN" and row["vi"]:
                assert fold(row["vi"]) == fold(row["en"]) == fold(row["fr"])


class TestPersons:
    @pytest.mark.parametrize(
        ("name", "english", "vietnamese"),
        [
            ("Pham Minh Chinh", "Pham Minh Chinh", "Phạm Minh Chính"),
            ("Trân Thanh Mân", "Tran Thanh Man", "Trần Thanh Mẫn"),
            ("Tran Thanh Man", "Tran Thanh Man", "Trần Thanh Mẫn"),
            ("Vladimir Poutine", "Vladimir Putin", "Vladimir Putin"),
            ("Andrey Rudenko", "Andrey Rudenko", "Andrey Rudenko"),
            ("Sergueï Lavrov", "Sergey Lavrov", "Sergei Lavrov"),
            ("Xi Jinping", "Xi Jinping", "Tập Cận Bình"),
            ("Sanae Takaichi", "Sanae Takaichi", "Takaichi Sanae"),
        ],
    )
    def test_known_persons(self, name: str, english: str, vietnamese: str) -> None:
        assert proposed(name, EntityType.PERSON) == {"en": english, "vi": vietnamese}

    @pytest.mark.parametrize("name", ["Phạm Mính Chinh", "Trẩn Thanh Mân", "Igor Zyglov", "Poutine", ""])
    def test_other_marks_or_part_of_a_name_are_nobody(self, name: str) -> None:
        assert gazetteer.person(name) is None

    @given(st.sampled_from(PERSONS))
    def test_every_name_without_marks_is_the_same_person_or_nobody(self, row: dict[str, str]) -> None:
        for form in (row["fr"], row["en"]):
            found = gazetteer.person(form)
            assert found is None or found.key == row["person"]

    def test_marks_are_never_invented(self) -> None:
        assert proposed("Nguyên Van Zut", EntityType.PERSON) == {"en": "Nguyen Van Zut"}
        assert proposed("Igor Zyglovski", EntityType.PERSON) == {}

    def test_a_hundred_thousand_names_take_no_time(self) -> None:
        names = [row["fr"] for row in PERSONS]
        start = time.process_time()
        for number in range(10_000):
            gazetteer.person(names[number % len(names)])
        assert time.process_time() - start < 2, "ten times as long as may be, for a machine that does other things"


class TestPlaces:
    @pytest.mark.parametrize(
        ("name", "english", "vietnamese"),
        [("Hanoï", "Hanoi", "Hà Nội"), ("Moscou", "Moscow", "Moskva"), ("Hô Chi Minh-Ville", "Ho Chi Minh City", "Thành phố Hồ Chí Minh")],
    )
    def test_known_places(self, name: str, english: str, vietnamese: str) -> None:
        found = gazetteer.place(name)
        assert found is not None
        assert (found.of("en")[0], found.of("vi")[0]) == (english, vietnamese)

    def test_a_name_of_two_places_is_neither(self) -> None:
        counts = Counter(form for row in PLACES for form in [row["fr"]])
        for name, number in counts.items():
            assert number == 1 or gazetteer.place(name) is None

    def test_nationalities(self) -> None:
        assert places.demonyms()["russe"] == "russie"
        assert places.nationality("zyglophore") is None


class TestComposition:
    @pytest.mark.parametrize(
        ("phrase", "english", "vietnamese"),
        [
            ("ambassadeur de Russie", "ambassador of Russia", "đại sứ Nga"),
            ("ambassadeur du Vietnam en Russie", "ambassador of Vietnam to Russia", "đại sứ Việt Nam tại Nga"),
            ("ambassadeur russe au Vietnam", "Russian ambassador to Vietnam", "đại sứ Nga tại Việt Nam"),
            ("ambassadeur des États-Unis", "ambassador of the United States", "đại sứ Mỹ"),
            ("visites officielles en Russie", "official visit to Russia", "chuyến thăm chính thức Nga"),
            ("visite officielle en Russie", "official visit to Russia", "chuyến thăm chính thức Nga"),
            ("Premier ministre islandais", "Icelandic Prime Minister", "Thủ tướng Iceland"),
            ("homologues chinois", "Chinese counterpart", "người đồng cấp Trung Quốc"),
            (
                "coopération économique entre le Vietnam et l’Union économique eurasiatique",
                "economic cooperation between Vietnam and the Eurasian Economic Union",
                "hợp tác kinh tế giữa Việt Nam và Liên minh Kinh tế Á - Âu",
            ),
        ],
    )
    def test_phrases_of_known_parts(self, phrase: str, english: str, vietnamese: str) -> None:
        found = compose(phrase, KNOWN.exact)
        assert found is not None
        assert (found.en, found.vi.replace("Á-Âu", "Á - Âu")) == (english, vietnamese)
        assert len(found.parts) > 1

    @pytest.mark.parametrize(
        "phrase",
        [
            *("", "visite officielle", "zyglophore russe", "président chinois", "visite de Zyglov", "Russie", "de Russie"),
            *("Parti chinois", "Conseil d’État chinois", "visite chinoise", "visite officielle de la Chine", "présidents vietnamiens"),
            *("président de l’Union européenne", "soutien à l’Ukraine", "mer du Japon", "guerre en Ukraine", "adhésion de l’Ukraine"),
        ],
    )
    def test_what_is_not_all_known_is_not_composed(self, phrase: str) -> None:
        assert compose(phrase, KNOWN.exact) is None

    def test_a_composed_phrase_is_only_a_proposal_and_names_its_parts(self) -> None:
        for section in proposals.sections(candidate("ambassadeur d’Islande"), KNOWN.exact):
            assert section.language in LANGUAGES
            assert {term.origin for term in section.terms} == {Origin.COMPOSED}
            assert {term.state for term in section.terms} == {ReviewState.PROPOSED}
            assert all("ambassadeur + Islande" in term.note for term in section.terms)


def test_the_adjective_and_the_country_are_one_candidate() -> None:
    found = mine_texts("L'ambassadeur russe est venu.", "L'ambassadeur de Russie est parti.", "Il salue l'ambassadeur russe.")
    assert all("ambassadeur" not in c.term or c.entity is EntityType.TERM for c in found)


def test_a_person_of_the_gazetteer_is_told_who_that_is() -> None:
    candidate = Candidate("Dmitri Medvedev", "dmitri medvedev", EntityType.PERSON, 90, 2, 1)
    roles = {section.language: section.definition for section in proposals.sections(candidate, lambda _: None)}
    assert "Conseil de sécurité" in roles["fr"]
    assert "Security Council" in roles["en"]
    assert "Hội đồng An ninh" in roles["vi"]


@pytest.mark.parametrize(
    ("phrase", "english"),
    [
        ("ministre vietnamien de la Défense", "Vietnamese Minister of National Defence"),
        ("ministre islandais de la Défense", "Icelandic Defence Minister"),
        ("ministre de la Défense du Laos", "Defence Minister of Laos"),
    ],
)
def test_only_vietnam_has_what_is_called_so_in_vietnam(phrase: str, english: str) -> None:
    found = compose(phrase, KNOWN.exact)
    assert found
    assert found.en == english
