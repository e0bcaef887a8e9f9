"""Sentence alignment on the documents of ../shared/ntrex, cut up at random: `python tests/bench/alignment.py`.

On both sides neighbouring sentences are merged and sentences are deleted, by a seed of their own. The lexicon of a
document is learned from the documents of the other folds, as from accepted units, and never from its own.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tm.alignment import Bead, Lexicon, Method, Side, align, learn

ROOT = Path(__file__).resolve().parents[2]
NTREX = ROOT.parent / "shared" / "ntrex"
FOLDS = 8
MERGED = 0.1  # of the sentences of a side go together with the next one
DELETED = (0.0, 0.05, 0.2)
Document = list[tuple[str, str]]


class Case(NamedTuple):
    """Two texts made from one document: the sentences of either side, and which lines of the document are in each."""

    source: list[tuple[str, frozenset[int]]]
    target: list[tuple[str, frozenset[int]]]


class Quality(NamedTuple):
    """F1 of whole beads, and of the links between sentences (0–1)."""

    strict: float
    link: float


def documents(folder: Path, source: str, target: str) -> list[Document]:
    """The pairs of lines of each document."""
    found: dict[str, Document] = defaultdict(list)
    lines = ((folder / f"{language}.txt").read_text("utf-8").splitlines() for language in (source, target))
    for name, first, second in zip((folder / "document_ids.txt").read_text("utf-8").split(), *lines, strict=True):
        found[name].append((first.strip(), second.strip()))
    return list(found.values())


def cut(lines: Sequence[str], deleted: float, chance: random.Random) -> list[tuple[str, frozenset[int]]]:
    """One side: lines deleted, and some of what is left merged with the next."""
    kept = [(line, frozenset([number])) for number, line in enumerate(lines) if chance.random() >= deleted]
    found: list[tuple[str, frozenset[int]]] = []
    joining = False
    for text, numbers in kept:
        if joining:
            before, others = found.pop()
            found.append((f"{before} {text}", others | numbers))
            joining = False
        else:
            found.append((text, numbers))
            joining = chance.random() < MERGED
    return found


def case(document: Document, deleted: float, chance: random.Random) -> Case:
    return Case(*(cut([pair[side] for pair in document], deleted, chance) for side in (0, 1)))


def gold(found: Case) -> set[tuple[frozenset[int], frozenset[int]]]:
    """The right beads: the smallest groups of sentences on both sides that share no line with any other."""
    beads: list[tuple[set[int], set[int], set[int]]] = []
    for side, sentences in enumerate(found):
        for number, (_, lines) in enumerate(sentences):
            touching = [bead for bead in beads if bead[2] & lines]
            joined: tuple[set[int], set[int], set[int]] = (set(), set(), set(lines))
            for bead in touching:
                beads.remove(bead)
                for part, more in zip(joined, bead, strict=True):
                    part.update(more)
            joined[side].add(number)
            beads.append(joined)
    return {(frozenset(first), frozenset(second)) for first, second, _ in beads if first and second}


def links(beads: set[tuple[frozenset[int], frozenset[int]]], found: Case | None = None) -> set[tuple[int, int]]:
    """The pairs of sentences that beads join; of the right ones, those that share a line."""
    return {(i, j) for first, second in beads for i in first for j in second if found is None or found.source[i][1] & found.target[j][1]}


def pairs(beads: Sequence[Bead], least: float) -> set[tuple[frozenset[int], frozenset[int]]]:
    return {
        (frozenset(range(bead.source_start, bead.source_end)), frozenset(range(bead.target_start, bead.target_end)))
        for bead in beads
        if bead.is_pair and bead.score >= least
    }


def lexicons(texts: Sequence[Document], source: str, target: str) -> list[Lexicon]:
    """For each fold the lexicon of the other ones."""
    return [
        learn([pair for number, text in enumerate(texts) if number % FOLDS != fold for pair in text], source, target)
        for fold in range(min(FOLDS, len(texts)))
    ]


def measure(
    texts: Sequence[Document], learned: Sequence[Lexicon], languages: tuple[str, str], deleted: float, *,
    method: Method | None = None, seed: int = 1, least: float = 0.0,
) -> Quality:  # fmt: skip
    """The quality over all documents."""
    chance = random.Random(f"{seed} {deleted}")
    strict, linked = [0, 0, 0], [0, 0, 0]
    for number, text in enumerate(texts):
        made = case(text, deleted, chance)
        sides = [Side(language, tuple(line for line, _ in side)) for language, side in zip(languages, made, strict=True)]
        lexicon = learned[number % FOLDS] if learned else Lexicon()
        beads = pairs(align(*sides, method=method, lexicon=lexicon).beads, least)
        right = gold(made)
        for counts, ours, theirs in ((strict, beads, right), (linked, links(beads), links(right, made))):
            for place, count in enumerate((len(ours & theirs), len(ours), len(theirs))):
                counts[place] += count
    return Quality(*(2 * hit / max(1, found + wanted) for hit, found, wanted in (strict, linked)))


def speed(texts: Sequence[Document], languages: tuple[str, str], count: int, method: Method | None, lexicon: Lexicon) -> float:
    """Seconds for `count` pairs of sentences, of which 2 % are deleted on either side."""
    chance = random.Random(3)
    lines = [pair for text in texts for pair in text]
    chosen = [chance.choice(lines) for _ in range(count)]
    made = case(chosen, 0.02, chance)
    sides = [Side(language, tuple(line for line, _ in side)) for language, side in zip(languages, made, strict=True)]
    start = time.perf_counter()
    align(*sides, method=method, lexicon=lexicon)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=NTREX)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--pairs", type=int, default=10_000, help="for the speed; 0 leaves it out")
    parser.add_argument("--least", type=float, default=0.0)
    parser.add_argument("--methods", nargs="*", default=["auto", "length", "anchors"])
    options = parser.parse_args()
    for languages in (("fr", "en"), ("fr", "vi")):
        texts = documents(options.data, *languages)
        learned = lexicons(texts, *languages)
        for name in options.methods:
            method = None if name == "auto" else Method(name)
            told = []
            for deleted in DELETED:
                seeds = [
                    measure(texts, learned, languages, deleted, method=method, seed=seed, least=options.least)
                    for seed in range(1, options.seeds + 1)
                ]
                strict, link = (sum(values) / len(seeds) for values in zip(*seeds, strict=True))
                told.append(f"{100 * deleted:.0f} %: {strict:.3f}/{link:.3f}")
            print("-".join(languages), f"{name:8}", "  ".join(told), flush=True)
        for name in options.methods if options.pairs else ():
            seconds = speed(texts, languages, options.pairs, None if name == "auto" else Method(name), learned[0])
            print(f"{'-'.join(languages)} {name}: {options.pairs} pairs in {seconds:.1f} s", flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
