"""TBX-Basic, written: v2 (martif, 2008) for CAT tools and v3 (ISO 30042:2019, DCA and DCT style) as the archive; read in every dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import IO, Any

from lxml import etree

from glossary.formats import FORBIDDEN, TITLE, Manner, forbidden, usable
from glossary.formats.tbx_reading import read as read
from glossary.formats.words import STATUSES, TERM_TYPES
from glossary.model import AdministrativeStatus, Concept, EntityType, LanguageSection, Origin, ReviewState, Term
from tm.text import printable

_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_MIN, _BASIC = "http://www.tbxinfo.net/ns/min", "http://www.tbxinfo.net/ns/basic"
_MIN_CATEGORIES = frozenset(("subjectField", "partOfSpeech", "administrativeStatus"))
_XML = "http://www.w3.org/XML/1998/namespace"
_LANGUAGE = f"{{{_XML}}}lang"
_POS = frozenset(("noun", "verb", "adjective", "adverb", "other"))
_GENDERS = frozenset(("masculine", "feminine", "neuter", "other"))
_ORIGIN = "Exported by the diplomatic-glossary package."


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What the versions call the same things."""

    root: str
    header: str
    concept: str
    section: str
    term: str
    attributes: dict[str, str]
    namespaces: dict[str | None, str]
    pos: frozenset[str]
    terse: bool  # CAT tools show every note and context in one heap: they get what helps to choose, and no more

    def tag(self, name: str) -> str:
        """The name of an element with its namespace."""
        return f"{{{self.namespaces[None]}}}{name}" if None in self.namespaces else name


_V2 = _Dialect("martif", "martifHeader", "termEntry", "langSet", "tig", {"type": "TBX-Basic"}, {}, _POS | {"properNoun"}, True)
_V3 = _Dialect(
    "tbx", "tbxHeader", "conceptEntry", "langSec", "termSec", {"type": "TBX-Basic", "style": "dca"}, {None: _NAMESPACE}, _POS, False
)
_DCT = replace(_V3, attributes={"type": "TBX-Basic", "style": "dct"}, namespaces={None: _NAMESPACE, "min": _MIN, "basic": _BASIC})


