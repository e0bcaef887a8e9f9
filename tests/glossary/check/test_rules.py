"""Each rule by its cases: what it finds, and what tempts it and is right."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.check import Checked, Rule, Severity, check, severities
from glossary.check.known import Designation, Entry, KnownTerms
from glossary.check.rendering import in_signs
from glossary.model import EntityType
from tests.glossary.check.conftest import Find
from tm.errors import UsageError

FOUND = [
    ("fr-en", "Une visite officielle.", "A working visit.", "term-missing", "visite officielle", ""),
    ("fr-en", "Des visites d’État.", "Some visits.", "term-missing", "visites d’État", ""),
    ("fr-en", "Le satellite MekongSat.", "The satellite.", "term-missing", "MekongSat", ""),
    ("fr-vi", "La confiance politique.", "Niềm tin.", "term-missing", "confiance politique", ""),
    ("vi-fr", "Đối tác chiến lược toàn diện.", "Un partenariat.", "term-missing", "Đối tác chiến lược toàn diện", ""),
    ("en-vi", "Strategic partnerships grow.", "Quan hệ phát triển.", "term-missing", "Strategic partnerships", ""),
    ("fr-en", "La feuille de route.", "The road charts.", "term-forbidden", "feuille de route", "road charts"),
    ("fr-en", "Rien.", "The road chart.", "term-forbidden", "", "road chart"),
    ("fr-vi", "Un accord.", "Một hiệp ước.", "term-forbidden", "accord", "hiệp ước"),
    ("fr-vi", "Lê Quang Tuân.", "Ông Lê Quang Tuan.", "name-marks", "Lê Quang Tuân", "Lê Quang Tuan"),
    ("fr-vi", "M. Tuân parle.", "Ông Lê Quang Tuan nói.", "name-marks", "", "Lê Quang Tuan"),
    ("fr-vi", "Nguyên Thu Hoài parle.", "Bà Hoai nói.", "name-marks", "Nguyên Thu Hoài", "Hoai"),
    ("vi-fr", "Bà Nguyễn Thu Hoài.", "Mme Nguyen Thu Hoai.", "name-marks", "Nguyễn Thu Hoài", "Nguyen Thu Hoai"),
    ("vi-en", "Bà Nguyễn Thu Hoài.", "Ms Nguyễn Thu Hoài.", "name-marks", "Nguyễn Thu Hoài", "Nguyễn Thu Hoài"),
    ("fr-en", "Andreï Sokolov parle.", "Andrei Lundgren speaks.", "term-missing", "Andreï Sokolov", ""),
    ("fr-en", "Du 16 au 18 novembre.", "From November 16 to 19.", "date", "18 novembre", "19"),
    ("fr-en", "Il pèse 12,5 kg.", "It weighs 15.2 kg.", "number", "12,5", "15.2"),
    ("fr-en", "Il pèse 12,5 kg.", "It is heavy.", "number", "12,5", ""),
    ("fr-en", "Il est lourd.", "It weighs 12.5 kg.", "number", "", "12.5"),
    ("fr-vi", "1,5 milliard", "1,5 triệu", "number", "1,5 milliard", "1,5 triệu"),
    ("fr-en", "Le 12 mars 2025.", "On 12 March 2024.", "date", "12 mars 2025", "12 March 2024"),
    ("fr-en", "En mars dernier.", "Last May in May.", "date", "mars", "May"),
    ("fr-vi", "Le 1er avril.", "Ngày 2/4.", "date", "1er avril", "2/4"),
    ("fr-en", "Le 3 février, il a plu.", "It rained.", "date", "3 février", ""),
    ("fr-en", "L’OMC a réagi.", "The WHO reacted.", "acronym", "OMC", "WHO"),
    ("fr-en", "Le G20.", "The G7.", "acronym", "G20", "G7"),
    ("fr-en", "Le CNRS a réagi.", "The CNSR reacted.", "acronym", "CNRS", "CNSR"),
    ("fr-en", "Bonne chance à tous !", "bonne chance à tous", "untranslated", "bonne chance à tous", "bonne chance à tous"),
    ("en-fr", "The meeting will begin tomorrow.", "The meeting will begin tomorrow.", "untranslated", "", ""),
    ("vi-en", "Hai bên đã ký kết các văn kiện.", "Hai bên đã ký kết các văn kiện.", "untranslated", "", ""),
    ("fr-en", "Bonjour.", " – ", "empty", "", "–"),
]


@pytest.mark.parametrize(("languages", "source", "target", "rule", "term", "found"), FOUND)
def test_what_is_found(find: Find, languages: str, source: str, target: str, rule: str, term: str, found: str) -> None:
    [finding] = find(languages, (source, target))
    fault = finding.fault
    assert fault.rule == rule
    assert target[fault.start : fault.end] == (fault.found if fault.end else "")
    if rule != "untranslated":
        assert (fault.term, fault.found) == (term, found)
    assert fault.message


RIGHT = [
    ("fr-en", "Visite officielle et visite d’État.", "Official and state visits."),
    ("fr-en", "Des échanges entre les peuples.", "People to people exchanges."),
    ("fr-en", "L’accord-cadre de coopération.", "The framework agreement on co-operation."),
    ("fr-en", "Elle marche.", "She walks."),
    ("fr-en", "Le Secrétaire général de l’Onu.", "The UN’s Secretary-General."),
    ("fr-en", "Ce ministre des affaires étrangères.", "This Foreign Minister."),
    ("fr-en", "Andreï Sokolov et Hélène Marchadier.", "Ms Marchadier and Mr Sokolov."),
    ("fr-en", "Une feuille de route.", "A roadmap in chart form for the road."),
    ("fr-en", "Du 16 au 18 novembre, les 12 et 13 mai 2024.", "From November 16 to 18, on May 12 and 13, 2024."),
    ("fr-vi", "Du 16 au 18 novembre.", "Từ ngày 16 đến ngày 18/11."),
    ("fr-en", "Andreï Sokolov parle.", "Andrei, he says, speaks."),
    ("fr-vi", "Un traité.", "Một hiệp ước."),
    ("fr-vi", "Il va en Russie.", "Ông đi Nga."),
    ("fr-vi", "Hoà bình à Hanoï.", "Hòa bình ở Hà Nội."),
    ("fr-vi", "Le comité intergouvernemental.", "Uỷ ban Liên chính phủ."),
    ("vi-fr", "Đối tác chiến lược toàn diện.", "Des partenariats stratégiques globaux."),
    ("vi-en", "Các doanh nghiệp.", "Enterprises."),
    ("fr-en", "16 km à pied, 26 degrés.", "10 miles on foot, 79 degrees."),
    ("fr-en", "Le numéro 1.", "The leader."),
    ("fr-en", "Le 29 septembre, il a plu.", "On Saturday it rained."),
    ("fr-en", "Le PDG de la FIFA.", "The CEO of FIFA."),
    ("fr-en", "Il lit « Les feuilles mortes se ramassent ».", "He reads “Les feuilles mortes se ramassent”."),
    ("fr-en", "PARIS – HANOÏ 2025", "PARIS – HANOI 2025"),
    ("fr-en", "© 2025 – 12:30", "© 2025 – 12:30"),
    ("fr-en", "…", "…"),
    ("fr-en", "Une table ronde.", "A discussion."),
    ("fr-vi", "Le 1er avril.", "Hôm nay (1/4)."),
    ("fr-en", "À 20 heures, 2,5 fois.", "At 8 p.m., two and a half times."),
    ("fr-en", "Trois quarts au 1er trimestre.", "75% in Q1."),
    ("fr-en", "Nguyên Thu Hoài parle.", "Thu Hoai Nguyen speaks."),
    ("fr-en", "Le tiers-monde, le 11-Septembre.", "The Third World, 9/11."),
    ("fr-en", "Les relations avec la Chine.", "Chinese relations."),
    ("en-fr", "Relations with China.", "Les relations chinoises."),
]


@pytest.mark.parametrize(("languages", "source", "target"), RIGHT)
def test_what_is_right(find: Find, languages: str, source: str, target: str) -> None:
    assert [finding.fault for finding in find(languages, (source, target))] == []


def test_a_term_rendered_in_two_ways_is_told_where_it_changes(find: Find) -> None:
    pairs = [("Une déclaration commune.", "A joint statement."), ("La déclaration commune.", "The joint declaration.")]
    [finding] = find("fr-en", *pairs, pairs[0])
    assert (finding.fault.rule, finding.segment.number, finding.severity) == (Rule.TERM_INCONSISTENT, 2, Severity.WARNING)
    assert (finding.fault.expected, finding.fault.found) == (("joint statement",), "joint declaration")


@pytest.mark.parametrize(
    "pairs",
    [
        [("Les Nations unies.", "The United Nations."), ("Les Nations unies.", "The UN.")],
        [("Une visite officielle.", "Chuyến thăm chính thức."), ("Une visite officielle.", "Thăm chính thức.")],
        [("La Russie.", "Russia."), ("La Fédération de Russie.", "The Russian Federation.")],
    ],
)
def test_an_acronym_or_a_shorter_form_is_no_inconsistency(find: Find, pairs: list[tuple[str, str]]) -> None:
    language = "vi" if "Chuyến" in pairs[0][1] else "en"
    assert find(f"fr-{language}", *pairs) == []


def test_a_currency_may_be_written_by_its_sign() -> None:
    entry = Entry(1, EntityType.TERM, (), (Designation("US dollar", ("us", "dollar"), 1, acronym=False),), ())
    assert in_signs(entry, "It costs US$2.45 billion.")
    assert not in_signs(entry, "It costs €2.45 billion.")


def test_a_common_word_alone_is_a_warning(find: Find) -> None:
    [finding] = find("fr-en", ("La souveraineté.", "Power."))
    assert (finding.fault.rule, finding.severity) == (Rule.TERM_MISSING, Severity.WARNING)


def test_what_is_expected_is_written_as_the_target_writes(find: Find) -> None:
    number, date = find("fr-en", ("Le 12 mars 2025, 1 234,5 tonnes.", "On 12 May 2025, 1,324.5 tonnes."))
    assert (number.fault.expected, date.fault.expected) == (("1,234.5",), ("12 March 2025",))


def test_numbers_are_told_beside_those_that_look_like_them(find: Find) -> None:
    found = find("fr-en", ("De 250 000 à 12,5.", "From 12.6 to 25,000."))
    assert [(finding.fault.term, finding.fault.found) for finding in found] == [("250 000", "25,000"), ("12,5", "12.6")]


def test_rules_are_switched() -> None:
    segment = [Checked("Il pèse 12 kg le 3 mai.", "It weighs 13 kg on 4 May.", 1)]
    none = KnownTerms([], "fr", "en")
    assert [finding.fault.rule for finding in check(segment, none)] == [Rule.NUMBER, Rule.DATE]
    [finding] = check(segment, none, severities({"number": "warning", "date": "off"}))
    assert (finding.fault.rule, finding.severity) == (Rule.NUMBER, Severity.WARNING)
    assert [finding.fault.rule for finding in check(segment, none, severities({}, only=["date"]))] == [Rule.DATE]
    assert [finding.fault.rule for finding in check(segment, none, severities({"date": "off"}, only=["date"]))] == [Rule.DATE]
    assert [finding.fault.rule for finding in check(segment, none, severities({}, without=["date"]))] == [Rule.NUMBER]
    assert list(check([Checked("Un.", "", 1)], none, severities({"empty": "off"}))) == []


@pytest.mark.parametrize(
    ("languages", "source", "target", "rule"),
    [
        ("fr-en", "L’OMC a réagi.", "The WHO reacted.", "acronym"),
        ("fr-en", "La feuille de route.", "The road chart.", "term-forbidden"),
        ("fr-vi", "Il va à Da Nang.", "Ông đi Da Nang.", "name-marks"),
    ],
)
def test_a_term_is_missing_where_the_rule_that_knows_better_is_off(
    terms: Callable[[str, str], KnownTerms], languages: str, source: str, target: str, rule: str
) -> None:
    segment, known = [Checked(source, target, 1)], terms(*languages.split("-"))
    assert [finding.fault.rule for finding in check(segment, known)] == [rule]
    assert [finding.fault.rule for finding in check(segment, known, severities({}, without=[rule]))] == ["term-missing"]


@pytest.mark.parametrize(
    "wrong", [lambda: severities({"numbers": "error"}), lambda: severities({"number": "fatal"}), lambda: severities({}, ["numbers"])]
)
def test_what_is_no_rule_or_severity_is_told_with_those_there_are(wrong: object) -> None:
    with pytest.raises(UsageError, match=r"term-missing, |error, warning, off"):
        wrong()  # type: ignore[operator]


PIECES = st.sampled_from(
    [
        "visite officielle",
        "official visit",
        "Lê Quang Tuan",
        "12/3/2025",
        "1 234,5",
        "OMS",
        "WHO",
        "Hà Nội",
        "l’",
        "-",
        "«",
        " ",
        "\n",
        "é",
        "G20",
    ]
)


@given(st.lists(PIECES, max_size=12), st.lists(PIECES, max_size=12), st.sampled_from(["fr-en", "fr-vi", "vi-fr", "en-vi"]))
def test_any_texts_can_be_checked(find: Find, source: list[str], target: list[str], languages: str) -> None:
    for finding in find(languages, (" ".join(source), " ".join(target))):
        fault = finding.fault
        assert 0 <= fault.start <= fault.end <= len(finding.segment.target)
        if fault.end:
            assert finding.segment.target[fault.start : fault.end] == fault.found


@given(st.lists(PIECES, max_size=12), st.sampled_from(["en", "vi"]))
def test_figures_and_dates_agree_with_themselves(find: Find, pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    rules = {finding.fault.rule for finding in find(f"{language}-{language}", (text, text))}
    assert not rules & {Rule.NUMBER, Rule.DATE, Rule.ACRONYM}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("1 " * 5_000, "2 " * 5_000),
        ("12/3/2025 " * 900, "12/4/2025 " * 900),
        ("12 km " * 1_500, "13 miles " * 1_100),
        ("la " * 3_000, "la " * 3_000),
        ("ABC DEF " * 1_200, "ABD a " * 1_500),
        ("«" * 9_000, "A." * 4_500),
        ("IVX" * 3_000, "1," * 5_000),
    ],
)
def test_no_segment_takes_long(find: Find, source: str, target: str) -> None:
    start = time.process_time()
    assert len(find("fr-en", (source, target))) <= 40
    assert time.process_time() - start < 6, "processor seconds; most take a tenth of one"
