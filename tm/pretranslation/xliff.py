"""XLIFF 1.2 and 2.x: empty targets are filled, their states say how sure that is; what is translated already stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import IO

from lxml import etree

from tm.errors import UsageError
from tm.exchange.codes import Code, Content, content
from tm.exchange.inline import CONTROL
from tm.exchange.stream import local, tree
from tm.exchange.tags import primary
from tm.exchange.xliff import child, children, native_data, segments
from tm.pretranslation import Answer, Job, in_context
from tm.pretranslation.placing import Piece, pieces
from tm.units import plain

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FUZZY = 100.0  # a lower score needs a person


Put = Callable[[Answer, list[Piece], bool], None]


@dataclass(frozen=True, slots=True)
class _Place:
    """A segment: what it says, and the function that puts a translation in, given whether its tags are in place.

    There is no such function where the segment is translated already, or is not to be.
    """

    source: Content
    put: Put | None = None


def fill(job: Job, stream: IO[bytes]) -> None:
    """Writes the file with its untranslated segments filled in."""
    root = tree(job.path, ("xliff",))
    new = root.get("version", "").startswith("2")
    for file in [root] if new else children(root, "file"):
        _check(job, file, *(("srcLang", "trgLang") if new else ("source-language", "target-language")))
    for file in children(root, "file"):
        places = list(_units(file) if new else _trans_units(file))
        queries = in_context([(place.source.text, place.source.tags) for place in places])
        for place in places:
            if place.put is None:
                job.leave(place.source.text)
        answers = iter(job.answers([query for query, place in zip(queries, places, strict=True) if place.put]))
        for place in places:
            if place.put and (answer := next(answers)):
                _put(job, place.source, place.put, answer)
    root.getroottree().write(stream, encoding="UTF-8", xml_declaration=True)


def _check(job: Job, element: etree._Element, source: str, target: str) -> None:
    """Raises UsageError where a file is in other languages than those asked for; says the target where it does not."""
    for name, wanted in ((source, job.source), (target, job.target)):
        said = element.get(name)
        if said is not None and primary(said) != primary(wanted):
            raise UsageError(job.path, f"its {name} is {said}, not {wanted}", "Name the file's languages with --from and --to")
    if element.get(target) is None:
        element.set(target, job.target)


def _put(job: Job, source: Content, put: Put, answer: Answer) -> None:
    found, in_place = pieces(answer, source.tags)
    if in_place and not _nested(found, source.codes):
        found, in_place = [plain(answer.text)], False
    if not in_place:
        job.review()
    put(answer, found, in_place)


def _nested(found: Sequence[Piece], codes: Sequence[Code]) -> bool:
    """Whether elements that hold text would stand wholly in or beside each other."""
    opened: list[etree._Element | None] = []
    for piece in found:
        if isinstance(piece, int) and codes[piece].spans:
            if not codes[piece].closes:
                opened.append(codes[piece].element)
            elif not opened or opened.pop() is not codes[piece].element:
                return False
    return not opened


def _write(holder: etree._Element, found: Sequence[Piece], codes: Sequence[Code]) -> None:
    """Makes texts and codes the content of an element."""
    for old in list(holder):
        holder.remove(old)
    holder.text = None
    inside = [holder]
    for piece in found:
        if isinstance(piece, str):
            _append(inside[-1], CONTROL.sub("", piece))
            continue
        code = codes[piece]
        if code.closes:
            inside.pop()
        elif code.element is not None and code.spans:
            inside.append(etree.SubElement(inside[-1], code.element.tag, dict(code.element.attrib)))
        elif code.element is not None:
            copy = deepcopy(code.element)
            copy.tail = None
            inside[-1].append(copy)


def _append(element: etree._Element, text: str) -> None:
    """Adds text behind all that an element holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _is_empty(element: etree._Element | None) -> bool:
    return element is None or not (len(element) or (element.text or "").strip())


def _open(file: etree._Element, name: str) -> Iterator[tuple[etree._Element, bool]]:
    """The elements of a file with a name, and whether each is to be translated, by itself or by what it stands in."""
    for element in file.iter(f"{{*}}{name}"):
        said = next((node.get("translate", "") for node in (element, *element.iterancestors()) if node.get("translate")), "yes")
        yield element, said != "no"


# XLIFF 1.2


def _trans_units(file: etree._Element) -> Iterator[_Place]:
    for unit, wanted in _open(file, "trans-unit"):
        source, target = child(unit, "source"), child(unit, "target")
        if source is None or not content(source).text.strip():
            continue
        parts = segments(child(unit, "seg-source"))
        if not wanted or unit.get("approved") == "yes" or not _fillable(target, parts):
            yield _Place(content(source))
        elif parts:
            yield from _segmented(unit, parts)
        else:
            yield _Place(content(source), _into(unit, content(source)))


