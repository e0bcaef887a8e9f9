"""Values as JSON and as lines of text, in the shapes that scripts rely on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from glossary.mining.variants import relation_within
from glossary.model import AdministrativeStatus, Candidate, Concept, Context, Evidence, ReviewState, Term
from glossary.termbase.read import Mined


def term_json(term: Term) -> dict[str, Any]:
    """A term as look-ups show it."""
    return {
        "id": f"t{term.id}",
        "term": term.term,
        "status": term.status.value,
        "type": term.type.value,
        "origin": term.origin.value,
        "score": term.score,
        "reliability": term.reliability,
        "note": term.note,
        "state": term.state.value,
        "source": term.source,
    }


def terms_json(concept: Concept) -> dict[str, list[dict[str, Any]]]:
    """The terms of a concept by language; a language without any has an empty list."""
    found: dict[str, list[dict[str, Any]]] = {"fr": [], "en": [], "vi": []}
    for section in concept.sections:
        found[section.language] = [term_json(term) for term in section.terms]
    return found


def context_json(context: Context) -> dict[str, Any]:
    """A context with the place of the term in it."""
    return {"text": context.text, "source": context.source, "date": context.date, "start": context.start, "end": context.end}


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """A translation unit that speaks for an equivalent, with the places of the term and of the equivalent in its sides."""
    return {**asdict(evidence), "unit": f"u{evidence.unit}"}


def mined_json(entry: Mined, contexts: list[Context], synonyms: Sequence[str] = ()) -> dict[str, Any]:
    """A kept candidate, with the terms that may be synonyms of it."""
    totals = _totals(form.years for form in entry.forms)
    terms = [term.term for term in entry.concept.terms(entry.language)]
    return {
        "id": f"c{entry.concept.id}",
        "term": terms[0],
        "language": entry.language,
        "entity": entry.concept.entity.value,
        "state": entry.concept.state.value,
        "score": entry.score,
        "count": entry.count,
        "documents": entry.documents,
        "variants": [
            {
                "term": form.text,
                "count": form.count,
                "relation": relation_within(terms, form.text).value,
                "years": _shares(form.years, totals),
            }
            for form in entry.forms
        ],
        "synonyms": list(synonyms),
        "contexts": [context_json(context) for context in contexts],
        "why": entry.why,
        "terms": terms_json(entry.concept),
    }


def _totals(years: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for counts in years:
        total.update(counts)
    return total


def _shares(years: Mapping[str, int], totals: Mapping[str, int]) -> dict[str, float]:
    """The share (0–1) that a form has of the term's uses in each year that the documents are dated."""
    return {year: round(count / totals[year], 3) for year, count in sorted(years.items())}


def by_year(entry: Mined) -> list[str]:
    """The forms of a kept candidate with their numbers of uses, and their shares in each year, as lines of text."""
    totals = _totals(form.years for form in entry.forms)
    lines = []
    for form in entry.forms:
        shares = ", ".join(f"{year} {share:.0%}" for year, share in _shares(form.years, totals).items())
        lines.append(f"{form.text} ({form.count}{': ' + shares if shares and len(entry.forms) > 1 else ''})")
    return lines


def candidate_json(candidate: Candidate, contexts: list[Context], synonyms: Sequence[str] = ()) -> dict[str, Any]:
    """A candidate fresh from mining, with the terms that may be synonyms of it."""
    totals = _totals(dict(form.years) for form in candidate.forms)
    return {
        "term": candidate.term,
        "language": candidate.language,
        "entity": candidate.entity.value,
        "score": candidate.score,
        "count": candidate.count,
        "documents": candidate.documents,
        "variants": [
            {
                "term": form.text,
                "count": form.count,
                "relation": form.relation.value,
                "years": _shares(dict(form.years), totals),
            }
            for form in candidate.forms
        ],
        "synonyms": list(synonyms),
        "contexts": [context_json(context) for context in contexts],
        "why": candidate.why,
    }


def joined(concept: Concept, language: str) -> str:
    """The terms of a concept in a language on one line, or a dash where none is known.

    A term that should not be used is marked ✗, one that waits for review in an approved concept ?.
    """
    return " | ".join(_marked(term, concept) for term in concept.terms(language)) or "—"


def _marked(term: Term, concept: Concept) -> str:
    if term.status in (AdministrativeStatus.DEPRECATED, AdministrativeStatus.SUPERSEDED):
        return f"{term.term} ✗"
    return f"{term.term} ?" if concept.state is ReviewState.APPROVED and term.state is not ReviewState.APPROVED else term.term
