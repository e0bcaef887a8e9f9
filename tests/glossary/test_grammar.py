"""The three languages as the miner sees them: phrases, names, keys and dictionary forms. Cases in tests/cases/grammar.json."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.mining.grammar import GRAMMARS, Grammar
from glossary.mining.phrases import LONGEST
from glossary.model import EntityType
from tests.conftest import ROOT
from tm import english, vietnamese

CASES = json.loads((Path(__file__).parent.parent / "cases" / "grammar.json").read_text("utf-8"))
EVERY = 3  # one in so many reference terms is looked for
WORDS = {
    "en": "the a minister ministers of for to with and state trade agreement's agreements signed signing signs new Lund NATO Ministry of "
    "the in Foreign Affairs , . 12 not first last year which",
    "vi": "các những bộ trưởng Bộ Ngoại giao của về với và quan hệ đối tác chiến lược toàn diện là đã ký ông Lund NATO , . 12 này năm "
    "hợp tác",
}  # fmt: skip


def of_language(section: str) -> list[tuple[str, object]]:
    return [(language, case) for language, cases in CASES[section].items() for case in cases]


def texts(grammar: Grammar, text: str) -> set[str]:
    """The noun phrases of a text, as they stand there."""
    tokens = grammar.tag(text)
    return {text[tokens[start].start : tokens[end - 1].end] for start, end in grammar.phrases(tokens)}


@pytest.mark.parametrize(("language", "case"), of_language("phrases"))
def test_noun_phrases_are_found_whole(language: str, case: dict[str, Sequence[str]]) -> None:
    text = str(case["text"])
    found = texts(GRAMMARS[language], text)
    assert found >= set(case["found"])
    assert not found & set(case["not"])


@pytest.mark.parametrize(("language", "case"), of_language("names"))
def test_names_are_found_with_what_they_name(language: str, case: dict[str, object]) -> None:
    grammar, text = GRAMMARS[language], str(case["text"])
    tokens = grammar.tag(text)
    found = {text[tokens[start].start : tokens[end - 1].end]: kind for start, end, kind in grammar.names(tokens)}
    assert found == case["found"]


@pytest.mark.parametrize(("language", "pair"), of_language("same"))
def test_variants_share_a_key(language: str, pair: Sequence[str]) -> None:
    first, second = (GRAMMARS[language].key(GRAMMARS[language].tag(text)) for text in pair)
    assert first == second


@pytest.mark.parametrize(("language", "pair"), of_language("apart"))
def test_different_terms_have_different_keys(language: str, pair: Sequence[str]) -> None:
    first, second = (GRAMMARS[language].key(GRAMMARS[language].tag(text)) for text in pair)
    assert first != second


@pytest.mark.parametrize(("language", "case"), of_language("shown"))
def test_the_dictionary_form(language: str, case: dict[str, object]) -> None:
    grammar = GRAMMARS[language]
    uses = [([token for token in grammar.tag(text) if token.tag != "D"], 1) for text in list(case["uses"])]  # type: ignore[call-overload]
    assert grammar.display_form(uses) == case["form"]


@pytest.mark.parametrize("language", WORDS)
@given(data=st.data())
def test_phrases_are_short_spans_that_end_on_content(language: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(WORDS[language].split()), max_size=25))
    grammar = GRAMMARS[language]
    tokens = grammar.tag(" ".join(words))
    spans = list(grammar.phrases(tokens))
    assert len(spans) == len(set(spans))
    for start, end in spans:
        assert 0 <= start < end <= len(tokens)
        assert end - start <= LONGEST
        assert tokens[end - 1].tag not in "SDCRXO", [token.text for token in tokens[start:end]]
        assert tokens[start].tag not in "SDCRXO"
        assert grammar.key(tokens[start:end])
        assert grammar.surface(tokens[start:end])
    for start, end, _ in grammar.names(tokens):
        assert 0 <= start < end <= len(tokens)
        assert end - start <= LONGEST, "bounded, or a page in capitals would take for ever"
    assert all(end - start == 1 for start, end in grammar.single_words(tokens))


NOUNS = st.text(alphabet="bcdfgklmnprstv", min_size=1, max_size=1).flatmap(
    lambda first: st.sampled_from(["ragment", "larket", "andship", "oatman's harbour", "onetary unit"]).map(lambda rest: first + rest)
)


@given(st.sampled_from(["harbour", "treaty", "border", "visit", "agreement", "box", "country", "policy", "fleet", "island"]), NOUNS)
def test_a_plural_shares_the_key_of_its_singular(noun: str, modifier: str) -> None:
    plural = noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + ("es" if noun.endswith("x") else "s")
    grammar = GRAMMARS["en"]
    assert grammar.key(grammar.tag(f"{modifier} {noun}")) == grammar.key(grammar.tag(f"{modifier} {plural}"))


def reference_terms(language: str) -> list[str]:
    with (ROOT / "glossary/data/reference/terms.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return list(dict.fromkeys(row["term"] for row in rows if row["language"] == language))[::EVERY]


def recall(language: str) -> float:
    """The share of reference terms that are found as exactly one phrase, word or name in sentences of ours."""
    grammar = GRAMMARS[language]
    hits = total = 0
    for term in reference_terms(language):
        for carrier in CASES["carriers"][language]:
            place = carrier.index("{")
            text = carrier.format(term if place else term[0].upper() + term[1:])
            tokens = grammar.tag(text)
            spans = [*grammar.phrases(tokens), *grammar.single_words(tokens), *((start, end) for start, end, _ in grammar.names(tokens))]
            hits += (place, place + len(term)) in {(tokens[start].start, tokens[end - 1].end) for start, end in spans}
            total += 1
    return hits / total


@pytest.mark.parametrize("language", ["en", "vi"])
def test_known_terms_are_candidates(language: str) -> None:
    assert recall(language) >= CASES["floors"]["recall"][language]


def test_known_terms_are_candidates_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vietnamese, "segmented", lambda: False)
    assert recall("vi") >= CASES["floors"]["recall"]["vi by syllables"]


@pytest.mark.parametrize("language", GRAMMARS)
def test_a_grammar_is_of_its_language(language: str) -> None:
    grammar = GRAMMARS[language]
    assert grammar.language == language
    assert all(0 < prior <= 1 and set(pattern) <= set("DNAVIPGSBCRMEO") for pattern, prior in grammar.patterns.items())
    word = {"fr": "accord", "en": "agreement", "vi": "thỏa thuận"}[language]
    assert 0 < grammar.frequency(word) < 0.01
    assert {"fr": "fort", "en": "strong", "vi": "mạnh mẽ"}[language] in grammar.evaluative
    assert {"fr": "commercial", "en": "commercial", "vi": "thương mại"}[language] not in grammar.evaluative
    head = {"fr": "ministère", "en": "ministry", "vi": "ủy ban"}[language]
    assert grammar.heads[head] is EntityType.ORGANISATION


@pytest.mark.parametrize(
    ("language", "text", "loose"),
    [("en", "visit of the king", True), ("en", "law of the Sea", False), ("vi", "nhóm các đảo", True), ("vi", "nhóm đảo", False)],
)
def test_a_phrase_tied_to_its_sentence_is_loose(language: str, text: str, loose: bool) -> None:
    grammar = GRAMMARS[language]
    assert grammar.is_loose(grammar.tag(text)) is loose


def test_what_goes_on_a_name_is_no_term_by_itself() -> None:
    parse = GRAMMARS["fr"].parse("Le port de Hô Chi Minh-Ville a accueilli le Parti Russie unie.")
    single = {parse.tokens[start].text for start, end, _ in parse.phrases if end - start == 1}
    assert "port" in single
    assert "Chi" not in single


def test_french_is_as_before() -> None:
    assert texts(GRAMMARS["fr"], "Le ministre signe un accord de pêche.") == {"ministre", "accord", "accord de pêche", "pêche"}


def test_demonyms_are_words_of_peoples() -> None:
    assert english.demonym("Norwegian")
    assert not english.demonym("North")
    assert not english.demonym("norwegian")
