"""Beads: which sentences of one side answer which of the other. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Method(StrEnum):
    """How sentences are compared: by length alone, or by length, anchors and a lexicon."""

    LENGTH = "length"
    ANCHORS = "anchors"


class Bead(NamedTuple):
    """Sentences `source_start` to `source_end` (behind the last) answer those of the target; `score` is 0–100.

    One side may be empty: then the score says how sure it is that nothing answers.
    """

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    score: float = 100.0

    @property
    def kind(self) -> tuple[int, int]:
        """How many sentences stand on either side: (1, 1), (2, 1) …"""
        return self.source_end - self.source_start, self.target_end - self.target_start

    @property
    def is_pair(self) -> bool:
        """Whether there is something on both sides."""
        return all(self.kind)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The beads of two texts, which hold every sentence once and in order, and the method that found them."""

    beads: tuple[Bead, ...]
    method: Method


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an alignment: its sentences in order, and the indices of those with which a paragraph begins."""

    language: str
    sentences: tuple[str, ...]
    paragraphs: frozenset[int] = frozenset()
