"""One contract for all formats, and what each of them promises besides. Files are read back by other means than ours."""

from __future__ import annotations

import csv
import importlib.util
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import lxml.html
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from glossary.formats import FORMATS, Format, Part, choose, comment, languages_of, select
from glossary.formats.rows import guard
from glossary.model import (
    AdministrativeStatus,
    Concept,
    Context,
    EntityType,
    LanguageSection,
    Origin,
    ReviewState,
    Term,
    TermType,
)
from glossary.review.sheet import COLUMNS, write_review
from glossary.termbase import read, reading
from glossary.termbase.read import FormUses, Mined
from tests.conftest import Built
from tests.glossary.helpers import concept, term
from tm.errors import UsageError

XML = "{http://www.w3.org/XML/1998/namespace}"
V3 = "{urn:iso:std:iso:30042:ed-2}"
DEPRECATED, SUPERSEDED, ADMITTED = AdministrativeStatus.DEPRECATED, AdministrativeStatus.SUPERSEDED, AdministrativeStatus.ADMITTED
Pairs = set[tuple[str, str]]


def written(form: Format, concepts: Sequence[Concept], languages: Sequence[str]) -> bytes:
    stream = io.BytesIO()
    form.write(stream, concepts, languages)
    return stream.getvalue()


def selected(form: Format, concepts: Sequence[Concept], states: Sequence[ReviewState] = (ReviewState.APPROVED,)) -> tuple[Concept, ...]:
    return select(concepts, form, languages(form), states).concepts


def languages(form: Format) -> tuple[str, ...]:
    return ("fr", "vi") if form.bilingual else ("fr", "en", "vi")


def shown(text: str) -> str:
    """A text as a file may hold it: no control characters, no direction marks, one space where there are several."""
    odd = re.compile("[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
    return " ".join("".join(c for c in odd.sub("", text) if c in "\t\n" or unicodedata.category(c) != "Cc").split())


def read_tbx(data: bytes) -> Pairs:
    """The terms in a TBX file of either version, by language."""
    root = etree.fromstring(data)
    found = set()
    for section in root.iter("langSet", f"{V3}langSec"):
        for element in section.iter("term", f"{V3}term"):
            found.add((section.get(f"{XML}lang") or "", " ".join((element.text or "").split())))
    return found


def read_csv(data: bytes) -> Pairs:
    return by_columns(list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))))


def by_columns(rows: list[dict[str, str]]) -> Pairs:
    found = set()
    for row in rows:
        for code in ("fr", "en", "vi"):
            for cell in [row.get(code) or "", *(row.get(f"{code}_other") or "").split(" | ")]:
                if cell:
                    found.add((code, re.sub(r" \((?:deprecated|superseded)\)$", "", cell.removeprefix("\t"))))
    return found


def read_tsv(data: bytes) -> Pairs:
    found = set()
    for line in data.decode("utf-8").splitlines():
        if not line.startswith("#"):
            source, target, _ = line.split("\t")
            found |= {("fr", source), ("vi", target)}
    return found


def read_excel(data: bytes) -> Pairs:
    assert data.startswith(b"\xef\xbb\xbf")
    return by_columns(list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")))


def read_workbook(data: bytes) -> Pairs:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    header, *rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    return by_columns([dict(zip(header, row, strict=True)) for row in rows])


def text_in(data: bytes) -> str:
    """The characters of a file, those of a workbook without its markup."""
    if not data.startswith(b"PK"):
        return data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def read_full(data: bytes) -> Pairs:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
    return {(row["language"], row["term"].removeprefix("\t")) for row in rows}


def read_columns(*names: str, delimiter: str = ",", encoding: str = "utf-8") -> Callable[[bytes], Pairs]:
    """A reader of delimited text by the numbers or the names of its columns for French, English and Vietnamese."""

    def reader(data: bytes) -> Pairs:
        stream = io.StringIO(data.decode(encoding), newline="")
        rows = [line.rstrip("\r\n").split("\t") for line in stream] if delimiter == "\t" else list(csv.reader(stream, delimiter=delimiter))
        places = {number: code for number, code in enumerate(names) if code}
        return {(code, row[number].removeprefix("\t")) for row in rows for number, code in places.items() if row[number]}

    return reader


def without_header(reader: Callable[[bytes], Pairs], lines: int = 1) -> Callable[[bytes], Pairs]:
    return lambda data: reader(data.split(b"\n", lines)[lines])


def read_memoq(data: bytes) -> Pairs:
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), delimiter=";")
    codes = {"French": "fr", "English": "en", "Vietnamese": "vi"}
    return {
        (codes[name], cell.removeprefix("\t")) for row in rows for name, cell in zip(header, row, strict=True) if name in codes and cell
    }


