"""The structure of agency copy. The articles with their noise, and what shall be made of them, are in cases/newswire.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tm.model import Document, DocumentType, RawText
from tm.newswire import split_article
from tm.text import normalize

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "cases" / "newswire.json").read_text("utf-8"))

# What a document in a case is unless it says otherwise.
USUAL = {"type": "article", "position": 0, "title": "", "date": "", "place": "", "agency": "", "paragraphs": []}

# Lines of copy, noise and all. A bare credit is not among them: see test_a_teaser_of_nothing_but_a_credit.
LINES = [
    "Le maire ouvre la foire",
    "Le maire ouvre la foire ảnh 2La fanfare (à droite). Photo: VNA",
    "Les éleveurs de la plaine ont amené leurs buffles, et les enfants leurs cerfs-volants de papier.",
    "Cân Tho, 2 mai (VNA) – La pluie a cessé.",
    "La foire ferme ce soir.-VNA",
    "La grande roue au crépuscule. Photo : AFP",
    "Voir plus",
    "Un marché de nuit pour les gourmands",
    "Deux cents étals 🎪 attendent les visiteurs venus de toute la province et même de la capitale.",
    "",
    " ",
]


def _split(text: str) -> list[Document]:
    return split_article(RawText("article.txt", text, "d1"))


def _text(case: dict[str, Any]) -> str:
    return "\n".join(case["text"])


def _letters(texts: Iterable[str]) -> Counter[str]:
    return Counter(c for text in texts for c in text if c.isalpha())


def _accounted(documents: Iterable[Document]) -> Counter[str]:
    """The letters in the paragraphs and in what was removed."""
    return _letters(
        text for document in documents for text in (*(p.content.text for p in document.paragraphs), *(r.text for r in document.removed))
    )


def _marked(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["defect"])] if "defect" in case else []
    return pytest.param(case, id=case["name"], marks=marks)


class TestCases:
    @pytest.mark.parametrize("case", [_marked(case) for case in CASES])
    def test_structure(self, case: dict[str, Any]) -> None:
        found = [
            {
                "type": document.type.value,
                "position": document.position,
                "title": document.title,
                "date": document.date,
                "place": document.place,
                "agency": document.agency,
                "paragraphs": [[p.type.value, p.content.text] for p in document.paragraphs],
                "removed": sorted([r.kind, r.text] for r in document.removed),
            }
            for document in _split(_text(case))
        ]
        assert found == [{**USUAL, **wanted, "removed": sorted(wanted.get("removed", []))} for wanted in case["documents"]]

    @pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
    def test_nothing_is_lost(self, case: dict[str, Any]) -> None:
        """Every letter of the text is in a paragraph or was noted as removed."""
        assert _accounted(_split(_text(case))) == _letters([normalize(_text(case)).text])

    @pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
    def test_every_letter_knows_its_place(self, case: dict[str, Any]) -> None:
        text = _text(case)
        for document in _split(text):
            for paragraph in document.paragraphs:
                content = paragraph.content
                letters = [(c, text[content.original(i)]) for i, c in enumerate(content.text) if c.isascii() and c.isalpha()]
                assert [here for here, _ in letters] == [there for _, there in letters]


def test_source_digest_and_language_go_to_every_document() -> None:
    lines = ["Titre", "Texte.", "Voir plus", "Un autre titre", LINES[2]]
    documents = split_article(RawText("dossier/a.txt", "\n".join(lines), "abc"), "fr")
    assert [(d.source, d.digest, d.language, d.position) for d in documents] == [("dossier/a.txt", "abc", "fr", n) for n in (0, 1)]


def test_the_date_of_the_file_serves_where_the_text_gives_none() -> None:
    raw = RawText("a.html", "Titre\nTexte.", "d", date="2031-05-02")
    assert [document.date for document in split_article(raw)] == ["2031-05-02"]
    dated = RawText("a.html", "date 2031-04 Titre\nTexte.", "d", date="2031-05-02")
    assert [document.date for document in split_article(dated)] == ["2031-04"]


def test_the_text_is_one_paragraph_a_line() -> None:
    (document,) = _split("Titre\n\nUn.\n\n\nDeux.\n")
    assert document.text == "Titre\nUn.\nDeux."


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_no_mix_of_lines_loses_a_letter(lines: list[str]) -> None:
    text = "\n".join(["La foire de printemps", *lines])
    documents = _split(text)
    assert _accounted(documents) == _letters([text])
    assert [d.position for d in documents] == sorted({d.position for d in documents})
    assert [d.type is DocumentType.ARTICLE for d in documents] == [True] + [False] * (len(documents) - 1)
    for document in documents:
        places = [p.content.original(0) for p in document.paragraphs if p.content.text]
        assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    "text", ["Titre\nTexte.\nVoir plus\nPhoto: VNA", "Voir plus\nUn marché de nuit"], ids=["teaser of a credit", "no article"]
)
def test_what_was_removed_from_an_empty_draft_is_kept(text: str) -> None:
    assert _accounted(_split(text)) == _letters([text])


def test_the_date_prefix_is_listed_as_removed() -> None:
    (document,) = _split("date 2031-04 La foire de printemps")
    assert any("2031-04" in removed.text for removed in document.removed)
