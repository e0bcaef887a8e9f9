"""`init` and `config`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from glossary.check import SEVERITIES
from glossary.settings import _KEYS, load
from tests.cli.helpers import is_error, run


def test_a_first_file_says_nothing_and_holds_every_setting() -> None:
    ran = run("init")
    assert ran.code == 0
    assert "glossary build" in ran.err, "it says what to do next"
    text = Path("glossary.toml").read_text("utf-8")
    assert tomllib.loads(text) == {}
    before = load(Path("none.toml"), environment={"GLOSSARY_USER": "Zoé"})
    Path("glossary.toml").write_text(re.sub(r"^# (?=(\w+ =|\[|[\w-]+ = \"))", "", text, flags=re.MULTILINE), "utf-8")
    after = load(environment={})
    assert set(tomllib.loads(Path("glossary.toml").read_text("utf-8"))) == set(_KEYS)
    assert [row[:2] for row in after.listed()[:5]] == [row[:2] for row in before.listed()], "what it shows is what holds without it"
    assert after.check == SEVERITIES


def test_what_is_there_is_not_overwritten() -> None:
    Path("glossary.toml").write_text('user = "Zoé"\n', "utf-8")
    ran = run("init")
    assert (ran.code, is_error(ran)) == (3, True)
    assert "--force" in ran.err
    assert Path("glossary.toml").read_text("utf-8") == 'user = "Zoé"\n'
    assert run("init", "--force").code == 0
    assert tomllib.loads(Path("glossary.toml").read_text("utf-8")) == {}


def test_each_setting_is_shown_with_its_origin() -> None:
    Path("glossary.toml").write_text('to = ["vi"]\n[check]\nnumber = "off"\n', "utf-8")
    lines = run("config", "--db", "autre.db").out.splitlines()
    assert lines == [
        "setting\tvalue\tfrom",
        "db\tautre.db\toption --db",
        "user\ttesteuse\tenvironment GLOSSARY_USER",
        "from\tfr\tdefault",
        "to\tvi\tglossary.toml line 1",
        "out\texports\tdefault",
        "check.number\toff\tglossary.toml line 3",
    ]
    assert run("--db", "devant.db", "config", "--json").data[0] == {"setting": "db", "value": "devant.db", "from": "option --db"}


def test_settings_that_are_wrong_are_said() -> None:
    for text, code in (("[check]\nnumbers = 'off'\n", 2), ("[check]\nnumber = 'of'\n", 2), ("dbb = 1\n", 3)):
        Path("glossary.toml").write_text(text, "utf-8")
        ran = run("config")
        assert (ran.code, is_error(ran)) == (code, True)
        assert "glossary.toml" in ran.err
    assert run("-h").code == run("build", "-h").code == 0, "help is there all the same"
    assert run("init", "--force").code == 0
