"""Places in texts: one concept each, whatever names the texts use."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.build import build
from glossary.equivalents import places
from glossary.model import EntityType, Origin
from glossary.termbase import read, reading
from tm.text import fold

TEXT = "Le train part de {} le matin et revient de {} dans la soirée avec les délégués. Les délégués de {} saluent ceux de {} avec chaleur."


@pytest.mark.parametrize(("one", "other"), [("Saigon", "Hô Chi Minh-Ville"), ("Biélorussie", "Bélarus"), ("Vietnam", "Viet Nam")])
def test_two_names_of_a_place_are_one_concept(tmp_path: Path, one: str, other: str) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(TEXT.format(one, other, one, other), "utf-8")
    build([tmp_path / "articles"], database=tmp_path / "g.db", out=tmp_path / "out", min_count=1)
    with reading(tmp_path / "g.db") as db:
        concepts = read.concepts(db, [row[0] for row in db.execute("select id from concepts")])
    named = [c for c in concepts if c.entity is EntityType.PLACE and {one, other} & {term.term for term in c.terms("fr")}]
    assert len(named) == 1
    assert {fold(one), fold(other)} <= {fold(term.term) for term in named[0].terms("fr")}


@pytest.mark.parametrize(
    ("one", "other", "origin"), [("Saigon", "Hô Chi Minh-Ville", Origin.GAZETTEER), ("Biélorussie", "Bélarus", Origin.CLDR)]
)
def test_no_source_is_named_that_does_not_have_the_name(tmp_path: Path, one: str, other: str, origin: Origin) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(TEXT.format(one, other, one, other), "utf-8")
    build([tmp_path / "articles"], database=tmp_path / "g.db", out=tmp_path / "out", min_count=1)
    with reading(tmp_path / "g.db") as db:
        concepts = read.concepts(db, [row[0] for row in db.execute("select id from concepts")])
    terms = {term.term: term for c in concepts if c.entity is EntityType.PLACE for term in c.terms("fr")}
    assert {terms[one].origin, terms[other].origin} == {origin}
    for name in (one, other):
        in_cldr = name in places.territories("fr").values()
        assert (terms[name].source == places.SOURCE) is in_cldr
