"""From texts to clean documents: languages told apart, memory bounded."""

from __future__ import annotations

import pytest

from tm.cleaning import cleaned
from tm.fusion import Vocabulary
from tm.model import RawText
from tm.segment import segments

FRENCH = "Le port accueille les navires étrangers dans la rade.\nLes deux villes veulent renforcer leurs liens avec la région."
VIETNAMESE = "Hai cảng sẽ dùng chung một dịch vụ hải quan mới từ mùa xuân tới."


def test_a_paragraph_in_another_language_is_kept_as_such() -> None:
    [document] = cleaned([RawText("a.txt", f"{FRENCH}\n{VIETNAMESE}", "d")])
    assert [p.language for p in document.paragraphs] == ["fr", "fr", "vi"]
    parts = list(segments(document))
    assert parts[-1].text == VIETNAMESE
    assert [part.language for part in parts] == ["fr", "fr", "vi"]


@pytest.mark.parametrize(
    ("language", "text"), [("vi", VIETNAMESE), ("en", "Both sides agreed to build two newports and abridge over theriver.")]
)
def test_other_languages_pass_unharmed(language: str, text: str) -> None:
    [document] = cleaned([RawText("a.txt", text, "d")])
    assert (document.language, document.text, document.repairs) == (language, text, ())


def test_documents_come_in_order_with_the_vocabulary_of_all() -> None:
    raws = [RawText("a.txt", "Le xérographe est arrivé dans lexérographe avec les autres.", "a"), RawText("b.txt", FRENCH, "b")]
    assert [document.source for document in cleaned(raws)] == ["a.txt", "b.txt"]


def test_what_is_rare_in_a_very_large_corpus_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tm.fusion._MOST_ENTRIES", 3)
    vocabulary = Vocabulary.of(["un deux un deux", "trois quatre cinq"])
    assert set(vocabulary.counts) == {"un", "deux"}
    assert set(vocabulary.pairs) == {("un", "deux")}
