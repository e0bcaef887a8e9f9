"""Every command of these tests runs in an empty folder and knows nothing of this machine's settings."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GLOSSARY_DB", "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "PYTHONWARNINGS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GLOSSARY_USER", "testeuse")
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
