"""Equivalents from parallel and comparable texts, on sentences made up for it."""

from __future__ import annotations

import pytest

from glossary.equivalents.boundaries import is_edge, split_names, trimmed
from glossary.equivalents.comparable import shared_names, ties
from glossary.equivalents.parallel import Found, ParallelTexts, Use
from glossary.mining.grammar import GRAMMARS
from glossary.mining.recognition import Recogniser
from glossary.projecting import target_language
from tm.tagging import tag

ENGLISH = [
    ("Le phare du cap éclaire la baie.", "The lighthouse of the cape lights the bay."),
    ("Le gardien du phare a fermé la porte.", "The lighthouse keeper closed the door."),
    ("Deux phares seront rénovés.", "Two lighthouses will be renovated."),
    ("La baie gèle en hiver.", "The bay freezes in winter."),
    ("Un canot de sauvetage a quitté la baie.", "A lifeboat left the bay."),
    ("Les canots de sauvetage reviennent au port.", "The lifeboats return to the port."),
    ("Le port attend un canot de sauvetage.", "The port awaits a lifeboat."),
    ("La porte du port est fermée.", "The port's door is closed."),
    ("Mme Varga dirige le port.", "Ms. Varga runs the port."),
    ("La directrice Ilona Varga parle.", "Director Ilona Varga speaks."),
]
VIETNAMESE = [
    ("Le phare éclaire la baie.", "Ngọn hải đăng chiếu sáng vịnh."),
    ("Le phare est fermé.", "Hải đăng đóng cửa."),
    ("Les phares sont blancs.", "Các hải đăng màu trắng."),
    ("La baie est belle.", "Vịnh rất đẹp."),
    ("Le phare attend.", "Hải đăng chờ đợi."),
]


def found(pairs: list[tuple[str, str]], term: str, language: str, *, known: tuple[str, ...] = (), name: bool = False) -> list[Found]:
    sources = [tag(source) for source, _ in pairs]
    targets = [split_names(GRAMMARS[language].tag(target)) for _, target in pairs]
    texts = ParallelTexts(sources, targets, target_language(language))
    terms = Recogniser([(term, True)])
    uses = [Use(number, first, last) for number, tokens in enumerate(sources) for first, last, _ in terms.find(tokens)]
    return texts.equivalents(uses, [GRAMMARS[language].tag(form) for form in known], name=name)


@pytest.mark.parametrize(
    ("term", "equivalent"), [("phare", "lighthouse"), ("canot de sauvetage", "lifeboat"), ("port", "port"), ("baie", "bay")]
)
def test_the_equivalent_is_in_its_dictionary_form(term: str, equivalent: str) -> None:
    assert found(ENGLISH, term, "en")[0].text == equivalent


def test_a_name_is_found_without_titles() -> None:
    assert found(ENGLISH, "Varga", "en", name=True)[0].text in ("Varga", "Ilona Varga")


def test_vietnamese_words_keep_their_usual_spaces() -> None:
    assert found(VIETNAMESE, "phare", "vi")[0].text == "hải đăng"


def test_evidence_marks_both_sides() -> None:
    best = found(ENGLISH, "canot de sauvetage", "en")[0]
    assert (best.count, best.uses, best.together) == (3, 3, 3)
    assert len(best.evidence) == 3
    for evidence in best.evidence:
        source, target = ENGLISH[evidence.pair]
        assert "anot" in source[evidence.start : evidence.end]
        assert target[evidence.target_start : evidence.target_end].lower().startswith("lifeboat")


def test_scores_fall_and_are_no_more_than_100() -> None:
    scores = [one.score for one in found(ENGLISH, "phare", "en")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)


def test_what_is_known_comes_first() -> None:
    assert found(ENGLISH, "canot de sauvetage", "en", known=("keeper", "port"))[0].text == "port"
    assert found(ENGLISH, "canot de sauvetage", "en", known=("port",))[0].known
    assert found(ENGLISH, "canot de sauvetage", "en", known=("submarine",))[0].text == "lifeboat"


def test_a_term_without_uses_has_no_equivalent() -> None:
    assert found(ENGLISH, "montgolfière", "en") == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("then the U.S. Senate's", "en", "U.S. Senate"),
        ("of the flash floods,", "en", "flash floods"),
        ("về những hải đăng của", "vi", "hải đăng"),
    ],
)
def test_boundaries(text: str, language: str, expected: str) -> None:
    tokens = GRAMMARS[language].tag(text)
    start, end = trimmed(tokens, 0, len(tokens), language, name=False)
    assert text[tokens[start].start : tokens[end - 1].end] == expected


def test_nothing_is_left_of_what_has_no_content() -> None:
    tokens = GRAMMARS["en"].tag("of the")
    assert trimmed(tokens, 0, 2, "en", name=False)[0] == trimmed(tokens, 0, 2, "en", name=False)[1]
    assert not is_edge(tokens[0], "en")


def test_titles_are_not_absorbed_into_names() -> None:
    tokens = GRAMMARS["en"].tag("yesterday Minister Ilona Varga said")
    start, end = trimmed(tokens, 0, len(tokens), "en", name=True)
    assert [token.text for token in tokens[start:end]] == ["Ilona", "Varga"]


def test_foreign_names_come_apart_and_keep_their_places() -> None:
    text = "Bà Ilona Varga đến Hà Nội"
    tokens = split_names(GRAMMARS["vi"].tag(text))
    assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
    assert {"Ilona", "Varga"} <= {token.text for token in tokens}
    assert "Hà Nội" in {token.text for token in tokens}


ARTICLES_FR = [
    "Le 14 mai 2031, Ilona Varga a reçu 27 délégués du CIRN à Brévaux.",
    "Le musée de Corvanne a vendu 1 250 billets le 3 juin 2031, a dit Andreï Roudenko.",
]
ARTICLES_EN = [
    "The Corvanne museum sold 1,250 tickets on 3 June 2031, Andrey Rudenko said.",
    "Nothing of note happened in Tarsk.",
    "Ilona Varga met 27 delegates of the CIRN on 14 May 2031 in Brévaux.",
]


def test_documents_of_one_event_are_tied() -> None:
    found = ties(ARTICLES_FR, ARTICLES_EN)
    assert {(tie.first, tie.second) for tie in found} == {(0, 2), (1, 0)}
    assert ties(ARTICLES_FR, []) == [] == ties([], ARTICLES_EN)


def test_names_on_both_sides_are_proposed_with_lower_scores() -> None:
    names = {name.source: (name.target, name.score) for name in shared_names(ARTICLES_FR[0], ARTICLES_EN[2])}
    assert names["Ilona Varga"] == ("Ilona Varga", 40.0)
    assert names["CIRN"] == ("CIRN", 40.0)
    [other] = [name for name in shared_names(ARTICLES_FR[1], ARTICLES_EN[0]) if name.source == "Andreï Roudenko"]
    assert (other.target, other.score) == ("Andrey Rudenko", 30.0)
