"""`export` and `import` as users run them: one file for each language, regions, forbidden terms, counts, conflicts."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.formats import FORBIDDEN
from glossary.model import ReviewState
from glossary.termbase import decisions, read, reading, writing
from tests.cli.helpers import is_error, run
from tests.glossary.helpers import concept, term
from tests.glossary.test_round_trips import DEPRECATED


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A termbase of two concepts, one of them with a forbidden Vietnamese term."""
    database = tmp_path / "glossary.db"
    with writing(database) as db:
        decisions.Decider(db, "anna").add(concept(fr="phare", en="lighthouse", vi=[term("hải đăng"), term("đèn biển", DEPRECATED)]))
        decisions.Decider(db, "anna").add(concept(fr="criée", en="fish auction"))
    return database


def test_one_file_for_each_target(base: Path, tmp_path: Path) -> None:
    done = run("--db", base, "export", tmp_path / "x.fr-{to}.tbx")
    assert done.code == 0
    assert {path.name for path in tmp_path.glob("x.*")} == {"x.fr-en.tbx", "x.fr-vi.tbx"}
    assert "1 skipped: no term in vi" in done.err
    assert "x.fr-en.tbx  2 concepts" in done.out


def test_language_tags_with_regions(base: Path, tmp_path: Path) -> None:
    assert run("--db", base, "export", tmp_path / "x.tbx", "--to", "vi", "--region").code == 0
    text = (tmp_path / "x.tbx").read_text("utf-8")
    assert 'xml:lang="fr-FR"' in text
    assert 'xml:lang="vi-VN"' in text
    assert 'xml:lang="vi"' not in text


@pytest.mark.parametrize(
    ("name", "flavour", "sign"),
    [
        ("tbx2", "", "deprecatedTerm-admn-sts"),
        ("tbx2", "weblate", ">forbidden<"),
        ("tsv", "", "not: đèn biển"),
        ("wordfast", "", "not: đèn biển"),
        ("utx", "", "\tforbidden\t"),
    ],
)
def test_forbidden_terms_come_when_asked_for(base: Path, tmp_path: Path, name: str, flavour: str, sign: str) -> None:
    path = tmp_path / "x.out"
    arguments: list[str | Path] = [
        "--db",
        base,
        "export",
        path,
        "--format",
        name,
        "--to",
        "vi",
        *(["--flavour", flavour] if flavour else []),
    ]
    encoding = "utf-16" if name == "wordfast" else "utf-8"
    assert run(*arguments).code == 0
    assert "đèn biển" not in path.read_text(encoding)
    assert run(*arguments, "--deprecated").code == 0
    text = path.read_text(encoding)
    assert sign in text
    if name == "tbx2":
        allowed, never = text.split('id="c1-forbidden"')
        assert "đèn biển" not in allowed
        assert "hải đăng" not in never


def test_what_has_no_flavour_says_so(base: Path, tmp_path: Path) -> None:
    ran = run("--db", base, "export", tmp_path / "x.csv", "--flavour", "weblate")
    assert ran.code == 2
    assert is_error(ran)


def test_what_deepl_would_refuse_is_left_out_and_counted(base: Path, tmp_path: Path) -> None:
    with writing(base) as db:
        decisions.Decider(db, "anna").add(concept(fr="phare", vi="ngọn đèn"))
        decisions.Decider(db, "anna").add(concept(fr="long " * 300, vi="dài"))
    ran = run("--db", base, "export", tmp_path / "x.tsv", "--to", "vi")
    assert (tmp_path / "x.tsv").read_text("utf-8") == "phare\thải đăng\n"
    assert "1 skipped: source term that another concept has" in ran.err
    assert "1 skipped: term longer than 1024 bytes" in ran.err


