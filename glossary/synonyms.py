"""Which terms may say the same, for people to judge: by the word pairs that the reference glossary has."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from glossary.equivalents import reference
from glossary.mining.synonyms import synonyms, word_pairs
from tm.text import fold


@cache
def _pairs() -> Mapping[str, frozenset[str]]:
    return word_pairs([fold(term.term) for term in concept.terms("fr")] for concept in reference.concepts())


def possible_synonyms(terms: Mapping[str, str]) -> dict[str, list[str]]:
    """For each key of a mined term the terms that may be synonyms of it; `terms` gives the term for each key."""
    return {key: [terms[other] for other in others] for key, others in synonyms(terms, _pairs()).items()}
