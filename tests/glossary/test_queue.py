"""What waits for review, in which order, against a plain sort; and terms found by their words without a scan."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.lookup import How, nearest, suggest
from glossary.model import Candidate, EntityType, LanguageSection
from glossary.termbase import overview, queue, read, reading, writing
from glossary.termbase.decisions import Decider, Revision
from glossary.termbase.queue import Filters, Progress, following
from glossary.termbase.write import add_concept, add_section, keep_candidate
from tests.glossary.helpers import concept, judge, sound, term
from tm.errors import DataError


@dataclass(frozen=True)
class Waiting:
    """A candidate of a generated queue."""

    score: float
    entity: str
    field: str
    english: bool
    decision: str


waiting = st.builds(
    Waiting,
    st.sampled_from([0.0, 30.0, 55.5, 90.0]),
    st.sampled_from(["term", "person"]),
    st.sampled_from(["", "fishing"]),
    st.booleans(),
    st.sampled_from(["", "", "later", "approved", "rejected", "undone"]),
)
filters = st.builds(
    Filters,
    st.sampled_from(["", "candidate", "proposed"]),
    st.sampled_from(["", "term", "person"]),
    st.sampled_from([0.0, 55.5]),
    st.sampled_from(["", "fishing"]),
    st.sampled_from(["", "en", "vi"]),
)


def fits(item: Waiting, wanted: Filters) -> bool:
    return (
        wanted.state != "proposed"
        and wanted.entity in ("", item.entity)
        and item.score >= wanted.score
        and wanted.subject_field in ("", item.field)
        and not (wanted.missing == "en" and item.english)
    )


@settings(max_examples=25)
@given(st.lists(waiting, max_size=12), filters)
def test_the_queue_is_what_a_plain_sort_gives(tmp_path_factory: pytest.TempPathFactory, items: list[Waiting], wanted: Filters) -> None:
    path = tmp_path_factory.mktemp("queue") / "glossary.db"
    with writing(path) as db:
        for place, item in enumerate(items):
            number = keep_candidate(db, Candidate(f"mot {place}", f"mot {place}", EntityType(item.entity), item.score, 1, 1))
            decider = Decider(db, "somebody")
            if item.english:
                add_section(db, number, LanguageSection("en", (term(f"word {place}"),)))
            if item.field:
                db.execute("update concepts set subject_field = ? where id = ?", [item.field, number])
            if item.decision == "later":
                decider.postpone(number)
            elif item.decision == "undone":
                decider.postpone(number)
                db.execute("update decisions set undone = 1 where concept = ?", [number])
            elif item.decision:
                judge(db, number, item.decision)
        open_ones = [(n, item) for n, item in enumerate(items, 1) if item.decision not in ("approved", "rejected") and fits(item, wanted)]
        expected = sorted(
            open_ones, key=lambda pair: (pair[1].decision == "later", 0 if pair[1].decision == "later" else -pair[1].score, pair[0])
        )
        later = sum(item.decision == "later" for _, item in open_ones)
        decided = sum(item.decision in ("approved", "rejected") and fits(item, Filters("", *_rest(wanted))) for item in items)
        found = queue.progress(db.conn, wanted)
        assert (found.waiting, found.later) == (len(open_ones), later)
        assert found.decided == (0 if wanted.missing else decided)
        order: list[int] = []
        while (first := following(db.conn, wanted)) is not None and len(order) <= len(items):
            order.append(first)
            judge(db, first, "rejected")
        assert order == [number for number, _ in expected]


def _rest(wanted: Filters) -> tuple[str, float, str]:
    return wanted.entity, wanted.score, wanted.subject_field


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    path = tmp_path / "glossary.db"
    with writing(path) as db:
        for entry in (
            concept(fr=[term("phare"), term("fanal")], en="lighthouse", vi="hải đăng"),
            concept(fr="phare flottant", en="floating light"),
            concept(fr="gardien de phare", vi="người giữ hải đăng"),
            concept(fr="feu de port", en="harbour light"),
            concept(fr="pharmacie de bord", en="ship’s medicine chest"),
        ):
            add_concept(db, entry)
        rejected = add_concept(db, concept(fr="phare flottant rouge"))
        judge(db, rejected, "rejected")
    return path


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("phare", [1, 2, 3]),
        ("phar", [1, 5, 2, 3]),
        ("PHARES", [1]),
        ("f", [1, 4, 2]),
        ("hai dang", [1, 3]),
        ("dang giu", [3]),
        ("gardein phare", [3]),
        ("light", [1, 4, 2]),
        ("xyz", []),
        ("", []),
        ("'\" * (", []),
    ],
)
def test_suggestions(harbour: Path, query: str, found: list[int]) -> None:
    with reading(harbour) as db:
        assert sorted(answer.hit.concept for answer in suggest(db, query)) == sorted(found)


def test_whole_terms_are_suggested_first(harbour: Path) -> None:
    with reading(harbour) as db:
        answers = suggest(db, "phare")
        assert [(answer.hit.concept, answer.how) for answer in answers] == [(1, How.EXACT), (2, How.PARTIAL), (3, How.PARTIAL)]
        assert len(suggest(db, "phare", limit=2)) == 2
        assert all(0 < answer.score <= 100 for answer in answers)


def test_neighbours_share_words(harbour: Path) -> None:
    with reading(harbour) as db:
        near = nearest(db, "phare fixe flottant", "fr", besides=9)
        assert [answer.hit.concept for answer in near] == [2]
        assert [answer.hit.concept for answer in nearest(db, "phare flottant", "fr", besides=2)] == []
        assert [answer.hit.concept for answer in nearest(db, "gardiens de phares", "fr", besides=9)] == [3]
        assert nearest(db, "phare flottant", "vi", besides=2) == []
        assert nearest(db, "", "fr", besides=0) == []
        assert [a.hit.concept for a in nearest(db, "phare flottant rouge", "fr", besides=9)] == [2], "what is rejected takes nothing in"


def test_scores_are_kept_in_step(tmp_path: Path) -> None:
    path = tmp_path / "glossary.db"
    with writing(path) as db:
        number = keep_candidate(db, Candidate("phare", "phare", EntityType.TERM, 40.0, 1, 1))
        assert following(db.conn, Filters(score=50.0)) is None
        keep_candidate(db, Candidate("phare", "phare", EntityType.TERM, 60.0, 1, 1))
        assert following(db.conn, Filters(score=50.0)) == number


def test_what_was_decided_last(harbour: Path) -> None:
    with writing(harbour) as db:
        before = queue.newest(db.conn)
        together = Decider(db, "somebody", together=True)
        for number in (1, 2):
            together.revise(number, Revision(subject_field="light"))
        last = queue.last(db.conn)
        assert last
        assert (last.concept, last.action) == (1, "edit"), "the first one of a change"
        assert queue.decided_since(db.conn, before) == 1
        assert queue.decision(db.conn, last.id) == last
        assert queue.decision(db.conn, 10**6) is None
        assert queue.subject_fields(db.conn) == ["light"]
        assert queue.progress(db.conn, Filters()) == Progress(3, 0, 0)


def test_only_terms_in_dated_texts_are_rivals(harbour: Path) -> None:
    with reading(harbour) as db:
        assert overview.rivals(db) == []
        assert overview.rivals(db, 1) == []
        assert overview.counts(db).fields == {"": 5}
        assert read.languages(db) == ("fr", "en", "vi")


def test_an_older_termbase_gets_its_queue(tmp_path: Path) -> None:
    path = tmp_path / "glossary.db"
    with writing(path) as db:
        numbers = [
            keep_candidate(db, Candidate(text, text, EntityType.TERM, score, 1, 1)) for text, score in (("phare", 40.0), ("feu", 60.0))
        ]
        Decider(db, "somebody").postpone(numbers[1])
    connection = sqlite3.connect(path, isolation_level=None)
    for kind, name in connection.execute(
        "select type, name from sqlite_master where sql like '%mined_score%' and type != 'table'"
    ).fetchall():
        connection.execute(f"drop {kind} {name}")
    for change in (
        "drop index standing",
        "drop index concepts_by_subject_field",
        "drop table terms_words",
        "alter table concepts drop column mined_score",
        "delete from _sqlite_migrations where name = 'm007_queue'",
    ):
        connection.execute(change)
    connection.close()
    with pytest.raises(DataError, match="older version"), reading(path):
        pass
    with writing(path) as db:
        assert following(db.conn, Filters()) == numbers[0], "the other one was put off"
        assert following(db.conn, Filters(score=50.0)) == numbers[1]
        assert suggest(db.conn, "phar")
    assert sound(path)
