"""Known terms found in texts, in whatever inflection and spelling they stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.mining.keys import keys, usual_marks
from glossary.mining.recognition import Recogniser, apart, term_key
from tm.segment import sentence_spans
from tm.tagging import tag
from tm.text import nfc

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


def every(text: str, terms: list[str], language: str = "fr") -> list[tuple[str, str]]:
    """All terms in a text, overlapping ones included: as they stand there, and as they are known."""
    found = Recogniser([(term, term) for term in terms], language).every(text)
    return [(text[start:end], term) for start, end, term in found]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Le porte avions rentre.", "porte-avions"),
        ("Deux porte-avions rentrent.", "porte-avion"),
        ("La zone de libre échange.", "libre-échange"),
        ("Le libre-échange compte.", "libre échange"),
        ("Un axe Nord–Sud.", "axe Nord-Sud"),
        ("Une visite d‘Etat.", "visite d’État"),
        ("La peche.", "pêche"),
        ("VISITE OFFICIELLE DU PRÉSIDENT", "visite officielle"),
        ("AIDE À L'OTAN", "OTAN"),
        ("Le train de PARIS.", "Paris"),
        ("Le code de conduite (COC) attend.", "code de conduite (COC)"),
        ("Le code de conduite COC attend.", "code de conduite (COC)"),
        ("Recherche & développement.", "recherche et développement"),
        ("Une sous\u00adtraitance.", "soustraitance"),
    ],
)
def test_spelling_of_french_terms(text: str, term: str) -> None:
    [(_, found)] = every(text, [term])
    assert found == term


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Elle marche vite.", "marché"),
        ("Il a rencontré la presse.", "rencontre"),
        ("Elle a conseillé la ville.", "conseiller"),
        ("Il peut partir.", "pouvoir"),
        ("Un accord-cadre.", "accord"),
        ("Un code (de conduite).", "code de conduite"),
        ("Il a vu le parti.", "Parti"),
        ("Parti hier, il revient.", "Parti"),
    ],
)
def test_other_words_that_look_alike(text: str, term: str) -> None:
    assert every(text, [term]) == []


@pytest.mark.parametrize(
    ("text", "term", "found"),
    [
        ("Their fishing agreements lapse.", "fishing agreement", "fishing agreements"),
        ("Port authorities' rights.", "port authority", "Port authorities"),
        ("A fisheries co-operation plan.", "fisheries cooperation", "fisheries co-operation"),
        ("The defence of harbours.", "defense of the harbor", "defence of harbours"),
        ("Narvia's harbour masters met.", "Narvia harbour master", "Narvia's harbour masters"),
        ("A free-trade zone.", "free trade zone", "free-trade zone"),
        ("Turkey votes.", "Turkey", "Turkey"),
        ("Two NGOs left.", "NGO", "NGOs"),
        ("The U.S. left.", "US", "U.S."),
        ("THE HARBOUR MASTER'S VISIT", "harbour master", "HARBOUR MASTER"),
        ("Fish & salt.", "fish and salt", "Fish & salt"),
    ],
)
def test_english_terms(text: str, term: str, found: str) -> None:
    assert every(text, [term], "en") == [(found, term)]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("They ate turkey.", "Turkey"),
        ("May we go?", "May"),
        ("Give it to us.", "US"),
        ("They issued it.", "issue"),
        ("It wouldn't.", "will"),
    ],
)
def test_english_words_that_look_alike(text: str, term: str) -> None:
    assert every(text, [term], "en") == []


@pytest.mark.parametrize(
    ("text", "term", "found"),
    [
        ("Hai bên ký Hiệp định nghề cá.", "hiệp định nghề cá", "Hiệp định nghề cá"),
        ("Hoà bình bền vững.", "hòa bình", "Hoà bình"),
        ("Hai ben ky hiep dinh nghe ca.", "hiệp định nghề cá", "hiep dinh nghe ca"),
        ("Nga và Pháp.", "Nga", "Nga"),
        ("Trục Á – Âu, trục Á–Âu.", "trục Á-Âu", "trục Á–Âu"),
        ("HIỆP ĐỊNH NGHỀ CÁ", "hiệp định nghề cá", "HIỆP ĐỊNH NGHỀ CÁ"),
    ],
)
def test_vietnamese_terms(text: str, term: str, found: str) -> None:
    assert every(text, [term], "vi") == [(found, term)]


@pytest.mark.parametrize(("text", "term"), [("Má tôi về.", "mà"), ("Ban tin này.", "bản tin"), ("Anh ấy về.", "Anh"), ("Nhà mới.", "nha")])
def test_marks_make_other_vietnamese_words(text: str, term: str) -> None:
    assert every(text, [term], "vi") == []


def test_a_syllable_in_a_longer_vietnamese_term_is_no_term() -> None:
    assert every("Họp báo ở cảng cá, báo cá.", ["họp báo", "báo", "cảng cá", "cá"], "vi") == [
        ("Họp báo", "họp báo"),
        ("cảng cá", "cảng cá"),
        ("báo", "báo"),
        ("cá", "cá"),
    ]


def test_another_language_is_found_by_stems() -> None:
    assert every("Os acordos do porto.", ["acordo", "PORTO"], "pt") == [("acordos", "acordo")]


def test_nested_and_crossing_terms_are_all_found() -> None:
    terms = ["quota", "quota de pêche", "pêche de la sardine", "sardine"]
    text = "Un quota de pêche de la sardine."
    assert every(text, terms) == [
        ("quota de pêche", "quota de pêche"),
        ("quota", "quota"),
        ("pêche de la sardine", "pêche de la sardine"),
        ("sardine", "sardine"),
    ]
    assert [term for *_, term in apart(Recogniser((t, t) for t in terms).every(text))] == ["quota de pêche", "sardine"]


def test_all_terms_of_one_key_are_found_in_the_order_given() -> None:
    assert every("Des accords.", ["accords", "accord"]) == [("accords", "accords"), ("accords", "accord")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L'accord de\npêche.", ["accord de\npêche"]),
        ("L'accord de\r\npêche.", ["accord de\r\npêche"]),
        ("Un accord\nDe pêche.", ["accord", "pêche"]),
        ("Un accord\n\nde pêche.", ["accord", "pêche"]),
        ("Visite d\u2019E\u0301tat.", ["Visite d\u2019E\u0301tat"]),
        ("De pe\u0302che", ["pe\u0302che"]),
        ("Un ac\u00adcord,\u00a0un accord", ["ac\u00adcord", "accord"]),
        ("Repê\u0302che", []),
    ],
)
def test_offsets_are_those_of_the_text_as_given(text: str, found: list[str]) -> None:
    terms = Recogniser((term, term) for term in ["accord", "accord de pêche", "visite d'état", "pêche"])
    assert [text[start:end] for start, end, _ in apart(terms.every(text))] == found


def test_a_long_line_is_read_in_pieces() -> None:
    line = "Un accord de pêche attend. " * 20_000
    assert len(every(line, ["accord de pêche"])) == 20_000


def naive(text: str, terms: list[str], language: str) -> set[tuple[int, int, str]]:
    """Compares every run of words with every term."""
    rules = keys(language)
    tokens = list(rules.token.finditer(usual_marks(text)))
    words = rules.meant([token[0] for token in tokens])
    starts = {start for start, _ in sentence_spans(text)}
    found = set()
    for first, last in ((a, b) for a in range(len(words)) for b in range(a, len(words))):
        if not (rules.word(words[first]) and rules.word(words[last])):
            continue
        run = tuple(part for word in words[first : last + 1] for part in rules.word(word))
        for term in terms:
            known = rules.words(term)
            ways = {rules.of(known, way, marks=marks) for way in rules.ways for marks in (False, True) if rules.of(known, way)}
            same = run in ways and not (first == last and differs(rules.spelling([words[first]]), rules.spelling(known)))
            named = first == last and rules.name(words[first].title() if words[first].isupper() else words[first]) in {
                way[0] for way in ways if len(way) == 1
            }
            if same or (named and not (rules.lent(words[first]) and tokens[first].start() in starts)):
                found.add((tokens[first].start(), tokens[last].end(), term))
    return found if rules.nested else {match for match in found if " " in text[match[0] : match[1]] or not within(match, found)}


def differs(one: str, other: str) -> bool:
    return bool(one and other) and one != other


def within(match: tuple[int, int, str], others: set[tuple[int, int, str]]) -> bool:
    return any(start <= match[0] and match[1] <= end and match[:2] != (start, end) for start, end, _ in others)


VOCABULARY = {
    "fr": [*WORDS, "marche", "marché", "vice-ministre", "vice", "ministres", "(", "L'", "-", "OTAN", "Le", "&", "l'accord", "peche"],
    "en": ["the", "The", "agreement", "agreements", "'s", "Turkey", "turkey", "co-operation", "cooperation", ".", "(", "NGOs", "NGO", "US"],
    "vi": ["hợp", "tác", "Hop", "tac", "Nga", "nga", "hoà", "hòa", "bình", ",", ".", "ASEAN", "Á-Âu", "báo", "Anh"],
    "pt": ["acordo", "acordos", "de", "porto", "PORTO", "."],
}


@st.composite
def texts_and_terms(draw: st.DrawFn) -> tuple[str, list[str], str]:
    language = draw(st.sampled_from(sorted(VOCABULARY)))
    words = st.sampled_from(VOCABULARY[language])
    terms = draw(st.lists(st.lists(words, min_size=1, max_size=4).map(" ".join), max_size=8, unique=True))
    return draw(st.lists(words, max_size=20).map(" ".join)), terms, language


@given(texts_and_terms())
def test_the_tree_finds_what_comparing_everything_finds(case: tuple[str, list[str], str]) -> None:
    text, terms, language = case
    found = list(Recogniser([(term, term) for term in terms], language).every(text))
    assert set(found) == naive(text, terms, language)
    assert len(found) == len(set(found))
    assert [span[:2] for span in found] == sorted((span[:2] for span in found), key=lambda span: (span[0], -span[1]))


@given(st.lists(st.sampled_from(VOCABULARY["fr"]), max_size=20).map(" ".join))
def test_tagged_segments_give_the_longest_of_what_comparing_everything_finds(text: str) -> None:
    tokens = tag(text)
    found = [(tokens[first].start, tokens[last - 1].end) for first, last, _ in KNOWN.find(tokens)]
    if len(list(sentence_spans(text))) == 1 and not text.isupper():
        expected = sorted(naive(text, TERMS, "fr"), key=lambda match: (match[0], -match[1]))
        assert found == [(start, end) for start, end, _ in apart(expected)]


@given(st.text(alphabet="aàe\u0301\u00adđn '-\n.A", max_size=60))
def test_every_place_lies_in_the_text(text: str) -> None:
    for language in ("fr", "en", "vi"):
        for start, end, term in Recogniser([(t, t) for t in ("a", "an", "đa", "e", "A", "na-na")], language).every(text):
            assert 0 <= start < end <= len(text)
            assert nfc(text[start:end]).strip()
            assert term
