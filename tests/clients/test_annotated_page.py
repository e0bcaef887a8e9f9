"""The page of an annotated text in a real browser: cards for focus and for a place, links without script, contrast, nothing run."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from glossary.annotating import annotate
from glossary.formats.annotated import write
from glossary.mining.recognition import Recogniser
from glossary.model import Concept
from glossary.termbase.read import Hit
from tests.conftest import lacking
from tests.glossary.helpers import concept, term
from tests.glossary.test_round_trips import DEPRECATED

EVIL = "<script>document.title = 'run'</script>"
TEXT = f"Un accord de pêche & <b>phares</b>.\n\nDeux fanaux {EVIL} et l'accord\nde pêche.\x1b[31m"
CONCEPTS = [
    concept(fr="accord de pêche", en="fishing agreement", vi="hiệp định nghề cá", number=1),
    concept(fr="pêche", en=EVIL, vi="nghề cá", number=2),
    concept(fr=[term("phare"), term("fanal", DEPRECATED, note="old")], en="lighthouse", number=3),
]


def page(targets: tuple[str, ...] = ("en", "vi")) -> str:
    known = [
        (term.term, Hit(each.id, "fr", term.term, "", term.state.value, term.status.value))
        for each in CONCEPTS
        for term in each.terms("fr")
    ]
    concepts: dict[int, Concept] = {each.id: each for each in CONCEPTS}
    stream = io.BytesIO()
    write(stream, f"a {EVIL}.txt", TEXT, "fr", list(annotate(TEXT, Recogniser(known))), concepts, targets)
    return stream.getvalue().decode("utf-8")


def text_of(markup: str) -> str:
    return re.sub(r"<[^>]*>", "", markup).replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'").replace("&amp;", "&")


def test_the_text_is_whole_and_only_shown() -> None:
    markup = page()
    main = markup[markup.index("<main") : markup.index("</main>")]
    assert text_of(main).split() == TEXT.replace("\x1b", "").split()
    assert "<script>document" not in markup
    assert "<b>phares" not in markup
    assert "default-src 'none'" in markup
    assert not re.search(r"https?://|src=|@import|url\(", markup)


def test_every_term_leads_to_its_entry_and_back() -> None:
    markup = page()
    assert set(re.findall(r'href="#(\w+)"', markup)) <= set(re.findall(r' id="(\w+)"', markup))
    assert re.findall(r'<a class="(\w+)" href="#(c\d)" data-entries="([^"]+)" aria-describedby="d\d">([^<]+)</a>', markup) == [
        ("approved", "c1", "c1 c2", "accord de pêche"),
        ("approved", "c3", "c3", "phares"),
        ("deprecated", "c3", "c3", "fanaux"),
        ("approved", "c1", "c1 c2", "accord\nde pêche"),
    ]
    ids = re.findall(r' id="(\w+)"', markup)
    assert len(ids) == len(set(ids))


def test_terms_are_marked_by_language() -> None:
    markup = page()
    assert '<main lang="fr">' in markup
    assert '<dd lang="vi"><span><b>hiệp định nghề cá</b>' in markup
    assert '<s>fanal</s> <small lang="en">deprecated</small>' in markup
    assert 'lang="vi"' not in page(("en",))


def dom(folder: Path, place: str) -> str:
    """What the browser has made of the page, opened at a place."""
    if shutil.which("chromium") is None:
        lacking("chromium")
    path = folder / "page.html"
    path.write_text(page(), "utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", "--dump-dom"]
    done = subprocess.run([*command, f"{path.as_uri()}{place}"], capture_output=True, timeout=120, check=False)
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("place", "shown"),
    [("#u1", ["accord de pêche", "fishing agreement", "nghề cá"]), ("#u3", ["phare", "lighthouse"]), ("", []), ("#u99", []), ("#c1", [])],
)
def test_a_card_shows_the_entries_of_a_place(tmp_path: Path, place: str, shown: list[str]) -> None:
    found = dom(tmp_path, place)
    [(attributes, card)] = re.findall(r'<div id="card"([^>]*)>(.*?)</div>\s*<script>', found, re.DOTALL)
    assert ("hidden" not in attributes) is bool(shown)
    assert [word for word in shown if word not in text_of(card)] == []
    assert ' id="' not in card
    assert "<title>a &lt;script&gt;" in found, "what the text holds was not run"


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("scheme", "grounds"), [(0, ("#ffffff", "#e6e6e6")), (1, ("#121212", "#2a2a2a"))])
def test_colours_stand_out(scheme: int, grounds: tuple[str, str]) -> None:
    """WCAG 2.2 AA: 4.5 to 1, on the ground of the page and on that of a term under the pointer."""
    style = files("glossary.data").joinpath("annotated.css").read_text("utf-8")
    schemes = [line for line in style.splitlines() if "--forbidden:" in line]
    colours = re.findall(r"--\w+: (#[0-9a-f]{6})", schemes[scheme])
    assert len(colours) == 4
    for colour in colours:
        for ground in grounds:
            light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (colour, ground)
