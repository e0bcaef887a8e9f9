"""Tables: CSV for people and tools, OmegaT's tab-separated glossary, the review sheet. No cell is ever a formula."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import IO

from glossary.formats import comment
from glossary.model import Concept, Term
from glossary.termbase.read import Mined, concept_contexts
from tm.text import printable

JOIN = " | "
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
REVIEW_COLUMNS = (
    "id",
    "decision",
    "reason",
    "fr",
    "en",
    "vi",
    "entity",
    "state",
    "score",
    "count",
    "documents",
    "forms",
    "possible_synonyms",
    "origin",
    "why",
    "context",
    "source",
)


def guard(cell: str) -> str:
    """The cell as text for a spreadsheet: a tab keeps what looks like a formula from being one.

    >>> guard("=1+1"), guard("plan d’action")
    ('\\t=1+1', 'plan d’action')
    """
    return "\t" + cell if cell.startswith(_FORMULA) else cell


def one_line(text: str) -> str:
    """The text without line breaks, tabs and control characters."""
    return " ".join(printable(text).split())


def write_csv(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str]) -> None:
    """Writes one concept a row: for each language the preferred term and the others, joined by ` | `."""
    header = ["concept", "subject_field", "entity", "state"]
    for language in languages:
        header += [language, f"{language}_other"]
    header += ["definition", "note", "reliability", *(f"{language}_source" for language in languages), "context", "context_source"]
    _write(stream, header, (_row(concept, languages) for concept in concepts))


def _write(stream: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    writer = csv.writer(codecs.getwriter("utf-8")(stream), lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([guard(one_line(cell)) for cell in row] for row in rows)


def _row(concept: Concept, languages: Sequence[str]) -> list[str]:
    cells = [f"c{concept.id}", concept.subject_field, concept.entity.value, concept.state.value]
    for language in languages:
        terms = concept.terms(language)
        cells += [_marked(terms[0]) if terms else "", JOIN.join(map(_marked, terms[1:]))]
    definition = next((section.definition for section in concept.sections if section.definition), "")
    first = {language: concept.terms(language)[0] for language in languages if concept.terms(language)}
    reliability = ", ".join(f"{language} {term.reliability}" for language, term in first.items() if term.reliability)
    contexts = concept_contexts(concept, languages[0], 1)
    return [
        *cells,
        definition,
        concept.note,
        reliability,
        *(first[language].source.split(" | ")[0] if language in first else "" for language in languages),
        contexts[0].text if contexts else "",
        ", ".join(part for part in (contexts[0].source, contexts[0].date) if part) if contexts else "",
    ]


def _marked(term: Term) -> str:
    """A term that is not simply admitted says what it is."""
    return term.term if term.status.value in ("preferred", "admitted") else f"{term.term} ({term.status.value})"


def write_omegat(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str]) -> None:
    """Writes source, target and comment, tab-separated, behind the line that fixes the encoding for OmegaT."""
    source, target = languages
    stream.write(b"# Glossary in tab-separated format -*- coding: utf-8 -*-\n")
    for concept in concepts:
        remark = one_line(comment(concept, concept.terms(target)))
        for left in concept.terms(source):
            for right in concept.terms(target):
                source_term = one_line(left.term)
                if source_term.startswith("#"):  # OmegaT takes such a line for a remark
                    source_term = " " + source_term
                stream.write(f"{source_term}\t{one_line(right.term)}\t{remark}\n".encode())


def write_review(stream: IO[bytes], found: Iterable[Mined], synonyms: Mapping[str, Sequence[str]]) -> None:
    """Writes the review sheet, with a byte-order mark so that spreadsheet programs read it as UTF-8.

    `synonyms` gives the terms that may be synonyms, by the candidate's key.
    """
    stream.write(codecs.BOM_UTF8)
    _write(stream, REVIEW_COLUMNS, (_review_row(entry, synonyms.get(entry.key, ())) for entry in found))


def _review_row(entry: Mined, synonyms: Sequence[str]) -> list[str]:
    concept = entry.concept
    targets = {language: concept.terms(language) for language in ("fr", "en", "vi")}
    origins = sorted({term.origin.value for language in ("en", "vi") for term in targets[language]})
    contexts = concept_contexts(concept, entry.language, 1)
    return [
        f"c{concept.id}",
        "",
        "",
        *(JOIN.join(term.term for term in targets[language]) for language in ("fr", "en", "vi")),
        concept.entity.value,
        concept.state.value,
        f"{entry.score:g}",
        str(entry.count),
        str(entry.documents),
        JOIN.join(f"{form.text} ({form.count})" for form in entry.forms),
        JOIN.join(synonyms),
        JOIN.join(origins),
        ", ".join(f"{name} {value:g}" for name, value in entry.why.items()),
        contexts[0].text if contexts else "",
        ", ".join(part for part in (contexts[0].source, contexts[0].date) if part) if contexts else "",
    ]
