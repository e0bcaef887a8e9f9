"""Real programs open what we export: OmegaT's own readers, and jing as a second validator."""

from __future__ import annotations

import os
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest
from lxml import etree

from glossary.model import AdministrativeStatus
from glossary.termbase import read, reading
from tests.cli.helpers import run
from tests.conftest import Built, lacking

pytestmark = pytest.mark.shared
V3 = "{urn:iso:std:iso:30042:ed-2}"
XML = "{http://www.w3.org/XML/1998/namespace}"
FORBIDDEN = {f"{status}Term-admn-sts" for status in (AdministrativeStatus.DEPRECATED, AdministrativeStatus.SUPERSEDED)}


def need(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            lacking(program)


Loaded = dict[str, list[tuple[str, str, str]]]


@pytest.fixture(scope="session")
def folder(built: Built, small: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bilingual exports of seeds/, and a whole termbase as TBX and as OmegaT's own tables."""
    found = tmp_path_factory.mktemp("omegat")
    for name in ("diplomacy.fr-en.tbx", "diplomacy.fr-vi.tbx"):
        shutil.copy(built.out / name, found)
    for name in ("all.tbx", "all.txt"):
        assert run("export", found / name, "--to", "vi", "--db", small.database).code == 0
    return found


@pytest.fixture(scope="session")
def loaded(shared: Path, folder: Path) -> Loaded:
    """What OmegaT loads from each file: source, target and comment."""
    need("omegat", "java", "javac")
    return omegat(shared, folder, "en", "diplomacy.fr-en.tbx") | omegat(shared, folder, "vi", "diplomacy.fr-vi.tbx", "all.tbx", "all.txt")


def omegat(shared: Path, folder: Path, target: str, *names: str) -> Loaded:
    """What OmegaT's readers load from some files in a project with this target language."""
    script = shared / "clients" / "omegat_read_glossary.sh"
    done = subprocess.run(
        ["sh", str(script), "fr", target, *(str(folder / name) for name in names)],
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    said = done.stdout.decode("utf-8")
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    found: Loaded = {}
    counts: dict[str, int] = {}
    for line in said.splitlines():
        if line.startswith("# "):
            name, count = line[2:].split(" entries=")
            found[name] = []
            counts[name] = int(count.split(" ")[0])
        else:
            source, meaning, comment = line.split("\t")
            found[name].append((source, meaning, comment))
    assert {name: len(rows) for name, rows in found.items()} == counts, said
    assert set(found) == set(names), said
    return found


def pairs(archive: Path, target: str) -> list[tuple[str, str]]:
    """The pairs of terms that one may use, by the archive, which has all languages and every status."""
    found: list[tuple[str, str]] = []
    for entry in etree.parse(archive).getroot().iter(f"{V3}conceptEntry"):
        usable: dict[str | None, list[str]] = {"fr": [], target: []}
        for section in entry.iter(f"{V3}langSec"):
            for term in section.iter(f"{V3}termSec"):
                if not FORBIDDEN & {note.text for note in term.iter(f"{V3}termNote")}:
                    usable.setdefault(section.get(f"{XML}lang"), []).append(term.findtext(f"{V3}term") or "")
        found += product(usable["fr"], usable[target])
    return found


@pytest.mark.parametrize("target", ["en", "vi"])
def test_omegat_reads_the_exports(loaded: Loaded, built: Built, target: str) -> None:
    rows = loaded[f"diplomacy.fr-{target}.tbx"]
    assert all(source.strip() and meaning.strip() for source, meaning, _ in rows)
    assert sorted((source, meaning) for source, meaning, _ in rows) == sorted(pairs(built.out / "diplomacy.tbx", target))
    assert len(rows) > 150


@pytest.mark.parametrize("name", ["all.tbx", "all.txt"])
def test_omegat_reads_every_approved_term_of_a_termbase(loaded: Loaded, small: Built, name: str) -> None:
    with reading(small.database) as connection:
        approved = read.concepts(connection, read.in_state(connection, ["approved"]))
    expected = sorted(
        (source.term, target.term)
        for concept in approved
        for source, target in product(concept.terms("fr"), concept.terms("vi"))
        if not {source.status, target.status} & {AdministrativeStatus.DEPRECATED, AdministrativeStatus.SUPERSEDED}
    )
    assert len(expected) > 500
    assert sorted((source, target) for source, target, _ in loaded[name]) == expected
    fields = {concept.subject_field for concept in approved}
    assert all(any(field in comment for field in fields) for _, _, comment in loaded[name])


def test_omegat_shows_nothing_of_a_third_language(loaded: Loaded, built: Built) -> None:
    english = {meaning for _, meaning in pairs(built.out / "diplomacy.tbx", "en")}
    vietnamese = {meaning for _, meaning in pairs(built.out / "diplomacy.tbx", "vi")}
    assert not {meaning for _, meaning, _ in loaded["diplomacy.fr-vi.tbx"]} & (english - vietnamese)


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("diplomacy.fr-en.tbx", "tbx-v2/TBXBasicRNGV02.rng"),
        ("diplomacy.fr-vi.tbx", "tbx-v2/TBXBasicRNGV02.rng"),
        ("diplomacy.tbx", "tbx-v3/TBXcoreStructV03.rng"),
    ],
)
def test_jing_finds_the_exports_valid(shared: Path, built: Built, name: str, schema: str) -> None:
    need("jing")
    done = jing(shared / "schemas" / schema, built.out / name)
    assert (done.returncode, done.stdout) == (0, "")


def test_jing_does_find_faults(shared: Path, built: Built, tmp_path: Path) -> None:
    need("jing")
    path = tmp_path / "faulty.tbx"
    path.write_bytes((built.out / "diplomacy.tbx").read_bytes().replace(b"<langSec ", b"<langSec odd='1' ", 1))
    assert jing(shared / "schemas" / "tbx-v3" / "TBXcoreStructV03.rng", path).returncode == 1


def jing(schema: Path, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["jing", str(schema), str(path)], capture_output=True, text=True, timeout=60, check=False)
