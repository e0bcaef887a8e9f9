"""`check` as users and scripts run it: what it prints and writes, its exit codes, its rules switched, its mistakes told."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.helpers import Ran, is_error, run
from tests.glossary.check.cases import make_termbase
from tests.tm.test_bilingual import FILES

SOURCE = "Il effectuera une visite officielle le 12 mars.\nLe sommet a coûté 12,5 millions.\nLa séance est levée.\nBien.\n"
TARGET = "Ông sẽ thăm làm việc ngày 12/3.\nHội nghị <b>\x1b[0m cấp cao tốn 15,2 triệu.\n\nTốt.\n"
RULES = ["term-missing", "number", "empty"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    make_termbase(tmp_path / "glossary.db")
    (tmp_path / "a.fr.txt").write_text(SOURCE, "utf-8")
    (tmp_path / "a.vi.txt").write_text(TARGET, "utf-8")
    return tmp_path


def check(*arguments: str | Path) -> Ran:
    return run("check", "a.fr.txt", "a.vi.txt", "--to", "vi", "--lines", *arguments)


@pytest.mark.usefixtures("home")
def test_findings_are_listed_with_their_place() -> None:
    ran = check()
    assert ran.code == 1
    header, *rows = [line.split("\t") for line in ran.out.splitlines()]
    assert header == ["place", "severity", "rule", "finding", "source", "target"]
    assert [(row[0], row[1], row[2]) for row in rows] == [(f"line {n}", "error", rule) for n, rule in enumerate(RULES, 1)]
    assert "\x1b" not in ran.out
    assert "4 segments checked: 3 errors, 0 warnings (1 term-missing, 1 number, 1 empty)." in ran.err


@pytest.mark.usefixtures("home")
def test_json_has_the_keys_that_scripts_rely_on() -> None:
    ran = check("--json")
    assert ran.code == 1
    first = ran.data[0]
    assert first | {"segment": 1, "rule": "term-missing", "term": "visite officielle", "found": "", "severity": "error"} == first
    assert first["expected"] == ["chuyến thăm chính thức", "thăm chính thức"]
    number = ran.data[1]
    assert number["target"][number["start"] : number["end"]] == number["found"] == "15,2 triệu"
    assert (number["file"], number["place"]) == ("a.vi.txt", "line 2")


def test_a_clean_translation_is_done(home: Path) -> None:
    (home / "a.vi.txt").write_text(
        TARGET.replace("thăm làm việc", "thăm chính thức").replace("15,2", "12,5").replace("\n\n", "\nBế mạc.\n")
    )
    ran = check("--json")
    assert (ran.code, ran.data) == (0, [])
    assert "4 segments checked: 0 errors, 0 warnings." in ran.err
    assert check().out == ""


def test_rules_are_switched_by_options_and_by_the_settings(home: Path) -> None:
    assert [found["rule"] for found in check("--json", "--rule", "number").data] == ["number"]
    assert [found["rule"] for found in check("--json", "--skip", "number", "--skip", "empty").data] == ["term-missing"]
    (home / "glossary.toml").write_text('[check]\nterm-missing = "off"\nnumber = "warning"\nempty = "off"\n', "utf-8")
    ran = check("--json")
    assert [(found["rule"], found["severity"]) for found in ran.data] == [("number", "warning")]
    assert ran.code == 1
    assert check("--fail-on", "error").code == 0


@pytest.mark.parametrize("name", FILES)
def test_bilingual_files_are_checked(name: str, home: Path) -> None:
    FILES[name](home / name)
    ran = run("check", name, "--to", "vi", "--json")
    assert ran.code == 1
    assert [(found["rule"], found["segment"], found["file"]) for found in ran.data] == [("empty", 2, name)]


@pytest.mark.usefixtures("home")
def test_sentences_are_aligned(seeds: Path) -> None:
    texts = [seeds / "parallel" / f"declaration-conjointe.{language}.txt" for language in ("fr", "vi")]
    ran = run("check", *texts, "--from", "fr", "--to", "vi", "--rule", "number", "--rule", "date", "--rule", "untranslated")
    assert ran.code == 0
    assert "74 segments checked" in ran.err


def test_sarif_has_what_its_schema_demands(home: Path) -> None:
    assert check("--sarif", "out/a b.sarif").code == 1
    log = json.loads((home / "out" / "a b.sarif").read_text("utf-8"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    [made] = log["runs"]
    driver = made["tool"]["driver"]
    assert driver["name"] == "glossary check"
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"]) == 9
    assert [result["ruleId"] for result in made["results"]] == RULES
    for result in made["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"]
        [location] = result["locations"]
        assert location["physicalLocation"]["artifactLocation"] == {"uri": "a.vi.txt"}
        assert location["physicalLocation"]["region"]["startLine"] == made["results"].index(result) + 1
    assert made["invocations"] == [{"executionSuccessful": True}]


def test_junit_tells_what_failed_and_what_passed(home: Path) -> None:
    (home / "glossary.toml").write_text('[check]\nnumber = "warning"\ndate = "off"\n', "utf-8")
    assert check("--junit", "a.xml", "--fail-on", "error").code == 1
    suites = ElementTree.fromstring((home / "a.xml").read_text("utf-8"))  # noqa: S314 written by ourselves just now
    [suite] = suites
    cases = suite.findall("testcase")
    assert suite.get("tests") == str(len(cases)) == "8"
    assert suite.get("failures") == suites.get("failures") == "2"
    assert [case.get("classname") for case in cases if case.find("failure") is not None] == ["term-missing", "empty"]
    assert [case.get("classname") for case in cases if case.find("system-out") is not None] == ["number"]
    assert "date" not in {case.get("classname") for case in cases}


class Page(HTMLParser):
    """What a page holds: its tags, the languages of its texts, its marked texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.languages: list[str] = []
        self.marked: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.languages += [value for name, value in attrs if name == "lang" and value]
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("src", "href", "srcdoc")]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] == ["mark"]:
            self.marked.append(data)
            self.tags.append("/mark")


