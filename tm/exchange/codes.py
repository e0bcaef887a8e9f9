"""The inline elements of XLIFF 1.2 and 2.x under their TMX names, each with the element of the file that it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from tm.exchange.inline import CONTROL, LITERAL, entity, escape, inner
from tm.exchange.stream import local
from tm.text import nfc
from tm.units import PLACEHOLDER, InlineTag

_SPANS = {"g": "bpt", "pc": "bpt", "mrk": "hi"}  # elements that hold text, with what their beginning is called
_TRANSPARENT = frozenset(("sm", "em"))  # remarks about the source that nothing is displayed by


@dataclass(frozen=True, slots=True)
class Code:
    """An inline tag and the element that it was read from; an element that holds text gives two, of which the second `closes`."""

    tag: InlineTag
    element: etree._Element | None
    spans: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """A segment of a file: its text with a PLACEHOLDER for each code, and the codes."""

    text: str
    codes: tuple[Code, ...] = ()

    @property
    def tags(self) -> tuple[InlineTag, ...]:
        """The codes as inline tags."""
        return tuple(code.tag for code in self.codes)


def content(segment: etree._Element, data: Mapping[str, str] | None = None) -> Content:
    """The content of a `source`, a `target`, or a segment's `mrk`; `data` is the native code of XLIFF 2's `originalData` by its id."""
    text = segment.text or ""
    if not len(segment) and PLACEHOLDER not in text:
        return Content(nfc(text))
    parts: list[str] = []
    codes: list[Code] = []
    _walk(segment, parts, codes, data or {})
    return Content(nfc("".join(parts)), tuple(codes))


def _walk(element: etree._Element, parts: list[str], codes: list[Code], data: Mapping[str, str]) -> None:
    _text(element.text, parts, codes)
    for child in element:
        name = local(child)
        if not name:
            _text(entity(child), parts, codes)
        elif name == "mrk" and child.get("mtype") == "seg":
            _walk(child, parts, codes, data)
        elif name in _SPANS:
            first, last = _pair(child, data)
            parts.append(PLACEHOLDER)
            codes.append(Code(first, child, spans=True))
            _walk(child, parts, codes, data)
            parts.append(PLACEHOLDER)
            codes.append(Code(last, child, spans=True, closes=True))
        elif name == "cp" and (char := _character(child)):
            parts.append(char)
        elif name not in _TRANSPARENT:
            parts.append(PLACEHOLDER)
            codes.append(Code(_single(name, child, data), child))
        _text(child.tail, parts, codes)


def _text(text: str | None, parts: list[str], codes: list[Code]) -> None:
    if text:
        parts.append(text)
        codes.extend([Code(LITERAL, None)] * text.count(PLACEHOLDER))


def _character(element: etree._Element) -> str:
    """The character that XLIFF 2's `cp` stands for, where a text can hold it."""
    try:
        char = chr(int(element.get("hex", ""), 16))
    except (ValueError, OverflowError):
        return ""
    return "" if CONTROL.match(char) or char == PLACEHOLDER else char


def _pair(element: etree._Element, data: Mapping[str, str]) -> tuple[InlineTag, InlineTag]:
    """The two tags of an element that holds text."""
    name, number = local(element), element.get("id", "1")
    if name == "mrk":
        return InlineTag("hi", _known(x=element.get("mid", ""), type=element.get("mtype") or element.get("type") or "")), InlineTag(
            "hi", closes=True
        )
    first = InlineTag("bpt", _known(i=number, x=number, type=_type(element)), _native(element, data, "Start"))
    return first, InlineTag("ept", _known(i=number), _native(element, data, "End"))


def _single(name: str, element: etree._Element, data: Mapping[str, str]) -> InlineTag:
    """The tag of an element that holds no text of the segment; one that no standard knows is a placeholder."""
    number = element.get("id", "")
    pair = element.get("rid") or element.get("startRef") or number or "1"
    if name in ("bx", "bpt") or (name == "sc" and element.get("isolated") != "yes"):
        return InlineTag("bpt", _known(i=pair, x=number, type=_type(element)), _native(element, data))
    if name in ("ex", "ept") or (name == "ec" and element.get("isolated") != "yes"):
        return InlineTag("ept", _known(i=pair), _native(element, data))
    if name in ("it", "sc", "ec"):
        ends = name == "ec" or element.get("pos") == "close"
        return InlineTag("it", _known(pos="end" if ends else "begin", x=number, type=_type(element)), _native(element, data))
    if name == "cp":
        return InlineTag("ph", _known(type="x-cp"), escape(element.get("hex", "")))
    return InlineTag("ph", _known(x=number, type=_type(element)), _native(element, data))


def _type(element: etree._Element) -> str:
    return element.get("ctype") or element.get("subType") or element.get("type") or ""


def _native(element: etree._Element, data: Mapping[str, str], side: str = "") -> str:
    """The native code of an element, as escaped XML: what it holds, refers to, or says to stand for."""
    if local(element) in ("bpt", "ept", "ph", "it") and (element.text or len(element)):
        return inner(element)
    found = data.get(element.get(f"dataRef{side}", ""), "") or element.get(f"equiv{side}") or element.get(f"disp{side}")
    return escape(found or (element.get("equiv-text") if side != "End" else "") or "")


def _known(**attributes: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in attributes.items() if value)
