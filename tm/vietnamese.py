"""Vietnamese tokens, which are words of one syllable or several, with their parts of speech. Pure functions.

Words and tags come from the two conditional random fields that underthesea carries (Apache-2.0; trained on VLSP 2013).
It is an extra, `[vi]`: without it each syllable is a token, the words of closed classes keep their tags, and every
other syllable is read as a noun; noun phrases are then found between the former, with more noise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from tm.tagging import Token
from tm.text import fold, nfc

NOTE = "Vietnamese words are told by syllables only: for better ones, pip install 'diplomatic-glossary[vi]'"
TOKEN = re.compile(r"\d+(?:[.,/]\d+)*|[A-Z]+\+\d*|[^\W_]+(?:[-‑][^\W_]+)*|[^\w\s]")  # a syllable, several that hyphens join, or a mark
_MODELS = {"words": ("word_tokenize", "ws_crf_vlsp2013_20230727"), "tags": ("pos_tag", "pos_crf_vlsp2013_20230303")}
# The tag set of VLSP 2013 in the letters of `tm.tagging`.
_TAGS = {
    "N": "N", "Nc": "N", "Nu": "N", "Nb": "N", "Np": "E", "Ny": "E", "V": "V", "A": "A", "P": "R", "R": "B", "L": "D", "M": "M", "E": "S",
    "C": "C", "Cc": "C", "CH": "X", "Z": "N",
}  # fmt: skip
# The words of closed classes, and verbs that no noun phrase holds; _ joins syllables.
_CLOSED = {
    "D": "các những mọi mỗi từng một_số một_vài nhiều vài mấy toàn_bộ tất_cả cả một",
    "S": "của cho với về trong trên dưới tại ở từ đến tới vào ra_khỏi giữa bằng bởi do để theo vì qua sau trước ngoài cùng_với nhằm gồm "
    "đối_với xung_quanh suốt khỏi nhờ",
    "C": "và hay hoặc nhưng mà thì nếu rằng vì_vậy do_đó tuy tuy_nhiên khi trong_khi như bên_cạnh_đó ngoài_ra song nên đồng_thời cũng_như "
    "bao_gồm vì_thế mặc_dù cùng",
    "R": "tôi chúng_tôi chúng_ta ta họ nó hắn mình này đó kia ấy đây đấy nào gì ai sao đâu nay thế vậy",
    "B": "đã đang sẽ vẫn còn cũng rất quá không chưa chẳng đều chỉ luôn thường lại càng hãy đừng rồi nữa ngay hơn nhất lắm khá hết "
    "có_thể cần nên phải",
    "V": "là có được bị nói cho_biết thấy khiến làm trở_thành muốn cho_rằng biết diễn_ra đưa nhận lấy đi",
    "M": "hai ba bốn năm_mươi sáu bảy tám chín mười trăm nghìn ngàn triệu tỷ",
}
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SYLLABLE = re.compile(r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|t|th|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|n|ng|nh|p|t)?")
_COUNTRIES = frozenset(["Anh", "Áo", "Bỉ", "Đức", "Hàn", "Lào", "Mỹ", "Nga", "Nhật", "Pháp", "Thái", "Úc", "Ý"])  # of one syllable
_OLD = {"úy": "uý", "ùy": "uỳ", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ", "Úy": "Uý", "Ùy": "Uỳ", "Ủy": "Uỷ", "Ũy": "Uỹ", "Ụy": "Uỵ"}
_UY = re.compile("(?:" + "|".join(_OLD) + r")\b")
_LONGEST = 8  # syllables of a word or a person's name
_SPACES = re.compile(r"\s+")


class _Tagger(Protocol):
    def predict(self, tokens: list[list[str]]) -> list[str]: ...


@cache
def _closed() -> dict[str, str]:
    return {word.replace("_", " "): tag for tag, words in _CLOSED.items() for word in words.split()}


@cache
def segmented() -> bool:
    """Whether words are told from syllables, that is, underthesea is installed."""
    return find_spec("underthesea") is not None


@cache
def _model(name: str) -> _Tagger:
    """A model of underthesea. Its public functions change what they read and give no offsets, hence one floor below them."""
    import underthesea
    from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger

    task, version = _MODELS[name]
    tagger: _Tagger = FastCRFSequenceTagger()
    tagger.load(str(Path(underthesea.__file__).parent / "pipeline" / task / "models" / version))  # type: ignore[attr-defined]
    return tagger


def tag(text: str) -> list[Token]:
    """The words of a segment with the part of speech of each; `text` of a token is as written, its lemma in small letters.

    >>> [(t.text, t.tag) for t in tag("Bộ Ngoại giao khẳng định quan hệ với Na Uy.") if t.tag in "EX"][-1]
    ('.', 'X')
    """
    pieces = [(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text)]
    if not pieces:
        return []
    spans = list(_words(pieces))
    words = [_usual(text[start:end]) for start, end in spans]
    tags = _model("tags").predict([[_old(word)] for word in words]) if segmented() else ["B-N"] * len(words)
    return [
        Token(text[start:end], start, end, letter := _letter(word, given[2:]), word if letter == "E" else word.lower())
        for (start, end), word, given in zip(spans, words, tags, strict=True)
    ]


def _words(pieces: Sequence[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    """Where each word begins and ends: syllables that the model joins, never across a mark."""
    if segmented():
        joined = [given == "I-W" for given in _model("words").predict([[_old(nfc(piece))] for piece, _, _ in pieces])]
    else:
        joined = _joined_by_list([nfc(piece).lower() for piece, _, _ in pieces])
    begin = 0
    for number in range(1, len(pieces) + 1):
        goes_on = number < len(pieces) and joined[number] and number - begin < _LONGEST
        if goes_on and _joinable([piece for piece, _, _ in pieces[begin : number + 1]]):
            continue
        yield pieces[begin][1], pieces[number - 1][2]
        begin = number


def _joinable(syllables: Sequence[str]) -> bool:
    """Whether syllables may be one word, the last one with those before.

    No marks; no capital behind two small syllables ("Ủy ban | Thường vụ"); no foreign name with what stands around it
    ("Trump | đe dọa", "Đức | Angela Merkel").
    """
    *_, before, last = syllables
    if not (last[0].isalnum() and before[-1].isalnum()):
        return False
    if last[0].islower():
        return not before[0].isupper() or is_syllable(before)
    if before in _COUNTRIES and not is_syllable(last):
        return False
    return len(syllables) == 2 or syllables[1][0].isupper()


def _old(syllable: str) -> str:
    """The syllable as the models' texts spell it: with the tone mark on the second letter of "uy"."""
    return syllable if syllable.isascii() else _UY.sub(lambda match: _OLD[match[0]], syllable)


