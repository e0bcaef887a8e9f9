"""A file says what it is by its first bytes and its first row."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.formats import FORMATS
from glossary.formats.recognise import recognise
from tests.glossary.helpers import concept
from tm.errors import UsageError

GIVEN = [concept(fr="phare", en="lighthouse", vi="hải đăng")]
ALIKE = {
    "tbx2": "tbx3",
    "tbx3-dct": "tbx3",
    "csv-excel": "csv",
    "google": "tsv",
    "google-set": "csv",
    "deepl": "tsv",
    "wordfast": "tsv",
}


@pytest.mark.parametrize("name", [form.name for form in FORMATS.values() if form.reads])
def test_what_we_write_is_recognised(tmp_path: Path, name: str) -> None:
    form = FORMATS[name]
    path = tmp_path / f"file{form.extension}"
    with path.open("wb") as stream:
        form.write(stream, GIVEN, ("fr", "vi") if form.bilingual else ("fr", "en", "vi"))
    assert recognise(path).name == ALIKE.get(name, name)


@pytest.mark.parametrize(
    ("file", "text", "name"),
    [
        ("a.csv", "phare,hải đăng\n", "deepl"),
        ("a.csv", "phare,hải đăng,fr,vi\n", "deepl"),
        ("a.csv", "French;Vietnamese;Note\nphare;hải đăng;x\n", "csv"),
        ("a.txt", "phare\thải đăng\tx\n", "tsv"),
        ("a.xml", '<?xml version="1.0"?><mtf></mtf>', "multiterm"),
    ],
)
def test_others_are_recognised(tmp_path: Path, file: str, text: str, name: str) -> None:
    path = tmp_path / file
    path.write_text(text, "utf-8")
    assert recognise(path).name == name


def test_what_tells_nothing_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"x")
    with pytest.raises(UsageError, match="--format"):
        recognise(path)
