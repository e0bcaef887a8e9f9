"""What the README says is so."""

from __future__ import annotations

import re
import tomllib

import glossary.cli
from glossary.formats import FORMATS
from tests.formats_table import renewed
from tests.tour import README, ROOT, retold


def test_the_tour_shows_what_the_commands_print() -> None:
    text = README.read_text("utf-8")
    assert retold(text) == text, "run 'make tour' and read what has changed"


def test_every_verb_and_format_is_documented() -> None:
    text = README.read_text("utf-8")
    for verb in glossary.cli.cli.commands:
        assert f"`{verb}" in text, verb
    for form in FORMATS:
        assert f"`{form}`" in text, form


def test_the_table_of_formats_is_the_registry() -> None:
    text = README.read_text("utf-8")
    assert renewed(text) == text, "run 'python -m tests.formats_table --write'"


def test_every_dependency_has_its_reason() -> None:
    text = README.read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        name = re.match(r"[\w-]+", requirement)
        assert name
        assert f"| {name[0]} |" in text, name[0]


def test_the_tour_shows_what_it_says() -> None:
    """Ids change as the reference glossary grows: a tour that decides about another concept tells nothing."""
    text = README.read_text("utf-8")
    tour = text[text.index("<!-- tour -->") : text.index("<!-- end of tour -->")]
    assert "mined: score" in tour
    assert "Approved c" in tour
    assert "Undone: approve" in tour
    assert "repaired" in tour
    assert not {line for line in tour.splitlines() if "already" in line or "no decision" in line}


def test_five_commands_lead_to_an_exported_glossary_of_reviewed_terms() -> None:
    text = README.read_text("utf-8")
    tour = text[text.index("<!-- tour -->") : text.index("<!-- end of tour -->")]
    commands = re.findall(r"^\$ glossary (.*)$", tour, re.MULTILINE)[:5]
    assert [command.split()[0] for command in commands] == ["build", "review", "review", "show", "export"]
    assert "\napproved\t3\n" in tour
    assert re.search(r"^c\d+,approved,Bùi Thanh Son,Bùi Thanh Sơn$", tour, re.MULTILINE), "what was approved is in the export"
