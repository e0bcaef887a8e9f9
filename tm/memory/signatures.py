"""Signatures: 256 bits of a text that stay much the same when the text changes a little. Pure functions over arrays.

Each pair of neighbouring letters of a text's essence, marks off, sets one bit (a Bloom filter of character bigrams;
B. H. Bloom, "Space/Time Trade-offs in Hash Coding with Allowable Errors", CACM 13, 1970). An edit of one letter touches
two pairs, so that it changes four bits at most: texts that differ in few bits may be near, texts that differ in many
cannot be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tm.essence import LAST, bare_table, essence_table

Words = NDArray[np.uint64]
_SPACE, _END, _ZERO = 32, 10, 48


@dataclass(frozen=True, slots=True)
class Essences:
    """The essences of many texts as characters in one array, each closed by a line end, and the length of each."""

    codes: NDArray[np.uint32]
    lengths: NDArray[np.int64]

    def texts(self) -> list[str]:
        """The essences as texts."""
        return self.codes.astype("<u4").tobytes().decode("utf-32-le").split("\n")[:-1]

    def bare(self) -> Essences:
        """The same without marks."""
        return Essences(_mapped(self.codes, _bare()), self.lengths)


@cache
def _essence() -> NDArray[np.uint32]:
    table = np.array(essence_table(), dtype=np.uint32)
    table[_END] = _END
    return table


@cache
def _bare() -> NDArray[np.uint32]:
    return np.array(bare_table(), dtype=np.uint32)


def _mapped(codes: NDArray[np.uint32], table: NDArray[np.uint32]) -> NDArray[np.uint32]:
    inside = np.minimum(codes, LAST)
    return np.where(codes <= LAST, table[inside], codes)


def essences(texts: Sequence[str]) -> Essences:
    """The essences (`tm.essence.essence`) of many texts at once."""
    joined = "\n".join(texts) + "\n"
    if joined.count("\n") != len(texts):
        joined = "\n".join(text.replace("\n", " ") for text in texts) + "\n"
    codes = _mapped(np.frombuffer(joined.encode("utf-32-le"), dtype="<u4").astype(np.uint32, copy=False), _essence())
    before = np.concatenate(([np.uint32(_END)], codes[:-1]))
    again = (codes == before) & ((codes == _SPACE) | (codes == _ZERO))
    codes = codes[~(again | ((codes == _SPACE) & (before == _END)))]
    behind = np.concatenate((codes[1:], [np.uint32(_END)]))
    codes = codes[~((codes == _SPACE) & (behind == _END))]
    ends = np.flatnonzero(codes == _END)
    return Essences(codes, np.diff(ends, prepend=-1) - 1)


def signatures(found: Essences) -> Words:
    """The signature of each text as a row of four 64-bit words."""
    codes = found.bare().codes
    before = np.concatenate(([np.uint32(_END)], codes[:-1]))
    mixed = before * np.uint32(0x9E3779B1) + codes * np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0x2C1B3C6D)
    owners = np.repeat(np.arange(len(found.lengths)), found.lengths + 1)
    bits = np.zeros((len(found.lengths), 256), dtype=np.uint8)
    bits[owners, mixed >> np.uint32(24)] = 1
    return np.packbits(bits, axis=1, bitorder="little").view("<u8").astype(np.uint64, copy=False)


def distances(columns: Sequence[Words], signature: Words) -> NDArray[np.uint8]:
    """In how many bits each of many signatures, given column by column, differs from one.

    Where all 256 differ the sum of bytes comes out as 0: that only makes one candidate more.
    """
    total = np.bitwise_count(columns[0] ^ signature[0])
    for column, word in zip(columns[1:], signature[1:], strict=True):
        total += np.bitwise_count(column ^ word)
    return total


def nearest(found: NDArray[np.uint8], most: int, bound: int) -> NDArray[np.int64]:
    """The places of about the `most` smallest distances that are not above `bound`; of equal ones the first."""
    counts = np.cumsum(np.bincount(found, minlength=256))
    limit = min(int(np.searchsorted(counts, most)), bound, 255)
    places = np.flatnonzero(found <= limit)
    if len(places) <= most:
        return places
    near, last = places[found[places] < limit], places[found[places] == limit]
    return np.concatenate((near, last[: max(0, most - len(near))]))
