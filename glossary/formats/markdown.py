"""The glossary as Markdown: a section for each subject field, an entry for each concept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import IO

from glossary.formats import FORBIDDEN, TITLE, Manner
from glossary.formats.rows import one_line
from glossary.model import Concept, Term

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&]|^[-+=>]|^\d+(?=[.)]))")


def write(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> None:
    """Writes the concepts in the order that they come in, under a table of what the languages are called."""
    stream.write(f"# {TITLE}\n\n{' · '.join(manner.tag(language) for language in languages)}\n".encode())
    for concept in concepts:
        stream.write(_entry(concept, manner).encode())


def _entry(concept: Concept, manner: Manner) -> str:
    first = next(term for section in concept.sections for term in section.terms)
    lines = [f"\n## {escaped(first.term)}\n"]
    if concept.subject_field:
        lines.append(f"*{escaped(concept.subject_field)}*\n")
    lines += [line for section in concept.sections for term in section.terms for line in _term(term, manner.tag(section.language))]
    lines += [f"- definition ({section.language}): {escaped(section.definition)}" for section in concept.sections if section.definition]
    lines += [f"- note: {escaped(concept.note)}"] if concept.note else []
    return "\n".join(lines) + "\n"


def _term(term: Term, tag: str) -> list[str]:
    text = f"~~{escaped(term.term)}~~ ({term.status.value})" if term.status in FORBIDDEN else escaped(term.term)
    return [f"- **{tag}** {text}", *([f"  - {escaped(term.note)}"] if term.note else [])]


def escaped(text: str) -> str:
    """The text on one line, none of it taken for markup.

    >>> escaped("a *b* <c>")
    'a \\\\*b\\\\* \\\\<c\\\\>'
    """
    return _SPECIAL.sub(r"\\\1", one_line(text))