def read_matecat(data: bytes) -> Pairs:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    return {(code, str(row[place])) for row in rows for code, place in (("fr", 4), ("vi", 7))}


def read_multiterm(data: bytes) -> Pairs:
    root = etree.fromstring(data)
    groups = [(group, group.find("language")) for group in root.iter("languageGrp")]
    return {
        (lang.get("lang", "").lower(), " ".join((t.text or "").split()))
        for group, lang in groups
        if lang is not None
        for t in group.iter("term")
    }


def read_html(data: bytes) -> Pairs:
    cells = lxml.html.fromstring(data.decode("utf-8")).iter("td")
    return {
        (cell.get("lang", ""), (term.text or ""))
        for cell in cells
        if cell.get("lang")
        for li in cell.iter("li")
        for term in li
        if term.tag in ("span", "s")
    }


def read_markdown(data: bytes) -> Pairs:
    lines = re.findall(r"^- \*\*(\w+)\*\* (.*)$", data.decode("utf-8"), re.MULTILINE)
    plain = (re.sub(r"^~~(.*)~~ \(\w+\)$", r"\1", text) for _, text in lines)
    return {(code, re.sub(r"\\(.)", r"\1", text)) for (code, _), text in zip(lines, plain, strict=True)}


READERS: dict[str, Callable[[bytes], Pairs]] = {
    "tbx2": read_tbx,
    "tbx3": read_tbx,
    "tbx3-dct": read_tbx,
    "csv": read_csv,
    "csv-full": read_full,
    "csv-excel": read_excel,
    "xlsx": read_workbook,
    "tsv": read_tsv,
    "weblate": without_header(read_columns("", "fr", "vi")),
    "deepl": read_columns("fr", "vi", delimiter="\t"),
    "google": read_columns("fr", "vi", delimiter="\t"),
    "google-set": without_header(read_columns("fr", "en", "vi")),
    "matecat": read_matecat,
    "memoq": read_memoq,
    "wordfast": read_columns("fr", "vi", delimiter="\t", encoding="utf-16"),
    "multiterm": read_multiterm,
    "html": read_html,
    "markdown": read_markdown,
    "utx": without_header(read_columns("fr", "vi", delimiter="\t"), 2),
}
every_format = pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))


def agrees(form: Format, found: Pairs, kept: Sequence[Concept]) -> bool:
    """Whether a file holds the terms of the concepts: all, or without synonyms at least one of each language somewhere."""
    if Part.SYNONYMS in form.carries | form.partly and form.name != "weblate":
        return found == pairs(kept)
    return found <= pairs(kept) and (bool(found) or not any(c.sections for c in kept) or form.name == "google-set")


def pairs(concepts: Sequence[Concept]) -> Pairs:
    """The terms of concepts, by language, as a file may hold them."""
    return {(section.language, shown(t.term)) for c in concepts for section in c.sections for t in section.terms}


