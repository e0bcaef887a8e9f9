"""Translate Toolkit and Weblate read what we export, each in an environment of its own (`make clients`): neither is a requirement."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from glossary.formats import FORBIDDEN, usable
from glossary.model import AdministrativeStatus, Concept, ReviewState
from glossary.termbase import decisions, read, reading, writing
from tests.cli.helpers import run
from tests.clients.test_clients import pairs as pairs_of_archive
from tests.conftest import ROOT, Built, lacking
from tests.glossary.helpers import concept, term

Units = dict[str, list[dict[str, Any]]]
PAIRS = [("fr", "en"), ("fr", "vi"), ("en", "vi")]
BASES = ["all", "made-up"]
ADMITTED, DEPRECATED, SUPERSEDED = AdministrativeStatus.ADMITTED, AdministrativeStatus.DEPRECATED, AdministrativeStatus.SUPERSEDED


def told(given: Concept) -> Concept:
    """The concept with a subject field, a note, notes on its terms and a definition in each language."""
    sections = tuple(
        replace(
            section,
            definition=f"what it is, said in {section.language}",
            terms=tuple(replace(found, note=f"mind {found.term}") for found in section.terms),
        )
        for section in given.sections
    )
    return replace(given, subject_field="coast", note="lit at dusk", sections=sections)


MADE_UP = [
    told(concept(fr=[term("phare"), term("tour à feu", ADMITTED)], en="lighthouse", vi=[term("hải đăng"), term("đèn biển", DEPRECATED)])),
    told(concept(fr=[term("criée"), term("halle puante", DEPRECATED)], en=[term("fish auction"), term("din", SUPERSEDED)], vi="chợ cá")),
    told(concept(fr="armateur", en="shipowner")),
    told(concept(fr="morue", en="cod", vi=[term("cá thu", DEPRECATED)])),
    told(concept(fr='le "mot", dit-il; =1+1', en="R&D <b>", vi="'a' | b")),
    told(concept(ReviewState.CANDIDATE, fr="quota", en="quota", vi="hạn ngạch")),
]


@pytest.fixture(scope="session")
def termbases(built: Built, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The termbase of seeds/ with the whole reference glossary, and one with everything that a tool may stumble over."""
    made_up = tmp_path_factory.mktemp("made-up") / "glossary.db"
    with writing(made_up) as db:
        for given in MADE_UP:
            decisions.Decider(db, "anna").add(given)
    return {"all": built.database, "made-up": made_up}


