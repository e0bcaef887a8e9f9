"""Language tags (BCP 47) as files write them, and the language that each stands for. Pure functions."""

from __future__ import annotations

import re
from functools import lru_cache

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*\Z")
_TERMINOLOGICAL = {"fra": "fr", "fre": "fr", "eng": "en", "vie": "vi"}  # ISO 639-2 and -3 for what ISO 639-1 has a code for


def normal(tag: str) -> str:
    """A tag in one spelling: small letters, hyphens.

    >>> normal("fr_CA")
    'fr-ca'
    """
    return tag.strip().replace("_", "-").lower()


def same_tag(one: str, other: str) -> bool:
    """Whether two tags are the same but for case and hyphens."""
    return normal(one) == normal(other)


@lru_cache(maxsize=1024)
def primary(tag: str) -> str:
    """The language that a tag stands for, reduced to its code; empty where it is no valid tag.

    >>> [primary(tag) for tag in ("fr", "fr-FR", "FR", "fr_FR", "fra", "zh-Hant-TW")]
    ['fr', 'fr', 'fr', 'fr', 'fr', 'zh']
    >>> primary("french"), primary("f"), primary("12")
    ('', '', '')
    """
    spelled = normal(tag)
    if not _TAG.match(spelled):
        return ""
    language = spelled.split("-")[0]
    return _TERMINOLOGICAL.get(language, language)