# Terms that a file can hold: something is left of them without control characters, and no separator of ours is in them.
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="|#\ufffe\uffff")
CELL = st.one_of(
    st.text(LETTERS, max_size=12), st.sampled_from(["=1+1", "-x", "+33", "@moi", 'a "b" c', "a,b;c", "<b>&amp;", "\x1b[31m", "é\u202e"])
)
WORD = CELL.filter(lambda text: bool(shown(text)) and shown(text)[0] != "#")
TERM = st.builds(
    Term,
    term=WORD,
    type=st.sampled_from(TermType),
    status=st.sampled_from(AdministrativeStatus),
    state=st.sampled_from(ReviewState),
    origin=st.sampled_from(Origin),
    reliability=st.integers(0, 4),
    source=CELL,
    note=CELL,
    contexts=st.lists(st.builds(Context, text=CELL, source=CELL), max_size=2).map(tuple),
)
SECTION = st.lists(TERM, max_size=3, unique_by=lambda t: shown(t.term)).map(tuple)
CONCEPT = st.builds(
    lambda number, state, terms, note, definition: Concept(
        id=number,
        state=state,
        note=note,
        sections=tuple(LanguageSection(code, found, definition) for code, found in zip(("fr", "en", "vi"), terms, strict=True)),
    ),
    st.integers(1, 10**6),
    st.sampled_from(ReviewState),
    st.tuples(SECTION, SECTION, SECTION),
    CELL,
    CELL,
)
CONCEPTS = st.lists(CONCEPT, max_size=4, unique_by=lambda c: c.id)

ORDINARY = [
    concept(fr="accord de pêche", en="fishing agreement", vi="hiệp định nghề cá", number=1),
    concept(fr=[term("criée"), term("halle à marée", ADMITTED), term("poissonnade", DEPRECATED)], en="fish auction", vi="chợ cá", number=2),
    concept(fr="armateur", en="shipowner", number=3),
    concept(fr="morue", vi="cá tuyết", number=4),
    concept(ReviewState.CANDIDATE, fr="quota", en="quota", vi="hạn ngạch", number=5),
    concept(ReviewState.REJECTED, fr="hier", en="yesterday", vi="hôm qua", number=6),
    concept(fr="phare", en="lighthouse", vi=[term("hải đăng", SUPERSEDED)], number=7),
]


@every_format
def test_a_file_holds_the_terms_that_were_selected(form: Format) -> None:
    kept = selected(form, ORDINARY)
    assert {c.id for c in kept} == ({1, 2, 4} if form.bilingual else {1, 2, 3, 4, 7})
    assert agrees(form, READERS[form.name](written(form, kept, languages(form))), kept)


@every_format
@settings(max_examples=15)
@given(CONCEPTS)
def test_any_terms_come_back(form: Format, concepts: list[Concept]) -> None:
    kept = selected(form, concepts, tuple(ReviewState))
    found = READERS[form.name](written(form, kept, languages(form)))
    assert agrees(form, found, kept)
    assert all(text for _, text in found), "no empty term"


@every_format
@settings(max_examples=15)
@given(CONCEPTS)
def test_the_same_concepts_give_the_same_bytes(form: Format, concepts: list[Concept]) -> None:
    kept = selected(form, concepts)
    assert written(form, kept, languages(form)) == written(form, list(kept), languages(form))


@every_format
@settings(max_examples=15)
@given(CONCEPTS)
def test_a_selection_is_what_was_asked_for(form: Format, concepts: list[Concept]) -> None:
    selection = select(concepts, form, languages(form))
    assert len(selection.concepts) + selection.skipped.total() == len(concepts)
    for kept in selection.concepts:
        assert kept.state is ReviewState.APPROVED
        assert kept.terms("fr") or form.whole, "the source language is there"
        assert len(kept.sections) >= (1 if form.whole else 2)
        assert {section.language for section in kept.sections} <= set(languages(form))
        for section in kept.sections:
            assert section.terms, "no empty section"
            assert {t.state for t in section.terms} == {ReviewState.APPROVED}
            if form.bilingual:
                assert not {DEPRECATED, SUPERSEDED} & {t.status for t in section.terms}
    if form.bilingual:
        assert all([section.language for section in kept.sections] == ["fr", "vi"] for kept in selection.concepts)


