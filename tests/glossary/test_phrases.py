"""Noun phrases: what may be a term, and what two wordings of one phrase share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.mining.phrases import LONGEST, key, phrases
from tm.tagging import tag

WORDS = [
    "le",
    "la",
    "les",
    "un",
    "une",
    "accord",
    "accords",
    "pêche",
    "port",
    "ministre",
    "durable",
    "durables",
    "islandais",
    "commun",
    "de",
    "d'",
    "du",
    "des",
    "à",
    "aux",
    "sur",
    "avec",
    "pour",
    "et",
    "signe",
    "signent",
    "très",
    "hier",
    "Oslo",
    "Reykjavik",
    "Comité",
    "Affaires",
    "étrangères",
    ",",
    ".",
    "«",
    "»",
    "12",
]


def found(text: str) -> set[str]:
    """The phrases of a text, as they stand there."""
    tokens = tag(text)
    return {text[tokens[start].start : tokens[end - 1].end] for start, end in phrases(tokens)}


CASES = [
    ("Elle a signé un accord de pêche durable.", {"accord", "accord de pêche", "accord de pêche durable", "pêche durable", "pêche"}),
    ("Le port autonome de Reykjavik grandit.", {"port", "port autonome", "port autonome de Reykjavik"}),
    ("La lutte contre la pêche illégale continue.", {"lutte contre la pêche illégale", "pêche illégale"}),
    ("La mise en œuvre de l'accord tarde.", {"mise en œuvre", "mise en œuvre de l'accord"}),
    ("Il parle d’une barrière non tarifaire.", {"barrière"}),
    ("Le ministère des Affaires étrangères a parlé.", {"ministère des Affaires étrangères", "Affaires étrangères"}),
    ("Ils vont de port en port.", {"port"}),
    ("La criée aux poissons ouvre.", {"criée aux poissons", "poissons"}),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_noun_phrases_are_found_with_those_inside(text: str, expected: set[str]) -> None:
    assert expected <= found(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Elle a signé un accord de pêche durable.", {"un accord", "accord de", "signé un accord", "durable", "de pêche"}),
        ("Une nouvelle réunion aura lieu ce lundi.", {"nouvelle réunion", "lundi", "lieu", "ce lundi"}),
        ("Il a reçu un grand nombre de lettres.", {"grand nombre", "nombre", "nombre de lettres"}),
        ("Le Comité intergouvernemental se réunit.", {"Comité"}),
        ("Un accord avec l'Islande et un port.", {"accord avec l'Islande", "Islande et un port"}),
        ("Le ministre, la presse et le maire.", {"ministre, la presse", "presse et le maire"}),
    ],
)
def test_fragments_are_none(text: str, wrong: set[str]) -> None:
    assert not wrong & found(text)


@pytest.mark.parametrize(("text", "phrase"), [("Un État membre vote.", "État membre"), ("Les pays membres votent.", "pays membres")])
def test_a_noun_may_qualify_the_head(text: str, phrase: str) -> None:
    assert phrase in found(text)


def test_no_noun_no_phrase() -> None:
    assert found("Il va vite et bien.") == set()
    assert found("") == set()


@given(st.lists(st.sampled_from(WORDS), max_size=18))
def test_phrases_begin_and_end_well(words: list[str]) -> None:
    tokens = tag(" ".join(words))
    spans = list(phrases(tokens))
    assert len(set(spans)) == len(spans)
    for start, end in spans:
        inside = tokens[start:end]
        assert 0 <= start < end <= len(tokens)
        assert len(inside) <= LONGEST
        assert inside[0].tag in "NA"
        assert inside[-1].tag not in "SDCX"
        assert any(token.tag == "N" for token in inside)
        assert not any(token.tag in "VXC" for token in inside)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("accord de pêche", "accords de pêche"),
        ("ministère du Commerce", "ministère de commerce"),
        ("pêche durable", "pêches durables"),
        ("droits de l'homme", "droit de l’homme"),
        ("mise en œuvre", "mise en oeuvre"),
        ("visite d’État", "visites d'Etat"),
        ("aide aux pêcheurs", "aide au pêcheur"),
        ("vice-ministre", "vice ministre"),
        ("Accord de Pêche", "accord de pêche"),
    ],
)
def test_wordings_of_one_phrase_share_their_key(one: str, other: str) -> None:
    assert key(tag(one)) == key(tag(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("accord de pêche", "accord sur la pêche"),
        ("aide aux pêcheurs", "aide à la pêche"),
        ("port de pêche", "pêche de port"),
        ("accord", "accord de pêche"),
        ("contrôle du port", "contrôle au port"),
    ],
)
def test_other_phrases_do_not(one: str, other: str) -> None:
    assert key(tag(one)) != key(tag(other))
