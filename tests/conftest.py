"""What all tests share: the profile of the generated cases, the material in ../shared, and one build of each corpus."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from glossary.build import Report, build
from glossary.corpus import Corpus, prepare
from glossary.equivalents import places
from glossary.mining import Harvest, mine
from glossary.model import Candidate

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("glossary", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("glossary")


Piped = Callable[[str, bytes], Path]


def lacking(what: str) -> None:
    """Skips the test for want of something that this machine need not have; CI must have it."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must have {what}")
    pytest.skip(f"{what} is not here")


@dataclass(frozen=True)
class Built:
    """What one build left behind; nobody changes it, whoever wants to change something takes a copy."""

    sources: Path
    database: Path
    out: Path
    report: Report

    def copy_to(self, folder: Path) -> Path:
        """A copy of the termbase in a folder."""
        return Path(shutil.copy(self.database, folder / "glossary.db"))


@pytest.fixture
def piped(tmp_path: Path) -> Iterator[Piped]:
    """Makes a name for a pipe that gives some bytes once, as <(…) in a shell does."""
    with ExitStack() as stack:

        def pipe(name: str, data: bytes) -> Path:
            reader, writer = os.pipe()
            stack.callback(os.close, reader)
            os.write(writer, data)
            os.close(writer)
            path = tmp_path / name
            path.symlink_to(f"/dev/fd/{reader}")
            return path

        yield pipe


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the repository, for tests only."""
    path = ROOT.parent / "shared"
    if not path.is_dir():
        lacking("../shared")
    return path


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def articles() -> Path:
    """Three short articles, with one teaser, written for the tests."""
    return ROOT / "tests" / "cases" / "articles"


@pytest.fixture(scope="session")
def corpus(seeds: Path) -> Corpus:
    """The texts of seeds/, ready for mining."""
    return prepare([seeds])


@pytest.fixture(scope="session")
def harvest(corpus: Corpus) -> Harvest:
    """The candidates in seeds/, and where they stand."""
    return mine(corpus, places=places.names("fr"))


@pytest.fixture(scope="session")
def mined(harvest: Harvest) -> list[Candidate]:
    """The candidates in seeds/."""
    return list(harvest.candidates)


@pytest.fixture(scope="session")
def built(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The termbase and the exports of seeds/."""
    return _built(seeds, tmp_path_factory.mktemp("seeds"))


@pytest.fixture(scope="session")
def small(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The termbase and the exports of the three short articles."""
    return _built(articles, tmp_path_factory.mktemp("articles"))


def _built(sources: Path, folder: Path) -> Built:
    database, out = folder / "glossary.db", folder / "out"
    return Built(sources, database, out, build([sources], database=database, out=out))


@pytest.fixture
def termbase(small: Built, tmp_path: Path) -> Path:
    """A copy of the termbase of the three short articles, to do with as one likes."""
    return small.copy_to(tmp_path)
