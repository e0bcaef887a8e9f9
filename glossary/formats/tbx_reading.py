"""TBX in every dialect, read: v2 (Basic, default, Microsoft's), v3 (Core, Min, Basic, Linguist; DCA, DCT; IATE's), the first TBX-Min.

One reader for all: the dialects differ in the names of the same few levels, and in whether a category is the name of an
element or its `type`. A category that has no place of its own is kept as a note, `category: value`; who changed what when
as `history: …`, and the id of another program as `entry id: …`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from glossary.formats import ENTRY_ID, HISTORY, ORIGIN, Entry, Refused, Wanted
from glossary.formats.entries import Draft, DraftTerm, clean, is_ours
from tm.errors import DataError
from tm.exchange.stream import BrokenError, Elements, local

FORBIDDEN = "-forbidden"  # behind the id of our entries of forbidden terms
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ROOTS = ("tbx", "martif", "TBX")
_CONCEPTS = ("termEntry", "conceptEntry", "entry")
_SECTIONS = frozenset(("langSet", "langSec", "langGroup"))
_TERMS = frozenset(("tig", "ntig", "termSec", "termGroup"))
_TYPED = frozenset(("descrip", "termNote", "admin", "transac", "transacNote", "descripNote", "adminNote", "ref", "xref"))
_GROUPS = frozenset(("descripGrp", "adminGrp", "termNoteGrp", "noteGrp"))
_CHANGES = frozenset(("transacGrp", "transac", "date"))
_SUBJECTS = frozenset(("subjectField", "domain", "classificationCode"))


class _Category(NamedTuple):
    """A data category with its value, the source that stands beside it in its group, and the language that it says it is in."""

    name: str
    value: str
    source: str = ""
    language: str = ""


def read(path: Path, _wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of a TBX file, in whatever dialect; an entry of forbidden terms, as we write them, goes with the one before it.

    Raises DataError for a file that cannot be read, is no TBX, declares entities, or breaks off, with the line.
    """
    language, ours = "", False
    last: Draft | None = None
    for element in whole(Elements(path, _ROOTS, (*_CONCEPTS, "sourceDesc"), _ROOTS)):
        name = local(element)
        if name in _ROOTS:
            language = element.get(LANGUAGE) or ""
        elif name == "sourceDesc":
            ours = ORIGIN in text_of(element)
        else:
            draft = _read_entry(element, language, ours)
            if last and draft.identifier == last.identifier + FORBIDDEN:
                last.join(draft)
                continue
            if last:
                yield last.entry()
            last = draft
    if last:
        yield last.entry()


def whole(found: Elements) -> Iterator[etree._Element]:
    """The elements of a file that must be whole: raises DataError, with the line, where it breaks off."""
    try:
        yield from found
    except BrokenError as error:
        raise DataError(found.path, str(error), f"Nothing was taken from it. {error.todo}") from error


def text_of(element: etree._Element, *, one_line: bool = False) -> str:
    """All text in an element, that of elements inside it too."""
    text = "".join(str(part) for part in element.itertext()) if len(element) else element.text
    return clean(text, one_line=one_line) if text else ""


def _read_entry(element: etree._Element, language: str, ours: bool) -> Draft:
    draft = Draft(element.get("id") or "", element.sourceline or 0, language)
    if draft.identifier and not is_ours(draft.identifier.removesuffix(FORBIDDEN)):
        draft.note(f"{ENTRY_ID}: {clean(draft.identifier, one_line=True)}")
    for child in element:
        name = local(child)
        if name in _SECTIONS:
            _read_section(draft, child)
        elif not (ours and name in _CHANGES):  # the date of our own last change comes from the history of the termbase
            for category in _categories(child, name):
                _of_concept(draft, category)
    return draft


def _of_concept(draft: Draft, category: _Category) -> None:
    name, value, source, language = category
    if name in _SUBJECTS:
        draft.subject(value)
    elif name == "definition":
        _define(draft, value, language)
    else:
        draft.say(name, value)
    draft.note(f"{name} source: {source}" if source else "")


