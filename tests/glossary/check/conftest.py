"""The termbase of the cases, made once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.check import Checked, Finding, check
from glossary.check.known import KnownTerms
from tests.glossary.check.cases import known, make_termbase

Find = Callable[..., list[Finding]]


@pytest.fixture(scope="session")
def concepts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The termbase with the concepts of the cases."""
    return make_termbase(tmp_path_factory.mktemp("check") / "glossary.db")


@pytest.fixture(scope="session")
def terms(concepts: Path) -> Callable[[str, str], KnownTerms]:
    return lambda source, target: known(concepts, source, target)


@pytest.fixture(scope="session")
def find(concepts: Path) -> Find:
    """What is found in segments given as pairs of texts, in a pair of languages ("fr-en")."""

    def finding(languages: str, *pairs: tuple[str, str]) -> list[Finding]:
        segments = [Checked(source, target, number) for number, (source, target) in enumerate(pairs, 1)]
        return list(check(segments, known(concepts, *languages.split("-"))))

    return finding
