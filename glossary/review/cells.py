"""The terms of a concept in one language as a person writes them in a cell or a field, and which state of an entry somebody saw.

Terms are joined by ` | `, the preferred one first; one that is not to be used says so: `partenariat global (forbidden)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from glossary.model import AdministrativeStatus, Concept, ReviewState, Term
from glossary.termbase.decisions import Wording
from tm.text import nfc, printable, sound

JOIN = " | "
_FORBIDDEN = (AdministrativeStatus.DEPRECATED, AdministrativeStatus.SUPERSEDED)
_MARK = re.compile(r"(.*?)\s*\(\s*(?:forbidden|deprecated|superseded|✗)\s*\)", re.IGNORECASE | re.DOTALL)


def cell(terms: Iterable[Term]) -> str:
    """The terms in one cell; those that somebody rejected are left out.

    >>> cell([Term("phare"), Term("fanal", status=AdministrativeStatus.DEPRECATED)])
    'phare | fanal (forbidden)'
    """
    return JOIN.join(
        f"{term.term} (forbidden)" if term.status in _FORBIDDEN else term.term for term in terms if term.state is not ReviewState.REJECTED
    )


def wording(text: str) -> Wording:
    """What a cell asks for.

    >>> wording("phare |feu | fanal (forbidden) | phare")
    Wording(usable=('phare', 'feu'), forbidden=('fanal',))
    """
    usable: dict[str, None] = {}
    forbidden: dict[str, None] = {}
    for part in text.split("|"):
        marked = _MARK.fullmatch(part.strip())
        if term := line(marked[1] if marked else part):
            (forbidden if marked else usable)[term] = None
    return Wording(tuple(usable), tuple(term for term in forbidden if term not in usable))


def line(text: str) -> str:
    """The text of a field as it is kept: in normal form C, on one line, without control characters."""
    return nfc(" ".join(printable(sound(text)).split()))


def version(concept: Concept) -> str:
    """A mark of what a reviewer can change of an entry: a letter and seven digits of base 16, other ones when it has changed.

    The letter keeps spreadsheets from taking it for a number.
    """
    terms = [(s.language, s.definition, [(t.term, t.status, t.state) for t in s.terms]) for s in concept.sections]
    seen = repr((concept.subject_field, concept.entity, concept.state, concept.note, terms))
    return "v" + sha256(seen.encode()).hexdigest()[:7]
