"""What mining promises whatever the texts: order, counts, places, and no fragments."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.corpus import Corpus
from glossary.equivalents import places
from glossary.mining import Documents, Harvest, ParsedDocument, mine
from glossary.mining.grammar import FRENCH
from glossary.mining.synonyms import synonyms, word_pairs
from glossary.model import Candidate, EntityType, Occurrence, Relation
from tests.glossary.helpers import located, mine_texts, parsed

SENTENCES = [
    "La ministre Teresa Vasconcelos a signé un accord de pêche durable.",
    "Un accord de pêche lie les deux pays.",
    "Les accords de pêche fixent un quota de sardine.",
    "Le quota de sardine baisse encore.",
    "Les criées portuaires de Setubal ouvrent à l'aube.",
    "Une criée portuaire ferme ses portes.",
    "M. Jonsson repart lundi.",
    "Le ministre Einar Jonsson a salué les armateurs.",
    "Le Comité de coordination halieutique se réunit à Porto.",
    "Selon le CIEM, la pêche durable progresse.",
    "Le CIEM prépare la Conférence de Porto sur la pêche.",
    "Les échanges commerciaux avec l'Islande augmentent.",
    "Il pleut.",
    "« Oui », dit-elle.",
    "La mise en œuvre de l'accord de pêche durable tarde.",
    "L'Accord de Porto entre en vigueur.",
]
DOCUMENTS = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5), min_size=1, max_size=5)


def told(candidates: Harvest | Sequence[Candidate]) -> list[tuple[object, ...]]:
    """What a candidate says apart from where it stands."""
    return [
        (c.term, c.key, c.entity, c.score, c.count, c.documents, c.why, {form.text: (form.count, form.relation) for form in c.forms})
        for c in (candidates.candidates if isinstance(candidates, Harvest) else candidates)
    ]


ONCE = (EntityType.PERSON, EntityType.EVENT, EntityType.DOCUMENT)


def inside(part: Occurrence, whole: Occurrence) -> bool:
    """Whether a place lies in another, longer one."""
    same = (part.document, part.segment) == (whole.document, whole.segment)
    return same and whole.start <= part.start and part.end <= whole.end and (part.start, part.end) != (whole.start, whole.end)


Places = Mapping[tuple[str, EntityType], Sequence[Occurrence]]


def fragments(candidates: Sequence[Candidate], places: Places) -> list[tuple[str, str]]:
    """The candidates that stand nowhere but inside one other, which was met more than once."""
    terms = [(c, places[c.key, c.entity]) for c in candidates if c.entity is not EntityType.PERSON]
    return [
        (part.term, whole.term)
        for part, parts in terms
        for whole, wholes in terms
        if part is not whole and whole.count > 1 and all(any(inside(p, w) for w in wholes) for p in parts)
    ]


def check(documents: Sequence[ParsedDocument], texts: Sequence[Sequence[str]], harvest: Harvest, least: int) -> None:
    """What holds of all candidates in all texts."""
    candidates = harvest.candidates
    places = located(harvest, documents)
    assert [c.score for c in candidates] == sorted((c.score for c in candidates), reverse=True), "best first"
    assert len({(c.key, c.entity) for c in candidates}) == len(candidates), "each once"
    for c in candidates:
        assert 0 <= c.score <= 100
        assert c.why
        assert all(0 <= value <= 1 for value in c.why.values())
        assert c.count >= (1 if c.entity in ONCE else least)
        stands = places[c.key, c.entity]
        assert c.count == len(stands) == len(set(stands)) == sum(form.count for form in c.forms)
        assert c.documents == len({o.document for o in stands}) <= len(documents)
        assert set(c.occurrences) <= set(stands)
        assert [form.count for form in c.forms] == sorted((form.count for form in c.forms), reverse=True)
        assert len({form.text for form in c.forms}) == len(c.forms)
        there = Counter(texts[o.document][o.segment][o.start : o.end].replace("'", "’").lower() for o in stands)
        forms: Counter[str] = Counter()
        for form in c.forms:
            forms[form.text.lower()] += form.count
        assert there == forms
    assert fragments(candidates, places) == []


@given(DOCUMENTS, st.integers(1, 4))
def test_what_holds_of_all_candidates(texts: list[list[str]], least: int) -> None:
    documents = parsed(*texts)
    check(documents, texts, mine(documents, min_count=least), least)


def test_what_holds_of_all_candidates_of_the_articles(corpus: Corpus, harvest: Harvest) -> None:
    texts = [[segment.text for segment in prepared.segments] for prepared in corpus]
    assert len(harvest.candidates) > 200
    check([document for _, document in corpus.parsed()], texts, harvest, 2)


@given(DOCUMENTS, st.data())
def test_the_order_of_documents_changes_nothing(texts: list[list[str]], data: st.DataObject) -> None:
    order = data.draw(st.permutations(texts))
    assert told(mine(parsed(*texts), min_count=1)) == told(mine(parsed(*order), min_count=1))


def test_the_order_of_the_articles_changes_nothing(corpus: Corpus, mined: list[Candidate]) -> None:
    for seed in range(3):
        documents = [document for _, document in corpus.parsed()]
        random.Random(seed).shuffle(documents)
        assert told(mine(Documents(documents), places=places.names("fr"))) == told(mined)


def test_two_uses_with_other_tags_weigh_the_same_in_any_order() -> None:
    texts = [["Énergie, nucléaire civil et transports : trois chantiers."], ["Elles parlent du nucléaire civil."]]
    assert told(mine(parsed(*texts))) == told(mine(parsed(*reversed(texts))))


@given(DOCUMENTS, st.integers(1, 5))
def test_the_least_number_of_uses_only_leaves_out(texts: list[list[str]], least: int) -> None:
    documents = parsed(*texts)
    kept = [c for c in mine(documents, min_count=1).candidates if c.count >= least or (c.entity in ONCE and "evidence" in c.why)]
    assert told(mine(documents, min_count=least)) == told(kept)


@given(DOCUMENTS)
def test_mining_is_the_same_every_time(texts: list[list[str]]) -> None:
    assert mine(parsed(*texts)).candidates == mine(parsed(*texts)).candidates


def by_term(*texts: str, min_count: int = 1) -> dict[str, Candidate]:
    return {candidate.term: candidate for candidate in mine_texts(*texts, min_count=min_count)}


def test_nothing_gives_nothing() -> None:
    assert mine(Documents()).candidates == ()
    assert mine(parsed([], [""])).candidates == ()
    assert mine_texts("Il y a.") == []


def test_a_part_that_never_stands_alone_is_not_listed() -> None:
    found = by_term("Une criée portuaire centrale ouvre.", "La criée portuaire centrale brûle.")
    assert "criée portuaire centrale" in found
    assert not {"criée portuaire", "criée"} & set(found)


def test_a_part_that_often_stands_alone_is_listed_too() -> None:
    alone = ["Une criée portuaire ouvre.", "Cette criée portuaire est neuve."]
    found = by_term("Une criée portuaire centrale ouvre.", "La criée portuaire centrale ferme.", *alone)
    assert {"criée portuaire centrale", "criée portuaire"} <= set(found)
    assert found["criée portuaire"].count == 4


def test_inflections_are_counted_together() -> None:
    found = by_term("Un accord de pêche attend.", "Des accords de pêche attendent.", "L'Accord de pêche attend.")["accord de pêche"]
    assert found.count == 3
    assert {form.text: form.relation for form in found.forms}["accords de pêche"] is Relation.NUMBER


@pytest.mark.parametrize(
    ("texts", "term"),
    [
        (["Des quotas laitiers baissent.", "Ces quotas laitiers montent."], "quota laitier"),
        (["Les eaux territoriales sont sûres.", "Ces eaux territoriales aussi.", "Nos eaux territoriales encore."], "eaux territoriales"),
        (["Hier, l'Assemblée nationale a voté.", "Puis l'Assemblée nationale a levé la séance."], "Assemblée nationale"),
        (["Pour les Nations Unies, c'est fini.", "Avec les Nations Unies, non."], "Nations Unies"),
        (["Le Premier ministre arrive.", "Ce Premier ministre repart."], "Premier ministre"),
    ],
)
def test_the_form_that_is_shown(texts: list[str], term: str) -> None:
    assert term in by_term(*texts)


@pytest.mark.parametrize(
    ("texts", "term", "entity"),
    [
        (["Voici le Comité de coordination halieutique.", "Le Comité de coordination halieutique siège."], "Comité", "organisation"),
        (["Voici la Convention de Porto.", "Selon la Convention de Porto, non."], "Convention de Porto", "document"),
        (["Voici la Conférence de Porto.", "Après la Conférence de Porto, rien."], "Conférence de Porto", "event"),
        (["Il attend l'accord de pêche.", "Voici l'accord de pêche."], "accord de pêche", "term"),
        (["Il écrit au CIEM.", "Le CIEM répond."], "CIEM", "organisation"),
        (["Il vit à Oslo, au nord.", "La ville d'Oslo est calme."], "Oslo", "place"),
    ],
)
def test_what_a_candidate_names(texts: list[str], term: str, entity: str) -> None:
    found = [c for c in mine_texts(*texts) if c.term.startswith(term)]
    assert [c.entity.value for c in found] == [entity]


def test_a_person_needs_no_second_use() -> None:
    found = mine_texts("La ministre Teresa Vasconcelos a signé un accord.", min_count=3)
    assert [(c.term, c.count) for c in found] == [("Teresa Vasconcelos", 1)]


def test_the_same_text_in_two_documents_counts_twice() -> None:
    once = {c.term: c for c in mine(parsed(["Un accord de pêche attend."]), min_count=1).candidates}
    twice = {c.term: c for c in mine(parsed(["Un accord de pêche attend."], ["Un accord de pêche attend."]), min_count=1).candidates}
    assert (once["accord de pêche"].documents, twice["accord de pêche"].documents) == (1, 2)
    assert twice["accord de pêche"].score > once["accord de pêche"].score


@pytest.mark.parametrize(
    ("text", "title", "entity"),
    [
        ("Elle suit la 12ᵉ Semaine des pêcheurs islandais de Porto.", "12ᵉ Semaine des pêcheurs islandais de Porto", EntityType.EVENT),
        ("Ils signent la Déclaration sur le partenariat des ports.", "Déclaration sur le partenariat des ports", EntityType.DOCUMENT),
        (
            "Ils signent le Traité sur les principes des relations d'amitié.",
            "Traité sur les principes des relations d’amitié",
            EntityType.DOCUMENT,
        ),
    ],
)
def test_events_and_documents_are_named_whole(text: str, title: str, entity: EntityType) -> None:
    assert by_term(text)[title].entity is entity


def test_a_title_with_and_without_its_number_is_one() -> None:
    found = by_term("Elle suit la 12ᵉ Semaine des pêcheurs de Porto.", "Puis la Semaine des pêcheurs de Porto finit.")
    titles = [c for c in found.values() if c.entity is EntityType.EVENT]
    assert [c.count for c in titles] == [2]


def test_an_acronym_counts_for_the_full_form_that_a_text_gives() -> None:
    texts = [
        "Elle quitte l'Organisation mondiale des pêcheurs (OMP).",
        "L'OMP regrette ce départ.",
        "Les membres de l'Organisation mondiale des pêcheurs votent.",
    ]
    found = by_term(*texts, min_count=2)
    assert "OMP" not in found
    whole = found["Organisation mondiale des pêcheurs"]
    assert whole.count == 4
    assert {form.text: (form.count, form.relation) for form in whole.forms}["OMP"] == (2, Relation.ACRONYM)


def test_an_acronym_of_a_fragment_stands_by_itself() -> None:
    """Its full form never stands outside a longer phrase, which is listed instead."""
    texts = ["Voici le conseil régional des pêcheurs (CRP) de Porto.", "Le CRP vote.", "Le CRP part."]
    found = by_term(*texts, min_count=2)
    assert sum("CRP" in {form.text for form in candidate.forms} for candidate in found.values()) == 1


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Elle rejoint l'OMP (Organisation mondiale des pêcheurs) lundi.", [("organisation mondial de pecheur", "omp")]),
        ("Un accord de libre-échange (ALE) suit.", [("accord de libre echange", "ale")]),
        ("Voici l'Association des nations de l'Asie du Sud-Est (ASEAN).", [("association de nation de asie de sud est", "asean")]),
        ("Voici le quota de sardine (OMP).", []),
        ("Voici le quota (de sardine) (QS) et (", []),
    ],
)
def test_definitions_of_acronyms(text: str, pairs: list[tuple[str, str]]) -> None:
    assert FRENCH.parse(text).acronyms == pairs


def test_terms_that_may_say_the_same() -> None:
    pairs = word_pairs([["lien durable", "lien perenne"], ["lien durable", "lien fort durable"]])
    keys = [
        "peche durable",
        "peche perenne",
        "peche",
        "peche lointain",
        "union baltique",
        "union balte",
        "zone eurasiatique",
        "zone eurasien",
    ]
    assert synonyms(keys, pairs) == {
        "peche durable": ["peche perenne"],
        "peche perenne": ["peche durable"],
        "zone eurasiatique": ["zone eurasien"],
        "zone eurasien": ["zone eurasiatique"],
    }
