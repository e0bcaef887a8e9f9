"""Vietnamese noun phrases and names: the spans of a tagged segment that may be terms, and how they are shown. Pure functions.

Vietnamese noun phrases begin with their head: N (N | A | V)*, with links (của | về | với …) before another noun, and
verbs of two syllables or more may stand for what they do: "hợp tác quốc tế". Classifiers are left off in front.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from glossary.mining.phrases import LONGEST, Span
from glossary.mining.variants import most_frequent, summed, usual_case
from glossary.model import EntityType
from tm.tagging import Token
from tm.text import nfc
from tm.vietnamese import is_syllable, spelling
from tm.words import word_lists

_LISTS = {name: frozenset(word.replace("_", " ") for word in words) for name, words in word_lists("glossary", "words.vi.toml").items()}
_EMPTY, _CLASSIFIED, _CLASSIFIERS, _CLAUSAL, _LINKS = (_LISTS[name] for name in ("empty", "classified", "classifiers", "clausal", "links"))
_ROLES, _CIVILITIES, _PLACE_NOUNS = (_LISTS[name] for name in ("roles", "civilities", "place_nouns"))
_FAMILY_NAMES, _ORGANISATION = _LISTS["family_names"], _LISTS["organisation"]
_AND = frozenset(["và", "-", "–", "&"])
_NOT = frozenset(["không", "chưa", "tự", "cùng", "lẫn", "vừa"])  # adverbs inside terms: "khu vực không bay"

# Shapes of phrases over tags (S for any link, C for "và"), and how often such a phrase is a term, against N N.
PATTERNS: dict[str, float] = {
    "NN": 1.0, "NA": 0.8, "NV": 0.8, "N": 0.5, "VN": 0.5, "NNN": 0.7, "NNA": 0.6, "NVN": 0.6, "NNV": 0.5, "NAN": 0.4, "NVV": 0.4,
    "NVA": 0.4, "NE": 0.4, "NNE": 0.4, "NNNN": 0.5, "NNNA": 0.5, "NSN": 0.4, "NSNN": 0.35, "VA": 0.35, "VV": 0.35, "VNN": 0.35,
    "VNA": 0.3, "NCN": 0.3, "NNCN": 0.3, "NNCNN": 0.3, "NVCV": 0.3, "VCV": 0.25, "NNSN": 0.25, "NVNN": 0.4, "NVNA": 0.4, "V": 0.25,
    "A": 0.25, "AN": 0.2,
}  # fmt: skip


def phrases(tokens: Sequence[Token]) -> Iterator[Span]:
    """The spans (first token, last token + 1) of the noun phrases of a segment, nested ones included."""
    for start in range(len(tokens)):
        if not _may_begin(tokens, start):
            continue
        state = "head"
        for position in range(start, min(len(tokens), start + LONGEST)):
            state = _next(state, tokens, position) if position > start else "head"
            if not state:
                break
            if state == "head" and _may_end(tokens, start, position):
                yield start, position + 1


def single_words(tokens: Sequence[Token]) -> Iterator[Span]:
    """The spans of adjectives and verbs of two syllables by themselves."""
    for start, token in enumerate(tokens):
        if token.tag in "VA" and " " in token.text and not _bound(token):
            yield start, start + 1


def names(tokens: Sequence[Token]) -> Iterator[tuple[int, int, EntityType]]:
    """The longest runs of proper names, and what each seems to name: a person, a body, a place.

    A person's is known by a form of address, or by a role in front of what cannot be a country's name.
    """
    position = 0
    while position < len(tokens):
        end = position
        last = min(len(tokens), position + LONGEST)
        while end < last and tokens[end].tag == "E" and (end == position or _same_name(tokens[end - 1], tokens[end])):
            end += 1
        if end > position and not _common(tokens[position:end]):
            yield position, end, _kind(tokens, position, end)
        position = max(end, position + 1)


def key(tokens: Sequence[Token]) -> str:
    """What the spelling variants of a phrase share: small letters, one place for tone marks; marks count, determiners do not.

    >>> from tm.vietnamese import tag
    >>> key(tag("Hoà bình")) == key(tag("hòa bình")), key(tag("má")) == key(tag("mà"))
    (True, False)
    """
    return " ".join(spelling(nfc(token.text)) for token in tokens if token.tag not in "DX")


def surface(tokens: Sequence[Token]) -> str:
    """The text of the tokens as one would print it, with usual spaces and no capital that a sentence lent."""
    pieces = [(" " if n and token.start > tokens[n - 1].end else "") + " ".join(token.text.split()) for n, token in enumerate(tokens)]
    first = tokens[0]
    title = any(token.capital and token.tag not in "EX" for token in tokens[1:])  # "Bộ Ngoại giao"
    if first.start == 0 and first.tag != "E" and not title and not first.text.isupper():
        pieces[0] = pieces[0][0].lower() + pieces[0][1:]
    return nfc("".join(pieces))


def display_form(uses: Sequence[tuple[Sequence[Token], int]]) -> str:
    """The form of a term that most uses have, without the capital of a sentence's first word."""
    return most_frequent(usual_case(summed((surface(tokens), count) for tokens, count in uses)))


def is_loose(tokens: Sequence[Token]) -> bool:
    """Whether "các" or "những" inside ties the phrase to its sentence."""
    return any(token.tag == "D" for token in tokens[1:])


def _word(token: Token) -> str:
    return nfc(token.text).lower()