@every_format
def test_a_bilingual_file_holds_no_third_language(form: Format) -> None:
    if not form.bilingual:
        assert {code for code, _ in READERS[form.name](written(form, selected(form, ORDINARY), languages(form)))} == {"fr", "en", "vi"}
        return
    data = text_in(written(form, selected(form, ORDINARY), languages(form)))
    for english in ("fishing agreement", "fish auction", "shipowner"):
        assert english not in data
    for forbidden in ("poissonnade", "hải đăng"):
        assert forbidden not in data


@every_format
def test_a_file_without_concepts_is_whole(form: Format) -> None:
    assert READERS[form.name](written(form, [], languages(form))) == set()


@every_format
@given(st.text(st.characters(categories=["Cc"]), min_size=1, max_size=3), st.sampled_from(["{}a", "a{}b", "a{}"]))
def test_control_characters_are_left_out(form: Format, odd: str, frame: str) -> None:
    text = frame.format(odd)
    nasty = replace(
        concept(
            fr=[Term(text, note=text, source=text, contexts=(Context(text, text, text),))], en=[Term(text, note=text)], vi=[Term(text)]
        ),
        subject_field=text,
        note=text,
        sections=concept(fr=text, en=text, vi=text).sections,
    )
    data = text_in(written(form, selected(form, [nasty]), languages(form)))
    assert [c for c in data if unicodedata.category(c) == "Cc" and c not in "\n\r\t"] == []


@every_format
@pytest.mark.parametrize("odd", ["\u202e", "\u2066", "\u2028"])
def test_direction_marks_are_left_out(form: Format, odd: str) -> None:
    data = written(form, selected(form, [concept(fr=f"a{odd}b", en=f"{odd}c", vi=f"d{odd}")]), languages(form))
    assert odd not in text_in(data)


@every_format
def test_a_term_of_control_characters_is_no_term(form: Format) -> None:
    kept = selected(form, [concept(fr="\x1b", en="\x1b", vi="x" if not form.whole else "\x1b")])
    assert written(form, kept, languages(form)) == written(form, [], languages(form))


@pytest.mark.parametrize("name", ["tbx2", "tbx3"])
@pytest.mark.parametrize("odd", list("\ufffe\uffff"))
def test_characters_that_xml_has_not_are_left_out(name: str, odd: str) -> None:
    data = written(FORMATS[name], [concept(fr=f"a{odd}b", en="x")], ("fr", "en"))
    assert ("fr", "ab") in read_tbx(data)


# TBX


@pytest.mark.parametrize("name", ["tbx2", "tbx3"])
@settings(max_examples=15)
@given(CONCEPTS)
def test_tbx_ids_are_xml_names_and_languages_are_tags(name: str, concepts: list[Concept]) -> None:
    form = FORMATS[name]
    root = etree.fromstring(written(form, selected(form, concepts), languages(form)))
    ids = [element.get("id") or "" for element in root.iter() if element.get("id") is not None]
    assert len(ids) == len(set(ids)) == len(list(root.iter("termEntry", f"{V3}conceptEntry")))
    assert [i for i in ids if not re.fullmatch(r"[A-Za-z_][\w.-]*", i)] == []
    assert {element.get(f"{XML}lang") for element in root.iter() if element.get(f"{XML}lang")} <= {"fr", "en", "vi"}
    assert all((element.text or "").strip() for element in root.iter("term", f"{V3}term"))


