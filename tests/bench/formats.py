"""Speed of term formats: each out of a termbase and into an empty one, and Translate Toolkit's reader of TBX beside ours.

`python tests/bench/formats.py [--count 100000] [FORMAT...]`. Processor seconds; `make bench` takes 10,000 concepts, and every
limit is that of 100,000, in proportion.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLKIT = ROOT / ".clients" / "toolkit" / "bin" / "python"
WHOLE = 100_000  # concepts that the limits are for
LIMITS = {"export": (20, 300), "import": (40, 400)}  # seconds, MB
_FILL = """
import sys
from pathlib import Path
from glossary.model import Concept, LanguageSection, Term, AdministrativeStatus as S
from glossary.termbase import writing
from glossary.termbase.imports import Import, Incoming
from glossary.termbase.write import indexed_together
words = {"fr": "accord de coopération", "en": "cooperation agreement", "vi": "hiệp định hợp tác"}
def concept(n):
    def section(code):
        terms = Term(f"{words[code]} {n}", source="made up"), Term(f"{words[code]} {n} bis", status=S.ADMITTED, note="seldom")
        return LanguageSection(code, terms[: 2 if code == "fr" else 1], f"definition {n}" if code == "fr" else "")
    return Concept(subject_field=f"field {n % 50}", note=f"note {n}", sections=tuple(map(section, words)))
with writing(Path(sys.argv[1])) as db, indexed_together(db):
    run = Import(db, "bench", "bench")
    for start in range(0, int(sys.argv[2]), 1000):
        run.take([Incoming(concept(n), "", frozenset()) for n in range(start, start + 1000)])
"""
# Each prints processor seconds, peak memory in MB and how it ended; imports of the programs themselves do not count.
_RUN = """
import resource, sys, time
from glossary.cli import cli
start = time.process_time()
code = cli.main(sys.argv[1:], prog_name="glossary")
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, code, file=sys.stderr)
"""
_READ = """
import resource, sys, time
from pathlib import Path
from glossary.formats import FORMATS, tbx
start = time.process_time()
terms = sum(len(section.terms) for entry in FORMATS["tbx2"].read(Path(sys.argv[1])) for section in entry.concept.sections)
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, terms, file=sys.stderr)
"""
_TOOLKIT = """
import resource, sys, time
from translate.storage import tbx
start = time.process_time()
store = tbx.tbxfile.parsefile(sys.argv[1])
store.sourcelanguage, store.targetlanguage = "fr", "vi"
terms = sum(len(unit.get_source_terms()) + len(unit.get_target_terms()) for unit in store.units)
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, terms, file=sys.stderr)
"""


def measured(python: str | Path, code: str, *arguments: str | Path) -> tuple[float, float, int]:
    """What some code took: processor seconds, peak memory in MB, and the number that it ended with."""
    command = [str(python), "-c", code, *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
    seconds, peak, number = done.stderr.decode().splitlines()[-1].split(" ")
    return float(seconds), float(peak), int(number)


def told(name: str, what: str, took: tuple[float, float, int], count: int) -> None:
    """Prints a row: the limit of time is in proportion to the number of concepts, that of memory is not."""
    seconds, peak, code = took
    most, memory = LIMITS[what]
    part = seconds / (most * count / WHOLE)
    ended = "" if code == 0 else f", ended with exit code {code}"
    fits = "" if part <= 1 and peak <= memory else ", OVER THE LIMIT"
    print(f"| `{name}` | {what} | {seconds:.1f} s, {part:.0%} of the limit | {peak:.0f} MB{ended}{fits} |", flush=True)


def main() -> None:
    from glossary.formats import FORMATS

    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=10_000, help="concepts, with four terms each")
    parser.add_argument("formats", nargs="*", metavar="FORMAT")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "bench.db"
        subprocess.run([sys.executable, "-c", _FILL, str(database), str(options.count)], check=True)
        print(f"{options.count:,} concepts, four terms each\n| format | | processor time | peak memory |\n|---|---|---|---|")
        for name in options.formats or FORMATS:
            form = FORMATS[name]
            path = Path(folder) / f"out{form.extension}"
            shared = ["--format", name, *(["--to", "vi"] if form.bilingual else [])]
            took = measured(sys.executable, _RUN, "--db", database, "export", path, *shared)
            told(name, "export", took, options.count)
            if form.reads and path.exists():
                empty = Path(folder) / f"{name}.db"
                told(name, "import", measured(sys.executable, _RUN, "--db", empty, "import", path, *shared), options.count)
                empty.unlink(missing_ok=True)
            path.unlink(missing_ok=True)
        beside_the_toolkit(database, Path(folder) / "pair.tbx")


def beside_the_toolkit(database: Path, path: Path) -> None:
    """Both readers on one file of one pair, each giving all terms with their status and notes."""
    measured(sys.executable, _RUN, "--db", database, "export", path, "--to", "vi")
    seconds, peak, terms = measured(sys.executable, _READ, path)
    print(f"TBX v2 read into entries, {terms:,} terms: {seconds:.1f} s, {peak:.0f} MB")
    if not TOOLKIT.exists():
        print("Translate Toolkit is not here: make clients")
        return
    theirs, their_peak, their_terms = measured(TOOLKIT, _TOOLKIT, path)
    print(f"Translate Toolkit, {their_terms:,} terms: {theirs:.1f} s ({theirs / seconds:.1f} times as long), {their_peak:.0f} MB")


if __name__ == "__main__":
    main()
