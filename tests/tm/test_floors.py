"""Quality floors on real news text: the figures that must not fall are in tests/cases/floors.json.

NTREX-128 (../shared/ntrex) is for measuring only; nothing of it is kept here.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tm.fusion import Vocabulary
from tm.model import Document, Paragraph, ParagraphType
from tm.repair import Mender
from tm.segment import sentence_spans
from tm.text import Traced, normalize

FLOORS = json.loads((Path(__file__).parent.parent / "cases" / "floors.json").read_text("utf-8"))
LOST = 0.02  # the share of spaces deleted
Texts = dict[str, list[str]]

pytestmark = pytest.mark.shared


def documents(shared: Path, language: str) -> Texts:
    """The lines of each NTREX document."""
    found: Texts = defaultdict(list)
    names = (shared / "ntrex" / "document_ids.txt").read_text("utf-8").split()
    for name, line in zip(names, (shared / "ntrex" / f"{language}.txt").read_text("utf-8").splitlines(), strict=True):
        found[name].append(normalize(line).text.strip())
    return found


def broken(line: str, chance: random.Random) -> tuple[str, set[int]]:
    """The line without some of its spaces, and where in it they were."""
    kept: list[str] = []
    lost: set[int] = set()
    for character in line:
        if character == " " and chance.random() < LOST:
            lost.add(len(kept))
        else:
            kept.append(character)
    return "".join(kept), lost


def inserted(before: str, after: str) -> set[int]:
    """Where in `before` spaces were put; what a mended typo changes is left out of the count."""
    found: set[int] = set()
    place = 0
    for character in after:
        if place < len(before) and before[place] == character:
            place += 1
        elif character == " ":
            found.add(place)
        else:
            return found
    return found


def mended(texts: Texts) -> list[tuple[Document, Document]]:
    """Each document as it was and as it is mended, with the words of all."""
    made = [
        Document(name, name, paragraphs=tuple(Paragraph(ParagraphType.BODY, Traced(line)) for line in lines))
        for name, lines in texts.items()
    ]
    mender = Mender(Vocabulary.of(document.text for document in made))
    return [(document, mender.repair(document)) for document in made]


def test_lost_spaces_are_found(shared: Path) -> None:
    """Four texts broken at random, some 2,000 lost spaces in all; faults that NTREX itself has count as wrong repairs."""
    right = put = gone = 0
    for seed in range(1, 5):
        chance = random.Random(seed)
        pairs = {name: [broken(line, chance) for line in lines] for name, lines in documents(shared, "fr").items()}
        for before, after in mended({name: [line for line, _ in lines] for name, lines in pairs.items()}):
            for old, new, (_, lost) in zip(before.paragraphs, after.paragraphs, pairs[before.source], strict=True):
                found = inserted(old.content.text, new.content.text)
                right, put, gone = right + len(found & lost), put + len(found), gone + len(lost)
    assert right / gone >= FLOORS["ntrex"]["repair_recall"]
    assert right / put >= FLOORS["ntrex"]["repair_precision"]


def test_sound_text_is_left_alone(shared: Path) -> None:
    texts = documents(shared, "fr")
    words = sum(len(line.split()) for lines in texts.values() for line in lines)
    repairs = sum(len(after.repairs) for _, after in mended(texts))
    assert 2000 * repairs / words <= FLOORS["ntrex"]["repairs_in_2000_words"]


@pytest.mark.parametrize("language", ["fr", "en", "vi"])
def test_sentences(shared: Path, language: str) -> None:
    """F1 of sentence ends; headlines, which end with no stop, are paragraphs of their own in any text."""
    right = found = wanted = 0
    for lines in documents(shared, language).values():
        ended = [line for line in lines if re.search(r"[.!?…][\"”»’')\s]*$", line)]
        text, gold = " ".join(ended), set()
        place = 0
        for line in ended:
            place += len(line)
            gold.add(place)
            place += 1
        ends = {end for _, end in sentence_spans(text)}
        right, found, wanted = right + len(ends & gold), found + len(ends), wanted + len(gold)
    assert 2 * right / (found + wanted) >= FLOORS["ntrex"]["sentence_f1"]