def _fillable(target: etree._Element | None, parts: dict[str, etree._Element]) -> bool:
    """Whether a target has room: it is empty, or it has some of the segments of its source."""
    return target is None or _is_empty(target) or (bool(parts) and bool(segments(target)))


def _into(unit: etree._Element, source: Content) -> Put:
    def put(answer: Answer, found: list[Piece], in_place: bool) -> None:
        target = _target(unit)
        _write(target, found, source.codes)
        _say(unit, target, [answer], in_place)

    return put


def _segmented(unit: etree._Element, parts: dict[str, etree._Element]) -> Iterator[_Place]:
    """The segments of a `trans-unit`; the state of its target is that of the least sure of them."""
    done = {mid for mid, mark in segments(child(unit, "target")).items() if not _is_empty(mark)}
    told: list[tuple[Answer, bool]] = []
    for mid, part in parts.items():
        source = content(part)
        if mid in done:
            yield _Place(source)
        elif source.text.strip():
            yield _Place(source, _into_segment(unit, mid, parts, told))


def _into_segment(unit: etree._Element, mid: str, parts: dict[str, etree._Element], told: list[tuple[Answer, bool]]) -> Put:
    def put(answer: Answer, found: list[Piece], in_place: bool) -> None:
        target = _target(unit)
        if not segments(target):
            _outline(target, parts)
        mark = segments(target).get(mid)
        if mark is None:
            mark = etree.SubElement(target, parts[mid].tag, dict(parts[mid].attrib))
        _write(mark, found, content(parts[mid]).codes)
        told.append((answer, in_place))
        if any(_is_empty(segments(target).get(other)) for other in parts):
            target.set("state", "needs-translation")
        else:
            _say(unit, target, [answer for answer, _ in told], all(placed for _, placed in told))

    return put


def _outline(target: etree._Element, parts: dict[str, etree._Element]) -> None:
    """Gives a target a `mrk` for each segment of its source, with the spaces between them."""
    for part in parts.values():
        mark = etree.SubElement(target, part.tag, dict(part.attrib))
        mark.tail = part.tail if part.tail and part.tail.isspace() else None


def _target(unit: etree._Element) -> etree._Element:
    """The target of a unit or a segment, made where it has none, in its place."""
    found = child(unit, "target")
    if found is not None:
        return found
    before = child(unit, "seg-source")
    before = child(unit, "source") if before is None else before
    target = etree.Element(str(unit.tag).replace(local(unit), "target"))
    if before is not None:
        target.tail = before.tail
        before.addnext(target)
        if (space := before.get(_SPACE)) is not None:
            target.set(_SPACE, space)
    return target


def _say(unit: etree._Element, target: etree._Element, answers: Sequence[Answer], in_place: bool) -> None:
    """Sets the state by the least score: final from 101, translated at 100, otherwise to be reviewed, with the fuzzy ones as proposals."""
    least = min(answer.score for answer in answers)
    sure = "final" if least > _FUZZY else "translated"
    target.set("state", sure if least >= _FUZZY and in_place else "needs-review-translation")
    target.set("state-qualifier", "exact-match" if least >= _FUZZY else "fuzzy-match")
    namespace = str(unit.tag).replace(local(unit), "")
    for answer in answers:
        if answer.score < _FUZZY:
            proposal = etree.SubElement(unit, f"{namespace}alt-trans", {"match-quality": f"{answer.score:g}%", "origin": "memory"})
            copied = etree.SubElement(proposal, f"{namespace}target", {_LANG: _language(unit)})
            copied.text = CONTROL.sub("", plain(answer.text))


def _language(unit: etree._Element) -> str:
    file = next(node for node in unit.iterancestors() if local(node) == "file")
    return file.get("target-language", "")


# XLIFF 2


def _units(file: etree._Element) -> Iterator[_Place]:
    for unit, wanted in _open(file, "unit"):
        data = native_data(unit)
        for segment in children(unit, "segment"):
            source, target = child(segment, "source"), child(segment, "target")
            if source is None or not content(source, data).text.strip():
                continue
            is_open = wanted and _is_empty(target) and segment.get("state", "initial") == "initial"
            yield _Place(content(source, data), _into_new(segment, content(source, data)) if is_open else None)


def _into_new(segment: etree._Element, source: Content) -> Put:
    def put(answer: Answer, found: list[Piece], in_place: bool) -> None:
        target = _target(segment)
        _write(target, found, source.codes)
        exact = answer.score >= _FUZZY
        sure = exact and in_place
        segment.set("state", ("final" if answer.score > _FUZZY else "translated") if sure else "initial")
        segment.set("subState", f"glossary:{'exact' if exact else f'fuzzy-{answer.score:g}'}{'' if in_place else '-untagged'}")

    return put
