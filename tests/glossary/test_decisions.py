"""What a person decides: every kind of decision says what it did, and can be taken back to the letter."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.model import AdministrativeStatus, Concept, ReviewState, TermType
from glossary.termbase import read, reading, write, writing
from glossary.termbase.decisions import Decider, Revision, Wording, undo
from tests.glossary.helpers import concept, dump, judge, sound, term, undone

APPROVED, PROPOSED, REJECTED = ReviewState.APPROVED, ReviewState.PROPOSED, ReviewState.REJECTED


@pytest.fixture
def termbase(tmp_path: Path) -> Path:
    """A harbour's words: c1 is proposed, with two English terms; c2 is approved; c3 is a candidate."""
    path = tmp_path / "glossary.db"
    with writing(path) as db:
        phare = concept(fr="phare", en=[term("lighthouse", state=PROPOSED), term("light", AdministrativeStatus.ADMITTED, state=PROPOSED)])
        write.add_concept(db, in_state(phare, PROPOSED))
        write.add_concept(db, concept(fr="criée", en="fish auction"))
        write.add_concept(db, in_state(concept(fr="criée au poisson"), ReviewState.CANDIDATE))
    return path


def in_state(entry: Concept, state: ReviewState) -> Concept:
    return replace(entry, state=state)


def entry(path: Path, number: int) -> Concept:
    with reading(path) as db:
        return read.concepts(db, [number])[0]


def usable(found: Concept, language: str) -> list[tuple[str, str, str]]:
    return [(t.term, t.status.value, t.state.value) for t in found.terms(language)]


def test_an_edit_approves_orders_adds_and_drops_terms(termbase: Path) -> None:
    before = dump(termbase)
    wanted = Revision(
        APPROVED,
        subject_field="ports",
        wordings={"en": Wording(("light", "beacon"), ("pharos",)), "vi": Wording(("hải đăng",))},
    )
    with writing(termbase) as db:
        assert Decider(db, "anna").revise(1, wanted, "as in the port’s own guide")
    found = entry(termbase, 1)
    assert found.state is APPROVED
    assert found.subject_field == "ports"
    assert usable(found, "en") == [
        ("light", "preferred", "approved"),
        ("beacon", "admitted", "approved"),
        ("pharos", "deprecated", "approved"),
        ("lighthouse", "preferred", "rejected"),
    ]
    assert usable(found, "vi") == [("hải đăng", "preferred", "approved")]
    assert [t.term for t in found.without_rejected().terms("en")] == ["light", "beacon", "pharos"]
    with reading(termbase) as db:
        [line] = read.history(db, 1)
    assert (line.who, line.action, line.reason) == ("anna", "approve", "as in the port’s own guide")
    for part in ("en + “beacon”", "en − “lighthouse”", "vi + “hải đăng”", "subject field: → ports", "state: proposed → approved"):
        assert part in line.what
    with writing(termbase) as db:
        assert undone(db) == ("approve", 1)
    assert without_history(dump(termbase)) == without_history(before)


def without_history(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    return {table: found for table, found in rows.items() if table not in ("decisions", "sqlite_sequence")}


def test_what_is_so_already_is_no_decision(termbase: Path) -> None:
    with writing(termbase) as db:
        decider = Decider(db, "anna")
        assert not decider.revise(2, Revision(APPROVED, note="", wordings={"en": Wording(("fish auction",))}))
        assert not read.history(db.conn, 2)


def test_a_rejected_term_comes_back_when_it_is_wanted_again(termbase: Path) -> None:
    with writing(termbase) as db:
        decider = Decider(db, "anna")
        decider.revise(1, Revision(wordings={"en": Wording(("lighthouse",))}))
        assert read.concepts(db.conn, [1])[0].without_rejected().terms("en")[0].term == "lighthouse"
        decider.revise(1, Revision(APPROVED, wordings={"en": Wording(("light",))}))
    assert usable(entry(termbase, 1), "en") == [("light", "preferred", "approved"), ("lighthouse", "preferred", "rejected")]


def test_approving_leaves_rejected_terms_rejected(termbase: Path) -> None:
    with writing(termbase) as db:
        Decider(db, "anna").revise(1, Revision(wordings={"en": Wording(("lighthouse",))}))
        judge(db, 1, "approved")
    assert usable(entry(termbase, 1), "en") == [("lighthouse", "preferred", "approved"), ("light", "admitted", "rejected")]


def test_merging_makes_variants_with_their_places(termbase: Path) -> None:
    before = dump(termbase)
    with writing(termbase) as db:
        assert Decider(db, "anna").merge(3, 2, "the same thing")
        assert not Decider(db, "anna").merge(3, 2), "it is merged already"
    merged, gone = entry(termbase, 2), entry(termbase, 3)
    assert gone.state is REJECTED
    assert [(t.term, t.type) for t in merged.terms("fr")] == [("criée", TermType.FULL_FORM), ("criée au poisson", TermType.VARIANT)]
    with reading(termbase) as db:
        assert [line.what for line in read.history(db, 3)] == ["merged into c2"]
        assert "merged from c3" in read.history(db, 2)[0].what
    with writing(termbase) as db:
        done = undo(db)
    assert done is not None
    assert (done.action, done.concept, done.decisions) == ("merge", 3, 2)
    assert without_history(dump(termbase)) == without_history(before)


def test_a_term_that_was_rejected_is_wanted_again_as_a_variant(termbase: Path) -> None:
    with writing(termbase) as db:
        decider = Decider(db, "anna")
        decider.revise(2, Revision(wordings={"fr": Wording(("criée", "criée au poisson"))}))
        decider.revise(2, Revision(wordings={"fr": Wording(("criée",))}))
    before = dump(termbase)
    with writing(termbase) as db:
        assert Decider(db, "anna").merge(3, 2)
    assert usable(entry(termbase, 2), "fr") == [("criée", "preferred", "approved"), ("criée au poisson", "admitted", "approved")]
    with writing(termbase) as db:
        assert undone(db) == ("merge", 3)
    assert without_history(dump(termbase)) == without_history(before)


def test_what_has_no_term_is_no_variant(termbase: Path) -> None:
    with writing(termbase) as db:
        empty = write.add_concept(db, in_state(Concept(), PROPOSED))
        assert not Decider(db, "anna").merge(empty, 2)


def test_decisions_taken_together_are_taken_back_together(termbase: Path) -> None:
    before = dump(termbase)
    with writing(termbase) as db:
        decider = Decider(db, "anna", together=True)
        decider.revise(1, Revision(APPROVED), who="berta")
        decider.merge(3, 2)
        decider.revise(2, Revision(note="at dawn"))
        assert {line.who for line in read.history(db.conn, 1)} == {"berta"}
        done = undo(db)
        assert done is not None
        assert done.decisions == 4
        assert undo(db) is None
    assert without_history(dump(termbase)) == without_history(before)


def test_a_candidate_that_somebody_wants_to_see_later_is_not_decided(termbase: Path) -> None:
    with writing(termbase) as db:
        Decider(db, "anna").postpone(3)
        assert [line.action for line in read.history(db.conn, 3)] == ["postpone"]
    assert entry(termbase, 3).changed == ""


TEXTS = st.sampled_from(["phare", "lighthouse", "light", "beacon", "hải đăng", "đèn biển"])
WORDINGS = st.dictionaries(
    st.sampled_from(["fr", "en", "vi"]), st.builds(Wording, st.lists(TEXTS, max_size=3).map(tuple), st.lists(TEXTS, max_size=2).map(tuple))
)
REVISIONS = st.builds(
    Revision,
    state=st.sampled_from([None, APPROVED, REJECTED]),
    subject_field=st.sampled_from([None, "", "ports"]),
    note=st.sampled_from([None, "", "with care"]),
    wordings=WORDINGS,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), REVISIONS), min_size=1, max_size=6))
