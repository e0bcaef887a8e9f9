"""What is wrong with a memory is found and, on request, removed; translations through a third language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.tm.memory.helpers import count, filled, sound, unit
from tm.memory import add, units
from tm.memory.maintenance import LONG, Fault, faults, pivot, remove_faulty
from tm.memory.search import opened
from tm.units import PLACEHOLDER, InlineTag, TranslationUnit, Variant

LETTER = "Le ministre a reçu ce matin une délégation de parlementaires."
SOUND = unit(fr=LETTER, en="This morning the minister received a delegation of members of parliament.")
TAGGED = replace(SOUND, variants=(replace(SOUND.variants[0], text=PLACEHOLDER + LETTER, tags=(InlineTag("ph"),)), SOUND.variants[1]))
ENGLISH = unit(fr="The committee will meet again tomorrow in the morning.", en="The committee meets tomorrow morning, again.")
NAMES = unit(fr="Hô Chi Minh-Ville", en="Hô Chi Minh-Ville")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "glossary.db"


def listed(path: Path, *kinds: Fault) -> list[tuple[str, int, int]]:
    return [(finding.fault.value, finding.unit.id, finding.other) for finding in faults(path, kinds or tuple(Fault))]


def test_a_sound_memory(path: Path) -> None:
    assert listed(filled(path, [SOUND, unit(fr="Paris", en="Paris"), unit(fr="Oui.", en="Yes."), unit(fr="Si.", en="Yes.")])) == []


@pytest.mark.parametrize(
    ("faulty", "fault"),
    [
        (replace(SOUND, previous="Bonjour."), Fault.DUPLICATE),
        (TAGGED, Fault.DUPLICATE),
        (unit(fr=LETTER, en="The minister has met with some lawmakers in the course of the morning."), Fault.CONTRADICTORY),
        (unit(fr="Il est venu hier.", en="il est venu hier."), Fault.UNTRANSLATED),
        (unit(fr="— …", en="Yes."), Fault.EMPTY),
        (ENGLISH, Fault.WRONG_LANGUAGE),
        (unit(fr="la paix " * (LONG // 7), en="Peace."), Fault.TOO_LONG),
    ],
)
def test_each_fault_is_found_alone_and_removed(path: Path, faulty: TranslationUnit, fault: Fault) -> None:
    filled(path, [SOUND, faulty, NAMES])
    other = 1 if fault in (Fault.DUPLICATE, Fault.CONTRADICTORY) else 0
    assert listed(path) == [(fault.value, 2, other)]
    assert listed(path, fault) == [(fault.value, 2, other)]
    assert listed(path, *(kind for kind in Fault if kind is not fault)) == []
    assert [finding.unit.id for finding in remove_faulty(path, fault)] == [2]
    assert listed(path) == []
    assert [one.id for one in units(path)] == [1, 3]
    assert sound(path)


def test_one_sentence_for_two_is_no_contradiction(path: Path) -> None:
    filled(
        path, [unit(fr="Merci bien.", en="Thank you."), unit(fr="Merci à vous.", en="Thank you."), unit(fr="Merci bien.", en="THANK YOU.")]
    )
    assert listed(path) == []


def test_a_contradiction_is_seen_from_the_source(path: Path) -> None:
    filled(
        path,
        [unit(fr="Merci bien.", en="Thank you.", source_language="en"), unit(fr="Merci à vous.", en="Thank you.", source_language="en")],
    )
    assert listed(path) == [("contradictory", 2, 1)]


def test_nothing_to_remove(path: Path) -> None:
    filled(path, [SOUND])
    assert remove_faulty(path, Fault.DUPLICATE) == []
    assert count(path) == 1


class TestPivot:
    FRENCH = (unit(fr="Merci.", en="Thank you."), unit(fr="Bonjour.", en="Hello."), unit(fr="Oui.", en="Yes.", vi="Vâng."))
    VIETNAMESE = (unit(en="Thank you.", vi="Cảm ơn."), unit(en="Goodbye.", vi="Tạm biệt."), unit(en="Yes.", vi="Có."))

    def test_what_follows(self, path: Path) -> None:
        filled(path, [*self.FRENCH, *self.VIETNAMESE])
        [made] = pivot(path, "fr", "en", "vi")
        assert made.variants == (Variant("fr", "Merci."), Variant("vi", "Cảm ơn."))
        assert (made.origin, made.source_language) == ("pivot", "fr")
        assert made.details.properties[0].text == "u1 and u4 through en"
        assert count(path) == 6

    def test_kept_it_loses_points_and_is_not_proposed_again(self, path: Path) -> None:
        filled(path, [*self.FRENCH, *self.VIETNAMESE])
        list(add(path, list(pivot(path, "fr", "en", "vi"))))
        with opened(path) as memory:
            [match] = memory.matches("Merci.", "fr", "vi")
        assert (match.score, match.proposal) == (95, "Cảm ơn.")
        assert [penalty.reason for penalty in match.penalties] == ["origin"]
        assert list(pivot(path, "fr", "en", "vi")) == []
