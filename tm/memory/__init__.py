"""The translation memory: units in the one SQLite file, added, read back, and found again by what they say.

`add`, `add_one`, `remove` and `optimize` write; `units` reads all of it; `search.opened` looks up; `concordance` finds
words; `maintenance` finds what is wrong. Nothing outside this package knows its tables.
"""

from __future__ import annotations

from tm.memory.reading import units
from tm.memory.store import MAX_LENGTH, Outcome, add, add_one, optimize, remove

__all__ = ["MAX_LENGTH", "Outcome", "add", "add_one", "optimize", "remove", "units"]
