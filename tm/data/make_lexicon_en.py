"""Makes `lexicon.en.txt.gz`: `python make_lexicon_en.py en-lexicon.txt infl_lu.csv.gz > lexicon.en.txt.gz`.

The first source is the lexicon of Eric Brill's tagger (1992), as the package `textblob` carries it: the likeliest part
of speech of each word. The second is the table of inflected forms that the package `lemminflect` derives from the
SPECIALIST Lexicon of the U.S. National Library of Medicine: all parts of speech of each word, and its lemma. Kept are
the words that wordfreq knows, and of those with a capital the adjectives of peoples. The weight of a reading is 1, and
10 for the likeliest; 3 where past tense and participle look alike, since which of them is met depends on the place
more than on the word.
"""

import gzip
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from wordfreq import get_frequency_dict

LIKELIEST = 10.0
LIKELIER = 3.0
# One letter, and number, for each tag of the Penn Treebank that open words have.
TAGS = {
    "NN": "Ns", "NNS": "Np", "JJ": "A", "JJR": "A", "JJS": "A", "RB": "B", "RBR": "B", "RBS": "B", "VB": "V", "VBP": "V", "VBZ": "V",
    "VBD": "V", "VBN": "P", "VBG": "G", "CD": "M",
}  # fmt: skip
SLOTS = {"noun": ["Np"], "verb": ["V", "P", "G", "V"], "adj": ["A", "A"], "adv": ["B", "B"]}
BASE = {"noun": "Ns", "verb": "V", "adj": "A", "adv": "B"}


def inflected(path: str) -> Iterator[tuple[str, str, str]]:
    """Each form with its tag (and number) and lemma."""
    for line in gzip.decompress(Path(path).read_bytes()).decode().splitlines():
        lemma, kind, *slots = line.split(",")
        if kind not in BASE:
            continue
        if kind == "verb" and len(slots) > 1 and not slots[1]:
            slots[1] = slots[0]  # the past participle is the past tense
        yield lemma, BASE[kind], lemma
        for tag, forms in zip(SLOTS[kind], slots, strict=False):
            for form in forms.split("/"):
                if form and (form != lemma or kind == "verb"):
                    yield form, tag, lemma


def main() -> None:
    general = get_frequency_dict("en")
    found: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    for form, tag, lemma in inflected(sys.argv[2]):
        if form.isalpha() and form.lower() in general:
            found[form].setdefault((tag, lemma), 1.0)
    for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
        form, _, name = line.partition(" ")
        tag = TAGS.get(name, "")
        if not tag or not form.replace("-", "").isalpha() or not form.islower() or ("-" not in form and form not in general):
            continue
        readings = [reading for reading in found.get(form, {}) if reading[0] == tag]
        found[form][readings[0] if readings else (tag, form)] = (
            LIKELIER if {"V", "P"} <= {reading[0] for reading in found.get(form, {})} else LIKELIEST
        )
    national = {form for form, readings in found.items() if ("A", form) in readings}
    lines = []
    for form, readings_of in sorted(found.items()):
        if not form.islower() and not any(lemma in national for _, lemma in readings_of):
            continue  # a name
        parts = [f"{tag[0]}:{'' if lemma == form else lemma}:{tag[1:]}:{weight:g}" for (tag, lemma), weight in sorted(readings_of.items())]
        lines.append("\t".join([form, *parts]))
    sys.stdout.buffer.write(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))


if __name__ == "__main__":
    main()
