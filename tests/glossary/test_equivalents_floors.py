"""Floors of the equivalents found in ../shared/ntrex, against the list made by hand (tests/cases/equivalents_gold.json)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.equivalents import accuracy, judged, safe

pytestmark = pytest.mark.shared


def test_english(shared: Path) -> None:
    result = judged("en", shared / "ntrex")
    precision, coverage = safe(result)
    assert len(result) >= 60
    assert accuracy(result) >= 0.94
    assert precision >= 0.96
    assert coverage >= 0.84


def test_vietnamese(shared: Path) -> None:
    result = judged("vi", shared / "ntrex")
    assert len(result) >= 60
    assert accuracy(result) >= 0.92
