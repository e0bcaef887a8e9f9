"""Files in, texts out: what a source stands for, be it a file, a folder, an archive or standard input."""

from __future__ import annotations

import hashlib
import os
import sys
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tm.errors import DataError
from tm.model import RawText
from tm.readers import SUFFIXES, read
from tm.text import sound

MAX_BYTES = 50_000_000  # of one file
MAX_ARCHIVE_BYTES = 500_000_000  # of all files in one archive, unpacked
MAX_MEMBERS = 100_000
_ARCHIVE = ".zip"
STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class _File:
    """One file to read: `name` as shown to people, `path` where it lies, `member` its name in an archive."""

    name: str
    path: Path
    member: str = ""
    named: bool = False

    @property
    def identity(self) -> str:
        """What tells this file from all others."""
        return f"{self.path.resolve()}" + (f"!{self.member}" if self.member else "")


def read_sources(
    sources: Iterable[Path], *, encoding: str | None = None, problems: list[DataError] | None = None, without: Collection[str] = ()
) -> Iterator[RawText]:
    """The texts of all sources, each file once, in the order given; `-` is standard input.

    What a folder or archive holds and cannot be read is added to `problems` and skipped; a file named by itself raises.
    Folders inside a source with a name in `without` are left out.
    """
    seen: set[str] = set()
    for source in sources:
        for file in _expand(source, problems, without):
            if file.identity in seen:
                continue
            seen.add(file.identity)
            try:
                yield _read(file, encoding)
            except DataError as error:
                if problems is None or file.named:
                    raise
                problems.append(error)


def find_files(source: Path, without: Collection[str] = ()) -> Iterator[tuple[Path, str]]:
    """The readable files that a path stands for, each with the name to show for it: itself, or those in the folder.

    Links to folders are not followed, and folders with a name in `without` are not entered. Raises DataError where there
    is no such path or the folder holds no such file.
    """
    if source.is_file():
        yield source, source.name
        return
    if not source.is_dir():
        raise DataError(source, "no such file or folder", "Check the path")
    found = sorted(
        Path(folder, name)
        for folder, _, names in os.walk(source)
        if not {*Path(folder).relative_to(source).parts} & {*without}
        for name in names
        if Path(name).suffix.lower() in (*SUFFIXES, _ARCHIVE) and not name.startswith((".", "~$"))
    )
    if not found:
        raise DataError(
            source, f"no file that can be read in this folder ({', '.join((*SUFFIXES, _ARCHIVE))})", "Name a folder of articles"
        )
    for path in found:
        yield path, path.relative_to(source).as_posix()


def _expand(source: Path, problems: list[DataError] | None, without: Collection[str]) -> Iterator[_File]:
    if source == STDIN:
        yield _File("stdin", STDIN, named=True)
        return
    for path, name in find_files(source, without):
        named = path == source
        if path.suffix.lower() != _ARCHIVE:
            yield _File(name, path, named=named)
            continue
        try:
            yield from [_File(f"{name}/{member}", path, member) for member in _members(path)]
        except DataError as error:
            if problems is None or named:
                raise
            problems.append(error)


def _members(path: Path) -> list[str]:
    """The readable members of an archive. Raises DataError for one that is broken, or unpacks to too much."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise DataError(path, f"not a ZIP archive ({error})", "Pack it again") from error
    if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_ARCHIVE_BYTES:
        raise DataError(path, f"unpacks to more than {MAX_ARCHIVE_BYTES // 1_000_000} MB or {MAX_MEMBERS} files", "Unpack what you need")
    found = sorted(info.filename for info in infos if PurePosixPath(info.filename).suffix.lower() in SUFFIXES)
    if not found:
        raise DataError(path, "no file in this archive that can be read", "Pack articles, not other archives")
    return found


def _read(file: _File, encoding: str | None) -> RawText:
    """The text of a file. Raises DataError where it is empty, too large, or not what its name says."""
    where = Path(f"{file.path}!{file.member}") if file.member else file.path
    data = _bytes(file, where)
    if len(data) > MAX_BYTES:
        raise DataError(where, f"larger than {MAX_BYTES // 1_000_000} MB", "Split it into articles")
    content = read(data, where, encoding) if data.strip() else None
    if content is None or not content.text.strip():
        raise DataError(where, "the file is empty", "Remove it or fill it")
    digest = hashlib.sha256(data).hexdigest()
    path = f"stdin:{digest}" if file.path == STDIN else sound(file.identity)
    return RawText(sound(file.name), content.text, digest, path, file.named, content.date)


def _bytes(file: _File, where: Path) -> bytes:
    """The bytes of a file, one more than allowed at the most."""
    try:
        if file.path == STDIN:
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        if not file.member:
            with file.path.open("rb") as stream:
                return stream.read(MAX_BYTES + 1)
        with zipfile.ZipFile(file.path) as archive:
            info = archive.getinfo(file.member)
            if info.flag_bits & 1:
                raise DataError(where, "protected by a password", "Unpack it first")
            with archive.open(info) as member:
                return member.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise DataError(where, f"cannot be unpacked ({error})", "Pack it again") from error
    except OSError as error:
        raise DataError(where, f"cannot be read ({error.strerror})", "Check the path and its permissions") from error


def contents(path: Path) -> bytes:
    """The bytes of a file. Raises DataError where it cannot be read, or is too large to be a document."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise DataError(path, f"cannot be read ({error.strerror})", "Check the path and its permissions") from error
    if len(data) > MAX_BYTES:
        raise DataError(path, f"larger than {MAX_BYTES // 1_000_000} MB", "Split it")
    return data
