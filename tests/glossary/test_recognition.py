"""Known terms found in texts, in whatever inflection and spelling they stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.mining.recognition import Recogniser, term_key
from tm.tagging import tag

TERMS = ["accord de pêche", "pêche", "visite d’État", "CIEM", "Parti", "droits de l’homme", "accord", "mise en œuvre", "vice-ministre"]
KNOWN = Recogniser((term, term) for term in TERMS)


def found(text: str, recogniser: Recogniser[str] = KNOWN) -> list[tuple[str, str]]:
    """The terms in a text: as they stand there, and as they are known."""
    tokens = tag(text)
    return [(text[tokens[start].start : tokens[end - 1].end], term) for start, end, term in recogniser.find(tokens)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deux accords de pêche sont prêts.", [("accords de pêche", "accord de pêche")]),
        ("L'accord sur la pêche attend.", [("accord", "accord"), ("pêche", "pêche")]),
        ("Une visite d'Etat aura lieu.", [("visite d'Etat", "visite d’État")]),
        ("Des visites d’État.", [("visites d’État", "visite d’État")]),
        ("Le droit de l'homme à la pêche.", [("droit de l'homme", "droits de l’homme"), ("pêche", "pêche")]),
        ("Leur mise en oeuvre tarde.", [("mise en oeuvre", "mise en œuvre")]),
        ("Des vice-ministres parlent.", [("vice-ministres", "vice-ministre")]),
        ("Le CIEM parle.", [("CIEM", "CIEM")]),
        ("Le ciem ou Ciem, rien.", []),
        ("Il a vu le Parti.", [("Parti", "Parti")]),
        ("Il est parti avec un parti.", []),
        ("Accord de pêche signé", [("Accord de pêche", "accord de pêche")]),
        ("Un accord. De pêche, rien.", [("accord", "accord"), ("pêche", "pêche")]),
        ("Un accord, de pêche, rien.", [("accord", "accord"), ("pêche", "pêche")]),
        ("Il désaccorde son repêchage.", []),
        ("", []),
    ],
)
def test_terms_in_a_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("asked", "known"),
    [("accords de pêche", "accord de pêche"), ("visites d'Etat", "visite d’État"), ("CIEM", "CIEM"), ("pêches", "pêche")],
)
def test_a_term_is_known_in_another_wording(asked: str, known: str) -> None:
    assert KNOWN.exact(asked) == known


@pytest.mark.parametrize("asked", ["ciem", "parti", "pêche accord", "accord de", "quota", "accord de pêche durable", ""])
def test_other_terms_are_not_known(asked: str) -> None:
    assert KNOWN.exact(asked) is None


def test_the_term_given_first_counts() -> None:
    assert Recogniser([("accords", "first"), ("accord", "second")]).exact("accord") == "first"


def test_the_longest_term_wins() -> None:
    recogniser = Recogniser((t, t) for t in ["quota", "quota de pêche", "quota de pêche de la sardine", "sardine"])
    assert found("Un quota de pêche de la sardine.", recogniser) == [("quota de pêche de la sardine", "quota de pêche de la sardine")]
    assert found("Un quota de pêche de sel.", recogniser) == [("quota de pêche", "quota de pêche")]
    assert found("Un quota de sardine.", recogniser) == [("quota", "quota"), ("sardine", "sardine")]


def test_no_terms_nothing_found() -> None:
    assert found("Un accord de pêche.", Recogniser([])) == []
    assert Recogniser([("", "x"), ("…", "y")]).exact("") is None


WORDS = [
    "accord",
    "accords",
    "de",
    "du",
    "la",
    "pêche",
    ",",
    ".",
    "visite",
    "d'",
    "État",
    "CIEM",
    "Parti",
    "parti",
    "droits",
    "l'",
    "homme",
    "mise",
    "en",
    "œuvre",
    "hier",
]


@given(st.lists(st.sampled_from(WORDS), max_size=20))
def test_found_terms_are_in_order_and_apart_and_are_what_they_say(words: list[str]) -> None:
    tokens = tag(" ".join(words))
    spans = list(KNOWN.find(tokens))
    assert all(0 <= start < end <= len(tokens) for start, end, _ in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    for start, end, term in spans:
        words_found = {word.lower() for token in tokens[start:end] for word in (token.lemma, token.text)}
        assert words_found & {token.lemma.lower() for token in tag(term)}


@given(st.sampled_from(TERMS), st.sampled_from(["Hier, {} a compté.", "On cite {} partout.", "Elle parle de « {} » ici."]))
def test_every_known_term_is_found_wherever_it_stands(term: str, frame: str) -> None:
    assert found(frame.format(term)) == [(term, term)]


@pytest.mark.parametrize(
    ("one", "other"), [("accord du port", "accords de ports"), ("aide aux ports", "aide au port"), ("chef de l'État", "chefs d’États")]
)
def test_keys_ignore_number_and_articles(one: str, other: str) -> None:
    assert term_key(one) == term_key(other)
