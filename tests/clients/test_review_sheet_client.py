"""The review sheet goes through a spreadsheet program and comes back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.review.applying import apply_sheets
from glossary.review.sheet import COLUMNS, Unreadable, read_review
from tests.cli.helpers import run
from tests.clients.test_memory_clients import converted, libreoffice
from tests.conftest import Built

UTF8_COMMA = "44,34,76"  # what LibreOffice asks for when it opens or saves a table of text
CSV = f"csv:Text - txt - csv (StarCalc):{UTF8_COMMA}"


@pytest.mark.parametrize(("ours", "theirs"), [("review.xlsx", CSV), ("review.xlsx", "xlsx"), ("review.csv", "xlsx")])
def test_libreoffice_gives_the_sheet_back(small: Built, tmp_path: Path, ours: str, theirs: str) -> None:
    (tmp_path / "example.tsv").write_text("a\tb\n")
    libreoffice(tmp_path / "example.tsv", "csv")
    database = small.copy_to(tmp_path)
    folder = tmp_path / "sent"
    folder.mkdir()
    assert run("review", "--csv", folder / ours, "--db", database).code == 0
    before = [row for row in read_review(folder / ours) if not isinstance(row, Unreadable)]
    assert set(before[0].cells) <= set(COLUMNS)
    (tmp_path / "opened").mkdir()
    opened = (folder / ours).rename(tmp_path / "opened" / f"theirs{Path(ours).suffix}")
    if opened.suffix == f".{theirs}":
        opened = opened.rename(opened.with_name(f"theirs.ours{opened.suffix}"))
    made = converted(opened, theirs, f"CSV:{UTF8_COMMA}" if opened.suffix == ".csv" else "")
    assert made
    after = [row for row in read_review(made) if not isinstance(row, Unreadable)]
    assert [(row.identifier, row.version, row.cells) for row in after] == [(row.identifier, row.version, row.cells) for row in before]
    assert apply_sheets([made], database, who="anna").counts == {"unchanged": len(before)}
