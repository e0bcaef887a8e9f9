"""The manual page."""

from __future__ import annotations

import re
import shutil
import subprocess

import click
import pytest

from glossary.cli import cli
from glossary.cli.group import Verbs
from tests.cli.helpers import run
from tests.conftest import ROOT, lacking


@pytest.fixture(scope="module")
def page() -> str:
    return run("man").out


def test_every_verb_and_option_is_in_it(page: str) -> None:
    shown = page.replace("\\-", "-").replace("\\:", "")

    def look(group: click.Group, name: str) -> None:
        for verb, command in group.commands.items():
            [section] = re.findall(rf"^\.SS {name} {verb} \[.*\n((?:(?!\.S[SH]).*\n)*)", shown, re.MULTILINE)
            assert command.get_short_help_str(99) in section
            assert all(
                parameter.opts[0] in section for parameter in command.params if isinstance(parameter, click.Option) and not parameter.hidden
            )
            if isinstance(command, Verbs):
                look(command, f"{name} {verb}")

    look(cli, "glossary")


def test_it_says_what_help_does_not(page: str) -> None:
    assert re.findall(r"^\.SH (.*)", page, re.MULTILINE)[-4:] == ["EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES"]
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "glossary").rglob("*.py"))
    for variable in {"GLOSSARY_DB", "GLOSSARY_USER", *re.findall(r"""environ(?:\.get\(|\[)"(\w+)""", sources)} - {
        "COMP_WORDS",
        "COMP_CWORD",
    }:
        assert variable in page, variable


def test_roff_has_nothing_to_say_about_it(page: str) -> None:
    assert page.isascii()
    if not shutil.which("groff"):
        lacking("groff")
    done = subprocess.run(["groff", "-man", "-ww", "-z", "-Tutf8"], input=page, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_it_reads_well(page: str) -> None:
    if not shutil.which("groff"):
        lacking("groff")
    done = subprocess.run(["groff", "-man", "-Tutf8", "-P-cbou"], input=page, capture_output=True, text=True, check=True)
    assert 'add fr:"visite d’État" en:"state visit" vi:"chuyến thăm cấp Nhà nước"' in done.stdout
    assert "glossary export diplomacy.fr-vi.tbx --to vi" in done.stdout
    assert "'diplomacy.fr-{to}.tbx'" in done.stdout
