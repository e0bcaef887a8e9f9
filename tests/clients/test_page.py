"""The page for people in a real browser: it searches without accents, runs its script under its own policy, and prints."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from glossary.formats import FORMATS
from tests.conftest import lacking
from tests.glossary.helpers import concept, term
from tests.glossary.test_round_trips import DEPRECATED

CONCEPTS = [
    concept(fr="criée", en="fish auction", vi="đấu giá cá", number=1),
    concept(fr=[term("phare"), term("fanal", DEPRECATED)], en="<script>alert(1)</script>", vi="hải đăng", number=2),
]


def page() -> str:
    stream = io.BytesIO()
    FORMATS["html"].write(stream, CONCEPTS, ("fr", "en", "vi"))
    return stream.getvalue().decode("utf-8")


def dom(folder: Path, query: str) -> str:
    """What the browser has made of the page, once it searched for something."""
    if shutil.which("chromium") is None:
        lacking("chromium")
    path = folder / "page.html"
    path.write_text(page(), "utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", "--dump-dom"]
    done = subprocess.run([*command, f"{path.as_uri()}#q={query}"], capture_output=True, timeout=120, check=False)
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize(("query", "left"), [("dau gia", {"c1"}), ("CRIEE", {"c1"}), ("phare", {"c2"}), ("", {"c1", "c2"}), ("xyz", set())])
def test_a_browser_finds_without_accents(tmp_path: Path, query: str, left: set[str]) -> None:
    found = dom(tmp_path, query)
    assert {number for number, hidden in re.findall(r'<tr id="(c\d)"[^>]*?( hidden="")?>', found) if not hidden} == left
    assert f"{len(left)} of 2 concepts</output>" in found


def test_nothing_of_a_text_is_markup() -> None:
    text = page()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "http://" not in text
    assert "https://" not in text
    assert "default-src 'none'" in text
    assert '<td lang="vi"' in text
    assert "<s>fanal</s> (deprecated)" in text
