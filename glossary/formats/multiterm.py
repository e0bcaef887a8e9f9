"""MultiTerm XML (`mtf`), which Trados' termbases are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from lxml import etree

from glossary.formats import Entry, Manner, Refused, Wanted
from glossary.formats.entries import Draft, DraftTerm
from glossary.formats.tbx_reading import text_of, whole
from glossary.model import ENGLISH_NAMES, Concept, LanguageSection, Term
from tm.exchange.stream import Elements, local
from tm.text import printable

_CATEGORIES = {"Part of speech": "partOfSpeech", "Gender": "grammaticalGender", "Status": "administrativeStatus", "Type": "termType"}


def write(stream: IO[bytes], concepts: Iterable[Concept], _languages: Sequence[str], manner: Manner) -> None:
    """Writes one `conceptGrp` a concept, its id as a number, since MultiTerm takes no other."""
    with etree.xmlfile(stream, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element("mtf"):
            for concept in concepts:
                xml.write(_group(concept, manner), pretty_print=True)


def _sub(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, name, attributes)
    made.text = printable(text) or None
    return made


def _describe(parent: etree._Element, kind: str, text: str) -> None:
    if text:
        _sub(_sub(parent, "descripGrp"), "descrip", text, type=kind)


def _group(concept: Concept, manner: Manner) -> etree._Element:
    group = etree.Element("conceptGrp")
    _sub(group, "concept", str(concept.id))
    _describe(group, "Subject", concept.subject_field)
    _describe(group, "Note", concept.note)
    for section in concept.sections:
        _language(group, section, manner)
    return group


def _language(group: etree._Element, section: LanguageSection, manner: Manner) -> None:
    made = _sub(group, "languageGrp")
    _sub(made, "language", type=ENGLISH_NAMES.get(section.language, section.language), lang=manner.tag(section.language).upper())
    _describe(made, "Definition", section.definition)
    for term in section.terms:
        _term(_sub(made, "termGrp"), term)


def _term(made: etree._Element, term: Term) -> None:
    _sub(made, "term", term.term)
    for kind, text in (
        ("Part of speech", term.pos),
        ("Gender", term.gender),
        ("Type", term.type.value),
        ("Status", term.status.value),
        ("Source", term.source),
        ("Note", term.note),
    ):
        _describe(made, kind, text)
    for context in term.contexts[:1]:
        _describe(made, "Context", context.text)


def read(path: Path, _wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of such a file. Raises DataError as the reader of TBX does."""
    for element in whole(Elements(path, ("mtf",), ("conceptGrp",))):
        yield _entry(element)


def _entry(element: etree._Element) -> Entry | Refused:
    number = element.findtext("concept") or ""
    draft = Draft(f"c{number}" if number.isdigit() else number, element.sourceline or 0)
    for child in element:
        if local(child) == "languageGrp":
            _read_language(draft, child)
        elif local(child) == "transacGrp":
            draft.say("transacGrp", "")
        else:
            for kind, value in _descriptions(child):
                if kind.casefold() in ("subject", "subject field", "domain"):
                    draft.subject(value)
                else:
                    draft.note(value if kind.casefold() == "note" else f"{kind}: {value}")
    return draft.entry()


def _read_language(draft: Draft, element: etree._Element) -> None:
    language = element.find("language")
    tag = (language.get("lang") or "").lower() if language is not None else ""
    for child in element:
        if local(child) == "termGrp":
            term = DraftTerm()
            for part in child:
                if local(part) == "term":
                    term.text = text_of(part, one_line=True)
                else:
                    for kind, value in _descriptions(part):
                        term.say(
                            _CATEGORIES.get(kind, kind.casefold() if kind.casefold() in ("note", "source", "context") else kind), value
                        )
            draft.add(tag, term)
        else:
            for kind, value in _descriptions(child):
                if kind.casefold() == "definition":
                    draft.section(tag).define(value)
                else:
                    draft.note(f"{kind}: {value}")


def _descriptions(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The categories with their values in a group, in groups inside it too; who changed what when is left out."""
    for found in element.iter("descrip"):
        if value := text_of(found):
            yield found.get("type") or "note", value
