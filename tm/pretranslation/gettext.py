"""PO files (GNU gettext): empty translations are filled in, line by line, so that all other lines stay as they were."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from tm.errors import DataError
from tm.pretranslation import Answer, Job, in_context
from tm.pretranslation.txt import contents
from tm.text import nfc
from tm.units import plain

_KEYWORD = re.compile(r'\s*(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*"')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"\s*$')
_ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9a-fA-F]{2}|.)")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_CHARSET = re.compile(rb"charset=([\w.:-]+)")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(slots=True)
class _Entry:
    """An entry: its texts by keyword, the lines (numbers) of its translation, of its flags, and of its first keyword."""

    first: int
    texts: dict[str, str] = field(default_factory=dict)
    translation: list[int] = field(default_factory=list)
    flags: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a translation that has no plural forms."""
        return bool(self.texts.get("msgid")) and "msgid_plural" not in self.texts and self.texts.get("msgstr") == ""


def fill(job: Job, stream: IO[bytes]) -> None:
    """Writes the file with its empty translations filled in; one whose score is below 100 is marked fuzzy."""
    data = contents(job)
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DataError(job.path, f"byte {error.start} is not {encoding}, which it says to be in", "Save it in UTF-8") from None
    lines = _LINE.findall(text)
    entries = [entry for entry in _entries(lines, job) if entry.texts.get("msgid")]
    queries = in_context([(nfc(entry.texts["msgid"]), ()) for entry in entries])
    waiting = []
    for entry, query in zip(entries, queries, strict=True):
        if entry.is_open:
            waiting.append((entry, query))
        else:
            job.leave(query.text)
    answers = job.answers([query for _, query in waiting])
    for (entry, _), answer in zip(waiting, answers, strict=True):
        if answer:
            _put(lines, entry, answer)
    try:
        stream.write("".join(lines).encode(encoding))
    except UnicodeEncodeError as error:
        raise DataError(job.path, f"its encoding ({encoding}) cannot hold {error.object[error.start]!r}", "Save it in UTF-8") from None


def _encoding(data: bytes) -> str:
    """The encoding that the header says, else UTF-8."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    said = _CHARSET.search(data[:5000])
    try:
        return codecs.lookup(said[1].decode("ascii")).name if said else "utf-8"
    except LookupError:
        return "utf-8"


def _entries(lines: list[str], job: Job) -> Iterator[_Entry]:
    """The entries of a file; obsolete ones (#~) and comments are none. Raises DataError for a line that PO does not know."""
    entry: _Entry | None = None
    flags: int | None = None
    keyword = ""
    for number, line in enumerate(lines):
        bare = line.strip()
        if bare.startswith("#"):
            if keyword.startswith("msgstr") and entry:
                yield entry
                entry, keyword, flags = None, "", None
            flags = number if bare.startswith("#,") else flags
            continue
        if not bare:
            continue
        found = _KEYWORD.match(line)
        string = _STRING.search(line, found.end() - 1 if found else 0)
        if string is None or not (found or keyword):
            raise DataError(job.path, f"line {number + 1} is not what PO files have ({bare[:40]})", "Check it with msgfmt -c")
        if found:
            if entry and keyword.startswith("msgstr") and not found[1].startswith("msgstr"):
                yield entry
                entry = None
            if entry is None:
                entry, flags = _Entry(number, flags=flags), None
            keyword = found[1]
        if entry:
            entry.texts[keyword] = entry.texts.get(keyword, "") + _unescaped(string[1])
            if keyword == "msgstr":
                entry.translation.append(number)
    if entry:
        yield entry


def _unescaped(text: str) -> str:
    """A string of a PO file as the text it stands for.

    >>> _unescaped(r'Le \\"quai\\"\\n')
    'Le "quai"\\n'
    """
    return _ESCAPE.sub(lambda match: _character(match[1]), text)


def _character(escaped: str) -> str:
    if escaped[0] in "01234567":
        return chr(int(escaped, 8))
    return chr(int(escaped[1:], 16)) if escaped[0] == "x" and len(escaped) == 3 else _NAMED.get(escaped, escaped)


def _escaped(text: str) -> str:
    special = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return "".join(special.get(char, char) for char in text if char in special or char.isprintable() or ord(char) > 0x9F)


def _put(lines: list[str], entry: _Entry, answer: Answer) -> None:
    """Writes a translation in the place of the empty one; line breaks at its ends are those of the source, as gettext demands."""
    source = entry.texts["msgid"]
    text = plain(answer.text).strip("\n")
    head = "\n" if source.startswith("\n") else ""
    tail = "\n" if source.endswith("\n") and len(source) > 1 else ""
    end = "\r\n" if lines[entry.first].endswith("\r\n") else "\n"
    first, *rest = entry.translation
    lines[first] = f'msgstr "{_escaped(head + text + tail)}"{end}'
    for number in rest:
        lines[number] = ""
    if answer.score >= 100:
        return
    if entry.flags is None:
        lines[entry.first] = f"#, fuzzy{end}" + lines[entry.first]
    elif "fuzzy" not in lines[entry.flags]:
        lines[entry.flags] = lines[entry.flags].replace("#,", "#, fuzzy,", 1)
