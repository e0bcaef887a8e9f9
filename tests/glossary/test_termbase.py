"""The termbase: what goes in comes out, what people decided stays, and nothing is ever doubled or left behind."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import unicodedata
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.build import build
from glossary.equivalents import reference
from glossary.model import (
    AdministrativeStatus,
    Concept,
    EntityType,
    LanguageSection,
    Origin,
    ReviewState,
    Term,
    TermType,
)
from glossary.termbase import MIGRATIONS, decisions, read, reading, write, writing
from glossary.termbase.read import Mined
from tests.conftest import Built
from tests.glossary.helpers import concept, dump, judge, sound, undone

NASTY = st.sampled_from(
    ["'", '"', "`", "--", "%", "_", "\\", "\N{GRINNING FACE}", "\N{CJK UNIFIED IDEOGRAPH-20000}", "ệ", "đ", "Œ", "\u0323", "\u0302", "’"]
)
TEXT = st.lists(st.one_of(NASTY, st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)), max_size=5).map("".join)
WORD = TEXT.filter(lambda text: bool(nfc(text).strip()))


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


TERM = st.builds(
    Term,
    term=WORD,
    type=st.sampled_from(TermType),
    status=st.sampled_from(AdministrativeStatus),
    state=st.sampled_from(ReviewState),
    origin=st.sampled_from(Origin),
    score=st.floats(0, 100, allow_nan=False),
    reliability=st.integers(0, 4),
    pos=st.sampled_from(["", "noun", "verb"]),
    gender=st.sampled_from(["", "masculine"]),
    source=TEXT,
    note=TEXT,
    contexts=st.just(()),
    id=st.just(0),
)


def sections(code: str) -> st.SearchStrategy[LanguageSection]:
    terms = st.lists(TERM, max_size=3, unique_by=lambda term: nfc(term.term)).map(tuple)
    return st.builds(LanguageSection, language=st.just(code), terms=terms, definition=TEXT)


CONCEPT = st.builds(
    Concept,
    id=st.just(0),
    subject_field=TEXT.map(nfc),
    entity=st.sampled_from(EntityType),
    state=st.sampled_from(ReviewState),
    note=TEXT.map(nfc),
    sections=st.sets(st.sampled_from(["fr", "en", "vi"])).flatmap(lambda codes: st.tuples(*map(sections, sorted(codes)))),
    key=st.just(""),
    changed=st.just(""),
)


def as_stored(given_: Concept, identifier: int) -> Concept:
    """The concept as it should come back: in normal form, French first, the preferred term of each language first, rejected ones last."""
    order = ["fr", "en", "vi"]
    found = []
    for section in sorted(given_.sections, key=lambda section: order.index(section.language)):
        terms = [replace(t, term=nfc(t.term), source=nfc(t.source), note=nfc(t.note)) for t in section.terms]
        terms.sort(key=lambda t: (t.state is ReviewState.REJECTED, t.status is not AdministrativeStatus.PREFERRED))
        found.append(replace(section, terms=tuple(terms), definition=nfc(section.definition)))
    return replace(given_, id=identifier, sections=tuple(found))


def without_ids(found: Concept) -> Concept:
    return replace(found, sections=tuple(replace(s, terms=tuple(replace(t, id=0) for t in s.terms)) for s in found.sections))


@pytest.fixture(scope="session")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A termbase that grows with every example."""
    return tmp_path_factory.mktemp("notebook") / "glossary.db"


@given(CONCEPT)
def test_a_concept_comes_back_as_it_went_in(notebook: Path, given_: Concept) -> None:
    with writing(notebook) as db:
        identifier = write.add_concept(db, given_)
    with reading(notebook) as connection:
        [found] = read.concepts(connection, [identifier])
    assert without_ids(found) == as_stored(given_, identifier)
    ids = [t.id for section in found.sections for t in section.terms]
    assert len(set(ids)) == len(ids)
    assert all(ids)


@settings(max_examples=10)
@given(CONCEPT)
def test_what_is_in_is_sound(notebook: Path, given_: Concept) -> None:
    with writing(notebook) as db:
        write.add_concept(db, given_)
    assert sound(notebook)


