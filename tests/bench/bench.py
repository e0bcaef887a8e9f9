"""`make bench`: speed side by side in one run, as ratios to what the machine takes for nothing at all.

Times are processor seconds of the process (user and system), the best of several runs, since those vary least.
"""

from __future__ import annotations

import os
import platform
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


if __name__ == "__main__":
    main()