def test_tbx_says_what_is_known_of_a_term() -> None:
    known = Term(
        "ONU", TermType.ACRONYM, pos="noun", gender="feminine", reliability=4, source="Recueil | Autre", note="sans points",
        contexts=(Context("L'ONU siège.", "a.txt", "2025-02"),),
    )  # fmt: skip
    full = LanguageSection("fr", (known, term("Nations unies", ADMITTED)), "Organisation mondiale.")
    entry = Concept(7, "United Nations", EntityType.ORGANISATION, note="world", sections=(full, LanguageSection("en", (term("UN"),))))
    for name, namespace in (("tbx2", ""), ("tbx3", V3)):
        root = etree.fromstring(written(FORMATS[name], [entry], ("fr", "en")))
        values = {(e.get("type"), e.text) for e in root.iter(f"{namespace}termNote", f"{namespace}descrip")}
        assert {
            ("partOfSpeech", "noun"),
            ("grammaticalGender", "feminine"),
            ("termType", "acronym"),
            ("administrativeStatus", "preferredTerm-admn-sts"),
            ("administrativeStatus", "admittedTerm-admn-sts"),
            ("subjectField", "United Nations"),
            ("definition", "Organisation mondiale."),
            ("context", "L'ONU siège."),
        } <= values
        notes = {e.text for e in root.iter(f"{namespace}note")}
        assert {"world", "sans points"} <= notes
        assert ("reliability: 4/4" in notes) is (name == "tbx3")
        assert "a.txt, 2025-02" in {e.text for e in root.iter(f"{namespace}admin")}


def test_tbx_marks_what_nobody_has_approved() -> None:
    proposed = concept(ReviewState.PROPOSED, fr=[term("quota", state=ReviewState.PROPOSED)], en="quota")
    for name, namespace in (("tbx2", ""), ("tbx3", V3)):
        data = written(FORMATS[name], select([proposed], FORMATS[name], ("fr", "en"), list(ReviewState)).concepts, ("fr", "en"))
        assert "review state: proposed" in {e.text for e in etree.fromstring(data).iter(f"{namespace}note")}


