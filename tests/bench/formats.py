"""Speed of 100,000 concepts: each format out of a termbase and into an empty one. `python tests/bench/formats.py [FORMAT...]`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

COUNT = 100_000
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
_RUN = """
import resource, sys, time
from glossary.cli import cli
start = time.process_time()
code = cli.main(sys.argv[1:], prog_name="glossary")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(f"{time.process_time() - start:.1f} s of processor time, {peak / 1024:.0f} MB, exit {code}", file=sys.stderr)
"""


def measured(*arguments: str) -> str:
    """How long a command took, and its peak memory."""
    done = subprocess.run([sys.executable, "-c", _RUN, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    return done.stderr.decode().splitlines()[-1]


def main() -> None:
    from glossary.formats import FORMATS

    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "bench.db"
        subprocess.run([sys.executable, "-c", _FILL, str(database), str(COUNT)], check=True)
        for name in sys.argv[1:] or FORMATS:
            form = FORMATS[name]
            path = Path(folder) / f"out{form.extension}"
            to = ["--to", "vi"] if form.bilingual else []
            print(f"{name:<12} export {measured('--db', str(database), 'export', str(path), '--format', name, *to)}", flush=True)
            if form.reads:
                empty = Path(folder) / f"{name}.db"
                print(f"{name:<12} import {measured('--db', str(empty), 'import', str(path), '--format', name, *to)}", flush=True)
                empty.unlink(missing_ok=True)
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
