"""Values as JSON and as lines of text, in the shapes that scripts rely on."""

from __future__ import annotations

from collections import Counter
from typing import Any

from glossary.mining.variants import relation, same_but_for_spelling
from glossary.model import AdministrativeStatus, Candidate, Concept, Context, Relation, ReviewState, Term
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


def mined_json(entry: Mined, contexts: list[Context]) -> dict[str, Any]:
    """A kept candidate."""
    first = entry.concept.terms(entry.language)[0].term
    return {
        "id": f"c{entry.concept.id}",
        "term": first,
        "language": entry.language,
        "entity": entry.concept.entity.value,
        "state": entry.concept.state.value,
        "score": entry.score,
        "count": entry.count,
        "documents": entry.documents,
        "variants": [{"term": form, "count": count, "relation": _relation(entry, first, form)} for form, count in entry.forms],
        "contexts": [context_json(context) for context in contexts],
        "why": entry.why,
        "terms": terms_json(entry.concept),
    }


def _relation(entry: Mined, first: str, form: str) -> str:
    """How a form differs from the term shown, or that it is another term of the concept."""
    terms = [term.term for term in entry.concept.terms(entry.language)]
    found = relation(first, form)
    other = not same_but_for_spelling(first, form) and any(same_but_for_spelling(term, form) for term in terms)
    return (Relation.SYNONYM if other and found not in (Relation.ACRONYM, Relation.FULL_FORM) else found).value


def candidate_json(candidate: Candidate, contexts: list[Context]) -> dict[str, Any]:
    """A candidate fresh from mining; with each variant its share of the uses in each year."""
    totals: Counter[str] = Counter()
    for form in candidate.forms:
        totals.update(dict(form.years))
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
                "years": {year: round(count / totals[year], 3) for year, count in form.years},
            }
            for form in candidate.forms
        ],
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
