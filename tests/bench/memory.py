"""The translation memory beside a RapidFuzz scan of all segments, on units made up by rule, in one run.

`python tests/bench/memory.py --units 1000000` for the size that the README's figures are of.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from rapidfuzz import process  # noqa: E402
from rapidfuzz.distance import Levenshtein  # noqa: E402

from tests.bench.generated import units  # noqa: E402
from tm.essence import essence  # noqa: E402
from tm.memory import optimize  # noqa: E402
from tm.memory.checking import check  # noqa: E402
from tm.memory.concordance import concordance  # noqa: E402
from tm.memory.search import Memory, opened  # noqa: E402

PAIR = ("fr", "en")
IMPORT = """
import resource, sys, time
from collections import Counter
from pathlib import Path
from tm.memory import add
from tm.units import TranslationUnit, Variant

def units(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            source, target, previous = line[:-1].split("\\t")
            yield TranslationUnit((Variant("fr", source), Variant("en", target)), previous=previous)

start = time.perf_counter()
outcomes = Counter(outcome.value for outcome, _ in add(Path(sys.argv[1]), units(sys.argv[2])))
print(time.perf_counter() - start, outcomes["added"], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
FIRST = """
import sys
from pathlib import Path
from tm.memory.search import opened
with opened(Path(sys.argv[1])) as memory: print(len(memory.matches(sys.argv[2], "fr", "en")))
"""
PHRASES = ("président ministre", '"de la"', "de", "accords", "travailler pays", '"le ministre" ville', "the of", "etrangeres", "xyzzy de")


def quantiles(times: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile, in milliseconds."""
    ordered = sorted(times)
    return 1000 * ordered[len(ordered) // 2], 1000 * ordered[int(0.95 * len(ordered))]


def timed(work: Callable[[str], object], over: Sequence[str]) -> list[float]:
    """The seconds that each takes."""
    times = []
    for one in over:
        start = time.perf_counter()
        work(one)
        times.append(time.perf_counter() - start)
    return times


def changed(texts: Sequence[str], count: int) -> list[str]:
    """Segments of the memory with one word in eight replaced."""
    rng = random.Random(11)
    queries = []
    for text in rng.sample(texts, count):
        words = text.split()
        for _ in range(max(1, len(words) // 8)):
            words[rng.randrange(len(words))] = rng.choice(rng.choice(texts).split())
        queries.append(" ".join(words))
    return queries


def python(code: str, *arguments: object) -> str:
    return subprocess.run([sys.executable, "-c", code, *map(str, arguments)], check=True, capture_output=True, text=True, cwd=ROOT).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--scanned", type=int, default=50, help="queries for the scan, which is slow")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        database, table = Path(name) / "glossary.db", Path(name) / "units.tsv"
        texts = []
        with table.open("w", encoding="utf-8") as lines:
            for unit in units(options.units):
                lines.write(f"{unit.variants[0].text}\t{unit.variants[1].text}\t{unit.previous}\n")
                texts.append(unit.variants[0].text)
        seconds, added, peak = map(float, python(IMPORT, database, table).split())
        rows = [
            ("import, units a second", f"{options.units / seconds:,.0f}", "30,000 at least"),
            ("import, peak memory, MB", f"{peak:.0f}", "400 at most"),
            ("units kept, file in MB", f"{added:,.0f}, {database.stat().st_size / 1e6:,.0f}", ""),
        ]
        queries = changed(texts, options.queries)
        python(FIRST, database, queries[0])
        first = timed(lambda query: python(FIRST, database, query), queries[1:6])
        rows.append(("first answer of a new process, s", f"{sorted(first)[2]:.2f}", "0.5 at most"))
        start = time.perf_counter()
        optimize(database)
        rows.append(("optimize, s", f"{time.perf_counter() - start:.1f}", ""))
        with opened(database) as memory:
            rows += looked_up(memory, queries, texts, options.scanned)
        checked = check(database, *PAIR, sample=200)
        rows.append(
            ("best match found, % of those of a comparison with all", f"{checked.recall:.1f} of {checked.answered}", "99.5 at least")
        )
        times = timed(lambda phrase: concordance(database, phrase), ["pays", *PHRASES])[1:]
        rows.append(("concordance, ms: median, slowest", f"{quantiles(times)[0]:.0f}, {1000 * max(times):.0f}", "100 at most"))
    print(f"\n| translation memory of {options.units:,} units | measured | asked |\n|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def looked_up(memory: Memory, queries: Sequence[str], texts: Sequence[str], scanned: int) -> list[tuple[str, str, str]]:
    """Rows about look-ups in a memory that has answered before, and in a scan of all segments."""

    def scan(query: str) -> object:
        return process.extract(query, essences, scorer=Levenshtein.normalized_similarity, score_cutoff=0.7, limit=5, processor=None)

    for query in queries[:50]:
        memory.matches(query, *PAIR)
    median, late = quantiles(timed(lambda query: memory.matches(query, *PAIR), queries))
    short = [text for text in texts[:200_000] if len(text.split()) <= 3][:200]
    short_median, short_late = quantiles(timed(lambda query: memory.matches(query, *PAIR), short))
    thousand = sum(timed(lambda query: memory.matches(query, *PAIR), (list(queries) * 2)[:1000]))
    essences = [essence(text) for text in texts]
    scan_median, scan_late = quantiles(timed(scan, [essence(query) for query in queries[:scanned]]))
    return [
        ("look-up of the top 5 at 70, ms: p50, p95", f"{median:.1f}, {late:.1f}", "p95 5 at 100,000, 20 at 1,000,000"),
        ("the same for segments of one to three words", f"{short_median:.1f}, {short_late:.1f}", ""),
        ("a RapidFuzz scan of all segments, ms: p50, p95", f"{scan_median:.0f}, {scan_late:.0f}", ""),
        ("1,000 segments, s", f"{thousand:.1f}", "15 at most"),
    ]


if __name__ == "__main__":
    main()
