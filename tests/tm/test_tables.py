"""Tables of translations: what their columns hold, encodings, delimiters, formulas; as text and as a workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.conftest import Piped
from tests.tm import generated
from tm.errors import DataError, UsageError
from tm.exchange import FORMATS, Item, Refused, Wanted, Written, choose, read, table, write
from tm.text import nfc, printable
from tm.units import PLACEHOLDER, Details, InlineTag, Property, TranslationUnit, Variant

ALL = Wanted()
PAIR = Wanted("fr", "en")
ROWS = [["fr", "en", "note"], ["Le quai", "The quay", "port"], ["Le phare", "The lighthouse", ""]]
TEXTS = [("Le quai", "The quay"), ("Le phare", "The lighthouse")]


def workbook(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def text(path: Path, rows: Iterable[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def made(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    """A table with these rows in the format of the path."""
    return workbook(path, rows) if path.suffix == ".xlsx" else text(path, rows, "," if path.suffix == ".csv" else "\t")


def texts(items: Iterable[Item]) -> list[tuple[str, ...]]:
    """The texts of the units."""
    return [tuple(variant.text for variant in item.variants) for item in items if isinstance(item, TranslationUnit)]


def refused(items: Iterable[Item]) -> list[tuple[str, str]]:
    return [(item.where, item.reason) for item in items if isinstance(item, Refused)]


def unit(french: str, english: str, note: str = "") -> TranslationUnit:
    details = Details(properties=(Property(note),)) if note else Details()
    return TranslationUnit((Variant("fr", french, (), "fr"), Variant("en", english, (), "en")), details=details)


def written(units: Iterable[TranslationUnit], path: Path, wanted: Wanted = PAIR) -> Written:
    with path.open("wb") as stream:
        return write(stream, units, path, wanted)


TABLES = ["memory.tsv", "memory.csv", "memory.xlsx"]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "header",
    [["fr", "en"], ["fr-FR", "EN_gb"], ["French", "English"], ["Français", "anglais"], ["tiếng Pháp", "Tiếng Anh"], ["FRA", "eng"]],
)
def test_a_header_names_the_languages(tmp_path: Path, name: str, header: list[str]) -> None:
    found = list(read(made(tmp_path / name, [header, *(row[:2] for row in ROWS[1:])])))
    assert texts(found) == TEXTS
    assert [v.language for item in found if isinstance(item, TranslationUnit) for v in item.variants] == ["fr", "en"] * 2


@pytest.mark.parametrize("name", TABLES)
def test_without_a_header_the_languages_are_said(tmp_path: Path, name: str) -> None:
    path = made(tmp_path / name, ROWS[1:])
    with pytest.raises(UsageError, match="does not name two languages"):
        list(read(path))
    found = list(read(path, PAIR))
    assert texts(found) == TEXTS
    assert isinstance(found[0], TranslationUnit)
    assert found[0].details.properties == (Property("port"),)


def test_source_and_target_as_a_header(tmp_path: Path) -> None:
    path = text(tmp_path / "memory.csv", [["ID", "Target", "Source", "Domain"], ["7", "The quay", "Le quai", "port"]])
    [found] = read(path, PAIR)
    assert isinstance(found, TranslationUnit)
    assert (found.name, found.details.properties) == ("7", (Property("port", "domain"),))
    assert texts([found]) == [("Le quai", "The quay")]


def test_one_pair_of_three_languages(tmp_path: Path) -> None:
    path = text(tmp_path / "memory.csv", [["vi", "en", "fr"], ["Cầu cảng", "The quay", "Le quai"], ["Hải đăng", "Lighthouse", ""]])
    assert texts(read(path)) == [("Cầu cảng", "The quay", "Le quai"), ("Hải đăng", "Lighthouse")]
    found = list(read(path, Wanted("fr", "vi")))
    assert texts(found) == [("Le quai", "Cầu cảng")]
    assert refused(found) == [("line 3", "no variant in fr")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told(tmp_path: Path, delimiter: str) -> None:
    rows = [["fr", "en"], ["Un quai, deux ports; trois | mâts", "One quay, two ports; three | masts"], ["Oui", "Yes"]]
    assert texts(read(text(tmp_path / "memory.csv", rows, delimiter))) == [tuple(row) for row in rows[1:]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_told(tmp_path: Path, encoding: str) -> None:
    rows = [["fr", "en"]] + [[f"L’été, la fenêtre du château était déjà fermée ({n}).", f"It was closed ({n})."] for n in range(50)]
    assert texts(read(text(tmp_path / "memory.csv", rows, encoding=encoding))) == [tuple(row) for row in rows[1:]]


def test_an_encoding_that_is_named(tmp_path: Path) -> None:
    path = text(tmp_path / "memory.csv", [["fr", "en"], ["été", "summer"]], encoding="mac_roman")
    assert texts(read(path, Wanted(encoding="mac_roman"))) == [("été", "summer")]
    with pytest.raises(DataError, match="no encoding is called klingon"):
        list(read(path, Wanted(encoding="klingon")))


def test_quotation_marks_in_tab_separated_text_are_text(tmp_path: Path) -> None:
    path = tmp_path / "memory.tsv"
    path.write_text('fr\ten\n"Oui", dit-il\t"Yes", he said\n"Il dit ""oui"""\tHe said "yes"\n"\tx\n')
    assert texts(read(path)) == [('"Oui", dit-il', '"Yes", he said'), ('Il dit "oui"', 'He said "yes"'), ('"', "x")]