def test_everything_is_stored_in_normal_form(tmp_path: Path) -> None:
    apart = "visite d’E\u0301tat"
    with writing(tmp_path / "g.db") as db:
        identifier = write.add_concept(db, replace(concept(fr=apart), note=apart, subject_field=apart))
        [found] = read.concepts(db.conn, [identifier])
    assert found.terms("fr")[0].term == "visite d’État"
    assert {found.note, found.subject_field} == {"visite d’État"}


def test_the_file_is_what_the_code_says(termbase: Path) -> None:
    with closing(sqlite3.connect(termbase)) as connection:
        applied = {tuple(row) for row in connection.execute("select migration_set, name from _sqlite_migrations")}
        assert applied == set(MIGRATIONS)
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
        tables = dict(connection.execute("select name, strict from pragma_table_list where type = 'table' and schema = 'main'"))
    ours = {"documents", "segments", "concepts", "language_sections", "terms", "candidates", "occurrences", "decisions", "settings"}
    assert {name for name in ours if tables[name] != 1} == set(), "STRICT tables"


def test_a_wrong_reference_is_refused(termbase: Path) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), writing(termbase) as db:
        db.execute("insert into language_sections (concept, language, definition) values (999999, 'fr', '')")


def test_a_change_is_kept_whole_or_not_at_all(termbase: Path) -> None:
    before = dump(termbase)
    with pytest.raises(ZeroDivisionError), writing(termbase) as db:
        write.add_concept(db, concept(fr="à moitié", en="by halves"))
        raise ZeroDivisionError
    assert dump(termbase) == before


def test_a_new_file_that_failed_is_not_left_behind(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "new.db") as db:
        write.add_concept(db, concept(fr="à moitié"))
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


# The reference glossary


def test_the_reference_is_kept_once(tmp_path: Path) -> None:
    path = tmp_path / "glossary.db"
    with writing(path) as db:
        write.keep_reference(db, reference.concepts(), reference.digest())
    before = dump(path)
    assert len(before["concepts"]) == len(list(reference.concepts()))
    with writing(path) as db:
        write.keep_reference(db, reference.concepts(), reference.digest())
    assert dump(path) == before
    with writing(path) as db:
        write.keep_reference(db, reference.concepts(), "another fingerprint")
    after = dump(path)
    assert after.pop("settings") != before.pop("settings")
    assert after == before
    assert sound(path)


def test_a_new_reference_brings_new_terms_and_concepts(termbase: Path) -> None:
    old = replace(next(iter(reference.concepts())), sections=(LanguageSection("fr", (Term("tout autre nom"),)),))
    new = Concept(key="tout-nouveau", sections=(LanguageSection("fr", (Term("tout nouveau"),)),))
    with writing(termbase) as db:
        count = len(read.in_state(db.conn, ["approved"]))
        write.keep_reference(db, [old, new], "newer")
        hits = read.terms_equal(db.conn, "folded", ["tout autre nom", "tout nouveau"], "fr")
        assert len(read.in_state(db.conn, ["approved"])) == count + 1
    assert {hit.term for hit in hits} == {"tout autre nom", "tout nouveau"}
    assert sound(termbase)


def corrected(concept: Concept) -> Concept:
    """A concept of the reference glossary as a newer version may have it: another English term, the first one admitted only."""
    english = next(section for section in concept.sections if section.language == "en")
    terms = (Term("another name", origin=Origin.REFERENCE), replace(english.terms[0], status=AdministrativeStatus.ADMITTED))
    others = tuple(section for section in concept.sections if section.language != "en")
    return replace(concept, note="corrected", sections=(*others, replace(english, terms=terms)))


@pytest.mark.parametrize("decided", [False, True], ids=["nobody decided", "somebody decided"])
def test_a_corrected_reference_replaces_what_nobody_decided_about(tmp_path: Path, decided: bool) -> None:
    path, first = tmp_path / "glossary.db", next(iter(reference.concepts()))
    with writing(path) as db:
        write.keep_reference(db, [first], "old")
        number = db.execute("select id from concepts").fetchone()[0]
        if decided:
            judge(db, number, "rejected", "me", "not ours")
    before = [term.term for term in read_concept(path, number).terms("en")]
    with writing(path) as db:
        write.keep_reference(db, [corrected(first)], "new")
    now = read_concept(path, number)
    expected = [*before, "another name"] if decided else ["another name", before[0]]
    assert sorted(term.term for term in now.terms("en")) == sorted(expected)
    assert decided or now.terms("en")[0].term == "another name"
    assert (now.note == "corrected") is not decided
    assert sound(path)