def _joined_by_list(syllables: Sequence[str]) -> list[bool]:
    """Whether each syllable goes on with the word before it, for words of closed classes only."""
    joined = [False] * len(syllables)
    for number in range(1, len(syllables)):
        joined[number] = not joined[number - 1] and f"{syllables[number - 1]} {syllables[number]}" in _closed()
    return joined


def _usual(word: str) -> str:
    return nfc(_SPACES.sub(" ", word))


def _letter(word: str, given: str) -> str:
    """The tag of a word, by a list where its class is closed, by its capitals where it is a name, else as the model says."""
    if not word[0].isalnum():
        return "X"
    lower = word.lower()
    if (listed := _closed().get(lower)) and not word[0].isupper():
        return listed
    syllables = word.split()
    if len(syllables) > 1 and all(s[0].isupper() for s in syllables):
        return "E"
    if word[0].isdigit():
        return "M"
    if word[0].isupper() and not all(map(is_syllable, syllables)):
        return "E"
    tag = _TAGS.get(given, "O")
    return "N" if tag == "E" and word.islower() else tag


@lru_cache(maxsize=100_000)
def is_syllable(word: str) -> bool:
    """Whether a word is spelt like a Vietnamese syllable.

    >>> is_syllable("Nguyễn"), is_syllable("Lavrov"), is_syllable("ASEAN")
    (True, False, False)
    """
    return _SYLLABLE.fullmatch(fold(word)) is not None


@lru_cache(maxsize=100_000)
def spelling(word: str) -> str:
    """A word in small letters, the same for both ways to place a tone mark and to write i at the end of a syllable.

    >>> spelling("Hoà bình") == spelling("hòa bình"), spelling("kĩ thuật") == spelling("kỹ thuật"), spelling("má") == spelling("mà")
    (True, True, False)
    """
    return " ".join(map(_plain, word.lower().split()))


def _plain(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable)
    tone = "".join(letter for letter in letters if letter in _TONES)
    base = nfc("".join(letter for letter in letters if letter not in _TONES))
    return nfc(re.sub(r"(?<=^[hklmstv])y$", "i", base) + tone)


@cache
def frequencies() -> dict[str, float]:
    """The share of general Vietnamese that each lower-cased syllable has."""
    from wordfreq import get_frequency_dict

    return get_frequency_dict("vi")


def frequency(word: str) -> float:
    """How often the lower-cased word is used: its share of general Vietnamese, 0 where a syllable is not known.

    That of a word of several syllables is reckoned as wordfreq does, from those of its syllables: never above the rarest.
    """
    shares = [frequencies().get(syllable, 0.0) for syllable in nfc(word).split()]
    return 1 / sum(1 / share for share in shares) if shares and all(shares) else 0.0
