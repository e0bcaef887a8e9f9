"""Quality floors of term mining on ACTER (../shared/acter, for measuring only); the figures are in tests/cases/floors.json."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from glossary.build import MIN_SCORE, mined
from glossary.corpus import prepare
from glossary.model import Candidate

FLOORS = json.loads((Path(__file__).parent.parent / "cases" / "floors.json").read_text("utf-8"))["acter"]

pytestmark = pytest.mark.shared


def scored(folder: Path, domain: str, candidates: Sequence[Candidate], file: Path) -> dict[str, float]:
    """What score.py says of a ranked list, named entities included."""
    items: list[dict[str, Any]] = [{"term": c.term, "variants": [form.text for form in c.forms]} for c in candidates]
    file.write_text(json.dumps(items), "utf-8")
    done = subprocess.run([sys.executable, folder / "score.py", domain, file], check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)["nes"]
    return figures


@pytest.mark.parametrize("domain", FLOORS)
def test_terms_of_a_field(shared: Path, tmp_path: Path, domain: str) -> None:
    """F1 of the list that the default cut leaves, average precision of the whole ranking."""
    folder = shared / "acter"
    found = mined(prepare([folder / domain / "texts"]), 1).candidates
    kept = [candidate for candidate in found if candidate.score >= MIN_SCORE]
    assert scored(folder, domain, kept, tmp_path / "kept.json")["F1"] >= FLOORS[domain]["f1"]
    assert scored(folder, domain, found, tmp_path / "all.json")["AP"] >= FLOORS[domain]["ap"]
