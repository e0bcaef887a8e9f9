"""Proposals of synonyms: terms that differ in one word where that word says the same. For people to judge; pure functions.

Two words say the same where a glossary has two terms of one concept that differ in them ("partenariat stratégique
intégral" and "global"), or where they share their stem ("eurasiatique" and "eurasienne").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

_STEM = 6  # letters that two adjectives of one origin share at least
Pairs = Mapping[str, frozenset[str]]


def word_pairs(concepts: Iterable[Sequence[str]]) -> dict[str, frozenset[str]]:
    """For each word those that stand in its place in another term of a concept, the rest being equal; terms are given by keys.

    >>> word_pairs([["partenariat strategique integral", "partenariat strategique global"], ["accord", "traite"]])
    {'integral': frozenset({'global'}), 'global': frozenset({'integral'})}
    """
    found: dict[str, set[str]] = defaultdict(set)
    for keys in concepts:
        for one in keys:
            for other in keys:
                for place in _one_apart(one.split(), other.split()):
                    found[one.split()[place]].add(other.split()[place])
    return {word: frozenset(others) for word, others in found.items()}


def _one_apart(one: Sequence[str], other: Sequence[str]) -> list[int]:
    """The place of the one word in which two terms of two words or more differ."""
    if len(one) != len(other) or len(one) < 2:
        return []
    places = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return places if len(places) == 1 else []


def synonyms(keys: Iterable[str], pairs: Pairs) -> dict[str, list[str]]:
    """For each key those of possible synonyms among the others, in alphabetical order.

    >>> synonyms(["union economique eurasiatique", "union economique eurasien", "union economique"], {})
    {'union economique eurasiatique': ['union economique eurasien'], 'union economique eurasien': ['union economique eurasiatique']}
    """
    frames: dict[tuple[str, str], set[str]] = defaultdict(set)  # what stands around a word, and the words that stand there
    known = list(keys)
    for key in known:
        words = key.split()
        for place, word in enumerate(words):
            if len(words) > 1:
                frames[_frame(words, place)].add(word)
    found = {}
    for key in known:
        words = key.split()
        others = {
            " ".join([*words[:place], other, *words[place + 1 :]])
            for place, word in enumerate(words)
            if len(words) > 1
            for other in _alike(word, frames[_frame(words, place)], pairs)
        }
        if others:
            found[key] = sorted(others)
    return found


def _frame(words: Sequence[str], place: int) -> tuple[str, str]:
    return " ".join(words[:place]), " ".join(words[place + 1 :])


def _alike(word: str, others: Iterable[str], pairs: Pairs) -> Iterable[str]:
    """The other words that say the same as a word."""
    stem = word[:_STEM]
    return (
        other
        for other in others
        if other != word and (other in pairs.get(word, ()) or (len(stem) == _STEM and other.startswith(stem) and _derived(word, other)))
    )


def _derived(word: str, other: str) -> bool:
    """Whether two words with one beginning end as adjectives of one origin do: "-ique" and "-ien"."""
    return any(word.endswith(a) and other.endswith(b) for a, b in (*_ENDINGS, *((b, a) for a, b in _ENDINGS)))


_ENDINGS = (("atique", "ien"), ("ique", "ien"), ("ique", "al"), ("iste", "ique"), ("ois", "ais"), ("ien", "ais"), ("if", "eur"))
