"""How well real news is aligned: strict and link F1 on cut-up NTREX documents; tests/cases/floors.json holds what must not fall."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.alignment import Case, documents, gold, lexicons, links, measure

FLOORS = json.loads((Path(__file__).parent.parent / "cases" / "floors.json").read_text("utf-8"))["alignment"]


@pytest.mark.shared
@pytest.mark.parametrize("pair", sorted(FLOORS))
def test_news_is_aligned(shared: Path, pair: str) -> None:
    source, target = pair.split("-")
    texts = documents(shared / "ntrex", source, target)
    learned = lexicons(texts, source, target)
    for deleted, (strict, link) in FLOORS[pair].items():
        found = measure(texts, learned, (source, target), float(deleted))
        assert found.strict >= strict, (deleted, found)
        assert found.link >= link, (deleted, found)


def test_the_right_beads_are_known() -> None:
    a, b, c, d = (frozenset([number]) for number in range(4))
    made = Case([("", a | b), ("", c), ("", d)], [("", a), ("", b | c)])
    whole = frozenset([0, 1])
    assert gold(made) == {(whole, whole)}
    assert links(gold(made), made) == {(0, 0), (0, 1), (1, 1)}
    assert links(gold(made)) == {(0, 0), (0, 1), (1, 0), (1, 1)}