def _bound(token: Token, alone: bool = True) -> bool:
    """Whether a word makes no term at its edge; some do only where it stands alone."""
    word = _word(token)
    if word in _CLASSIFIED:
        return alone
    return word in _EMPTY or word in _CLASSIFIERS or (word in _CLAUSAL and token.tag == "V")


def _may_begin(tokens: Sequence[Token], start: int) -> bool:
    token = tokens[start]
    if (_bound(token) and not (token.capital and token.start > 0)) or _word(token) in _CIVILITIES:
        return False
    if token.tag == "E":  # "Duma Quốc gia"
        return start + 1 < len(tokens) and tokens[start + 1].capital and tokens[start + 1].tag in "NVA"
    if token.tag == "N" or (token.tag in "VA" and token.capital and token.start > 0):
        return len(token.text) > 1
    return token.tag in "VA" and " " in token.text


def _may_end(tokens: Sequence[Token], start: int, position: int) -> bool:
    """Whether a phrase may end on this word: not on an empty one, nor where a name goes on."""
    token = tokens[position]
    if position == start and token.tag != "N":
        return False
    if position > start and _bound(token, alone=False):
        return False
    if position > start and token.tag == "V" and " " not in token.text and tokens[position - 1].tag == "V":
        return False
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    if after is None or not token.capital or token.start == 0 or _word(token) in _ROLES:
        return True
    return not (after.capital and after.tag in "NVA")  # "Bộ | Ngoại giao"


def _next(state: str, tokens: Sequence[Token], position: int) -> str:
    """The state after a word; empty where the phrase cannot go on: "head" may end a phrase, "link" and "and" may not."""
    token, before = tokens[position], tokens[position - 1]
    word = _word(token)
    if token.tag == "V" and word in _CLAUSAL and not token.capital:
        return ""
    if (word in _CIVILITIES and not token.capital) or (token.tag == "E" and _is_person(tokens, position)):
        return ""
    if token.tag in "NVAE" or (token.capital and token.tag != "X"):
        return "head"
    if state != "head":
        return "link the" if state == "link" and token.tag == "D" else ""
    if token.tag == "D":
        return "link the" if word in ("các", "những") and before.tag == "N" else ""
    if token.tag == "S" and word in _LINKS:
        return "link"
    if word == "," and before.capital and position + 2 < len(tokens) and tokens[position + 1].capital:
        return "and" if any(t.text == "và" for t in tokens[position + 2 : position + 5]) else ""
    if word in _AND:
        return "and" if _coordinates(tokens, position) else ""
    if token.tag == "B" and word in _NOT:
        return "link the"
    if token.tag == "M":  # "thương mại hai chiều"
        return "head" if before.capital and token.text[0].isdigit() else "link the"
    return ""


def _coordinates(tokens: Sequence[Token], position: int) -> bool:
    """Whether "và" or a dash ties two words of one kind: both capitalised, or both not."""
    if position + 1 >= len(tokens):
        return False
    before, after = tokens[position - 1], tokens[position + 1]
    if tokens[position].tag == "X" and after.start == tokens[position].end:
        return False
    alike = before.tag == after.tag or _named(before) or (" " in before.text and " " in after.text)
    return _named(before) == _named(after) and alike and after.tag in "NVAE"


def _named(token: Token) -> bool:
    return any(syllable[0].isupper() for syllable in token.text.split())


def _common(tokens: Sequence[Token]) -> bool:
    """Whether what has capitals is a day, a role or the short name of a body rather than a name: "Thứ Bảy", "Đảng"."""
    word = " ".join(map(_word, tokens))
    return len(word) < 2 or word in _EMPTY or word in _ROLES or word in _ORGANISATION


def _is_person(tokens: Sequence[Token], position: int) -> bool:
    return _kind(tokens, position, position + 1) is EntityType.PERSON or (
        _foreign(tokens[position]) and position > 0 and _word(tokens[position - 1]) in _ROLES and not tokens[position].text.isupper()
    )


def _same_name(before: Token, after: Token) -> bool:
    """Whether two proper names in a row are one: a country's name does not go on with a foreigner's."""
    return after.start - before.end == 1 and _foreign(before) == _foreign(after)


def _foreign(token: Token) -> bool:
    return not all(is_syllable(syllable) for syllable in token.text.split())


def _kind(tokens: Sequence[Token], start: int, end: int) -> EntityType:
    syllables = " ".join(t.text for t in tokens[start:end]).split()
    before = _word(tokens[start - 1]) if start else ""
    own = len(syllables) > 1 and (syllables[0] in _FAMILY_NAMES or _foreign(tokens[start]))
    if before in _CIVILITIES:
        return EntityType.PERSON
    if len(syllables) == 1 and syllables[0].isupper() and len(syllables[0]) > 1:
        return EntityType.ORGANISATION
    if before in _PLACE_NOUNS:
        return EntityType.PLACE
    if own and (before in _ROLES or (syllables[0] in _FAMILY_NAMES and 3 <= len(syllables) <= 4) or _foreigner(tokens, start)):
        return EntityType.PERSON
    return EntityType.NAME


def _foreigner(tokens: Sequence[Token], start: int) -> bool:
    """Whether a role and a country stand in front: "Ngoại trưởng Nga Sergey Lavrov"."""
    return start > 1 and tokens[start - 1].tag == "E" and not _foreign(tokens[start - 1]) and _word(tokens[start - 2]) in _ROLES
