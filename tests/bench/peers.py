"""`make peers`: term extraction side by side with what pip installs, on the same plain texts, in one run.

Every system gets the raw text of each file of a domain and gives one ranked list; score.py of ../shared/acter judges
it, named entities included. Systems that are not installed are left out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from glossary.build import MIN_SCORE, mined
from glossary.corpus import prepare
from tm.fusion import CHUNK
from tm.lexicon import frequency

ACTER = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "acter"
Ranked = Iterable[str]


def by_glossary(folder: Path) -> Ranked:
    return [form for c in mined(prepare([folder]), 1).candidates for form in [c.term, *(f.text for f in c.forms)]]


def by_cut(folder: Path) -> Ranked:
    return [form for c in mined(prepare([folder]), 1).candidates if c.score >= MIN_SCORE for form in [c.term, *(f.text for f in c.forms)]]


def by_yake(folder: Path) -> Ranked:
    import yake

    return [term for term, _ in yake.KeywordExtractor(lan="fr", n=4, top=5000).extract_keywords(_text(folder))]


def by_multi_rake(folder: Path) -> Ranked:
    from multi_rake import Rake

    return [term for term, _ in Rake(language_code="fr", max_words=4).apply(_text(folder))]


def by_rake_nltk(folder: Path) -> Ranked:
    from rake_nltk import Rake

    common = [word for word in {w.lower() for w in CHUNK.findall(_text(folder))} if frequency(word) > 1e-3]
    rake = Rake(stopwords=common, max_length=4, sentence_tokenizer=lambda text: text.split("\n"), word_tokenizer=CHUNK.findall)
    rake.extract_keywords_from_text(_text(folder))
    found: list[str] = rake.get_ranked_phrases()
    return found


def by_frequency(folder: Path) -> Ranked:
    """Runs of one to four words that no very common word begins or ends, by frequency."""
    counts: Counter[str] = Counter()
    for line in _text(folder).lower().splitlines():
        words = CHUNK.findall(line)
        common = [frequency(word) > 1e-3 for word in words]
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + 4) + 1):
                if not common[start] and not common[end - 1]:
                    counts[" ".join(words[start:end])] += 1
    return [term for term, _ in counts.most_common()]


SYSTEMS: dict[str, Callable[[Path], Ranked]] = {
    "glossary, default cut": by_cut,
    "glossary, all": by_glossary,
    "YAKE": by_yake,
    "multi_rake": by_multi_rake,
    "rake-nltk": by_rake_nltk,
    "n-grams by frequency": by_frequency,
}


def _text(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.txt")))


def main() -> None:
    print("| system | domain | F1 | best F1 at any cut | AP | P@200 | words a second |\n|---|---|---|---|---|---|---|")
    for name, system in SYSTEMS.items():
        for domain in ("equi", "wind"):
            folder = ACTER / domain / "texts"
            start = time.process_time()
            try:
                ranked = list(system(folder))
            except ImportError as error:
                print(f"{name}: left out, {error.name} is not installed", file=sys.stderr)
                break
            took = time.process_time() - start
            with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
                json.dump([{"term": term} for term in ranked], file)
                file.flush()
                done = subprocess.run([sys.executable, ACTER / "score.py", domain, file.name], check=True, capture_output=True, text=True)
            nes = json.loads(done.stdout)["nes"]
            words = len(_text(folder).split())
            print(f"| {name} | {domain} | {nes['F1']} | {nes['best_F1']} | {nes['AP']} | {nes['P@200']} | {words / took:,.0f} |")


if __name__ == "__main__":
    main()
