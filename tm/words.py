"""Word lists kept as data: `[name] words = "…"` tables in TOML files beside the code that uses them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def word_lists(package: str, file: str) -> dict[str, frozenset[str]]:
    """The word lists of a data file of a package, by name."""
    tables = tomllib.loads(files(package).joinpath(f"data/{file}").read_text("utf-8"))
    return {name: frozenset(text.split()) for name, text in tables.items()}
