"""The other pages of the desk, and what hostile texts become on any of them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from glossary.model import Candidate, Concept, EntityType, Evidence, LanguageSection, Origin, ReviewState, Term
from glossary.termbase import writing
from glossary.termbase.decisions import Decider
from glossary.termbase.write import add_concept, add_section, first_term, keep_candidate, keep_document, keep_occurrences
from tests.desk.serving import Client, Parsed, served
from tests.glossary.helpers import judge
from tm.memory import add
from tm.model import Document, Segment
from tm.units import TranslationUnit, Variant

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "<svg onload=alert(1)>",
    "javascript:alert(1)",
    "</title></textarea></style><b>bold</b>",
    "{{ 7*7 }}{% raw %}",
    "&lt;i&gt; &amp;",
    "a\x1b[31mred\u202egnp.exe",
)


def poisoned(path: Path, text: str) -> None:
    """A termbase that says one hostile thing wherever it can say something."""
    list(add(path, [TranslationUnit((Variant("fr", f"poison {text}"), Variant("en", f"poison {text}")), name=text, origin="import")]))
    with writing(path) as db:
        candidate = keep_candidate(db, Candidate(text, text, EntityType.TERM, 90.0, 1, 1, why={text: 0.5}))
        evidence = (Evidence(1, text, 0, 1, text, 0, 1),)
        proposed = Term(text, state=ReviewState.PROPOSED, origin=Origin.PARALLEL, source=text, note=text, evidence=evidence)
        add_section(db, candidate, LanguageSection("en", (proposed,), text))
        segment = keep_document(db, Document(text, text, date=text), text, [Segment(text, 0, len(text))])
        own = first_term(db, candidate)
        keep_occurrences(db, [(own, segment, 0, len(text))])
        french = (Term(f"{text} bis", source=text, note=text), Term(f"{text} ter"))
        other = add_concept(db, Concept(subject_field=text, note=text, sections=(LanguageSection("fr", french, text),)))
        keep_occurrences(db, [(own + number, segment, 0, len(text)) for number in (2, 3)])
        judge(db, other, "approved", who=text, reason=text)
        Decider(db, text).postpone(other, text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_markup(tmp_path: Path, text: str) -> None:
    path = tmp_path / "glossary.db"
    poisoned(path, text)
    with served(path) as port:
        client = Client(port).enter()
        asked = quote(text)
        pages = [
            client.get(p)
            for p in ("/", "/card/2", "/concept/1", "/concept/2", "/unit/1", "/overview", f"/search?q={asked}", "/search?q=bis")
        ]
        pages += [
            client.get(f"/concordance?q={quote('poison ' + text)}"),
            client.get(f"/?subject_field={asked}&undone=1"),
            client.get(f"/{asked}"),
        ]
        pages.append(client.decide(pages[0], "approve", fr=" ", en=text, note=text, reason=text, subject_field=text, other=text))
        pages.append(client.decide(pages[0], "merge", other=text, note=text))
    for page in pages:
        parsed = Parsed.of(page.text)
        assert [script["src"] for script in parsed.elements("script")] == ["/static/htmx.min.js", "/static/desk.js"]
        for element in parsed.all:
            assert element.tag not in ("i", "img", "textarea", "style")
            assert element.tag != "b" or element.text != "bold"
            assert not [name for name in element.attributes if name.startswith("on")]
            assert not element.attributes.get("href", "").lower().startswith("javascript")
        assert "49" not in parsed.texts("h1")[0]
        assert "\x1b" not in page.text
        assert "\u202e" not in page.text
    assert pages[0].heading.split() == text.replace("\x1b", "").replace("\u202e", "").split(), "the text itself is shown"


class TestLookUp:
    @pytest.mark.parametrize(
        ("query", "first"),
        [
            ("phare du large", "phare du large"),
            ("criee", "criée aux poissons"),
            ("poisson cri", "criée aux poissons"),
            ("hiep dinh", "hiệp định đánh cá ven bờ"),
            ("slipw", "slipway"),
            ("capitenerie", "capitainerie du port"),
            ("accords de pêche côtière", "accord de pêche côtière"),
        ],
    )
    def test_finds_as_one_types(self, client: Client, query: str, first: str) -> None:
        parsed = Parsed.of(client.get(f"/search?q={quote(query)}").text)
        hits = [element.text for element in parsed.all if element.attributes.get("class") == "hit"]
        assert hits
        assert hits[0] == first

    @pytest.mark.parametrize("query", ["", "%20", "%22", "%27", "*", "AND", "NEAR(", "%00", "zzzz", "x" * 5000, "%F0%9F%90%9F"])
    def test_bears_any_query(self, client: Client, query: str) -> None:
        assert client.get(f"/search?q={query}").status == 200
        assert client.get(f"/concordance?q={query}").status == 200


def test_an_entry_is_shown_whole(client: Client) -> None:
    client.decide(client.get("/card/1"), "approve", note="Changed note", reason="because")
    text = client.get("/concept/1").text
    for shown in (
        "accord de pêche hauturière", "Accord sur la pêche loin des côtes.", "<s>traité des hauturiers</s>", "deep-sea fishing agreement",
        "No equivalent is known.", "testeuse", "note: “One word for both shores.” → “Changed note”", "“because”", "hauturiers-2021",
        'href="/card/1"', 'href="/overview?concept=c1"',
    ):  # fmt: skip
        assert shown in text


def test_a_unit_and_its_concordance(client: Client) -> None:
    unit = client.get("/unit/1")
    assert unit.heading == "Translation unit u1"
    assert "The fish auction opens" in unit.text
    found = client.get("/concordance?q=criees").text
    assert "La <mark>criée</mark> aux poissons" in found
    assert 'href="/unit/1"' in found


def test_the_overview_draws_what_its_tables_say(client: Client) -> None:
    client.decide(client.get("/"), "reject")
    parsed = Parsed.of(client.get("/overview").text)
    rows = [element.text.split() for element in parsed.all if element.tag == "tr"]
    assert ["candidate", "23"] in rows
    assert ["rejected", "1"] in rows
    assert ["A", "accord", "de", "pêche", "hauturière", "1", "2", "3"] in rows
    assert ["B", "pacte", "de", "pêche", "hauturière", "4", "2", "1"] in rows
    [figure] = [a for a in parsed.elements("svg") if a.get("role") == "img"]
    heights = [float(a["height"]) for a in parsed.elements("rect") if a.get("class") in ("s0", "s1")]
    assert heights == [20, 80, 50, 50, 75, 25]
    assert figure["aria-describedby"] == "table-1"
    assert "accord de pêche hauturière" in client.get("/overview?concept=c1").text
    assert "No entry has several terms" in client.get("/overview?concept=c4444").text


@pytest.mark.parametrize("path", ["/card/999", "/concept/999", "/unit/999", f"/card/{10**40}", f"/unit/{10**40}", "/card/-1", "/nowhere"])
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status == 404
    assert answer.heading == "That did not work"


def test_a_termbase_that_cannot_be_read_is_told(client: Client, database: Path) -> None:
    for path in database.parent.glob("glossary.db*"):
        path.unlink()
    answer = client.get("/")
    assert answer.status == 503
    assert "there is no termbase here" in answer.text
