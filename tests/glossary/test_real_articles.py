"""What must be shown on the five real articles of ../shared/seeds; nothing of them but terms and names is kept here."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from glossary.build import build
from glossary.lookup import look_up
from glossary.model import EntityType
from glossary.termbase import read, reading
from glossary.termbase.read import Mined
from tm.cleaning import cleaned
from tm.documents import read_sources
from tm.model import Repair
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


def repairs(shared: Path) -> dict[str, list[Repair]]:
    """The repairs of each article with its teasers, by the number in the file's name."""
    found: dict[str, list[Repair]] = defaultdict(list)
    for document in cleaned(read_sources([shared / "seeds"])):
        found[document.source[:3]] += document.repairs
    return found


def test_the_fused_words_of_the_broken_articles_are_read_right(shared: Path) -> None:
    """The pairs were listed by hand, reading both articles; each is counted as often as it stands there."""
    wanted = Counter((number, *pair) for number, pairs in CASES["fused"].items() for pair in pairs)
    made = Counter((number, r.before, r.after) for number, found in repairs(shared).items() for r in found if r.reason == "fused words")
    assert (made & wanted).total() >= 0.97 * wanted.total()
    assert made - wanted == Counter()


def test_the_sound_articles_are_left_alone(shared: Path) -> None:
    found = repairs(shared)
    assert sum(len(found[number]) for number in ("000", "001", "004")) <= 6
    assert {r.before for made in found.values() for r in made if r.reason == "typo"} <= set(CASES["slips"])


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
