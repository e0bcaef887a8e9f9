"""Terms by their beginning and by their words, never more than asked for: for a search as one types, and for neighbours."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence

from glossary.termbase.read import Hit, hits

_LAST = "\U0010ffff"


def beginning(db: sqlite3.Connection, folded: str, limit: int) -> list[Hit]:
    """Up to `limit` terms that begin with the folded text, in the order of the alphabet."""
    chosen = "select id from terms where folded >= ? and folded < ? order by folded limit ?"
    return hits(db, f"terms.id in ({chosen})", [folded, folded + _LAST, limit])


def holding(db: sqlite3.Connection, words: Sequence[str], limit: int) -> list[Hit]:
    """Up to `limit` terms that hold all the folded words, each as the beginning of a word."""
    return _matching(db, " ".join(f'"{word}"*' for word in words), limit)


def sharing(db: sqlite3.Connection, words: Sequence[str], language: str, limit: int) -> list[Hit]:
    """Up to `limit` terms of a language that hold any of the folded words."""
    return _matching(db, " OR ".join(f'"{word}"' for word in words), limit, language)


def _matching(db: sqlite3.Connection, expression: str, limit: int, language: str = "") -> list[Hit]:
    chosen = "select rowid from terms_fts where terms_fts match ? limit ?"
    return hits(db, f"terms.id in ({chosen})", [expression, limit], language)


def frequencies(db: sqlite3.Connection, words: Collection[str]) -> dict[str, int]:
    """How many terms hold each of the folded words; one that none holds is left out."""
    found = (db.execute("select term, doc from terms_words where term = ?", [word]).fetchone() for word in words)
    return {row[0]: row[1] for row in found if row}


def vocabulary(db: sqlite3.Connection, initial: str) -> list[str]:
    """The folded words of all terms that begin with the same letters."""
    return [row[0] for row in db.execute("select term from terms_words where term >= ? and term < ?", [initial, initial + _LAST])]