def test_the_page_shows_texts_and_runs_nothing(home: Path) -> None:
    assert check("--html", "a.html").code == 1
    text = (home / "a.html").read_text("utf-8")
    page = Page(text)
    assert "default-src 'none'" in text
    assert not {"script", "b", "iframe", "img", "link"} & set(page.tags)
    assert page.languages == ["en", *["fr", "vi"] * 3]
    assert page.marked == ["visite officielle", "12,5 millions", "15,2 triệu"]
    assert "\x1b" not in text


WRONG: dict[str, Callable[[], Ran]] = {
    "three files": lambda: run("check", "a.fr.txt", "a.vi.txt", "a.fr.txt", "--to", "vi"),
    "one language": lambda: run("check", "a.fr.txt", "a.vi.txt", "--to", "fr"),
    "no language": lambda: run("check", "a.fr.txt", "a.vi.txt"),
    "no such rule": lambda: check("--rule", "numbers"),
    "no such severity": lambda: check("--fail-on", "fatal"),
    "an extension that tells nothing": lambda: run("check", "a.pdf", "--to", "vi"),
}


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.usefixtures("home")
def test_a_wrong_request_is_told_in_a_line(what: str) -> None:
    ran = WRONG[what]()
    assert ran.code == 2
    assert is_error(ran)


BAD: dict[str, Callable[[], Ran]] = {
    "no such file": lambda: run("check", "none.tmx", "--to", "vi"),
    "no such text": lambda: run("check", "none.txt", "a.vi.txt", "--to", "vi"),
    "no termbase": lambda: check("--db", "none.db"),
    "lines that do not answer": lambda: run("check", "a.fr.txt", "short.txt", "--to", "vi", "--lines"),
    "no unit of the pair": lambda: run("check", "other.tmx", "--to", "en"),
    "a rule that is none": lambda: check(),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_data_are_told_in_a_line(what: str, home: Path) -> None:
    (home / "short.txt").write_text("Một.\n", "utf-8")
    FILES["a.tmx"](home / "other.tmx")
    if what == "a rule that is none":
        (home / "glossary.toml").write_text('[check]\nnumbers = "error"\n', "utf-8")
    ran = BAD[what]()
    assert ran.code in (2, 3)
    assert ran.err.splitlines()[-1].startswith("Error: ")
    assert "fault of the program" not in ran.err
    assert not ran.out


def test_without_rules_of_terms_no_termbase_is_needed(home: Path) -> None:
    (home / "glossary.db").unlink()
    assert [found["rule"] for found in check("--json", "--rule", "number").data] == ["number"]
    assert not (home / "glossary.db").exists()


def test_reports_are_all_written_or_none(home: Path) -> None:
    (home / "folder").mkdir()
    ran = check("--sarif", "a.sarif", "--html", "a.fr.txt/page.html")
    assert ran.code == 3
    assert not (home / "a.sarif").exists()


def test_a_file_that_breaks_off_is_checked_so_far(home: Path) -> None:
    path = FILES["a.tmx"](home / "a.tmx")
    path.write_text(path.read_text("utf-8")[:-10], "utf-8")
    ran = run("check", "a.tmx", "--to", "vi", "--json")
    assert ran.code == 3
    assert [found["rule"] for found in ran.data] == ["empty"]
    assert "breaks off" in ran.err.splitlines()[-1]
