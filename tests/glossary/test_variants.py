"""The forms of a term: which is shown, and how the others differ from it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.mining.variants import display_form, relation, singularise, surface
from glossary.model import Relation
from tm.tagging import Token, tag


def use(sentence: str, phrase: str) -> Sequence[Token]:
    """The tokens of a phrase where it stands in a sentence."""
    start = sentence.index(phrase)
    return [token for token in tag(sentence) if start <= token.start and token.end <= start + len(phrase)]


def shown(*uses: tuple[str, int]) -> str:
    """The display form of phrases used so many times each inside a sentence."""
    return display_form([(use(f"On parle de {phrase} partout.", phrase), times) for phrase, times in uses])


@pytest.mark.parametrize(
    ("uses", "display"),
    [
        ([("accord de pêche", 2)], "accord de pêche"),
        ([("accord de pêche", 1), ("accords de pêche", 5)], "accord de pêche"),
        ([("accords de pêche", 1)], "accord de pêche"),
        ([("accords de pêche", 2)], "accord de pêche"),
        ([("eaux territoriales", 3)], "eaux territoriales"),
        ([("criées portuaires", 3)], "criées portuaires"),
        ([("Nations Unies", 2)], "Nations Unies"),
        ([("Affaires étrangères", 1)], "Affaires étrangères"),
        ([("Assemblée nationale", 4)], "Assemblée nationale"),
        ([("Accord de pêche", 3), ("accord de pêche", 1)], "accord de pêche"),
        ([("Comité de pilotage", 9), ("comité de pilotage", 1)], "Comité de pilotage"),
        ([("visite d'Etat", 1), ("visite d'État", 1)], "visite d’État"),
        ([("mise en oeuvre", 1), ("mise en œuvre", 1)], "mise en œuvre"),
        ([("visite d'État", 1)], "visite d’État"),
    ],
)
def test_the_dictionary_form_is_shown(uses: list[tuple[str, int]], display: str) -> None:
    assert shown(*uses) == display
    assert shown(*reversed(uses)) == display, "whatever comes first"


def test_a_capital_that_the_sentence_lent_is_taken_back() -> None:
    assert display_form([(use("Accord de pêche en vue.", "Accord de pêche"), 2)]) == "accord de pêche"
    assert display_form([(use("Un Accord est en vue.", "Accord"), 2)]) == "Accord"


def test_a_name_keeps_its_capitals_at_the_start_of_a_sentence() -> None:
    assert display_form([(use("Nations Unies : un vote attendu.", "Nations Unies"), 2)]) == "Nations Unies"


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("accords commerciaux", "accord commercial"),
        ("journaux locaux", "journal local"),
        ("ports de pêche", "port de pêche"),
        ("visites officielles", "visite officielle"),
        ("voix basses", "voix basse"),
        ("prix élevés", "prix élevé"),
        ("pays voisins", "pays voisin"),
        ("bateaux neufs", "bateau neuf"),
        ("chefs d'État", "chef d’État"),
        ("nouvelles criées portuaires", "nouvelle criée portuaire"),
        ("personnes handicapées", "personne handicapée"),
        ("droits de l'homme", "droit de l’homme"),
        ("ressources naturelles", "ressource naturelle"),
        ("accord de pêche", "accord de pêche"),
        pytest.param(
            "bijoux anciens",
            "bijou ancien",
            marks=pytest.mark.xfail(strict=True, reason="the lexicon has no singular for bijoux (tm/data/lexicon.fr.txt.gz)"),
        ),
    ],
)
def test_the_singular_of_a_phrase(plural: str, singular: str) -> None:
    assert singularise(tag(plural)) == singular


def test_what_belongs_to_another_noun_keeps_its_number() -> None:
    assert singularise(tag("ministres des Affaires étrangères")) == "ministre des Affaires étrangères"
    assert singularise(tag("quotas de produits agricoles")) == "quota de produits agricoles"


@pytest.mark.parametrize(
    ("term", "form", "expected"),
    [
        ("visite d’État", "visite d'Etat", Relation.ACCENTS),
        ("visite d’État", "Visite d'État", Relation.SPELLING),
        ("vice-ministre", "vice ministre", Relation.HYPHEN),
        ("accord commercial", "accords commerciaux", Relation.NUMBER),
        ("criée portuaire", "criées portuaires", Relation.NUMBER),
        ("officiel", "officielle", Relation.GENDER),
        ("directeur général", "directrices générales", Relation.INFLECTION),
        ("accord de pêche", "accord sur la pêche", Relation.LINK),
        ("ambassadeur d’Islande", "ambassadeur islandais", Relation.WORD_ORDER),
        ("Conseil international des mers", "CIM", Relation.ACRONYM),
        ("CIM", "Conseil international des mers", Relation.FULL_FORM),
    ],
)
def test_how_a_form_differs(term: str, form: str, expected: Relation) -> None:
    assert relation(term, form) is expected


def test_surface_keeps_the_spaces_of_the_text() -> None:
    sentence = "On dit l'accord franco-islandais « d'amitié » ici."
    assert surface(use(sentence, "l'accord franco-islandais « d'amitié »")) == "l’accord franco-islandais « d’amitié »"


NOUNS = ["accord", "accords", "criée", "criées", "Accord", "Accords", "quota", "quotas"]


@given(st.lists(st.sampled_from([f"{noun} de pêche" for noun in NOUNS]), min_size=1, max_size=8), st.data())
def test_the_form_shown_does_not_depend_on_the_order(phrases: list[str], data: st.DataObject) -> None:
    other = data.draw(st.permutations(phrases))
    assert shown(*((phrase, 1) for phrase in phrases)) == shown(*((phrase, 1) for phrase in other))
