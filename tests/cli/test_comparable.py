"""`equivalents --comparable`: names out of articles that tell the same event in another language."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.model import Origin, ReviewState
from glossary.termbase import read, reading
from tests.cli.helpers import is_error, run

FRENCH = """Le ministre Andreï Zybline a reçu la délégation de la MERB à Norvik le 14 mai 2025.
Selon Andreï Zybline, 37 navires ont été contrôlés. La MERB publiera son rapport en juin."""
ENGLISH = """Minister Andrey Zyblin received the MERB delegation in Norvik on 14 May 2025 for a short visit.
Some 37 vessels were inspected, Andrey Zyblin told the press. MERB will publish its report in June."""
OTHER = "The harbour of another town was closed yesterday because of the storm, and nobody went to sea."


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in (("a.txt", FRENCH), ("b.txt", ENGLISH), ("c.txt", OTHER)):
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "glossary.db"
    assert run("add", "fr:Andreï Zybline", "--db", path).code == 0
    assert run("add", "fr:MERB", "--db", path).code == 0
    return path


def test_shared_names_are_proposed_with_their_pages(database: Path, articles: Path) -> None:
    ran = run("equivalents", "--to", "en", "--comparable", articles, "--json", "--db", database)
    assert {(row["term"], row["origin"]) for row in ran.data["proposed"]} == {("Andrey Zyblin", "comparable"), ("MERB", "comparable")}
    with reading(database) as connection:
        terms = [term for concept in read.concepts(connection, {hit.concept for hit in read.every_term(connection, "en")})
                 for term in concept.terms("en") if term.origin is Origin.COMPARABLE]  # fmt: skip
    assert {term.state for term in terms} == {ReviewState.PROPOSED}
    assert all(term.score < 50 and "b.txt" in term.note and "a.txt" in term.note for term in terms)


def test_a_dry_run_keeps_nothing(database: Path, articles: Path) -> None:
    before = database.read_bytes()
    ran = run("equivalents", "--to", "en", "--comparable", articles, "--dry-run", "--json", "--db", database)
    assert len(ran.data["proposed"]) == 2
    assert database.read_bytes() == before


def test_one_language_alone_is_refused(database: Path, articles: Path) -> None:
    for name in ("b.txt", "c.txt"):
        (articles / name).unlink()
    ran = run("equivalents", "--to", "en", "--comparable", articles, "--db", database)
    assert ran.code == 3
    assert is_error(ran)
    assert "no French articles beside some in en" in ran.err
