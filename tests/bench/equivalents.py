"""How good the equivalents from parallel texts are, against a list made by hand, and how fast words are aligned.

    python tests/bench/equivalents.py            acc@1, and precision and coverage by score, on ../shared/ntrex
    python tests/bench/equivalents.py --speed    20,000 units aligned, beside fast_align in plain Python in the same run

The list (tests/cases/equivalents_gold.json) was made before anything was measured: French terms and names that stand in
three units or more, with the forms that a terminologist would accept and that the translations have twice or more.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from glossary.equivalents.boundaries import split_names
from glossary.equivalents.parallel import SAFE, Found, ParallelTexts, Use
from glossary.mining.grammar import GRAMMARS
from glossary.mining.recognition import Recogniser
from glossary.projecting import is_plural, target_language
from tests.bench import plain_alignment
from tm.alignment.words import align
from tm.tagging import Token, tag
from tm.text import fold

ROOT = Path(__file__).resolve().parents[2]
NTREX = ROOT.parent / "shared" / "ntrex"
GOLD = ROOT / "tests" / "cases" / "equivalents_gold.json"


@dataclass(frozen=True)
class Judged:
    """A term of the list with what was found for it; `right` and `near` say whether the first or any of three is accepted."""

    term: str
    found: list[Found]
    right: bool
    near: bool

    @property
    def score(self) -> float:
        return self.found[0].score if self.found else 0.0


def lines(language: str, folder: Path = NTREX) -> list[str]:
    return (folder / f"{language}.txt").read_text("utf-8").splitlines()


def judged(language: str, folder: Path = NTREX, gold: Path = GOLD) -> list[Judged]:
    """Every term of the list that has accepted forms in a language; nothing but the units themselves is known beforehand."""
    sources = [tag(line) for line in lines("fr", folder)]
    tagger = GRAMMARS[language].tag
    targets: list[list[Token]] = [split_names(tagger(line)) if language == "vi" else tagger(line) for line in lines(language, folder)]
    texts = ParallelTexts(sources, targets, target_language(language))
    result = []
    for entry in json.loads(gold.read_text("utf-8")):
        if not entry[language]:
            continue
        known = Recogniser([(entry["fr"], True)])
        uses = [Use(number, first, last) for number, tokens in enumerate(sources) for first, last, _ in known.find(tokens)]
        found = texts.equivalents(uses, name=is_name(sources, uses), plural=is_plural(entry["fr"])) if uses else []
        accepted = {same(form) for form in entry[language]}
        hits = [same(one.text) in accepted for one in found]
        result.append(Judged(entry["fr"], found, hits[:1] == [True], any(hits)))
    return result


def is_name(sources: Sequence[Sequence[Token]], uses: Sequence[Use]) -> bool:
    """Whether a term is a person's or a place's name: the list does not say so, the tags do."""
    return all(token.tag == "E" for use in uses[:1] for token in sources[use.pair][use.first : use.last])


def same(text: str) -> str:
    """A form without differences of case, hyphen and apostrophe; the marks of Vietnamese count."""
    return " ".join(text.lower().replace("’", "'").replace("-", " ").replace("‑", " ").split()) if not text.isascii() else fold(text)


def accuracy(result: Sequence[Judged]) -> float:
    return sum(one.right for one in result) / len(result)


def safe(result: Sequence[Judged]) -> tuple[float, float]:
    """Precision and coverage (0–1) of what scores high enough to be called safe."""
    high = [one for one in result if one.score >= SAFE]
    return sum(one.right for one in high) / max(1, len(high)), len(high) / len(result)


def main() -> None:
    if "--speed" in sys.argv:
        speed()
        return
    for language in ("en", "vi"):
        result = judged(language)
        precision, coverage = safe(result)
        print(
            f"fr-{language}: {len(result)} terms, acc@1 {accuracy(result):.3f}, acc@3 {sum(one.near for one in result) / len(result):.3f}; "
            f"score {SAFE:g} and above: precision {precision:.3f}, coverage {coverage:.3f}"
        )
        for one in sorted(result, key=lambda one: -one.score):
            if not one.right:
                print(f"  {one.score:5.1f} {one.term}: " + ", ".join(found.text for found in one.found))


def speed(units: int = 20_000, few: int = 1_000) -> None:
    """Both aligners on the same words; the plain one on fewer units, since its time grows with them."""
    first, second = ([[token.text.lower() for token in GRAMMARS[code].tag(line)] for line in lines(code)] for code in ("fr", "en"))
    times = units // len(first) + 1
    many_first, many_second = grown(first, times)[:units], grown(second, times)[:units]
    begun = time.perf_counter()
    plain_alignment.align(first[:few], second[:few])
    plain = (time.perf_counter() - begun) / few
    begun = time.perf_counter()
    align(many_first, many_second)
    ours = (time.perf_counter() - begun) / units
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{units} units: {ours * units:.1f} s, {peak:.0f} MB at the peak")
    print(f"fast_align in plain Python: {plain * units:.1f} s, {plain / ours:.1f} times as long (measured on {few} units)")


def grown(sentences: Sequence[Sequence[str]], times: int) -> list[list[str]]:
    """The sentences several times over, each time with every third word of the vocabulary renamed, as more text has more words."""
    rare = {word for number, word in enumerate(sorted({word for sentence in sentences for word in sentence})) if number % 3 == 0}
    return [[f"{word}{copy}" if word in rare else word for word in sentence] for copy in range(times) for sentence in sentences]


if __name__ == "__main__":
    main()
