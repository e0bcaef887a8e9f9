"""Texts made ready: the same on one process and on several, kept in files that go with them."""

from __future__ import annotations

import os
import pickle
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.build import mined
from glossary.corpus import Corpus, prepare
from glossary.mining.tally import Sketch, Survey
from glossary.workers import Workers
from tests.glossary.helpers import parsed
from tm.errors import DataError, ReportedError


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The corpus is cut into many small parts."""
    monkeypatch.setattr("glossary.corpus._PART", 2_000)


@pytest.mark.usefixtures("in_parts")
def test_several_processes_find_what_one_finds(corpus: Corpus, seeds: Path) -> None:
    shared = prepare([seeds], jobs=3)
    try:
        assert list(shared) == list(corpus)
        assert (shared.documents, shared.segments, shared.repairs) == (corpus.documents, corpus.segments, corpus.repairs)
        assert mined(shared, 2).candidates == mined(corpus, 2).candidates
    finally:
        shared.close()


@pytest.mark.usefixtures("in_parts")
def test_what_cannot_be_read_is_told_whoever_reads(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The two sides agreed to work together on the river.", "utf-8")
    with pytest.raises(DataError, match="not French"):
        prepare([tmp_path / "a.txt"], jobs=2)


def test_the_files_go_with_the_corpus(articles: Path) -> None:
    corpus = prepare([articles])
    folder = corpus._folder
    assert any(folder.iterdir())
    del corpus
    assert not folder.exists()


def _die(_shared: str, _part: int) -> None:
    os._exit(9)


def _double(shared: int, part: int) -> int:
    return shared * part


def test_a_killed_process_is_told(tmp_path: Path) -> None:
    workers = Workers(2, tmp_path)
    with pytest.raises(ReportedError, match="a process was killed"):
        list(workers.map(_die, "", [1, 2, 3]))
    workers.close()


def _refuse(_shared: str, part: int) -> None:
    raise DataError(f"{part}.txt", "not a text", "Mend it")


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_says_the_same_from_any_process(tmp_path: Path, jobs: int) -> None:
    workers = Workers(jobs, tmp_path)
    with pytest.raises(DataError, match=r"^7.txt: not a text. Mend it.$"):
        list(workers.map(_refuse, "", [7]))
    workers.close()


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_parts(tmp_path: Path, jobs: int) -> None:
    workers = Workers(jobs, tmp_path)
    assert list(workers.map(_double, 2, range(20))) == list(range(0, 40, 2))
    assert list(workers.map(_double, 3, range(5))) == list(range(0, 15, 3)), "what is shared is new"
    workers.close()


@settings(max_examples=12)
@given(st.lists(st.text(max_size=3), max_size=60), st.lists(st.text(max_size=3), max_size=60))
def test_a_sketch_never_says_less_than_the_truth(first: list[str], second: list[str]) -> None:
    one, other = Sketch(), Sketch()
    for text in first:
        one.add(text)
    for text in second:
        other.add(text)
    one.merge(pickle.loads(pickle.dumps(other)))  # noqa: S301
    counts = Counter([*first, *second])
    assert all(one.reaches(text, count) for text, count in counts.items())
    assert not any(one.reaches(text, count + 1) for text, count in counts.items()), "three letters do not collide"


def test_a_sketch_stops_counting_in_time() -> None:
    one, other = Sketch(), Sketch()
    for _ in range(300):
        one.add("a")
        other.add("a")
    one.merge(other)
    assert one.reaches("a", 1000), "as much as it can say"


@given(
    st.lists(st.sampled_from(["Un accord de pêche attend.", "L'accord attend.", "M. Radev a parlé.", "Le ministre Stoyan Radev parle."]))
)
def test_any_split_gives_the_same_survey(texts: list[str]) -> None:
    whole, left, right = (Survey.of("fr") for _ in range(3))
    documents = parsed(*([text] for text in texts))
    for document in documents:
        whole.add(document)
        (left if document.number < len(texts) // 2 else right).add(document)
    left.merge(right)
    assert left.lexis.uses == whole.lexis.uses
    assert left.sightings == whole.sightings
    assert left.documents == whole.documents
