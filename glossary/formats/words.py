"""What each dialect calls the same thing: statuses, types of term, parts of speech, genders, in one table each.

Spellings are compared without case, spaces and punctuation. What has no exact counterpart keeps its own word in a note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from glossary.model import AdministrativeStatus, TermType

_STATUSES = {
    AdministrativeStatus.PREFERRED: (
        "preferredTerm-admn-sts preferredTerm preferred approved standardizedTerm-admn-sts standardizedTerm standardized "
        "legalTerm-admn-sts legalTerm regulatedTerm-admn-sts regulatedTerm recommended validated"
    ),
    AdministrativeStatus.ADMITTED: (
        "admittedTerm-admn-sts admittedTerm admitted allowed permitted acceptable accepted alternative provisional"
    ),
    AdministrativeStatus.DEPRECATED: (
        "deprecatedTerm-admn-sts deprecatedTerm deprecated forbidden notRecommended notRecommendedTerm avoid prohibited rejected "
        "nonstandard doNotUse banned negative"
    ),
    AdministrativeStatus.SUPERSEDED: (
        "supersededTerm-admn-sts supersededTerm superseded obsolete obsoleteTerm outdated historical archaicTerm"
    ),
}
_TYPES = {
    TermType.FULL_FORM: "fullForm full full_form fullName term",
    TermType.ACRONYM: "acronym",
    TermType.ABBREVIATION: "abbreviation abbrev abbreviatedForm",
    TermType.SHORT_FORM: "shortForm short short_form shortcut",
    TermType.VARIANT: "variant spellingVariant orthographicalVariant",
    TermType.PHRASE: "phrase phraseologicalUnit setPhrase",
}
_POS = {
    "noun": "noun n nom substantive",
    "verb": "verb v verbe",
    "adjective": "adjective adj adjectif",
    "adverb": "adverb adv adverbe",
    "properNoun": "properNoun",
    "other": "other",
}
_GENDERS = {
    "masculine": "masculine masc m",
    "feminine": "feminine fem f",
    "neuter": "neuter neut n",
    "other": "other otherGender common",
}
TERM_TYPES = {
    TermType.FULL_FORM: "fullForm",
    TermType.ACRONYM: "acronym",
    TermType.ABBREVIATION: "abbreviation",
    TermType.SHORT_FORM: "shortForm",
    TermType.VARIANT: "variant",
    TermType.PHRASE: "phrase",
}
STATUSES = {status: f"{status.value}Term-admn-sts" for status in AdministrativeStatus}


Value = TypeVar("Value")


def _plain(word: str) -> str:
    return re.sub(r"[\W_]+", "", word).casefold()


def _table(spellings: Mapping[Value, str]) -> dict[str, Value]:
    return {_plain(word): value for value, words in spellings.items() for word in words.split()}


_BY_STATUS, _BY_TYPE = _table(_STATUSES), _table(_TYPES)
_BY_POS, _BY_GENDER = _table(_POS), _table(_GENDERS)
_OWN_STATUSES = frozenset(_plain(f"{status}{end}") for status in AdministrativeStatus for end in ("", "Term", "Term-admn-sts"))
_OWN_TYPES = frozenset(_plain(word) for kind in TermType for word in (kind.value, TERM_TYPES[kind]))


@lru_cache(maxsize=1000)
def status(word: str) -> tuple[AdministrativeStatus | None, bool]:
    """The administrative status that a word means in any dialect, if it is one, and whether it means just that.

    >>> status("notRecommended")
    (<AdministrativeStatus.DEPRECATED: 'deprecated'>, False)
    """
    plain = _plain(word)
    return _BY_STATUS.get(plain), plain in _OWN_STATUSES


@lru_cache(maxsize=1000)
def term_type(word: str) -> tuple[TermType | None, bool]:
    """The type of term that a word means in any dialect, if it is one, and whether it means just that.

    >>> term_type("fullForm")
    (<TermType.FULL_FORM: 'full_form'>, True)
    """
    plain = _plain(word)
    return _BY_TYPE.get(plain), plain in _OWN_TYPES


@lru_cache(maxsize=1000)
def part_of_speech(word: str) -> str:
    """The part of speech in the words of TBX-Basic, or the word itself.

    >>> part_of_speech("Noun"), part_of_speech("proper noun"), part_of_speech("particle")
    ('noun', 'properNoun', 'particle')
    """
    return _BY_POS.get(_plain(word), word)


@lru_cache(maxsize=1000)
def gender(word: str) -> str:
    """The gender in the words of TBX-Basic, or the word itself."""
    return _BY_GENDER.get(_plain(word), word)


def reliability(value: str) -> int:
    """A reliability of 1 to 4: of `3/4`, of 1 to 4, of TBX's 1 to 10; 0 where it is none.

    >>> reliability("3/4"), reliability("3"), reliability("9"), reliability("good")
    (3, 3, 4, 0)
    """
    found = re.fullmatch(r"\s*(\d{1,2})(?:/4)?\s*", value)
    number = int(found[1]) if found else 0
    return number if number <= 4 else min(4, (number * 4 + 5) // 10)
