"""The same work on many parts, in this process or in several."""

from __future__ import annotations

import gc
import multiprocessing
import pickle
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from tm.errors import ReportedError

Shared = TypeVar("Shared")
Part = TypeVar("Part")
Result = TypeVar("Result")
_AHEAD = 2  # parts handed out for each process before the first result is asked for


def collect_seldom() -> None:
    """Lets Python look for cycles less often: the work makes millions of values that hold none, and takes a third longer otherwise."""
    gc.set_threshold(50_000, 20, 100)


class Workers:
    """Runs functions over parts of some work on `jobs` processes; results come in the order of the parts.

    What all parts share is written to a file in `folder` once, and read once by each process.
    """

    def __init__(self, jobs: int, folder: Path) -> None:
        self.jobs = jobs
        self._folder = folder
        self._pool: ProcessPoolExecutor | None = None
        self._written = 0

    @property
    def alone(self) -> bool:
        """Whether everything is done in this process."""
        return self.jobs == 1

    def map(self, function: Callable[[Shared, Part], Result], shared: Shared, parts: Iterable[Part]) -> Iterator[Result]:
        """The result for each part. Raises what the function raises, ReportedError where a process was killed."""
        if self.alone:
            for part in parts:
                yield function(shared, part)
            return
        self._written += 1
        path = self._folder / f"shared.{self._written}"
        path.write_bytes(pickle.dumps(shared, pickle.HIGHEST_PROTOCOL))
        pool = self._pool = self._pool or ProcessPoolExecutor(self.jobs, _context(), collect_seldom)
        waiting: deque[Future[Result]] = deque()
        try:
            for part in parts:
                waiting.append(pool.submit(_call, function, path, part))
                if len(waiting) >= _AHEAD * self.jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise ReportedError("--jobs", "a process was killed, perhaps for want of memory", "Run again with --jobs 1") from error
        finally:
            for future in waiting:
                future.cancel()

    def close(self) -> None:
        """Ends the processes."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _context() -> multiprocessing.context.BaseContext:
    """Forking where that is safe: it starts at once, and what is loaded is there."""
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def _call(function: Callable[[Shared, Part], Result], path: Path, part: Part) -> Result:
    return function(_shared(path), part)


@lru_cache(maxsize=1)
def _shared(path: Path) -> Any:
    return pickle.loads(path.read_bytes())  # noqa: S301 - our own, written a moment ago