def test_any_walk_leads_back_step_by_step(tmp_path_factory: pytest.TempPathFactory, walk: list[tuple[int, Revision]]) -> None:
    path = tmp_path_factory.mktemp("walk") / "glossary.db"
    with writing(path) as db:
        for number in range(3):
            write.add_concept(db, in_state(concept(fr=f"terme {number}", en=[term("light"), term("lighthouse")]), PROPOSED))
    seen = []
    for number, revision in walk:
        before = without_history(dump(path))
        with writing(path) as db:
            if Decider(db, "anna").revise(number, revision):
                seen.append(before)
        for language, wording in revision.wordings.items():
            wanted = list(dict.fromkeys([*wording.usable, *wording.forbidden]))
            assert [t.term for t in entry(path, number).terms(language) if t.state is not REJECTED] == wanted
    while seen:
        with writing(path) as db:
            assert undo(db) is not None
        assert without_history(dump(path)) == seen.pop()
    assert sound(path)


def test_old_decisions_are_brought_up_to_date_and_can_be_undone(termbase: Path) -> None:
    """A file of the schema before: its decisions knew states only."""
    connection = sqlite3.connect(termbase, isolation_level=None)
    connection.execute("drop index idx_decisions_change")
    for column in ("change", "what"):
        connection.execute(f"alter table decisions drop column {column}")
    connection.execute("delete from _sqlite_migrations where name = 'm006_what_was_decided'")
    connection.execute("update concepts set state = 'approved' where id = 1")
    connection.execute("update terms set state = 'approved' where id in (2, 3)")
    old = json.dumps({"concept": "proposed", "terms": {"1": "approved", "2": "proposed", "3": "proposed"}})
    row = "insert into decisions (at, who, action, concept, reason, before, undone) values ('2026-01-02T03:04:05Z', 'anna', ?, ?, ?, ?, 0)"
    connection.execute(row, ["import", 2, "a.tbx", "null"])
    connection.execute(row, ["import", 3, "a.tbx", "null"])
    connection.execute(row, ["approve", 1, "", old])
    connection.close()
    with writing(termbase) as db:
        assert undone(db) == ("approve", 1)
    assert usable(entry(termbase, 1), "en") == [("lighthouse", "preferred", "proposed"), ("light", "admitted", "proposed")]
    with writing(termbase) as db:
        done = undo(db)
        assert done is not None
        assert (done.action, done.decisions) == ("import", 2)
        assert db.execute("select group_concat(id) from concepts").fetchone()[0] == "1"


def test_taking_back_that_somebody_put_an_entry_off_leaves_the_entry_as_it_is(termbase: Path) -> None:
    before = dump(termbase)
    with writing(termbase) as db:
        Decider(db, "somebody").postpone(3, "not today")
    with writing(termbase) as db:
        assert undone(db) == ("postpone", 3)
    after = dump(termbase)
    assert {name: rows for name, rows in after.items() if name != "decisions"} == {
        n: rows for n, rows in before.items() if n != "decisions"
    }
