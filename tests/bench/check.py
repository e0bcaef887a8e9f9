"""What `check` makes of right translations, of numbers changed at random, and how fast: `python tests/bench/check.py`.

On the development half of NTREX-128, with no termbase, and with the reference glossary for speed.
"""

from __future__ import annotations

import random
import re
import tempfile
import time
from collections import Counter
from pathlib import Path

from glossary.check import Checked, Rule, check
from glossary.check.known import KnownTerms, known_terms
from glossary.equivalents import reference
from glossary.termbase import reading, writing
from glossary.termbase.write import add_concepts

NTREX = Path(__file__).resolve().parents[3] / "shared" / "ntrex"
FIGURES = (Rule.NUMBER, Rule.DATE, Rule.ACRONYM)


def segments(source: str, target: str) -> list[Checked]:
    """The segments of two languages."""
    sides = [(NTREX / f"{language}.txt").read_text("utf-8").splitlines() for language in (source, target)]
    return [Checked(first, second, number) for number, (first, second) in enumerate(zip(*sides, strict=True), 1)]


def changed(given: list[Checked], chance: random.Random) -> list[Checked]:
    """The segments with a figure in their target, one digit of each made another one."""
    made = []
    for segment in given:
        digits = [match.start() for match in re.finditer(r"\d", segment.target)]
        if digits:
            place = chance.choice(digits)
            digit = chance.choice([digit for digit in "123456789" if digit != segment.target[place]])
            made.append(Checked(segment.source, segment.target[:place] + digit + segment.target[place + 1 :], segment.number))
    return made


def main() -> None:
    """Prints a line for each pair of languages."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reference.db"
        with writing(path) as db:
            add_concepts(db, list(reference.concepts()))
        for source, target in (("fr", "en"), ("fr", "vi"), ("en", "vi"), ("vi", "fr")):
            given, none = segments(source, target), KnownTerms([], source, target)
            alarms = Counter(finding.fault.rule.value for finding in check(given, none))
            faulty = changed(given, random.Random(5))
            found = {finding.segment.number for finding in check(faulty, none) if finding.fault.rule in FIGURES}
            with reading(path) as connection:
                terms = known_terms(connection, source, target)
            start = time.process_time()
            count = sum(1 for _ in check(given, terms))
            speed = len(given) / (time.process_time() - start)
            print(
                f"{source}-{target}: {len(given)} segments, false alarms {dict(alarms)}; "
                f"{len(found)} of {len(faulty)} changed digits found ({len(found) / len(faulty):.1%}); "
                f"{speed:,.0f} segments a second with {len(terms.entries):,} concepts ({count} findings)"
            )


if __name__ == "__main__":
    main()
