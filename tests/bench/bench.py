"""`make bench`: speed side by side in one run, as ratios to what the machine takes for nothing at all.

Times are processor seconds of the process (user and system), the best of several runs, since those vary least.
"""

from __future__ import annotations

import os
import platform
import random
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GLOSSARY = str(Path(sys.executable).parent / "glossary")


def seconds(command: Sequence[str], folder: Path, times: int) -> float:
    """The least processor time that the command takes."""
    best = float("inf")
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return best


# Cleans and segments all French text at hand, several times over as different files, and says what it took.
CLEANING = """
import sys, time, resource, re
from pathlib import Path
from tm.cleaning import cleaned
from tm.model import RawText
from tm.segment import segments
copies = int(sys.argv[1])
texts = [path.read_text("utf-8") for folder in sys.argv[2:] for path in sorted(Path(folder).rglob("*.txt"))]
for document in cleaned([RawText("first", "Le ministre est en visite officielle à Moscou.", "")]): list(segments(document))
raws = (RawText(f"{copy}/{number}", text, "") for copy in range(copies) for number, text in enumerate(texts))
start = time.process_time()
count = sum(1 for document in cleaned(raws) for _ in segments(document))
took = time.process_time() - start
start = time.process_time()
for text in texts: re.findall(r"\\w+", text)
words = (time.process_time() - start) * copies
size = copies * sum(len(text.encode()) for text in texts) / 1e6
print(size, took, words, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def cleaning(copies: int) -> tuple[float, float, float, float]:
    """Megabytes cleaned and segmented, processor seconds for it and for finding the words alone, peak memory in MB."""
    shared = ROOT.parent / "shared"
    folders = [str(folder) for folder in (ROOT / "seeds", shared / "seeds", shared / "acter") if folder.is_dir()]
    done = subprocess.run([sys.executable, "-c", CLEANING, str(copies), *folders], check=True, capture_output=True, text=True, cwd=ROOT)
    size, took, words, peak = map(float, done.stdout.split())
    return size, took, words, peak


# Mines a folder, and says how many tokens there were, what it took by the clock and in processor time, and the peak memory.
MINING = """
import sys, time, resource
from pathlib import Path
from glossary.build import mined
from glossary.corpus import prepare
from glossary.workers import collect_seldom
collect_seldom()
start = time.perf_counter()
corpus = prepare([Path(sys.argv[2])], jobs=int(sys.argv[1]))
mined(corpus, 2)
took = time.perf_counter() - start
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
tokens = sum(len(parse.tokens) for prepared in corpus for parse in prepared.parses)
print(tokens, took, sum(use.ru_maxrss for use in used) / 1024)
"""


def shuffled(folder: Path, megabytes: float) -> None:
    """Writes articles made of the sentences at hand in random order."""
    shared = ROOT.parent / "shared"
    files = [file for place in (ROOT / "seeds", shared / "seeds", shared / "acter") for file in sorted(place.rglob("*.txt"))]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    sentences = [part for line in lines for part in re.split(r"(?<=[.!?])\s+", line) if len(part) > 20]
    chance = random.Random(1)
    size = number = 0
    while size < megabytes * 1e6:
        text = "\n".join(" ".join(chance.sample(sentences, 4)) for _ in range(10))
        (folder / f"{number}.txt").write_text(text, "utf-8")
        size += len(text.encode())
        number += 1


def mining(megabytes: float, jobs: int) -> tuple[int, float, float]:
    """Tokens mined, seconds by the clock, and peak memory of all processes in MB."""
    with tempfile.TemporaryDirectory() as folder:
        shuffled(Path(folder), megabytes)
        command = [sys.executable, "-c", MINING, str(jobs), folder]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    tokens, took, peak = done.stdout.split()
    return int(tokens), float(took), float(peak)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shared = ROOT.parent / "shared" / "seeds"
        rows = [("python -c pass", seconds([sys.executable, "-c", "pass"], folder, 15))]
        for label, source in (("seeds", ROOT / "seeds"), ("../shared/seeds", shared)):
            if source.is_dir():
                command = [GLOSSARY, "--db", f"{label.replace('/', '_')}.db", "build", str(source), "--out", "out"]
                rows.append((f"glossary build {label}", seconds(command, folder, 2)))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        look_up = [GLOSSARY, "--db", "seeds.db", "lookup", "partenariat strategique integral", "--json"]
        rows.append(("glossary lookup … --json", seconds(look_up, folder, 15)))
        rows.append(("glossary --help", seconds([GLOSSARY, "--help"], folder, 15)))
        line = {"_GLOSSARY_COMPLETE": "bash_complete", "COMP_WORDS": "glossary\n--db\nseeds.db\nshow\nc1", "COMP_CWORD": "4"}
        tab = ["env", *(f"{name}={value}" for name, value in line.items()), GLOSSARY]
        rows.append(("glossary show c1<Tab>", seconds(tab, folder, 15)))
    nothing = rows[0][1]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}\n")
    print("| command | processor seconds | ratio to `python -c pass` |\n|---|---|---|")
    for label, time in rows:
        print(f"| `{label}` | {time:.3f} | {time / nothing:.1f} |")
    print(f"\nPeak memory of any of them: {peak:.0f} MB.")
    print("\n| cleaning and segmentation | MB a second | ratio to `re.findall` of its words | peak memory, MB |\n|---|---|---|---|")
    for copies in (1, 4, 16):
        size, took, words, peak = cleaning(copies)
        print(f"| {size:.1f} MB | {size / took:.2f} | {took / words:.0f} | {peak:.0f} |")

    print("\n| mining, all steps | processes | tokens a second | ratio to one process, 1 MB | peak memory, MB |\n|---|---|---|---|---|")
    first = 0.0
    for megabytes, jobs in ((1, 1), (8, 1), (8, 2)):
        tokens, took, peak = mining(megabytes, jobs)
        first = first or tokens / took
        print(f"| {megabytes} MB | {jobs} | {tokens / took:,.0f} | {tokens / took / first:.2f} | {peak:.0f} |")


if __name__ == "__main__":
    main()
