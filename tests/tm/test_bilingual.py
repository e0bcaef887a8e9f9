"""What bilingual files hold besides finished units: empty targets, and where each unit stands; PO files and tables in Word."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from openpyxl import Workbook

from tm.errors import DataError, UsageError
from tm.exchange import MAX_SEGMENT, Refused, Wanted, read
from tm.units import TranslationUnit

PAIR = Wanted("fr", "vi")
UNFINISHED = Wanted("fr", "vi", unfinished=True)
TEXTS = [("Le quai est ouvert.", "Cầu cảng mở cửa."), ("Le phare est fermé.", "")]


def tmx(path: Path) -> Path:
    units = "\n".join(
        f'<tu><tuv xml:lang="fr"><seg>{source}</seg></tuv><tuv xml:lang="vi"><seg>{target}</seg></tuv></tu>' for source, target in TEXTS
    )
    path.write_text(f'<tmx version="1.4"><header srclang="fr"/><body>\n{units}\n</body></tmx>', "utf-8")
    return path


def xliff(path: Path) -> Path:
    units = "\n".join(
        f'<trans-unit id="{number}"><source>{source}</source><target>{target}</target></trans-unit>'
        for number, (source, target) in enumerate(TEXTS)
    )
    path.write_text(
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="p" source-language="fr" target-language="vi">'
        f"<body>\n{units}\n</body></file></xliff>",
        "utf-8",
    )
    return path


def csv(path: Path) -> Path:
    path.write_text("fr,vi\n" + "".join(f"{source},{target}\n" for source, target in TEXTS), "utf-8")
    return path


def xlsx(path: Path) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in [("fr", "vi"), *TEXTS]:
        book.active.append(row)
    book.save(path)
    return path


def word(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("Rien à traduire ici.")
    table = document.add_table(rows=0, cols=2)
    for row in [("fr", "vi"), *TEXTS]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = row
    document.save(str(path))
    return path


def po(path: Path) -> Path:
    entries = "\n".join(f'msgid "{source}"\nmsgstr "{target}"\n' for source, target in TEXTS)
    path.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{entries}', "utf-8")
    return path


FILES = {"a.tmx": tmx, "a.xlf": xliff, "a.csv": csv, "a.xlsx": xlsx, "a.docx": word, "a.po": po}
PLACES = {"a.tmx": "line 3", "a.xlf": "line 3", "a.csv": "line 3", "a.xlsx": "row 3", "a.docx": "table 1, row 3", "a.po": "line 7"}


@pytest.mark.parametrize("name", FILES)
def test_an_empty_target_is_refused_or_given(name: str, tmp_path: Path) -> None:
    path = FILES[name](tmp_path / name)
    finished, refused = read(path, PAIR)
    assert isinstance(finished, TranslationUnit)
    assert isinstance(refused, Refused)
    units = [item for item in read(path, UNFINISHED) if isinstance(item, TranslationUnit)]
    assert [tuple(variant.text for variant in unit.variants) for unit in units] == TEXTS
    assert [tuple(variant.language for variant in unit.variants) for unit in units] == [("fr", "vi")] * 2
    assert (units[1].where, refused.where) == (PLACES[name],) * 2


def entry(path: Path, text: str, wanted: Wanted = PAIR) -> list[object]:
    path.write_text(text, "utf-8")
    return [
        tuple(variant.text for variant in item.variants) if isinstance(item, TranslationUnit) else getattr(item, "reason", None)
        for item in read(path, wanted)
    ]


def test_of_plural_forms_the_first_and_the_last(tmp_path: Path) -> None:
    two = 'msgid "un quai"\nmsgid_plural "%d quais"\nmsgstr[0] "one quay"\nmsgstr[1] "%d quays"\n'
    assert entry(tmp_path / "a.po", two) == [("un quai", "one quay"), ("%d quais", "%d quays")]
    one = 'msgid "un quai"\nmsgid_plural "%d quais"\nmsgstr[0] "%d cầu cảng"\n'
    assert entry(tmp_path / "a.po", one) == [("%d quais", "%d cầu cảng")]


def test_what_a_catalogue_marks_is_told(tmp_path: Path) -> None:
    assert entry(tmp_path / "a.po", '#, fuzzy\nmsgid "a"\nmsgstr "b"\n') == ["marked fuzzy: not a finished translation"]
    assert entry(tmp_path / "a.po", '#~ msgid "a"\n#~ msgstr "b"\n') == []
    assert entry(tmp_path / "a.po", f'msgid "a"\nmsgstr "{"b" * (MAX_SEGMENT + 1)}"\n') == ["a segment of more than 10,000 characters"]


FUZZY = "marked fuzzy: not a finished translation"
LIVE = 'msgid "a"\nmsgstr "b"\n'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"#, fuzzy\n#, python-format\n{LIVE}", [FUZZY]),
        (f"#, python-format\n#. of the harbour\n#,fuzzy\n{LIVE}", [FUZZY]),
        (f"#, no-fuzzy-format, c-format\n{LIVE}", [("a", "b")]),
        (f'#, fuzzy\n#~ msgid "old"\n#~ msgstr "old"\n{LIVE}', [("a", "b")]),
        (f'#, fuzzy\n#~| msgid "older"\n#~ msgid "old"\n#~ msgstr "old"\n\n#, fuzzy\n{LIVE}', [FUZZY]),
        (f'{LIVE}\n#, fuzzy\n#~ msgid "old"\n#~ msgstr "old"\n\n{LIVE}', [("a", "b"), ("a", "b")]),
    ],
)
def test_flags_belong_to_the_entry_below_them(text: str, found: list[object], tmp_path: Path) -> None:
    assert entry(tmp_path / "a.po", text) == found


@pytest.mark.parametrize(
    ("encoding", "escaped", "text"),
    [
        ("UTF-8", r"ferm\303\251", "fermé"),
        ("UTF-8", r"ferm\xC3\xa9s \x263 \101\n", "fermés &3 A\n"),
        ("UTF-8", r"c\341\272\247u \\303", "cầu \\303"),
        ("ISO-8859-1", r"ferm\351", "fermé"),
        ("UTF-8", r"\501", "A"),
        ("hex", "fermé", "fermé"),
    ],
)
def test_numbers_of_bytes_are_text_of_the_encoding(encoding: str, escaped: str, text: str, tmp_path: Path) -> None:
    header = f'msgid ""\nmsgstr "Content-Type: text/plain; charset={encoding}\\n"\n\n'
    assert entry(tmp_path / "a.po", f'{header}msgid "{escaped}"\nmsgstr "b"\n') == [(text, "b")]


def test_numbers_of_bytes_that_are_no_text_are_told_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"a\.po: line 2: escapes \(\\\) that are not utf-8"):
        entry(tmp_path / "a.po", 'msgid "a"\nmsgstr "ferm\\351"\n')


def test_a_catalogue_does_not_say_its_languages(tmp_path: Path) -> None:
    path = po(tmp_path / "a.po")
    with pytest.raises(UsageError, match="Name both languages"):
        list(read(path))


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.po", b"nonsense\n", "is not what PO files have"),
        ("a.po", b'msgid "\xff"\nmsgstr "b"\n', "which it says to be in"),
        ("a.docx", b"PK", "not a DOCX file"),
    ],
)
def test_what_is_no_such_file_is_told(name: str, data: bytes, what: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DataError, match=what):
        list(read(tmp_path / name, PAIR))


def test_a_document_without_a_table_is_told(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Rien.")
    document.save(str(tmp_path / "a.docx"))
    with pytest.raises(DataError, match="no table with two languages"):
        list(read(tmp_path / "a.docx", PAIR))


def test_a_table_may_name_its_columns_otherwise(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=4)
    for row in [("ID", "Status", "Source", "Target"), ("1", "ok", "Le quai.", "Cầu cảng."), ("2", "new", "Le phare.", "")]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "a.docx"))
    units = [item for item in read(tmp_path / "a.docx", UNFINISHED) if isinstance(item, TranslationUnit)]
    assert [(unit.name, *(variant.text for variant in unit.variants)) for unit in units] == [
        ("1", "Le quai.", "Cầu cảng."),
        ("2", "Le phare.", ""),
    ]