def read_concept(path: Path, number: int) -> Concept:
    with reading(path) as connection:
        return read.concepts(connection, [number])[0]


def identifier(path: Path, text: str) -> int:
    """The one concept with this French term."""
    with reading(path) as connection:
        [found] = {hit.concept for hit in every_hit(connection, text)}
    return found


def every_hit(connection: sqlite3.Connection, text: str) -> list[read.Hit]:
    return [hit for hit in read.every_term(connection, "fr") if hit.term == text]


def state_of(path: Path, number: int) -> ReviewState:
    with reading(path) as connection:
        [found] = read.concepts(connection, [number])
    return found.state


def decide(path: Path, number: int, state: str, reason: str = "") -> None:
    with writing(path) as db:
        judge(db, number, state, "somebody", reason)


def rebuild(path: Path, sources: Path) -> None:
    build([sources], database=path, out=path.parent / "out")


def kept(path: Path) -> list[Mined]:
    with reading(path) as connection:
        return read.mined(connection)


def test_a_rejected_reference_concept_stays_rejected(termbase: Path, articles: Path) -> None:
    number = identifier(termbase, "visite officielle")
    decide(termbase, number, "rejected", "not ours")
    with writing(termbase) as db:
        write.keep_reference(db, reference.concepts(), "another fingerprint")
    assert state_of(termbase, number) is ReviewState.REJECTED
    rebuild(termbase, articles)
    assert state_of(termbase, number) is ReviewState.REJECTED
    with reading(termbase) as connection:
        assert every_hit(connection, "visite officielle") == []
    exported = csv.DictReader((termbase.parent / "out" / "diplomacy.csv").read_text("utf-8").splitlines())
    assert "visite officielle" not in [row["fr"] for row in exported]


# Mining again


def test_building_again_changes_nothing(termbase: Path, articles: Path) -> None:
    before = dump(termbase)
    rebuild(termbase, articles)
    after = dump(termbase)
    assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
    assert after == before
    assert sound(termbase)


def test_a_rejected_candidate_never_comes_back(termbase: Path, articles: Path) -> None:
    number = identifier(termbase, "criée portuaire")
    decide(termbase, number, "rejected", "too narrow")
    before = dump(termbase)
    for _ in range(2):
        rebuild(termbase, articles)
    assert state_of(termbase, number) is ReviewState.REJECTED
    assert "criée portuaire" not in {entry.concept.terms("fr")[0].term for entry in kept(termbase)}
    after = dump(termbase)
    for table in ("concepts", "terms", "candidates", "decisions", "documents", "segments"):
        assert after[table] == before[table], table
    assert "criée portuaire" not in (termbase.parent / "out" / "review.csv").read_text("utf-8")


def test_a_rejected_person_never_comes_back(termbase: Path, articles: Path) -> None:
    before = sum(row[1:] == ("Einar Jonsson",) for row in names(termbase))
    decide(termbase, identifier(termbase, "Einar Jonsson"), "rejected", "no names")
    rebuild(termbase, articles)
    with reading(termbase) as connection:
        assert every_hit(connection, "Einar Jonsson") == []
    assert sum(row[1:] == ("Einar Jonsson",) for row in names(termbase)) == before


