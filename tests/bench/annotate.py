"""Speed of `annotate`: terms found in a text, with 100,000 terms in the termbase. `python tests/bench/annotate.py [--megabytes N]`.

Terms and text are made up by rule. Loading the terms is told apart from reading the text; each is measured in processor
seconds. Beside it stand plain ways to do less: they find terms only letter by letter, in no other number or spelling.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

COUNT = 100_000
_SAMPLE = 20_000  # characters: what the slow ways are given
_LINKS = ("de", "du", "des", "pour", "d’", "à la")
Result = TypeVar("Result")


def _words() -> list[str]:
    from wordfreq import top_n_list

    return [word for word in top_n_list("fr", 30_000) if word.isalpha()]


def terms(count: int, seed: int = 2) -> list[str]:
    """French terms: one in a hundred of a single word, the others of two to six, prepositions included."""
    rng, words, found = random.Random(seed), _words(), dict[str, None]()
    while len(found) < count:
        chosen = rng.choices(words, k=rng.choices((1, 2, 3, 4), (1, 50, 35, 14))[0])
        if len(chosen) > 1 and rng.random() < 0.5:
            chosen.insert(1, rng.choice(_LINKS))
        found[" ".join(chosen)] = None
    return list(found)


def text(megabytes: float, known: Sequence[str], seed: int = 3) -> str:
    """Paragraphs of four sentences, every other sentence with a term in it."""
    from tests.bench.generated import units

    rng, lines, size = random.Random(seed), list[str](), 0.0
    for number, unit in enumerate(units(10_000_000)):
        words = unit.variants[0].text.split(" ")
        if rng.random() < 0.5:
            words.insert(rng.randrange(len(words)), rng.choice(known))
        lines.append(" ".join(words) + ("\n" if number % 4 == 3 else " "))
        size += len(lines[-1].encode())
        if size > megabytes * 1e6:
            return "".join(lines)
    raise AssertionError("so much text was never made up")


def termbase(path: Path, known: Sequence[str]) -> None:
    """Fills a termbase with a concept for each term."""
    from glossary.model import Concept, LanguageSection, Term
    from glossary.termbase import writing
    from glossary.termbase.write import add_concepts, indexed_together

    with writing(path) as db, indexed_together(db):
        sections = [(LanguageSection("fr", (Term(term),)), LanguageSection("en", (Term(f"term {n}"),))) for n, term in enumerate(known)]
        add_concepts(db, [Concept(sections=pair) for pair in sections])


def measured(work: Callable[[], Result]) -> tuple[float, Result]:
    """The processor seconds that something takes, and what comes of it."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def ours(path: Path, content: str) -> Iterator[tuple[str, float, float, int]]:
    """What was done, the seconds that loading and reading took, and how many places were found."""
    from glossary.annotating import annotate, recogniser
    from glossary.termbase import reading
    from glossary.workers import collect_seldom

    collect_seldom()  # as the command does
    with reading(path) as db:
        loading, known = measured(lambda: recogniser(db, "fr"))
    first, count = measured(lambda: sum(1 for _ in annotate(content, known)))
    yield "**annotate**, each word seen for the first time", loading, first, count
    again, count = measured(lambda: sum(1 for _ in annotate(content, known)))
    yield "**annotate**, the same text again", loading, again, count


def naive(known: Sequence[str], content: str) -> Iterator[tuple[str, float, float, int]]:
    """The same figures for a search for each term, and for one regular expression of all, both on a sample."""
    sample, share = content[:_SAMPLE].lower(), len(content) / _SAMPLE
    lowered = [term.lower() for term in known]
    took, count = measured(lambda: sum(sample.count(term) for term in lowered))
    yield "`text.count(term)` for each term *", 0.0, took * share, round(count * share)
    building, pattern = measured(lambda: re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(lowered, key=len, reverse=True))) + r")\b"))
    took, count = measured(lambda: sum(1 for _ in pattern.finditer(sample[: _SAMPLE // 10])))
    yield "one regular expression of all terms *", building, took * share * 10, round(count * share * 10)


def flashtext(known: Sequence[str], content: str) -> tuple[str, float, float, int]:
    from flashtext import KeywordProcessor

    processor = KeywordProcessor()
    building, _ = measured(lambda: processor.add_keywords_from_list(list(known)))
    took, found = measured(lambda: processor.extract_keywords(content, span_info=True))
    return "flashtext (longest only)", building, took, len(found)


def aho_corasick(known: Sequence[str], content: str) -> tuple[str, float, float, int]:
    from ahocorasick_rs import AhoCorasick

    building, automaton = measured(lambda: AhoCorasick([term.lower() for term in known]))
    took, found = measured(lambda: automaton.find_matches_as_indexes(content.lower(), overlapping=True))
    return "ahocorasick_rs (letters, not words)", building, took, len(found)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=float, default=2.0)
    parser.add_argument("--terms", type=int, default=COUNT)
    options = parser.parse_args()
    known = terms(options.terms)
    content = text(options.megabytes, known)
    size = len(content.encode()) / 1e6
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        termbase(path, known)
        rows = list(ours(path, content))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows += naive(known, content)
    rows += [peer(known, content) for peer, package in ((flashtext, "flashtext"), (aho_corasick, "ahocorasick_rs")) if find_spec(package)]
    fastest = rows[0][2]
    print(f"{len(known):,} terms, {size:.1f} MB of text; peak memory {peak:.0f} MB, making them included\n")
    print("| terms in a text | loading, s | MB a second | time, in ratio to the first | places found |\n|---|---|---|---|---|")
    for name, loading, took, count in rows:
        print(f"| {name} | {loading:.2f} | {size / took:,.3g} | {took / fastest:.3g} | {count:,} |")
    print(f"\n* reckoned from the first {_SAMPLE:,} characters (of the expression, a tenth of them).")


if __name__ == "__main__":
    main()
