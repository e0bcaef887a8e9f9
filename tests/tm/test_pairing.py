"""Which texts belong together, and the page that shows two of them."""

from __future__ import annotations

import re

import pytest

from tm.alignment.page import Row, Section, page
from tm.alignment.pairing import by_content, by_name, coded, fingerprint


@pytest.mark.parametrize(
    ("name", "language", "key"),
    [
        ("x.fr.txt", "fr", "x."),
        ("x_FR.txt", "fr", "x_"),
        ("fr-accord.docx", "fr", "-accord"),
        ("a/fr/b/x.txt", "fr", "a/*/b/x"),
        ("vi-VN/x.txt", "vi", "*/x"),
        ("x.vi-VN.html", "vi", "x."),
        ("français/x.txt", "", "français/x.txt"),
        ("offre.txt", "", "offre.txt"),
        ("fr.txt", "", "fr.txt"),
        ("visite.de.txt", "", "visite.de.txt"),
    ],
)
def test_a_name_tells_its_language(name: str, language: str, key: str) -> None:
    assert coded(name, ["fr", "en", "vi"]) == (language, key)


def test_three_languages_make_one_group() -> None:
    groups, rest = by_name(["a.fr.txt", "a.en.txt", "a.vi.txt", "b.fr.txt", "b.de.txt"], ["fr", "en", "vi"])
    assert groups == [{"fr": "a.fr.txt", "en": "a.en.txt", "vi": "a.vi.txt"}]
    assert rest == ["b.de.txt", "b.fr.txt"]


def test_two_texts_under_one_name_are_not_confused() -> None:
    groups, rest = by_name(["a.fr.txt", "a.fr.docx", "a.en.txt"], ["fr", "en"])
    assert groups == [{"fr": "a.fr.txt", "en": "a.en.txt"}]
    assert rest == ["a.fr.docx"]


FRENCH = [
    ("Visite à Moscou", "Le ministre Lavrov a reçu Nguyen le 12 mars 2025 à Moscou, pour 250 invités."),
    ("Riz et café", "Les exportations de riz ont atteint 8,5 millions de tonnes en 2024, selon Duong."),
]
ENGLISH = [
    ("Rice and coffee", "Exports of rice reached 8.5 million tonnes in 2024, according to Duong."),
    ("Visit to Moscow", "On 12 March 2025, Minister Lavrov received Nguyen in Moscow with 250 guests."),
    ("Weather", "It will rain on Sunday over most of the coast, and Monday brings sun."),
]


def test_content_ties_texts_together() -> None:
    first = [fingerprint(text, title, "fr") for title, text in FRENCH]
    second = [fingerprint(text, title, "en") for title, text in ENGLISH]
    assert [(i, j) for i, j, _ in by_content(first, second)] == [(0, 1), (1, 0)]
    assert by_content(first, second[2:]) == []
    assert by_content([], second) == []


def test_a_text_many_times_as_long_is_no_translation() -> None:
    [(title, text), _] = FRENCH
    assert by_content([fingerprint(text, title, "fr")], [fingerprint(text * 10, title, "en")]) == []


def test_the_page_shows_what_it_is_given_and_runs_nothing() -> None:
    rows = [
        Row(["<script>alert(1)</script>"], ['Il a dit "oui" & non\x1b[2J'], 97.5, True),
        Row(["Seul."], [], 80.0, False),
        Row(["Douteux."], ["Đáng ngờ."], 40.0, False),
    ]
    text = page("a & b", [Section(("<a>.txt", "b.txt"), ("fr", "vi"), rows)])
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "\x1b" not in text
    assert re.findall(r'<tr class="(\w+)">', text) == ["kept", "alone", "review"]
    assert text.count('<td lang="vi">') == text.count('<td lang="fr">') == 3
    assert "@media print" in text
    assert not re.search(r"(?:src|href|url)\s*[=(]", text), "nothing is fetched"
