"""A desk of the made-up termbase: a fresh copy and a server of its own for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.made import made
from tests.desk.serving import Client, served


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up termbase, which nobody changes."""
    path = tmp_path_factory.mktemp("desk") / "glossary.db"
    made(path)
    return path


@pytest.fixture
def database(pristine: Path, tmp_path: Path) -> Path:
    """A copy of the made-up termbase: c1 is decided, c2 and those after it wait in this order."""
    return Path(shutil.copy(pristine, tmp_path / "glossary.db"))


@pytest.fixture
def port(database: Path) -> Iterator[int]:
    with served(database) as number:
        yield number


@pytest.fixture
def client(port: int) -> Client:
    """A browser that has come in."""
    return Client(port).enter()
