"""Names: persons of all kinds, and what is none; measured on the articles of seeds/ as well."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.corpus import Corpus
from glossary.mining import Harvest
from glossary.mining.names import capitalised_runs
from glossary.model import Candidate, EntityType
from tests.conftest import ROOT
from tests.glossary.helpers import mine_texts, persons
from tm.tagging import tag
from tm.text import fold

DATA = ROOT / "tests" / "cases"


@dataclass(frozen=True)
class Case:
    """Some segments, the persons in them, and names that must be no persons whatever else is found."""

    about: str
    text: list[str]
    persons: list[str]
    bug: str = ""
    not_: list[str] = field(default_factory=list)


def cases(path: Path) -> list[object]:
    """The cases of a file as parameters; a case that shows a known bug must fail until that is mended."""
    read = [Case(**{("not_" if key == "not" else key): value for key, value in row.items()}) for row in json.loads(path.read_text("utf-8"))]
    return [pytest.param(case, id=case.about, marks=pytest.mark.xfail(strict=True, reason=case.bug) if case.bug else ()) for case in read]


@pytest.mark.parametrize("case", cases(DATA / "persons.json"))
def test_persons_in_a_text(case: Case) -> None:
    found = persons(mine_texts(*case.text))
    assert found == set(case.persons)
    assert not found & set(case.not_)


@given(
    st.sampled_from(["Le ministre", "La ministre", "L'ambassadeur", "La directrice", "Le secrétaire général", "Le Premier ministre", "M."]),
    st.sampled_from(["Stoyan", "Greta", "Nabil", "Ingrid", "Aminata", "Kofi", "Tomoko", "Zsófia", "Łukasz", "Đorđe", "Nguyễn"]),
    st.sampled_from(["Radev", "Solberg", "Haddad", "Kowalczyk", "Diallo", "Mensah", "Ishikawa", "Szabó", "Tuấn", "Al-Rashid", "Pérez"]),
    st.sampled_from(["a signé la convention.", "a ouvert le forum.", "est attendu lundi.", "préside la séance.", "n'a rien dit."]),
)
def test_a_role_makes_a_person_of_any_name(role: str, first: str, last: str, rest: str) -> None:
    assert persons(mine_texts(f"{role} {first} {last} {rest}")) == {f"{first} {last}"}


def person(candidates: list[Candidate], name: str) -> Candidate:
    return next(c for c in candidates if c.term == name and c.entity is EntityType.PERSON)


def test_every_form_of_a_name_counts_for_the_person() -> None:
    texts = [
        "Le ministre Stoyan Radev est arrivé lundi.",
        "M. Radev a précisé ses vues.",
        "S. Radev repart demain.",
        "Stoyan Radev a salué la ville.",
    ]
    found = person(mine_texts(*texts), "Stoyan Radev")
    assert found.count == 4
    assert {form.text: form.count for form in found.forms} == {"Stoyan Radev": 2, "Radev": 1, "S. Radev": 1}
    assert [o.segment for o in found.occurrences] == [0, 1, 2, 3]


def test_a_surname_that_two_persons_share_belongs_to_neither() -> None:
    texts = ["Le ministre Stoyan Radev est arrivé.", "La ministre Vesna Radev est arrivée.", "M. Radev a précisé ses vues."]
    found = mine_texts(*texts)
    assert persons(found) == {"Stoyan Radev", "Vesna Radev"}
    assert [person(found, name).count for name in ("Stoyan Radev", "Vesna Radev")] == [1, 1]


def test_the_spelling_with_most_marks_is_shown() -> None:
    texts = ["Le ministre Vo Quoc Bao est là.", "Le ministre Vo Quoc Bao parle.", "Le ministre Võ Quốc Bảo part."]
    found = person(mine_texts(*texts), "Võ Quốc Bảo")
    assert found.count == 3


def test_a_person_is_found_once_and_is_no_term() -> None:
    found = mine_texts("Le ministre Stoyan Radev est là.", "Le ministre Stoyan Radev part.")
    assert [c.term for c in found if "radev" in fold(c.term)] == ["Stoyan Radev"]


def test_more_evidence_gives_no_lower_score() -> None:
    little = person(mine_texts("Le ministre Stoyan Radev est là."), "Stoyan Radev")
    much = person(mine_texts("Le ministre Stoyan Radev est là.", "M. Stoyan Radev a déclaré forfait."), "Stoyan Radev")
    assert 0 < little.score <= much.score <= 100


def test_places_and_acronyms_are_no_persons() -> None:
    texts = ["Il vit à Oslo, au bord du fjord.", "La ville d'Oslo est calme.", "Il vient du CIEM.", "Le CIEM parle."]
    kinds = {candidate.term: candidate.entity for candidate in mine_texts(*texts)}
    assert kinds["CIEM"] is EntityType.ORGANISATION
    assert kinds["Oslo"] is EntityType.PLACE


def test_runs_of_capitals_leave_titles_out() -> None:
    tokens = tag("Le Premier ministre Stoyan Radev et la Ministre Greta van Dongen partent.")
    runs = [" ".join(token.text for token in tokens[start:end]) for start, end in capitalised_runs(tokens)]
    assert runs == ["Stoyan Radev", "Greta van Dongen"]


def measured(corpus: Corpus, harvest: Harvest) -> tuple[float, float]:
    """Recall and precision of persons, article by article: a person counts by the forms in which an article has it."""
    gold = json.loads((DATA / "seeds.json").read_text("utf-8"))
    expected = {(source, fold(name)) for source, row in gold.items() for name in row["persons"]}
    found: dict[tuple[str, str], set[str]] = {}
    for prepared, document in corpus.parsed():
        for candidate, o in harvest.occurrences(document):
            if candidate.entity is EntityType.PERSON:
                form = prepared.segments[o.segment].text[o.start : o.end]
                found.setdefault((prepared.document.source, candidate.key), set()).add(fold(form))
    answered = {(source, form) for (source, _), forms in found.items() for form in forms}
    right = [key for key, forms in found.items() if any((key[0], form) in expected for form in forms)]
    assert len(expected) > 70, "the articles name many persons"
    assert found, "some are found"
    return len(expected & answered) / len(expected), len(right) / len(found)


def test_persons_of_the_articles(corpus: Corpus, harvest: Harvest) -> None:
    recall, precision = measured(corpus, harvest)
    assert recall >= 0.95
    assert precision >= 0.95
