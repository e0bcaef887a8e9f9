"""glossary.toml: what it may say, where each value comes from, and what is said of a mistake."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import settings
from glossary.settings import load
from tm.errors import DataError

FULL = """\
# of the Vietnam desk
db = "desk.db"
"user" = "Zoé"
from = "vi-VN"
to = ["fr", "EN", "fr"]

out = "deliverables"
[check]
number = "warning"
name-marks = "off"
"""


def wrong(tmp_path: Path, text: str) -> str:
    """What is said of a file."""
    file = tmp_path / "glossary.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(DataError) as raised:
        load(file, environment={})
    assert str(file) in raised.value.where
    return str(raised.value).replace(str(file), "glossary.toml")


def test_without_a_file_there_are_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "nhung")
    found = load(tmp_path / "glossary.toml", environment={})
    assert (found.db, found.user, found.source, found.targets, found.out) == (
        Path("glossary.db"),
        "nhung",
        "fr",
        ("en", "vi"),
        Path("exports"),
    )
    assert found.check == {}
    assert found.listed()[1] == ("user", "nhung", "default (login name)")
    assert not any(found.says(key) for key in found.origins)


def test_each_value_says_where_it_is_from(tmp_path: Path) -> None:
    file = tmp_path / "glossary.toml"
    file.write_text(FULL, "utf-8-sig")
    found = load(file, db=Path("given.db"), environment={"GLOSSARY_DB": "variable.db", "GLOSSARY_USER": "Théo"})
    assert found.listed() == [
        ("db", "given.db", "option --db"),
        ("user", "Théo", "environment GLOSSARY_USER"),
        ("from", "vi", f"{file} line 4"),
        ("to", "fr, en", f"{file} line 5"),
        ("out", "deliverables", f"{file} line 7"),
        ("check.number", "warning", f"{file} line 9"),
        ("check.name-marks", "off", f"{file} line 10"),
    ]
    assert all(found.says(key) for key in ("db", "user", "from", "to", "out"))


def test_an_empty_variable_is_none(tmp_path: Path) -> None:
    file = tmp_path / "glossary.toml"
    file.write_text(FULL, "utf-8")
    found = load(file, environment={"GLOSSARY_DB": "", "GLOSSARY_USER": " "})
    assert (found.db, found.user) == (Path("desk.db"), "Zoé")


def test_another_source_leaves_the_other_languages(tmp_path: Path) -> None:
    file = tmp_path / "glossary.toml"
    file.write_text('from = "en"\n', "utf-8")
    assert load(file, environment={}).targets == ("fr", "vi")


def test_home_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "expanduser", lambda path: path.replace("~", "/home/zoé"))
    file = tmp_path / "glossary.toml"
    file.write_text('db = "~/desk.db"\n', "utf-8")
    assert load(file, environment={}).db == Path("/home/zoé/desk.db")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("db = 7", 'glossary.toml line 1: db must be a path in quotes. Write it as db = "glossary.db".'),
        ("\nuser = ' '", "glossary.toml line 2: user must be a name in quotes."),
        ('from = "de"', "glossary.toml line 1: from must be one of fr, en, vi in quotes."),
        ("to = []", 'glossary.toml line 1: to must be a list of languages out of fr, en, vi. Write it as to = ["en", "vi"].'),
        ('to = ["en", 3]', "glossary.toml line 1: to must be a list of languages"),
        ('from = "vi"\nto = ["en", "vi"]', "glossary.toml line 2: the target is the source language. Name another language."),
        (
            '\nto = ["fr"]',
            "glossary.toml line 2: the target is the source language. Name another language, or write from: without it, it is fr.",
        ),
        ("to = ['en', 'fr']", "glossary.toml line 1: the target is the source language."),
        ("out = true", "glossary.toml line 1: out must be a folder in quotes."),
        ("check = 'error'", "glossary.toml line 1: check must be a table of rules"),
        ('db = "a"\n[check]\nnumber = 1', "glossary.toml line 2: check must be a table of rules"),
        ('users = "Zoé"', "glossary.toml line 1: there is no setting users. Write user instead."),
        ("a.b = 1", "glossary.toml line 1: there is no setting a. The settings are db, user, from, to, out, check."),
        ("[desk]\nport = 1", "glossary.toml line 1: there is no setting desk."),
        ("db = ", "glossary.toml: cannot be read (Invalid value"),
        ('db = "C:\\Zoé\\glossary.db"', "glossary.toml: cannot be read"),
        ("db = 'a'\ndb = 'b'", "glossary.toml: cannot be read"),
    ],
)
def test_a_mistake_is_said_with_its_line_and_what_to_write(tmp_path: Path, text: str, said: str) -> None:
    assert wrong(tmp_path, text).startswith(said)


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    file = tmp_path / "glossary.toml"
    file.write_bytes(b'user = "Zo\xe9"')
    with pytest.raises(DataError, match="cannot be read"):
        load(file, environment={})


names = st.sampled_from([*settings._KEYS, "other", "check.number", '"to"', "check . 'x'"])
values = st.sampled_from(["1", '"fr"', '["en"]', '"x"', "{a = 'b'}", "''", '"""\ndb = 3\n"""', "[[1]]", "2026-01-01"])
lines = st.one_of(st.tuples(names, values).map(" = ".join), st.sampled_from(["", "# db = 1", "[check]", "[[to]]", "[check.x]"]), st.text())


@given(st.lists(lines).map("\n".join))
def test_any_file_gives_settings_or_one_line(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text(text, "utf-8", "replace")
    try:
        found = load(file, environment={})
    except DataError:
        return
    assert {key for key, _, _ in found.listed()} <= set(found.origins)
    assert found.source not in found.targets
