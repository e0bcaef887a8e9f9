"""Parallel texts beside the articles of a build, and what the lexicon is learned from."""

from __future__ import annotations

import shutil
from pathlib import Path

from glossary.aligning import keep, known_words, remember
from glossary.build import build
from glossary.corpus import prepare
from glossary.model import Origin, ReviewState
from glossary.termbase import read, reading
from tests.conftest import Built
from tm import memory
from tm.errors import DataError
from tm.units import TranslationUnit, Variant


def unit(source: str, target: str, origin: str = "import") -> TranslationUnit:
    return TranslationUnit((Variant("fr", source), Variant("en", target)), source_language="fr", origin=origin)


def test_a_build_remembers_parallel_texts_and_does_not_mine_them(articles: Path, seeds: Path, small: Built, tmp_path: Path) -> None:
    sources = Path(shutil.copytree(articles, tmp_path / "articles"))
    shutil.copytree(seeds / "parallel", sources / "parallel")
    database, out = tmp_path / "glossary.db", tmp_path / "out"
    report = build([sources], database=database, out=out)
    assert report.problems == []
    assert report.units == 148
    assert (report.files, report.candidates) == (small.report.files, small.report.candidates)
    for file in small.out.iterdir():
        assert (out / file.name).read_bytes() == file.read_bytes()
    found = list(memory.units(database))
    assert len(found) == 148
    assert {(one.variants[0].language, one.variants[1].language) for one in found} == {("fr", "en"), ("fr", "vi")}
    assert build([sources], database=database, out=out).units == 148
    assert list(memory.units(database)) == found


def test_a_folder_named_parallel_may_be_mined_when_it_is_named(articles: Path, tmp_path: Path) -> None:
    named = Path(shutil.copytree(articles, tmp_path / "parallel"))
    assert len(prepare([named]).paths) == len(list(articles.glob("*.txt")))


def test_doubtful_parallel_texts_are_told_and_left_out(seeds: Path, tmp_path: Path) -> None:
    shutil.copy(seeds / "parallel" / "declaration-conjointe.en.txt", tmp_path / "a.fr.txt")
    shutil.copy(seeds / "parallel" / "declaration-conjointe.vi.txt", tmp_path / "a.vi.txt")
    problems: list[DataError] = []
    assert remember([tmp_path], tmp_path / "glossary.db", ("fr", ["en", "vi"]), problems=problems) == 0
    assert "looks like en" in str(problems[0])


def test_words_are_learned_from_the_reference_and_from_accepted_units(tmp_path: Path) -> None:
    database = tmp_path / "glossary.db"
    assert "japan" in known_words(database, "fr", "en").forward["japon"]
    accepted = [unit(f"le zorblatt {number}", f"the flimmer {number}") for number in range(9)]
    proposed = [unit(f"une quaxe {number}", f"a pomfer {number}", "alignment") for number in range(9)]
    keep(database, [*accepted, *proposed])
    learned = known_words(database, "fr", "en").forward
    assert max(learned["zorblatt"], key=learned["zorblatt"].__getitem__) == "flimmer"
    assert "quaxe" not in learned


def test_a_build_with_parallel_texts_proposes_what_they_say(built: Built) -> None:
    """Units in the memory, and proposals that name the units that show them; nothing is approved by itself."""
    assert built.report.units > 100
    assert built.report.proposed > 0
    with reading(built.database) as connection:
        terms = [term for entry in read.mined(connection) for section in entry.concept.sections for term in section.terms]
    found = [term for term in terms if term.origin is Origin.PARALLEL]
    assert len(found) == built.report.proposed
    assert {term.state for term in found} == {ReviewState.PROPOSED}
    with reading(built.database) as connection:
        evidence = read.term_evidence(connection, [term.id for term in found])
    assert all(evidence[term.id] for term in found)
