"""What becomes of units that are added: kept, joined, refused; whole batches only; all of it comes back."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tm.memory.helpers import count, filled, sound, unit
from tm import memory
from tm.errors import DataError
from tm.memory import MAX_LENGTH, Outcome, add, add_one, concordance, optimize, remove, units
from tm.memory.search import opened
from tm.units import PLACEHOLDER, Details, InlineTag, Property, TranslationUnit, Variant

HELLO = unit(fr="Bonjour à tous.", en="Hello, everybody.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "glossary.db"


def numbered(start: int, end: int) -> Iterator[TranslationUnit]:
    return (unit(fr=f"La séance numéro {number} est ouverte.", en=f"Meeting {number} is open.") for number in range(start, end))


words = st.text(st.sampled_from("abéđœ 12.,’" + PLACEHOLDER), min_size=1, max_size=12).filter(
    lambda text: text.strip(f" {PLACEHOLDER}") != ""
)
short = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
pairs = st.lists(st.tuples(short, short), max_size=2, unique_by=lambda pair: pair[0]).map(tuple)
tags = st.lists(st.builds(InlineTag, st.sampled_from(["bpt", "ept", "ph"]), pairs, short, st.booleans()), max_size=2).map(tuple)
details = st.builds(
    Details,
    short,
    short,
    short,
    short,
    pairs,
    st.lists(st.builds(Property, short, short, short, short), max_size=2, unique=True).map(tuple),
)
variants = st.lists(
    st.builds(Variant, st.sampled_from(["fr", "en", "vi", "pt"]), words, tags, short, details),
    min_size=2,
    max_size=4,
    unique_by=lambda variant: variant.language,
).map(tuple)
made_units = st.builds(
    TranslationUnit, variants, short, st.sampled_from(["", "fr"]), words, words, short, st.floats(0, 100), details, st.just(0)
)


class TestAdding:
    def test_what_is_added_comes_back_in_order(self, path: Path) -> None:
        given_units = list(numbered(0, 25))
        assert [outcome for outcome, _ in add(path, given_units, batch=7)] == [Outcome.ADDED] * 25
        assert [replace(found, id=0) for found in units(path)] == given_units
        assert sound(path)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
    @given(found=st.lists(made_units, max_size=4))
    def test_nothing_of_a_unit_is_lost(self, path: Path, found: list[TranslationUnit]) -> None:
        path.unlink(missing_ok=True)
        outcomes = [outcome for outcome, _ in add(path, found)]
        kept = [one for one, outcome in zip(found, outcomes, strict=True) if outcome is Outcome.ADDED]
        assert Outcome.REFUSED not in outcomes
        back = [replace(one, id=0) for one in units(path)]
        if Outcome.MERGED not in outcomes:
            assert back == [_in_form_c(one) for one in kept]

    def test_a_pair_of_languages(self, path: Path) -> None:
        filled(path, [unit(vi="Một", fr="Un", en="One"), unit(fr="Deux", en="Two")])
        assert [[v.text for v in one.variants] for one in units(path, "en", "vi")] == [["One", "Một"]]

    @pytest.mark.parametrize(
        ("bad", "reason"),
        [
            (unit(fr="Un"), "fewer than two languages"),
            (TranslationUnit((Variant("fr", "Un"), Variant("fr", "Une"))), "fewer than two languages"),
            (unit(fr="Un", en=" \t"), "empty segment in en"),
            (unit(fr=PLACEHOLDER, en="One"), "empty segment in fr"),
            (unit(fr="a" * 10_000_000, en="One"), f"segment too long in fr: 10000000 characters, {MAX_LENGTH} at most"),
            (unit(fr="Un", EN="One"), "'EN' is no language code"),
            (unit(fr="Un\0", en="One"), "a character that is no text in fr"),
            (unit(fr="Un\ud800", en="One"), "half of a surrogate pair, which is no text"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_what_is_refused(self, path: Path, bad: TranslationUnit, reason: str) -> None:
        assert list(add(path, [HELLO, bad])) == [(Outcome.ADDED, ""), (Outcome.REFUSED, reason)]
        assert count(path) == 1

    def test_nothing_at_all(self, path: Path) -> None:
        assert list(add(path, [])) == []
        assert list(units(path)) == []

    def test_texts_are_kept_in_form_c(self, path: Path) -> None:
        assert add_one(path, unit(fr="Hanoi\u0308", en="Hanoi")) == (Outcome.ADDED, "")
        assert next(units(path)).variants[0].text == "Hanoï"
        assert add_one(path, unit(fr="Hanoï", en="Hanoi")) == (Outcome.UNCHANGED, "")


def _in_form_c(one: TranslationUnit) -> TranslationUnit:
    from tm.text import nfc

    return replace(
        one,
        variants=tuple(replace(variant, text=nfc(variant.text)) for variant in one.variants),
        previous=nfc(one.previous),
        next=nfc(one.next),
    )


class TestMerging:
    def test_identical_units_are_one(self, path: Path) -> None:
        noted = replace(HELLO, name="n1", details=Details(properties=(Property("a note"),)))
        attributed = replace(HELLO, details=Details(created="2024-05-01T00:00:00Z", attributes=(("usagecount", "3"),)))
        tagged = replace(HELLO, variants=(replace(HELLO.variants[1], tag="en-GB"), HELLO.variants[0]))
        outcomes = [add_one(path, one)[0] for one in (HELLO, HELLO, noted, attributed, tagged, noted)]
        assert outcomes == [Outcome.ADDED, Outcome.UNCHANGED, Outcome.MERGED, Outcome.MERGED, Outcome.MERGED, Outcome.UNCHANGED]
        [found] = units(path)
        assert found.name == "n1"
        assert found.details == Details("2024-05-01T00:00:00Z", attributes=(("usagecount", "3"),), properties=(Property("a note"),))
        assert [variant.tag for variant in found.variants] == ["", "en-GB"]

    def test_within_a_batch_as_across_batches(self, path: Path, tmp_path: Path) -> None:
        given_units = [HELLO, replace(HELLO, name="x"), HELLO, replace(HELLO, name="y"), *numbered(0, 3), replace(HELLO, score=50.0)]
        whole = [outcome for outcome, _ in add(path, given_units)]
        single = [outcome for outcome, _ in add(tmp_path / "single.db", given_units, batch=1)]
        assert whole == single
        assert list(units(path)) == list(units(tmp_path / "single.db"))

    @pytest.mark.parametrize(
        "other",
        [
            unit(fr="Bonjour à tous.", en="Hello, all."),
            unit(fr="Bonjour à tous.", en="Hello, everybody.", previous="Un."),
            unit(fr="Bonjour à tous.", en="Hello, everybody.", vi="Xin chào."),
            TranslationUnit((Variant("fr", f"Bonjour {PLACEHOLDER}à tous.", (InlineTag("ph"),)), HELLO.variants[1])),
        ],
        ids=["text", "context", "languages", "tags"],
    )
    def test_what_differs_stays_apart(self, path: Path, other: TranslationUnit) -> None:
        assert [add_one(path, one)[0] for one in (HELLO, other)] == [Outcome.ADDED, Outcome.ADDED]


class TestDryRun:
    def test_it_tells_what_would_be(self, path: Path) -> None:
        filled(path, [HELLO])
        before = path.read_bytes()
        tried = [HELLO, replace(HELLO, name="n"), *numbered(0, 2), *numbered(1, 3), unit(fr="Un")]
        told = list(add(path, tried, batch=2, dry_run=True))
        assert path.read_bytes() == before
        assert told == list(add(path, tried, batch=2))

    def test_it_makes_no_file(self, path: Path) -> None:
        assert [outcome for outcome, _ in add(path, [HELLO, HELLO], dry_run=True)] == [Outcome.ADDED, Outcome.UNCHANGED]
        assert not path.exists()


class TestBatches:
    def test_a_source_that_breaks_keeps_what_came_before(self, path: Path) -> None:
        def broken() -> Iterator[TranslationUnit]:
            yield from numbered(0, 5)
            raise DataError("a.tmx:17", "it ends here")

        outcomes: list[tuple[Outcome, str]] = []
        with pytest.raises(DataError, match="it ends here"):
            outcomes.extend(add(path, broken(), batch=2))
        assert len(outcomes) == count(path) == 5
        assert sound(path)

    def test_whoever_stops_listening_keeps_whole_batches(self, path: Path) -> None:
        told = add(path, numbered(0, 10), batch=4)
        next(told)
        assert isinstance(told, Generator)
        told.close()
        assert count(path) == 4
        assert sound(path)

    def test_a_file_that_is_no_termbase(self, path: Path) -> None:
        path.write_bytes(b"Ceci est une lettre.\n" * 300)
        with pytest.raises(DataError, match="not a database"):
            list(add(path, [HELLO]))

    def test_readers_go_on_while_a_writer_writes(self, path: Path) -> None:
        filled(path, [HELLO])
        seen = []
        with opened(path) as reader:
            for number, _ in enumerate(add(path, numbered(0, 40), batch=10)):
                if number % 10 == 0:
                    seen.append(len(reader.matches("La séance numéro 7 est ouverte.", "fr", "en", limit=50)))
                    assert reader.matches("Bonjour à tous.", "fr", "en")[0].score == 100
        assert seen == [10, 20, 30, 40]


IMPORT = """
import sys
from pathlib import Path
from tests.tm.memory.test_store import numbered
from tm.memory import add
for told in add(Path(sys.argv[1]), numbered(int(sys.argv[2]), 10**9), batch=50): print(told[0].value, flush=True)
"""


def killed(path: Path, start: int, after: int) -> int:
    """Starts an import that would take for ever, kills it after so many units, and says how many it had told."""
    program = subprocess.Popen([sys.executable, "-c", IMPORT, str(path), str(start)], stdout=subprocess.PIPE, text=True)
    assert program.stdout
    told = sum(1 for _, line in zip(range(after), program.stdout, strict=False) if line == "added\n")
    program.kill()
    program.wait()
    program.stdout.close()
    return told


def forked(path: Path, start: int, seconds: float) -> None:
    """The same in a fork of this process, killed after a time: at any moment of its work."""
    child = os.fork()
    if not child:
        for _ in add(path, numbered(start, 10**9), batch=50):
            pass
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


class TestKilled:
    def test_whole_batches_are_left(self, path: Path) -> None:
        for turn in range(3):
            told = killed(path, turn * 10**6, 1 + 60 * turn)
            assert told == 1 + 60 * turn
            assert count(path) % 50 == 0
            assert count(path) >= told
            assert sound(path)

    @pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
    def test_at_fifty_moments(self, path: Path) -> None:
        filled(path, numbered(0, 50))
        before = 50
        for turn in range(50):
            forked(path, (turn + 1) * 10**6, 0.005 + turn * 0.0017)
            now = count(path)
            assert now % 50 == 0
            assert now >= before
            before = now
            assert sound(path)
        assert before > 50
        assert [outcome for outcome, _ in add(path, [HELLO])] == [Outcome.ADDED]
        assert len(list(units(path))) == before + 1


class TestRemoving:
    def test_what_is_removed_is_found_no_more(self, path: Path) -> None:
        filled(path, [HELLO, *numbered(0, 20)])
        assert remove(path, [1, 5, 999]) == 2
        assert count(path) == 19
        assert sound(path)
        assert concordance.concordance(path, "tous") == []
        with opened(path) as reader:
            assert reader.matches("Bonjour à tous.", "fr", "en") == []
            assert {match.unit.id for match in reader.matches("La séance numéro 3 est ouverte.", "fr", "en", limit=50)} == {
                2,
                3,
                4,
                *range(6, 22),
            }

    def test_and_optimizing_forgets_it(self, path: Path) -> None:
        filled(path, [HELLO, *numbered(0, 20)], batch=3)
        before = list(units(path))
        remove(path, [before[0].id])
        optimize(path)
        with closing(sqlite3.connect(path)) as connection:
            kept = connection.execute("select language, sum(count), count(*) from signatures group by 1 order by 1").fetchall()
        assert kept == [("en", 20, 1), ("fr", 20, 1)]
        assert list(units(path)) == before[1:]
        assert sound(path)

    def test_all_of_it(self, path: Path) -> None:
        filled(path, numbered(0, 3))
        assert remove(path, [1, 2, 3]) == 3
        optimize(path)
        assert list(units(path)) == []
        assert memory.statistics(path)["memory"] == {"units": 0, "variants": 0}
        filled(path, [HELLO])
        with opened(path) as reader:
            assert len(reader.matches("Bonjour à tous.", "fr", "en")) == 1


class TestVersions:
    def test_a_newer_file_is_refused(self, path: Path) -> None:
        filled(path, [HELLO])
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("insert into _sqlite_migrations (migration_set, name, applied_at) values ('tm', 'm999_unheard_of', '2099')")
        with pytest.raises(DataError, match="newer version"):
            next(units(path))
        with pytest.raises(DataError, match="newer version"):
            add_one(path, HELLO)

    def test_the_first_file_is_brought_up_to_date_by_writing(self, path: Path) -> None:
        filled(path, [])
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for table in ("vocabulary", "words", "signatures", "variants", "units"):
                connection.execute(f"drop table {table}")
            connection.execute("drop view variant_words")
            connection.execute("delete from _sqlite_migrations where name = 'm002_translation_units'")
        with pytest.raises(DataError, match="older version"):
            next(units(path))
        assert add_one(path, HELLO) == (Outcome.ADDED, "")
        assert sound(path)
