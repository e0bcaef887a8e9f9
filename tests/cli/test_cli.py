"""The command line as users and scripts rely on it."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from glossary.cli import cli
from glossary.model import EntityType, Relation, ReviewState
from tests.cli.helpers import PROGRAM, Ran, call, is_error, on_a_terminal, run
from tests.conftest import Built
from tests.glossary.helpers import dump
from tm.text import fold

VERBS = sorted(cli.commands)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def db(small: Built, tmp_path: Path) -> Path:
    """A copy of the termbase of the three short articles, which no command finds by itself."""
    return small.copy_to(tmp_path)


def lookup(db: Path, query: str) -> list[dict[str, Any]]:
    found = run("lookup", query, "--json", "--db", db).data
    assert isinstance(found, list)
    return found


def number(db: Path, term: str) -> str:
    """The id of the one concept with this term."""
    [found] = {entry["concept"] for entry in lookup(db, term) if entry["matched"]["term"] == term}
    return str(found)


# Help


def test_the_verbs_are_there() -> None:
    assert {"build", "mine", "candidates", "lookup", "show", "add", "approve", "reject", "undo", "export", "stats"} <= set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_verb_has_help_with_a_sentence(verb: str, option: str) -> None:
    ran = run(verb, option)
    assert (ran.code, ran.err) == (0, "")
    assert re.search(rf"^Usage: \S+ {verb} ", ran.out)
    sentence = " ".join(ran.out.split("\n\n")[1].split())
    assert re.match(r"[A-Z][^.]+\w.*\.$", sentence)


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_is_explained(verb: str) -> None:
    options = [parameter for parameter in cli.commands[verb].params if isinstance(parameter, click.Option)]
    assert [option.name for option in options if not (option.help or "").endswith(".")] == []


def test_the_verbs_are_listed_and_examples_begin() -> None:
    ran = run("--help")
    assert ran.code == 0
    assert all(re.search(rf"^  {verb} +[A-Z]", ran.out, re.MULTILINE) for verb in VERBS)
    assert "glossary build" in ran.out


def test_the_version_is_told() -> None:
    ran = call("--version")
    assert ran.code == 0
    assert re.fullmatch(r"glossary, version \d+\.\d+\.\d+\n", ran.out)


# Exit codes


@pytest.mark.parametrize(
    "arguments",
    [
        ("lookup",),
        ("lookup", "x", "--frob"),
        ("frob",),
        ("lookup", "x", "--from", "de"),
        ("lookup", "x", "--to", "zz"),
        ("candidates", "--state", "maybe"),
        ("candidates", "--entity", "thing"),
        ("candidates", "--limit", "-1"),
        ("build",),
        ("build", ".", "--from", "en"),
        ("build", ".", "--to", "fr"),
        ("build", ".", "--min-count", "0"),
        ("mine", ".", "--min-score", "101"),
        ("add", "accord"),
        ("add", "de:Abkommen"),
        ("add", "fr:"),
        ("reject", "c1"),
        ("export", "a.docx"),
        ("export", "noextension"),
        ("export", "a.txt"),
        ("export", "a.tbx", "--to", "fr"),
        ("export", "a.txt", "--to", "en", "--to", "vi"),
        ("export", "a.tbx", "--format", "tbx2", "--to", "en", "--to", "vi"),
        ("export", "a.csv", "--format", "xls"),
        ("export", "a.csv", "--state", "rejected"),
    ],
)
def test_a_request_that_makes_no_sense_ends_with_two(db: Path, arguments: tuple[str, ...]) -> None:
    ran = run("--db", db, *arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert is_error(ran)
    assert list(Path().iterdir()) == []


def test_found_is_nought_and_nothing_found_is_one(db: Path) -> None:
    assert run("lookup", "visite officielle", "--db", db).code == 0
    ran = run("lookup", "zzzzzzzz", "--db", db)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("lookup", "x"),
        ("show", "c1"),
        ("candidates",),
        ("stats",),
        ("approve", "c1"),
        ("reject", "c1", "--reason", "x"),
        ("undo",),
        ("export", "a.csv"),
    ],
)
def test_without_a_termbase_it_is_three(arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (3, "")
    assert is_error(ran)
    assert "glossary.db" in ran.err
    assert list(Path().iterdir()) == [], "nothing is made in passing"


def test_the_program_gives_the_same_codes(db: Path) -> None:
    assert call("lookup", "visite officielle", "--db", db).code == 0
    assert call("lookup", "zzzzzzzz", "--db", db).code == 1
    assert call("lookup").code == 2
    assert call("lookup", "x").code == 3


def test_debug_shows_where() -> None:
    ran = call("--debug", "lookup", "x")
    assert ran.code != 0
    assert "Traceback" in ran.err
    assert "Traceback" not in call("lookup", "x").err


# Which termbase


@pytest.fixture
def bases(tmp_path: Path) -> dict[str, Path]:
    """Termbases that each hold one term, called as they are."""
    found = {}
    for name in ("option", "front", "variable", "settings", "glossary"):
        found[name] = tmp_path / f"{name}.db"
        assert run("add", f"fr:{name}", "--db", found[name]).code == 0
    return found


def which(*arguments: str | Path, env: Mapping[str, str | None] | None = None) -> set[str]:
    """The terms in the termbase that a command opens."""
    options = ("--exact", "--json", "option", "front", "variable", "settings", "glossary")
    return {entry["matched"]["term"] for entry in run(*arguments, "lookup", *options, env=env).data}


def test_the_termbase_is_found_in_the_order_promised(bases: dict[str, Path]) -> None:
    shutil.copy(bases["glossary"], "glossary.db")
    assert which() == {"glossary"}
    Path("glossary.toml").write_text(f"db = {json.dumps(str(bases['settings']))}\n", "utf-8")
    assert which() == {"settings"}
    variable = {"GLOSSARY_DB": str(bases["variable"])}
    assert which(env=variable) == {"variable"}
    assert which("--db", bases["front"], env=variable) == {"front"}
    ran = run("--db", bases["front"], "lookup", "option", "--json", "--db", bases["option"], env=variable)
    assert [entry["matched"]["term"] for entry in ran.data] == ["option"]
    assert which(env={"GLOSSARY_DB": ""}) == {"settings"}, "an empty variable is none"


@pytest.mark.parametrize("text", ["db = 7\n", "db = \n", "\ufeff[", "db = 'a'\ndb = 'b'\n"])
def test_settings_that_cannot_be_read_are_said(text: str) -> None:
    Path("glossary.toml").write_text(text, "utf-8")
    ran = run("stats")
    assert ran.code == 3
    assert is_error(ran)
    assert "glossary.toml" in ran.err


def test_settings_without_a_termbase_say_nothing(db: Path) -> None:
    shutil.copy(db, "glossary.db")
    Path("glossary.toml").write_text('user = "Zoé"\n', "utf-8")
    assert run("stats").code == 0


def test_languages_and_folders_of_the_settings_stand_in_for_options(articles: Path) -> None:
    Path("glossary.toml").write_text('from = "fr"\nto = ["vi"]\nout = "dehors"\n', "utf-8")
    assert run("build", articles / "peche.txt").code == 0
    assert sorted(path.name for path in Path("dehors").glob("*.tbx")) == ["diplomacy.fr-vi.tbx", "diplomacy.tbx"]
    assert run("tm", "match", "Le ministre est arrivé.").err.startswith("The memory is empty: 'glossary tm import FILE'")
    Path("oui.csv").write_text("fr,vi\nBien entendu.,Tất nhiên.\n", "utf-8")
    run("tm", "import", "oui.csv")
    assert "No match from fr to vi" in run("tm", "match", "Le ministre est arrivé.").err
    assert run("tm", "match", "Le ministre est arrivé.", "--to", "en").err == "The memory has nothing in en, only in fr, vi.\n"


def test_no_language_is_guessed(db: Path) -> None:
    shutil.copy(db, "glossary.db")
    for arguments, option in ((("tm", "match", "x"), "'--from'"), (("tm", "match", "x", "--from", "fr"), "'--to'")):
        ran = run(*arguments)
        assert (ran.code, is_error(ran)) == (2, True)
        assert option in ran.err
    Path("glossary.toml").write_text('to = ["en", "vi"]\n', "utf-8")
    assert run("tm", "match", "x", "--from", "fr").code == 2, "of two targets none is chosen"


def test_decisions_bear_the_name_of_the_settings(db: Path) -> None:
    Path("glossary.toml").write_text('user = "Zoé"\n', "utf-8")
    run("add", "fr:essai", "--db", db, env={"GLOSSARY_USER": ""})
    concept = run("lookup", "essai", "--exact", "--json", "--db", db).data[0]["concept"]
    assert run("show", concept, "--json", "--db", db).data[0]["history"][0]["who"] == "Zoé"


# JSON


TERM = {"id", "term", "status", "type", "origin", "score", "reliability", "note"}


def is_context(value: dict[str, Any]) -> bool:
    return {"text", "source"} <= set(value) and bool(value["text"]) and value["source"].endswith(".txt")


def check_candidates(found: list[dict[str, Any]]) -> None:
    """The shape that `mine` and `candidates` promise, best first."""
    assert found
    for entry in found:
        assert {"term", "language", "entity", "score", "count", "documents", "variants", "contexts", "why"} <= set(entry)
        assert entry["language"] == "fr"
        assert entry["entity"] in set(EntityType)
        assert 0 <= entry["score"] <= 100
        assert 1 <= entry["documents"] <= entry["count"]
        assert sum(variant["count"] for variant in entry["variants"]) == entry["count"]
        assert all({"term", "count", "relation"} <= set(variant) for variant in entry["variants"])
        assert all(variant["relation"] in set(Relation) for variant in entry["variants"])
        assert entry["contexts"]
        assert all(map(is_context, entry["contexts"]))
        assert entry["why"]
        assert all(0 <= value <= 1 for value in entry["why"].values())
    assert [entry["score"] for entry in found] == sorted((entry["score"] for entry in found), reverse=True)


def test_mine_as_json(articles: Path) -> None:
    ran = run("mine", articles, "--json")
    assert (ran.code, ran.err) == (0, "")
    check_candidates(ran.data)
    assert "pêche durable" in {entry["term"] for entry in ran.data}
    assert list(Path().iterdir()) == [], "nothing is kept without --save"


def test_mine_takes_its_limits(articles: Path) -> None:
    everything = run("mine", articles, "--json").data
    assert run("mine", articles, "--json", "--limit", "3").data == everything[:3]
    assert {entry["entity"] for entry in run("mine", articles, "--json", "--entity", "person").data} == {"person"}
    assert {entry["entity"] for entry in everything} > {"person"}
    assert all(entry["score"] >= 90 for entry in run("mine", articles, "--json", "--min-score", "90").data)
    assert all(
        entry["count"] >= 4 or entry["entity"] == "person" or entry["why"]["known"]
        for entry in run("mine", articles, "--json", "--min-count", "4").data
    )


def test_mine_can_keep_what_it_finds(articles: Path, tmp_path: Path) -> None:
    found = run("mine", articles, "--json", "--save", "--db", tmp_path / "kept.db").data
    kept = run("candidates", "--json", "--db", tmp_path / "kept.db").data
    forms = {fold(form["term"]) for entry in kept for form in entry["variants"]}
    assert found
    assert all(fold(form["term"]) in forms for entry in found for form in entry["variants"])
    check_candidates(kept)


def test_nothing_mined_is_an_empty_array(articles: Path) -> None:
    ran = run("mine", articles, "--json", "--min-score", "100", "--entity", "document")
    assert (ran.code, ran.data) == (1, [])
    assert "--min-score" in ran.err, "it says which threshold to loosen"


def test_candidates_as_json(db: Path) -> None:
    ran = run("candidates", "--json", "--db", db)
    assert (ran.code, ran.err) == (0, "")
    check_candidates(ran.data)
    assert len({entry["term"] for entry in ran.data}) == len(ran.data)


def test_candidates_take_their_limits(db: Path) -> None:
    everything = run("candidates", "--json", "--db", db).data
    assert run("candidates", "--json", "--limit", "4", "--db", db).data == everything[:4]
    for state in ReviewState:
        ran = run("candidates", "--json", "--state", state, "--db", db)
        assert ran.code == (0 if ran.data else 1)
        assert all(entry["state"] == state for entry in ran.data)
    assert {entry["term"] for entry in run("candidates", "--json", "--entity", "person", "--db", db).data} == {
        "Einar Jonsson", "Teresa Vasconcelos", "Rui Carvalho", "Magnus Thorsson", "Ingrid Solberg",
    }  # fmt: skip


def test_no_candidates_are_an_empty_array(tmp_path: Path) -> None:
    run("add", "fr:accord", "--db", tmp_path / "one.db")
    ran = run("candidates", "--json", "--db", tmp_path / "one.db")
    assert (ran.code, ran.data) == (1, [])
    assert ran.err


def test_lookup_as_json(db: Path) -> None:
    ran = run("lookup", "visites officielles", "--json", "--db", db)
    assert (ran.code, ran.err) == (0, "")
    [found] = ran.data
    assert {"query", "concept", "state", "entity", "subject_field", "matched", "terms", "contexts"} <= set(found)
    assert found["query"] == "visites officielles"
    assert re.fullmatch(r"c\d+", found["concept"])
    assert (found["state"], found["entity"]) == ("approved", "term")
    assert found["matched"] == {"term": "visite officielle", "language": "fr", "how": "inflected", "score": found["matched"]["score"]}
    assert 0 < found["matched"]["score"] <= 100
    assert list(found["terms"]) == ["fr", "en", "vi"]
    for terms in found["terms"].values():
        assert terms
        for term in terms:
            assert set(term) >= TERM
            assert re.fullmatch(r"t\d+", term["id"])
    assert found["terms"]["en"][0]["term"] == "official visit"
    assert found["contexts"]
    assert all(map(is_context, found["contexts"]))


@pytest.mark.parametrize(
    ("query", "how"),
    [
        ("visite officielle", "exact"),
        ("Visite Officielle", "accents"),
        ("chuyen tham chinh thuc", "folded"),
        ("official visits", "inflected"),
    ],
)
def test_lookup_says_how_it_matched(db: Path, query: str, how: str) -> None:
    assert lookup(db, query)[0]["matched"]["how"] == how


def test_lookup_takes_several_terms_and_keeps_their_order(db: Path) -> None:
    found = run("lookup", "official visit", "zzzzzz", "visite officielle", "--json", "--db", db).data
    assert [entry["query"] for entry in found] == ["official visit", "visite officielle"]


def test_lookup_keeps_to_a_language_and_a_kind(db: Path) -> None:
    assert run("lookup", "official visit", "--from", "fr", "--exact", "--json", "--db", db).data == []
    assert len(run("lookup", "official visit", "--from", "en-GB", "--exact", "--json", "--db", db).data) == 1
    assert run("lookup", "visites officielles", "--exact", "--db", db).code == 1
    partial = run("lookup", "officielle", "--partial", "--json", "--db", db).data
    assert {entry["matched"]["how"] for entry in partial} == {"partial"}
    fuzzy = run("lookup", "visite oficielle", "--fuzzy", "--json", "--db", db).data
    assert fuzzy[0]["matched"] == {"term": "visite officielle", "language": "fr", "how": "fuzzy", "score": fuzzy[0]["matched"]["score"]}


def test_lookup_shows_the_languages_asked_for(db: Path) -> None:
    header, row = run("lookup", "visite officielle", "--to", "vi", "--db", db).out.splitlines()
    assert "vi" in header.split("\t")
    assert "en" not in header.split("\t")
    assert "chuyến thăm chính thức" in row
    assert "official visit" not in row


def test_nothing_looked_up_is_an_empty_array(db: Path) -> None:
    ran = run("lookup", "zzzzzzzz", "--json", "--db", db)
    assert (ran.code, ran.data) == (1, [])


@pytest.mark.parametrize("terms", [("-",), ("-", "--from", "fr"), ("armateur", "-")])
def test_lookup_reads_terms_from_standard_input(db: Path, terms: tuple[str, ...]) -> None:
    ran = run("lookup", *terms, "--json", "--db", db, stdin="visite officielle\n\n  pêche durable  \r\nzzzzzz\n".encode())
    assert [e["query"] for e in ran.data if e["query"] != "armateur"] == ["visite officielle", "pêche durable"]
    assert ran.code == 0


def test_an_empty_standard_input_finds_nothing(db: Path) -> None:
    ran = run("lookup", "-", "--json", "--db", db, stdin="\n")
    assert (ran.code, ran.data) == (1, [])


def test_a_standard_input_that_is_not_utf8_is_said(db: Path) -> None:
    ran = call("lookup", "-", "--db", db, stdin=b"zygl\xe9\n")
    assert ran.code in (1, 3)
    assert "fault of the program" not in ran.err


def test_an_argument_that_is_not_utf8_is_only_not_found(db: Path) -> None:
    ran = call("lookup", b"zygl\xe9", "--db", db)
    assert ran.code in (1, 2)
    assert "fault of the program" not in ran.err


def test_show_as_json(db: Path) -> None:
    concept = number(db, "pêche durable")
    ran = run("show", concept, "--json", "--db", db)
    assert (ran.code, ran.err) == (0, "")
    [entry] = ran.data
    assert (entry["concept"], entry["state"], entry["entity"]) == (concept, "candidate", "term")
    assert set(entry["terms"]) == {"fr", "en", "vi"}
    assert set(entry["terms"]["fr"][0]) >= TERM
    assert entry["terms"]["fr"][0]["origin"] == "mined"
    assert all(map(is_context, entry["contexts"]))
    assert entry["history"] == []
    term = entry["terms"]["fr"][0]["id"]
    assert run("show", term, "--json", "--db", db).data == [entry]


def test_show_tells_everything_in_words(db: Path) -> None:
    concept = number(db, "visite officielle")
    run("reject", concept, "--reason", "trop large", "--db", db)
    run("undo", "--db", db)
    ran = run("show", concept, "--db", db)
    assert ran.code == 0
    known = (concept, "visite officielle", "official visit", "chuyến thăm chính thức", "reference", "preferred", "approved", "peche.txt")
    for part in (*known, "testeuse", "reject", "trop large", "undone", "contexts"):
        assert part in ran.out, part


def test_show_of_nothing_is_one(db: Path) -> None:
    for given in ("c999999", "t999999", "x", ""):
        ran = run("show", given, "--db", db)
        assert (ran.code, ran.out) == (1, "")
        assert is_error(ran)


def test_show_of_nothing_is_an_empty_array(db: Path) -> None:
    ran = run("show", "c999999", "--json", "--db", db)
    assert ran.code == 1
    assert ran.out.strip() == "[]"


def test_stats_count(db: Path) -> None:
    [found] = run("stats", "--json", "--db", db).data
    assert found["texts"]["documents"] == 4
    assert sum(found["concepts by state"].values()) == len(dump(db)["concepts"])
    header, *rows = run("stats", "--db", db).out.splitlines()
    assert len({line.count("\t") for line in [header, *rows]}) == 1
    assert "documents\t4" in "\n".join(rows)


def test_json_is_utf8_and_readable_in_the_pipe(db: Path) -> None:
    ran = call("lookup", "visite officielle", "--json", "--db", db)
    assert "chuyến thăm chính thức" in ran.out, "not escaped"
    json.loads(ran.out)


def test_json_is_utf8_whatever_the_console(db: Path) -> None:
    ran = call("lookup", "visite officielle", "--json", "--db", db, env={**os.environ, "PYTHONIOENCODING": "cp1252"})
    assert ran.code == 0
    assert "chuyến thăm chính thức" in ran.out


# Decisions


def test_add_keeps_an_approved_concept(tmp_path: Path) -> None:
    base = tmp_path / "new.db"
    ran = run(
        "add", "fr:banc de sable", "fr:haut-fond", "en:sandbank", "vi-VN: bãi  cát ", "--field", "sea", "--note", "shallow", "--db", base
    )
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Added c")
    [found] = lookup(base, "haut-fond")
    assert (found["state"], found["subject_field"], found["note"]) == ("approved", "sea", "shallow")
    assert [(t["term"], t["status"], t["origin"]) for t in found["terms"]["fr"]] == [
        ("banc de sable", "preferred", "human"),
        ("haut-fond", "admitted", "human"),
    ]
    assert [t["term"] for t in found["terms"]["vi"]] == ["bãi cát"]


def test_add_keeps_a_colon_and_normal_form(tmp_path: Path) -> None:
    base = tmp_path / "new.db"
    assert run("add", "fr:forum : l’e\u0301tat", "FR:bis", "en:a:b", "--db", base).code == 0
    [found] = lookup(base, "forum : l’état")
    assert found["terms"]["en"][0]["term"] == "a:b"
    assert found["matched"]["how"] == "exact"


def test_add_says_what_is_there_already(db: Path) -> None:
    ran = run("add", "fr:Visite Officielle", "--db", db)
    assert ran.code == 0
    assert number(db, "visite officielle") in ran.err
    assert len(lookup(db, "visite officielle")) == 2


def test_add_takes_the_same_term_once(tmp_path: Path) -> None:
    ran = run("add", "fr:accord", "fr:accord", "en:agreement", "--db", tmp_path / "new.db")
    assert ran.code in (0, 2)
    assert "SQLite" not in ran.err


def test_add_takes_no_term_without_a_letter() -> None:
    assert run("add", "fr:\x1b", "en:x", "--db", "new.db").code == 2


def test_a_wrong_term_keeps_none(tmp_path: Path) -> None:
    assert run("add", "fr:accord", "xx:rien", "--db", tmp_path / "new.db").code == 2
    assert not (tmp_path / "new.db").exists()


def test_add_marks_what_is_not_to_be_used(tmp_path: Path) -> None:
    ran = run("add", "fr:phare | feu", "en:pharos (forbidden)", "en:lighthouse", "--db", tmp_path / "new.db")
    assert ran.code == 0
    [entry] = run("show", "c1", "--json", "--db", tmp_path / "new.db").data
    statuses = {term["term"]: term["status"] for terms in entry["terms"].values() for term in terms}
    assert statuses == {"phare": "preferred", "feu": "admitted", "lighthouse": "preferred", "pharos": "deprecated"}


def test_approve_and_reject_and_undo(db: Path) -> None:
    fish, market = number(db, "morue"), number(db, "criée portuaire")
    before = dump(db)
    ran = run("approve", fish, market, "--db", db)
    assert (ran.code, ran.out.splitlines()) == (
        0,
        [f"Approved {c}: {t} · — · —" for c, t in sorted([(fish, "morue"), (market, "criée portuaire")])],
    )
    assert lookup(db, "morue")[0]["state"] == "approved"
    assert run("reject", market, "--reason", "trop local", "--db", db).code == 0
    assert run("lookup", "criée portuaire", "--exact", "--db", db).code == 1
    for expected in (f"reject {market}", f"approve {market}", f"approve {fish}"):
        ran = run("undo", "--db", db)
        assert ran.code == 0
        assert ran.out.startswith(f"Undone: {expected} (")
    ran = run("undo", "--db", db)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err
    after = dump(db)
    del before["decisions"], after["decisions"]
    assert after == before


def test_a_decision_can_name_a_term(db: Path) -> None:
    term = lookup(db, "morue")[0]["terms"]["fr"][0]["id"]
    assert run("approve", term, "--db", db).code == 0
    assert lookup(db, "morue")[0]["state"] == "approved"


@pytest.mark.parametrize("verb", [("approve",), ("reject", "--reason", "x")])
def test_a_decision_on_nothing_changes_nothing(db: Path, verb: tuple[str, ...]) -> None:
    before = dump(db)
    ran = run(*verb, number(db, "morue"), "c999999", "--db", db)
    assert ran.code == 1
    assert is_error(ran)
    assert "c999999" in ran.err
    assert dump(db) == before


def test_who_decided_is_kept(db: Path) -> None:
    concept = number(db, "morue")
    run("approve", concept, "--reason", "usuel", "--db", db, env={"GLOSSARY_USER": "Zoé"})
    [entry] = run("show", concept, "--json", "--db", db).data
    assert [(line["who"], line["action"], line["reason"]) for line in entry["history"]] == [("Zoé", "approve", "usuel")]


# Export


@pytest.mark.parametrize(
    ("file", "options", "begins"),
    [
        ("a.tbx", ("--to", "en"), b"<?xml"),
        ("a.tbx", (), b"<?xml"),
        ("a.csv", (), b"concept,"),
        ("a.txt", ("--to", "vi"), b"# Glossary"),
        ("a.tab", ("--to", "vi", "--format", "tsv"), b"# Glossary"),
        ("a", ("--format", "csv"), b"concept,"),
        ("A.CSV", (), b"concept,"),
        ("sub/folder/a.csv", (), b"concept,"),
        ("été/nghề cá.csv", (), b"concept,"),
    ],
)
def test_export_by_extension_and_by_format(db: Path, file: str, options: tuple[str, ...], begins: bytes) -> None:
    ran = run("export", file, *options, "--db", db)
    assert ran.code == 0
    assert Path(file).read_bytes().startswith(begins)
    assert re.match(rf"{re.escape(file)}  \d+ concepts", ran.out)
    assert list(Path().rglob(".*")) == [], "no temporary file is left"


def test_export_takes_two_targets(db: Path) -> None:
    assert run("export", "a.tbx", "--to", "en", "--to", "vi", "--to", "en", "--db", db).code == 0
    data = Path("a.tbx").read_text("utf-8")
    assert "<tbx " in data
    assert set(re.findall(r'<langSec xml:lang="(\w+)"', data)) == {"fr", "en", "vi"}
    assert run("export", "b.csv", "--to", "vi", "--db", db).code == 0
    header = next(csv.reader(Path("b.csv").read_text("utf-8").splitlines()))
    assert "vi" in header
    assert "en" not in header


def test_export_from_another_language(db: Path) -> None:
    assert run("export", "a.txt", "--from", "vi", "--to", "fr", "--db", db).code == 0
    lines = Path("a.txt").read_text("utf-8").splitlines()
    assert any(line.startswith("chuyến thăm chính thức\tvisite officielle") for line in lines)


def test_export_says_what_was_left_out_and_why(db: Path) -> None:
    ran = run("export", "a.csv", "--db", db)
    assert re.search(r"\d+ skipped: candidate, not approved", ran.err)
    assert "pêche durable" not in [row["fr"] for row in csv.DictReader(Path("a.csv").read_text("utf-8").splitlines())]


def test_export_of_other_states_marks_them(db: Path) -> None:
    assert run("export", "a.csv", "--state", "proposed", "--db", db).code == 0
    rows = list(csv.DictReader(Path("a.csv").read_text("utf-8").splitlines()))
    states = {row["fr"]: row["state"] for row in rows}
    assert states["Islande"] == "proposed"
    assert states["visite officielle"] == "approved"


def test_export_replaces_the_file_whole(db: Path) -> None:
    Path("a.csv").write_text("périmé\n" * 100_000, "utf-8")
    assert run("export", "a.csv", "--db", db).code == 0
    assert "périmé" not in Path("a.csv").read_text("utf-8")


def test_export_of_nothing_is_one(tmp_path: Path) -> None:
    run("add", "fr:seul", "--db", tmp_path / "one.db")
    assert run("export", "a.csv", "--db", tmp_path / "one.db").code == 1


# Build


def test_build_ends_with_a_funnel_and_its_files(articles: Path, small: Built) -> None:
    ran = call("build", articles, "--out", "out", "--db", "kept.db", env={**os.environ, "PYTHONHASHSEED": "7"})
    assert (ran.code, ran.err) == (0, "")
    for word, value in {
        "files": "3",
        "documents": "4",
        "segments": r"\d+",
        "candidates": r"\d+",
        "concepts": r"\d+",
        "aligned": r"\d+ en, \d+ vi",
    }.items():
        assert re.search(rf"^{word} +{value}\b", ran.out, re.MULTILINE), word
    written = sorted(path.name for path in Path("out").iterdir())
    assert written == sorted(path.name for path in small.out.iterdir())
    assert all(f"out{os.sep}{name}" in ran.out for name in written)
    assert "kept.db" in ran.out
    assert {name: Path("out", name).read_bytes() for name in written} == {name: (small.out / name).read_bytes() for name in written}, (
        "the same articles give the same bytes in another process, folder and hash order"
    )


def test_build_of_one_target(articles: Path) -> None:
    assert run("build", articles, "--to", "vi", "--out", "out", "--db", "kept.db").code == 0
    assert {path.name for path in Path("out").iterdir()} == {
        "diplomacy.tbx", "diplomacy.csv", "diplomacy.fr-vi.tbx", "diplomacy.fr-vi.csv", "review.csv",
    }  # fmt: skip


def test_build_twice_gives_the_same_and_doubles_nothing(articles: Path) -> None:
    first = run("build", articles, "--db", "kept.db")
    files, rows = {path: path.read_bytes() for path in Path("exports").iterdir()}, dump(Path("kept.db"))
    second = run("build", articles, "--db", "kept.db")
    assert (second.code, second.out) == (0, first.out)
    assert {path: path.read_bytes() for path in Path("exports").iterdir()} == files
    assert dump(Path("kept.db")) == rows


def test_reading_leaves_no_trace(db: Path) -> None:
    folder = set(db.parent.iterdir())
    before = db.read_bytes()
    for arguments in (("lookup", "visite"), ("show", "c1"), ("candidates",), ("stats",)):
        assert call(*arguments, "--db", db).code == 0
    assert db.read_bytes() == before
    left = {path.name for path in set(db.parent.iterdir()) - folder}
    assert left <= {"glossary.db-shm", "glossary.db-wal"}, "SQLite may leave its own two"


# What reaches the terminal


NASTY = (
    "Le consul a signé un accord de cabotage avec \x1b[31mle Danemark\x1b[0m, hier. "
    "Un \x1b]0;titre\x07accord de cabotage \x9b1m a été signé.\n\n"
    "Cet accord de \x7fcabotage, dit \u202eelbativéni, sera publié par la ministre Greta \x1bSolberg. L'accord de cabotage plaît."
)


@pytest.fixture
def nasty() -> Path:
    Path("nasty.txt").write_text(NASTY, "utf-8")
    return Path("nasty.txt")


def reading(db: str | Path) -> Iterator[Ran]:
    """What every verb that shows texts says, in words."""
    candidates = run("candidates", "--json", "--db", db).data
    yield run("candidates", "--db", db)
    for entry in candidates:
        yield run("show", entry["id"], "--db", db)
        yield run("lookup", entry["term"], "--db", db)
    yield run("stats", "--db", db)


def test_no_control_character_of_a_text_reaches_the_output(nasty: Path) -> None:
    assert run("build", nasty, "--out", "out", "--db", "kept.db").code == 0
    said = [run("mine", nasty, "--min-count", "1"), run("clean", nasty), *reading("kept.db")]
    assert len(said) > 4
    assert any("cabotage" in ran.out for ran in said)
    for ran in said:
        assert CONTROL.findall(ran.out + ran.err) == []
    for path in Path("out").iterdir():
        assert CONTROL.findall(path.read_bytes().decode("utf-8").replace("\r\n", "\n")) == [], path


@pytest.mark.usefixtures("nasty")
def test_json_escapes_every_control_character() -> None:
    run("build", "nasty.txt", "--out", "out")
    for arguments in (("mine", "nasty.txt", "--min-count", "1"), ("candidates",), ("lookup", "accord de cabotage"), ("clean", "nasty.txt")):
        ran = run(*arguments, "--json")
        assert "cabotage" in json.dumps(ran.data)
        assert CONTROL.findall(ran.out) == [], arguments


def test_an_error_shows_no_control_character_of_a_name() -> None:
    for arguments in (("build", "a\x1b[31mb.txt"), ("export", "a\x1b[31m.frob"), ("lookup", "x", "--from", "\x1b[31m"), ("\x1b[31m",)):
        ran = run(*arguments)
        assert ran.code in (2, 3)
        assert CONTROL.findall(ran.err) == []


@pytest.mark.parametrize("arguments", [("lookup", "visite"), ("candidates",), ("show", "c1"), ("--help",), ("frob",)])
def test_plain_text_in_a_pipe(db: Path, arguments: tuple[str, ...]) -> None:
    ran = call(*arguments, env={**os.environ, "TERM": "xterm-256color", "GLOSSARY_DB": str(db)})
    assert CONTROL.findall(ran.out + ran.err) == []
    assert not re.search("[\u2500-\u257f]", ran.out), "no drawn lines"


def test_a_table_in_a_pipe_is_tab_separated(db: Path) -> None:
    lines = run("candidates", "--db", db).out.splitlines()
    assert {line.count("\t") for line in lines} == {7}
    assert lines[0].split("\t")[:6] == ["id", "score", "count", "state", "entity", "fr"]


COLOUR = re.compile(r"\x1b\[[0-9;]*(?:3[0-7]|9[0-7]|4[0-7]|38|48)[0-9;]*m")


def test_a_terminal_gets_a_drawn_table(db: Path) -> None:
    shown = on_a_terminal("candidates", "--limit", "3", "--db", db)
    assert "\t" not in shown
    assert re.search("[\u2500-\u257f]", shown)


def test_a_terminal_gets_one_block_for_each_concept(db: Path) -> None:
    shown = on_a_terminal("lookup", "visite officielle", "--db", db)
    assert "\t" not in shown
    assert re.search(r"c\d+  visite officielle  \(exact, approved", shown)
    assert "  vi  chuyến thăm chính thức" in shown


def test_colours_are_for_terminals_without_no_color() -> None:
    Path("fused.txt").write_text(
        "Le ministre a signé un accord decoopération avec la Norvège. La coopération et le commerce vont de pair, dit le texte.",
        "utf-8",
    )
    assert COLOUR.search(on_a_terminal("clean", "fused.txt")), "a repair is shown in colour"
    assert not COLOUR.search(on_a_terminal("clean", "fused.txt", env={"NO_COLOR": "1"}))
    assert "\x1b" not in run("clean", "fused.txt").out


@pytest.mark.parametrize("arguments", [("lookup", "visite officielle"), ("--help",)])
def test_no_color_is_honoured_everywhere(db: Path, arguments: tuple[str, ...]) -> None:
    shown = on_a_terminal(*arguments, env={"NO_COLOR": "1", "GLOSSARY_DB": str(db)})
    assert shown
    assert not COLOUR.search(shown)


def test_a_reader_that_has_seen_enough_ends_it_quietly(db: Path) -> None:
    command = f"'{PROGRAM}' candidates --json --db '{db}' | head -c 20"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.startswith("[")
    assert (done.returncode, done.stderr) == (0, "")


# Clean


def test_clean_as_json(articles: Path) -> None:
    ran = run("clean", articles / "peche.txt", "--json")
    assert (ran.code, ran.err) == (0, "")
    found = ran.data
    assert {"title", "date", "place", "agency", "text", "removed", "repairs"} <= set(found)
    assert found["title"] == "Lisbonne et Reykjavik s'entendent sur un accord de pêche"
    assert (found["place"], found["agency"]) == ("Lisbonne", "LUSA")
    assert all({"kind", "text"} <= set(entry) for entry in found["removed"])
    assert {"Photo: LUSA", "Lisbonne (LUSA) -", "(à gauche)"} <= {entry["text"] for entry in found["removed"]}
    assert "Photo" not in found["text"]
    assert all({"start", "before", "after", "reason"} <= set(entry) for entry in found["repairs"])


def test_clean_shows_one_text_and_takes_the_option_of_all_verbs(articles: Path) -> None:
    refused = run("clean", articles)
    assert (refused.code, refused.out) == (2, "")
    assert "Name a file" in refused.err
    assert run("clean", next(articles.glob("*.txt")), "--db", "any.db").code == 0


@pytest.mark.parametrize(
    ("language", "text", "term", "person"),
    [
        (
            "en",
            "The fisheries council met in Bergen on Monday. President Anna Lund praised the fisheries council and its work.",
            "fisheries council",
            "Anna Lund",
        ),
        (
            "vi",
            "Ủy ban nghề cá họp tại cảng hôm qua. Chủ tịch Trần Văn Biển cảm ơn Ủy ban nghề cá vì những đóng góp quan trọng.",
            "ủy ban nghề cá",
            "Trần Văn Biển",
        ),
    ],
)
def test_english_and_vietnamese_are_mined_too(tmp_path: Path, language: str, text: str, term: str, person: str) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    rows = run("mine", tmp_path, "--from", language, "--min-count", "1", "--min-score", "0", "--json").data
    found = {row["term"]: row for row in rows}
    assert found[term]["language"] == language
    assert found[person]["entity"] == "person"


def test_candidates_in_another_language_are_not_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The fisheries council met in Bergen on Monday.", "utf-8")
    done = run("mine", tmp_path, "--from", "en", "--save", "--db", tmp_path / "new.db")
    assert done.code == 2
    assert "cannot be kept yet" in done.err
    assert not (tmp_path / "new.db").exists()


def test_candidates_in_context(db: Path) -> None:
    """The term in the middle of each line, and how often each form stands in which year."""
    told = run("candidates", "--contexts", "1", "--db", db).out
    lines = [line for line in told.splitlines() if "[" in line]
    assert len(lines) > 10
    assert len({line.index("[") for line in lines}) == 1
    rows = run("candidates", "--contexts", "2", "--json", "--db", db).data
    assert all(len(row["contexts"]) <= 2 and "synonyms" in row for row in rows)
    shares = [form["years"] for row in rows for form in row["variants"]]
    assert all(0 < share <= 1 for years in shares for share in years.values())


def test_terms_in_context_fresh_from_mining(articles: Path) -> None:
    told = run("mine", articles, "--contexts", "1", "--limit", "3").out
    assert len([line for line in told.splitlines() if "[" in line]) == 3


def test_a_term_of_two_concepts_is_told(db: Path) -> None:
    """Both concepts with their fields, and a note to choose."""
    told = run("lookup", "président de la Commission", "--db", db)
    assert "names 2 concepts" in told.err
    assert told.err.count("Vietnam: Party and State") == 2
    first, second = lookup(db, "président de la Commission")
    assert (first["contradicts"], second["contradicts"]) == ([second["concept"]], [first["concept"]])
    assert lookup(db, "visite d'État")[0]["contradicts"] == []
