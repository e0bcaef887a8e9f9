"""A paragraph of WordprocessingML (ECMA-376, part 1, 17.3): its sentences with inline tags, and translations in their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from tm.exchange.inline import CONTROL
from tm.pretranslation import Answer
from tm.pretranslation.placing import pieces
from tm.segment import sentence_spans
from tm.units import PLACEHOLDER, InlineTag

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("hyperlink", "ins", "moveTo", "smartTag"))
_STARTS = frozenset(f"{_W}{name}" for name in ("bookmarkStart", "commentRangeStart", "permStart", "moveToRangeStart", "moveFromRangeStart"))
_ENDS = frozenset(f"{_W}{name}" for name in ("bookmarkEnd", "commentRangeEnd", "permEnd", "moveToRangeEnd", "moveFromRangeEnd"))
_SPELLING = f"{_W}proofErr"  # where a spelling checker was at work: says nothing of the translation
_UNSEEN = frozenset(f"{_W}{name}" for name in ("lang", "noProof", "lastRenderedPageBreak"))
_SPACES = str.maketrans({"\n": " ", "\t": " ", PLACEHOLDER: ""})
_TYPES = {"b": "bold", "i": "italic", "u": "ulined"}
# The properties of a run that may stand behind `highlight`, in their order; `lang` is one of them.
_BEHIND_HIGHLIGHT = tuple(
    f"{_W}{name}"
    for name in ("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath")
)
_BEHIND = {f"{_W}highlight": _BEHIND_HIGHLIGHT, f"{_W}lang": _BEHIND_HIGHLIGHT[10:]}


@dataclass(frozen=True, slots=True)
class _Look:
    """How a text looks: the properties of its run, and the element around it (a hyperlink, say); equal where both say the same."""

    key: str = ""
    properties: etree._Element | None = None
    wrapper: etree._Element | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Look) and (self.key, self.wrapper) == (other.key, other.wrapper)

    def __hash__(self) -> int:
        return hash((self.key, id(self.wrapper)))

    @property
    def type(self) -> str:
        """The type of an inline tag that stands for this look."""
        if self.wrapper is not None:
            return "link" if self.wrapper.tag == f"{_W}hyperlink" else "x-wrapper"
        names = [] if self.properties is None else [str(child.tag).removeprefix(_W) for child in self.properties]
        return next((_TYPES[name] for name in names if name in _TYPES), "x-font")


@dataclass(frozen=True, slots=True)
class _Atom:
    """A piece of a paragraph: text with its look; or something else, moved whole: in a run, or beside runs; or a mark."""

    look: _Look
    text: str = ""
    elements: tuple[etree._Element, ...] = ()
    in_run: bool = False
    mark: str = ""  # "start" or "end" of what refers to a stretch of text

    def cut(self, start: int, end: int) -> _Atom:
        """A part of the text."""
        return replace(self, text=self.text[start:end])


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph: where it stands among its characters, its text with placeholders, and its tags."""

    start: int
    end: int
    text: str
    tags: tuple[InlineTag, ...]
    look: _Look
    owned: tuple[_Atom, ...]  # for each tag, what it stands for


