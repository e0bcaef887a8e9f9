"""TBX-Basic, written: v2 (martif, 2008) for CAT tools and v3 (ISO 30042:2019, DCA style) as the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Any

from lxml import etree

from glossary.formats import TITLE
from glossary.model import AdministrativeStatus, Concept, LanguageSection, ReviewState, Term, TermType
from tm.text import printable

_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_XML = "http://www.w3.org/XML/1998/namespace"
_LANGUAGE = f"{{{_XML}}}lang"
_TERM_TYPES = {
    TermType.FULL_FORM: "fullForm",
    TermType.ACRONYM: "acronym",
    TermType.ABBREVIATION: "abbreviation",
    TermType.SHORT_FORM: "shortForm",
    TermType.VARIANT: "variant",
    TermType.PHRASE: "phrase",
}
_STATUSES = {status: f"{status.value}Term-admn-sts" for status in AdministrativeStatus}
_ORIGIN = "Exported by the diplomatic-glossary package."


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What the two versions call the same things."""

    root: str
    header: str
    concept: str
    section: str
    term: str
    attributes: dict[str, str]
    namespace: str | None
    terse: bool  # CAT tools show every note and context in one heap: they get what helps to choose, and no more


_V2 = _Dialect("martif", "martifHeader", "termEntry", "langSet", "tig", {"type": "TBX-Basic"}, None, True)
_V3 = _Dialect("tbx", "tbxHeader", "conceptEntry", "langSec", "termSec", {"type": "TBX-Basic", "style": "dca"}, _NAMESPACE, False)


def write_v2(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str]) -> None:
    """Writes TBX-Basic v2, the dialect that OmegaT, Weblate, Trados, memoQ and Phrase read."""
    _write(stream, concepts, languages, _V2)


def write_v3(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str]) -> None:
    """Writes TBX-Basic v3 in DCA style."""
    _write(stream, concepts, languages, _V3)


def _write(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], dialect: _Dialect) -> None:
    element: Callable[..., AbstractContextManager[Any]]
    nsmap: dict[str | None, str] = {"xml": _XML, **({None: dialect.namespace} if dialect.namespace else {})}
    with etree.xmlfile(stream, encoding="UTF-8") as xml:
        xml.write_declaration()
        element = xml.element
        attributes: dict[str, str] = {**dialect.attributes, _LANGUAGE: languages[0]}
        with element(_tag(dialect, dialect.root), attributes, nsmap=nsmap):
            xml.write("\n", _header(dialect), pretty_print=True)
            with element(_tag(dialect, "text")), element(_tag(dialect, "body")):
                for concept in concepts:
                    xml.write(_entry(concept, dialect), pretty_print=True)


def _tag(dialect: _Dialect, name: str) -> str:
    return f"{{{dialect.namespace}}}{name}" if dialect.namespace else name


class _Builder:
    """Elements of one dialect."""

    def __init__(self, dialect: _Dialect) -> None:
        self.dialect = dialect

    def element(self, parent: etree._Element | None, name: str, text: str = "", **attributes: str) -> etree._Element:
        """A new element, at the end of its parent where it has one."""
        tag = _tag(self.dialect, name)
        namespaces = {None: self.dialect.namespace} if self.dialect.namespace else None
        made = etree.Element(tag, attributes, namespaces) if parent is None else etree.SubElement(parent, tag, attributes)
        if text:
            made.text = printable(text)
        return made

    def grouped(self, parent: etree._Element, kind: str, text: str, source: str) -> None:
        """A description with its source."""
        group = self.element(parent, "descripGrp")
        self.element(group, "descrip", text, type=kind)
        if source:
            self.element(group, "admin", source, type="source")


def _header(dialect: _Dialect) -> etree._Element:
    build = _Builder(dialect)
    header = build.element(None, dialect.header)
    description = build.element(header, "fileDesc")
    build.element(build.element(description, "titleStmt"), "title", TITLE)
    build.element(build.element(description, "sourceDesc"), "p", _ORIGIN)
    if dialect is _V2:
        build.element(build.element(header, "encodingDesc"), "p", "TBXBasicXCSV02.xcs", type="XCSURI")
    return header


def _entry(concept: Concept, dialect: _Dialect) -> etree._Element:
    build = _Builder(dialect)
    entry = build.element(None, dialect.concept, id=f"c{concept.id}")
    if concept.changed:
        group = build.element(entry, "transacGrp")
        build.element(group, "transac", "modification", type="transactionType")
        build.element(group, "date", concept.changed)
    if concept.subject_field:
        build.element(entry, "descrip", concept.subject_field, type="subjectField")
    if concept.note:
        build.element(entry, "note", concept.note)
    if concept.state is not ReviewState.APPROVED:
        build.element(entry, "note", f"review state: {concept.state.value}")
    for section in concept.sections:
        _section(build, entry, section)
    return entry


def _section(build: _Builder, entry: etree._Element, section: LanguageSection) -> None:
    made = build.element(entry, build.dialect.section)
    made.set(_LANGUAGE, section.language)
    if section.definition:
        build.grouped(made, "definition", section.definition, "")
    for term in section.terms:
        _term(build, made, term)


def _term(build: _Builder, section: etree._Element, term: Term) -> None:
    made = build.element(section, build.dialect.term)
    build.element(made, "term", term.term)
    for kind, value in (
        ("partOfSpeech", term.pos),
        ("grammaticalGender", term.gender),
        ("termType", _TERM_TYPES[term.type]),
        ("administrativeStatus", _STATUSES[term.status]),
    ):
        if value:
            build.element(made, "termNote", value, type=kind)
    terse = build.dialect.terse
    shown = 0 if terse and term.status is not AdministrativeStatus.PREFERRED else 1
    for context in term.contexts[:shown]:
        source = ", ".join(part for part in (context.source, context.date) if part)
        build.grouped(made, "context", context.text, source)
    if term.source:
        build.element(made, "admin", term.source.split(" | ")[0] if terse else term.source, type="source")
    if term.reliability and not terse:
        build.element(made, "note", f"reliability: {term.reliability}/4")
    if term.note:
        build.element(made, "note", term.note)
    if term.state is not ReviewState.APPROVED:
        build.element(made, "note", f"review state: {term.state.value}")
