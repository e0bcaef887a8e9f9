"""The content of a TMX `seg`: its text, with a PLACEHOLDER for each inline tag, and the tags; and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from itertools import zip_longest

from lxml import etree

from tm.exchange.stream import local
from tm.text import nfc
from tm.units import PLACEHOLDER, InlineTag

# The attributes that TMX 1.4b knows of each inline element.
ATTRIBUTES = {
    "bpt": ("i", "x", "type"),
    "ept": ("i",),
    "ph": ("x", "assoc", "type"),
    "it": ("pos", "x", "type"),
    "ut": ("x",),
    "hi": ("x", "type"),
    "sub": ("datatype", "type"),
}
_CODES = frozenset(("bpt", "ept", "ph", "it", "ut"))
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)")
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_QUOTED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
# The character that stands for tags, where a text itself has it: a tag without a name.
LITERAL = InlineTag("", content=PLACEHOLDER)


def escape(text: str) -> str:
    """A text as the content of an element. What XML cannot hold must be gone: see CONTROL.

    >>> escape("a < b & c")
    'a &lt; b &amp; c'
    """
    return text.translate(_ESCAPED)


def quote(text: str) -> str:
    """A text as the value of an attribute."""
    return text.translate(_QUOTED)


def content(segment: etree._Element) -> tuple[str, tuple[InlineTag, ...]]:
    """Text and inline tags of a `seg`; elements that TMX does not know leave their text."""
    text = segment.text or ""
    if not len(segment) and PLACEHOLDER not in text:
        return nfc(text), ()
    parts: list[str] = []
    tags: list[InlineTag] = []
    _walk(segment, parts, tags)
    return nfc("".join(parts)), tuple(tags)


def _walk(element: etree._Element, parts: list[str], tags: list[InlineTag]) -> None:
    literal(element.text, parts, tags)
    for child in element:
        name = local(child)
        if name in _CODES:
            tags.append(InlineTag(name, _attributes(child), inner(child)))
            parts.append(PLACEHOLDER)
        elif name == "hi":
            tags.append(InlineTag("hi", _attributes(child)))
            parts.append(PLACEHOLDER)
            _walk(child, parts, tags)
            tags.append(InlineTag("hi", closes=True))
            parts.append(PLACEHOLDER)
        elif name:
            _walk(child, parts, tags)
        else:
            literal(entity(child), parts, tags)
        literal(child.tail, parts, tags)


def literal(text: str | None, parts: list[str], tags: list[InlineTag]) -> None:
    """Adds a text to the parts of a segment; a PLACEHOLDER that it has itself becomes a tag that stands for it."""
    if text:
        parts.append(text)
        tags.extend([LITERAL] * text.count(PLACEHOLDER))


def entity(node: etree._Element) -> str:
    """The character that HTML means by an entity which the file does not declare, else its name as it stands."""
    return unescape(str(node.text)) if isinstance(node, etree._Entity) else ""


def _attributes(element: etree._Element) -> tuple[tuple[str, str], ...]:
    return tuple([(str(name).rpartition("}")[2], str(value)) for name, value in element.items()])


def inner(element: etree._Element) -> str:
    """What an element holds, as escaped XML: text, and below it what TMX allows there."""
    text = escape(element.text or "")
    if not len(element):
        return text
    parts = [text]
    for child in element:
        name = local(child)
        held = inner(child) if name else escape(entity(child))
        allowed = name == "sub" or (local(element) == "sub" and name in ATTRIBUTES)
        parts += [_element(name, _attributes(child), held) if allowed else held, escape(child.tail or "")]
    return "".join(parts)


def _element(name: str, attributes: Iterable[tuple[str, str]], held: str) -> str:
    return f"<{name}{_written(name, attributes)}>{held}</{name}>"


def _written(name: str, attributes: Iterable[tuple[str, str]]) -> str:
    """The attributes of an inline element that TMX knows, with those that it asks for."""
    known = ATTRIBUTES[name]
    kept = {key: value for key, value in attributes if key in known}
    if name in ("bpt", "ept"):
        kept.setdefault("i", "1")
    elif name == "it" and kept.get("pos") not in ("begin", "end"):
        kept["pos"] = "begin"
    return "".join([f' {key}="{quote(value)}"' for key, value in kept.items()])


def markup(text: str, tags: tuple[InlineTag, ...]) -> str:
    """A segment as the content of a `seg`, well-formed and valid whatever the tags; what XML cannot hold must be gone."""
    if not tags and PLACEHOLDER not in text:
        return escape(text)
    pieces = text.split(PLACEHOLDER)
    written = [escape(pieces[0])]
    open_marks = 0
    for tag, piece in zip_longest(tags[: len(pieces) - 1], pieces[1:]):
        if tag is None or tag.element not in ATTRIBUTES or tag.element == "sub":
            written.append(PLACEHOLDER)
        elif tag.element != "hi":
            written.append(_element(tag.element, tag.attributes, sound(tag.content)))
        elif not tag.closes:
            written.append(f"<hi{_written('hi', tag.attributes)}>")
            open_marks += 1
        elif open_marks:
            written.append("</hi>")
            open_marks -= 1
        written.append(escape(piece))
    return "".join(written) + "</hi>" * open_marks


def sound(content: str) -> str:
    """The content of a tag as well-formed XML that TMX allows: as it is where it is so already."""
    if "<" in content:
        try:
            return inner(etree.fromstring(f"<ph>{content}</ph>", etree.XMLParser(resolve_entities=False, no_network=True)))
        except etree.XMLSyntaxError:
            return escape(content)
    return _BARE.sub("&amp;", content).replace(">", "&gt;")