class Paragraph:
    """A paragraph with its sentences."""

    def __init__(self, element: etree._Element) -> None:
        self._element = element
        self._atoms = tuple(_contents(element, None))
        text = "".join(atom.text for atom in self._atoms)
        self.sentences = tuple(_sentence(self._between(start, end), start, end) for start, end in sentence_spans(text))

    def _between(self, start: int, end: int) -> list[_Atom]:
        """What stands between two offsets; of what has no length, that which stands inside, not at the ends."""
        found, at = [], 0
        for atom in self._atoms:
            first, last = max(start, at), min(end, at + len(atom.text))
            if first < last:
                found.append(atom.cut(first - at, last - at))
            elif not atom.text and start < at < end:
                found.append(atom)
            at += len(atom.text)
        return found

    def write(self, answers: Sequence[tuple[Sentence, Answer | None]], language: str) -> int:
        """Puts translations into a language in the places of sentences; the rest stays. Returns how many lost their tags."""
        if not any(answer for _, answer in answers):
            return 0
        made: list[_Atom] = []
        untagged = at = 0
        for sentence, answer in answers:
            made += self._outside(at, sentence.start)
            inside = self._between(sentence.start, sentence.end)
            if answer:
                translated, in_place = _translated(sentence, answer, language)
                untagged += not in_place
                made += [atom for atom in inside if atom.mark == "start"]
                made += translated
                made += [atom for atom in inside if atom.mark == "end"]
            else:
                made += inside
            at = sentence.end
        made += self._outside(at, None)
        self._replace(made)
        return untagged

    def _outside(self, start: int, end: int | None) -> Iterator[_Atom]:
        """What stands between two sentences, with what has no length at both ends; to the end of the paragraph where that is None."""
        at = 0
        for atom in self._atoms:
            last = at + len(atom.text)
            if atom.text:
                first, stop = max(start, at), last if end is None else min(end, last)
                if first < stop:
                    yield atom.cut(first - at, stop - at)
            elif at >= start and (end is None or at <= end):
                yield atom
            at = last

    def _replace(self, atoms: Sequence[_Atom]) -> None:
        """Makes these the content of the paragraph."""
        kept = [child for child in self._element if child.tag == f"{_W}pPr"]
        for child in list(self._element):
            self._element.remove(child)
        self._element.extend(kept)
        parent, wrapper = self._element, None
        for atom in _joined(atoms):
            if atom.look.wrapper is not wrapper:
                wrapper = atom.look.wrapper
                parent = self._element if wrapper is None else etree.SubElement(self._element, wrapper.tag, dict(wrapper.attrib))
            if atom.text:
                parent.append(_run(atom.look, _written(atom.text)))
            elif atom.in_run:
                parent.append(_run(atom.look, atom.elements))
            else:
                parent.extend(atom.elements)


def _joined(atoms: Sequence[_Atom]) -> list[_Atom]:
    """The atoms, with texts that look alike and stand side by side as one."""
    joined: list[_Atom] = []
    for atom in atoms:
        if joined and atom.text and joined[-1].text and joined[-1].look == atom.look:
            joined[-1] = replace(joined[-1], text=joined[-1].text + atom.text)
        else:
            joined.append(atom)
    return joined


def _contents(holder: etree._Element, wrapper: etree._Element | None) -> Iterator[_Atom]:
    """The atoms of a paragraph or of a wrapper; a field (from its `begin` to its `end`) is one thing."""
    field: list[etree._Element] = []
    depth = 0
    beside = _Look(wrapper=wrapper)
    for child in holder:
        depth += _field_depth(child)
        if depth > 0 or field:
            field.append(child)
            if depth <= 0:
                yield _Atom(beside, elements=tuple(field))
                field = []
        elif child.tag == f"{_W}r":
            yield from _of_run(child, wrapper)
        elif child.tag in _WRAPPERS and wrapper is None:
            yield from _contents(child, child)
        elif child.tag in _STARTS or child.tag in _ENDS:
            yield _Atom(beside, elements=(child,), mark="start" if child.tag in _STARTS else "end")
        elif child.tag not in (f"{_W}pPr", _SPELLING):
            yield _Atom(beside, elements=(child,))
    if field:
        yield _Atom(beside, elements=tuple(field))


def _field_depth(element: etree._Element) -> int:
    """How many fields begin in an element, less those that end there."""
    kinds = [mark.get(f"{_W}fldCharType") for mark in element.iter(f"{_W}fldChar")]
    return kinds.count("begin") - kinds.count("end")


def _of_run(run: etree._Element, wrapper: etree._Element | None) -> Iterator[_Atom]:
    properties = run.find(f"{_W}rPr")
    look = _Look(_key(properties), properties, wrapper)
    if not any(child.tag == f"{_W}t" or child.tag in _CHARACTERS for child in run):
        yield _Atom(_Look(wrapper=wrapper), elements=(run,))
        return
    for child in run:
        if child.tag == f"{_W}t":
            if child.text:
                yield _Atom(look, child.text)
        elif child.tag in _CHARACTERS and not child.attrib:
            yield _Atom(look, _CHARACTERS[str(child.tag)])
        elif child.tag not in (f"{_W}rPr", f"{_W}lastRenderedPageBreak"):
            yield _Atom(look, elements=(child,), in_run=True)