def _define(draft: Draft, text: str, tag: str) -> None:
    """A definition of the concept, in a language that it tells, or in that of the file."""
    if tag:
        draft.section(tag).define(text)
    else:
        draft.define(text)


def _read_section(draft: Draft, element: etree._Element) -> None:
    tag = element.get(LANGUAGE) or element.get("lang") or ""
    section = draft.section(tag)
    for child in element:
        name = local(child)
        if name in _TERMS:
            _read_term(draft, child, tag)
            continue
        for kind, value, source, _ in _categories(child, name):
            if kind == "definition":
                section.define(value)
                draft.note(f"definition source ({section.language}): {source}" if source else "")
            elif kind in _SUBJECTS:
                draft.subject(value)
            elif value:
                start = kind if kind == HISTORY else section.language if kind == "note" else f"{section.language} {kind}"
                draft.note(f"{start}: {value}" + (f" ({source})" if source else ""))


def _read_term(draft: Draft, element: etree._Element, tag: str) -> None:
    term = DraftTerm()
    for child in _flat(element):
        name = local(child)
        if name == "term":
            term.text = text_of(child, one_line=True)
        elif name == "termCompList":
            term.note(f"{child.get('type') or name}: {' · '.join(text_of(part) for part in child.iter('{*}termComp'))}")
        else:
            for kind, value, source, _ in _categories(child, name):
                if kind == "definition":
                    draft.section(tag).define(value)
                    term.note(f"definition source: {source}" if source else "")
                elif kind in _SUBJECTS:
                    draft.subject(value)
                else:
                    term.say(kind, value, source)
    draft.add(tag, term)


def _flat(element: etree._Element) -> Iterable[etree._Element]:
    """The children of a term section, those of the group inside an `ntig` among them."""
    if local(element) not in ("ntig", "termGrp"):
        return element
    return [part for child in element for part in (_flat(child) if local(child) == "termGrp" else (child,))]


def _categories(element: etree._Element, name: str) -> Sequence[_Category]:
    """The categories in an element that may be a group."""
    if name not in _GROUPS:
        return (_Category(HISTORY, history(element)) if name in _CHANGES else _category(element, name),)
    if name == "noteGrp" and len(element) == 1 and len(element[0]):
        return (_keyed(element[0]),)
    found = [category for child in element for category in _categories(child, local(child))]
    described = next((category for category in found if category.name not in ("source", "note", HISTORY)), None)
    if described is None:
        return found
    source = " | ".join(category.value for category in found if category.name == "source")
    return [described._replace(source=source), *(c for c in found if c is not described and c.name != "source")]


def history(element: etree._Element) -> str:
    """What a group of a transaction says, on one line: what was done, when, by whom.

    TBX says what was done as the text of an element, MultiTerm as its type, with the person as the text.
    """
    parts = []
    for part in element.iter():
        name, kind, text = local(part), part.get("type") or "", "" if len(part) else text_of(part, one_line=True)
        if name == "transac" and kind not in ("", "transactionType"):
            parts.append(kind)
        target = part.get("target") or ""
        parts += [value for value in (text, target if target != text else "") if value]
    return ", ".join(parts)


def _keyed(element: etree._Element) -> _Category:
    """A note of the second TBX-Min, made of a key and a value."""
    key, value = (next((text_of(child) for child in element if local(child) == name), "") for name in ("noteKey", "noteValue"))
    return _Category(key, value) if key else _Category("note", value or text_of(element))


def _category(element: etree._Element, name: str) -> _Category:
    """A category: where it refers to something, its target stands behind its text."""
    kind = element.get("type") or name if name in _TYPED else name
    value = text_of(element)
    if (target := element.get("target")) and target != value:
        value = f"{value} {target}".lstrip()
    return _Category(kind, value, "", element.get(LANGUAGE) or "" if kind == "definition" else "")
