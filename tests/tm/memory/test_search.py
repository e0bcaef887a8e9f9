"""Look-up against a comparison with every unit, written the naive way."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bench.generated import units as generated
from tests.tm.memory.helpers import filled, unit
from tm import matching
from tm.errors import DataError, UsageError
from tm.matching import Kind
from tm.memory import optimize, remove
from tm.memory.checking import check
from tm.memory.search import Match, Query, opened
from tm.units import PLACEHOLDER, InlineTag, TranslationUnit, Variant, plain


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "glossary.db"


def found(path: Path, query: str | Query, source: str = "fr", target: str = "en", *, cutoff: float = 70.0, limit: int = 5) -> list[Match]:
    with opened(path) as memory:
        return memory.matches(query, source, target, cutoff=cutoff, limit=limit)


def naive(units: Sequence[TranslationUnit], query: str, source: str, target: str, cutoff: float) -> dict[str, float]:
    """The best score of each target text, unit by unit."""
    best: dict[str, float] = {}
    for one in units:
        left, right = one.variant(source), one.variant(target)
        if left and right:
            points = matching.of_unit(matching.score(query, left.text), one, source).points
            if points >= cutoff:
                best[right.text] = max(points, best.get(right.text, 0))
    return best


words = st.sampled_from(
    ["le", "la", "ministre", "est", "à", "Hanoï", "12", "3,", "séance.", "de", "paix", "đối", "tác", f"a{PLACEHOLDER}b"]
)
segments = st.lists(words, min_size=1, max_size=6).map(" ".join)
memories = st.lists(
    st.one_of(
        st.builds(lambda fr, en: unit(fr=fr, en=en), segments, segments), st.builds(lambda fr, vi: unit(fr=fr, vi=vi), segments, segments)
    ),
    min_size=1,
    max_size=15,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(units=memories, query=segments, cutoff=st.sampled_from([30.0, 60.0, 70.0, 90.0]))
def test_the_best_are_those_of_a_naive_search(path: Path, units: list[TranslationUnit], query: str, cutoff: float) -> None:
    path.unlink(missing_ok=True)
    filled(path, units, batch=4)
    expected = sorted(naive(units, query, "fr", "en", cutoff).values(), reverse=True)
    with opened(path) as memory:
        for exhaustive in (False, True):
            answers = memory.matches(query, "fr", "en", cutoff=cutoff, limit=50, exhaustive=exhaustive)
            plainly = [match.score for match in answers if match.kind is not Kind.REPAIRED]
            repaired = len(answers) - len(plainly)
            assert len(answers) == len(expected)
            assert repaired or plainly == expected


@pytest.fixture(scope="module")
def thousands() -> list[TranslationUnit]:
    return list(generated(2_000))


@pytest.fixture(scope="module")
def large(thousands: list[TranslationUnit], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("large") / "glossary.db", thousands, batch=500)


class TestThousands:
    """Two thousand units, in several runs of signatures and in one."""

    def queries(self, units: list[TranslationUnit]) -> list[str]:
        rng = random.Random(5)
        changed = []
        for one in rng.sample(units, 10):
            parts = one.variants[0].text.split()
            parts[rng.randrange(len(parts))] = rng.choice(["paix", "océan", "1999"])
            changed.append(" ".join(parts))
        return changed

    @pytest.mark.parametrize("in_one_piece", [False, True])
    def test_nothing_is_missed(self, thousands: list[TranslationUnit], large: Path, in_one_piece: bool) -> None:
        if in_one_piece:
            optimize(large)
        with opened(large) as memory:
            for query in self.queries(thousands):
                expected = sorted(naive(thousands, query, "fr", "en", 70.0).values(), reverse=True)[:5]
                answers = memory.matches(query, "fr", "en")
                if all(match.kind is not Kind.REPAIRED for match in answers):
                    assert [match.score for match in answers] == expected

    def test_the_memory_checks_itself(self, large: Path) -> None:
        checked = check(large, "fr", "en", sample=40)
        assert checked.queries == 40
        assert checked.answered > 25
        assert checked.recall >= 98

    def test_the_other_direction(self, thousands: list[TranslationUnit], large: Path) -> None:
        target = thousands[17].variants[1].text
        assert found(large, target, "en", "fr")[0].score == 100


def test_what_a_writer_does_is_seen(path: Path) -> None:
    filled(path, [unit(fr="La séance est ouverte.", en="one")])
    with opened(path) as memory:
        assert [match.proposal for match in memory.matches("La séance est ouverte", "fr", "en")] == ["one"]
        filled(path, [unit(fr="La séance est fermée.", en="two")])
        assert [match.proposal for match in memory.matches("La séance est ouverte", "fr", "en")] == ["one", "two"]
        optimize(path)
        remove(path, [1])
        assert [match.proposal for match in memory.matches("La séance est ouverte", "fr", "en")] == ["two"]


def test_one_target_for_many_sources_leaves_room_for_others(path: Path) -> None:
    filled(path, [*(unit(fr=f"La séance est ouverte{mark}", en="one") for mark in ".!?…:;"), unit(fr="La séance fut ouverte", en="two")])
    assert [match.proposal for match in found(path, "La séance est ouverte", limit=2)] == ["one", "two"]


class TestExact:
    def test_the_same_text(self, path: Path) -> None:
        filled(path, [unit(fr="Oui.", en="Yes."), unit(fr="Non.", en="No.")])
        [match] = found(path, "Oui.")
        assert (match.score, match.kind, match.proposal, match.penalties, match.difference) == (100, Kind.EXACT, "Yes.", (), ())

    def test_the_segments_around_it_choose(self, path: Path) -> None:
        filled(
            path,
            [
                unit(fr="Oui.", en="Indeed.", previous="Vrai ?", next="Bien."),
                unit(fr="Oui.", en="Yes.", previous="Vrai ?"),
                unit(fr="Oui.", en="Aye."),
            ],
        )
        answers = found(path, Query("Oui.", "Vrai ?", "Bien."))
        assert [(match.score, match.kind, match.proposal) for match in answers] == [
            (102, Kind.CONTEXT, "Indeed."),
            (101, Kind.CONTEXT, "Yes."),
            (100, Kind.EXACT, "Aye."),
        ]

    def test_each_target_once(self, path: Path) -> None:
        filled(path, [unit(fr="Oui.", en="Yes.", previous=f"{number}") for number in range(30)] + [unit(fr="Oui.", en="Aye.")])
        assert sorted(match.proposal for match in found(path, "Oui.")) == ["Aye.", "Yes."]

    def test_inline_tags_cost_little(self, path: Path) -> None:
        tagged = Variant("fr", f"Le {PLACEHOLDER}ministre{PLACEHOLDER} part.", (InlineTag("bpt"), InlineTag("ept")))
        filled(path, [TranslationUnit((tagged, Variant("en", "The minister leaves.")))])
        assert found(path, "Le ministre part.")[0].score == 98
        assert found(path, tagged.text)[0].score == 100

    def test_other_languages_do_not_answer(self, path: Path) -> None:
        filled(path, [unit(fr="Oui.", vi="Vâng."), unit(fr="Oui.", de="Ja.")])
        assert found(path, "Oui.", "fr", "en") == []
        assert found(path, "Oui.", "de", "fr") == []
        assert found(path, "Oui.", "fr", "vi")[0].proposal == "Vâng."

    def test_units_of_another_pair_do_not_hide_one(self, path: Path) -> None:
        near = [unit(fr=f"La séance numéro {number} est ouverte", en="x") for number in range(400)]
        filled(path, [*near, unit(fr="La séance numéro cinq est ouverte", vi="Phiên họp")])
        assert found(path, "La séance numéro six est ouverte", "fr", "vi")[0].proposal == "Phiên họp"

    def test_against_the_direction(self, path: Path) -> None:
        filled(path, [unit(fr="Oui.", en="Yes.", source_language="fr")])
        [match] = found(path, "Yes.", "en", "fr")
        assert match.score == 99
        assert [penalty.reason for penalty in match.penalties] == ["direction"]


class TestRepaired:
    def test_values_are_put_in(self, path: Path) -> None:
        filled(path, [unit(fr="La séance du 12 mai 2024 réunit 1 500 délégués.", en="The meeting of 12 May 2024 brings 1,500 delegates.")])
        [match] = found(path, "La séance du 3 juin 2025 réunit 20 délégués.")
        assert match.kind is Kind.REPAIRED
        assert match.proposal == "The meeting of 3 June 2025 brings 20 delegates."
        assert match.target.text == "The meeting of 12 May 2024 brings 1,500 delegates."
        assert [(penalty.reason, penalty.points) for penalty in match.penalties] == [("repair", 2)]
        assert match.score == 98

    def test_the_same_text_is_better(self, path: Path) -> None:
        filled(path, [unit(fr="Séance 12", en="Meeting 12"), unit(fr="Séance 13", en="Meeting 13")])
        assert [(match.score, match.proposal) for match in found(path, "Séance 13")] == [(100, "Meeting 13"), (99, "Meeting 13")]


class TestFolded:
    def test_a_text_without_tones(self, path: Path) -> None:
        filled(path, [unit(vi="Hội nghị thượng đỉnh khai mạc", fr="Le sommet s’ouvre")])
        [match] = found(path, "Hoi nghi thuong dinh khai mac", "vi", "fr")
        assert (match.score, [penalty.reason for penalty in match.penalties]) == (95, ["accents"])

    def test_a_memory_without_tones(self, path: Path) -> None:
        filled(path, [unit(vi="Hoi nghi thuong dinh khai mac", fr="Le sommet s’ouvre")])
        assert found(path, "Hội nghị thượng đỉnh khai mạc", "vi", "fr")[0].score == 95


class TestOddQueries:
    @pytest.mark.parametrize("query", ["", " ", "\n\t", PLACEHOLDER, "\ud800", "a" * 100_000, "!?", "\0"])
    def test_they_find_nothing(self, path: Path, query: str) -> None:
        filled(path, [unit(fr="Oui.", en="Yes.")])
        assert found(path, query) == []

    def test_marks_alone_are_found_as_they_are(self, path: Path) -> None:
        filled(path, [unit(fr="***", en="* * *")])
        assert found(path, "***")[0].score == 100

    @pytest.mark.parametrize("query", ["Asie", "Hà Nội", "l’ASEAN", "À", "1"])
    def test_one_word(self, path: Path, query: str) -> None:
        filled(path, [unit(fr=query, en="x"), unit(fr="bien autre chose", en="y")])
        assert found(path, query)[0].score == 100
        assert found(path, query + " !")[0].score >= 95

    @pytest.mark.parametrize("cutoff", [0, 29.9, 103, float("nan")])
    def test_cutoffs_that_make_no_sense(self, path: Path, cutoff: float) -> None:
        filled(path, [])
        with pytest.raises(UsageError, match="not between 30 and 102"):
            found(path, "Oui.", cutoff=cutoff)

    def test_no_limit_no_match(self, path: Path) -> None:
        filled(path, [unit(fr="Oui.", en="Yes.")])
        assert found(path, "Oui.", limit=0) == []

    def test_no_file(self, path: Path) -> None:
        with pytest.raises(DataError, match="there is no termbase"):
            found(path, "Oui.")

    def test_an_empty_memory(self, path: Path) -> None:
        filled(path, [])
        assert found(path, "Oui.") == []
        assert check(path, "fr", "en").recall == 100

    def test_one_text_thousands_of_times(self, path: Path) -> None:
        filled(
            path, [unit(fr="Oui, bien sûr.", en=f"Yes, {number}.") for number in range(5_000)] + [unit(fr="Oui, bien clair.", en="Clear.")]
        )
        started = time.process_time()
        assert len(found(path, "Oui, bien sûr.")) == 5
        assert found(path, "Oui, bien clairs.")[0].proposal == "Clear."
        assert time.process_time() - started < 2


def test_the_newest_of_equals_comes_first(path: Path) -> None:
    filled(path, [unit(fr="Oui.", en="Yes."), unit(fr="Oui.", en="Aye.")])
    assert [match.proposal for match in found(path, "Oui.")] == ["Aye.", "Yes."]
    assert plain(found(path, "Oui.")[0].source.text) == "Oui."
