"""What must be shown on the five real articles of ../shared/seeds; nothing of them but terms and names is kept here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossary.build import build
from glossary.lookup import look_up
from glossary.model import EntityType
from glossary.termbase import read, reading
from glossary.termbase.read import Mined
from tm.text import fold

pytestmark = pytest.mark.shared
CASES = json.loads((Path(__file__).parent.parent / "cases" / "real_articles.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def database(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    build([shared / "seeds"], database=folder / "glossary.db", out=folder / "out")
    return folder / "glossary.db"


@pytest.fixture(scope="module")
def mined(database: Path) -> list[Mined]:
    with reading(database) as db:
        return read.mined(db)


def first_term(entry: Mined) -> str:
    return entry.concept.terms("fr")[0].term


def test_the_first_forty_phrases_hold_what_everybody_would_name(mined: list[Mined]) -> None:
    phrases = [first_term(e) for e in mined if " " in first_term(e) and e.concept.entity is not EntityType.PERSON]
    assert set(CASES["among_the_first_40"]) <= set(phrases[:40])


def test_no_noise_among_the_first_hundred(mined: list[Mined]) -> None:
    shown = [fold(first_term(e)) for e in mined[:100]]
    assert not [term for term in shown if any(word in term.split() for word in ("photo", "anh", "vna", "voir"))]
    pieces = {fold(name).split()[-1] for name in CASES["persons"]} | {" ".join(fold(name).split()[:2]) for name in CASES["persons"]}
    whole = {fold(name) for name in CASES["persons"]}
    assert not [term for term in shown if term in pieces - whole]


def test_persons_are_found_as_whole_names(mined: list[Mined]) -> None:
    found = {fold(first_term(e)) for e in mined if e.concept.entity is EntityType.PERSON}
    wanted = {fold(name) for name in CASES["persons"]}
    assert len(found & wanted) / len(found) >= 0.95
    assert len(found & wanted) / len(wanted) >= 0.95


def test_the_first_look_up(database: Path) -> None:
    with reading(database) as db:
        answer = look_up(db, "partenariat strategique integral")[0]
        [concept] = read.concepts(db, [answer.hit.concept])
    assert concept.terms("en")[0].term == "comprehensive strategic partnership"
    assert concept.terms("vi")[0].term == "đối tác chiến lược toàn diện"
