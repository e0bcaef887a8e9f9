"""Nothing of a file in any dialect is lost on its way through a termbase and out again: every text in it is in the archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from glossary.formats.recognise import recognise
from glossary.importing import import_file
from glossary.model import Concept, ReviewState
from glossary.termbase import read, reading
from tests.cli.helpers import run
from tests.conftest import ROOT

FILES = sorted((ROOT / "tests" / "cases" / "dialects").iterdir())
CONCEPTS = {"termEntry", "conceptEntry", "entry", "conceptGrp"}
# What each dialect calls something that the termbase has a word of its own for: (the element or its type, the text) → that word.
OWN_WORDS = {
    "deprecatedTerm": "deprecatedTerm-admn-sts", "archaicTerm": "archaicTerm", "preferred": "preferredTerm-admn-sts",
    "forbidden": "deprecatedTerm-admn-sts", "notRecommended": "deprecatedTerm-admn-sts", "Noun": "noun", "Verb": "verb",
    "17": "c17",
}  # fmt: skip
every_file = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


def taken(path: Path, folder: Path) -> Path:
    """A new termbase with the concepts of a file."""
    database = folder / "glossary.db"
    report = import_file(path, recognise(path), database, who="anna")
    assert report.counts["refused"] == 0
    assert report.counts["added"] == sum(1 for element in etree.parse(path).iter() if etree.QName(element).localname in CONCEPTS)
    return database


def plain(text: str) -> str:
    return " ".join(text.split())


def texts(path: Path) -> Iterator[str]:
    """Every text that stands in a concept of a file, and every target that something in it refers to."""
    for entry in etree.parse(path).iter():
        if etree.QName(entry).localname in CONCEPTS:
            for element in entry.iter():
                yield from (plain(str(text)) for text in (element.text or "", element.tail or "") if text.strip())
                yield from (str(value) for name, value in element.attrib.items() if name in ("target", "Tlink"))


def archive(database: Path, folder: Path) -> str:
    done = run("export", folder / "all.tbx", "--format", "tbx3", "--db", database)
    assert done.code == 0, done.err
    text = "\n".join(str(text) for text in etree.parse(folder / "all.tbx").getroot().itertext())
    return plain(text) + "".join(re.findall(r'id="\w+"', (folder / "all.tbx").read_text("utf-8")))


@every_file
def test_every_text_is_in_the_archive(path: Path, tmp_path: Path) -> None:
    out = archive(taken(path, tmp_path), tmp_path)
    expected = set(texts(path))
    assert len(expected) > 5
    assert [text for text in sorted(expected) if text not in out and OWN_WORDS.get(text, text) not in out] == []


@every_file
def test_the_archive_of_a_file_comes_back_as_it_is(path: Path, tmp_path: Path) -> None:
    first = archive(taken(path, tmp_path), tmp_path)
    (tmp_path / "again").mkdir()
    assert archive(taken(tmp_path / "all.tbx", tmp_path / "again"), tmp_path / "again") == first


@every_file
def test_translators_see_nothing_about_entries(path: Path, tmp_path: Path) -> None:
    database = taken(path, tmp_path)
    with reading(database) as db:
        languages = read.languages(db)
    if len(languages) > 1:
        out = tmp_path / "pair.tbx"
        assert run("export", out, "--from", languages[0], "--to", languages[1], "--db", database).code in (0, 1)
        assert not re.search("history: |entry id: ", out.read_text("utf-8"))


def concepts(name: str, folder: Path) -> list[Concept]:
    path = next(path for path in FILES if path.stem == name)
    with reading(taken(path, folder)) as db:
        return read.concepts(db, read.in_state(db, [ReviewState.APPROVED]), contexts=9)


def test_an_entry_with_everything(tmp_path: Path) -> None:
    [found] = concepts("default-ntig", tmp_path)
    assert found.subject_field == "harbours"
    assert {
        "entry id: hw-1",
        "superordinateConceptGeneric: building hw-9",
        "crossReference: fog horn hw-2",
        "history: origination, Ida Storm, p1, 2003-04-05",
        "history: modification, 2011-12-13",
        "definition source: Pilot book, p. 4",
        "painted every spring",
        "en explanation: It is lit at dusk. (Keeper's diary)",
    } <= set(found.note.split(" | "))
    [english] = [section for section in found.sections if section.language == "en"]
    assert english.definition == "A tower that bears a lamp."
    tower, beacon = english.terms
    assert (tower.term, tower.pos, tower.status.value, tower.reliability) == ("lighthouse", "noun", "preferred", 3)
    assert (tower.contexts[0].text, tower.contexts[0].source, tower.contexts[0].date) == ("The lighthouse stood firm.", "Gazette", "1999")
    assert {"usageNote: one word", "never two", "hyphenation: light · house", "seen at sea"} <= set(tower.note.split(" | "))
    assert (beacon.status.value, beacon.note) == ("deprecated", "temporalQualifier: archaicTerm")


def test_an_entry_of_multiterm(tmp_path: Path) -> None:
    [found] = concepts("multiterm", tmp_path)
    english, french = sorted(found.sections, key=lambda section: section.language)
    assert (found.id, found.subject_field) == (17, "cranes")
    assert (french.definition, english.definition) == ("A crane that floats.", "A hull that bears a crane.\n\nWhat lifts wrecks.")
    first, second = english.terms
    assert (first.status.value, first.pos, second.status.value) == ("preferred", "noun", "deprecated")
    assert (first.contexts[0].text, first.contexts[0].source) == ("The floating crane lifted it.", "Harbour news")
    assert "history: origination, ida, 2014-03-03T10:11:12" in first.note
    assert (french.terms[0].gender, french.terms[0].source) == ("feminine", "Cahier du port")
