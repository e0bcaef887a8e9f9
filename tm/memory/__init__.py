"""The translation memory: units in the one SQLite file, added, read back, and found again by what they say.

`add`, `add_one`, `remove` and `optimize` write; `units` reads all of it; `search.opened` looks up; `concordance` finds
words; `maintenance` finds what is wrong. Nothing outside this package knows its tables.
"""

from __future__ import annotations

from tm.memory.entries import MAX_LENGTH
from tm.memory.reading import statistics, units
from tm.memory.store import Outcome, add, add_one, optimize, remove

__all__ = ["MAX_LENGTH", "Outcome", "add", "add_one", "optimize", "remove", "statistics", "units"]
