"""The review sheet, out and back: what a person wrote is done, what changed meanwhile is told, nothing is done by accident."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from glossary.model import AdministrativeStatus, Candidate, Concept, EntityType, LanguageSection, ReviewState
from glossary.review.applying import Line, Report, apply_sheets
from glossary.review.cells import cell, editable, line, parts, version, wording
from glossary.review.sheet import Unreadable, read_review, write_review, write_workbook
from glossary.termbase import read, reading, write, writing
from glossary.termbase.decisions import Decider, Revision, Wording
from tests.cli.helpers import is_error, run
from tests.conftest import Piped
from tests.glossary.helpers import concept, dump, judge, term
from tm.errors import DataError

Rows = list[dict[str, str]]
Edit = Callable[[Rows], None]
PROPOSED = ReviewState.PROPOSED


@pytest.fixture
def termbase(tmp_path: Path) -> Path:
    """Four candidates of a harbour, c1 to c4, the first with proposed equivalents."""
    path = tmp_path / "glossary.db"
    with writing(path) as db:
        for number, word in enumerate(["phare", "criée", "criée au poisson", "=SOMME(A1)"]):
            entry = concept(fr=[term(word, state=ReviewState.CANDIDATE)])
            if word == "phare":
                others = concept(en=[term("lighthouse", state=PROPOSED)], vi=[term("hải đăng", state=PROPOSED)]).sections
                entry = replace(entry, sections=entry.sections + others)
            made = write.add_concept(db, replace(entry, state=ReviewState.CANDIDATE))
            write.keep_candidate(db, Candidate(word, word, EntityType.TERM, 90.0 - number, 2, 1), made)
    return path


def sheet(termbase: Path, name: str = "review.csv", edit: Edit | None = None) -> Path:
    """The review sheet as somebody gives it back, after an edit."""
    with reading(termbase) as db:
        found = read.mined(db)
    stream = io.BytesIO()
    write_review(stream, found, {})
    rows: Rows = list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))
    if edit:
        edit(rows)
    path = termbase.parent / name
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def filled(**cells: str) -> Edit:
    """Cells of the first row filled in."""
    return lambda rows: rows[0].update(cells)


def entry(termbase: Path, number: int = 1) -> Concept:
    with reading(termbase) as db:
        return read.concepts(db, [number])[0]


def applied(termbase: Path, *sheets: Path, dry_run: bool = False) -> Report:
    return apply_sheets(sheets, termbase, who="anna", dry_run=dry_run)


def test_a_sheet_that_nobody_filled_in_changes_nothing(termbase: Path) -> None:
    before = dump(termbase)
    report = applied(termbase, sheet(termbase))
    assert report.counts == {"unchanged": 4}
    assert report.lines == []
    assert dump(termbase) == before


@pytest.mark.parametrize("said", ["approve", "Approved", " oui ", "Đồng ý", "y"])
def test_approving_in_three_languages(termbase: Path, said: str) -> None:
    report = applied(termbase, sheet(termbase, edit=filled(decision=said, reason="clear", reviewer="Bình")))
    assert report.counts == {"approved": 1, "unchanged": 3}
    assert entry(termbase).state is ReviewState.APPROVED
    with reading(termbase) as db:
        [told] = read.history(db, 1)
    assert (told.who, told.action, told.reason) == ("Bình", "approve", "clear")


def test_cells_are_corrected_where_they_stand(termbase: Path) -> None:
    cells = {"en": "lighthouse | beacon | pharos (forbidden)", "vi": "ngọn hải đăng", "subject_field": "ports", "note": "tall"}
    applied(termbase, sheet(termbase, edit=filled(decision="approve", **cells)))
    found = entry(termbase)
    assert {name: editable(found)[name] for name in cells} == cells
    statuses = [t.status for t in found.without_rejected().terms("en")]
    assert statuses == [AdministrativeStatus.PREFERRED, AdministrativeStatus.ADMITTED, AdministrativeStatus.DEPRECATED]
    assert {t.state for t in found.terms("vi")} == {ReviewState.APPROVED, ReviewState.REJECTED}


@pytest.mark.parametrize(
    ("said", "state", "counts"),
    [
        ("reject", "rejected", {"rejected": 1, "unchanged": 3}),
        ("later", "candidate", {"postponed": 1, "unchanged": 3}),
        ("forbid", "approved", {"approved": 1, "unchanged": 3}),
        ("variant of c2", "rejected", {"merged": 1, "unchanged": 3}),
        ("variante de 2", "rejected", {"merged": 1, "unchanged": 3}),
        ("variant of c99", "candidate", {"refused": 1, "unchanged": 3}),
        ("variant of c1", "candidate", {"refused": 1, "unchanged": 3}),
        ("perhaps", "candidate", {"refused": 1, "unchanged": 3}),
    ],
)
def test_each_decision(termbase: Path, said: str, state: str, counts: dict[str, int]) -> None:
    path = sheet(termbase, edit=filled(decision=said))
    report = applied(termbase, path)
    assert report.counts == counts
    assert entry(termbase).state == state
    if said == "forbid":
        assert [t.status for t in entry(termbase).terms("fr")] == [AdministrativeStatus.DEPRECATED]
    before = dump(termbase)
    assert applied(termbase, path).counts.keys() <= {"unchanged", "refused"}, "twice is once"
    assert dump(termbase) == before


def test_a_dry_run_tells_the_same_and_changes_nothing(termbase: Path) -> None:
    before = dump(termbase)
    path = sheet(termbase, edit=filled(decision="approve", en="beacon"))
    told = applied(termbase, path, dry_run=True)
    assert dump(termbase) == before
    assert applied(termbase, path).lines == told.lines


def test_a_sheet_is_taken_back_whole(termbase: Path) -> None:
    before = {table: rows for table, rows in dump(termbase).items() if table not in ("decisions", "sqlite_sequence")}

    def edit(rows: Rows) -> None:
        rows[0]["decision"], rows[3]["decision"], rows[2]["decision"] = "approve", "reject", "variant of c2"

    applied(termbase, sheet(termbase, edit=edit))
    assert run("undo", "--db", termbase).out.startswith("Undone: approve c1 and 3 more (anna: state: candidate → approved")
    assert {table: rows for table, rows in dump(termbase).items() if table in before} == before


def test_an_unknown_id_is_refused(termbase: Path) -> None:
    report = applied(termbase, sheet(termbase, edit=filled(id="c99", decision="approve")))
    assert report.lines == [Line("review.csv, line 2", "c99", "refused", "no such concept in this termbase")]


def test_what_changed_since_is_flagged_and_left(termbase: Path) -> None:
    path = sheet(termbase, edit=filled(decision="approve", en="beacon"))
    with writing(termbase) as db:
        Decider(db, "berta").revise(1, Revision(wordings={"en": Wording(("light",))}))
    before = dump(termbase)
    [told] = applied(termbase, path).lines
    assert told.what == "conflict"
    assert told.detail == "en has changed since the sheet was written: it is “light” now, the sheet says “beacon”"
    assert dump(termbase) == before


def test_what_changed_in_other_cells_does_not_matter(termbase: Path) -> None:
    path = sheet(termbase, edit=filled(vi="đèn biển"))
    with writing(termbase) as db:
        Decider(db, "berta").revise(1, Revision(note="tall", wordings={"en": Wording(("light",))}))
    assert applied(termbase, path).counts == {"edited": 1, "unchanged": 3}
    assert {name: editable(entry(termbase))[name] for name in ("en", "vi", "note")} == {"en": "light", "vi": "đèn biển", "note": "tall"}


def test_a_decision_against_one_that_was_taken_since_is_flagged(termbase: Path) -> None:
    path = sheet(termbase, edit=filled(decision="approve"))
    with writing(termbase) as db:
        judge(db, 1, "rejected", "berta", "no")
    [told] = applied(termbase, path).lines
    assert (told.what, told.detail) == ("conflict", "it is rejected since the sheet was written; the sheet says approve")


def test_two_reviewers_who_agree_and_two_who_do_not(termbase: Path) -> None:
    def annas(rows: Rows) -> None:
        rows[0]["decision"], rows[1]["decision"], rows[2]["en"] = "approve", "approve", "fish auction"

    def bertas(rows: Rows) -> None:
        rows[0]["decision"], rows[1]["decision"], rows[2]["vi"] = "approve", "reject", "chợ cá"

    report = applied(termbase, sheet(termbase, "anna.csv", annas), sheet(termbase, "berta.csv", bertas))
    assert report.counts == {"approved": 1, "conflict": 1, "edited": 1, "unchanged": 1}
    [conflict] = [told for told in report.lines if told.what == "conflict"]
    assert conflict.where == "anna.csv, line 3; berta.csv, line 3"
    assert conflict.detail == "anna.csv, line 3 says approve, berta.csv, line 3 says reject"
    assert entry(termbase, 2).state is ReviewState.CANDIDATE
    assert {name: editable(entry(termbase, 3))[name] for name in ("en", "vi")} == {"en": "fish auction", "vi": "chợ cá"}


def decisions(*said: str, **cells: str) -> Edit:
    """Decisions in the first rows, and cells of the second."""

    def edit(rows: Rows) -> None:
        for row, decision in zip(rows, said, strict=False):
            row["decision"] = decision
        rows[1].update(cells)

    return edit


def test_a_variant_joins_what_another_row_has_edited(termbase: Path) -> None:
    report = applied(termbase, sheet(termbase, edit=decisions("variant of c2", "approve", fr="criée | marché")))
    assert report.counts == {"approved": 1, "merged": 1, "unchanged": 2}
    assert editable(entry(termbase, 2))["fr"] == "criée | marché | phare"


@pytest.mark.parametrize("said", [("variant of c2", "reject"), ("variant of c2", "variant of c1")])
def test_no_term_is_lost_in_a_rejected_entry(termbase: Path, said: tuple[str, str]) -> None:
    report = applied(termbase, sheet(termbase, edit=decisions(*said)))
    assert report.counts["refused"] == 1
    assert {entry(termbase, number).state for number in (1, 2)} == {ReviewState.CANDIDATE, ReviewState.REJECTED}


def test_a_rejected_entry_is_no_variant_and_nothing_is_said_to_be_done(termbase: Path) -> None:
    with writing(termbase) as db:
        judge(db, 1, "rejected")
        found = read.mined(db.conn, state="rejected")
    path = sheet(termbase)
    rows = path.read_text("utf-8-sig").splitlines()[0]
    stream = io.BytesIO()
    write_review(stream, found, {})
    path.write_text(rows + "\n" + stream.getvalue().decode("utf-8-sig").splitlines()[1].replace("c1,,", "c1,variant of c2,"), "utf-8-sig")
    ran = run("review", "--apply", path, "--db", termbase)
    assert ran.code == 1
    assert "refused: it is rejected already" in ran.err
    assert "undo" not in ran.err


def test_an_approved_entry_keeps_a_term_of_its_own(termbase: Path) -> None:
    [told] = applied(termbase, sheet(termbase, edit=filled(decision="approve", fr=""))).lines
    assert (told.what, told.detail) == ("refused", "an approved entry needs a term in its own language")
    assert entry(termbase).state is ReviewState.CANDIDATE


def test_a_proposal_in_an_approved_entry_can_be_approved(termbase: Path) -> None:
    with writing(termbase) as db:
        judge(db, 2, "approved")
        write.add_section(db, 2, LanguageSection("en", (term("fish auction", state=PROPOSED),)))
    path = sheet(termbase, edit=lambda rows: next(row for row in rows if row["id"] == "c2").update(decision="approve"))
    assert applied(termbase, path).counts == {"approved": 1, "unchanged": 3}
    assert [t.state for t in entry(termbase, 2).terms("en")] == [ReviewState.APPROVED]
    assert applied(termbase, path).counts == {"unchanged": 4}


def test_a_cell_that_is_no_term_is_refused(termbase: Path) -> None:
    [told] = applied(termbase, sheet(termbase, edit=filled(en="e" * 50_000))).lines
    assert (told.what, told.detail) == ("refused", "en has more than 2,000 characters")


def test_the_workbook_is_the_same_sheet(termbase: Path) -> None:
    with reading(termbase) as db:
        found = read.mined(db)
    with (termbase.parent / "review.xlsx").open("wb") as stream:
        write_workbook(stream, found, {})
    rows = [row for row in read_review(termbase.parent / "review.xlsx") if not isinstance(row, Unreadable)]
    assert [row.cells for row in rows] == [row.cells for row in read_review(sheet(termbase)) if not isinstance(row, Unreadable)]
    assert applied(termbase, termbase.parent / "review.xlsx").counts == {"unchanged": 4}
    [offered] = load_workbook(termbase.parent / "review.xlsx").active.data_validations.dataValidation
    assert (offered.formula1, str(offered.sqref), offered.showErrorMessage) == ('"approve,reject,forbid,later"', "B2:B5", False)


def test_a_semicolon_and_missing_columns_do_no_harm(termbase: Path) -> None:
    text = sheet(termbase, edit=filled(decision="oui")).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    path = termbase.parent / "excel.csv"
    names = ["version", "id", "decision"]
    path.write_text("\n".join(";".join(cells) for cells in [names, *([row[name] for name in names] for row in rows)]))
    assert applied(termbase, path).counts == {"approved": 1, "unchanged": 3}


def test_a_mangled_version_is_told(termbase: Path) -> None:
    [told] = applied(termbase, sheet(termbase, edit=filled(version="1,2E+30", decision="approve"))).lines
    assert told.what == "conflict"
    assert "column version" in told.detail


def test_importing_a_review_sheet_says_what_to_do(termbase: Path) -> None:
    ran = run("import", sheet(termbase), "--db", termbase)
    assert is_error(ran)
    assert "glossary review --apply" in ran.err


def test_what_is_no_review_sheet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("fr,en\nphare,lighthouse\n")
    with pytest.raises(DataError, match="id or decision or version"):
        list(read_review(tmp_path / "a.csv"))


PIECES = st.sampled_from(["a", "|", " | ", "\\", "(forbidden)", " (✗)", "(", "ệ"])
TEXT = st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.lists(PIECES, max_size=5).map("".join))


@given(st.lists(st.tuples(TEXT, st.sampled_from(AdministrativeStatus)), max_size=4))
def test_a_cell_says_what_it_was_made_of(terms: list[tuple[str, AdministrativeStatus]]) -> None:
    made = [term(text, status) for text, status in terms if line(text) == text != ""]
    usable = {t.term for t in made if t.status in ("preferred", "admitted")}
    wanted = wording(cell(made))
    assert set(wanted.usable) == usable
    assert set(wanted.forbidden) == {t.term for t in made} - usable


@settings(max_examples=30)
@given(TEXT, TEXT)
def test_a_version_tells_which_part_changed(note: str, other: str) -> None:
    one, two = (replace(concept(fr="phare", en="lighthouse"), note=text) for text in (note, other))
    differing = {name for name, part in parts(version(one)).items() if part != parts(version(two))[name]}
    assert differing == ({"note"} if line(note) != line(other) else set())


def test_the_verb_writes_and_applies(termbase: Path) -> None:
    path = termbase.parent / "out.csv"
    ran = run("review", "--csv", path, "--db", termbase)
    assert ran.code == 0
    assert ran.out.endswith("out.csv  4 concepts\n")
    text = path.read_text("utf-8-sig")
    assert "\t=SOMME(A1)" in text
    path.write_text(text.replace("c1,,", "c1,approve,").replace("c2,,", "c2,perhaps,"), "utf-8-sig")
    ran = run("review", "--apply", path, "--dry-run", "--db", termbase)
    assert ran.code == 1, "a row was refused"
    assert "approved\t1" in ran.out
    assert "perhaps" in ran.err
    assert "A dry run: nothing was changed." in ran.err
    assert entry(termbase).state is ReviewState.CANDIDATE
    ran = run("review", "--apply", path, "--json", "--db", termbase)
    assert ran.data[0]["approved"] == 1
    assert entry(termbase).state is ReviewState.APPROVED


@pytest.mark.parametrize("name", ["sheet", "sheet.csv", "sheet.xlsx"])
def test_a_sheet_from_a_pipe_is_refused(termbase: Path, piped: Piped, name: str) -> None:
    pipe = piped(name, b"id,decision,version\nc1,approve,\n")
    ran = run("review", "--apply", pipe, "--db", termbase)
    assert (ran.code, ran.err) == (3, f"Error: {pipe}: not a regular file. Copy it into a file first.\n")
    assert entry(termbase).state is ReviewState.CANDIDATE


@pytest.mark.parametrize("name", ["pairs.csv", "pairs.tbx"])
def test_an_import_from_a_pipe_is_refused(termbase: Path, piped: Piped, name: str) -> None:
    ran = run("import", piped(name, b"fr,en\nquai,quay\n"), "--db", termbase)
    assert ran.code == 3
    assert ran.err.endswith(": not a regular file. Copy it into a file first.\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--csv", "a.csv", "--apply", "b.csv"],
        ["--csv", "a.pdf"],
        ["--apply", "missing.csv"],
        ["--csv", "x.csv", "--entity", "place"],
        ["--csv", "x.csv", "--dry-run"],
        ["--apply", "x.csv", "--limit", "3"],
        ["--json"],
        ["--csv", "x.csv", "--min-score", "99.9"],
    ],
)
def test_mistakes_get_one_line(termbase: Path, arguments: list[str]) -> None:
    ran = run("review", *arguments, "--db", termbase)
    assert is_error(ran), ran.err
    assert ran.code in (1, 2, 3)
