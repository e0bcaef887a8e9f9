"""PO files (GNU gettext): their entries line by line, and as units."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tm.documents import contents
from tm.errors import DataError, UsageError
from tm.exchange import MAX_SEGMENT, Item, Refused, Wanted
from tm.exchange.tags import primary
from tm.text import nfc
from tm.units import TranslationUnit, Variant

_KEYWORD = re.compile(r'\s*(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*"')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"\s*$')
_NUMBER = r"\\(?:[0-7]{1,3}|x[0-9a-fA-F]{2})"
_ESCAPE = re.compile(rf"(?:{_NUMBER})+|\\(.)")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_CHARSET = re.compile(rb"charset=([\w.:-]+)")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(slots=True)
class Entry:
    """An entry: its texts by keyword, the lines (numbers) of its translation, of its flags, and of its first keyword; its flags."""

    first: int
    texts: dict[str, str] = field(default_factory=dict)
    translation: list[int] = field(default_factory=list)
    flagged: list[int] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        """Whether it waits for a translation that has no plural forms."""
        return bool(self.texts.get("msgid")) and "msgid_plural" not in self.texts and self.texts.get("msgstr") == ""


def read(path: Path, wanted: Wanted) -> Iterator[Item]:
    """The translated entries of a PO file as units; of plural forms the first and the last. What is marked fuzzy is refused.

    Raises DataError where it is no PO file, UsageError where the languages are not said: a file need not tell them.
    """
    if not wanted:
        raise UsageError("--from, --to", "a PO file does not say its source language", "Name both languages")
    for entry in entries(*decoded(contents(path), path), path):
        if not entry.texts.get("msgid"):
            continue
        where = f"line {entry.first + 1}"
        if "fuzzy" in entry.flags:
            yield Refused(where, "marked fuzzy: not a finished translation", (wanted.source,))
            continue
        for source, target in _pairs(entry):
            yield _unit(source, target, entry.texts.get("msgctxt", ""), where, wanted)


def _pairs(entry: Entry) -> list[tuple[str, str]]:
    """The texts of an entry with their translations."""
    forms = [text for keyword, text in sorted(entry.texts.items()) if keyword.startswith("msgstr")]
    if "msgid_plural" not in entry.texts:
        return [(entry.texts["msgid"], forms[0] if forms else "")]
    plural = (entry.texts["msgid_plural"], forms[-1] if forms else "")
    return [(entry.texts["msgid"], forms[0]), plural] if len(forms) > 1 else [plural]


def _unit(source: str, target: str, name: str, where: str, wanted: Wanted) -> Item:
    if not target.strip() and not wanted.unfinished:
        return Refused(where, "no translation", (wanted.source,))
    if max(len(source), len(target)) > MAX_SEGMENT:
        return Refused(where, f"a segment of more than {MAX_SEGMENT:,} characters")
    variants = [Variant(primary(tag), nfc(text), (), tag) for tag, text in ((wanted.source, source), (wanted.target, target))]
    return TranslationUnit(tuple(variants), name, primary(wanted.source), where=where)


def decoded(data: bytes, path: Path) -> tuple[list[str], str]:
    """The lines of a file with their ends, and its encoding. Raises DataError where it is not in the one that it says."""
    encoding = _encoding(data)
    try:
        return _LINE.findall(data.decode(encoding)), encoding
    except UnicodeDecodeError as error:
        raise DataError(path, f"byte {error.start} is not {encoding}, which it says to be in", "Save it in UTF-8") from None


def _encoding(data: bytes) -> str:
    """The encoding that the header says, else UTF-8."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    said = _CHARSET.search(data[:5000])
    try:
        name = codecs.lookup(said[1].decode("ascii")).name if said else "utf-8"
        "".encode(name)  # not every codec is an encoding of text
        return name
    except LookupError:
        return "utf-8"


def entries(lines: list[str], encoding: str, path: Path) -> Iterator[Entry]:
    """The entries of a file; obsolete ones (#~) and comments are none.

    Raises DataError for a line that PO does not know, or escapes that are no characters of the encoding.
    """
    entry: Entry | None = None
    flagged: list[int] = []
    keyword = ""
    for number, line in enumerate(lines):
        bare = line.strip()
        if bare.startswith("#"):
            if keyword.startswith("msgstr") and entry:
                yield entry
                entry, keyword, flagged = None, "", []
            if bare.startswith("#,"):
                flagged.append(number)
            elif bare.startswith("#~"):
                flagged = []  # they are of what is obsolete
            continue
        if not bare:
            continue
        found = _KEYWORD.match(line)
        string = _STRING.search(line, found.end() - 1 if found else 0)
        if string is None or not (found or keyword):
            raise DataError(path, f"line {number + 1} is not what PO files have ({bare[:40]})", "Check it with msgfmt -c")
        if found:
            if entry and keyword.startswith("msgstr") and not found[1].startswith("msgstr"):
                yield entry
                entry = None
            if entry is None:
                flags = {flag.strip() for line in flagged for flag in lines[line].strip()[2:].split(",")}
                entry, flagged = Entry(number, flagged=flagged, flags=flags), []
            keyword = found[1]
        if entry:
            entry.texts[keyword] = entry.texts.get(keyword, "") + _text(string[1], encoding, path, number)
            if keyword == "msgstr":
                entry.translation.append(number)
    if entry:
        yield entry


def _text(string: str, encoding: str, path: Path, number: int) -> str:
    try:
        return _unescaped(string, encoding)
    except UnicodeDecodeError:
        what = f"line {number + 1}: escapes (\\) that are not {encoding}, which the file says to be in"
        raise DataError(path, what, "Write the characters themselves, in UTF-8") from None


def _unescaped(text: str, encoding: str) -> str:
    """A string of a PO file as the text it stands for; octal and hexadecimal escapes are bytes of the encoding.

    >>> _unescaped(r'Le \\"quai\\" ferm\\303\\251\\n', "utf-8")
    'Le "quai" fermé\\n'
    """
    return _ESCAPE.sub(lambda match: _NAMED.get(match[1], match[1]) if match[1] else _bytes(match[0]).decode(encoding), text)


def _bytes(escapes: str) -> bytes:
    """What neighbouring escapes stand for; of an octal number that is no byte, the last eight bits, as in C."""
    numbers = escapes.split("\\")[1:]
    return bytes(int(number[1:], 16) if number[0] == "x" else int(number, 8) & 0xFF for number in numbers)
