"""XLIFF 1.2 and 2.x (OASIS), read: the translated segments of a file as units, with the segments around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tm.exchange import MAX_SEGMENT, Item, Noted, Refused, Wanted
from tm.exchange.codes import Content, content
from tm.exchange.stream import BrokenError, Elements, local
from tm.exchange.tags import primary, same_tag
from tm.units import Details, Property, TranslationUnit, Variant, plain

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TRANSLATE = "x-translate"  # the property of a unit that says whether it is to be translated
_NO_DETAILS = Details()
_NOTHING = Content("", ())
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d+)?) *%?")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A segment as it stands in the file: what is translated of it, and where it belongs."""

    where: str
    name: str
    languages: tuple[str, str]
    source: Content
    target: Content | None
    properties: tuple[Property, ...] = ()
    origin: str = "import"
    score: float = 100.0

    @property
    def is_segment(self) -> bool:
        """Whether it is a segment of the document, rather than a proposal beside one."""
        return self.origin == "import"


def read(path: Path, wanted: Wanted) -> Iterator[Item]:
    """The units of an XLIFF file: its translated segments and the proposals beside them, with what was refused and noted.

    The `state` of a segment is a property `x-state`, that it is not to be translated `x-translate`. A proposal (`alt-trans`,
    `match`) has the origin "alt-trans" and its match quality as score. A file that breaks off keeps what was whole.
    """
    elements = Elements(path, ("xliff",), ("trans-unit", "unit"), ("xliff", "file"))
    refused: list[Refused] = []
    for pair, previous, following in _in_context(_pairs(elements, refused)):
        yield _item(pair, previous, following, wanted)
    yield from refused
    if elements.dropped:
        yield Noted("file", f"{elements.dropped} characters that XML cannot hold were left out")


def _pairs(elements: Elements, refused: list[Refused]) -> Iterator[_Pair | None]:
    """The segments of a file in its order, None where another document begins; what cannot be read, and a break, is added to `refused`."""
    languages, document = ("", ""), ""
    try:
        for element in elements:
            name = local(element)
            if name == "xliff":
                languages = (element.get("srcLang", ""), element.get("trgLang", ""))
            elif name == "file":
                languages = (element.get("source-language", languages[0]), element.get("target-language", languages[1]))
                document = element.get("original", "")
                yield None
            else:
                try:
                    yield from (_of_trans_unit if name == "trans-unit" else _of_unit)(element, languages, document)
                except RecursionError:
                    refused.append(Refused(f"line {element.sourceline}", "tags nested too deeply", languages))
    except BrokenError as end:
        reason = f"the file breaks off here ({end.reason}); what was whole before is kept"
        refused.append(Refused(f"line {end.line}", reason, languages, is_end=True))


def _in_context(pairs: Iterator[_Pair | None]) -> Iterator[tuple[_Pair, str, str]]:
    """The pairs, each segment with the texts before and behind it in its document."""
    waiting: list[_Pair] = []  # a segment whose next is not yet known, and the proposals beside it
    before = last = ""
    for pair in pairs:
        if pair is not None and not pair.is_segment:
            waiting.append(pair)
            continue
        text = plain(pair.source.text) if pair else ""
        for told in waiting:
            yield (told, before, text) if told.is_segment else (told, "", "")
        before, last = (last if pair else ""), text
        waiting = [pair] if pair else []
    for told in waiting:
        yield (told, before, "") if told.is_segment else (told, "", "")


def _item(pair: _Pair, previous: str, following: str, wanted: Wanted) -> TranslationUnit | Refused:
    source, target = pair.languages
    translated = pair.target or _NOTHING
    if not translated.text.strip() and not wanted.unfinished:
        return Refused(pair.where, "no translation", (source,))
    for tag in (source, target):
        if not primary(tag):
            return Refused(pair.where, f"invalid language code {tag!r}" if tag else "the file does not say its languages")
    if same_tag(source, target):
        return Refused(pair.where, f"one language only ({source})", (source,))
    if not pair.source.text.strip():
        return Refused(pair.where, f"an empty segment in {source}")
    for tag, side in ((source, pair.source), (target, translated)):
        if len(side.text) > MAX_SEGMENT:
            return Refused(pair.where, f"a segment of {len(side.text):,} characters in {tag}, more than {MAX_SEGMENT:,}")
    variants = tuple(Variant(primary(tag), side.text, side.tags, tag) for tag, side in ((source, pair.source), (target, translated)))
    details = Details(properties=pair.properties) if pair.properties else _NO_DETAILS
    unit = TranslationUnit(variants, pair.name, primary(source), previous, following, pair.origin, pair.score, details, where=pair.where)
    narrow = wanted.of(unit)
    return Refused(pair.where, narrow, pair.languages) if isinstance(narrow, str) else narrow


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of an element with a name, whatever their namespace."""
    return [child for child in element if local(child) == name]


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of an element with a name, None where it has none."""
    return next((child for child in element if local(child) == name), None)


