"""MultiTerm XML (`mtf`), which Trados' termbases are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from lxml import etree

from glossary.formats import HISTORY, Entry, Manner, Refused, Wanted
from glossary.formats.entries import Draft, DraftTerm
from glossary.formats.markup import DECLARATION, Lines, escaped
from glossary.formats.tbx_reading import history, text_of, whole
from glossary.model import ENGLISH_NAMES, Concept, Term
from tm.exchange.stream import Elements, local

_CATEGORIES = {
    name: category
    for category, names in {
        "subjectField": ("subject", "subject field", "domain"),
        "definition": ("definition",),
        "note": ("note", "notes", "comment"),
        "source": ("source", "reference"),
        "context": ("context", "example"),
        "partOfSpeech": ("part of speech", "pos", "word class"),
        "grammaticalGender": ("gender", "grammatical gender"),
        "administrativeStatus": ("status", "usage status", "usage", "term status", "administrative status"),
        "termType": ("type", "term type"),
    }.items()
    for name in names
}


def write(stream: IO[bytes], concepts: Iterable[Concept], _languages: Sequence[str], manner: Manner) -> None:
    """Writes one `conceptGrp` a concept, its id as a number, since MultiTerm takes no other."""
    lines = Lines()
    stream.write(DECLARATION + b"<mtf>")
    for concept in concepts:
        _write_entry(lines, concept, manner)
        stream.write(lines.taken())
    stream.write(b"</mtf>")


def _describe(lines: Lines, kind: str, text: str) -> None:
    if text:
        lines.open("descripGrp")
        lines.leaf("descrip", text, f' type="{kind}"')
        lines.close("descripGrp")


def _write_entry(lines: Lines, concept: Concept, manner: Manner) -> None:
    lines.open("conceptGrp")
    lines.leaf("concept", str(concept.id))
    _describe(lines, "Subject", concept.subject_field)
    _describe(lines, "Note", concept.note)
    for section in concept.sections:
        name, tag = ENGLISH_NAMES.get(section.language, section.language), manner.tag(section.language).upper()
        lines.open("languageGrp")
        lines.empty("language", f' type="{escaped(name)}" lang="{escaped(tag)}"')
        _describe(lines, "Definition", section.definition)
        for term in section.terms:
            _write_term(lines, term)
        lines.close("languageGrp")
    lines.close("conceptGrp")


def _write_term(lines: Lines, term: Term) -> None:
    lines.open("termGrp")
    lines.leaf("term", term.term)
    for kind, text in (
        ("Part of speech", term.pos),
        ("Gender", term.gender),
        ("Type", term.type.value),
        ("Status", term.status.value),
        ("Source", term.source),
        ("Note", term.note),
        ("Context", term.contexts[0].text if term.contexts else ""),
    ):
        _describe(lines, kind, text)
    lines.close("termGrp")


def read(path: Path, _wanted: Wanted) -> Iterator[Entry | Refused]:
    """The concepts of such a file. Raises DataError as the reader of TBX does."""
    for element in whole(Elements(path, ("mtf",), ("conceptGrp",))):
        yield _read_entry(element).entry()


def _read_entry(element: etree._Element) -> Draft:
    number = element.findtext("concept") or ""
    draft = Draft(f"c{number}" if number.isdigit() else number, element.sourceline or 0)
    for child in element:
        if local(child) == "languageGrp":
            _read_language(draft, child)
        elif local(child) != "concept":
            for kind, value, source in _descriptions(child):
                if kind == "subjectField":
                    draft.subject(value)
                elif kind == "definition":
                    draft.define(value)
                else:
                    draft.say(kind, value)
                draft.note(f"{kind} source: {source}" if source else "")
    return draft


def _read_language(draft: Draft, element: etree._Element) -> None:
    language = element.find("language")
    tag = (language.get("lang") or "").lower() if language is not None else ""
    for child in element:
        if local(child) == "termGrp":
            _read_term(draft, child, tag)
        elif local(child) != "language":
            for kind, value, source in _descriptions(child):
                if kind == "definition":
                    draft.section(tag).define(value)
                    draft.note(f"definition source ({draft.section(tag).language}): {source}" if source else "")
                else:
                    draft.note(f"{kind}: {value}" + (f" ({source})" if source else ""))


def _read_term(draft: Draft, element: etree._Element, tag: str) -> None:
    term = DraftTerm()
    for child in element:
        if local(child) == "term":
            term.text = text_of(child, one_line=True)
            continue
        for kind, value, source in _descriptions(child):
            if kind == "definition":
                draft.section(tag).define(value)
                term.note(f"definition source: {source}" if source else "")
            else:
                term.say(kind, value, source)
    draft.add(tag, term)


def _descriptions(element: etree._Element) -> Iterator[tuple[str, str, str]]:
    """What an element says: each category in our words with its value and the source inside its group; changes as history."""
    name = local(element)
    if name == "transacGrp":
        yield HISTORY, history(element), ""
    elif name == "descripGrp":
        alone = len(element) == 1 and element[0].tag == "descrip"  # as nearly all are
        inner = [] if alone else [found for child in element if local(child) != "descrip" for found in _descriptions(child)]
        sources = " | ".join(value for kind, value, _ in inner if kind == "source")
        for described in element.iterchildren("descrip"):
            kind = described.get("type") or "note"
            yield _CATEGORIES.get(kind.casefold(), kind), _linked(described), sources
        yield from (found for found in inner if found[0] != "source")
    elif value := text_of(element):
        yield element.get("type") or name, value, ""


def _linked(element: etree._Element) -> str:
    """The text of a description, the targets of its links behind it."""
    if not len(element):
        return text_of(element)
    targets = (str(value) for link in element.iter("xref") for name, value in link.attrib.items() if name.endswith("link"))
    return " ".join((text_of(element), *targets))