def test_out_and_into_an_empty_termbase(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    assert run("--db", base, "export", path, "--format", "csv-full").code == 0
    ran = run("--db", tmp_path / "new.db", "import", path, "--json")
    assert ran.code == 0
    assert {name: ran.data[name] for name in ("added", "updated", "unchanged", "refused", "format")} == {
        "added": 2, "updated": 0, "unchanged": 0, "refused": 0, "format": "csv-full",
    }  # fmt: skip
    with reading(tmp_path / "new.db") as db:
        found = read.concepts(db, read.in_state(db, [ReviewState.APPROVED]))
    assert [t.term for t in found[0].terms("vi") if t.status in FORBIDDEN] == ["đèn biển"]


@pytest.mark.parametrize("flavour", [[], ["--flavour", "weblate"]])
def test_forbidden_terms_go_back_to_their_concept(base: Path, tmp_path: Path, flavour: list[str]) -> None:
    path = tmp_path / "x.tbx"
    assert run("--db", base, "export", path, "--to", "vi", "--deprecated", *flavour).code == 0
    assert run("--db", tmp_path / "new.db", "import", path).out.splitlines()[1].split("\t")[1:] == ["1", "0", "0", "0"]
    with reading(tmp_path / "new.db") as db:
        [found] = read.concepts(db, read.in_state(db, [ReviewState.APPROVED]))
    assert [(t.term, t.status in FORBIDDEN) for t in found.terms("vi")] == [("hải đăng", False), ("đèn biển", True)]
    assert [t.status.value for t in found.terms("fr")] == ["preferred"]


def test_an_archive_of_two_languages_keeps_what_has_no_equivalent(tmp_path: Path) -> None:
    database = tmp_path / "two.db"
    with writing(database) as db:
        decisions.Decider(db, "anna").add(concept(fr=[term("phare"), term("fanal", DEPRECATED)], en="lighthouse"))
        decisions.Decider(db, "anna").add(concept(fr="criée"))
    assert run("--db", database, "export", tmp_path / "x.tbx").out.split("  ")[1].startswith("2 concepts")
    text = (tmp_path / "x.tbx").read_text("utf-8")
    assert "criée" in text
    assert "fanal" in text


@pytest.mark.parametrize(("before", "after"), [("", "history: origination, 2020-01-02"), ("mind the fog", "mind the fog")])
def test_notes_about_an_entry_do_not_replace_a_note(base: Path, tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "a.tbx"
    body = "<termEntry><transacGrp><transac type='transactionType'>origination</transac><date>2020-01-02</date></transacGrp>{}</termEntry>"
    sections = (
        "<langSet xml:lang='fr'><tig><term>amarre</term></tig></langSet><langSet xml:lang='en'><tig><term>rope</term></tig></langSet>"
    )
    text = f"<martif xml:lang='fr'><text><body>{body.format(sections)}</body></text></martif>"
    if before:
        path.write_text(text.replace("<transacGrp>", f"<note>{before}</note><!--").replace("</transacGrp>", "-->"), "utf-8")
        assert run("--db", base, "import", path).code == 0
    path.write_text(text, "utf-8")
    assert run("--db", base, "import", path).code == 0
    with reading(base) as db:
        assert read.concepts(db, [3])[0].note == after


def test_a_dry_run_makes_nothing(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "all.tbx"
    run("--db", base, "export", path)
    ran = run("--db", tmp_path / "new.db", "import", path, "--dry-run")
    assert ran.code == 0
    assert ran.out.splitlines()[1].split("\t")[1:] == ["2", "0", "0", "0"]
    assert "nothing was changed" in ran.err
    assert not (tmp_path / "new.db").exists()


def test_a_conflict_is_told_with_its_line(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("fr,en,note\ncriée,fish auction,first\n", "utf-8")
    assert run("--db", base, "import", path).code == 0
    path.write_text("fr,en,note\ncriée,fish auction,second\n", "utf-8")
    ran = run("--db", base, "import", path)
    assert "line 2, c2: note: “first” stays, as anna decided; the file has “second”" in ran.err


def test_a_new_term_joins_a_known_concept(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("fr,en\ncriée,fish market\n", "utf-8")
    ran = run("--db", base, "import", path)
    assert ran.code == 0
    assert ran.out.splitlines()[1].split("\t")[1:] == ["0", "1", "0", "0"], "a table does not say which term is preferred"
    assert run("--db", base, "undo").out == "Undone: import c2 (testeuse: en + “fish market”)\n"


def test_a_file_with_nothing_to_keep_is_found_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("fr,en\n", "utf-8")
    assert run("--db", tmp_path / "new.db", "import", path).code == 1
    assert not (tmp_path / "new.db").exists()
