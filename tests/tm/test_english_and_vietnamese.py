"""English and Vietnamese tokens, their parts of speech and lemmas."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm import english, vietnamese
from tm.tagging import Token

CASES = Path(__file__).parent.parent / "cases"
SENTENCES = json.loads((CASES / "tags.json").read_text("utf-8"))
FLOORS = json.loads((CASES / "grammar.json").read_text("utf-8"))["floors"]["tags"]
TAGGERS: dict[str, Callable[[str], list[Token]]] = {"en": english.tag, "vi": vietnamese.tag}
LETTERS = "DNAVIPGSBCRMEOX"


@pytest.mark.parametrize("language", FLOORS)
def test_words_have_their_parts_of_speech(language: str) -> None:
    """Each word of the sentences stands with the tag that a grammar would give it there."""
    expected, found = [], []
    for sentence in SENTENCES[language]:
        pairs = re.findall(r"(\S.*?)/([A-Z])(?: |$)", sentence)
        text = re.sub(r" (?=['’]s\b)", "", " ".join(word for word, _ in pairs))
        tokens = TAGGERS[language](text)
        assert [token.text for token in tokens] == [word for word, _ in pairs]
        expected += [(word, tag, sentence) for word, tag in pairs]
        found += [(token.text, token.tag, sentence) for token in tokens]
    misses = [(e, f[1]) for e, f in zip(expected, found, strict=True) if e != f]
    assert 1 - len(misses) / len(expected) >= FLOORS[language], misses


@pytest.mark.parametrize("language", TAGGERS)
@given(text=st.text(alphabet=st.sampled_from("aàạăâđeêiouưyAĐENUbcghntsv'’-‑ .,;0129\u00a0\u0301&«»/()İßǅ"), max_size=60))
def test_offsets_give_the_text_of_each_token_back(language: str, text: str) -> None:
    tokens = TAGGERS[language](text)
    assert all(text[token.start : token.end] == token.text and token.tag in LETTERS and token.lemma for token in tokens)
    assert all(before.end <= after.start for before, after in pairwise(tokens))
    missed = set(range(len(text))) - {place for token in tokens for place in range(token.start, token.end)}
    assert not any(text[place].isalnum() for place in missed), "every letter and figure is in a token"


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("treaties", "treaty"),
        ("children", "child"),
        ("fishermen", "fisherman"),
        ("analyses", "analysis"),
        ("vice-ministers", "vice-minister"),
    ],
)
def test_the_lemma_of_a_plural_is_its_singular(form: str, lemma: str) -> None:
    token = english.tag(f"The {form} remain.")[1]
    assert (token.tag, token.lemma, token.number) == ("N", lemma, "p")
    assert english.singular(form.capitalize()) == lemma.capitalize()


@pytest.mark.parametrize("word", ["Timor-Leste", "NATO", "Okoro", "U.S."])
def test_unknown_words_with_capitals_are_names(word: str) -> None:
    for text in (f"{word} waits.", f"He saw {word} again."):
        assert next(token for token in english.tag(text) if token.text == word).tag == "E"


def test_frequencies_are_shares_of_the_language() -> None:
    assert english.frequency("the") > 0.01 > english.frequency("treaty") > 0
    assert vietnamese.frequency("và") > vietnamese.frequency("hòa bình") > 0
    assert english.frequency("zzyzxq") == vietnamese.frequency("hòa zzyzxq") == vietnamese.frequency("") == 0


def test_syllables_of_one_word_are_one_token() -> None:
    assert find_spec("underthesea"), "part of the [test] extra"
    words = [token.text for token in vietnamese.tag("Chính phủ ủng hộ phát triển bền vững.")]
    assert words == ["Chính phủ", "ủng hộ", "phát triển", "bền vững", "."]


def test_both_spellings_of_a_syllable_are_read_alike() -> None:
    for text in ("Ủy ban Nghề cá họp.", "Uỷ ban Nghề cá họp."):
        assert vietnamese.tag(text)[0].end == len("Ủy ban")


def test_without_the_extra_each_syllable_is_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vietnamese, "segmented", lambda: False)
    tokens = vietnamese.tag("Tuy nhiên, họ đã thăm đảo này.")
    assert [f"{token.text}/{token.tag}" for token in tokens] == ["Tuy nhiên/N", ",/X", "họ/R", "đã/B", "thăm/N", "đảo/N", "này/R", "./X"]


def test_nothing_heavy_is_loaded_before_it_is_asked() -> None:
    code = "import sys, glossary.mining.grammar; print(sorted({'underthesea', 'wordfreq', 'simplemma', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
