"""`equivalents --from-memory`: what the units of the memory say of the terms of the termbase."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.model import Concept, LanguageSection, Origin, ReviewState, Term
from glossary.termbase import read, reading, write, writing
from tests.cli.helpers import call, run
from tests.glossary.test_parallel import ENGLISH
from tm import memory
from tm.units import PLACEHOLDER, InlineTag, TranslationUnit, Variant

CANDIDATE = ReviewState.CANDIDATE


def concept(french: str, english: str = "", state: ReviewState = CANDIDATE) -> Concept:
    sections = [LanguageSection("fr", (Term(french, state=state),))]
    if english:
        sections.append(LanguageSection("en", (Term(english),)))
    return Concept(state=state, sections=tuple(sections))


@pytest.fixture
def termbase(tmp_path: Path) -> Path:
    path = tmp_path / "glossary.db"
    with writing(path) as db:
        write.add_concept(db, concept("phare"))
        write.add_concept(db, concept("canot de sauvetage", "rescue launch", ReviewState.APPROVED))
        write.add_concept(db, concept("baie", "bay", ReviewState.APPROVED))
        write.add_concept(db, concept("montgolfière"))
    units = [TranslationUnit((Variant("fr", source), Variant("en", target))) for source, target in ENGLISH]
    bold = InlineTag("ph", content="&lt;b&gt;")
    units.append(TranslationUnit((Variant("fr", f"Le {PLACEHOLDER}phare brille.", (bold,)), Variant("en", "The lighthouse shines."))))
    units.append(TranslationUnit((Variant("fr", "Le phare est loin."), Variant("en", "Chalk and cheese.")), origin="alignment", score=12.0))
    list(memory.add(path, units))
    return path


def test_a_term_without_equivalent_gets_a_proposal_with_its_evidence(termbase: Path) -> None:
    ran = run("equivalents", "--from-memory", "--to", "en", "--json", "--db", termbase)
    assert ran.code == 0
    [made] = ran.data["proposed"]
    assert (made["concept"], made["source"], made["term"], made["origin"]) == ("c1", "phare", "lighthouse", "parallel")
    assert made["safe"]
    assert made["agrees"] is None
    for unit in made["evidence"]:
        assert "phare" in unit["source"][unit["start"] : unit["end"]]
        assert "lighthouse" in unit["target"][unit["target_start"] : unit["target_end"]].lower()
        assert "Chalk" not in unit["target"]
    assert [entry["term"] for entry in ran.data["missing"]] == ["montgolfière"]
    with reading(termbase) as db:
        [kept] = read.concepts(db, [1])[0].terms("en")
    assert (kept.term, kept.state, kept.origin) == ("lighthouse", ReviewState.PROPOSED, Origin.PARALLEL)


def test_a_disagreement_is_shown_and_overwrites_nothing(termbase: Path) -> None:
    ran = run("equivalents", "--from-memory", "--to", "en", "--json", "--db", termbase)
    compared = {entry["source"]: entry for entry in ran.data["compared"]}
    assert compared["baie"]["agrees"] is True
    assert compared["canot de sauvetage"]["agrees"] is False
    assert compared["canot de sauvetage"]["known"] == ["rescue launch"]
    assert compared["canot de sauvetage"]["term"] == "lifeboat"
    with reading(termbase) as db:
        assert [term.term for term in read.concepts(db, [2])[0].terms("en")] == ["rescue launch"]
    said = call("equivalents", "--from-memory", "--to", "en", "--db", termbase)
    assert "canot de sauvetage: known as rescue launch, but the memory has lifeboat" in said.err


def test_a_dry_run_keeps_nothing(termbase: Path) -> None:
    ran = run("equivalents", "--from-memory", "--dry-run", "--to", "en", "--json", "--db", termbase)
    assert [entry["term"] for entry in ran.data["proposed"]] == ["lighthouse"]
    with reading(termbase) as db:
        assert read.concepts(db, [1])[0].terms("en") == ()


def test_a_second_run_adds_nothing(termbase: Path) -> None:
    run("equivalents", "--from-memory", "--to", "en", "--db", termbase)
    again = run("equivalents", "--from-memory", "--to", "en", "--json", "--db", termbase)
    assert again.data["proposed"] == []


def test_only_the_concepts_named(termbase: Path) -> None:
    ran = run("equivalents", "c4", "c2", "--from-memory", "--to", "en", "--json", "--db", termbase)
    assert ran.data["proposed"] == []
    assert [entry["concept"] for entry in ran.data["compared"]] == ["c2"]


def test_show_prints_the_units(termbase: Path) -> None:
    run("equivalents", "--from-memory", "--to", "en", "--db", termbase)
    shown = run("show", "c1", "--db", termbase)
    assert "[phare]" in shown.out
    assert "[lighthouse]" in shown.out.lower()
    [entry] = run("show", "c1", "--json", "--db", termbase).data
    [units] = entry["evidence"].values()
    assert 1 <= len(units) <= 3


def test_an_empty_memory_proposes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "glossary.db"
    with writing(path) as db:
        write.add_concept(db, concept("phare"))
    ran = run("equivalents", "--from-memory", "--to", "en", "--json", "--db", path)
    assert (ran.code, ran.data["proposed"]) == (1, [])


def test_evidence_goes_with_its_term(termbase: Path) -> None:
    run("equivalents", "--from-memory", "--to", "en", "--db", termbase)
    with writing(termbase) as db:
        write.remove_concept(db, 1)
        assert db.execute("select count(*) from evidence").fetchone() == (0,)
