"""What Weblate reads: `python weblate_reads.py SOURCE TARGET FILE...` with the Python of its environment (`make clients`).

Weblate's own format classes are asked, without a server and without a database. Prints JSON: for each file its units.
"""

from __future__ import annotations

import json
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

# Bindings to system libraries for pictures and backups, which no format needs and which pip would have to compile.
_WITHOUT = ("gi", "gi.repository", "cairo", "tesserocr", "borg")


def start(folder: str) -> None:
    """Starts Weblate's applications with the settings that it is shipped with, its data in a folder of this run."""
    import django
    from django.conf import settings

    sys.modules.update({name: MagicMock() for name in _WITHOUT})
    shipped = {name: value for name, value in vars(import_module("weblate.settings_example")).items() if name.isupper()}
    own = {
        "DATA_DIR": folder,
        "SECRET_KEY": "of no use",
        "SITE_DOMAIN": "localhost",
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        "LOGGING": {},
    }
    settings.configure(**{**shipped, **own})
    django.setup()


def units(path: Path, source: str, target: str) -> list[dict[str, Any]]:
    """The units of a TBX or CSV file, read as the glossary of a component that translates from `source` into `target`."""
    from weblate.formats.ttkit import CSVFormat, TBXFormat

    store = (CSVFormat if path.suffix == ".csv" else TBXFormat)(str(path), language_code=target, source_language=source)
    return [
        {
            "context": unit.context,
            "source": unit.source,
            "target": unit.target,
            "notes": "\n".join((unit.notes, unit.source_explanation, unit.explanation)),
            "flags": unit.flags.format(),
            "read_only": unit.is_readonly(),
        }
        for unit in store.content_units
    ]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        print(json.dumps({path.name: units(path, *sys.argv[1:3]) for path in map(Path, sys.argv[3:])}))
