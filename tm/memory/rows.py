"""Translation units as rows and back: what has no column of its own is kept as JSON, empty where there is nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from tm.units import Details, InlineTag, Property, TranslationUnit, Variant

UNIT_COLUMNS = "units.id, units.name, units.source_language, units.previous, units.next, units.origin, units.score, units.details"
VARIANT_COLUMNS = "variants.language, variants.tag, variants.text, variants.tags, variants.details"
_UNIT_WIDTH = UNIT_COLUMNS.count(",") + 1
_NO_DETAILS = Details()


def tags_json(tags: Sequence[InlineTag]) -> str:
    """Inline tags as JSON."""
    return _json([[tag.element, tag.attributes, tag.content, tag.closes] for tag in tags]) if tags else ""


def details_json(details: Details) -> str:
    """Details as JSON, without what is empty."""
    if not (details.created or details.changed or details.attributes or details.properties or details.created_by or details.changed_by):
        return ""  # by far the most
    found: dict[str, Any] = {
        "created": details.created,
        "created_by": details.created_by,
        "changed": details.changed,
        "changed_by": details.changed_by,
        "attributes": details.attributes,
        "properties": [[kept.text, kept.type, kept.language, kept.encoding] for kept in details.properties],
    }
    return _json({name: value for name, value in found.items() if value})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=4096)
def _tags(text: str) -> tuple[InlineTag, ...]:
    if not text:
        return ()
    return tuple(InlineTag(element, _pairs(attributes), content, closes) for element, attributes, content, closes in json.loads(text))


@lru_cache(maxsize=4096)
def _details(text: str) -> Details:
    if not text:
        return _NO_DETAILS
    found = json.loads(text)
    attributes, properties = _pairs(found.pop("attributes", [])), tuple(Property(*kept) for kept in found.pop("properties", []))
    return Details(**found, attributes=attributes, properties=properties)


def _pairs(pairs: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in pairs)


def units_of(rows: Iterable[Sequence[Any]]) -> Iterator[TranslationUnit]:
    """Units from rows of UNIT_COLUMNS and VARIANT_COLUMNS, the rows of a unit behind each other."""
    for _, group in groupby(rows, key=itemgetter(0)):
        members = list(group)
        number, name, source_language, previous, following, origin, score, details = members[0][:_UNIT_WIDTH]
        variants = tuple(_variant(row[_UNIT_WIDTH:]) for row in members)
        yield TranslationUnit(variants, name, source_language, previous, following, origin, score, _details(details), number)


def _variant(row: Sequence[str]) -> Variant:
    language, tag, text, tags, details = row
    return Variant(language, text, _tags(tags), tag, _details(details))
