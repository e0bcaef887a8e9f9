"""XML from strangers as a stream of elements: no entity, no network, no unit beyond a bound, and whatever was whole before a break."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO

from lxml import etree

from tm.errors import DataError
from tm.files import reading

MAX_UNIT = 64 * 2**20  # bytes between the ends of two elements that are asked for
_CHUNK = 1 << 16
_MAX_PROLOG = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)""")
_PROLOG = re.compile(rb"\s*+(?:(?:<\?.*?\?>|<!--.*?-->)\s*+)*+", re.DOTALL)
_DOCTYPE = re.compile(rb"""<!DOCTYPE(?:[^\[>"']|"[^"]*"|'[^']*')*+([\[>])""")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)[\s/>]")
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r")
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|(\d+));")
_NEVER = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF


class BrokenError(Exception):
    """The file goes on no further: in which line and (where that is known) column, why, and what to do. What came before was whole."""

    def __init__(self, line: int, reason: str, todo: str = "Open it in its program and save it again", column: int = 0) -> None:
        self.line = line
        self.reason = reason
        self.todo = todo
        super().__init__(f"line {line}, column {column}: {reason}" if column else f"line {line}: {reason}")


class Elements:
    """The elements of a file that have certain names, as they end; `dropped` counts characters left out that XML cannot hold.

    Once all elements that a caller has taken are dealt with, they and what stands before them are forgotten.
    """

    def __init__(self, path: Path, roots: Sequence[str], names: Sequence[str], starts: Sequence[str] = ()) -> None:
        self.path = path
        self.roots = roots
        self.dropped = 0
        self._tags = [f"{{*}}{name}" for name in (*names, *starts)]
        self._starts = frozenset(starts)
        self._lines = 0

    def __iter__(self) -> Iterator[etree._Element]:
        """Yields elements of `names` at their ends, and those of `starts` where they begin, with nothing but attributes.

        Raises DataError for what is not such a file or declares entities, BrokenError where a file breaks off.
        """
        parser = etree.XMLPullParser(
            ("start", "end") if self._starts else ("end",),
            tag=self._tags,
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,  # no entity can be declared (see _checked), and MAX_UNIT bounds what is kept
            remove_comments=True,
            remove_pis=True,
        )
        broken: BrokenError | None = None
        size, chunk = 0, b""
        chunks = self.chunks()
        while not broken:
            try:
                chunk = next(chunks, b"")
                size += len(chunk)
                self._lines += chunk.count(b"\n")
                if chunk:
                    parser.feed(chunk)
                else:
                    parser.close()
            except etree.XMLSyntaxError as error:
                broken = _broken(error, parser, self._lines + 1)
            except UnicodeDecodeError as error:
                broken = BrokenError(self._lines + 1, f"bytes that are not {error.encoding}")
            last = None
            for event, element in parser.read_events():
                if not self._starts or (event == "start") == (local(element) in self._starts):
                    yield element
                if event == "end":
                    last = element
            if last is not None:
                _forget(last)
                size = 0
            if size > MAX_UNIT:
                todo = "Check what stands there, and split it"
                broken = BrokenError(self._lines + 1, f"more than {MAX_UNIT >> 20} MB in one unit", todo)
            if not chunk and not broken:
                return
        raise broken

    def chunks(self) -> Iterator[bytes]:
        """The file in UTF-8, without characters that XML cannot hold."""
        try:
            with reading(self.path) as stream:
                head = stream.read(_CHUNK)
                encoding = _encoding(head)
                pieces = _decoded(stream, head, encoding) if encoding != "utf-8" else _raw(stream, head)
                yield from self._cleaned(self._checked(pieces))
        except OSError as error:
            raise DataError(self.path, f"cannot be read ({error.strerror})", "Check the path and its permissions") from error

    def _checked(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The same, once what stands before the root element is known to be harmless."""
        head = b""
        for piece in pieces:
            head += piece
            if (root := self._root(head)) or len(head) > _MAX_PROLOG:
                break
        else:
            root = self._root(head + b" ")
        if root not in self.roots:
            what = f"its root element is <{root}>" if root else "no XML in it" if head.strip() else "it is empty"
            raise DataError(self.path, f"not {self.roots[0].upper()}: {what}", "Check what the file is")
        yield head
        yield from pieces

    def _root(self, head: bytes) -> str:
        """The name of the root element, without its prefix; empty if it has not come yet."""
        at = _behind_prolog(head, 0)
        if doctype := _DOCTYPE.match(head, at):
            if doctype[1] == b"[":
                raise DataError(self.path, "it declares entities or elements of its own, as no such file does", "Do not trust it")
            at = _behind_prolog(head, doctype.end())
        found = _ROOT.match(head, at)
        return found[1].decode("ascii", "replace") if found else ""

    def _cleaned(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        kept = b""
        for piece in pieces:
            chunk = kept + piece
            cut = chunk.rfind(b"&", -12)  # a reference may go on in the next piece
            kept = chunk[cut:] if cut > 0 and b";" not in chunk[cut:] else b""
            yield self._clean(chunk[: len(chunk) - len(kept)])
        if kept:
            yield kept

    def _clean(self, chunk: bytes) -> bytes:
        clean = chunk.translate(None, _CONTROLS)
        self.dropped += len(chunk) - len(clean)
        if b"&#" in clean:
            clean = _REFERENCE.sub(self._reference, clean)
        for never in _NEVER:
            if never in clean:
                self.dropped += clean.count(never)
                clean = clean.replace(never, b"")
        return clean

    def _reference(self, match: re.Match[bytes]) -> bytes:
        code = int(match[1][-9:], 16) if match[1] else int(match[2][-9:])
        if (code < 32 and code not in (9, 10, 13)) or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF) or code > 0x10FFFF:
            self.dropped += 1
            return b""
        return match[0]


def tree(path: Path, roots: Sequence[str]) -> etree._Element:
    """The root element of a whole file, with comments and all, for documents that are changed in place.

    Raises DataError for what is not such a file, declares entities, is too large or is not well-formed.
    """
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, strip_cdata=False)
    size = 0
    try:
        for chunk in Elements(path, roots, ()).chunks():
            size += len(chunk)
            if size > MAX_UNIT:
                raise DataError(path, f"larger than {MAX_UNIT >> 20} MB", "Split it")
            parser.feed(chunk)
        return parser.close()
    except (etree.XMLSyntaxError, UnicodeDecodeError) as error:
        reason = _plain(error) if isinstance(error, etree.XMLSyntaxError) else f"bytes that are not {error.encoding}"
        raise DataError(path, f"broken inside ({reason})", "Open it in its program and save it again") from error


def _encoding(head: bytes) -> str:
    """The encoding of XML, by its mark, its first characters, or its declaration; UTF-8 where these do not tell."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    if head[:2] in (b"<\0", b"\0<"):
        return "utf-16-le" if head[:1] == b"<" else "utf-16-be"
    declared = _DECLARED.match(head.lstrip())
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name if declared else "utf-8"
    except LookupError:
        return "utf-8"
    return "utf-8" if name == "ascii" or name.startswith(("utf-16", "utf-32")) else name


def _behind_prolog(head: bytes, at: int) -> int:
    """The offset behind white space, comments and instructions."""
    found = _PROLOG.match(head, at)
    return found.end() if found else at


def _raw(stream: IO[bytes], head: bytes) -> Iterator[bytes]:
    head = head.removeprefix(codecs.BOM_UTF8)
    while head:
        yield head
        head = stream.read(_CHUNK)


def _decoded(stream: IO[bytes], head: bytes, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    first = True
    while head:
        text = decoder.decode(head)
        yield (text.removeprefix("\ufeff") if first else text).encode("utf-8")
        first = False
        head = stream.read(_CHUNK)
    decoder.decode(b"", final=True)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for a comment, an entity or an instruction."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=1000)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _forget(element: etree._Element) -> None:
    """Drops what stands before an element and before those around it: it was dealt with."""
    for node in (element, *element.iterancestors()):
        parent = node.getparent()
        if parent is not None:
            del parent[: parent.index(node)]


def _broken(error: etree.XMLSyntaxError, parser: etree.XMLPullParser, line: int) -> BrokenError:
    """What the parser found wrong first: what it says in the end may be but a consequence."""
    for entry in parser.feed_error_log:
        return BrokenError(entry.line, re.sub(r"\s+", " ", entry.message).strip(), column=entry.column)
    return BrokenError(error.lineno or line, _plain(error))


def _plain(error: etree.XMLSyntaxError) -> str:
    """What is wrong, in few words, without the parser's own count of lines and columns."""
    return re.sub(r",? ?(?:line \d+|column \d+)", "", error.msg or "it is not well-formed").removesuffix(" ()").strip()
