"""What Translate Toolkit reads: `python toolkit_reads.py SOURCE TARGET FILE...` with the Python of its environment (`make clients`).

Prints JSON: for each file its units as the toolkit's own classes give them, each with all its terms on both sides and its notes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def units(path: Path, source: str, target: str) -> list[dict[str, Any]]:
    """The units of a TBX or CSV file, read as the glossary of a project that translates from `source` into `target`."""
    from translate.storage import csvl10n, tbx

    if path.suffix == ".csv":
        read = csvl10n.csvfile.parsefile(str(path)).units
        return [_unit([unit.source], [unit.target], unit.getnotes(), unit.isfuzzy()) for unit in read]
    store = tbx.tbxfile.parsefile(str(path))
    store.sourcelanguage, store.targetlanguage = source, target
    return [
        _unit(
            [term.text for term in unit.get_source_terms()],
            [term.text for term in unit.get_target_terms()],
            f"{unit.getnotes()}\n{unit.getnotes('definition')}",
            unit.isobsolete(),
        )
        for unit in store.units
    ]


def _unit(sources: list[str], targets: list[str], notes: str, off: bool) -> dict[str, Any]:
    return {"sources": sources, "targets": targets, "notes": notes, "off": off}


if __name__ == "__main__":
    files = map(Path, sys.argv[3:])
    print(json.dumps({path.name: units(path, *sys.argv[1:3]) for path in files}))
