"""TBX in every dialect, read: v2 (Basic, default, Microsoft's), v3 (Core, Min, Basic, Linguist; DCA, DCT; IATE's), the first TBX-Min.

One reader for all: the dialects differ in the names of the same few levels, and in whether a category is the name of an
element or its `type`. A category that has no place of its own is kept as a note, `category: value`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from glossary.formats import Entry, Refused, Wanted
from glossary.formats.entries import Draft, DraftTerm, clean
from tm.errors import DataError
from tm.exchange.stream import BrokenError, Elements, local

_ROOTS = ("tbx", "martif", "TBX")
_CONCEPTS = frozenset(("termEntry", "conceptEntry", "entry"))
_SECTIONS = frozenset(("langSet", "langSec", "langGroup"))
_TERMS = frozenset(("tig", "ntig", "termSec", "termGroup"))
_TYPED = frozenset(("descrip", "termNote", "admin", "transac", "transacNote", "descripNote", "adminNote", "ref", "xref"))
_GROUPS = frozenset(("descripGrp", "adminGrp", "termNoteGrp", "transacGrp", "noteGrp", "termGrp"))
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_SUBJECTS = frozenset(("subjectField", "domain", "classificationCode"))


class _Category(NamedTuple):
    """A data category with its value, and the source that stands beside it in its group."""

    name: str
    value: str
    source: str = ""


def read(path: Path, _wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of a TBX file, in whatever dialect.

    Raises DataError for a file that cannot be read, is no TBX, declares entities, or breaks off, with the line.
    """
    language = ""
    for element in whole(Elements(path, _ROOTS, tuple(_CONCEPTS), _ROOTS)):
        if local(element) in _ROOTS:
            language = element.get(LANGUAGE) or ""
        else:
            yield _entry(element, language)


def whole(found: Elements) -> Iterator[etree._Element]:
    """The elements of a file that must be whole: raises DataError, with the line, where it breaks off."""
    try:
        yield from found
    except BrokenError as error:
        raise DataError(found.path, str(error), "Nothing was taken from it: open it in its program and save it again") from error


def text_of(element: etree._Element, *, one_line: bool = False) -> str:
    """All text in an element, that of elements inside it too."""
    text = "".join(str(part) for part in element.itertext()) if len(element) else element.text or ""
    return clean(text, one_line=one_line)


def _entry(element: etree._Element, language: str) -> Entry | Refused:
    draft = Draft(element.get("id") or "", element.sourceline or 0, language)
    for child in element:
        if local(child) in _SECTIONS:
            _read_section(draft, child)
        else:
            for category in _categories(child):
                _of_concept(draft, category)
    return draft.entry()


def _read_section(draft: Draft, element: etree._Element) -> None:
    tag = element.get(LANGUAGE) or element.get("lang") or ""
    section = draft.section(tag)
    for child in element:
        if local(child) in _TERMS:
            _read_term(draft, child, tag)
            continue
        for name, value, source in _categories(child):
            if name == "definition":
                section.define(value)
                draft.note(f"definition source ({section.language}): {source}" if source else "")
            elif name in _SUBJECTS:
                draft.subject(value)
            else:
                draft.note(f"{section.language}: {value}" if name == "note" else f"{section.language} {name}: {value}")


def _read_term(draft: Draft, element: etree._Element, tag: str) -> None:
    term = DraftTerm()
    for name, child in _flat(element):
        if name == "term":
            term.text = text_of(child, one_line=True)
            continue
        for category in _categories(child, name):
            if category.name == "definition":
                draft.section(tag).define(category.value)
                term.note(f"definition source: {category.source}" if category.source else "")
            elif category.name in _SUBJECTS:
                draft.subject(category.value)
            else:
                term.say(category.name, category.value, category.source)
    draft.add(tag, term)


def _flat(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The children of a term section with their names, those of the group inside an `ntig` among them."""
    for child in element:
        name = local(child)
        if name == "termGrp":
            yield from _flat(child)
        else:
            yield name, child


def _of_concept(draft: Draft, category: _Category) -> None:
    name, value, source = category
    if name in _SUBJECTS:
        draft.subject(value)
    elif name == "definition":
        draft.definition = value
        draft.note(f"definition source: {source}" if source else "")
    else:
        draft.say(name, value)
        draft.note(f"{name} source: {source}" if source else "")


def _categories(element: etree._Element, name: str = "") -> Iterator[_Category]:
    """The categories in an element that may be a group; persons and dates of changes are told as left out."""
    name = name or local(element)
    if name in ("transacGrp", "transac", "date"):
        yield _Category("transacGrp", "")
        return
    if name not in _GROUPS:
        yield _category(element, name)
        return
    found = [_category(child, local(child)) for child in element]
    if found and found[0].name == "note" and len(element) == 1 and len(element[0]):
        found = [_keyed(element[0])]
    sources = [category.value for category in found if category.name == "source"]
    others = [category for category in found if category.name != "source"]
    if not others:
        yield from found
        return
    yield others[0]._replace(source=" | ".join(sources))
    yield from others[1:]


def _keyed(element: etree._Element) -> _Category:
    """A note of the second TBX-Min, made of a key and a value."""
    key, value = (next((text_of(child) for child in element if local(child) == name), "") for name in ("noteKey", "noteValue"))
    return _Category(key, value) if key else _Category("note", value or text_of(element))


def _category(element: etree._Element, name: str) -> _Category:
    kind = element.get("type") or name if name in _TYPED else name
    value = text_of(element)
    target = element.get("target") or ""
    if name in ("xref", "ref", "externalCrossReference", "crossReference") and target and target != value:
        value = f"{value} {target}".strip() if re.match(r"https?://", target) or not value else value
    return _Category(kind, value)
