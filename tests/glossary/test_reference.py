"""The linter of the reference glossary that is shipped with the package."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files

import pytest

from glossary.equivalents import reference
from glossary.model import LANGUAGES, AdministrativeStatus, EntityType, TermType
from tm.text import same_accents

COLUMNS = {
    "concepts": ["concept", "subject_field", "entity", "definition", "note"],
    "terms": ["concept", "language", "term", "type", "status", "pos", "gender", "reliability", "source", "note"],
    "sources": ["source", "publisher", "title", "url", "language", "date"],
}
CONCEPTS, TERMS, SOURCES = (list(reference.rows(table)) for table in ("concepts", "terms", "sources"))
KEYS = {row["concept"] for row in CONCEPTS}
# Capitals that are no acronym: a currency's code.
CODES = {"USD"}


def lines(table: str) -> list[str]:
    return files("glossary").joinpath(f"data/reference/{table}.tsv").read_bytes().decode("utf-8").split("\n")


def terms(**columns: str) -> list[dict[str, str]]:
    """The term rows with these values."""
    return [row for row in TERMS if all(row[name] == value for name, value in columns.items())]


@pytest.mark.parametrize("table", COLUMNS)
def test_the_columns_are_as_agreed_and_every_row_has_them(table: str) -> None:
    found = lines(table)
    assert found[0].split("\t") == COLUMNS[table]
    assert found[-1] == "", "the last line ends"
    assert [number for number, line in enumerate(found[:-1], 1) if line.count("\t") != len(COLUMNS[table]) - 1] == []


@pytest.mark.parametrize("table", COLUMNS)
def test_the_characters_are_clean(table: str) -> None:
    found = lines(table)
    assert [line for line in found if not unicodedata.is_normalized("NFC", line)] == []
    odd = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert [line for line in found if any(unicodedata.category(c) in odd and c != "\t" for c in line)] == []
    cells = [cell for line in found for cell in line.split("\t")]
    assert [cell for cell in cells if cell != cell.strip() or "  " in cell] == [], "no stray space"
    assert [cell for cell in cells if re.search(r"[^\S ]|[\"`´]", cell) or cell.count("“") != cell.count("”")] == [], "no stray quote"
    assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []


def test_concepts_are_many_and_told_apart_by_plain_keys() -> None:
    keys = [row["concept"] for row in CONCEPTS]
    assert len(keys) == len(set(keys)) >= 1200
    assert [key for key in keys if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key)] == []


def test_every_concept_has_all_languages_and_every_term_its_concept() -> None:
    found = defaultdict(set)
    for row in TERMS:
        found[row["concept"]].add(row["language"])
    assert {key for key in KEYS if found[key] != set(LANGUAGES)} == set()
    assert set(found) - KEYS == set()


def test_one_term_is_preferred_in_each_language() -> None:
    preferred = Counter((row["concept"], row["language"]) for row in terms(status="preferred"))
    assert {(key, code) for key in KEYS for code in LANGUAGES if preferred[key, code] != 1} == set()


def test_no_term_stands_twice() -> None:
    found = Counter((row["concept"], row["language"], row["term"]) for row in TERMS)
    assert [key for key, number in found.items() if number > 1] == []


def test_no_term_stands_twice_in_other_capitals() -> None:
    found = Counter((row["concept"], row["language"], same_accents(row["term"])) for row in TERMS)
    # Vietnamese writes this name in two ways, one of them superseded.
    assert [key for key, number in found.items() if number > 1] == [("organisation-des-nations-unies", "vi", "liên hợp quốc")]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("language", set(LANGUAGES)),
        ("type", set(map(str, TermType))),
        ("status", set(map(str, AdministrativeStatus))),
        ("pos", {"noun", "verb", "adjective", "adverb", "other"}),
        ("gender", {"", "masculine", "feminine", "neuter", "other"}),
        ("reliability", {"1", "2", "3", "4"}),
    ],
)
def test_words_of_the_terms_are_from_their_vocabulary(column: str, words: set[str]) -> None:
    assert {row[column] for row in TERMS} <= words


def test_words_of_the_concepts_are_from_their_vocabulary() -> None:
    assert {row["entity"] for row in CONCEPTS} <= set(map(str, EntityType))
    fields = Counter(row["subject_field"] for row in CONCEPTS)
    assert "" not in fields
    assert [field for field in fields if field.lower() in {other.lower() for other in fields if other != field}] == []


def test_french_nouns_have_a_gender_and_nothing_else_has() -> None:
    assert [row["term"] for row in terms(language="fr", pos="noun") if not row["gender"]] == []
    assert [row["term"] for row in TERMS if row["gender"] and (row["language"], row["pos"]) != ("fr", "noun")] == []


def test_no_term_is_empty_or_has_a_list_in_it() -> None:
    assert [row for row in TERMS if not row["term"]] == []
    assert [row["term"] for row in TERMS if re.search(r"[;|“”«»‹›]", row["term"])] == [], "one term a row, without quotes"


def test_sources_are_all_there_and_all_used() -> None:
    known = [row["source"] for row in SOURCES]
    assert len(known) == len(set(known))
    used = {source for row in TERMS for source in row["source"].split(" ") if source}
    assert used - set(known) == set()
    assert set(known) - used == set()
    assert [row["source"] for row in TERMS if len(row["source"].split()) != len(set(row["source"].split()))] == []


def test_sources_say_where_and_when() -> None:
    assert [row["source"] for row in SOURCES if not re.fullmatch(r"https?://[^\s/]+/?\S*", row["url"])] == []
    assert [row["source"] for row in SOURCES if not row["publisher"]] == []
    assert [row["date"] for row in SOURCES if not re.fullmatch(r"(?:(?:19|20)\d\d(?:-[01]\d(?:-[0-3]\d)?)?)?", row["date"])] == []
    assert {row["language"] for row in SOURCES} <= {*LANGUAGES, ""}


def test_a_term_without_a_source_is_the_least_reliable_and_only_such_a_term() -> None:
    assert [row["term"] for row in TERMS if (row["reliability"] == "1") != (row["source"] == "")] == []


def test_most_terms_are_well_attested() -> None:
    assert sum(int(row["reliability"]) >= 3 for row in TERMS) / len(TERMS) >= 0.6


def new_style(text: str) -> list[str]:
    """The Vietnamese syllables of a text whose tone mark stands where the newer rule puts it: hoà, thuý."""
    return [
        word for word in re.findall(r"\w+", text) if re.fullmatch(r"[^\W\d_]*?(?:o[àáảãạèéẻẽẹ]|(?<![qQ])u[ỳýỷỹỵ])", word, re.IGNORECASE)
    ]


@pytest.mark.parametrize("word", ["hoà", "Hoá", "thoả", "thuý", "Uỷ", "khoẻ", "toạ", "uý", "xoè"])
def test_new_style_tones_are_noticed(word: str) -> None:
    assert new_style(f"nước {word} bình") == [word]


@pytest.mark.parametrize(
    "word", ["hòa", "thỏa", "thúy", "ủy", "quý", "quỹ", "Quỳ", "hoàn", "toàn", "khoản", "thoại", "huỳnh", "loại", "uyển"]
)
def test_other_tones_are_left_alone(word: str) -> None:
    assert new_style(f"nước {word} bình") == []


def test_vietnamese_tones_stand_in_the_older_way() -> None:
    assert {row["term"]: new_style(row["term"]) for row in terms(language="vi") if new_style(row["term"])} == {}
    told = [row["note"] for row in [*CONCEPTS, *TERMS]]
    assert [note for note in told if new_style(note)] == []


def test_apostrophes_are_typographic() -> None:
    assert [row["term"] for row in TERMS if "'" in row["term"]] == []
    assert [row["definition"] for row in CONCEPTS if "'" in row["definition"]] == []


def capitals() -> Iterator[dict[str, str]]:
    """The terms of one word in capitals."""
    for row in TERMS:
        if re.fullmatch(r"[^\W\d_]{2,}(?:-?\d+)?", row["term"]) and row["term"].isupper() and row["term"] not in CODES:
            yield row


def test_a_word_in_capitals_is_an_acronym() -> None:
    assert [(row["concept"], row["language"], row["term"]) for row in capitals() if row["type"] != "acronym"] == []


def test_an_acronym_is_written_as_one() -> None:
    assert len(list(capitals())) > 100
    found = [row["term"] for row in terms(type="acronym")]
    # Mostly capitals, but where the press writes a name of its own: Mercosur.
    assert [t for t in found if t != "Mercosur" and 2 * sum(c.isupper() for c in t) < sum(c.isalpha() for c in t)] == []


def test_the_glossary_is_read_as_it_is_written() -> None:
    concepts = {concept.key: concept for concept in reference.concepts()}
    assert set(concepts) == KEYS
    assert sum(len(concept.terms(code)) for concept in concepts.values() for code in LANGUAGES) == len(TERMS)
    cited = {row["source"]: row["url"] for row in SOURCES}
    for row in TERMS[::50]:
        term = next(t for t in concepts[row["concept"]].terms(row["language"]) if t.term == row["term"])
        assert (str(term.reliability), term.type.value, term.status.value) == (row["reliability"], row["type"], row["status"])
        assert all(cited[source] in term.source for source in row["source"].split())


def test_the_fingerprint_is_steady() -> None:
    assert reference.digest() == reference.digest()
    assert re.fullmatch(r"[0-9a-f]{64}", reference.digest())
