"""Plain text: which characters the bytes are."""

from __future__ import annotations

import re
from pathlib import Path

from tm.errors import DataError
from tm.readers import Content

BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_TWO_MARKED = re.compile(r"[^\x00-\x7f]{2,}")  # what each character beyond ASCII has become at least
# What French, English and Vietnamese files are written in when it is not UTF-8.
_LEGACY = ("cp1252", "iso8859_15", "cp1258", "mac_roman")


def read(data: bytes, path: Path, encoding: str | None = None) -> Content:
    """The text of a plain file."""
    return Content(decode(data, path, encoding))


def decode(data: bytes, path: Path, encoding: str | None = None) -> str:
    """The characters that the bytes stand for: in `encoding`, else UTF-8, else the likeliest legacy encoding.

    UTF-8 that was once taken for something else ("Ã©") is set right. Raises DataError that names the first byte
    that does not fit, or says that the file is not text.
    """
    mark, of_mark = next(((bom, name) for bom, name in BOMS.items() if data.startswith(bom)), (b"", None))
    encoding = encoding or of_mark
    if encoding is None and b"\0" in data:
        raise DataError(path, f"not a text file (a NUL byte at {data.index(0)})", "Give it as plain text")
    try:
        text = data.decode(encoding or "utf-8")
    except LookupError:
        raise DataError(path, f"no encoding is called {encoding}", "Give another --encoding") from None
    except UnicodeDecodeError as error:
        place = error.start + (len(mark) if encoding == "utf-8-sig" else 0)  # the codec counts from behind the mark
        problem = f"byte {place} (0x{data[place]:02x}) is not {encoding or 'UTF-8'}"
        legacy = None if encoding else _decode_legacy(data)
        if legacy is None:
            raise DataError(path, problem, "Name its encoding with --encoding, e.g. --encoding cp1252") from None
        text = legacy
    return _set_right(text)


def _decode_legacy(data: bytes) -> str | None:
    """The text in the legacy encoding that fits best, or None where none is likely."""
    encoding = legacy_encoding(data)
    return data.decode(encoding, "replace") if encoding else None


def legacy_encoding(data: bytes) -> str | None:
    """The legacy encoding that fits bytes best, or None where none is likely."""
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=list(_LEGACY), preemptive_behaviour=False).best()
    return best.encoding if best and best.chaos < 0.1 else None


def _set_right(text: str) -> str:
    """The text without mojibake: UTF-8 that was decoded as a one-byte encoding and encoded again."""
    suspicious = "\n".join(text[max(0, m.start() - 3) : m.end() + 3] for m in _TWO_MARKED.finditer(text))
    if not suspicious:
        return text
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    return fix_encoding(text) if is_bad(suspicious) else text
