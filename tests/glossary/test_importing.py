"""Files come into the termbase: found again, merged, listed where they meet a decision, and taken back whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from glossary.formats import FORMATS, Format, Wanted
from glossary.formats.recognise import recognise
from glossary.importing import Report, import_file
from glossary.model import Concept, LanguageSection, Origin, ReviewState, Term
from glossary.termbase import decisions, read, reading, writing
from tests.glossary.helpers import concept, dump, judge, sound, term
from tests.glossary.test_round_trips import ADMITTED, CONCEPTS, DEPRECATED, declared, languages
from tm.errors import DataError, UsageError

WHOLE = [form for form in FORMATS.values() if form.whole]


def taken(path: Path, database: Path, *, dry_run: bool = False, overwrite: bool = False) -> Report:
    wanted = Wanted(("fr", "vi"))
    return import_file(path, recognise(path), database, who="anna", wanted=wanted, dry_run=dry_run, overwrite=overwrite)


def held(database: Path, contexts: int = 0) -> list[Concept]:
    with reading(database) as db:
        return read.concepts(db, read.in_state(db, list(ReviewState)), contexts=contexts)


def file(folder: Path, name: str, given: list[Concept], form: str = "tbx3", codes: tuple[str, ...] = ("fr", "en", "vi")) -> Path:
    path = folder / name
    with path.open("wb") as stream:
        FORMATS[form].write(stream, given, codes)
    return path


@pytest.mark.parametrize("form", WHOLE, ids=[form.name for form in WHOLE])
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(CONCEPTS)
def test_an_archive_makes_the_same_termbase(form: Format, tmp_path: Path, given: list[Concept]) -> None:
    database = tmp_path / "glossary.db"
    database.unlink(missing_ok=True)
    path = file(tmp_path, f"all{form.extension}", given, form.name, languages(form))
    report = taken(path, database)
    assert report.counts == ({"added": len(given)} if given else {})
    found = held(database, contexts=9) if given else []
    assert [c.id for c in found] == sorted(c.id for c in given)
    keys: set[str] = set()
    for back, was in zip(found, sorted(given, key=lambda c: c.id), strict=True):
        plain = declared(form, replace(back, key=""))
        expected = declared(form, replace(was, key=""))
        assert _without_places(plain) == _without_places(expected)
        keys |= {back.key}
    assert sound(database) if given else True
    again = taken(path, database)
    assert again.counts == ({"unchanged": len(given)} if given else {})


def _without_places(given: Concept) -> Concept:
    """A concept whose contexts are in a fixed order and do not say where in them the term stands."""
    sections = tuple(
        replace(
            s,
            terms=tuple(
                replace(t, id=0, contexts=tuple(sorted({replace(c, start=0, end=0) for c in t.contexts}, key=str))) for t in s.terms
            ),
        )
        for s in given.sections
    )
    return replace(given, sections=sections)


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """A termbase with two concepts, of which a person approved the second."""
    database = tmp_path / "glossary.db"
    with writing(database) as db:
        decisions.Decider(db, "anna").add(replace(concept(fr="criée", en="fish auction"), subject_field="fisheries"))
        db.execute("delete from decisions")
        shipowner = replace(concept(fr=[term("armateur", note="mind the gender")], en="shipowner"), subject_field="fisheries")
        decisions.Decider(db, "anna").add(shipowner)
    return database


def test_what_is_new_is_added_to_what_is_known(known: Path, tmp_path: Path) -> None:
    more = replace(
        concept(fr=[term("criée", note="where fish is sold")], en=[term("fish auction"), term("fish market", ADMITTED)], vi="chợ cá"),
        subject_field="fisheries",
    )
    report = taken(file(tmp_path, "a.tbx", [more]), known)
    assert report.counts == {"updated": 1}
    [first, _] = held(known)
    assert [t.term for t in first.terms("en")] == ["fish auction", "fish market"]
    assert [t.term for t in first.terms("vi")] == ["chợ cá"]
    assert first.terms("fr")[0].note == "where fish is sold"
    assert report.conflicts == []


def test_another_field_is_another_concept(known: Path, tmp_path: Path) -> None:
    other = replace(concept(fr="criée", en="shouting", number=77), subject_field="noise")
    assert taken(file(tmp_path, "a.tbx", [other]), known).counts == {"added": 1}
    assert [c.subject_field for c in held(known)] == ["fisheries", "fisheries", "noise"]


def test_a_foreign_id_is_believed_only_where_a_term_agrees(known: Path, tmp_path: Path) -> None:
    stranger = replace(concept(fr="phare", en="lighthouse", number=1), subject_field="coast")
    moved = replace(concept(fr="criée", en="fish auction", number=1), subject_field="markets")
    assert taken(file(tmp_path, "a.tbx", [stranger]), known).counts == {"added": 1}
    assert taken(file(tmp_path, "b.tbx", [moved]), known).counts == {"updated": 1}
    assert held(known)[0].subject_field == "markets"


def test_what_a_person_decided_stays_and_is_listed(known: Path, tmp_path: Path) -> None:
    other = replace(
        concept(fr=[term("armateur", note="no matter")], en=[term("shipping company"), term("shipowner", DEPRECATED)], number=2),
        subject_field="fisheries",
    )
    path = file(tmp_path, "a.tbx", [other])
    before = dump(known)
    dry = taken(path, known, dry_run=True)
    assert dump(known) == before
    report = taken(path, known)
    assert (dry.counts, dry.conflicts) == (report.counts, report.conflicts)
    assert len(report.conflicts) == 3
    assert all("anna" in what or "comes as admitted" in what for _, _, what in report.conflicts)
    second = held(known)[1]
    assert second.terms("fr")[0].note == "mind the gender"
    assert [(t.term, t.status.value) for t in second.terms("en")] == [("shipowner", "preferred"), ("shipping company", "admitted")]
    assert taken(path, known, overwrite=True).counts == {"updated": 1}
    assert held(known)[1].terms("fr")[0].note == "no matter"


def test_what_a_person_rejected_is_refused(known: Path, tmp_path: Path) -> None:
    with writing(known) as db:
        judge(db, 1, "rejected", "anna", "not ours")
    report = taken(file(tmp_path, "a.tbx", [replace(concept(fr="criée", en="auction"), subject_field="fisheries")]), known)
    assert report.counts == {"refused": 1}
    assert report.refusals[0][1] == "c1 was rejected by anna"


def test_an_import_is_taken_back_whole(known: Path, tmp_path: Path) -> None:
    before = {name: rows for name, rows in dump(known).items() if name in ("concepts", "language_sections", "terms", "occurrences")}
    first = replace(concept(fr=[term("criée", note="new")], en="auction", vi="chợ cá"), subject_field="fisheries", note="n")
    path = file(tmp_path, "a.tbx", [first, concept(fr="phare", en="lighthouse", number=9)])
    assert taken(path, known).counts == {"updated": 1, "added": 1}
    with reading(known) as db:
        assert [(d.action, d.who, d.reason) for d in read.history(db, 1)] == [("import", "anna", "a.tbx")]
    with writing(known) as db:
        assert decisions.undo(db)
    after = {name: rows for name, rows in dump(known).items() if name in before}
    assert after == before
    assert sound(known)


def test_a_lossy_format_does_not_flatten_what_is_known(known: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("criée\tchợ cá\tsold here\n", "utf-8")
    assert taken(path, known).counts == {"updated": 1}
    first = held(known)[0]
    assert (first.subject_field, first.note) == ("fisheries", "")
    assert [t.term for t in first.terms("vi")] == ["chợ cá"]


def test_a_mined_candidate_becomes_what_the_file_says(tmp_path: Path) -> None:
    database = tmp_path / "glossary.db"
    mined = Concept(
        state=ReviewState.CANDIDATE, sections=(LanguageSection("fr", (Term("phare", state=ReviewState.CANDIDATE, origin=Origin.MINED),)),)
    )
    with writing(database) as db:
        decisions.Decider(db, "x").add(mined)
        db.execute("delete from decisions")
    assert taken(file(tmp_path, "a.tbx", [concept(fr="phare", en="lighthouse")]), database).counts == {"updated": 1}
    [found] = held(database)
    assert (found.state, found.terms("fr")[0].state) == (ReviewState.APPROVED, ReviewState.APPROVED)


MARTIF = '<martif type="TBX" xml:lang="en"><martifHeader/><text><body>{}</body></text></martif>'
BAD = {
    "bomb.tbx": (b'<!DOCTYPE martif [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><martif>&b;</martif>', "entities"),
    "xxe.tbx": (b'<!DOCTYPE martif [<!ENTITY a SYSTEM "file:///etc/passwd">]><martif>&a;</martif>', "entities"),
    "root.tbx": (b"<html><body/></html>", "root element is <html>"),
    "broken.tbx": (MARTIF.format("<termEntry><langSet xml:lang='fr'>\n</termEntry>").encode(), "line 2"),
    "cut.tbx": (MARTIF.format("").encode()[:-4], "line 1"),
    "empty.tbx": (b"", "empty"),
    "quote.csv": (b'fr,en\na,b\n"x"y,c\n', "line 3: a stray quotation mark"),
    "open.csv": (b'fr,en\n"a,b\n', "never closed"),
    "nothing.csv": (b"x;y;z;w\na;b;c;d\n", "names no language"),
    "nul.csv": (b"fr,en\x00\n", "NUL"),
    "zip.xlsx": (b"PK\x03\x04 no workbook", "not an XLSX"),
    "text.xlsx": (b"fr,en\nphare,lighthouse\n", "not an XLSX"),
    "old.xls": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "password"),
    "xxe16.tbx": ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE martif [<!ENTITY a "x">]><martif/>'.encode("utf-16"), "entities"),
    "bomb.xml": (b'<!DOCTYPE mtf [<!ENTITY a "aa">]><mtf>&a;</mtf>', "entities"),
    "name.tbx": (MARTIF.format("\n<termEntry>&eacute;</termEntry>").encode(), "line 2, column \\d+: Entity 'eacute' not defined"),
    "latin.tbx": (MARTIF.format("\n<note>café</note>").encode("latin-1"), "line 2, column \\d+: Invalid bytes"),
    "half.tbx": (MARTIF.format("<termEntry/>\n<termEntry><langSet").encode()[:-30], "line 2"),
    "other.xml": (b"<glossary><a/></glossary>", "root element is <glossary>"),
    "wide.tbx": ('<?xml version="1.0" encoding="UTF-32"?><martif/>'.encode("utf-32"), "no XML"),
    "blank.csv": (b"\n \n", "the file is empty"),
    "empty.txt": (b"", "the file is empty"),
    "odd.csv": ("fr#vi\nphare#hải đăng\n".encode(), "line 1: one column only"),
    "long.csv": (b"fr,en\n" + b"x" * 1_200_000 + b",y\n", "line 2: more than 1,000,000 characters"),
    "bytes.csv": (bytes(range(256)) * 9, "NUL"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_and_nothing_is_made(tmp_path: Path, name: str) -> None:
    data, why = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DataError, match=why.replace("(", r"\(")) as caught:
        taken(path, tmp_path / "glossary.db")
    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.todo, "it says what to do"
    assert not (tmp_path / "glossary.db").exists()


def test_one_endless_element_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.tbx"
    path.write_bytes(b"<martif><text><body><termEntry><note>" + b"x" * (80 << 20))
    with pytest.raises(DataError, match=r"line 1: more than 64 MB in one unit.*split it"):
        taken(path, tmp_path / "glossary.db")


def test_dialects_may_be_mixed(tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    second = "<conceptEntry id='e2'><langSec xml:lang='vi'><termSec><term>hải đăng</term></termSec></langSec></conceptEntry>"
    third = "<entry id='e3'><langGroup xml:lang='en'><termGroup><term>mast</term></termGroup></langGroup></entry>"
    path.write_text(MARTIF.format(second + third), "utf-8")
    assert taken(path, tmp_path / "glossary.db").counts == {"added": 2}


def test_formulas_are_not_reckoned(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for row in (["fr", "en"], ['=HYPERLINK("https://example.org", "x")', "=1+1"], ["phare", "lighthouse"]):
        book.active.append(row)
    book.save(path)
    assert taken(path, tmp_path / "glossary.db").counts == {"added": 1}
    assert [c.terms("fr")[0].term for c in held(tmp_path / "glossary.db")] == ["phare"]


def test_a_dtd_is_not_fetched(tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    body = "<termEntry id='e1'><langSet xml:lang='fr'><tig><term>phare</term></tig></langSet></termEntry>"
    path.write_text('<!DOCTYPE martif SYSTEM "http://127.0.0.1:9/x.dtd">' + MARTIF.format(body), "utf-8")
    assert taken(path, tmp_path / "glossary.db").counts == {"added": 1}


def test_rows_of_one_concept_are_one(tmp_path: Path) -> None:
    given = [
        concept(fr=[term("phare"), term("fanal", ADMITTED)], vi=[term("hải đăng"), term("đèn biển", DEPRECATED)]),
        concept(fr="a", vi="b"),
    ]
    path = file(tmp_path, "a.xlsx", given, "matecat", ("fr", "vi"))
    assert taken(path, tmp_path / "glossary.db").counts == {"added": 2}
    first = held(tmp_path / "glossary.db")[0]
    assert [t.term for t in (*first.terms("fr"), *first.terms("vi"))] == ["phare", "fanal", "hải đăng", "đèn biển"]
    assert first.terms("vi")[1].status is DEPRECATED


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("phare,hải đăng\n", ("fr", "vi")),
        ("Terme;Traduction;Remarque\nphare;hải đăng;côte\n", ("fr", "vi")),
        ("phare,hải đăng,côte\n", ("fr", "vi")),
        ("phare,hải đăng,fr,vi\nmorue,cod,fr,en\n", ("fr",)),
    ],
)
def test_a_bare_table_is_pairs_in_the_languages_told(tmp_path: Path, text: str, languages: tuple[str, ...]) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, "utf-8")
    database = tmp_path / "glossary.db"
    report = import_file(path, recognise(path), database, who="anna", wanted=Wanted(languages))
    [found] = held(database)
    assert (found.terms("fr")[0].term, found.terms("vi")[0].term) == ("phare", "hải đăng")
    assert found.note == ("côte" if "côte" in text else "")
    assert report.refusals == ([(2, "not from fr to vi, as the first row")] if "cod" in text else [])


@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_a_file_of_pairs_needs_its_languages(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("phare\thải đăng\n", "utf-8")
    with pytest.raises(UsageError, match="--from"):
        import_file(path, recognise(path), tmp_path / "glossary.db", who="anna")