def _key(properties: etree._Element | None) -> str:
    """What the properties of a run say, but for what is not seen."""
    if properties is None:
        return ""
    seen = [child for child in properties if child.tag not in _UNSEEN]
    return "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in seen)


def _sentence(atoms: Sequence[_Atom], start: int, end: int) -> Sentence:
    """A sentence: the look of most of its text is its own, any other is a pair of tags."""
    lengths: Counter[_Look] = Counter()
    for atom in atoms:
        lengths[atom.look] += len(atom.text)
    own = lengths.most_common(1)[0][0]
    parts: list[str] = []
    tags: list[InlineTag] = []
    owned: list[_Atom] = []
    current = own
    number = 0

    def mark(tag: InlineTag, atom: _Atom) -> None:
        parts.append(PLACEHOLDER)
        tags.append(tag)
        owned.append(atom)

    for atom in (*(atom for atom in atoms if not atom.mark), _Atom(own)):
        if atom.look != current and (atom.text or not atom.elements):
            if current != own:
                mark(InlineTag("ept", (("i", str(number)),)), _Atom(current))
            if atom.look != own:
                number += 1
                mark(InlineTag("bpt", (("i", str(number)), ("x", str(number)), ("type", atom.look.type))), _Atom(atom.look))
            current = atom.look
        if atom.elements:
            mark(InlineTag("ph", (("type", "x-object"),)), atom)
        parts.append(atom.text.translate(_SPACES))
    return Sentence(start, end, "".join(parts), tuple(tags), own, tuple(owned))


def _translated(sentence: Sentence, answer: Answer, language: str) -> tuple[list[_Atom], bool]:
    """A translation as atoms, and whether its tags are in their places; if not, what is not text comes behind it."""
    found, in_place = pieces(answer, sentence.tags)
    doubtful = answer.score < 100 or not in_place
    looks = [sentence.look]
    atoms: list[_Atom] = []
    for piece in found:
        if isinstance(piece, str):
            look = _saying(looks[-1], f"{_W}lang", language)
            look = _saying(look, f"{_W}highlight", "yellow") if doubtful else look
            atoms.append(_Atom(look, CONTROL.sub("", piece)))
            continue
        element, owned = sentence.tags[piece].element, sentence.owned[piece]
        if element == "bpt":
            looks.append(owned.look)
        elif element == "ept":
            looks.remove(owned.look)
        else:
            atoms.append(owned)
    if not in_place:
        atoms += [owned for owned in sentence.owned if owned.elements]
    return [atom for atom in atoms if atom.text or atom.elements], in_place


def _saying(look: _Look, name: str, value: str) -> _Look:
    """The look with a property more, or with another value of it."""
    properties = etree.Element(f"{_W}rPr") if look.properties is None else deepcopy(look.properties)
    said = properties.find(name)
    if said is None:
        said = etree.Element(name)
        place = next((n for n, child in enumerate(properties) if child.tag in _BEHIND[name]), len(properties))
        properties.insert(place, said)
    said.set(f"{_W}val", value)
    return _Look(f"{look.key} {name}={value}", properties, look.wrapper)


def _run(look: _Look, elements: Sequence[etree._Element]) -> etree._Element:
    run = etree.Element(f"{_W}r")
    if look.properties is not None:
        run.append(deepcopy(look.properties))
    run.extend(elements)
    return run


def _written(text: str) -> list[etree._Element]:
    """A text as the children of a run: tabs and line breaks are elements of their own."""
    made: list[etree._Element] = []
    for line_number, line in enumerate(text.split("\n")):
        if line_number:
            made.append(etree.Element(f"{_W}br"))
        for cell_number, cell in enumerate(line.split("\t")):
            if cell_number:
                made.append(etree.Element(f"{_W}tab"))
            if cell:
                element = etree.Element(f"{_W}t")
                element.text = cell
                element.set(_SPACE, "preserve")
                made.append(element)
    return made