def write_v2(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> None:
    """Writes TBX-Basic v2, the dialect that OmegaT, Weblate, Trados, memoQ and Phrase read.

    Forbidden terms stand in entries of their own: in Weblate one of them makes the whole entry obsolete, in OmegaT a translation.
    The flavour `weblate` says "forbidden" as Weblate understands it, which is not valid TBX-Basic.
    """
    _write(stream, (part for concept in concepts for part in _apart(concept)), languages, manner, _V2)


def write_v3(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> None:
    """Writes TBX-Basic v3 in DCA style."""
    _write(stream, ((f"c{concept.id}", concept) for concept in concepts), languages, manner, _V3)


def write_dct(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> None:
    """Writes TBX-Basic v3 in DCT style."""
    _write(stream, ((f"c{concept.id}", concept) for concept in concepts), languages, manner, _DCT)


def _apart(concept: Concept) -> Iterator[tuple[str, Concept]]:
    """The concept with the terms that may be used; then, if it has forbidden targets, one with these beside its first source term."""
    if all(term.status not in FORBIDDEN for section in concept.sections for term in section.terms):
        yield f"c{concept.id}", concept
        return
    source, *targets = (replace(section, terms=tuple(usable(section.terms))) for section in concept.sections)
    yield f"c{concept.id}", replace(concept, sections=(source, *targets))
    never = [replace(section, terms=tuple(forbidden(section.terms))) for section in concept.sections[1:]]
    if any(section.terms for section in never):
        first = replace(source, terms=source.terms[:1])
        yield f"c{concept.id}-forbidden", replace(concept, sections=(first, *(section for section in never if section.terms)))


def _write(stream: IO[bytes], entries: Iterable[tuple[str, Concept]], languages: Sequence[str], manner: Manner, dialect: _Dialect) -> None:
    element: Callable[..., AbstractContextManager[Any]]
    nsmap: dict[str | None, str] = {"xml": _XML, **dialect.namespaces}
    build = _Builder(dialect, manner)
    with etree.xmlfile(stream, encoding="UTF-8") as xml:
        xml.write_declaration()
        element = xml.element
        attributes: dict[str, str] = {**dialect.attributes, _LANGUAGE: manner.tag(languages[0])}
        with element(dialect.tag(dialect.root), attributes, nsmap=nsmap):
            xml.write("\n", _header(build), pretty_print=True)
            with element(dialect.tag("text")), element(dialect.tag("body")):
                for identifier, concept in entries:
                    xml.write(_entry(build, identifier, concept), pretty_print=True)


class _Builder:
    """Elements of one dialect."""

    def __init__(self, dialect: _Dialect, manner: Manner) -> None:
        self.dialect = dialect
        self.manner = manner
        self._prefix = dialect.tag("")
        self._dct = dialect.attributes.get("style") == "dct"

    def element(self, parent: etree._Element | None, name: str, text: str = "", **attributes: str) -> etree._Element:
        """A new element, at the end of its parent where it has one."""
        tag = self._prefix + name
        made = etree.Element(tag, attributes, self.dialect.namespaces) if parent is None else etree.SubElement(parent, tag, attributes)
        if text:
            made.text = printable(text)
        return made

    def category(self, parent: etree._Element, name: str, kind: str, text: str) -> None:
        """A data category: an element called `name` with a `type`, or in DCT style one called after the category."""
        if self._dct:
            etree.SubElement(parent, f"{{{_MIN if kind in _MIN_CATEGORIES else _BASIC}}}{kind}").text = printable(text)
        else:
            self.element(parent, name, text, type=kind)

    def grouped(self, parent: etree._Element, kind: str, text: str, source: str) -> None:
        """A description with its source."""
        group = self.element(parent, "descripGrp")
        self.category(group, "descrip", kind, text)
        if source:
            self.category(group, "admin", "source", source)

    def notes(self, parent: etree._Element, text: str) -> None:
        """A note, or several, as they were put together when they were read."""
        for part in text.split(" | "):
            if part:
                self.element(parent, "note", part)


def _header(build: _Builder) -> etree._Element:
    header = build.element(None, build.dialect.header)
    description = build.element(header, "fileDesc")
    build.element(build.element(description, "titleStmt"), "title", TITLE)
    build.element(build.element(description, "sourceDesc"), "p", _ORIGIN)
    if build.dialect is _V2:
        build.element(build.element(header, "encodingDesc"), "p", "TBXBasicXCSV02.xcs", type="XCSURI")
    return header


def _entry(build: _Builder, identifier: str, concept: Concept) -> etree._Element:
    entry = build.element(None, build.dialect.concept, id=identifier)
    if concept.changed:
        group = build.element(entry, "transacGrp")
        build.category(group, "transac", "transactionType", "modification")
        build.element(group, "date", concept.changed)
    if concept.subject_field:
        build.category(entry, "descrip", "subjectField", concept.subject_field)
    build.notes(entry, concept.note)
    if concept.state is not ReviewState.APPROVED:
        build.element(entry, "note", f"review state: {concept.state.value}")
    if concept.entity is not EntityType.TERM and not build.dialect.terse:
        build.element(entry, "note", f"entity: {concept.entity.value}")
    for section in concept.sections:
        _section(build, entry, section)
    return entry


def _section(build: _Builder, entry: etree._Element, section: LanguageSection) -> None:
    made = build.element(entry, build.dialect.section)
    made.set(_LANGUAGE, build.manner.tag(section.language))
    if section.definition:
        build.grouped(made, "definition", section.definition, "")
    for term in section.terms:
        _term(build, made, term)


def _term(build: _Builder, section: etree._Element, term: Term) -> None:
    terse = build.dialect.terse
    made = build.element(section, build.dialect.term)
    build.element(made, "term", term.term)
    notes = []
    for kind, value, known in (("partOfSpeech", term.pos, build.dialect.pos), ("grammaticalGender", term.gender, _GENDERS)):
        if value:
            build.category(made, "termNote", kind, value if value in known else "other")
            if value not in known:
                notes.append(f"{kind}: {value}")
    build.category(made, "termNote", "termType", TERM_TYPES[term.type])
    weblate = build.manner.flavour == "weblate" and term.status in FORBIDDEN
    build.category(made, "termNote", "administrativeStatus", "forbidden" if weblate else STATUSES[term.status])
    shown = (0 if term.status is not AdministrativeStatus.PREFERRED else 1) if terse else len(term.contexts)
    for context in term.contexts[:shown]:
        source = ", ".join(part for part in (context.source, context.date) if part)
        build.grouped(made, "context", context.text, source)
    if term.source:
        build.category(made, "admin", "source", term.source.split(" | ")[0] if terse else term.source)
    if not terse:
        notes += [f"reliability: {term.reliability}/4"] if term.reliability else []
        notes += [f"origin: {term.origin.value}"] if term.origin is not Origin.HUMAN else []
        notes += [f"score: {term.score:.12g}"] if term.score else []
    if term.state is not ReviewState.APPROVED:
        notes.append(f"review state: {term.state.value}")
    build.notes(made, term.note)
    for note in notes:
        build.element(made, "note", note)
