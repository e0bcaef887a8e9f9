"""`align`: two texts or a folder into the memory; what is doubtful is said, and nothing is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from glossary.aligning import MIN_SCORE
from tests.cli.helpers import Ran, is_error, run
from tm.exchange import read
from tm.memory import units
from tm.units import TranslationUnit

SENTENCES = 74  # of the joint statement


@pytest.fixture
def parallel(seeds: Path, tmp_path: Path) -> Path:
    """A copy of the joint statement in three languages."""
    return Path(shutil.copytree(seeds / "parallel", tmp_path / "texts"))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "glossary.db"


def statement(parallel: Path, language: str) -> Path:
    return parallel / f"declaration-conjointe.{language}.txt"


def align(database: Path, *arguments: str | Path, source: str = "fr", target: str = "vi") -> Ran:
    return run("--db", database, "align", *arguments, "--from", source, "--to", target)


def kept(database: Path) -> list[TranslationUnit]:
    return list(units(database)) if database.exists() else []


def test_two_texts_go_into_the_memory(parallel: Path, database: Path) -> None:
    ran = align(database, statement(parallel, "fr"), statement(parallel, "vi"))
    assert ran.code == 0
    header, *rows = [line.split("\t") for line in ran.out.splitlines()]
    assert header == ["score", "kept", "source", "target"]
    found = kept(database)
    assert len(found) == len(rows) >= 60
    assert {unit.origin for unit in found} == {"alignment"}
    assert {unit.source_language for unit in found} == {"fr"}
    assert all(MIN_SCORE <= unit.score <= 100 for unit in found)
    assert f"{len(found)} added. 0 left for review" in ran.err
    assert f"\nUnits: {len(found)} unchanged" in "\n" + align(database, statement(parallel, "fr"), statement(parallel, "vi")).err
    assert (
        run("--db", database, "tm", "match", rows[5][2], "--from", "fr", "--to", "vi", "--json").data[0]["matches"][0]["target"]
        == rows[5][3]
    )


@pytest.mark.parametrize("method", ["length", "anchors"])
@pytest.mark.parametrize("target", ["en", "vi"])
def test_the_joint_statement_is_aligned_sentence_by_sentence(parallel: Path, database: Path, target: str, method: str) -> None:
    ran = align(database, statement(parallel, "fr"), statement(parallel, target), "--json", "--dry-run", "--method", method, target=target)
    assert {(len(bead["source"]), len(bead["target"])) for bead in ran.data} == {(1, 1)}
    assert {bead["method"] for bead in ran.data} == {method}
    assert not database.exists()


def test_json_has_the_sentences_and_scores(parallel: Path, database: Path) -> None:
    data = align(database, statement(parallel, "fr"), statement(parallel, "vi"), "--json", "--min-score", "97").data
    assert {"source", "target", "score", "kept", "files", "languages", "method"} == set(data[0])
    assert {bead["kept"] for bead in data} == {True, False}
    assert all(bead["kept"] == (bead["score"] >= 97) for bead in data)
    assert len(kept(database)) == sum(bead["kept"] for bead in data)


def test_low_scores_are_left_for_review_unless_all_are_wanted(parallel: Path, database: Path) -> None:
    texts = statement(parallel, "fr"), statement(parallel, "vi")
    ran = align(database, *texts, "--min-score", "97")
    few = len(kept(database))
    assert f"{SENTENCES - few} left for review" in ran.err
    assert "\treview\t" in ran.out
    align(database, *texts, "--all")
    assert len(kept(database)) == SENTENCES


def test_a_page_and_a_tmx_are_written(parallel: Path, database: Path, tmp_path: Path) -> None:
    html, tmx = tmp_path / "out" / "both.html", tmp_path / "out" / "both.tmx"
    ran = align(database, statement(parallel, "fr"), statement(parallel, "vi"), "--html", html, "--tmx", tmx, "--dry-run")
    assert ran.code == 0
    assert "would be added" in ran.err
    assert not database.exists()
    text = html.read_text("utf-8")
    assert text.count('<tr class="kept">') == SENTENCES
    assert "http-equiv" in text
    written = [unit for unit in read(tmx) if isinstance(unit, TranslationUnit)]
    assert [unit.origin for unit in written] == ["alignment"] * SENTENCES
    assert written[7].variants[1].language == "vi"


def test_lines_may_be_segments_already(database: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("Le ministre part. Il revient lundi.\nLa séance est levée, dit-il à midi.\n", "utf-8")
    second.write_text("The minister leaves. He is back on Monday.\nThe meeting is closed, he said at noon.\n", "utf-8")
    data = align(database, first, second, "--lines", "--json", "--dry-run", target="en").data
    assert [len(bead["source"]) for bead in data] == [1, 1]
    assert data[0]["source"] == ["Le ministre part. Il revient lundi."]


def test_a_folder_is_paired_by_name(parallel: Path, database: Path) -> None:
    ran = run("--db", database, "align", parallel, "--from", "fr", "--to", "en", "--to", "vi")
    assert ran.code == 0
    rows = [line.split("\t") for line in ran.out.splitlines()[1:]]
    assert [row[:3] for row in rows] == [
        ["declaration-conjointe.fr.txt", f"declaration-conjointe.{language}.txt", "name"] for language in ("en", "vi")
    ]
    assert {tuple(variant.language for variant in unit.variants) for unit in kept(database)} == {("fr", "en"), ("fr", "vi")}


def test_a_folder_without_such_names_is_paired_by_content(parallel: Path, database: Path, articles: Path) -> None:
    for number, language in enumerate(("fr", "en", "vi")):
        statement(parallel, language).rename(parallel / f"{7 - number}.txt")
    shutil.copy(sorted(articles.glob("*.txt"))[0], parallel / "0.txt")
    ran = run("--db", database, "align", parallel, "--from", "fr", "--to", "en", "--to", "vi", "--dry-run")
    rows = [line.split("\t")[:3] for line in ran.out.splitlines()[1:]]
    assert rows == [["7.txt", "6.txt", "content"], ["7.txt", "5.txt", "content"]]
    assert "No partner: 0.txt" in ran.err


def refused(ran: Ran, database: Path, *said: str) -> bool:
    return is_error(ran) and ran.code == 3 and not ran.out and not database.exists() and all(part in ran.err for part in said)


def test_bad_input_is_said_and_nothing_written(parallel: Path, database: Path, tmp_path: Path) -> None:
    fr, en, vi = (statement(parallel, language) for language in ("fr", "en", "vi"))
    empty = tmp_path / "vide.txt"
    empty.write_text(" \n", "utf-8")
    (tmp_path / "copie.txt").write_bytes(fr.read_bytes())
    long = tmp_path / "long.txt"
    long.write_text("".join(f"{number}. {vi.read_text('utf-8')}" for number in range(10)).replace("\n", " x\n"), "utf-8")
    contents = tmp_path / "contents.txt"
    contents.write_text(
        "".join(f"Chương về hợp tác {number} ........ {number * 7}\n" for number in range(1, 9)) + vi.read_text("utf-8"), "utf-8"
    )
    assert refused(align(database, fr, en), database, "looks like en, not vi")
    assert refused(align(database, vi, fr), database, "looks like vi, not fr")
    assert refused(align(database, fr, fr), database, "the same text")
    assert refused(align(database, fr, tmp_path / "copie.txt"), database, "the same text")
    assert refused(align(database, fr, empty), database, "empty")
    assert refused(align(database, empty, vi), database, "empty")
    assert refused(align(database, fr, contents), database, "a table of contents of 8 lines")
    assert refused(align(database, fr, long), database, "times as long")
    assert refused(align(database, fr, tmp_path / "absent.txt"), database, "no such file")
    assert refused(align(database, parallel / "declaration-conjointe.fr.txt", parallel), database, "a folder")


def test_what_is_asked_for_is_done_all_the_same(parallel: Path, database: Path, tmp_path: Path) -> None:
    contents = tmp_path / "contents.txt"
    text = statement(parallel, "vi").read_text("utf-8")
    contents.write_text("".join(f"Chương về hợp tác {number} ........ {number * 7}\n" for number in range(1, 9)) + text, "utf-8")
    shown = align(database, statement(parallel, "fr"), contents, "--dry-run")
    assert shown.code == 0
    assert "Note: contents.txt: a table of contents" in shown.err
    assert not database.exists()
    assert align(database, statement(parallel, "fr"), contents, "--force").code == 0
    assert len(kept(database)) >= 70


def test_texts_that_are_no_translation_are_refused(parallel: Path, database: Path, articles: Path) -> None:
    [article, *_] = sorted(articles.glob("*.txt"))
    ran = align(database, article, statement(parallel, "vi"))
    assert ran.code == 3
    assert is_error(ran)
    assert not database.exists()


def test_a_doubtful_pair_of_a_folder_is_skipped(parallel: Path, database: Path) -> None:
    shutil.copy(statement(parallel, "en"), parallel / "autre.fr.txt")
    shutil.copy(statement(parallel, "vi"), parallel / "autre.vi.txt")
    ran = run("--db", database, "align", parallel, "--from", "fr", "--to", "vi")
    assert ran.code == 3
    assert "Skipped: autre.fr.txt: its language looks like en" in ran.err
    assert len(kept(database)) == SENTENCES


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a", "b", "--from", "fr"], "--to"),
        (["a", "b", "--from", "fr", "--to", "fr"], "one language"),
        (["a", "b", "--from", "fr", "--to", "en", "--to", "vi"], "two files and one --to"),
        (["a", "--from", "fr", "--to", "en"], "two files"),
        (["a", "b", "--to", "en"], "--from"),
        (["a", "b", "--from", "fr", "--to", "en", "--method", "magic"], "--method"),
    ],
)
def test_a_request_that_makes_no_sense_is_told(arguments: list[str], said: str) -> None:
    ran = run("align", *arguments)
    assert ran.code == 2
    assert is_error(ran)
    assert said in ran.err


def test_a_page_that_cannot_be_written_changes_nothing(parallel: Path, database: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = align(database, statement(parallel, "fr"), statement(parallel, "vi"), "--html", tmp_path / "file" / "x.html")
    assert ran.code == 3
    assert is_error(ran)
    assert kept(database) == []
