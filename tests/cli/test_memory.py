"""The verbs of the group `tm`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
import pytest

from glossary.cli.tm import group
from tests.cli.helpers import call, is_error, on_a_terminal, run
from tests.conftest import Built
from tests.tm.memory.helpers import filled, unit
from tm.memory.maintenance import Fault

UNITS = [
    unit(
        fr="Le partenariat stratégique intégral est signé le 12 mars 2024.",
        en="The comprehensive strategic partnership is signed on 12 March 2024.",
        vi="Đối tác chiến lược toàn diện được ký ngày 12/3/2024.",
        previous="Bonjour à tous.",
    ),
    unit(fr="Une visite officielle est prévue.", en="A big journey is planned."),
]
OWN = ["match", "concordance", "stats", "maintain", "pivot", "optimize", "check"]


@pytest.fixture
def db(small: Built, tmp_path: Path) -> Path:
    """A termbase with two translation units."""
    path = small.copy_to(tmp_path)
    run("add", "fr:visite officielle", "en:official visit", "--db", path)
    return filled(path, UNITS)


def match(db: Path, *arguments: str, stdin: str = "") -> list[dict[str, Any]]:
    found = run("tm", "match", *arguments, "--json", "--db", db, stdin=stdin).data
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("verb", sorted(group.commands))
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    ran = run("tm", verb, "-h")
    assert (ran.code, ran.err) == (0, "")
    assert re.search(r"Examples?:\n +glossary tm ", ran.out)
    options = [parameter for parameter in group.commands[verb].params if isinstance(parameter, click.Option)]
    assert [option.name for option in options if not (option.help or "").endswith(".")] == []


def test_the_verbs_are_listed() -> None:
    ran = run("tm", "--help")
    assert all(re.search(rf"^  {verb} +[A-Z]", ran.out, re.MULTILINE) for verb in OWN)
    assert run("tm").code == 0


class TestMatch:
    def test_the_shape(self, db: Path) -> None:
        [answer] = match(db, "Le partenariat stratégique intégral est signé le 3 mai 2025.", "--from", "fr", "--to", "en")
        assert answer["query"] == "Le partenariat stratégique intégral est signé le 3 mai 2025."
        [found] = answer["matches"]
        assert found["unit"] == "u1"
        assert found["source"] == UNITS[0].variants[0].text
        assert found["target"] == "The comprehensive strategic partnership is signed on 3 May 2025."
        assert found["unrepaired"] == UNITS[0].variants[1].text
        assert (found["score"], found["kind"], found["origin"]) == (99, "repaired", "import")
        assert found["penalties"] == [{"reason": "repair", "points": 1.0}]
        assert found["repairs"] == [{"kind": "date", "before": "12 March 2024", "after": "3 May 2025"}]
        assert "".join(part["query"] for part in found["difference"]) == answer["query"]
        assert [term["term"] for term in answer["terms"]] == ["partenariat stratégique intégral"]
        assert answer["terms"][0]["equivalents"][0] == "comprehensive strategic partnership"

    def test_the_target_against_the_glossary(self, db: Path) -> None:
        [answer] = match(db, "Une visite officielle est prévue.", "--from", "fr", "--to", "en")
        [warning] = answer["matches"][0]["warnings"]
        assert (warning["term"], warning["expected"], warning["found"]) == ("visite officielle", ["official visit"], "")
        [answer] = match(db, "Le partenariat stratégique intégral est signé le 12 mars 2024.", "--from", "fr", "--to", "en")
        assert answer["matches"][0]["warnings"] == []

    def test_lines_are_segments_with_those_around_them(self, db: Path) -> None:
        lines = f"Bonjour à tous.\n\n{UNITS[0].variants[0].text}\nRien de tel.\n"
        answers = match(db, "-", "--from", "fr", "--to", "vi-VN", stdin=lines)
        assert [len(answer["matches"]) for answer in answers] == [0, 1, 0]
        assert (answers[1]["matches"][0]["score"], answers[1]["matches"][0]["kind"]) == (101, "context")

    def test_in_a_pipe(self, db: Path) -> None:
        ran = run("tm", "match", "Une visite officielle était prévue.", "--from", "fr", "--to", "en", "--db", db)
        header, row = ran.out.splitlines()
        assert header.split("\t") == ["query", "score", "kind", "source", "target", "penalties"]
        assert row.split("\t")[1:5] == ["88.2", "fuzzy", "Une visite officielle est prévue.", "A big journey is planned."]
        assert "\x1b" not in ran.out

    def test_nothing_found(self, db: Path) -> None:
        ran = run("tm", "match", "Tout autre chose encore", "--from", "fr", "--to", "en", "--json", "--db", db)
        assert (ran.code, ran.data[0]["matches"]) == (1, [])
        assert "No match from fr to en at 70" in ran.err

    def test_exhaustive_and_limits(self, db: Path) -> None:
        query = ["Une visite officielle prévue.", "--from", "fr", "--to", "en", "--cutoff", "30"]
        assert match(db, *query) == match(db, *query, "--exhaustive")
        assert len(match(db, *query, "--limit", "1")[0]["matches"]) == 1

    @pytest.mark.parametrize(
        "arguments",
        [["x"], ["x", "--from", "fr"], ["x", "--from", "fr", "--to", "?"], ["x", "--from", "fr", "--to", "en", "--cutoff", "20"]],
    )
    def test_usage(self, db: Path, arguments: list[str]) -> None:
        ran = run("tm", "match", *arguments, "--db", db)
        assert ran.code == 2
        assert is_error(ran)

    def test_no_termbase(self, tmp_path: Path) -> None:
        ran = run("tm", "match", "x", "--from", "fr", "--to", "en", "--db", tmp_path / "none.db")
        assert ran.code == 3
        assert is_error(ran)
        assert not (tmp_path / "none.db").exists()

    def test_control_characters_do_not_get_out(self, db: Path) -> None:
        filled(db, [unit(fr="Alerte \x1b[31mrouge\x07", en="Red \x1b]0;x\x07 alert")])
        for extra in ([], ["--json"]):
            ran = run("tm", "match", "Alerte \x1b[31mrouge", "--from", "fr", "--to", "en", *extra, "--db", db)
            assert ran.code == 0
            assert not re.search("[\x00-\x08\x0b-\x1f]", ran.out)


def test_on_a_terminal_what_differs_is_coloured(db: Path) -> None:
    said = on_a_terminal("tm", "match", "Une visite officielle était prévue.", "--from", "fr", "--to", "en", "--db", db)
    assert "\x1b[9;31mest\x1b[0m\x1b[32métait\x1b[0m" in said
    assert "! visite officielle: the glossary has official visit" in said
    said = on_a_terminal("tm", "concordance", "visites", "--db", db)
    assert "\x1b[32m\x1b[1mvisite\x1b[0m" in said


class TestConcordance:
    def test_the_shape(self, db: Path) -> None:
        [found] = run("tm", "concordance", "partenariats integral", "--from", "fr", "--json", "--db", db).data
        assert (found["unit"], found["language"], found["before"], found["keyword"]) == ("u1", "fr", "Le ", "partenariat")
        assert found["spans"] == [[3, 14], [27, 35]]
        assert [other["language"] for other in found["others"]] == ["en", "vi"]

    def test_in_a_pipe(self, db: Path) -> None:
        ran = run("tm", "concordance", '"big journey"', "--db", db)
        assert ran.out.splitlines()[1].split("\t") == [
            "u2",
            "en",
            "A ",
            "big journey",
            " is planned.",
            "fr: Une visite officielle est prévue.",
        ]

    def test_nothing_found(self, db: Path) -> None:
        ran = run("tm", "concordance", "zéphyr", "--json", "--db", db)
        assert (ran.code, ran.data) == (1, [])


class TestUpkeep:
    def test_stats(self, db: Path) -> None:
        [found] = run("tm", "stats", "--json", "--db", db).data
        assert found["memory"] == {"units": 2, "variants": 5}
        assert found["variants by language"] == {"en": 2, "fr": 2, "vi": 1}
        assert "units by origin\timport\t2" in run("tm", "stats", "--db", db).out

    def test_the_faults_are_those_of_the_memory(self, db: Path) -> None:
        for option in ("--list", "--remove"):
            for fault in Fault:
                assert run("tm", "maintain", option, fault.value, "--db", db).code == 1
        assert run("tm", "maintain", "--list", "ugly", "--db", db).code == 2

    def test_maintain(self, db: Path) -> None:
        filled(db, [unit(fr="Une visite officielle est prévue.", en="An official visit is planned.")])
        [found] = run("tm", "maintain", "--json", "--db", db).data
        assert (found["unit"], found["fault"], found["removed"]) == ("u3", "contradictory", False)
        ran = run("tm", "maintain", "--remove", "contradictory", "--db", db)
        assert (ran.code, ran.err) == (0, "1 removed.\n")
        assert run("tm", "stats", "--json", "--db", db).data[0]["memory"]["units"] == 2

    def test_pivot(self, db: Path) -> None:
        filled(db, [unit(en="A big journey is planned.", vi="Một chuyến đi lớn được lên kế hoạch.")])
        arguments = ["tm", "pivot", "--from", "fr", "--through", "en", "--to", "vi", "--db", str(db)]
        [found] = run(*arguments, "--json").data
        assert found["target"] == "Một chuyến đi lớn được lên kế hoạch."
        assert run(*arguments, "--save").err == "1 kept.\n"
        assert run(*arguments).code == 1
        [answer] = match(db, "Une visite officielle est prévue.", "--from", "fr", "--to", "vi")
        assert (answer["matches"][0]["origin"], answer["matches"][0]["score"]) == ("pivot", 95)

    def test_optimize_and_check(self, db: Path) -> None:
        assert run("tm", "optimize", "--db", db).code == 0
        ran = run("tm", "check", "--json", "--db", db)
        assert ran.code == 0
        assert ran.data[0]["recall"] == 100

    @pytest.mark.parametrize("verb", ["optimize", "maintain", "stats", "check"])
    def test_no_termbase_is_made(self, verb: str, tmp_path: Path) -> None:
        ran = run("tm", verb, "--db", tmp_path / "none.db")
        assert ran.code == 3
        assert is_error(ran)
        assert not (tmp_path / "none.db").exists()


def test_the_termbase_still_answers(db: Path) -> None:
    assert call("lookup", "visite officielle", "--db", db).code == 0
