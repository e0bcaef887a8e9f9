"""How much look-ups by signature miss: measured on the memory itself, against a comparison with every text."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from tm import database
from tm.memory.candidates import USUAL, Candidates
from tm.units import plain


@dataclass(frozen=True, slots=True)
class Checked:
    """Of `queries` segments looked up, `answered` have a match, and for `same_best` of these the best one was found."""

    queries: int
    answered: int
    same_best: int

    @property
    def recall(self) -> float:
        """The share of best matches that were found, in per cent; 100 where there was none to find."""
        return 100.0 * self.same_best / self.answered if self.answered else 100.0


def check(path: Path, source: str, target: str, *, sample: int = 100, cutoff: float = USUAL) -> Checked:
    """Looks up a sample of the memory's own segments, each with some words changed, in both ways.

    The sample is spread over the whole memory and the same each time. Raises DataError where the file cannot be read.
    """
    rng = random.Random(sample)  # noqa: S311 - which words change is no secret
    with database.read(path, database.MIGRATIONS) as connection:
        last = connection.execute("select coalesce(max(id), 0) from variants").fetchone()[0]
        rows = [
            connection.execute("select text from variants where id >= ? and language = ? order by id limit 1", [place, source]).fetchone()
            for place in range(1, last + 1, max(1, last // sample))
        ]
        queries = [_changed(plain(row[0]), rng) for row in rows if row][:sample]
        candidates = Candidates(connection)
        answered = same = 0
        for query, best in zip(queries, candidates.every(queries, source, target, cutoff), strict=True):
            if best:
                found = candidates.alike(query, source, target, cutoff)
                answered += 1
                same += bool(found) and found[0].points >= best[0].points
    return Checked(len(queries), answered, same)


def _changed(text: str, rng: random.Random) -> str:
    """A text with one word in six replaced by another of its words, doubled, or left out."""
    words = text.split()
    for _ in range(max(1, len(words) // 6)):
        place = rng.randrange(len(words))
        words[place : place + 1] = rng.choice([[rng.choice(words)], [words[place]] * 2, [] if len(words) > 1 else words])
    return " ".join(words)
