"""Translation units in the words of TMX 1.4b. Values only.

A segment with inline tags is kept as its text, with one PLACEHOLDER where each tag stands, and the tags in that order:
what is matched is the text, what is written back is all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

PLACEHOLDER = "\ufffc"  # OBJECT REPLACEMENT CHARACTER


def plain(text: str) -> str:
    """The text of a segment without its inline tags."""
    return text.replace(PLACEHOLDER, "")


@dataclass(frozen=True, slots=True)
class InlineTag:
    """One inline tag: `element` is its TMX name (bpt, ept, ph, it, ut, hi), `content` the native code as escaped XML.

    An `hi` that holds text is two tags, of which the second `closes`.
    """

    element: str
    attributes: tuple[tuple[str, str], ...] = ()
    content: str = ""
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Property:
    """A TMX `prop`, or with an empty `type` a `note`: `language` and `encoding` are its own, empty where it has none."""

    text: str
    type: str = ""
    language: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Details:
    """What a unit or a variant says about itself: times in UTC (ISO 8601), the other TMX attributes, properties and notes."""

    created: str = ""
    created_by: str = ""
    changed: str = ""
    changed_by: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """What a unit says in one language: `language` is reduced ("fr"), `tag` is how the file wrote it ("FR-CA")."""

    language: str
    text: str
    tags: tuple[InlineTag, ...] = ()
    tag: str = ""
    details: Details = Details()


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """A segment in two languages or more.

    `name` is the `tuid`; `source_language` is empty where any variant may be the source; `previous` and `next` are the
    texts of the segments around it, in the source language; `score` is 0–100, 100 for what a person wrote or accepted;
    `where` is its place in the file that it was read from ("line 12"), and no part of what it is.
    """

    variants: tuple[Variant, ...]
    name: str = ""
    source_language: str = ""
    previous: str = ""
    next: str = ""
    origin: str = "import"
    score: float = 100.0
    details: Details = Details()
    id: int = 0
    where: str = field(default="", compare=False)

    def variant(self, language: str) -> Variant | None:
        """The variant in a language, None where it has none."""
        return next((variant for variant in self.variants if variant.language == language), None)