def names(path: Path) -> list[tuple[int, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("select id, term from terms").fetchall()


def test_an_approved_candidate_stays_approved_and_is_exported(termbase: Path, articles: Path) -> None:
    number = identifier(termbase, "criée portuaire")
    with writing(termbase) as db:
        write.add_section(db, number, LanguageSection("en", (Term("fish market"),)))
    decide(termbase, number, "approved")
    rebuild(termbase, articles)
    assert state_of(termbase, number) is ReviewState.APPROVED
    assert "fish market" in (termbase.parent / "out" / "diplomacy.csv").read_text("utf-8")
    assert "criée portuaire" not in (termbase.parent / "out" / "review.csv").read_text("utf-8")


def test_a_term_that_somebody_added_is_not_mined_again(tmp_path: Path, articles: Path) -> None:
    path = tmp_path / "glossary.db"
    with writing(path) as db:
        number = decisions.Decider(db, "somebody").add(concept(fr="quota de pêche", en="fishing quota"))
    rebuild(path, articles)
    assert identifier(path, "quota de pêche") == number
    [entry] = [entry for entry in kept(path) if entry.concept.id == number]
    assert entry.count == 4
    assert entry.concept.state is ReviewState.APPROVED


def test_a_person_that_somebody_added_is_not_mined_again(tmp_path: Path, articles: Path) -> None:
    path = tmp_path / "glossary.db"
    with writing(path) as db:
        entry = replace(concept(fr="Einar Jonsson", en="Einar Jónsson"), entity=EntityType.PERSON)
        number = decisions.Decider(db, "somebody").add(entry)
    rebuild(path, articles)
    assert identifier(path, "Einar Jonsson") == number


@pytest.fixture
def folder(articles: Path, tmp_path: Path) -> Path:
    """The three articles in a folder of their own, to be edited."""
    return Path(shutil.copytree(articles, tmp_path / "articles"))


def texts(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("select text from segments order by id")]


def sources(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("select source from documents order by source, position")]


def test_an_edited_article_takes_the_place_of_the_old_one(folder: Path, termbase: Path) -> None:
    path = termbase
    rebuild(path, folder)
    assert any("barque" in text for text in texts(path))
    number = identifier(path, "Rui Carvalho")
    article = folder / "musee.txt"
    article.write_text("Le musée de la morue ferme pour travaux, et la pêche durable devra attendre le printemps.", "utf-8")
    rebuild(path, folder)
    assert not any("barque" in text for text in texts(path))
    assert sum("ferme pour travaux" in text for text in texts(path)) == 1
    assert sources(path).count("musee.txt") == 1
    with closing(sqlite3.connect(path)) as connection:
        left = connection.execute(
            "select count(*) from occurrences join terms on terms.id = occurrences.term "
            "join language_sections on language_sections.id = section where concept = ?",
            [number],
        ).fetchone()
        stray = connection.execute("select count(*) from occurrences where segment not in (select id from segments)").fetchone()
        orphans = connection.execute("select count(*) from segments where document not in (select id from documents)").fetchone()
    assert (left, stray, orphans) == ((0,), (0,), (0,))
    assert sound(path)


def test_an_article_that_was_moved_is_not_kept_twice(folder: Path, termbase: Path) -> None:
    path = termbase
    rebuild(path, folder)
    before = sorted(texts(path))
    (folder / "musee.txt").rename(folder / "aveiro.txt")
    rebuild(path, folder)
    assert sorted(texts(path)) == before
    assert "musee.txt" not in sources(path)


def test_two_articles_that_changed_places_are_both_kept(folder: Path, termbase: Path) -> None:
    path = termbase
    rebuild(path, folder)
    before = sorted(texts(path))
    one, other = folder / "musee.txt", folder / "ocean.txt"
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    rebuild(path, folder)
    assert sorted(texts(path)) == before
    assert sound(path)


def test_other_articles_are_added_to_those_before(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "glossary.db"
    rebuild(path, folder / "musee.txt")
    rebuild(path, folder / "ocean.txt")
    assert sources(path) == ["musee.txt", "ocean.txt"]
    assert sound(path)


TEASERS = """Voir plus

Le phare d'Aveiro sous la neige. Photo: LUSA

Le phare d'Aveiro rouvre ses portes

Le phare d'Aveiro, fermé depuis trois ans pour des travaux de peinture, accueillera de nouveau les visiteurs dès samedi.
"""


def test_a_file_of_teasers_can_be_built_again(tmp_path: Path) -> None:
    article = tmp_path / "phare.txt"
    article.write_text(TEASERS, "utf-8")
    path = tmp_path / "glossary.db"
    rebuild(path, article)
    before = texts(path)
    rebuild(path, article)
    assert texts(path) == before


def test_occurrences_point_at_words_of_their_segments(built: Built) -> None:
    with closing(sqlite3.connect(built.database)) as connection:
        rows = connection.execute(
            'select text, occurrences.start, occurrences."end", term from occurrences join segments on segments.id = segment'
        ).fetchall()
    assert len(rows) > 500
    for text, start, end, _ in rows:
        assert 0 <= start < end <= len(text)
        assert text[start].isalnum()
        assert text[end - 1].isalnum() or text[end - 1] in ".'’"
        assert not (start and text[start - 1].isalnum())
        assert not text[end : end + 1].isalnum()


def test_the_build_of_the_articles_is_sound(built: Built, tmp_path: Path) -> None:
    assert sound(built.copy_to(tmp_path))


# Decisions


def judged(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything but the history."""
    rows = dump(path)
    del rows["decisions"], rows["settings"]
    return rows


@pytest.mark.parametrize("state", ["approved", "rejected"])
@pytest.mark.parametrize("text", ["criée portuaire", "visite officielle", "Islande", "Teresa Vasconcelos"])
def test_undoing_a_judgement_restores_everything(termbase: Path, text: str, state: str) -> None:
    before = judged(termbase)
    number = identifier(termbase, text)
    decide(termbase, number, state, "why not")
    assert state_of(termbase, number).value == state
    assert (judged(termbase) == before) is ((text, state) == ("visite officielle", "approved")), "it was approved before"
    with writing(termbase) as db:
        done = {"approved": "approve", "rejected": "reject"}[state]
        assert undone(db) == (None if (text, state) == ("visite officielle", "approved") else (done, number))
    assert judged(termbase) == before
    assert sound(termbase)


def test_undoing_an_addition_restores_everything(termbase: Path) -> None:
    before = judged(termbase)
    with writing(termbase) as db:
        number = decisions.Decider(db, "somebody").add(concept(fr="banc de sable", en="sandbank", vi="bãi cát"))
    assert identifier(termbase, "banc de sable") == number
    with writing(termbase) as db:
        assert undone(db) == ("add", number)
    assert judged(termbase) == before
    with reading(termbase) as connection:
        assert read.concept_of(connection, f"c{number}") is None
        assert read.terms_with_words(connection, "banc sable", "") == []
    assert sound(termbase)


def test_an_addition_with_uses_can_be_undone(termbase: Path, articles: Path) -> None:
    with writing(termbase) as db:
        number = decisions.Decider(db, "somebody").add(concept(fr="barque de bois", en="wooden boat"))
    rebuild(termbase, articles)
    with writing(termbase) as db:
        assert undone(db) == ("add", number)
    assert "barque de bois" not in {term for _, term in names(termbase)}
    assert sound(termbase)


STEPS = st.lists(st.tuples(st.sampled_from(["approved", "rejected", "add"]), st.integers(0, 4)), min_size=1, max_size=7)


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A termbase with one concept of each review state, its term in the same state, and one with terms in all states."""
    path = tmp_path_factory.mktemp("few") / "few.db"
    with writing(path) as db:
        for state in ReviewState:
            write.add_concept(db, concept(state, fr=[Term(f"mot {state}", state=state)]))
        write.add_concept(db, concept(ReviewState.PROPOSED, fr=[Term(f"autre {state}", state=state) for state in ReviewState]))
    return path


@settings(max_examples=15)
@given(STEPS)
def test_undoing_step_by_step_leads_back_through_every_state(few: Path, steps: list[tuple[str, int]]) -> None:
    path = Path(shutil.copy(few, few.parent / "steps.db"))
    seen = [judged(path)]
    for step, which in steps:
        with writing(path) as db:
            if step == "add":
                decisions.Decider(db, "somebody").add(concept(fr=f"terme {which} {len(seen)}", en=f"term {which}"))
            elif not judge(db, which + 1, step, "somebody", ""):
                continue
        seen.append(judged(path))
    for expected in reversed(seen[:-1]):
        with writing(path) as db:
            assert undone(db) is not None
        assert judged(path) == expected
    with writing(path) as db:
        assert undone(db) is None
    assert sound(path)


def test_the_history_says_who_when_and_why(termbase: Path) -> None:
    number = identifier(termbase, "morue")
    decide(termbase, number, "rejected", "a fish, no term")
    with writing(termbase) as db:
        decisions.undo(db)
    decide(termbase, number, "approved")
    with reading(termbase) as connection:
        history = read.history(connection, number)
        [found] = read.concepts(connection, [number])
    assert [(line.action, line.who, line.reason, line.undone) for line in history] == [
        ("reject", "somebody", "a fish, no term", 1),
        ("approve", "somebody", "", 0),
    ]
    assert found.changed == history[1].at[:10]
    assert all(line.at.endswith("Z") and len(line.at) == 20 for line in history)


def test_approving_a_concept_approves_its_proposed_terms(termbase: Path) -> None:
    number = identifier(termbase, "Islande")
    decide(termbase, number, "approved")
    with reading(termbase) as connection:
        [found] = read.concepts(connection, [number])
    assert {term.state for section in found.sections for term in section.terms} == {ReviewState.APPROVED}


def test_a_rejected_concept_can_be_approved_after_all(termbase: Path) -> None:
    number = identifier(termbase, "criée portuaire")
    decide(termbase, number, "rejected", "too narrow")
    decide(termbase, number, "approved", "no, it serves")
    assert identifier(termbase, "criée portuaire") == number


# Questions


def test_ids_are_understood_as_people_write_them(termbase: Path) -> None:
    number = identifier(termbase, "morue")
    with reading(termbase) as connection:
        [found] = read.concepts(connection, [number])
        term = found.terms("fr")[0].id
        for text in (f"c{number}", str(number), f"C{number}", f" c{number} ", f"t{term}"):
            assert read.concept_of(connection, text) == number
        for text in ("c0", "t0", "c99999999", "x1", "", "c", "-1", "c1;drop", "c1 2", "c" + "9" * 40):
            assert read.concept_of(connection, text) is None


def test_contexts_hold_their_term(built: Built) -> None:
    with reading(built.database) as connection:
        ids = [entry.concept.id for entry in read.mined(connection, limit=40)]
        concepts = read.concepts(connection, ids, contexts=3)
    assert len(concepts) == 40
    for found in concepts:
        contexts = [context for term in found.terms("fr") for context in term.contexts]
        assert contexts
        for context in contexts:
            assert 0 <= context.start < context.end <= len(context.text)
            assert context.source.endswith(".txt")
        assert all(len(term.contexts) <= 3 for term in found.terms("fr"))
        shown = read.concept_contexts(found, "fr", 2)
        assert len(shown) == len({context.text for context in shown}) <= 2


def test_the_best_candidates_come_first_and_filters_hold(built: Built) -> None:
    with reading(built.database) as connection:
        everything = read.mined(connection)
        scores = [entry.score for entry in everything]
        assert scores == sorted(scores, reverse=True)
        assert len(read.mined(connection, limit=5)) == 5
        assert read.mined(connection, limit=0) == []
        people = read.mined(connection, entity="person")
        assert {entry.concept.entity for entry in people} == {EntityType.PERSON}
        approved = read.mined(connection, state="approved")
        assert {entry.concept.state for entry in approved} == {ReviewState.APPROVED}
        assert read.mined(connection, state="rejected") == []
        for entry in everything:
            assert entry.count == sum(form.count for form in entry.forms)
            assert entry.documents <= entry.count


def test_many_ids_are_asked_for_in_batches(notebook: Path) -> None:
    with writing(notebook) as db:
        ids = [write.add_concept(db, concept(fr=f"lot {number}")) for number in range(1203)]
        found = read.concepts(db.conn, ids)
    assert [c.id for c in found] == sorted(ids)
    assert {c.terms("fr")[0].term for c in found} == {f"lot {number}" for number in range(1203)}


def test_an_addition_that_was_mined_meanwhile_is_a_candidate_again(termbase: Path, articles: Path, tmp_path: Path) -> None:
    """Undoing gives back what mining found, under an id of its own, and the next build makes no twin."""
    number = identifier(termbase, "criée portuaire")
    with writing(termbase) as db:
        added = decisions.Decider(db, "somebody").add(concept(fr="criée portuaire", en="fish auction"))
    build([articles], database=termbase, out=tmp_path / "out")
    assert state_of(termbase, added) is ReviewState.APPROVED
    with writing(termbase) as db:
        assert undone(db) == ("add", added)
    assert state_of(termbase, added) is ReviewState.CANDIDATE
    build([articles], database=termbase, out=tmp_path / "out")
    with reading(termbase) as connection:
        hits = read.terms_equal(connection, "folded", ["criee portuaire"], "fr")
        assert [hit.concept for hit in hits] == [added]
        assert read.concept_of(connection, f"c{number}") is None
    assert sound(termbase)
