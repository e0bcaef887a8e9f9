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
_PLANE = 65_536


@dataclass(frozen=True, slots=True)
class Essences:
    """The essences of many texts, one behind the other as UTF-16 in one array, each closed by a line end; and their lengths."""

    codes: NDArray[np.uint16]
    lengths: NDArray[np.int64]

    def texts(self) -> list[str]:
        """The essences as texts."""
        return self.codes.astype("<u2", copy=False).tobytes().decode("utf-16-le").split("\n")[:-1]

    def bare(self) -> Essences:
        """The same without marks."""
        return Essences(_bare()[self.codes], self.lengths)


@cache
def _essence() -> NDArray[np.uint16]:
    table = np.arange(_PLANE, dtype=np.uint16)
    table[: LAST + 1] = essence_table()
    table[_END] = _END
    return table


@cache
def _bare() -> NDArray[np.uint16]:
    table = np.arange(_PLANE, dtype=np.uint16)
    table[: LAST + 1] = bare_table()
    return table


@cache
def _hashes() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """For each character a byte for where it comes first in a pair, and one for where it comes second; marks do not count.

    Two characters of a pair set the bit that their bytes give by exclusive or (A. Zobrist, "A New Hashing Method", 1970).
    """
    mixed = _bare().astype(np.uint32) * np.uint32(0x9E3779B1)
    for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39)):  # T. Mueller's and C. Wellons's rounds: every bit moves all
        mixed ^= mixed >> np.uint32(shift)
        mixed *= np.uint32(factor)
    mixed ^= mixed >> np.uint32(15)
    return (mixed & np.uint32(255)).astype(np.uint8), (mixed >> np.uint32(24)).astype(np.uint8)


def essences(texts: Sequence[str]) -> Essences:
    """The essences (`tm.essence.essence`) of many texts, of one at least, at once."""
    joined = "\n".join(texts) + "\n"
    if joined.count("\n") != len(texts):
        joined = "\n".join(text.replace("\n", " ") for text in texts) + "\n"
    codes = _essence()[np.frombuffer(joined.encode("utf-16-le"), dtype="<u2")]
    space, end = codes == _SPACE, codes == _END
    open_before, zero = space | end, codes == _ZERO
    again = np.empty(len(codes), dtype=np.bool_)
    again[0] = space[0]
    again[1:] = (space[1:] & open_before[:-1]) | (zero[1:] & zero[:-1])
    codes = codes[~again]
    ends = np.flatnonzero(codes == _END)
    last = ends[ends > 0] - 1
    trailing = last[codes[last] == _SPACE]
    if len(trailing):
        codes = np.delete(codes, trailing)
        ends = np.flatnonzero(codes == _END)
    return Essences(codes, np.diff(ends, prepend=-1) - 1)


def signatures(found: Essences) -> Words:
    """The signature of each text as a row of four 64-bit words."""
    first, second = _hashes()
    bit = second[found.codes]
    bit[1:] ^= first[found.codes[:-1]]
    bit[0] ^= first[_END]
    count = len(found.lengths)
    bits = np.zeros(count * 256, dtype=np.uint8)
    bits[np.repeat(np.arange(0, count * 256, 256), found.lengths + 1) + bit] = 1
    packed = np.packbits(bits.reshape(count, 256), axis=1, bitorder="little")
    return np.asarray(packed.view("<u8"), dtype=np.uint64)


def distances(columns: Sequence[Words], signature: Words) -> NDArray[np.uint8]:
    """In how many bits each of many signatures, given column by column, differs from one.

    Where all 256 differ the sum of bytes comes out as 0: that only makes one candidate more.
    """
    total: NDArray[np.uint8] = np.bitwise_count(columns[0] ^ signature[0])
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
