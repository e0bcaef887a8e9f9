"""Real programs open what goes out of the memory: OmegaT translates with our TMX, LibreOffice opens our tables and documents."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from tests.clients.test_clients import need
from tests.conftest import lacking
from tests.tm.test_pretranslation import Memory
from tm.exchange import Wanted, write
from tm.pretranslation import Answer, pretranslate
from tm.units import PLACEHOLDER, InlineTag, TranslationUnit, Variant

P = PLACEHOLDER
BOLD = (InlineTag("bpt", (("i", "1"), ("type", "bold")), "&lt;b&gt;"), InlineTag("ept", (("i", "1"),), "&lt;/b&gt;"))
UNITS = [
    TranslationUnit((Variant("fr", "Le quai est ouvert.", (), "fr-FR"), Variant("en", "The quay is open."), Variant("vi", "Cầu cảng mở."))),
    TranslationUnit((Variant("vi", "Hải đăng & phao <đỏ>."), Variant("fr", "Le phare & la bouée <rouge>.")), name="7", previous="Avant."),
    TranslationUnit((Variant("fr", "Le musée est neuf."), Variant("en", "The museum is new."))),
    TranslationUnit((Variant("fr", f"Le {P}port{P} dort.", BOLD), Variant("vi", f"Bến {P}cảng{P} ngủ.", BOLD))),
]


def written(path: Path, *pair: str) -> Path:
    with path.open("wb") as stream:
        write(stream, UNITS, path, Wanted(*pair))
    return path


@pytest.mark.shared
def test_omegat_translates_with_our_memory(shared: Path, tmp_path: Path) -> None:
    need("omegat", "java")
    memory = written(tmp_path / "memory.tmx", "fr", "vi")
    source = tmp_path / "source.txt"
    source.write_text("Le quai est ouvert.\nLe phare & la bouée <rouge>.\nLe musée est neuf.\n", "utf-8")
    done = subprocess.run(
        ["sh", str(shared / "clients" / "omegat_pretranslate.sh"), str(memory), "fr", "vi", str(source)],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        timeout=150,
        check=True,
    )
    assert done.stdout.decode("utf-8").splitlines() == ["Cầu cảng mở.", "Hải đăng & phao <đỏ>.", "Le musée est neuf."]


def converted(path: Path, kind: str, reads: str = "") -> Path | None:
    """What LibreOffice makes of a file, None where it cannot open it; `reads` is its filter for tables of text."""
    home = path.parent / "home"
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={home.as_uri()}",
        *([f"--infilter={reads}"] if reads else []),
        "--convert-to",
        kind,
        "--outdir",
        str(path.parent),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    made = path.with_suffix(f".{kind.split(':')[0]}")
    return made if made.exists() else None


def libreoffice(example: Path, kind: str) -> None:
    """Skips the test where LibreOffice is not here, or cannot open a file of this kind that another program has written."""
    if shutil.which("soffice") is None or converted(example, kind) is None:
        lacking("LibreOffice for such files")


def test_libreoffice_opens_our_workbooks(tmp_path: Path) -> None:
    (tmp_path / "example.tsv").write_text("a\tb\n")
    libreoffice(tmp_path / "example.tsv", "csv")
    made = converted(written(tmp_path / "memory.xlsx", "fr", "vi"), "csv:Text - txt - csv (StarCalc):44,34,76")
    assert made
    rows = list(csv.reader(made.read_text("utf-8").splitlines()))
    assert rows == [
        ["fr", "vi", "note"],
        ["Le quai est ouvert.", "Cầu cảng mở.", ""],
        ["Le phare & la bouée <rouge>.", "Hải đăng & phao <đỏ>.", ""],
        ["Le port dort.", "Bến cảng ngủ.", ""],
    ]


def test_libreoffice_opens_our_documents(tmp_path: Path) -> None:
    path = tmp_path / "port.docx"
    made = docx.Document()
    paragraph = made.add_paragraph("Le ")
    paragraph.add_run("port").bold = True
    paragraph.add_run(" dort. Inconnu.")
    made.add_table(1, 1).cell(0, 0).text = "Le quai est ouvert."
    made.save(str(path))
    libreoffice(path, "txt:Text")
    known = {
        f"Le {P}port{P} dort.": Answer(100, f"Bến {P}cảng{P} ngủ.", BOLD),
        "Le quai est ouvert.": Answer(90, "Cầu cảng mở."),
    }
    out = tmp_path / "out.docx"
    pretranslate(path, out, Memory(known), source="fr", target="vi")
    text = converted(out, "txt:Text")
    assert text
    assert text.read_text("utf-8-sig").split("\n")[:2] == ["Bến cảng ngủ. Inconnu.", "Cầu cảng mở."]