def validator(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("validate_tbx", shared / "clients" / "validate_tbx.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def faults(shared: Path, path: Path) -> list[object]:
    """What the schemas say against a file."""
    answers = validator(shared).check(str(path))
    assert len(answers) >= 2, "more than one schema was asked"
    return [answer for answer in answers if not answer[1]]


@pytest.mark.shared
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the validator leaves its files to the garbage collector
@pytest.mark.parametrize("name", ["diplomacy.tbx", "diplomacy.fr-en.tbx", "diplomacy.fr-vi.tbx"])
def test_the_exports_are_valid(shared: Path, built: Built, name: str) -> None:
    assert faults(shared, built.out / name) == []


@pytest.mark.shared
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("name", ["tbx2", "tbx3", "tbx3-dct"])
def test_every_field_at_once_is_valid(shared: Path, tmp_path: Path, name: str) -> None:
    terms = [
        Term(
            f"mot {n}",
            kind,
            status,
            ReviewState.PROPOSED,
            Origin.HUMAN,
            1,
            3,
            "noun",
            "feminine",
            "ici",
            "ainsi",
            (Context("Un mot.", "a"),),
        )
        for n, (kind, status) in enumerate((kind, status) for kind in TermType for status in AdministrativeStatus)
    ]
    section = LanguageSection("fr", tuple(terms), "Chose.")
    entry = Concept(
        3, "law", EntityType.TERM, ReviewState.PROPOSED, "note", (section, LanguageSection("en", (term("word"),))), "k", "2026-01-02"
    )
    path = tmp_path / f"{name}.tbx"
    path.write_bytes(written(FORMATS[name], [entry], ("fr", "en")))
    assert faults(shared, path) == []
    path.write_bytes(path.read_bytes().replace(b"langSet", b"langSat").replace(b"langSec", b"langSic"))
    assert faults(shared, path), "the schemas do refuse something"


# Tables


@pytest.mark.parametrize("cell", ["=1+1", "+33 1", "-5", "@moi", "=HYPERLINK(x)"])
def test_what_a_spreadsheet_would_reckon_is_guarded(cell: str) -> None:
    assert guard(cell) == f"\t{cell}"
    data = written(FORMATS["csv"], [concept(fr=cell, en=cell)], ("fr", "en")).decode("utf-8")
    row = list(csv.reader(io.StringIO(data, newline="")))[1]
    assert [value for value in row if value.lstrip()[:1] in "=+-@" and value[:1] != "\t" and value] == []
    assert row.count(f"\t{cell}") == 2


@pytest.mark.parametrize("cell", ["plan d’action", "", "a=b", "accord-cadre", "1+1"])
def test_other_cells_are_left_alone(cell: str) -> None:
    assert guard(cell) == cell


@settings(max_examples=15)
@given(CONCEPTS)
def test_no_cell_is_a_formula_and_no_row_breaks(concepts: list[Concept]) -> None:
    data = written(FORMATS["csv"], selected(FORMATS["csv"], concepts), ("fr", "en", "vi")).decode("utf-8")
    rows = list(csv.reader(io.StringIO(data, newline="")))
    assert len({len(row) for row in rows}) == 1
    assert data.count("\n") == len(rows) == data.count("\r\n")
    assert [cell for row in rows for cell in row if cell.lstrip(" ")[:1] in tuple("=+-@\r")] == []


def test_a_table_row_tells_the_concept() -> None:
    entry = replace(ORDINARY[1], subject_field="fisheries", note="beware")
    data = written(FORMATS["csv"], [entry], ("fr", "en", "vi")).decode("utf-8")
    [row] = csv.DictReader(io.StringIO(data, newline=""))
    assert (row["concept"], row["subject_field"], row["entity"], row["state"]) == ("c2", "fisheries", "term", "approved")
    assert (row["fr"], row["fr_other"], row["en"], row["vi"]) == (
        "criée",
        "halle à marée | poissonnade (deprecated)",
        "fish auction",
        "chợ cá",
    )
    assert row["note"] == "beware"


def test_a_table_marks_a_deprecated_term_that_stands_alone() -> None:
    data = written(FORMATS["csv"], selected(FORMATS["csv"], [ORDINARY[6]]), ("fr", "en", "vi")).decode("utf-8")
    [row] = csv.DictReader(io.StringIO(data, newline=""))
    assert row["vi"] != "hải đăng"


def test_omegat_gets_every_pair_and_a_comment() -> None:
    entry = replace(ORDINARY[1], subject_field="fisheries", note="beware\nof tabs\there")
    lines = written(FORMATS["tsv"], selected(FORMATS["tsv"], [entry]), ("fr", "vi")).decode("utf-8").splitlines()
    assert re.search(r"-\*- coding: utf-8 -\*-", lines[0])
    assert lines[1:] == ["criée\tchợ cá\tfisheries — beware of tabs here", "halle à marée\tchợ cá\tfisheries — beware of tabs here"]


def test_omegat_does_not_lose_a_term_that_looks_like_a_remark() -> None:
    data = written(FORMATS["tsv"], [concept(fr="#MeToo", vi="MeToo")], ("fr", "vi"))
    assert [line for line in data.decode("utf-8").splitlines()[1:] if not line.startswith("#")] != []


def test_a_comment_says_what_a_translator_should_know() -> None:
    entry = replace(concept(fr="ONU", en=[term("UN", note="no stops")]), subject_field="bodies", note="")
    assert comment(entry, entry.terms("en")) == "bodies — UN: no stops"
    assert comment(concept(fr="x", en="y"), ()) == ""


# Which format


@pytest.mark.parametrize(
    ("name", "file", "targets", "expected"),
    [
        (None, "a.tbx", ("en",), "tbx2"),
        (None, "a.tbx", (), "tbx3"),
        (None, "a.tbx", ("en", "vi"), "tbx3"),
        (None, "A.TBX", ("en",), "tbx2"),
        (None, "a.csv", ("en",), "csv"),
        (None, "a.b.csv", (), "csv"),
        (None, "a.txt", ("vi",), "tsv"),
        ("tbx3", "a.tbx", ("en",), "tbx3"),
        ("tsv", "a.tab", ("en",), "tsv"),
        ("csv", "a.tbx", (), "csv"),
    ],
)
def test_the_name_or_else_the_extension_tells_the_format(name: str | None, file: str, targets: tuple[str, ...], expected: str) -> None:
    assert choose(name, Path(file), targets).name == expected


@pytest.mark.parametrize(
    ("name", "file", "targets"),
    [(None, "a.docx", ()), (None, "a", ()), (None, "a.txt", ()), ("tbx2", "a.tbx", ("en", "vi")), ("tsv", "a.txt", ())],
)
def test_what_cannot_be_chosen_is_said(name: str | None, file: str, targets: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match=re.escape(file)):
        choose(name, Path(file), targets)


def test_all_languages_where_none_is_named() -> None:
    assert languages_of("fr", ()) == ("fr", "en", "vi")
    assert languages_of("vi", ()) == ("vi", "fr", "en")
    assert languages_of("en", ("vi",)) == ("en", "vi")


def test_states_can_be_added() -> None:
    form = FORMATS["csv"]
    assert [c.id for c in selected(form, ORDINARY)] == [1, 2, 3, 4, 7]
    waiting = [replace(ORDINARY[4], sections=concept(fr=[term("quota", state=ReviewState.CANDIDATE)], en="quota").sections)]
    assert selected(form, waiting) == ()
    [kept] = selected(form, waiting, (ReviewState.APPROVED, ReviewState.CANDIDATE))
    assert kept.terms("fr")[0].term == "quota"
    assert select(waiting, form, ("fr", "en")).skipped == Counter({"candidate, not approved": 1})


# The files that a build writes


def test_a_build_writes_what_it_says(built: Built) -> None:
    assert {path.name for path in built.out.iterdir()} == {path.name for path, _, _ in built.report.written}
    for path, count, _ in built.report.written:
        data = path.read_bytes()
        if path.name == "review.csv":
            continue
        number = (
            len(etree.fromstring(data).findall(".//termEntry")) + len(etree.fromstring(data).findall(f".//{V3}conceptEntry"))
            if path.suffix == ".tbx"
            else len(list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))) - 1
        )
        assert number == count > 50, path


