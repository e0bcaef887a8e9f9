"""What may be proposed for a mined term or name: from the gazetteer, by composition, by the rules for names.

Nothing is proposed that nobody knows: a person outside the gazetteer gets an English form by rule only (the marks of a
Vietnamese name go), never a Vietnamese one.
"""

from __future__ import annotations

import re
import unicodedata

from glossary.equivalents import gazetteer, places
from glossary.equivalents.composition import Known, compose
from glossary.model import Candidate, EntityType, LanguageSection, Origin, ReviewState, Term
from tm.text import fold
from tm.words import word_lists

COMPOSED_SCORE = 60.0
RULE_SCORE = 50.0
_VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
# Signs of a French transcription, which English writes otherwise.
_TRANSCRIBED = re.compile(r"ï|ou|tch|kh|dj|gu[ei]|[eo]v\b|eva\b|ova\b|ine\b|ski\b|enko\b|ch|\ble\b|\bléon\b|\bal-")
_FAMILY_NAMES = word_lists("glossary", "words.fr.toml")["family_names"]


def sections(candidate: Candidate, known: Known) -> list[LanguageSection]:
    """The English and Vietnamese sections proposed for a candidate; none where nothing is known of it or its parts.

    A person that the gazetteer knows also has a French one, which says who that is.
    """
    if candidate.entity is EntityType.PERSON:
        return _person(candidate)
    if candidate.entity in (EntityType.PLACE, EntityType.NAME) and (place := gazetteer.place(candidate.term)):
        return [section for language in ("en", "vi") if (section := place.section(language))]
    if found := compose(candidate.term, known):
        note = "composed of: " + " + ".join(found.parts)
        return [_section(language, text, COMPOSED_SCORE, note) for language, text in (("en", found.en), ("vi", found.vi))]
    if candidate.entity is EntityType.TERM and candidate.term.islower() and (country := places.nationality(candidate.term)):
        note = "the country's name, behind the noun"
        return [
            _section(*said, pos="adjective") for said in (("en", country.en, COMPOSED_SCORE, ""), ("vi", country.vi, COMPOSED_SCORE, note))
        ]
    return []


def _person(candidate: Candidate) -> list[LanguageSection]:
    for name in dict.fromkeys([candidate.term, *(form.text for form in candidate.forms if " " in form.text)]):
        if entry := gazetteer.person(name):
            who = LanguageSection("fr", (), entry.role("fr"))
            return [who, *(section for language in ("en", "vi") if (section := entry.section(language)))]
    words = fold(candidate.term).split()
    if (3 <= len(words) <= 4 and words[0] in _FAMILY_NAMES) or _VIETNAMESE.search(candidate.term.lower()):
        return [_section("en", _without_marks(candidate.term), RULE_SCORE, "by rule, without marks; Vietnamese form not known")]
    if not _TRANSCRIBED.search(candidate.term.lower()):
        return [_section("en", candidate.term, RULE_SCORE, "by rule, unchanged; Vietnamese form not known")]
    return []


def _without_marks(name: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub("[đĐ]", lambda match: "d" if match[0] == "đ" else "D", bare)


def _section(language: str, text: str, score: float, note: str, pos: str = "noun") -> LanguageSection:
    origin = Origin.NAME_RULE if score == RULE_SCORE else Origin.COMPOSED
    term = Term(text, state=ReviewState.PROPOSED, origin=origin, score=score, pos=pos, note=note)
    return LanguageSection(language, (term,))
