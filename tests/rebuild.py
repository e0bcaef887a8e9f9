"""Builds the exports of seeds/ from an empty termbase into a folder: `python -m tests.rebuild FOLDER`."""

import sys
import tempfile
from pathlib import Path

from glossary.build import build

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        build([ROOT / "seeds"], database=Path(folder) / "glossary.db", out=Path(sys.argv[1]))


if __name__ == "__main__":
    main()
