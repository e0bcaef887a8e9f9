"""Which language a text, and each paragraph of it, is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.language import document_language, identify, paragraph_language

FRENCH = [
    "La ville ouvrira deux écoles bilingues avant la fin de l’année prochaine.",
    "Les exportations de riz vers l’Afrique ont doublé en trois ans, selon la douane.",
    "Selon l'ASEAN, le GRETI et l'ONU, le projet pilote de Da Lat avance.",
]
OTHERS = {
    "en": "The two ports will share a new customs service from next spring, the harbour master said, and fees will fall by half.",
    "vi": "Hai cảng sẽ dùng chung một dịch vụ hải quan mới từ mùa xuân tới, và lệ phí sẽ giảm một nửa.",
    "es": "Los dos puertos compartirán un nuevo servicio de aduanas desde la primavera, y las tasas bajarán a la mitad, dijo el director.",
    "de": "Die beiden Häfen teilen sich ab dem Frühjahr einen neuen Zolldienst, und die Gebühren sinken um die Hälfte.",
    "it": "I due porti condivideranno dalla primavera un nuovo servizio doganale, e le tariffe scenderanno della metà.",
}


@pytest.mark.parametrize(("language", "text"), [*(("fr", text) for text in FRENCH), *OTHERS.items()])
def test_a_line_and_a_document(language: str, text: str) -> None:
    assert identify(text)[0] == language
    assert document_language(text) == language
    assert identify(text.upper())[0] == language


@pytest.mark.parametrize("text", ["", " \n", "12 345, 67 % – 8"])
def test_a_text_without_words_is_in_no_language(text: str) -> None:
    assert document_language(text) == ""


def test_a_document_is_in_the_language_of_most_of_its_lines() -> None:
    assert document_language("\n".join([*FRENCH, *FRENCH, OTHERS["vi"]])) == "fr"
    assert document_language("\n".join([OTHERS["en"], OTHERS["en"], OTHERS["vi"], FRENCH[0]])) == "en"


def test_a_long_document_is_judged_by_lines_from_all_of_it() -> None:
    assert document_language("\n".join([FRENCH[0]] * 30 + [OTHERS["vi"]] * 300)) == "vi"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_paragraph_may_be_in_another_of_our_languages(language: str) -> None:
    assert paragraph_language(OTHERS[language], "fr") == language


@pytest.mark.parametrize("text", ["Trân Thanh Mân", "VNA", "ASEAN, APEC et UEE", "Los dos puertos", OTHERS["it"]])
def test_what_is_short_or_in_no_language_of_ours_is_taken_for_the_usual_one(text: str) -> None:
    assert paragraph_language(text, "fr") == "fr"


@given(st.text(max_size=60))
def test_any_text_has_a_language_or_none(text: str) -> None:
    language, sure = identify(text)
    assert 0 <= sure <= 100
    assert bool(language) == any(map(str.isalpha, text.strip()[:200]))
