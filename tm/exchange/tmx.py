"""TMX: reads 1.1 to 1.4b, writes 1.4b (LISA OSCAR, 2005; GALA keeps the text). Nothing of a unit is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from tm.exchange import MAX_SEGMENT, Item, Noted, Refused, Wanted, Written
from tm.exchange.inline import CONTROL, content, escape, markup, quote
from tm.exchange.stream import BrokenError, Elements, local
from tm.exchange.tags import normal, primary
from tm.units import Details, Property, TranslationUnit, Variant

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATES = {"creationdate": "created", "changedate": "changed"}
_PEOPLE = {"creationid": "created_by", "changeid": "changed_by"}
_ATTRIBUTES = frozenset(
    ("o-encoding", "datatype", "usagecount", "lastusagedate", "creationtool", "creationtoolversion", "o-tmf", "segtype", "srclang",
     "creationdate", "changedate")
)  # fmt: skip
_NOT_OF_A_VARIANT = ("segtype", "srclang")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z")
# What a header says of all its units, with what we write there ourselves.
_INHERITED = {"datatype": "plaintext", "segtype": "sentence", "o-encoding": ""}
_ALL = "*all*"
_SEGTYPES = ("block", "paragraph", "sentence", "phrase")
# Properties in which tools keep the segments around one: OmegaT's, ours.
_CONTEXT = {"x-previous": "previous", "x-next": "next", "prev": "previous", "next": "next"}
_NO_DETAILS = Details()
_MAX_NAMES = 1_000_000  # how many unit names are remembered, to tell duplicates


def read(path: Path, wanted: Wanted) -> Iterator[Item]:
    """The units of a TMX file, with what was refused and noted; a file that breaks off keeps what was whole."""
    elements = Elements(path, ("tmx",), ("tu", "header"))
    reader = _Reader(wanted)
    units = 0
    try:
        for element in elements:
            if element.tag == "tu" or local(element) == "tu":
                item = reader.unit(element)
                units += isinstance(item, TranslationUnit)
                yield item
            else:
                reader.header(element)
            if reader.noted:
                yield from reader.noted
                reader.noted.clear()
    except BrokenError as broken:
        reason = f"the file breaks off here ({broken.reason}); the {units} units before it were whole"
        yield Refused(f"line {broken.line}", reason, is_end=True)
    if elements.dropped:
        yield Noted("file", f"{elements.dropped} characters that XML cannot hold were left out")


class _Reader:
    """Turns elements into units; remembers what the header said, and names."""

    def __init__(self, wanted: Wanted) -> None:
        self.noted: list[Noted] = []
        self._wanted = wanted
        self._source = _ALL
        self._inherited: tuple[tuple[str, str], ...] = ()
        self._names: set[int] = set()

    def header(self, element: etree._Element) -> None:
        """Takes what a header says of all units, and tells what no unit can carry."""
        self._source = element.get("srclang", _ALL)
        self._inherited = tuple(
            (name, str(element.get(name))) for name, usual in _INHERITED.items() if element.get(name, usual) not in (usual, "unknown")
        )
        kinds = [local(child) for child in element]
        told = [f"{kinds.count(kind)} {kind}" for kind in ("note", "prop", "ude") if kind in kinds]
        if told:
            self.noted.append(Noted(f"line {element.sourceline}", f"not carried of the header: {', '.join(told)}"))

    def unit(self, element: etree._Element) -> TranslationUnit | Refused:
        """A `tu` as a unit, or why not."""
        try:
            return self._unit(element)
        except RecursionError:
            return Refused(f"line {element.sourceline}", "tags nested too deeply")

    def _unit(self, element: etree._Element) -> TranslationUnit | Refused:
        variants: list[Variant] = []
        properties: list[Property] = []
        problems: list[str] = []
        for child in element:
            name = child.tag if child.tag == "tuv" else local(child)
            if name == "tuv":
                variant = _variant(child, self._wanted.unfinished)
                if isinstance(variant, Variant):
                    variants.append(variant)
                else:
                    problems.append(variant)
            elif name in ("note", "prop"):
                properties.append(_property(child, name))
        if len(variants) < 2 or (variants[0].language == variants[-1].language and len({normal(variant.tag) for variant in variants}) == 1):
            return self._refused(element, variants, problems)
        if problems:
            self.noted.append(Noted(f"line {element.sourceline}", f"kept without one variant: {'; '.join(problems)}"))
        unit = self._whole(element, tuple(variants), properties)
        if not self._wanted:
            return unit
        narrow = self._wanted.of(unit)
        return Refused(f"line {element.sourceline}", narrow, _tags(variants)) if isinstance(narrow, str) else narrow

    def _refused(self, element: etree._Element, variants: list[Variant], problems: list[str]) -> Refused:
        tags = _tags(variants)
        if problems:
            reason = "; ".join(problems)
        elif variants:
            reason = f"one language only ({tags[0]})"
        else:
            reason = "no variant (<tuv>) in it"
        return Refused(f"line {element.sourceline}", reason, tags)

    def _whole(self, element: etree._Element, variants: tuple[Variant, ...], properties: list[Property]) -> TranslationUnit:
        given = element.items()
        name = own = ""
        if given:
            name, own = element.get("tuid", ""), element.get("srclang", "")
            given = [pair for pair in given if pair[0] not in ("tuid", "srclang")]
        if self._inherited:
            said = {key for key, _ in given}
            given += [pair for pair in self._inherited if pair[0] not in said]
        declared = own or self._source
        source = "" if declared == _ALL else primary(declared)
        if source and declared != variants[0].tag:
            sources = [variant.tag for variant in variants if variant.language == source]
            if sources[:1] != [declared] and (own or len(sources) != 1):
                given.append(("srclang", declared))
        if name:
            self._remember(name, element)
        if not properties and not given:
            return TranslationUnit(variants, name, source, where=f"line {element.sourceline}")
        where = f"line {element.sourceline}"
        around, origin, score = {"previous": "", "next": ""}, "import", 100.0
        if properties:
            properties, around, origin, score = _own(properties)
        return TranslationUnit(
            variants, name, source, around["previous"], around["next"], origin, score, _details(given, properties), 0, where
        )

    def _remember(self, name: str, element: etree._Element) -> None:
        key = hash(name)
        if key in self._names:
            self.noted.append(Noted(f"line {element.sourceline}", f"another unit has the name (tuid) {name}: both are kept"))
        elif len(self._names) < _MAX_NAMES:
            self._names.add(key)


def _tags(variants: Iterable[Variant]) -> tuple[str, ...]:
    return tuple(variant.tag for variant in variants)


def _variant(element: etree._Element, may_be_empty: bool) -> Variant | str:
    """A `tuv` as a variant, or why not."""
    given = element.items()
    segment = None
    properties: list[Property] = []
    for child in element:
        name = child.tag if child.tag == "seg" else local(child)
        if name == "seg":
            segment = child
        elif name in ("note", "prop"):
            properties.append(_property(child, name))
    tag = element.get(_LANG) or element.get("lang") or ""
    language = primary(tag)
    if segment is None:
        return f"no segment (<seg>) in the variant {tag}".rstrip()
    if not language:
        return f"invalid language code {tag!r}" if tag else "a variant without a language"
    text, tags = content(segment)
    if (not text or text.isspace()) and not may_be_empty:
        return f"an empty segment in {tag}"
    if len(text) > MAX_SEGMENT:
        return f"a segment of {len(text):,} characters in {tag}, more than {MAX_SEGMENT:,}"
    if len(given) == 1 and not properties:
        return Variant(language, text, tags, tag, _NO_DETAILS)
    attributes = [pair for pair in given if pair[0] not in (_LANG, "lang")]
    return Variant(language, text, tags, tag, _details(attributes, properties))


def _property(element: etree._Element, name: str) -> Property:
    text = "".join(map(str, element.itertext())) if len(element) else element.text or ""
    kind = element.get("type", "") if name == "prop" else ""
    return Property(text, kind, element.get(_LANG) or element.get("lang") or "", element.get("o-encoding", ""))


def _own(properties: list[Property]) -> tuple[list[Property], dict[str, str], str, float]:
    """The properties without those that a unit has fields for, and what these say."""
    around = {"previous": "", "next": ""}
    origin, score = "import", 100.0
    kept: list[Property] = []
    for prop in properties:
        side = _CONTEXT.get(prop.type)
        plain = not prop.language and not prop.encoding and bool(prop.text)
        if side and plain and not around[side]:
            around[side] = prop.text
        elif prop.type == "x-origin" and plain and origin == "import":
            origin = prop.text
        elif prop.type == "x-score" and plain and re.fullmatch(r"\d{1,3}(\.\d+)?", prop.text) and float(prop.text) <= 100:
            score = float(prop.text)
        else:
            kept.append(prop)
    return kept, around, origin, score


def _details(given: list[tuple[str, str]], properties: list[Property]) -> Details:
    """Attributes and properties as details; what TMX does not know among the attributes becomes a property."""
    if not given and not properties:
        return _NO_DETAILS
    fields: dict[str, str] = {}
    attributes: list[tuple[str, str]] = []
    strange: list[Property] = []
    for name, value in given:
        if name in _PEOPLE:
            fields[_PEOPLE[name]] = value
        elif name in _DATES and (date := _COMPACT.fullmatch(value)):
            fields[_DATES[name]] = "{}-{}-{}T{}:{}:{}Z".format(*date.groups())
        elif name in _ATTRIBUTES:
            attributes.append((name, value))
        else:
            strange.append(Property(value, f"x-{name.rpartition('}')[2]}"))
    return Details(**fields, attributes=tuple(attributes), properties=(*properties, *strange))


def write(stream: IO[bytes], units: Iterable[TranslationUnit], wanted: Wanted) -> Written:
    """Writes TMX 1.4b in UTF-8, valid to its DTD; the same bytes for the same units."""
    source = wanted.source.replace("_", "-") or _ALL
    stream.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        '<header creationtool="glossary" creationtoolversion="1" segtype="sentence" o-tmf="glossary" adminlang="en" '
        f'srclang="{quote(source)}" datatype="plaintext"/>\n<body>\n'.encode()
    )
    written = skipped = dropped = 0
    for unit in units:
        narrow = wanted.of(unit)
        if isinstance(narrow, str):
            skipped += 1
            continue
        text = _tu(narrow, source)
        clean = CONTROL.sub("", text)
        dropped += len(text) - len(clean)
        stream.write(clean.encode())
        written += 1
    stream.write(b"</body>\n</tmx>\n")
    return Written(written, skipped, dropped)


def _tu(unit: TranslationUnit, source: str) -> str:
    """A unit as a `tu`, ending a line."""
    attributes = [("tuid", unit.name)] if unit.name else []
    attributes += _attributes(unit.details)
    declared = next((value for name, value in attributes if name == "srclang"), "")
    if not declared:
        declared = next((v.tag or v.language for v in unit.variants if v.language == unit.source_language), unit.source_language) or _ALL
        if declared != source:
            attributes.append(("srclang", declared))
    properties = list(unit.details.properties)
    for kind, value in (("x-previous", unit.previous), ("x-next", unit.next)):
        if value:
            properties.append(Property(value, kind))
    if unit.origin != "import":
        properties.append(Property(unit.origin, "x-origin"))
    if unit.score != 100:
        properties.append(Property(f"{unit.score:.10g}", "x-score"))
    lines = [f"<tu{_listed(attributes)}>\n", *map(_written_property, properties)]
    for variant in unit.variants:
        given = [pair for pair in _attributes(variant.details) if pair[0] not in _NOT_OF_A_VARIANT]
        lines.append(f'<tuv xml:lang="{quote(variant.tag or variant.language)}"{_listed(given)}>')
        lines += map(_written_property, variant.details.properties)
        lines.append(f"<seg>{markup(variant.text, variant.tags)}</seg></tuv>\n")
    return "".join([*lines, "</tu>\n"])


def _attributes(details: Details) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in (("creationdate", details.created), ("changedate", details.changed)):
        if value:
            date = _ISO.fullmatch(value)
            found.append((name, "{}{}{}T{}{}{}Z".format(*date.groups()) if date else value))
    found += [(n, v) for n, v in (("creationid", details.created_by), ("changeid", details.changed_by)) if v]
    taken = {name for name, _ in found}
    found += [(n, v) for n, v in details.attributes if n in _ATTRIBUTES and n not in taken and (n != "segtype" or v in _SEGTYPES)]
    return found


def _listed(attributes: Iterable[tuple[str, str]]) -> str:
    return "".join([f' {name}="{quote(value)}"' for name, value in attributes])


def _written_property(prop: Property) -> str:
    name = "prop" if prop.type else "note"
    given = [("type", prop.type), ("xml:lang", prop.language), ("o-encoding", prop.encoding)]
    return f"<{name}{_listed([pair for pair in given if pair[1]])}>{escape(prop.text)}</{name}>"