@pytest.mark.parametrize("name", TABLES)
def test_bad_rows_are_told_and_the_others_are_read(tmp_path: Path, name: str) -> None:
    rows = [["fr", "en"], ["seul", ""], ["", ""], ["Oui", "Yes"], ["x" * 10_000, "x" * 10_000]]
    found = list(read(made(tmp_path / name, rows)))
    assert texts(found) == [("Oui", "Yes"), ("x" * 10_000, "x" * 10_000)]
    assert refused(found) == [("row 2" if name == "memory.xlsx" else "line 2", "one language only (fr)")]


@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
def test_a_cell_of_ten_megabytes_is_told(tmp_path: Path, suffix: str) -> None:
    delimiter = "," if suffix == ".csv" else "\t"
    path = tmp_path / f"memory{suffix}"
    path.write_text(f"fr{delimiter}en\n{'x' * 10_000_000}{delimiter}y\n{'x' * 200_000}{delimiter}y\nOui{delimiter}Yes\n")
    found = list(read(path))
    assert texts(found) == [("Oui", "Yes")]
    assert refused(found) == [
        ("line 2", "longer than 4,000,000 characters"),
        ("line 3", "a segment of 200,000 characters in fr, more than 10,000"),
    ]


def test_a_quotation_that_is_never_closed_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "_MAX_LINE", 1000)
    path = tmp_path / "memory.csv"
    path.write_text('fr,en\n"Oui,Yes\n' + "Non,No\n" * 500)
    found = list(read(path))
    assert any("field larger than field limit" in reason for _, reason in refused(found))
    assert texts(found)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("memory.csv", b"", "empty"),
        ("memory.tsv", b"\n\n", "empty"),
        ("memory.csv", b"a\0b,c\n", "NUL"),
        ("memory.xlsx", b"PK\x03\x04nothing", "not an XLSX file"),
        ("memory.xlsx", b"", "not an XLSX file"),
    ],
)
def test_what_is_no_table_is_refused_whole(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=what):
        list(read(path, PAIR))


def test_a_workbook_that_unpacks_to_too_much_or_has_nothing(tmp_path: Path) -> None:
    path = tmp_path / "memory.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sharedStrings.xml", "w") as member:
        for _ in range(501):
            member.write(b" " * 1_000_000)
    with pytest.raises(DataError, match="unpacks to more than"):
        list(read(path, PAIR))
    with pytest.raises(DataError, match="nothing in its sheets"):
        list(read(workbook(path, []), PAIR))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "x")
    with pytest.raises(DataError, match="not an XLSX file"):
        list(read(path, PAIR))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for name in TABLES:
        with pytest.raises(DataError, match="cannot be read"):
            list(read(tmp_path / name, PAIR))


@pytest.mark.parametrize("name", TABLES)
def test_what_can_be_read_only_once_is_refused(piped: Piped, name: str) -> None:
    with pytest.raises(DataError, match=r"not a regular file\. Copy it into a file first\."):
        list(read(piped(name, b"fr,en\nLe quai,The quay\n"), PAIR))


def test_no_extension_no_format(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="its extension tells no format"):
        choose(tmp_path / "memory.doc")
    with pytest.raises(UsageError, match="its extension tells no format"):
        choose(tmp_path / "memory.xlf", writing=True)
    assert {form.module for form in FORMATS.values()} == {"tmx", "xliff", "table", "spreadsheet", "po", "word"}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_written_for_one_pair(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(UsageError, match="holds one language pair"):
        written([unit("Oui", "Yes")], path, ALL)
    lonely = TranslationUnit((Variant("fr", "Là"), Variant("vi", "Đó")))
    assert written([unit("Le quai", "The quay", "port"), unit("Le phare", "The lighthouse"), lonely], path) == Written(2, 1, 0)
    assert list(read(path)) == [unit("Le quai", "The quay", "port"), unit("Le phare", "The lighthouse")]


FORMULAS = ["=1+1", "+1", "-1", "@x", "=cmd|' /C calc'!A1"]


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_is_a_formula_and_the_text_comes_back(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    units = [unit(formula, formula) for formula in FORMULAS]
    written(units, path)
    if name == "memory.xlsx":
        cells = [cell for row in load_workbook(path).active.iter_rows(min_row=2, max_col=2) for cell in row]
        assert {cell.data_type for cell in cells} == {"s"}
    else:
        content = path.read_text("utf-8")
        parsed = csv.reader(io.StringIO(content), delimiter="," if name == "memory.csv" else "\t", quoting=csv.QUOTE_MINIMAL)
        assert not [cell for row in list(parsed)[1:] for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert texts(read(path)) == [(formula, formula) for formula in FORMULAS]


def test_tags_and_control_characters_stay_out(tmp_path: Path) -> None:
    path = tmp_path / "memory.csv"
    tagged = Variant("fr", f"Le {PLACEHOLDER}quai\x1b\x00{PLACEHOLDER}", (InlineTag("bpt"), InlineTag("ept")))
    assert written([TranslationUnit((tagged, Variant("en", "The quay")))], path) == Written(1, 0, 2)
    assert texts(read(path)) == [("Le quai", "The quay")]


def test_a_workbook_holds_no_longer_text_than_excel_can(tmp_path: Path) -> None:
    assert written([unit("x" * 40_000, "y")], tmp_path / "memory.xlsx") == Written(0, 1, 0)


@given(st.lists(st.tuples(generated.texts, generated.texts), min_size=1, max_size=4))
def test_texts_come_back_from_csv_and_workbooks(tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("tables")
    kept = [pair for pair in pairs if all(_plain(side) for side in pair)]
    for name in ("memory.csv", "memory.xlsx"):
        written([unit(*pair) for pair in kept], folder / name)
        assert texts(read(folder / name)) == kept if kept else True


def _plain(text: str) -> bool:
    """Whether a text has nothing that a table leaves out or guards."""
    return printable(text.replace("\t", " ")) == text.replace("\t", " ") and nfc(text) == text and not text.startswith(("\t", " ", "\n"))
