"""The terms of a concept in one language as a person writes them in a cell or a field, and which state of an entry somebody saw.

Terms are joined by ` | `, the preferred one first; one that is not to be used says so: `partenariat global (forbidden)`. A
backslash stands before what would be taken for either and is a part of the term itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from glossary.formats.rows import JOIN, one_line
from glossary.model import LANGUAGES, AdministrativeStatus, Concept, ReviewState, Term
from glossary.termbase.decisions import Wording
from tm.text import nfc, sound

LONGEST = 2_000  # characters of what is entered in a cell or field
_FORBIDDEN = (AdministrativeStatus.DEPRECATED, AdministrativeStatus.SUPERSEDED)
_MARKED = r"\(\s*(?:forbidden|deprecated|superseded|✗)\s*\)"
_MARK = re.compile(rf"(.*?)\s*(?<!\\){_MARKED}", re.IGNORECASE | re.DOTALL)
_SPECIAL = re.compile(rf"\\|\||{_MARKED}\s*$", re.IGNORECASE)
_PART = re.compile(r"(?:\\.|[^\\|])*(?:\\$)?")  # up to a bar, one with a backslash before it included
_DIGITS = 6


def cell(terms: Iterable[Term]) -> str:
    """The terms in one cell; those that somebody rejected are left out.

    >>> cell([Term("phare"), Term("fanal", status=AdministrativeStatus.DEPRECATED)])
    'phare | fanal (forbidden)'
    >>> wording(cell([Term("a | b"), Term("loi (forbidden)")]))
    Wording(usable=('a | b', 'loi (forbidden)'), forbidden=())
    """
    wanted = [term for term in terms if term.state is not ReviewState.REJECTED]
    return JOIN.join(_escaped(term.term) + " (forbidden)" * (term.status in _FORBIDDEN) for term in wanted)


def _escaped(term: str) -> str:
    return _SPECIAL.sub(lambda match: "\\" + match[0], term)


def wording(text: str) -> Wording:
    """What a cell asks for.

    >>> wording("phare |feu | fanal (forbidden) | phare")
    Wording(usable=('phare', 'feu'), forbidden=('fanal',))
    """
    usable: dict[str, None] = {}
    forbidden: dict[str, None] = {}
    for part in map(str.strip, _PART.findall(text)):
        marked = _MARK.fullmatch(part)
        if term := line(re.sub(r"\\(.)", r"\1", marked[1] if marked else part)):
            (forbidden if marked else usable)[term] = None
    return Wording(tuple(usable), tuple(term for term in forbidden if term not in usable))


def line(text: str) -> str:
    """The text of a field as it is kept: in normal form C, on one line, without control characters."""
    return nfc(one_line(sound(text)))


def editable(concept: Concept) -> dict[str, str]:
    """What a reviewer can change of an entry, as it stands in cells: the terms of each language, subject field and note."""
    cells = {language: cell(concept.terms(language)) for language in LANGUAGES}
    return cells | {"subject_field": line(concept.subject_field), "note": line(concept.note)}


def version(concept: Concept) -> str:
    """A mark of an entry as a reviewer sees it: `v`, then six digits of base 16 for each part; see `parts`."""
    rest = [(s.language, s.definition, [(t.term, t.status, t.type, t.state) for t in s.terms]) for s in concept.sections]
    seen = {"state": concept.state.value, **editable(concept), "rest": repr((concept.entity, rest))}
    return "v" + "".join(map(digest, seen.values()))


def parts(mark: str) -> dict[str, str]:
    """The digests of an entry's state and cells in a mark that `version` made, by name; empty where it is none.

    With them a cell that a reviewer changed is told from one that changed in the termbase.
    """
    names = ("state", *LANGUAGES, "subject_field", "note")
    if not re.fullmatch(rf"v[0-9a-f]{{{_DIGITS * (len(names) + 1)}}}", mark):
        return {}
    return {name: mark[1 + _DIGITS * place : 1 + _DIGITS * (place + 1)] for place, name in enumerate(names)}


def digest(text: str) -> str:
    """Six digits of base 16 for a text: one change in sixteen million is missed."""
    return sha256(text.encode()).hexdigest()[:_DIGITS]
