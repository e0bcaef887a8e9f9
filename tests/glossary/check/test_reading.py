"""What is to be checked: bilingual files, lines that answer lines, and aligned texts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from glossary.check import Checked
from glossary.check.reading import Request, Segments
from tests.tm.test_bilingual import FILES, TEXTS
from tm.errors import DataError


def segments(*paths: Path, lines: bool = False) -> Segments:
    return Segments(Request(paths, "fr", "vi", Path("none.db"), lines))


@pytest.mark.parametrize("name", FILES)
def test_units_come_with_their_places(name: str, tmp_path: Path) -> None:
    path = FILES[name](tmp_path / name)
    found = list(segments(path))
    assert [(one.source, one.target) for one in found] == TEXTS
    assert [one.number for one in found] == [1, 2]
    assert {one.file for one in found} == {path.as_posix()}
    assert all(one.place for one in found)
    assert all(bool(one.line) is ("table" not in one.place) for one in found)


def test_what_is_no_unit_of_the_pair_is_counted(tmp_path: Path) -> None:
    unit = '<tu><tuv xml:lang="fr"><seg>Un.</seg></tuv><tuv xml:lang="{}"><seg>One.</seg></tuv></tu>'
    body = unit.format("en") * 3 + unit.format("vi")
    (tmp_path / "a.tmx").write_text(f'<tmx version="1.4"><header srclang="fr"/><body>{body}</body></tmx>', "utf-8")
    found = segments(tmp_path / "a.tmx")
    assert len(list(found)) == found.checked == 1
    assert found.skipped == {"no variant in vi": 3}


def test_what_is_not_to_be_translated_is_not_checked(tmp_path: Path) -> None:
    old = FILES["a.xlf"](tmp_path / "a.xlf")
    old.write_text(old.read_text("utf-8").replace('id="1"', 'id="1" translate="no"'), "utf-8")
    assert [one.unit for one in segments(old)] == ["p#0"]
    new = tmp_path / "b.xlf"
    unit = '<unit id="{}"{}><segment><source>Un.</source><target>Một.</target></segment></unit>'
    new.write_text(
        '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="fr" trgLang="vi"><file id="f">'
        + unit.format(1, "")
        + unit.format(2, ' translate="no"')
        + "</file></xliff>",
        "utf-8",
    )
    assert len(list(segments(new))) == 1


def test_proposals_are_not_checked(tmp_path: Path) -> None:
    path = FILES["a.xlf"](tmp_path / "a.xlf")
    proposal = "<alt-trans><target>Cầu tàu mở cửa.</target></alt-trans></trans-unit>"
    path.write_text(path.read_text("utf-8").replace("</trans-unit>", proposal), "utf-8")
    assert [one.target for one in segments(path)] == [target for _, target in TEXTS]


def test_a_file_that_breaks_off_is_told_behind_what_was_whole(tmp_path: Path) -> None:
    path = FILES["a.tmx"](tmp_path / "a.tmx")
    path.write_text(path.read_text("utf-8")[:-40], "utf-8")
    found = segments(path)
    assert len(list(found)) == 1
    assert "breaks off" in found.broken


def test_lines_answer_lines(tmp_path: Path) -> None:
    first, second = tmp_path / "a.fr.txt", tmp_path / "a.vi.txt"
    first.write_text("Un.\n\nDeux.\nTrois.\n", "utf-8")
    second.write_text("Một.\n\n\nBa.\n\n", "utf-8")
    assert list(segments(first, second, lines=True)) == [
        Checked("Un.", "Một.", 1, second.as_posix(), "line 1", 1),
        Checked("Deux.", "", 3, second.as_posix(), "line 3", 3),
        Checked("Trois.", "Ba.", 4, second.as_posix(), "line 4", 4),
    ]
    second.write_text("Một.\n", "utf-8")
    with pytest.raises(DataError, match=r"1 lines, and a.fr.txt has 4"):
        list(segments(first, second, lines=True))


def test_sentences_are_aligned(seeds: Path) -> None:
    paths = [seeds / "parallel" / f"declaration-conjointe.{language}.txt" for language in ("fr", "vi")]
    found = list(segments(*paths))
    assert len(found) > 60
    lines = paths[1].read_text("utf-8").splitlines()
    assert all(one.target.split(". ")[0][:30] in lines[one.line - 1] for one in found if one.line)
    assert sum(bool(one.line) for one in found) > 60


REPEATED = [
    ("Le port de Vinh ouvre un quai", "Cảng Vinh mở cầu cảng"),
    ("Le quai mesure 300 mètres de long.", "Cầu cảng dài 300 mét."),
    ("Les navires arrivent le 12 mai.", "Các tàu đến ngày 12 tháng 5."),
    ("Le quai mesure 300 mètres de long.", "Cầu cảng dài 300 mét."),
    ("Les navires repartent le 19 mai.", "Các tàu rời đi ngày 19 tháng 5."),
]


@pytest.mark.parametrize("varied", [3, None])
def test_repeated_paragraphs_are_checked_each_time(tmp_path: Path, varied: int | None) -> None:
    """Also where one side alone repeats its wording."""
    pairs = [(source, "Cầu tàu dài 300 mét." if number == varied else target) for number, (source, target) in enumerate(REPEATED)]
    paths = tmp_path / "a.fr.txt", tmp_path / "a.vi.txt"
    for path, texts in zip(paths, zip(*pairs, strict=True), strict=True):
        path.write_text("\n".join(texts) + "\n", "utf-8")
    found = segments(*paths)
    assert [(one.source, one.target, one.line) for one in found] == [(*pair, line) for line, pair in enumerate(pairs, 1)]
    assert not found.skipped


def peak(path: Path, units: int) -> int:
    """The memory, in MB, that it takes to check a file of so many units, each with a note of 5,000 characters."""
    unit = (
        f'<tu><note>{"n" * 5_000}</note><tuv xml:lang="fr"><seg>Le quai {{0}} est ouvert.</seg></tuv>'
        '<tuv xml:lang="vi"><seg>Cầu cảng {0} mở cửa.</seg></tuv></tu>\n'
    )
    with path.open("w", encoding="utf-8") as stream:
        stream.write('<tmx version="1.4"><header srclang="fr"/><body>')
        stream.writelines(unit.format(number) for number in range(2, units + 2))
        stream.write("</body></tmx>")
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom glossary.check import check\n"
        "from glossary.check.known import KnownTerms\nfrom glossary.check.reading import Request, Segments\n"
        "segments = Segments(Request([Path(sys.argv[1])], 'fr', 'vi', Path('none.db')))\n"
        "assert not list(check(segments, KnownTerms([], 'fr', 'vi')))\n"
        "print(segments.checked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    checked, megabytes = map(int, done.stdout.split())
    assert checked == units
    return megabytes


def test_a_large_file_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.tmx"
    few, many = peak(path, 300), peak(path, 6_000)
    assert path.stat().st_size > 30_000_000
    assert many < few + 20
