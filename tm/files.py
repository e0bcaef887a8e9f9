"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tm.errors import DataError


class Staged:
    """Files written beside their targets, to be put in place together. As a context manager it leaves no trace on failure."""

    def __init__(self) -> None:
        self._files: list[tuple[Path, Path]] = []

    def __enter__(self) -> Staged:
        return self

    def __exit__(self, *_: object) -> None:
        for temporary, _target in self._files:
            temporary.unlink(missing_ok=True)

    @contextmanager
    def open(self, target: Path) -> Iterator[IO[bytes]]:
        """A binary stream for what `target` shall hold. Raises DataError where it cannot be written."""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as stream:
                self._files.append((Path(stream.name), target))
                yield stream.file
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise _cannot_write(target, error) from error

    def commit(self) -> None:
        """Puts every file in its place."""
        mask = os.umask(0)
        os.umask(mask)
        for temporary, target in self._files:
            try:
                temporary.chmod(0o666 & ~mask)
                temporary.replace(target)
            except OSError as error:
                raise _cannot_write(target, error) from error
        self._files.clear()


def _cannot_write(target: Path, error: OSError) -> DataError:
    todo = "Free some room and run the command again" if error.errno == 28 else "Check that the folder exists and can be written"
    return DataError(target, f"cannot be written ({error.strerror})", todo)