def test_the_exports_hold_approved_concepts_only(built: Built) -> None:
    with reading(built.database) as connection:
        approved = pairs(read.concepts(connection, read.in_state(connection, ["approved"])))
    for name in ("diplomacy.tbx", "diplomacy.fr-en.tbx", "diplomacy.fr-vi.tbx"):
        assert read_tbx((built.out / name).read_bytes()) <= approved
    for name in ("diplomacy.csv", "diplomacy.fr-en.csv", "diplomacy.fr-vi.csv"):
        assert read_csv((built.out / name).read_bytes()) <= approved
    for code in ("en", "vi"):
        for suffix, reader in ((".tbx", read_tbx), (".csv", read_csv)):
            assert {language for language, _ in reader((built.out / f"diplomacy.fr-{code}{suffix}").read_bytes())} == {"fr", code}


def test_table_and_archive_hold_the_same_terms(built: Built) -> None:
    assert read_csv((built.out / "diplomacy.csv").read_bytes()) == read_tbx((built.out / "diplomacy.tbx").read_bytes())


def test_the_review_sheet_holds_what_waits(built: Built) -> None:
    data = (built.out / "review.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) > 100
    assert {row["state"] for row in rows} <= {"candidate", "proposed"}
    assert {row["decision"] for row in rows} == {""}
    with reading(built.database) as connection:
        approved = {f"c{number}" for number in read.in_state(connection, ["approved", "rejected"])}
    assert not {row["id"] for row in rows} & approved
    assert len({row["id"] for row in rows}) == len(rows)
    scores = [float(row["score"]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert [row for row in rows if not row["fr"] or not row["context"] or not row["source"].startswith(("0", "1"))] == []


def test_no_cell_of_the_review_sheet_is_a_formula() -> None:
    entry = Mined(
        concept(ReviewState.CANDIDATE, fr="=1+1", en="-x"), "fr", "1 1", 50.0, {"cohesion": 1.0}, 2, 1, (FormUses("=1+1", 2, {}),)
    )
    stream = io.BytesIO()
    write_review(stream, [entry], {"1 1": ["=2"]})
    [_, row] = csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline=""))
    assert [cell for cell in row if cell[:1] in tuple("=+-@")] == []
    assert row.count("\t=1+1") == 1
