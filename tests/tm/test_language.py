"""Which texts are French."""

from __future__ import annotations

import pytest

from tm.language import french_share, is_french

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


@pytest.mark.parametrize("text", FRENCH)
def test_french(text: str) -> None:
    assert is_french(text)


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_not_french(text: str) -> None:
    assert not is_french(text)


@pytest.mark.parametrize("text", ["", " \n", "12 345, 67 % – 8", "a b c"])
def test_a_text_without_words_is_in_no_language(text: str) -> None:
    assert french_share(text) == 0
    assert not is_french(text)


def test_the_share_is_that_of_the_words() -> None:
    assert french_share("maison xyzzy maison plugh") == 0.5
    assert french_share("MAISON") == 1


def test_a_text_is_judged_by_its_beginning() -> None:
    """A long text is judged by a sample, in no more time than a short one needs."""
    assert french_share("maison " * 5000 + "xyzzy " * 5000) == 1


def test_a_quotation_does_not_change_the_language() -> None:
    assert is_french(" ".join([*FRENCH, *FRENCH, OTHERS["vi"]]))
    assert not is_french(" ".join([OTHERS["en"], OTHERS["de"], OTHERS["vi"], FRENCH[0]]))
