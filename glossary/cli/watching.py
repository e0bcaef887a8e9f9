"""How far long work is, where the work itself does not say: by the files that it reads, by the things that it passes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from glossary.cli import output

T = TypeVar("T")


@contextmanager
def working(step: str) -> Iterator[None]:
    """A sign of life during work of which nobody knows how long it takes."""
    with output.progress() as tell:
        tell(step, None)
        yield


@contextmanager
def reading(step: str) -> Iterator[None]:
    """How far the files are read that are opened meanwhile; behind their end, that the work goes on."""
    from tm.files import watched

    with output.progress() as tell:
        tell(step, None)
        with watched(lambda part: tell(step, part) if part < 1 else tell("Finishing", None)):
            yield


def counted(items: Iterable[T], total: int, step: str) -> Iterator[T]:
    """The same things one by one, and meanwhile which part of all has passed."""
    with output.progress() as tell:
        for number, item in enumerate(items):
            tell(step, number / total if total else None)
            yield item
