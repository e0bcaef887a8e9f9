"""What a terminal shows: tables that fit, keywords in one column, lines broken between words, colours only where they are wanted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.cli import kwic, output
from glossary.cli.drawing import draw
from glossary.cli.kwic import Line, cells
from tests.cli.helpers import on_a_terminal, run

ANSI = re.compile(r"\x1b\[[0-9;]*m")
HEADER = ["id", "score", "state", "entity", "fr", "en", "vi"]
ROWS = [
    [
        "c218",
        "99.9",
        "approved",
        "organisation",
        "comité intergouvernemental | commission mixte",
        "intergovernmental committee",
        "ủy ban liên chính phủ",
    ],
    ["c1490", "7", "proposed", "term", "accord", "—", "hiệp định về hợp tác nghề cá ✗"],
]


def drawn(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int) -> list[str]:
    """The lines of a table in a terminal so wide."""
    monkeypatch.setenv("COLUMNS", str(columns))
    capsys.readouterr()
    draw(HEADER, ROWS)
    return [line.rstrip() for line in ANSI.sub("", capsys.readouterr().out).splitlines()]


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 120, 200])
def test_a_table_is_as_wide_as_the_terminal_and_breaks_no_word(
    columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = drawn(capsys, monkeypatch, columns)
    assert max(map(cells, lines)) <= columns
    shown = set(" ".join(lines).split())
    assert {word for row in ROWS for cell in row for word in cell.split()} <= shown


def test_a_wide_terminal_has_a_row_on_a_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = drawn(capsys, monkeypatch, 200)
    assert len(lines) == 4
    assert lines[0].split() == HEADER
    assert lines[2].index("99.9") + 4 == lines[3].index("7") + 1, "numbers end in one column"


def test_a_narrow_terminal_has_texts_below_their_row(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = drawn(capsys, monkeypatch, 70)
    assert lines == [
        "id     score  state     entity",
        "─" * 36,
        "c218    99.9  approved  organisation",
        "  fr  comité intergouvernemental | commission mixte",
        "  en  intergovernmental committee",
        "  vi  ủy ban liên chính phủ",
        "c1490      7  proposed  term",
        "  fr  accord",
        "  en  —",
        "  vi  hiệp định về hợp tác nghề cá ✗",
    ]


letters = st.text(alphabet="aé \u0301ệ越\t", max_size=80)


@given(
    st.lists(st.tuples(letters, st.text("abcệ", min_size=1, max_size=12), letters, letters), min_size=1, max_size=5), st.integers(50, 140)
)
def test_keywords_stand_in_one_column(found: list[tuple[str, str, str, str]], columns: int) -> None:
    lines = [
        Line(before + keyword + after, ((len(before), len(before) + len(keyword)),), where=where) for before, keyword, after, where in found
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(output, "on_terminal", lambda: True)
        patch.setattr(output, "coloured", lambda: False)
        patch.setattr(output, "columns", lambda: columns)
        shown = list(kwic.aligned(lines))
    assert len({cells(line[: line.index("[")]) for line in shown}) == 1
    assert [re.findall(r"\[(.*?)\]", line) for line in shown] == [[keyword] for _, keyword, _, _ in found]
    assert all(cells(line) <= columns for line in shown)


def test_what_is_cut_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Au terme de l’entretien, les deux parties ont signé un accord de pêche qui entrera en vigueur au mois de mai."
    start = text.index("accord")
    line = Line(text, ((start, start + 6), (text.index("signé"), text.index("signé") + 5), (0, 2)), where="peche.txt")
    [whole] = kwic.aligned([line])
    assert whole == "…e l’entretien, les deux parties ont signé un [accord] de pêche qui entrera en vigueur au mois de m…  peche.txt"
    monkeypatch.setattr(output, "on_terminal", lambda: True)
    monkeypatch.setattr(output, "columns", lambda: 60)
    [cut] = kwic.aligned([line])
    assert re.fullmatch(r"….* signé un \[accord\] de pêche.*…  peche.txt", cut)
    assert cells(cut) == 60


def test_a_mark_takes_no_cell_and_a_han_character_two() -> None:
    assert kwic.clipped("越南社会主义共和国", 8) == "越南社…"
    assert kwic.clipped("Việt Nam", 8) == "Việt Nam"
    assert kwic.clipped("Vie\u0323\u0302t Nam", 5) == "Vie\u0323\u0302t…"


def test_long_lines_are_broken_between_words(db: Path) -> None:
    shown = ANSI.sub("", on_a_terminal("show", "c218", "--db", db, columns=70)).splitlines()
    long = [line for line in shown if len(line) > 70]
    assert all(len(line.split()) == 1 for line in long), "an address stays whole"
    assert any(line.startswith("      ") for line in shown)


def test_contexts_of_what_is_looked_up(db: Path) -> None:
    piped = run("lookup", "accord de pêche", "--contexts", "2", "--db", db).out
    assert "[accord de pêche]" in piped
    assert ".txt" in piped
    shown = on_a_terminal("lookup", "accord de pêche", "--contexts", "2", "--db", db, columns=90)
    assert "\x1b[32m\x1b[1maccord" in shown
    assert all(cells(line) <= 90 for line in ANSI.sub("", shown).splitlines())


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
@pytest.mark.parametrize(
    "arguments", [("candidates",), ("lookup", "accord de pêche", "--contexts", "2"), ("candidates", "--contexts", "1")]
)
def test_no_colour_where_none_is_wanted(db: Path, arguments: tuple[str, ...], env: dict[str, str]) -> None:
    shown = on_a_terminal(*arguments, "--db", db, columns=90, env=env)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", shown)
    assert "--contexts" not in arguments or "[" in shown


@pytest.fixture
def db(termbase: Path) -> Path:
    return termbase
