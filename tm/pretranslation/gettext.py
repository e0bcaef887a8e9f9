"""PO files (GNU gettext): empty translations are filled in, line by line, so that all other lines stay as they were."""

from __future__ import annotations

from typing import IO

from tm.documents import contents
from tm.errors import DataError
from tm.exchange.po import Entry, decoded, entries
from tm.pretranslation import Answer, Job, in_context
from tm.text import nfc
from tm.units import plain


def fill(job: Job, stream: IO[bytes]) -> None:
    """Writes the file with its empty translations filled in; one whose score is below 100 is marked fuzzy."""
    lines, encoding = decoded(contents(job.path), job.path)
    filled = [entry for entry in entries(lines, encoding, job.path) if entry.texts.get("msgid")]
    queries = in_context([(nfc(entry.texts["msgid"]), ()) for entry in filled])
    waiting = []
    for entry, query in zip(filled, queries, strict=True):
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


def _escaped(text: str) -> str:
    special = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return "".join(special.get(char, char) for char in text if char in special or char.isprintable() or ord(char) > 0x9F)


def _put(lines: list[str], entry: Entry, answer: Answer) -> None:
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
    if not entry.flagged:
        lines[entry.first] = f"#, fuzzy{end}" + lines[entry.first]
    elif "fuzzy" not in entry.flags:
        line = entry.flagged[0]
        lines[line] = lines[line].replace("#,", "#, fuzzy,", 1)
