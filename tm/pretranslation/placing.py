"""Putting the inline tags of a document into a translation that has tags of its own. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tm.pretranslation import Answer
from tm.units import PLACEHOLDER, InlineTag, plain

Piece = str | int


@dataclass(frozen=True, slots=True)
class _Item:
    """A pair of tags or a single one: where it opens and closes among the tags of its segment (one place for a single tag)."""

    kind: str
    opens: int
    closes: int
    tag: InlineTag

    def likeness(self, other: _Item) -> tuple[bool, bool, bool]:
        """How well another takes its place: the same native code, the same type, the same number."""
        ours, theirs = dict(self.tag.attributes), dict(other.tag.attributes)
        return (
            bool(self.tag.content) and self.tag.content == other.tag.content,
            "type" in ours and ours["type"] == theirs.get("type"),
            "x" in ours and ours["x"] == theirs.get("x"),
        )


def pieces(answer: Answer, own: Sequence[InlineTag]) -> tuple[list[Piece], bool]:
    """The translation as texts and numbers of the document's own tags, and whether all of these found their places.

    Where the tags of the answer do not correspond to those of the document, it is the text alone.
    """
    texts = answer.text.split(PLACEHOLDER)
    places = _places(answer.tags, own) if len(texts) == len(answer.tags) + 1 else None
    if places is None:
        return [plain(answer.text)], False
    found: list[Piece] = [texts[0]]
    for tag, place, text in zip(answer.tags, places, texts[1:], strict=True):
        if not tag.element:
            found.append(PLACEHOLDER)
        elif place is not None:
            found.append(place)
        found.append(text)
    return [piece for piece in found if piece != ""], True


def _places(theirs: Sequence[InlineTag], own: Sequence[InlineTag]) -> list[int | None] | None:
    """For each tag of a translation the number of the document's tag for its place, None where it has none; None where they differ.

    Remarks (`hi`) need not correspond: those of the document that the translation lacks are left out, and the reverse.
    """
    free = _items(own)
    places: list[int | None] = [None] * len(theirs)
    for item in _items(theirs):
        fitting = [other for other in free if other.kind == item.kind]
        if not fitting:
            if item.kind == "hi":
                continue
            return None
        best = max(fitting, key=item.likeness)
        free.remove(best)
        places[item.opens], places[item.closes] = best.opens, best.closes
    return places if all(item.kind == "hi" for item in free) else None


def _items(tags: Sequence[InlineTag]) -> list[_Item]:
    """The pairs and single tags of a segment, in the order in which they open."""
    found: list[_Item] = []
    waiting: dict[str, list[int]] = {}
    for place, tag in enumerate(tags):
        number = "hi" if tag.element == "hi" else dict(tag.attributes).get("i", "")
        if tag.element == "bpt" or (tag.element == "hi" and not tag.closes):
            waiting.setdefault(number, []).append(place)
        elif tag.element in ("ept", "hi"):
            if waiting.get(number):
                opens = waiting[number].pop()
                found.append(_Item("hi" if tag.element == "hi" else "pair", opens, place, tags[opens]))
            else:
                found.append(_Item("end", place, place, tag))
        elif tag.element == "it":
            found.append(_Item(dict(tag.attributes).get("pos", "begin"), place, place, tag))
        elif tag.element:
            found.append(_Item("single", place, place, tag))
    found += [_Item("begin", place, place, tags[place]) for places in waiting.values() for place in places]
    return sorted(found, key=lambda item: item.opens)
