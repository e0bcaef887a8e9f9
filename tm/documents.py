"""Files in, texts out: which files a source names, and what characters their bytes are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tm.errors import DataError
from tm.model import RawText

SUFFIXES = (".txt", ".text")
MAX_BYTES = 50_000_000
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
# What French, English and Vietnamese files are written in when it is not UTF-8, most likely first.
_LEGACY = ("cp1252", "iso8859_15", "cp1258", "mac_roman")


def find_files(source: Path) -> Iterator[tuple[Path, str]]:
    """The text files that a path stands for, each with the name to show for it: itself, or those in the folder.

    Raises DataError where there is no such path or the folder holds no text file.
    """
    if source.is_file():
        yield source, source.name
        return
    if not source.is_dir():
        raise DataError(source, "no such file or folder", "Check the path")
    files = sorted(p for p in source.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    if not files:
        raise DataError(source, f"no text file ({', '.join(SUFFIXES)}) in this folder", "Name a folder of articles")
    for path in files:
        yield path, path.relative_to(source).as_posix()


def read_file(path: Path, source: str, encoding: str | None = None, *, named: bool = True) -> RawText:
    """The text of a file. Raises DataError where it is empty, binary, too large or in an unknown encoding."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DataError(path, f"larger than {MAX_BYTES // 1_000_000} MB", "Split it into articles")
        data = path.read_bytes()
    except OSError as error:
        raise DataError(path, f"cannot be read ({error.strerror})", "Check the path and its permissions") from error
    text = decode(data, path, encoding)
    if not text.strip():
        raise DataError(path, "the file is empty", "Remove it or fill it")
    return RawText(source, text, hashlib.sha256(data).hexdigest(), str(path.resolve()), named)


def decode(data: bytes, path: Path, encoding: str | None = None) -> str:
    """The characters that the bytes stand for: in `encoding`, else UTF-8, else the likeliest legacy encoding.

    Raises DataError that names the first byte that does not fit, or says that the file is not text.
    """
    encoding = encoding or next((name for bom, name in _BOMS.items() if data.startswith(bom)), None)
    if encoding is None and b"\0" in data:
        raise DataError(path, f"not a text file (a NUL byte at {data.index(0)})", "Give it as plain text")
    try:
        return data.decode(encoding or "utf-8")
    except LookupError:
        raise DataError(path, f"no encoding is called {encoding}", "Give another --encoding") from None
    except UnicodeDecodeError as error:
        problem = f"byte {error.start} (0x{data[error.start]:02x}) is not {encoding or 'UTF-8'}"
        text = None if encoding else _decode_legacy(data)
        if text is None:
            raise DataError(path, problem, "Name its encoding with --encoding, e.g. --encoding cp1252") from None
        return text


def _decode_legacy(data: bytes) -> str | None:
    """The text in the legacy encoding that fits best, or None where none is likely."""
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=list(_LEGACY), preemptive_behaviour=False).best()
    return str(best) if best and best.chaos < 0.1 else None


def read_sources(sources: Iterable[Path], *, encoding: str | None = None, problems: list[DataError] | None = None) -> Iterator[RawText]:
    """The texts of all sources, each file once, in the order given.

    What a folder holds and cannot be read is added to `problems` and skipped; a file named by itself raises.
    """
    seen: set[Path] = set()
    for source in sources:
        for path, name in find_files(source):
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            try:
                yield read_file(path, name, encoding, named=path == source)
            except DataError as error:
                if problems is None or path == source:
                    raise
                problems.append(error)
