"""Units and memories for the tests."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from tm import memory
from tm.memory import Outcome
from tm.units import TranslationUnit, Variant


def unit(*, previous: str = "", next: str = "", source_language: str = "", origin: str = "import", **texts: str) -> TranslationUnit:
    """A unit with a text for each language: `unit(fr="Oui.", en="Yes.")`."""
    variants = tuple(Variant(language, text) for language, text in texts.items())
    return TranslationUnit(variants, previous=previous, next=next, source_language=source_language, origin=origin)


def filled(path: Path, units: Iterable[TranslationUnit], batch: int = 10_000) -> Path:
    """A memory with some units, none of which is refused."""
    outcomes = Counter(outcome for outcome, _ in memory.add(path, units, batch=batch))
    assert outcomes[Outcome.REFUSED] == 0
    return path


def count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("select count(*) from units").fetchone()[0])


def sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file, and its index of words is that of its texts."""
    with closing(sqlite3.connect(path)) as connection:
        [(said,)] = connection.execute("pragma integrity_check").fetchall()
        connection.execute("insert into words(words, rank) values ('integrity-check', 1)")
        connection.execute("create virtual table temp.instances using fts5vocab('main', 'words', 'instance')")
        indexed = connection.execute("select distinct doc from temp.instances order by doc").fetchall()
        kept = connection.execute("select id from variants order by id").fetchall()
        orphans = connection.execute("pragma foreign_key_check").fetchall()
    return said == "ok" and indexed == kept and not orphans
