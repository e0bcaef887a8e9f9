"""`annotate` as users run it: table, JSON, terminal, page; several formats, states, languages; and what goes wrong."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from glossary.model import ReviewState
from glossary.termbase import decisions, writing
from tests.cli.helpers import is_error, on_a_terminal, run
from tests.cli.test_cli import COLOUR
from tests.glossary.helpers import concept, term
from tests.glossary.test_round_trips import DEPRECATED

TEXT = "Le gardien des phares parle des accords de pêche.\nUn fanal éclaire la jetée\x1b[31m depuis des années.\n"
KEYS = {"start", "end", "text", "concept", "term", "language", "status", "state", "entity", "subject_field", "terms", "inside", "crosses"}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    database = tmp_path / "glossary.db"
    with writing(database) as db:
        decider = decisions.Decider(db, "anna")
        decider.add(concept(fr=[term("phare"), term("fanal", DEPRECATED)], en="lighthouse", vi="hải đăng"))
        decider.add(concept(fr="accord de pêche", en="fishing agreement"))
        decider.add(concept(fr="pêche", en="fishing", vi="nghề cá"))
        decider.add(concept(ReviewState.PROPOSED, fr="jetée", en="jetty"))
    return database


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_the_table_has_a_line_for_each_concept(base: Path, article: Path) -> None:
    ran = run("--db", base, "annotate", article, "--to", "vi")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "id\tuses\tnested\tin the text\tstate\tfr\tvi",
        "c1\t2\t0\tphares | fanal\tapproved, deprecated\tphare | fanal ✗\thải đăng",
        "c2\t1\t0\taccords de pêche\tapproved\taccord de pêche\t—",
        "c3\t1\t1\tpêche\tapproved\tpêche\tnghề cá",
    ]


def test_json_counts_the_characters_of_the_file(base: Path, article: Path) -> None:
    data: list[dict[str, Any]] = run("--db", base, "annotate", article, "--json").data
    assert [(each["text"], each["concept"], each["status"]) for each in data] == [
        ("phares", "c1", "preferred"),
        ("accords de pêche", "c2", "preferred"),
        ("pêche", "c3", "preferred"),
        ("fanal", "c1", "deprecated"),
    ]
    for each in data:
        assert set(each) == KEYS
        assert TEXT[each["start"] : each["end"]] == each["text"]
        assert {code: [known["term"] for known in terms] for code, terms in each["terms"].items()}["en"]
    assert data[2]["inside"] == [{"start": data[1]["start"], "end": data[1]["end"]}]


def test_json_shows_the_languages_asked_for(base: Path, article: Path) -> None:
    data = run("--db", base, "annotate", article, "--json", "--to", "vi").data
    assert set(data[0]["terms"]) == {"fr", "vi"}


@pytest.mark.parametrize("more", [["--all"], ["--state", "proposed"]])
def test_other_states_when_asked_for(base: Path, article: Path, more: list[str]) -> None:
    data = run("--db", base, "annotate", article, "--json", *more).data
    assert ("jetée", "proposed") in {(each["text"], each["state"]) for each in data}
    assert len(data) == 5


@pytest.mark.parametrize(
    ("text", "source", "found"),
    [
        ("Two fishing agreements for the lighthouses.", [], {"fishing agreements", "fishing", "lighthouses"}),
        ("Ngọn hải đăng và nghề cá ở địa phương này đã có từ lâu.", [], {"hải đăng", "nghề cá"}),
        ("hai dang", ["--from", "vi"], {"hai dang"}),
        ("Deux phares bretons ont été repeints hier matin.", [], {"phares"}),
    ],
)
def test_the_language_is_told_from_the_text(base: Path, text: str, source: list[str], found: set[str]) -> None:
    ran = run("--db", base, "annotate", "-", "--json", *source, stdin=text)
    assert {each["text"] for each in ran.data} == found


def test_markup_is_read_as_text(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    path.write_text("# Les *phares*\n\nDeux **accords de pêche** ont été signés hier par les ministres.\n", "utf-8")
    data = run("--db", base, "annotate", path, "--json").data
    assert {each["text"] for each in data} == {"phares", "accords de pêche", "pêche"}


def test_decomposed_letters_keep_their_places(base: Path) -> None:
    text = "Une pe\u0302che\u00ad et un phare\r\n"
    data = run("--db", base, "annotate", "-", "--from", "fr", "--json", stdin=text.encode()).data
    assert [text[each["start"] : each["end"]] for each in data] == ["pe\u0302che", "phare"]


def test_nothing_found(base: Path) -> None:
    ran = run("--db", base, "annotate", "-", "--json", stdin="Les chats dorment toute la journée.")
    assert (ran.code, ran.data) == (1, [])
    assert "--all" in ran.err


@pytest.mark.parametrize(
    ("make", "code", "said"),
    [
        (lambda path: path.mkdir(), 2, "one is annotated at a time"),
        (lambda path: path.write_text("一二三四五六七八九十", "utf-8"), 2, "--from"),
        (lambda path: path.write_bytes(b""), 3, "empty"),
        (lambda path: path.write_bytes(b"a\0b"), 3, "not a text file"),
        (Path.is_file, 3, "no such file"),
    ],
)
def test_what_cannot_be_annotated_says_so(base: Path, tmp_path: Path, make: Any, code: int, said: str) -> None:
    path = tmp_path / "x.txt"
    make(path)
    ran = run("--db", base, "annotate", path)
    assert ran.code == code
    assert is_error(ran)
    assert said in ran.err


def test_an_archive_of_several_texts_is_refused(base: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.txt", "Un phare.")
        archive.writestr("b.txt", "Un phare.")
    assert run("--db", base, "annotate", tmp_path / "x.zip").code == 2


def test_without_a_termbase_nothing_is_made(tmp_path: Path, article: Path) -> None:
    ran = run("--db", tmp_path / "none.db", "annotate", article)
    assert ran.code == 3
    assert is_error(ran)
    assert not (tmp_path / "none.db").exists()


def test_the_page_is_written_whole_or_not_at_all(base: Path, article: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "article.html"
    ran = run("--db", base, "annotate", article, "--html", out)
    assert ran.code == 0
    assert f"{out}  written" in ran.err
    assert ran.out.startswith("id\t")
    assert '<a class="deprecated" href="#c1"' in out.read_text("utf-8")
    refused = run("--db", base, "annotate", article, "--html", article / "no" / "way.html")
    assert refused.code == 3
    assert is_error(refused)


def test_on_a_terminal_terms_are_coloured(base: Path, article: Path) -> None:
    shown = on_a_terminal("--db", base, "annotate", article)
    assert re.search(r"\x1b\[4;32mphares\x1b\[0m", shown)
    assert re.search(r"\x1b\[1;4;31mfanal\x1b\[0m", shown)
    assert "jetée[31m depuis" in shown, "the text steers no terminal"
    assert "fishing agreement" in shown


def test_without_colour_terms_stand_in_brackets(base: Path, article: Path) -> None:
    shown = on_a_terminal("--db", base, "annotate", article, env={"NO_COLOR": "1"})
    assert "Le gardien des [phares] parle des [accords de pêche]." in shown
    assert not COLOUR.search(shown)
