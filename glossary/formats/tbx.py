"""TBX-Basic, written: v2 (martif, 2008) for CAT tools and v3 (ISO 30042:2019, DCA and DCT style) as the archive; read in every dialect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import IO

from glossary.formats import FORBIDDEN, ORIGIN, TITLE, Manner, forbidden, usable
from glossary.formats.markup import DECLARATION, Lines, escaped
from glossary.formats.tbx_reading import FORBIDDEN as APART
from glossary.formats.tbx_reading import read as read
from glossary.formats.words import STATUSES, TERM_TYPES
from glossary.model import AdministrativeStatus, Concept, EntityType, LanguageSection, Origin, ReviewState, Term

_XML = "http://www.w3.org/XML/1998/namespace"
_V3_NAMESPACE = {"xmlns": "urn:iso:std:iso:30042:ed-2"}
_MODULES = {"xmlns:min": "http://www.tbxinfo.net/ns/min", "xmlns:basic": "http://www.tbxinfo.net/ns/basic"}
_MIN_CATEGORIES = frozenset(("subjectField", "partOfSpeech", "administrativeStatus"))
_POS = frozenset(("noun", "verb", "adjective", "adverb", "other"))
_GENDERS = frozenset(("masculine", "feminine", "neuter", "other"))


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What the versions call the same things."""

    root: str
    header: str
    concept: str
    section: str
    term: str
    attributes: dict[str, str]
    namespaces: dict[str, str]
    pos: frozenset[str]
    terse: bool  # CAT tools show every note and context in one heap: they get what helps to choose, and no more


_V2 = _Dialect("martif", "martifHeader", "termEntry", "langSet", "tig", {"type": "TBX-Basic"}, {}, _POS | {"properNoun"}, True)
_V3 = _Dialect("tbx", "tbxHeader", "conceptEntry", "langSec", "termSec", {"type": "TBX-Basic", "style": "dca"}, _V3_NAMESPACE, _POS, False)
_DCT = replace(_V3, attributes={"type": "TBX-Basic", "style": "dct"}, namespaces=_V3_NAMESPACE | _MODULES)


