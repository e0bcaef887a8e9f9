"""Tokens and their parts of speech."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tm.tagging import tag

# Each word stands with the tag that a grammar would give it there.
SENTENCES = [
    "La/D délégation/N visite/V le/D port/N ./X",
    "La/D visite/N du/S port/N est/V officielle/A ./X",
    "Le/D livre/N blanc/A décrit/V une/D politique/N étrangère/A ./X",
    "Il/R marche/V vers/S la/D place/N du/S marché/N ./X",
    "Le/D président/N préside/V la/D séance/N ./X",
    "Ils/R ont/V le/D droit/N de/S pêcher/I ./X",
    "Le/D droit/N international/A est/V respecté/P ./X",
    "Elle/R a/V été/P reçue/P par/S Mme/N Ortiz/E à/S Séville/E ./X",
    "Le/D vice-ministre/N parle/V au/S porte-parole/N ./X",
    "La/D coopération/N militaro-technique/A progresse/V ./X",
    "Ils/R sont/V présents/A depuis/S le/D 3/M mai/N ./X",
    "Le/D XIVe/M congrès/N est/V ouvert/P ./X",
    "Accord/N trouvé/P sur/S les/D quotas/N ./X",
    "Selon/S l'/D accord/N ,/X une/D hausse/N de/S 12/M %/X est/V permise/P ./X",
    "La/D mer/N se/R ferme/V ./X",
    "Une/D ferme/N brûle/V ./X",
    "Le/D ministre/N des/S Affaires/N étrangères/A d'/S Islande/E",
    "G20/E et/C UEE/E",
    "À/S Oslo/E ,/X rien/R ne/R change/V ./X",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_word_has_its_part_of_speech(sentence: str) -> None:
    expected = [piece.rsplit("/", 1) for piece in sentence.split()]
    text = " ".join(word for word, _ in expected).replace("' ", "'")
    assert [[token.text, token.tag] for token in tag(text)] == expected


@pytest.mark.parametrize("text", ["L'accord est signé.", "D’autres pays suivent.", "C'est fait."])
def test_an_elided_word_may_begin_a_sentence(text: str) -> None:
    assert tag(text)[0].tag != "E"


@pytest.mark.parametrize("text", ["A-t-il signé ?", "Faut-il signer ?", "Sont-ils venus ?"])
def test_an_inverted_verb_may_begin_a_sentence(text: str) -> None:
    assert tag(text)[0].tag == "V"


@pytest.mark.parametrize("word", ["Séville", "Radev", "Chernyshov", "ASEAN", "Kurmanov"])
def test_unknown_words_with_capitals_are_names(word: str) -> None:
    for text in (f"{word} attend.", f"Il a vu {word} hier."):
        assert next(token for token in tag(text) if token.text == word).tag == "E"


@pytest.mark.parametrize("word", ["Accord", "Commerce", "Président"])
def test_a_common_noun_with_a_capital_is_no_name(word: str) -> None:
    for text in (f"{word} en vue.", f"Le ministère du {word} attend."):
        assert next(token for token in tag(text) if token.text == word).tag == "N"


def test_both_apostrophes_are_one() -> None:
    straight, curly = tag("Selon l'avis qu'elle donne aujourd'hui."), tag("Selon l’avis qu’elle donne aujourd’hui.")
    assert [t.tag for t in straight] == [t.tag for t in curly]
    assert [t.text for t in straight] == ["Selon", "l'", "avis", "qu'", "elle", "donne", "aujourd'hui", "."]


@pytest.mark.parametrize(
    ("text", "word", "lemma", "gender", "number"),
    [
        ("les accords commerciaux", "commerciaux", "commercial", "m", "p"),
        ("les visites officielles", "officielles", "officiel", "f", "p"),
        ("la criée", "criée", "criée", "f", "s"),
        ("les ports", "ports", "port", "m", "p"),
    ],
)
def test_lemma_gender_and_number(text: str, word: str, lemma: str, gender: str, number: str) -> None:
    token = next(token for token in tag(text) if token.text == word)
    assert (token.lemma, token.gender, token.number) == (lemma, gender, number)


def test_nothing_gives_nothing() -> None:
    assert tag("") == []
    assert tag(" \n\t") == []


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_tokens_point_at_the_text_and_miss_no_letter(text: str) -> None:
    tokens = tag(text)
    assert [text[t.start : t.end] for t in tokens] == [t.text for t in tokens]
    assert all(left.end <= right.start for left, right in pairwise(tokens))
    covered = {place for t in tokens for place in range(t.start, t.end)}
    assert {place for place, c in enumerate(text) if c.isalnum()} <= covered
    assert all(t.tag and t.tag in "NAVPGIBSCDRMOEX" for t in tokens)


@given(
    st.lists(
        st.sampled_from(
            ["Le", "la", "accord", "des", "pêche", "port,", "Radev", "signe", "officielle", "«", "»", "12", "l'avis", "et", "-", "Oslo."]
        ),
        max_size=25,
    )
)
def test_a_text_is_tagged_the_same_every_time(words: list[str]) -> None:
    text = " ".join(words)
    assert tag(text) == tag(text)
    assert [t.text for t in tag(text + " ")] == [t.text for t in tag(text)]
