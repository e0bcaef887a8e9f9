"""Translation units in and out of the memory by the command line, and documents filled from it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import docx
import pytest

from glossary.cli.options import Tag
from tests.cli.helpers import Ran, interrupted, is_error, run
from tests.tm import test_pretranslation
from tm import memory
from tm.exchange import MAX_SEGMENT, Wanted, read

UNITS = [
    ("Le quai est ouvert.", "The quay is open.", "Cầu cảng mở cửa."),
    ("Le phare est fermé.", "The lighthouse is closed.", ""),
    ("Le musée est neuf depuis mardi.", "The museum is new since Tuesday.", "Bảo tàng mới từ thứ ba."),
]
BOLD = '<bpt i="1" type="bold">&lt;b&gt;</bpt>{}<ept i="1">&lt;/b&gt;</ept>'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "units.tmx").write_text(tmx(*(unit(*texts) for texts in UNITS)), "utf-8")
    return tmp_path


def unit(french: str, english: str, vietnamese: str = "", more: str = "") -> str:
    texts = (("fr", french), ("EN-gb", english), ("vi", vietnamese))
    return f"<tu>{more}" + "".join(f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>' for tag, text in texts if text) + "</tu>\n"


def tmx(*units: str) -> str:
    return f'<tmx version="1.4"><header srclang="fr"/>\n<body>{"".join(units)}</body></tmx>'


def counts(ran: Ran) -> list[tuple[int, int, int, int]]:
    """Added, merged, unchanged and refused, by file."""
    return [(entry["added"], entry["merged"], entry["unchanged"], entry["refused"]) for entry in ran.data]


def test_what_comes_in_is_counted(home: Path) -> None:
    assert counts(run("tm", "import", "units.tmx", "--json")) == [(3, 0, 0, 0)]
    assert counts(run("tm", "import", "units.tmx", "--json")) == [(0, 0, 3, 0)]
    more = tmx(unit(*UNITS[0], more="<note>port</note>"), unit("Seul", ""), unit("Oui", "Yes"))
    (home / "more.tmx").write_text(more, "utf-8")
    ran = run("tm", "import", "more.tmx", "units.tmx", "--json")
    assert counts(ran) == [(1, 1, 0, 1), (0, 0, 3, 0)]
    assert ran.data[0]["refusals"] == [{"where": "line 3", "reason": "one language only (fr)"}]
    assert ran.data[0]["languages"] == {"fr": 3, "en": 2, "vi": 1}
    assert ran.err == "more.tmx, line 3: refused: one language only (fr)\n"


def test_a_table_tells_the_same(home: Path) -> None:
    ran = run("tm", "import", "units.tmx", "--from", "fr", "--to", "vi")
    assert (ran.code, ran.out) == (0, "file\tadded\tmerged\tunchanged\trefused\nunits.tmx\t2\t0\t0\t1\n")
    assert [[v.language for v in u.variants] for u in memory.units(home / "glossary.db")] == [["fr", "vi"]] * 2


def test_a_dry_run_changes_nothing(home: Path) -> None:
    assert counts(run("tm", "import", "units.tmx", "--dry-run", "--json")) == [(3, 0, 0, 0)]
    assert not (home / "glossary.db").exists()


def test_nothing_imported_is_an_error_that_names_the_languages(home: Path) -> None:
    ran = run("tm", "import", "units.tmx", "--from", "fr", "--to", "de")
    assert ran.code == 1
    *_, last = ran.err.splitlines()
    assert last == (
        "Error: units.tmx: none of its units was taken from fr to de; it has fr (3), EN-gb (3), vi (2). "
        "Name two of its languages with --from and --to, or none."
    )
    (home / "empty.tmx").write_text(tmx(), "utf-8")
    ran = run("tm", "import", "empty.tmx")
    assert (ran.code, is_error(ran)) == (1, True)
    assert "there is no translation unit in it" in ran.err


def test_refusals_without_end_are_counted(home: Path) -> None:
    (home / "bad.tmx").write_text(tmx(*[unit("Seul", "")] * 1500, unit("Oui", "Yes")), "utf-8")
    ran = run("tm", "import", "bad.tmx", "--json")
    assert ran.data[0]["refused"] == 1500
    assert len(ran.data[0]["refusals"]) == 1000
    assert ran.err.splitlines()[-1] == "bad.tmx: 1,480 more refused; --json lists 1,000"


@pytest.mark.usefixtures("home")
def test_what_the_memory_refuses_is_told_with_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    assert memory.MAX_LENGTH == MAX_SEGMENT, "a reader can say in which line a segment too long stands"
    monkeypatch.setattr("tm.memory.entries.MAX_LENGTH", 28)
    ran = run("tm", "import", "units.tmx", "--json")
    assert counts(ran) == [(2, 0, 0, 1)]
    assert ran.data[0]["refusals"][0]["where"] == "“Le musée est neuf depuis mardi.”"


def test_a_file_that_breaks_off_keeps_what_was_whole(home: Path) -> None:
    (home / "cut.tmx").write_text(tmx(*(unit(*texts) for texts in UNITS))[:-40], "utf-8")
    ran = run("tm", "import", "cut.tmx", "--json")
    assert ran.code == 3
    assert counts(ran) == [(2, 0, 0, 1)]
    assert ran.data[0]["refusals"][0]["where"] == "line 4"


@pytest.mark.parametrize(
    ("arguments", "code", "what"),
    [
        (["import", "none.tmx"], 3, "cannot be read"),
        (["import", "notes.doc"], 2, "its extension tells no format"),
        (["import", "units.tmx", "notes.doc"], 2, "its extension tells no format"),
        (["import", "units.tmx", "--from", "fr"], 2, "one of the two is missing"),
        (["import", "units.tmx", "--from", "fr", "--to", "FR"], 2, "the target is the source language"),
        (["import", "units.tmx", "--from", "french", "--to", "en"], 2, "is not a language code"),
        (["import", "bomb.tmx"], 3, "declares entities"),
        (["import", "table.csv"], 2, "does not name two languages"),
        (["export", "out.tmx"], 3, "there is no termbase here"),
        (["export", "out.xlf"], 2, "its extension tells no format"),
        (["pretranslate", "notes.txt", "--to", "en"], 3, "there is no termbase here"),
        (["pretranslate", "notes.txt", "--to", "fr"], 2, "the target is the source language"),
    ],
)
def test_mistakes_are_told_in_one_line_and_change_nothing(home: Path, arguments: list[str], code: int, what: str) -> None:
    (home / "bomb.tmx").write_text('<!DOCTYPE tmx [<!ENTITY a "b">]>' + tmx(unit("&a;", "&a;")))
    (home / "table.csv").write_text("Oui,Yes\n")
    before = sorted(os.listdir(home))
    ran = run("tm", *arguments)
    assert (ran.code, is_error(ran)) == (code, True), ran.err
    assert what in ran.err
    assert ran.out == ""
    assert sorted(os.listdir(home)) == before


def test_an_interruption_keeps_whole_batches(home: Path) -> None:
    (home / "large.tmx").write_text(tmx(*(unit(f"Le quai {n}.", f"The quay {n}.") for n in range(25_000))), "utf-8")
    ran = interrupted(["tm", "import", "large.tmx"], signal.SIGINT, "exchange/tmx.py", 100_000)
    assert ran.code == 130
    assert ran.err == "Interrupted: whole batches of large.tmx are kept. Run it again: what is known already stays as it is.\n"
    kept = sum(1 for _ in memory.units(home / "glossary.db"))
    assert kept in (10_000, 20_000)
    assert counts(run("tm", "import", "large.tmx", "--json")) == [(25_000 - kept, 0, kept, 0)]


@pytest.mark.parametrize(
    ("name", "wanted"), [("out.tmx", ()), ("out.tmx", ("fr", "en")), ("out.csv", ("fr", "vi")), ("out.xlsx", ("en", "fr"))]
)
def test_what_goes_out_comes_in_unchanged(home: Path, name: str, wanted: tuple[str, ...]) -> None:
    run("tm", "import", "units.tmx")
    pair = ["--from", wanted[0], "--to", wanted[1]] if wanted else []
    ran = run("tm", "export", name, *pair, "--db", "glossary.db")
    assert ran.code == 0
    assert ran.out.startswith(f"{name}  {2 if 'vi' in wanted else 3} units (")
    units = list(memory.units(home / "glossary.db", *wanted))
    texts = [[variant.text for variant in found.variants] for found in units]
    assert [[variant.text for variant in found.variants] for found in read(home / name, Wanted(*wanted))] == texts  # type: ignore[union-attr]
    if not wanted:
        assert counts(run("tm", "import", name, "--json")) == [(0, 0, 3, 0)]


def test_nothing_to_export_leaves_no_file(home: Path) -> None:
    run("tm", "import", "units.tmx")
    ran = run("tm", "export", "out.tmx", "--from", "fr", "--to", "de")
    assert (ran.code, is_error(ran)) == (1, True)
    assert not (home / "out.tmx").exists()
    assert run("tm", "export", "out.csv").code == 2


def test_two_regions_of_one_language_are_one_language_to_the_memory(home: Path) -> None:
    (home / "regions.tmx").write_text(tmx(unit("Le quai", "The quay").replace('"fr"', '"en-US"')), "utf-8")
    ran = run("tm", "import", "regions.tmx", "--json")
    assert (ran.code, counts(ran)) == (1, [(0, 0, 0, 1)])
    assert ran.data[0]["refusals"] == [{"where": "“Le quai”", "reason": "fewer than two languages"}]


def test_the_whole_way(home: Path) -> None:
    """Import, match, pretranslate, export, import: nothing is lost, and the second import changes nothing."""
    tagged = unit(f"Le {BOLD.format('quai')} est long.", f"The {BOLD.format('quay')} is long.", more='<prop type="x-client">port</prop>')
    (home / "tagged.tmx").write_text(tmx(tagged), "utf-8")
    assert run("tm", "import", "units.tmx", "tagged.tmx").code == 0
    [answer] = run("tm", "match", "Le quai est ouvert.", "--from", "fr", "--to", "en", "--json").data
    assert answer["matches"][0]["target"] == "The quay is open."

    made = docx.Document()
    paragraph = made.add_paragraph("Le ")
    paragraph.add_run("quai").bold = True
    paragraph.add_run(" est long. Le phare est fermé. Le phare est fermé. Rien de tel.")
    made.save("letter.docx")
    ran = run("tm", "pretranslate", "letter.docx", "--to", "en", "--json")
    assert ran.code == 0
    [told] = ran.data
    assert {band["band"]: (band["segments"], band["words"]) for band in told["bands"] if band["segments"]} == {
        "100": (2, 8),
        "repetitions": (1, 4),
        "new": (1, 3),
    }
    assert (told["out"], told["filled"], told["untagged"], told["total"]) == ("letter.en.docx", 3, 0, {"segments": 4, "words": 15})
    runs = [(run.text, run.bold) for run in docx.Document("letter.en.docx").paragraphs[0].runs]
    assert runs[:2] == [("The ", None), ("quay", True)]
    assert "".join(text for text, _ in runs) == "The quay is long. The lighthouse is closed. The lighthouse is closed. Rien de tel."

    assert run("tm", "export", "out.tmx").code == 0
    content = (home / "out.tmx").read_bytes()
    assert counts(run("tm", "import", "out.tmx", "--json")) == [(0, 0, 4, 0)]
    assert run("tm", "import", "out.tmx", "--db", "other.db").code == 0
    assert run("tm", "export", "again.tmx", "--db", "other.db").code == 0
    assert (home / "again.tmx").read_bytes() == content


def test_a_table_of_bands(home: Path) -> None:
    run("tm", "import", "units.tmx")
    (home / "notes.txt").write_text("Le quai est ouvert. Inconnu.\n", "utf-8")
    ran = run("tm", "pretranslate", "notes.txt", "--to", "vi", "-o", "vi/notes.txt")
    assert ran.code == 0
    assert (home / "vi" / "notes.txt").read_text("utf-8") == "Cầu cảng mở cửa. Inconnu.\n"
    assert "100\t1\t4\t80 %\n" in ran.out
    assert ran.out.endswith("vi/notes.txt  1 of 2 segments filled in\n")


def test_nothing_known_is_exit_code_1(home: Path) -> None:
    run("tm", "import", "units.tmx")
    (home / "notes.txt").write_text("Inconnu au bataillon.\n", "utf-8")
    ran = run("tm", "pretranslate", "notes.txt", "--to", "en")
    assert ran.code == 1
    assert "a lower --cutoff finds more" in ran.err
    assert (home / "notes.en.txt").read_text("utf-8") == "Inconnu au bataillon.\n"


def test_numbers_are_put_right_in_what_is_filled_in(home: Path) -> None:
    (home / "numbers.tmx").write_text(tmx(unit("Le port compte 12 quais.", "The port has 12 quays.")), "utf-8")
    run("tm", "import", "numbers.tmx")
    (home / "port.xlf").write_text(test_pretranslation.xliff('<trans-unit id="1"><source>Le port compte 15 quais.</source></trans-unit>'))
    assert run("tm", "pretranslate", "port.xlf", "--to", "en").code == 0
    target = test_pretranslation.parsed(home / "port.en.xlf").find(".//trans-unit/target")
    assert target is not None
    assert (target.text, target.get("state")) == ("The port has 15 quays.", "needs-review-translation")


def test_segments_in_their_old_context(home: Path) -> None:
    """What was translated in one order is a match of 102 in the same order, of 100 in another."""
    sources = {
        "Le quai est ouvert.": "The quay is open.",
        "Le phare est fermé.": "The lighthouse is closed.",
        "Le port dort.": "The port sleeps.",
    }

    def document(name: str, order: list[str], translated: bool) -> None:
        units = "".join(
            f'<trans-unit id="{n}"><source>{text}</source>' + (f"<target>{sources[text]}</target>" if translated else "") + "</trans-unit>"
            for n, text in enumerate(order)
        )
        (home / name).write_text(test_pretranslation.xliff(units), "utf-8")

    document("old.xlf", list(sources), translated=True)
    document("same.xlf", list(sources), translated=False)
    document("turned.xlf", list(reversed(sources)), translated=False)
    assert run("tm", "import", "old.xlf").code == 0
    for name, band, state in (("same", "102–101", "final"), ("turned", "100", "translated")):
        [told] = run("tm", "pretranslate", f"{name}.xlf", "--to", "en", "--json").data
        middle = test_pretranslation.parsed(home / f"{name}.en.xlf").findall(".//target")[1]
        assert (middle.text, middle.get("state")) == ("The lighthouse is closed.", state)
        assert {entry["band"]: entry["segments"] for entry in told["bands"]}[band] >= 1


def test_languages_are_kept_as_written() -> None:
    assert Tag().convert("fr_CA", None, None) == "fr_CA"
