"""What the shell proposes while a command is typed: ids and subject fields. Few rows, read fast."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence


def concepts(db: sqlite3.Connection, digits: str, states: Sequence[str], limit: int) -> list[tuple[int, str, str]]:
    """Concepts in these review states whose id begins with the digits: id, state and first term, the best candidates first."""
    first = (
        "select term from terms join language_sections on language_sections.id = section where concept = found.id "
        "order by case language when 'fr' then 0 when 'en' then 1 else 2 end, position limit 1"
    )
    found = (
        "select concepts.id, concepts.state, candidates.score from concepts left join candidates on candidates.concept = concepts.id "
        f"where concepts.state in ({','.join('?' * len(states))}) and cast(concepts.id as text) like ? || '%' "
        "order by candidates.score desc nulls last, concepts.id limit ?"
    )
    rows = db.execute(f"select id, state, ({first}) from ({found}) as found order by score desc nulls last, id", [*states, digits, limit])
    return [(concept, state, term or "") for concept, state, term in rows]


def subject_fields(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """The subject fields in use with the number of their concepts, the most used first."""
    return db.execute("select subject_field, count(*) from concepts where subject_field != '' group by 1 order by 2 desc, 1").fetchall()
