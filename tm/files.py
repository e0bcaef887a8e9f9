"""Files that appear whole or not at all, and files whose reading somebody watches."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from tm.errors import DataError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Staged:
    """Files written beside their targets, to be put in place together.

    Leaving the context with an exception undoes everything, also what `put` did: targets are as they were before.
    """

    def __init__(self) -> None:
        self._files: list[tuple[Path, Path]] = []
        self._folders: list[Path] = []
        self._replaced: list[tuple[Path, Path | None]] = []

    def __enter__(self) -> Staged:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for temporary, _target in self._files:
            temporary.unlink(missing_ok=True)
        if kind:
            self._undo()
        for _target, aside in self._replaced:
            if aside:
                aside.unlink(missing_ok=True)

    def _undo(self) -> None:
        for target, aside in reversed(self._replaced):
            if aside:
                aside.replace(target)
                aside.unlink(missing_ok=True)  # two names of one file: renaming one to the other does nothing
            else:
                target.unlink(missing_ok=True)
        self._replaced.clear()
        for folder in reversed(self._folders):
            with suppress(OSError):  # somebody else has put something there
                folder.rmdir()

    @contextmanager
    def open(self, target: Path) -> Iterator[IO[bytes]]:
        """A binary stream for what `target` shall hold. Raises DataError where it cannot be written."""
        try:
            self._make_folder(target.parent)
            with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as stream:
                self._files.append((Path(stream.name), target))
                yield stream.file
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise _cannot_write(target, error) from error

    def _make_folder(self, folder: Path) -> None:
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        self._folders += reversed(missing)

    def put(self) -> None:
        """Puts every file in its place. Raises DataError where one cannot be; leaving the context then undoes the others."""
        mask = os.umask(0)
        os.umask(mask)
        while self._files:
            temporary, target = self._files[0]
            try:
                temporary.chmod(0o666 & ~mask)
                if target.is_dir():
                    raise IsADirectoryError(21, "a folder has this name")
                self._replaced.append((target, _set_aside(target)))
                temporary.replace(target)
                self._files.pop(0)
            except OSError as error:
                raise _cannot_write(target, error) from error


def _set_aside(target: Path) -> Path | None:
    """A second name for what stands at the target, where anything does."""
    if not target.is_file():
        return None
    aside = target.with_name(f".{target.name}.before")
    aside.unlink(missing_ok=True)
    try:
        os.link(target, aside)
    except OSError:  # a file system without hard links
        shutil.copy2(target, aside)
    return aside


def _cannot_write(target: Path, error: OSError) -> DataError:
    todo = "Free some room and run the command again" if error.errno == 28 else "Check that the folder exists and can be written"
    return DataError(target, f"cannot be written ({error.strerror})", todo)


Tell = Callable[[float], None]
_watcher: ContextVar[Tell | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(tell: Tell) -> Iterator[None]:
    """While it lasts, `tell` hears which part (0–1) is read of each file that is opened with `reading`."""
    token = _watcher.set(tell)
    try:
        yield
    finally:
        _watcher.reset(token)


def must_be_regular(path: Path) -> None:
    """Raises DataError where the path is a pipe or a device, for whoever reads a file more than once; what is not there passes."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise DataError(path, "not a regular file", "Copy it into a file first")


def reading(path: Path) -> BinaryIO:
    """The file, open for reading bytes; who watches hears how far it is read. Raises OSError as `open` does."""
    tell = _watcher.get()
    return io.BufferedReader(_Watched(path, tell)) if tell else path.open("rb")


class _Watched(io.FileIO):
    """A file that tells which part of it was read, at each step of the reading."""

    def __init__(self, path: Path, tell: Tell) -> None:
        super().__init__(path)
        self._size = os.fstat(self.fileno()).st_size
        self._tell = tell

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        count = super().readinto(buffer)
        self._tell(min(1.0, self.tell() / self._size) if self._size else 1.0)
        return count
