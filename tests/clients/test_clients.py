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


@pytest.fixture(scope="session")
def classes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the script keeps what it compiles."""
    return tmp_path_factory.mktemp("omegat")


def entries(shared: Path, classes: Path, target: str, *files: Path) -> dict[str, list[tuple[str, str, str]]]:
    """What OmegaT loads from each file: source, target and comment."""
    need("omegat", "java", "javac")
    script = shared / "clients" / "omegat_read_glossary.sh"
    done = subprocess.run(
        ["sh", str(script), "fr", target, *map(str, files)],
        env={**os.environ, "TMPDIR": str(classes), "OMEGAT_CLASSES": str(classes / "classes")},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    found: dict[str, list[tuple[str, str, str]]] = {}
    counts: dict[str, int] = {}
    for line in done.stdout.decode("utf-8").splitlines():
        if line.startswith("# "):
            name, count = line[2:].split(" entries=")
            found[name] = rows = []
            counts[name] = int(count.split(" ")[0])
        else:
            source, meaning, comment = line.split("\t")
            rows.append((source, meaning, comment))
    assert set(found) == {file.name for file in files}, done.stdout.decode("utf-8")
    assert {name: len(rows) for name, rows in found.items()} == counts
    return found


def pairs(archive: Path, target: str) -> list[tuple[str, str]]:
    """The pairs of terms that one may use, by the archive, which has all languages and every status."""
    found = []
    for entry in etree.parse(archive).getroot().iter(f"{V3}conceptEntry"):
        usable: dict[str | None, list[str]] = {"fr": [], target: []}
        for section in entry.iter(f"{V3}langSec"):
            for term in section.iter(f"{V3}termSec"):
                if not FORBIDDEN & {note.text for note in term.iter(f"{V3}termNote")}:
                    usable.setdefault(section.get(f"{XML}lang"), []).append(term.findtext(f"{V3}term") or "")
        found += product(usable["fr"], usable[target])
    return found


@pytest.mark.parametrize("target", ["en", "vi"])
def test_omegat_reads_the_exports(shared: Path, classes: Path, built: Built, target: str) -> None:
    file = built.out / f"diplomacy.fr-{target}.tbx"
    [loaded] = entries(shared, classes, target, file).values()
    assert all(source.strip() and meaning.strip() for source, meaning, _ in loaded)
    assert sorted((source, meaning) for source, meaning, _ in loaded) == sorted(pairs(built.out / "diplomacy.tbx", target))
    assert len(loaded) > 150


def test_omegat_reads_every_approved_term_of_a_termbase(shared: Path, classes: Path, small: Built, tmp_path: Path) -> None:
    names = ["all.tbx", "all.txt"]
    for name in names:
        assert run("export", tmp_path / name, "--to", "vi", "--db", small.database).code == 0
    loaded = entries(shared, classes, "vi", *(tmp_path / name for name in names))
    with reading(small.database) as connection:
        approved = read.concepts(connection, read.in_state(connection, ["approved"]))
    expected = sorted(
        (source.term, target.term)
        for concept in approved
        for source, target in product(concept.terms("fr"), concept.terms("vi"))
        if not {source.status, target.status} & {AdministrativeStatus.DEPRECATED, AdministrativeStatus.SUPERSEDED}
    )
    assert len(expected) > 500
    for name in names:
        assert sorted((source, target) for source, target, _ in loaded[name]) == expected, name
    fields = {concept.subject_field for concept in approved}
    assert all(any(field in comment for field in fields) for _, _, comment in loaded["all.txt"])


def test_omegat_shows_nothing_of_a_third_language(shared: Path, classes: Path, built: Built) -> None:
    [loaded] = entries(shared, classes, "vi", built.out / "diplomacy.fr-vi.tbx").values()
    english = {meaning for source, meaning in pairs(built.out / "diplomacy.tbx", "en")}
    vietnamese = {meaning for source, meaning in pairs(built.out / "diplomacy.tbx", "vi")}
    assert not {meaning for _, meaning, _ in loaded} & (english - vietnamese)


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