def write_v2(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> None:
    """Writes TBX-Basic v2, the dialect that OmegaT, Weblate, Trados, memoQ and Phrase read.

    Forbidden terms stand in entries of their own: in Weblate one of them makes the whole entry obsolete, in OmegaT a translation.
    The flavour `weblate` says "forbidden" and whose notes are as Weblate understands it, which is not valid TBX-Basic.
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
        yield f"c{concept.id}{APART}", replace(concept, sections=(first, *(section for section in never if section.terms)))


def _write(stream: IO[bytes], entries: Iterable[tuple[str, Concept]], languages: Sequence[str], manner: Manner, dialect: _Dialect) -> None:
    page = _Page(dialect, manner)
    attributes = {**dict(sorted({**dialect.namespaces, "xmlns:xml": _XML}.items())), **dialect.attributes}
    root = f"<{dialect.root}{_attributes(attributes)}{page.language(languages[0])}>\n"
    _header(page)
    stream.write(DECLARATION + root.encode() + page.taken() + b"<text><body>")
    for identifier, concept in entries:
        _entry(page, identifier, concept)
        stream.write(page.taken())
    stream.write(f"</body></text></{dialect.root}>".encode())


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escaped(value)}"' for name, value in values.items())


class _Page(Lines):
    """The lines of a file in one dialect."""

    def __init__(self, dialect: _Dialect, manner: Manner) -> None:
        super().__init__()
        self.dialect = dialect
        self.weblate = manner.flavour == "weblate"
        self.namespaces = _attributes(dialect.namespaces)
        self._manner = manner
        self._dct = dialect.attributes.get("style") == "dct"
        self._note = ' from="translator"' if self.weblate else ""

    def language(self, language: str) -> str:
        """The attribute that says in which language an element is."""
        return f' xml:lang="{escaped(self._manner.tag(language))}"'

    def category(self, name: str, kind: str, text: str) -> None:
        """A data category: an element called `name` with a `type`, or in DCT style one called after the category."""
        if self._dct:
            self.leaf(f"{'min' if kind in _MIN_CATEGORIES else 'basic'}:{kind}", text)
        else:
            self.leaf(name, text, f' type="{kind}"')

    def grouped(self, kind: str, text: str, source: str) -> None:
        """A description with its source."""
        self.open("descripGrp")
        self.category("descrip", kind, text)
        if source:
            self.category("admin", "source", source)
        self.close("descripGrp")

    def notes(self, text: str) -> None:
        """A note, or several, as they were put together when they were read."""
        for part in text.split(" | "):
            if part:
                self.leaf("note", part, self._note)


def _header(page: _Page) -> None:
    header = page.dialect.header
    page.open(header, page.namespaces)
    page.open("fileDesc")
    for outer, inner, text in (("titleStmt", "title", TITLE), ("sourceDesc", "p", ORIGIN)):
        page.open(outer)
        page.leaf(inner, text)
        page.close(outer)
    page.close("fileDesc")
    if page.dialect is _V2:
        page.open("encodingDesc")
        page.leaf("p", "TBXBasicXCSV02.xcs", ' type="XCSURI"')
        page.close("encodingDesc")
    page.close(header)


def _entry(page: _Page, identifier: str, concept: Concept) -> None:
    name = page.dialect.concept
    page.open(name, f'{page.namespaces} id="{identifier}"')
    if concept.changed:
        page.open("transacGrp")
        page.category("transac", "transactionType", "modification")
        page.leaf("date", concept.changed)
        page.close("transacGrp")
    if concept.subject_field:
        page.category("descrip", "subjectField", concept.subject_field)
    page.notes(concept.note)
    if concept.state is not ReviewState.APPROVED:
        page.leaf("note", f"review state: {concept.state.value}")
    if concept.entity is not EntityType.TERM and not page.dialect.terse:
        page.leaf("note", f"entity: {concept.entity.value}")
    for section in concept.sections:
        _section(page, section, apart=identifier.endswith(APART))
    page.close(name)


def _section(page: _Page, section: LanguageSection, *, apart: bool) -> None:
    name = page.dialect.section
    page.open(name, page.language(section.language))
    if section.definition:
        page.grouped("definition", section.definition, "")
    for term in section.terms:
        _term(page, term, apart=apart)
    page.close(name)


def _term(page: _Page, term: Term, *, apart: bool) -> None:
    """A term section; `apart` in an entry of forbidden terms."""
    dialect = page.dialect
    page.open(dialect.term)
    page.leaf("term", term.term)
    notes = []
    for kind, value, known in (("partOfSpeech", term.pos, dialect.pos), ("grammaticalGender", term.gender, _GENDERS)):
        if value:
            page.category("termNote", kind, value if value in known else "other")
            if value not in known:
                notes.append(f"{kind}: {value}")
    page.category("termNote", "termType", TERM_TYPES[term.type])
    if status := _status(page, term.status, apart):
        page.category("termNote", "administrativeStatus", status)
    shown = (0 if term.status is not AdministrativeStatus.PREFERRED else 1) if dialect.terse else len(term.contexts)
    for context in term.contexts[:shown]:
        source = ", ".join(part for part in (context.source, context.date) if part)
        page.grouped("context", context.text, source)
    if term.source:
        page.category("admin", "source", term.source.split(" | ")[0] if dialect.terse else term.source)
    if not dialect.terse:
        notes += [f"reliability: {term.reliability}/4"] if term.reliability else []
        notes += [f"origin: {term.origin.value}"] if term.origin is not Origin.HUMAN else []
        notes += [f"score: {term.score:.12g}"] if term.score else []
    if term.state is not ReviewState.APPROVED:
        notes.append(f"review state: {term.state.value}")
    page.notes(term.note)
    for note in notes:
        page.leaf("note", note)
    page.close(dialect.term)


def _status(page: _Page, status: AdministrativeStatus, apart: bool) -> str:
    """The word for a status; none beside forbidden terms for Weblate, which looks only at the first status of an entry."""
    if page.weblate and status in FORBIDDEN:
        return "forbidden"
    return "" if page.weblate and apart else STATUSES[status]
