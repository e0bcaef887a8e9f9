"""Which language a text is in, as far as the miner must know before it starts."""

from __future__ import annotations

import re

from tm.lexicon import frequency, known
from tm.words import word_lists

_LITTLE = word_lists("tm", "words.toml")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SAMPLE = 2000  # words
_FRENCH = 0.5


def french_share(text: str) -> float:
    """The share (0–1) of running words that are common French words; about 0.8 for French, under 0.35 for others.

    >>> french_share("Le ministre des Affaires étrangères est en visite officielle à Moscou.") > 0.7
    True
    >>> french_share("The foreign ministers discussed the trade agreement and regional security in Moscow.") < 0.4
    True
    """
    words = [word.lower() for word in _WORD.findall(text)[:_SAMPLE]]
    return sum(known(word) and frequency(word) > 1e-6 for word in words) / len(words) if words else 0.0


def is_foreign(text: str) -> bool:
    """Whether a paragraph is in English or Vietnamese, by the little words that every sentence has.

    >>> is_foreign("Both sides agreed to strengthen the partnership."), is_foreign("Hai bên đã ký kết các văn kiện.")
    (True, True)
    >>> is_foreign("Les deux parties ontsigné l'accord de libre-échange.")
    False
    """
    words = [word.lower() for word in _WORD.findall(text)[:_SAMPLE]]
    counts = {language: sum(word in _LITTLE[f"little_{language}"] for word in words) for language in ("fr", "en", "vi")}
    return max(counts["en"], counts["vi"]) > counts["fr"]


def is_french(text: str) -> bool:
    """Whether a text is in French; a text without words is in no language."""
    return french_share(text) >= _FRENCH
