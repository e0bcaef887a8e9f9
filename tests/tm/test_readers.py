"""Readers: the same article out of every kind of file, and what is refused, with its reason."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from tm import documents
from tm.documents import read_sources
from tm.errors import DataError
from tm.readers import SUFFIXES, read

TITLE = "Le port de Vinh inaugure un quai"
BODY = "Le ministre des Pêches a coupé le ruban. La mise en œuvre du plan commence."
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OPEN = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def zipped(**members: str | bytes) -> bytes:
    """A ZIP archive; __ stands for a slash in the members' names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def docx(body: str, head: str = "") -> bytes:
    return zipped(**{"word__document.xml": f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'})


def odt(body: str) -> bytes:
    return zipped(**{"content.xml": f'<o:document-content xmlns:o="{OPEN}" xmlns:t="{TEXT}"><o:body>{body}</o:body></o:document-content>'})


def pdf(*lines: str) -> bytes:
    """A PDF of one page with these lines of text."""
    drawn = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 12 Tf 50 700 Td {drawn} ET".encode("cp1252")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    return data + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, start)


def locked_pdf() -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    writer.append_pages_from_reader(PdfReader(io.BytesIO(pdf(TITLE))))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(stream)
    return stream.getvalue()


KINDS = {
    "a.txt": f"{TITLE}\n\n{BODY}".encode(),
    "a.md": f"# {TITLE}\n\n{BODY.replace('ministre', '**ministre**').replace('plan', '[plan](http://p.example)')}\n".encode(),
    "a.html": (
        f"<html><head><title>{TITLE}</title></head><body><nav><a href='/'>Accueil</a></nav><article><h1>{TITLE}</h1>"
        f"<p>{BODY} {BODY}</p><p>Une foule nombreuse a suivi la cérémonie depuis la digue, malgré la pluie.</p></article></body></html>"
    ).encode(),
    "a.docx": docx(
        f"<w:p><w:r><w:t>{TITLE}</w:t></w:r></w:p><w:p><w:r><w:t>{BODY[:20]}</w:t></w:r><w:r><w:t>{BODY[20:]}</w:t></w:r></w:p>"
    ),
    "a.odt": odt(f"<t:h>{TITLE}</t:h><t:p>{BODY[:20]}<t:span>{BODY[20:]}</t:span></t:p>"),
    "a.pdf": pdf(TITLE + ".", BODY.replace("œ", "oe")),
}


def test_every_kind_is_tried() -> None:
    assert {Path(name).suffix for name in KINDS} | {".text", ".markdown", ".htm"} == set(SUFFIXES)


@pytest.mark.parametrize("name", KINDS)
def test_the_article_is_read(name: str) -> None:
    text = read(KINDS[name], Path(name)).text
    assert text.startswith(TITLE)
    assert "Le ministre des Pêches a coupé le ruban." in text
    assert not set("*[]<>#") & set(text)


def test_tables_and_tabs_of_a_word_file_are_read() -> None:
    cell = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>quai</w:t><w:tab/><w:t>12</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    assert read(docx(cell), Path("a.docx")).text == "quai 12"


def test_notes_of_an_open_document_are_left_out() -> None:
    body = "<t:p>Le quai<t:note><t:note-body><t:p>Voir le plan.</t:p></t:note-body></t:note> ouvre.</t:p>"
    assert read(odt(body), Path("a.odt")).text.splitlines()[0] == "Le quai ouvre."


def test_a_page_tells_its_date() -> None:
    page = KINDS["a.html"].replace(b"<head>", b'<head><meta property="article:published_time" content="2024-03-14T09:00:00Z">')
    assert read(page, Path("a.html")).date == "2024-03-14"


def test_mojibake_is_set_right() -> None:
    assert read("Pêches à Huế".encode().decode("latin-1").encode(), Path("a.txt")).text == "Pêches à Huế"


def compressed_badly(data: bytes) -> bytes:
    """An archive whose first member cannot be unpacked."""
    start = data.index(b"word/document.xml") + len("word/document.xml")
    return data[:start] + bytes(byte ^ 0x55 for byte in data[start : start + 40]) + data[start + 40 :]


ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REFUSED = {
    "external entity": ("a.docx", docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", ENTITY), "declares entities"),
    "no word file": ("a.docx", b"not a zip", "not a DOCX file"),
    "compressed badly": ("a.docx", compressed_badly(docx("<w:p/>" * 9)), "not a DOCX file"),
    "another archive": ("a.odt", zipped(**{"x.xml": "<x/>"}), "not a ODT file"),
    "broken xml": ("a.docx", zipped(**{"word__document.xml": "<w:document"}), "broken inside"),
    "locked pdf": ("a.pdf", locked_pdf(), "protected by a password"),
    "no pdf": ("a.pdf", b"%PDF-1.4 nothing", "cannot be read"),
    "pictures only": ("a.pdf", pdf(), "only pictures"),
    "no article": ("a.html", b"<html><body></body></html>", "no article"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_sound_is_refused(case: str) -> None:
    name, data, reason = REFUSED[case]
    with pytest.raises(DataError, match=reason) as raised:
        read(data, Path(name))
    assert "\n" not in str(raised.value)


def test_deep_html_ends_in_a_reason_or_a_text() -> None:
    page = b"<div>" * 20000 + BODY.encode() + b"</div>" * 20000
    try:
        text = read(page, Path("a.html")).text
    except DataError:
        return
    assert BODY in text


def test_an_archive_is_read_member_by_member(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(**{"s__one.txt": KINDS["a.txt"], "s__two.docx": KINDS["a.docx"], "x.bin": b"\0"}))
    raws = list(read_sources([tmp_path / "a.zip"]))
    assert [raw.source for raw in raws] == ["a.zip/s/one.txt", "a.zip/s/two.docx"]


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_ARCHIVE_BYTES", 1000)
    (tmp_path / "bomb.zip").write_bytes(zipped(**{"a.txt": b" " * 2000}))
    with pytest.raises(DataError, match=r"bomb\.zip: unpacks to more than"):
        list(read_sources([tmp_path / "bomb.zip"]))


def test_a_member_that_is_too_large_is_skipped_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_BYTES", 500)
    (tmp_path / "a.zip").write_bytes(zipped(**{"big.txt": "a " * 1000, "small.txt": BODY}))
    problems: list[DataError] = []
    assert [raw.source for raw in read_sources([tmp_path / "a.zip"], problems=problems)] == ["a.zip/small.txt"]
    assert len(problems) == 1
    assert "big.txt: larger than" in str(problems[0])


def test_a_folder_with_a_link_to_itself_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    os.symlink(tmp_path, tmp_path / "again")
    assert [raw.source for raw in read_sources([tmp_path])] == ["a.txt"]