def segments(holder: etree._Element | None) -> dict[str, etree._Element]:
    """The `mrk` elements of XLIFF 1.2 that are segments of a `seg-source` or a `target`, by their `mid`."""
    marks = [] if holder is None else [mark for mark in holder.iter("{*}mrk") if mark.get("mtype") == "seg"]
    return {mark.get("mid", ""): mark for mark in marks}


def _notes(elements: Sequence[etree._Element]) -> list[Property]:
    notes = [Property("".join(map(str, note.itertext())), "", note.get(_LANG, "")) for note in elements]
    return [note for note in notes if note.text.strip()]


def _of_trans_unit(element: etree._Element, languages: tuple[str, str], document: str) -> Iterator[_Pair]:
    """The segments of a `trans-unit` of XLIFF 1.2, and its proposals."""
    source, target = child(element, "source"), child(element, "target")
    where, name = f"line {element.sourceline}", f"{document}#{element.get('id', '')}".lstrip("#")
    if source is None:
        return
    languages = _own(source, target, languages)
    properties = _notes(children(element, "note"))
    if target is not None and (state := target.get("state")):
        properties.append(Property(state, "x-state"))
    if element.get("approved") == "yes":
        properties.append(Property("yes", "x-approved"))
    if element.get("translate") == "no":
        properties.append(Property("no", TRANSLATE))
    told = tuple(properties)
    parts, translated = segments(child(element, "seg-source")), segments(target)
    if parts and (translated or target is None or not "".join(map(str, target.itertext())).strip()):
        for mid, part in parts.items():
            found = translated.get(mid)
            yield _Pair(where, f"{name}:{mid}", languages, content(part), None if found is None else content(found), told)
    else:
        yield _Pair(where, name, languages, content(source), None if target is None else content(target), told)
    for proposal in children(element, "alt-trans"):
        own, other = child(proposal, "source"), child(proposal, "target")
        if other is not None and proposal.get("alttranstype", "proposal") == "proposal":
            score = _quality(proposal.get("match-quality", ""))
            said = content(source if own is None else own)
            yield _Pair(f"line {proposal.sourceline}", "", _own(own, other, languages), said, content(other), (), "alt-trans", score)


def _own(source: etree._Element | None, target: etree._Element | None, languages: tuple[str, str]) -> tuple[str, str]:
    """The languages that a source and a target say themselves, else those of the file."""
    first = languages[0] if source is None else source.get(_LANG, languages[0])
    return first, languages[1] if target is None else target.get(_LANG, languages[1])


def _quality(text: str) -> float:
    """A match quality as a score (0–100); 0 where it is not a number."""
    found = _NUMBER.fullmatch(text.strip())
    return min(100.0, float(found[1])) if found else 0.0


def native_data(unit: etree._Element) -> dict[str, str]:
    """The native code that a unit of XLIFF 2 keeps, by its id."""
    holder = child(unit, "originalData")
    return {} if holder is None else {data.get("id", ""): content(data).text for data in children(holder, "data")}


def _of_unit(element: etree._Element, languages: tuple[str, str], document: str) -> Iterator[_Pair]:
    """The segments of a `unit` of XLIFF 2, and its matches (Translation Candidates module)."""
    data = native_data(element)
    name = f"{document}#{element.get('id', '')}".lstrip("#")
    holder = child(element, "notes")
    notes = [] if holder is None else _notes(children(holder, "note"))
    if element.get("translate") == "no":
        notes.append(Property("no", TRANSLATE))
    several = len(children(element, "segment")) > 1
    for number, segment in enumerate(children(element, "segment"), 1):
        source, target = child(segment, "source"), child(segment, "target")
        if source is None:
            continue
        states = [
            Property(segment.get(key, ""), kind) for key, kind in (("state", "x-state"), ("subState", "x-substate")) if segment.get(key)
        ]
        part = f"{name}:{segment.get('id', number)}" if several else name
        translated = None if target is None else content(target, data)
        yield _Pair(f"line {segment.sourceline}", part, languages, content(source, data), translated, (*notes, *states))
    matches = child(element, "matches")
    for match in [] if matches is None else children(matches, "match"):
        source, target = child(match, "source"), child(match, "target")
        if source is not None and target is not None:
            codes, score = {**data, **native_data(match)}, _quality(match.get("matchQuality") or match.get("similarity") or "")
            pair = (content(source, codes), content(target, codes))
            yield _Pair(f"line {match.sourceline}", "", languages, *pair, (), "alt-trans", score)