@pytest.fixture(scope="session")
def exports(termbases: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each termbase as each file for these tools, for each pair."""
    folder = tmp_path_factory.mktemp("exports")
    for (base, database), (source, target) in product(termbases.items(), PAIRS):
        stem = f"{base}.{source}-{target}"
        for name, options in (
            (f"{stem}.tbx", []),
            (f"{stem}.weblate.tbx", ["--flavour", "weblate", "--deprecated"]),
            (f"{stem}.csv", ["--format", "weblate"]),
        ):
            done = run("export", folder / name, "--db", database, "--from", source, "--to", target, *options)
            assert done.code == 0, done.err
    return folder


def ask(environment: str, script: str, folder: Path) -> Units:
    """What the program in an environment reads from each file of a folder, the pair of which stands in its name."""
    python = ROOT / ".clients" / environment / "bin" / "python"
    if not python.exists():
        lacking(f"{environment}, which 'make clients' installs")
    found: Units = {}
    for source, target in PAIRS:
        files = sorted(folder.glob(f"*.{source}-{target}*"))
        command = [str(python), str(Path(__file__).with_name(script)), source, target, *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        found |= json.loads(done.stdout)
    return found


@pytest.fixture(scope="session")
def toolkit(exports: Path) -> Units:
    """What Translate Toolkit reads of each file."""
    return ask("toolkit", "toolkit_reads.py", exports)


@pytest.fixture(scope="session")
def weblate(exports: Path) -> Units:
    """What Weblate reads of each file."""
    return ask("weblate", "weblate_reads.py", exports)


def approved(database: Path, source: str, target: str) -> list[Concept]:
    """The approved concepts that have a term to use in both languages, with their approved terms."""
    with reading(database) as db:
        found = [_approved_terms(c) for c in read.concepts(db, read.in_state(db, [ReviewState.APPROVED]))]
    return [c for c in found if usable(c.terms(source)) and usable(c.terms(target))]


def _approved_terms(given: Concept) -> Concept:
    sections = (replace(s, terms=tuple(t for t in s.terms if t.state is ReviewState.APPROVED)) for s in given.sections)
    return replace(given, sections=tuple(sections))


def texts(given: Concept, language: str) -> list[str]:
    """The terms of a concept that may be used in a language, the preferred one first."""
    return [found.term for found in usable(given.terms(language))]


def remarks(given: Concept, *languages: str) -> set[str]:
    """All that a file says about a concept besides its terms: notes, and definitions in its languages."""
    sections = [section for section in given.sections if section.language in languages]
    on_terms = {part for section in sections for found in usable(section.terms) for part in found.note.split(" | ")}
    return {*given.note.split(" | "), *on_terms, *(section.definition for section in sections)} - {""}


def is_said(remark: str, notes: str) -> bool:
    return " ".join(remark.split()) in " ".join(notes.split())


every_base = pytest.mark.parametrize("base", BASES)
every_pair = pytest.mark.parametrize(("source", "target"), PAIRS, ids=["-".join(pair) for pair in PAIRS])


def test_there_is_something_to_read(termbases: dict[str, Path]) -> None:
    for source, target in PAIRS:
        assert len(approved(termbases["all"], source, target)) > 1000
    made_up = {pair: [texts(c, pair[0])[0] for c in approved(termbases["made-up"], *pair)] for pair in PAIRS}
    assert made_up["fr", "en"] == ["phare", "criée", "armateur", "morue", 'le "mot", dit-il; =1+1']
    assert made_up["fr", "vi"] == ["phare", "criée", 'le "mot", dit-il; =1+1']


@every_base
@every_pair
def test_the_toolkit_sees_every_pair_of_terms_that_may_be_used(
    toolkit: Units, termbases: dict[str, Path], base: str, source: str, target: str
) -> None:
    units = toolkit[f"{base}.{source}-{target}.tbx"]
    expected = approved(termbases[base], source, target)
    assert [(unit["sources"], unit["targets"]) for unit in units] == [(texts(c, source), texts(c, target)) for c in expected]
    assert not any(unit["off"] for unit in units), "none is obsolete"
    for unit, given in zip(units, expected, strict=True):
        assert all(text.strip() for text in (*unit["sources"], *unit["targets"]))
        assert [remark for remark in remarks(given, source, target) if not is_said(remark, unit["notes"])] == []


@pytest.mark.parametrize("target", ["en", "vi"])
def test_the_toolkit_sees_every_pair_of_the_exports(built: Built, tmp_path: Path, target: str) -> None:
    name = f"diplomacy.fr-{target}.tbx"
    (tmp_path / name).write_bytes((built.out / name).read_bytes())
    units = ask("toolkit", "toolkit_reads.py", tmp_path)[name]
    seen = [pair for unit in units for pair in product(unit["sources"], unit["targets"])]
    assert seen == pairs_of_archive(built.out / "diplomacy.tbx", target)


@every_base
@every_pair
def test_the_toolkit_sees_every_source_in_a_table(toolkit: Units, termbases: dict[str, Path], base: str, source: str, target: str) -> None:
    units = toolkit[f"{base}.{source}-{target}.csv"]
    expected = [(left, c) for c in approved(termbases[base], source, target) for left in texts(c, source)]
    assert [(unit["sources"], unit["targets"]) for unit in units] == [([left], [texts(c, target)[0]]) for left, c in expected]
    assert all(c.note in unit["notes"] for unit, (_, c) in zip(units, expected, strict=True))


@every_base
@every_pair
def test_weblate_sees_every_concept(weblate: Units, termbases: dict[str, Path], base: str, source: str, target: str) -> None:
    """It takes the first term of each language, and with its flavour all notes; not those of other terms' status."""
    expected = approved(termbases[base], source, target)
    seen = [(f"c{c.id}", texts(c, source)[0], texts(c, target)[0]) for c in expected]
    plain = weblate[f"{base}.{source}-{target}.tbx"]
    assert [(unit["context"], unit["source"], unit["target"]) for unit in plain] == seen
    flavoured = weblate[f"{base}.{source}-{target}.weblate.tbx"]
    allowed = [unit for unit in flavoured if not unit["context"].endswith("-forbidden")]
    assert [(unit["context"], unit["source"], unit["target"]) for unit in allowed] == seen
    for unit, given in zip(allowed, expected, strict=True):
        assert (unit["flags"], unit["read_only"]) == ("", False)
        assert [remark for remark in remarks(given, source, target) if not is_said(remark, unit["notes"])] == []


@every_base
@every_pair
def test_weblate_forbids_what_is_deprecated(weblate: Units, termbases: dict[str, Path], base: str, source: str, target: str) -> None:
    units = [unit for unit in weblate[f"{base}.{source}-{target}.weblate.tbx"] if unit["context"].endswith("-forbidden")]
    never = [(c, found.term) for c in approved(termbases[base], source, target) for found in c.terms(target) if found.status in FORBIDDEN]
    first = {c.id: text for c, text in reversed(never)}
    expected = [(f"c{number}-forbidden", first[number]) for number in sorted(first)]
    assert [(unit["context"], unit["target"]) for unit in units] == expected
    assert {unit["flags"] for unit in units} <= {"forbidden"}
    if base == "made-up":
        assert len(units) == 1


@every_base
@every_pair
def test_weblate_sees_every_source_in_a_table(weblate: Units, termbases: dict[str, Path], base: str, source: str, target: str) -> None:
    units = weblate[f"{base}.{source}-{target}.csv"]
    expected = [(f"c{c.id}", left, texts(c, target)[0], c) for c in approved(termbases[base], source, target) for left in texts(c, source)]
    assert [(unit["context"], unit["source"], unit["target"]) for unit in units] == [row[:3] for row in expected]
    for unit, (_, _, _, given) in zip(units, expected, strict=True):
        assert is_said(given.note, unit["notes"])
        definitions = [section.definition for section in given.sections if section.language in (source, target) and section.definition]
        assert is_said("".join(definitions[:1]), unit["notes"]), "a comment has one definition"


@every_pair
@pytest.mark.parametrize("program", ["toolkit", "weblate"])
def test_nothing_of_a_third_language_is_seen(
    request: pytest.FixtureRequest, termbases: dict[str, Path], program: str, source: str, target: str
) -> None:
    units: Units = request.getfixturevalue(program)
    [third] = {"fr", "en", "vi"} - {source, target}
    foreign = {text for c in approved(termbases["made-up"], source, target) for text in _all(c, third)}
    said = json.dumps([units[name] for name in units if name.startswith(f"made-up.{source}-{target}")], ensure_ascii=False)
    assert foreign
    assert [text for text in foreign if json.dumps(text, ensure_ascii=False)[1:-1] in said] == []


def _all(given: Concept, language: str) -> Iterable[str]:
    """The terms of a concept in a language, and its definition in it."""
    for section in given.sections:
        if section.language == language:
            yield from (found.term for found in section.terms)
            yield section.definition
