"""Reviewing without a script: forms that are sent and pages that come back, one decision after the other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from glossary.model import AdministrativeStatus, Concept, LanguageSection, ReviewState, Term
from glossary.review.cells import cell
from glossary.termbase import queue, read, reading, writing
from glossary.termbase.decisions import Decider, Revision, undo
from tests.desk.made import CANDIDATES
from tests.desk.serving import Client, Parsed
from tests.glossary.helpers import dump, judge

FIRST, SECOND, THIRD = (french for french, *_ in CANDIDATES[:3])


def entry(database: Path, number: int) -> dict[str, str]:
    """What an entry says: its state, and the terms of each language as a cell shows them."""
    with reading(database) as db:
        [found] = read.concepts(db, [number])
    cells = {section.language: cell(section.terms) for section in found.sections}
    return {"state": found.state.value, **cells, "subject_field": found.subject_field, "note": found.note}


def progress_of(text: str) -> str:
    [line] = re.findall(r'<div class="progress">\s*<p>(.*?)</p>', text)
    return re.sub("<[^>]*>", "", line)


def test_a_card_shows_what_a_decision_needs(client: Client) -> None:
    page = client.get("/")
    assert page.heading == FIRST
    for shown in (
        "coastal fishing agreement",
        "hiệp định đánh cá ven bờ",
        "parallel texts · 88 of 100",
        "Used <b>5</b> times in <b>5</b> documents",
    ):
        assert shown in page.text
    assert f"<mark>{FIRST}</mark>" in page.text
    assert "phrases of this shape are terms" in page.text
    assert "2022 100" in page.text, "forms with their share of each year"
    assert 'value="c1"' in page.text, "the nearest entry can be merged into"
    second = client.get("/card/3").text
    assert "The <mark>fish auction</mark> opens" in second
    assert 'href="/unit/1"' in second


def test_terms_and_contexts_say_their_language(client: Client) -> None:
    parsed = Parsed.of(client.get("/").text)
    languages = {element.text.strip(): element.attributes.get("lang") for element in parsed.all}
    assert languages[FIRST] == "fr"
    assert languages["accord de pêche hauturière | pacte de pêche hauturière | traité des hauturiers (deprecated)"] == "fr"
    assert {a["lang"] for a in parsed.elements("blockquote")} == {"fr"}
    assert [a.get("lang") for a in parsed.elements("input") if a.get("name") in ("fr", "en", "vi")] == ["fr", "en", "vi"]


def test_every_field_has_a_label_and_pages_have_landmarks(client: Client) -> None:
    for path in ("/", "/search", "/overview", "/concordance", "/concept/1"):
        parsed = Parsed.of(client.get(path).text)
        assert parsed.elements("html") == [{"lang": "en"}]
        assert [len(parsed.elements(tag)) for tag in ("main", "nav", "h1", "title")] == [1, 1, 1, 1]
        assert any(a.get("role") == "status" and a.get("aria-live") == "polite" for a in parsed.elements("div"))
        assert any(a.get("class") == "skip" for a in parsed.elements("a"))
        labelled = {a["for"] for a in parsed.elements("label") if "for" in a}
        wrapped = sum("for" not in a for a in parsed.elements("label"))
        fields = [a for tag in ("input", "select") for a in parsed.elements(tag) if a.get("type") != "hidden"]
        assert len([a for a in fields if a.get("id") not in labelled]) == wrapped
        ids = [element.attributes["id"] for element in parsed.all if "id" in element.attributes]
        assert len(ids) == len(set(ids))
        assert not [
            a for tag in ("section", "article", "form") for a in parsed.elements(tag) if a.get("aria-labelledby", ids[0]) not in ids
        ]


def test_approving_goes_on_and_approves_what_was_proposed(client: Client, database: Path) -> None:
    after = client.follow(client.decide(client.get("/"), "approve"))
    assert after.heading == SECOND
    assert entry(database, 2) | {"state": "approved"} == entry(database, 2)
    assert f'<a href="/concept/2" lang="fr">{FIRST}</a>' in after.text, "the outcome is told"
    assert progress_of(after.text) == "1 decided in this session · 1 of 24 in all"
    with reading(database) as db:
        [found] = read.concepts(db, [2])
        assert {term.state for section in found.sections for term in section.terms} == {ReviewState.APPROVED}
        [line] = read.history(db, 2)
    assert (line.who, line.action) == ("testeuse", "approve")


def test_what_the_fields_hold_is_approved(client: Client, database: Path) -> None:
    edited = {
        "en": "coastal fisheries agreement | coastal fishing agreement (forbidden)",
        "subject_field": " fishing ",
        "note": "a\tb",
        "reason": "usage",
    }
    client.decide(client.get("/"), "approve", **edited)
    assert entry(database, 2) == {
        "state": "approved",
        "fr": FIRST,
        "en": "coastal fisheries agreement | coastal fishing agreement (forbidden)",
        "vi": "hiệp định đánh cá ven bờ",
        "subject_field": "fishing",
        "note": "a b",
    }
    with reading(database) as db:
        assert read.history(db, 2)[0].reason == "usage"


def test_a_decomposed_term_is_kept_composed(client: Client, database: Path) -> None:
    client.decide(client.get("/"), "approve", vi="hiệp định")
    assert entry(database, 2)["vi"] == "hiệp định"


def test_what_is_rejected_goes_with_its_reason(client: Client, database: Path) -> None:
    client.decide(client.get("/"), "reject", reason="too general", en="not this")
    assert entry(database, 2)["state"] == "rejected"
    assert entry(database, 2)["en"] == "coastal fishing agreement", "edits of what is rejected are left"
    with reading(database) as db:
        assert read.history(db, 2)[0].reason == "too general"


def test_what_is_put_off_comes_after_all_others(client: Client, database: Path) -> None:
    page = client.get("/")
    seen = []
    for _ in CANDIDATES:
        seen.append(page.heading)
        page = client.follow(client.decide(page, "later" if len(seen) in (1, 3) else "approve"))
    assert seen == [french for french, *_ in CANDIDATES]
    assert page.heading == FIRST, "the first one put off comes first"
    assert "2 for later" in page.text
    page = client.follow(client.decide(page, "later"))
    assert page.heading == THIRD
    client.decide(page, "approve")
    page = client.follow(client.decide(client.get("/"), "approve"))
    assert page.heading == "Nothing waits"
    assert entry(database, 2)["state"] == "approved"


def test_edits_of_what_is_put_off_are_kept(client: Client, database: Path) -> None:
    client.decide(client.get("/"), "later", vi="hiệp định mới")
    assert entry(database, 2)["vi"] == "hiệp định mới"
    assert entry(database, 2)["state"] == "candidate"


def test_forbidding_approves_the_entry_and_deprecates_its_term(client: Client, database: Path) -> None:
    client.decide(client.get("/"), "forbid", fr=f"{FIRST} | accord des côtes")
    assert entry(database, 2)["state"] == "approved"
    assert entry(database, 2)["fr"] == f"accord des côtes | {FIRST} (forbidden)"
    with reading(database) as db:
        statuses = {term.term: term.status for term in read.concepts(db, [2])[0].terms("fr")}
    assert statuses[FIRST] is AdministrativeStatus.DEPRECATED


def test_forbidding_alone(client: Client, database: Path) -> None:
    client.decide(client.get("/"), "forbid")
    assert entry(database, 2)["fr"] == f"{FIRST} (forbidden)"


def test_a_variant_joins_the_entry_that_was_chosen(client: Client, database: Path) -> None:
    client.decide(client.get("/"), "merge", into="c1", reason="the same thing")
    assert entry(database, 2)["state"] == "rejected"
    assert FIRST in entry(database, 1)["fr"].split(" | ")
    client.decide(client.get("/"), "merge", into="c1", other="c4")
    assert SECOND in entry(database, 4)["fr"].split(" | "), "an id that was written counts before the list"


@pytest.mark.parametrize("into", ["", "c2", "c999", "c" + "9" * 30, "nonsense", "<script>"])
def test_an_entry_joins_no_entry_that_is_not_there(client: Client, database: Path, into: str) -> None:
    before = dump(database)
    answer = client.decide(client.get("/"), "merge", other=into, en="kept as typed")
    assert answer.status == 422
    assert 'role="alert"' in answer.text
    assert "kept as typed" in answer.text
    assert "<script>”" not in answer.text
    assert dump(database) == before


def test_an_entry_without_a_term_is_not_approved(client: Client, database: Path) -> None:
    before = dump(database)
    answer = client.decide(client.get("/"), "approve", fr=" | ", en="as typed")
    assert answer.status == 422
    assert answer.heading == FIRST
    assert 'value="as typed"' in answer.text
    assert dump(database) == before


@pytest.mark.parametrize("action", ["", "delete", "APPROVE"])
def test_other_actions_are_no_actions(client: Client, database: Path, action: str) -> None:
    before = dump(database)
    assert client.decide(client.get("/"), action).status == 400
    assert dump(database) == before


def test_undo_goes_back_to_the_first_decision(client: Client, database: Path) -> None:
    with reading(database) as db:
        before = read.concepts(db, range(1, 26))
    page = client.get("/")
    for action in ("approve", "reject", "later", "forbid", "merge"):
        page = client.follow(client.decide(page, action, into="c1", en="edited", reason="why"))
    undone = []
    while 'action="/undo' in page.text:
        page = client.follow(client.undo(page))
        undone.append(page.heading)
        assert "Taken back" in page.text
    assert undone == [french for french, *_ in CANDIDATES[:5]][::-1]
    with reading(database) as db:
        assert read.concepts(db, range(1, 26)) == before
    assert progress_of(page.text).startswith("0 decided in this session")


def test_undo_takes_back_only_what_was_shown(client: Client, database: Path) -> None:
    first = client.follow(client.decide(client.get("/"), "approve"))
    client.decide(first, "approve")
    before = dump(database)
    answer = client.undo(first)
    assert answer.status == 409
    assert "something else was decided meanwhile" in answer.text
    assert dump(database) == before
    assert client.post("/undo", {"form_token": first.fields["form_token"], "decision": "x"}).status == 409


def test_nothing_to_take_back(client: Client) -> None:
    page = client.get("/")
    assert "/undo" not in page.text
    assert client.post("/undo", {"form_token": page.fields["form_token"], "decision": "1"}).status == 404


def test_of_two_tabs_the_second_overwrites_nothing(client: Client, database: Path) -> None:
    one, other = client.get("/"), client.get("/")
    client.decide(one, "approve", en="one’s term")
    before = dump(database)
    answer = client.decide(other, "reject", en="the other’s term", reason="mine")
    assert answer.status == 409
    assert dump(database) == before
    parsed = Parsed.of(answer.text)
    [alert] = [element.text for element in parsed.all if element.attributes.get("role") == "alert"]
    assert "it has changed" in alert.lower()
    assert "testeuse: approved" in alert
    assert answer.fields["en"] == "the other’s term"
    assert answer.fields["reason"] == "mine"
    assert "now: one’s term" in [element.text for element in parsed.all if element.attributes.get("id") == "now-en"]
    client.decide(answer, "approve")
    assert entry(database, 2)["en"] == "the other’s term", "decided again, with both in sight"


def test_the_command_line_counts_as_another_tab(client: Client, database: Path) -> None:
    page = client.get("/")
    with writing(database) as db:
        judge(db, 2, "rejected", reason="from the command line")
    assert client.decide(page, "approve").status == 409
    assert client.decide(page, "merge", into="c1").status == 409
    assert entry(database, 2)["state"] == "rejected"


def test_an_entry_that_is_gone_is_not_found(client: Client, database: Path) -> None:
    page = client.get("/card/2")
    with writing(database) as db:
        added = Decider(db, "x").add(read.concepts(db.conn, [1])[0])
    page = client.get(f"/card/{added}")
    with writing(database) as db:
        undo(db)
    assert client.decide(page, "approve").status == 404


@pytest.mark.parametrize(
    ("query", "first", "waiting"),
    [
        ("entity=person", "Yann Kerbrat", 1),
        ("missing=vi", "criée aux poissons", 11),
        ("missing=en&entity=term", "phare du large", 1),
        ("score=94", FIRST, 2),
        ("state=proposed", "Nothing waits", 0),
        ("subject_field=fishing", "Nothing waits", 0),
        ("state=nonsense&entity=nonsense&score=nonsense&missing=nonsense", FIRST, 24),
        ("score=nan", FIRST, 24),
        ("score=-1e400", FIRST, 24),
    ],
)
def test_filters(client: Client, query: str, first: str, waiting: int) -> None:
    page = client.get(f"/?{query}")
    assert page.heading == first
    assert f" of {waiting} in all" in page.text or waiting == 0


def test_a_decision_stays_within_the_filters(client: Client) -> None:
    page = client.get("/?missing=vi&entity=term")
    answer = client.decide(page, "approve")
    assert answer.headers["location"] == "/?entity=term&missing=vi"
    page = client.follow(answer)
    assert page.heading == "phare du large"
    back = re.search(r'action="(/undo[^"]*)"', page.text)
    assert back
    assert back[1] == "/undo?entity=term&amp;missing=vi"


def test_what_is_decided_can_be_decided_otherwise(client: Client, database: Path) -> None:
    client.decide(client.get("/"), "reject")
    client.decide(client.get("/card/2"), "approve")
    assert entry(database, 2)["state"] == "approved"
    with reading(database) as db:
        assert [line.action for line in read.history(db, 2)] == ["reject", "approve"]
        assert queue.progress(db, queue.Filters()) == queue.Progress(1, 23, 0)


def test_a_sheet_of_the_lead_changes_what_waits(client: Client, database: Path) -> None:
    """Whoever decides, the queue goes on behind it."""
    with writing(database) as db:
        together = Decider(db, "somebody", together=True)
        for number in (2, 3, 4):
            together.revise(number, Revision(ReviewState.APPROVED))
    page = client.get("/")
    assert page.heading == CANDIDATES[3][0]
    client.undo(page)
    assert client.get("/").heading == FIRST


def test_what_was_entered_is_not_lost_while_another_program_writes(client: Client, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = client.get("/")
    monkeypatch.setattr("tm.database._BUSY_SECONDS", 0.05)
    with writing(database) as db:
        db.execute("update concepts set note = 'x' where id = 25")
        answer = client.decide(page, "approve", en="typed with care")
    assert answer.status == 503
    assert answer.fields["en"] == "typed with care"
    assert "Another program is writing" in answer.text
    assert client.decide(answer, "approve").status == 303
    assert entry(database, 2)["en"] == "typed with care"


def test_an_entry_in_another_language_alone(client: Client, database: Path) -> None:
    with writing(database) as db:
        number = Decider(db, "x").add(Concept(sections=(LanguageSection("pt", (Term("farol"),)),)))
        judge(db, number, "rejected")
    page = client.get(f"/card/{number}")
    assert page.heading == "farol"
    client.decide(page, "forbid", vi="hải đăng")
    assert entry(database, number)["pt"] == "farol (forbidden)"
    assert entry(database, number)["vi"] == "hải đăng"
    assert entry(database, number)["state"] == "approved"
