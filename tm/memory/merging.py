"""What two identical units say together. Pure functions."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from tm.units import Details, TranslationUnit, Variant

Value = TypeVar("Value")


def merged(first: TranslationUnit, second: TranslationUnit) -> TranslationUnit:
    """The first of two identical units with what only the second tells; where they contradict, the first counts.

    >>> from tm.units import Property
    >>> fr, en = Variant("fr", "Bonjour"), Variant("en", "Hello")
    >>> a = TranslationUnit((fr, en), details=Details(properties=(Property("one", "note"),)))
    >>> b = TranslationUnit((en, fr), name="7", details=Details(created="2024-01-02T00:00:00Z", properties=(Property("two"),)))
    >>> [(p.text) for p in merged(a, b).details.properties], merged(a, b).name
    (['one', 'two'], '7')
    """
    if replace(second, id=first.id) == first:
        return first
    left = list(second.variants)
    variants = []
    for variant in first.variants:
        other = next(v for v in left if (v.language, v.text, v.tags) == (variant.language, variant.text, variant.tags))
        left.remove(other)
        variants.append(_variant(variant, other))
    return replace(
        first,
        variants=tuple(variants),
        name=first.name or second.name,
        source_language=first.source_language or second.source_language,
        score=max(first.score, second.score),
        details=_details(first.details, second.details),
    )


def _variant(first: Variant, second: Variant) -> Variant:
    if first == second:
        return first
    return replace(first, tag=first.tag or second.tag, details=_details(first.details, second.details))


def _details(first: Details, second: Details) -> Details:
    """All that both say: the earlier creation, the later change, each attribute and each property once."""
    if first == second:
        return first
    earlier = min((first, second), key=lambda said: said.created or "~")
    later = max((first, second), key=lambda said: said.changed)
    names = {name for name, _ in first.attributes}
    return Details(
        earlier.created,
        earlier.created_by or first.created_by or second.created_by,
        later.changed,
        later.changed_by or first.changed_by or second.changed_by,
        (*first.attributes, *(pair for pair in second.attributes if pair[0] not in names)),
        _united(first.properties, second.properties),
    )


def _united(first: tuple[Value, ...], second: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys((*first, *second)))
