"""Which language a text is in, as far as the miner must know before it starts."""

from __future__ import annotations

import re

from tm.lexicon import frequency, known
from tm.words import word_lists

_LITTLE = word_lists("tm", "words.toml")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SAMPLE = 2000  # words
_FRENCH = 0.5
_SHARED = frozenset(
    ["la", "de", "que", "en", "se", "un", "sa", "par", "a", "ne", "nous", "vous", "son"]
)  # with Spanish, Italian, Portuguese or Catalan
_FEW, _OWN = 25, 0.06


def french_share(text: str) -> float:
    """The share (0–1) of running words that are common French words; about 0.8 for French, 0.25 for English, up to 0.5 for its sisters.

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
    """Whether a text is in French: by its words, and by little words that its sisters do not have.

    >>> is_french("El presidente de la república visitó la capital con una delegación importante de su gobierno. " * 3)
    False
    """
    words = [word.lower() for word in _WORD.findall(text)[:_SAMPLE]]
    own = sum(word in _LITTLE["little_fr"] - _SHARED for word in words)
    return french_share(text) >= _FRENCH and (len(words) < _FEW or own >= _OWN * len(words))
