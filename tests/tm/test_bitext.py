"""Two files read, checked, aligned, and made into units."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tm.alignment import Method
from tm.bitext import Text, bitext, faults, read_raw, text_of, unanswered, units
from tm.errors import DataError
from tm.model import RawText

FR = "Le ministre est arrivé à Hanoï.\nIl a rencontré le président. Ils ont signé 3 accords le 12 mars 2025.\nIl repart dimanche.\n"
EN = "The minister arrived in Hanoi.\nHe met the president. They signed 3 agreements on 12 March 2025.\nHe leaves on Sunday.\n"
CONTENTS = "".join(f"Chapitre de la partie {number} ...... {number * 7}\n" for number in range(1, 8))


def made(text: str, language: str, name: str = "", *, lines: bool = False) -> Text:
    return text_of(RawText(name or f"{language}.txt", text, f"{hash(text)}"), language, lines=lines)


def test_a_text_is_cut_into_sentences_with_its_paragraphs() -> None:
    text = made(FR, "fr")
    assert len(text.side.sentences) == 4
    assert text.side.paragraphs == {0, 1, 3}
    assert text.looks == "fr"


def test_a_sentence_that_comes_again_stands_again() -> None:
    assert made("Il a signé. Il a signé. Fin.\nIl a signé. Il part.", "fr").side.sentences.count("Il a signé.") == 3


def test_a_paragraph_that_comes_again_stands_again() -> None:
    repeated = "Le port ouvre.\nIl a signé.\nIl part.\nIl a signé.\n"
    assert made(repeated, "fr").side.sentences == ("Le port ouvre.", "Il a signé.", "Il part.", "Il a signé.")


def test_lines_are_segments_where_they_are_said_to_be() -> None:
    text = made("Un. Deux.\n\n  Trois.\u00a0\n", "fr", lines=True)
    assert text.side.sentences == ("Un. Deux.", "Trois.")
    assert text.side.paragraphs == frozenset()


def test_units_have_the_segments_around_them() -> None:
    found = bitext(made(FR, "fr"), made(EN, "en"), method=Method.LENGTH)
    told = units(found, 0)
    assert [unit.variants[1].text for unit in told] == list(made(EN, "en").side.sentences)
    assert told[0].previous == ""
    assert told[1].previous == told[0].variants[0].text
    assert told[1].next == told[2].variants[0].text
    assert {unit.origin for unit in told} == {"alignment"}
    assert told[0].score == found.alignment.beads[0].score
    assert told[0].details.properties[0].text == "fr.txt | en.txt"
    assert units(found, 100.1) == []


def test_the_same_text_twice_is_refused() -> None:
    with pytest.raises(DataError, match="the same text"):
        bitext(made(FR, "fr", "a.txt"), made(FR, "en", "b.txt"))


@pytest.mark.parametrize("text", ["...\n\u200b\n", "\ufeff\n"])
def test_a_text_without_a_sentence_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="no sentence"):
        made(text.replace("...", ""), "fr")


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        (EN, EN, "fr.txt: its language looks like en, not fr"),
        (FR, FR, "en.txt: its language looks like fr, not en"),
        (FR * 1, EN * 10, "en.txt: 10 times as long as fr.txt"),
        (FR + CONTENTS, EN, "fr.txt: a table of contents of 7 lines"),
    ],
)
def test_what_speaks_against_a_pair_is_said(source: str, target: str, said: str) -> None:
    if target.count(EN) == 10:  # no paragraph twice
        target = "".join(f"{number} {line}\n" for number in range(10) for line in EN.splitlines())
    found = list(map(str, faults(made(source, "fr"), made(target, "en"))))
    assert any(one.startswith(said) for one in found), found


def test_nothing_speaks_against_a_translation() -> None:
    assert list(faults(made(FR, "fr"), made(EN, "en"))) == []
    both = made(CONTENTS + FR, "fr"), made(CONTENTS.replace("Chapitre de la partie", "Chapter of part") + EN, "en")
    assert not [fault for fault in faults(*both) if "contents" in str(fault)], "both sides have one"


def test_texts_that_say_different_things_are_told() -> None:
    years = [1950 + 3 * number for number in range(20)]
    first = "".join(f"En {year}, le village a vendu du riz, puis du café et du thé.\n" for year in years)
    second = "".join(f"In {year}, the village sold rice, and after that coffee and tea.\n" for year in years)
    related = bitext(made(first, "fr"), made(second, "en"))
    assert related.spoken_for == 1
    assert unanswered(related) is None
    assert "do not answer" in str(unanswered(replace(related, spoken_for=0.3)))


def test_few_sentences_prove_nothing() -> None:
    found = bitext(made(FR, "fr"), made(EN, "en"), method=Method.LENGTH)
    assert found.spoken_for is None
    assert unanswered(found) is None


def test_one_text_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="a folder"):
        read_raw(tmp_path)
    (tmp_path / "vide.txt").write_text("\n")
    with pytest.raises(DataError, match="empty"):
        read_raw(tmp_path / "vide.txt")


def test_little_that_answers_is_told() -> None:
    found = bitext(made(FR, "fr"), made(EN, "en"), method=Method.LENGTH)
    doubtful = replace(found, alignment=replace(found.alignment, beads=tuple(bead._replace(score=10.0) for bead in found.alignment.beads)))
    assert "only 0 % of it and fr.txt answer each other" in str(unanswered(doubtful))


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["Avant-propos\t1", "Premier chapitre\t5", "Deuxième chapitre\t5", "Troisième\t28", "Index 111"], 5),
        (["Les prix de 12", "La hausse de 7", "La baisse de 3", "Le total de 2", "La part de 1"], 0),
        (["Visite en 2021", "Visite en 2022", "Visite en 2023", "Visite en 2024", "Visite en 2025"], 0),
        (["Un ... 1", "Deux ... 2", "Trois ... 3"], 0),
    ],
)
def test_a_table_of_contents_has_pages_that_rise(lines: list[str], count: int) -> None:
    assert made("\n".join(lines), "fr").contents == count
