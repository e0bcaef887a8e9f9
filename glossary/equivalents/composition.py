"""Phrases put together from what is known: "ambassadeur de Russie", "visite officielle en Chine", "vice-ministre russe …".

A phrase is taken apart from its end: an adjective of nationality, a place behind a preposition, two parties behind
"entre". What is left must be a term of the reference glossary. The parts are then joined in the order of the target
language. A composed equivalent is a proposal, with its parts as evidence. Where a part says something else
beside another one, nothing is composed: a wrong equivalent is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from glossary.equivalents import gazetteer, places
from glossary.model import Concept, EntityType
from tm.lexicon import lemma
from tm.tagging import Token, tag
from tm.text import fold

Known = Callable[[str], Concept | None]  # the concept of a French term, in whatever form it stands
_IN_PLACE = frozenset(["en", "à", "au", "aux", "dans"])
_OF = frozenset(["de", "d'", "du", "des"])
_ARTICLES = frozenset(["le", "la", "les", "l'"])
# Heads behind which "en" and "à" name a place, and how English says it; behind others they govern what follows.
_PREPOSITIONS = dict.fromkeys(["visite", "ambassadeur", "tournee", "deplacement", "consul"], "to") | dict.fromkeys(
    ["ambassade", "bureau", "communaute", "conference", "consulat", "delegation", "election", "entreprise", "festival", "forum", "mission",
     "representation", "ressortissant", "reunion", "sommet"], "in"
)  # fmt: skip
_WHITHER = frozenset(["visite", "tournee", "deplacement"])  # Vietnamese puts the place right behind: thăm Nga
# Heads that say more with a country than their parts do: who goes where, or a fixed name.
_TOGETHER = frozenset(
    ["accord", "adhesion", "consensus", "crise", "golfe", "guerre", "invitation", "mer", "ocean", "retour", "retrait", "sommet", "traite"]
)
# Where Vietnamese has another word for the office than elsewhere (Chủ tịch for Tổng thống): such a phrase is left to people.
_PRESIDENTS = frozenset(["president", "vice president", "presidence"])
_CHAIRED = frozenset(["CN", "CU", "HK", "KP", "LA", "MO", "TW", "VN"])
# Countries whose English name takes an article inside a sentence.
_WITH_ARTICLE = frozenset(["AE", "BS", "CD", "CF", "CG", "CZ", "DO", "GB", "GM", "KM", "MH", "MV", "NL", "PH", "SB", "SC", "US", "VA"])
# What Vietnam's bodies and posts are called in English and other countries' are not: "Minister of National Defence".
_VIETNAM, _NATIONAL = "Vietnam:", re.compile(r"\b(?:National|People’s|State)\b")
# What makes an English term one country's or one body's own.
_OWN = re.compile(
    r"\b(?:European|International|Vietnam\w*|French|France|Chinese|China|Russia\w*|American|United|Lao\w*|Japan\w*|Kore\w+)\b"
)


@dataclass(frozen=True, slots=True)
class Composed:
    """A phrase in English and Vietnamese, and the parts that it was put together from."""

    en: str
    vi: str
    parts: tuple[str, ...]


def compose(phrase: str, known: Known) -> Composed | None:
    """The phrase in English and Vietnamese, or None where its parts are not all known or it has one part only.

    >>> from glossary.equivalents import reference
    >>> terms = {term.term: c for c in reference.concepts() for term in c.terms("fr")}
    >>> compose("ambassadeur de Russie", terms.get)
    Composed(en='ambassador of Russia', vi='đại sứ Nga', parts=('ambassadeur', 'Russie'))
    >>> compose("visite officielle en Chine", terms.get).vi
    'chuyến thăm chính thức Trung Quốc'
    >>> compose("président chinois", terms.get), compose("visite officielle", terms.get), compose("zyglophore russe", terms.get)
    (None, None, None)
    """
    found = _compose(tag(phrase), known)
    return found if found and len(found.parts) > 1 else None


def _compose(tokens: Sequence[Token], known: Known, country: str = "VN") -> Composed | None:
    """The phrase, said of a country."""
    text = _text(tokens)
    if not text:
        return None
    if (concept := known(text)) and _is_general(concept, text):
        english = _preferred(concept, "en") if country == "VN" else _anywhere(concept)
        return Composed(english, _preferred(concept, "vi"), (text,)) if english else None
    for taken in (_between, _in_place, _national):
        if found := taken(tokens, known):
            return found
    return None


def _anywhere(concept: Concept) -> str:
    """The English term for a body or post, not as only Vietnam's is called; empty where there is none."""
    terms = [term.term for term in concept.terms("en")]
    if concept.subject_field.startswith(_VIETNAM):
        terms = [term for term in terms if not _NATIONAL.search(term) and not term.isupper()]
    return terms[0] if terms else ""


def _is_general(concept: Concept, text: str) -> bool:
    """Whether a term is nobody's own: no body's name, nor one that has a country in it already."""
    own = concept.entity is EntityType.ORGANISATION and text[:1].isupper()
    return not own and not _OWN.search(_preferred(concept, "en"))


def _national(tokens: Sequence[Token], known: Known) -> Composed | None:
    """A phrase with an adjective of nationality somewhere behind its head."""
    for number, token in enumerate(tokens[1:], 1):
        country = places.nationality(token.lemma) if token.tag == "A" else None
        if not country or not (rest := _compose([*tokens[:number], *tokens[number + 1 :]], known, country.country)):
            continue
        if _head(rest) not in _WHITHER | _TOGETHER and not _own_office(rest, country.country):
            return Composed(f"{country.en} {rest.en}", f"{rest.vi} {country.vi}", (*rest.parts, token.text))
    return None


def _in_place(tokens: Sequence[Token], known: Known) -> Composed | None:
    """A phrase that ends with a preposition and the name of a place."""
    for number in range(len(tokens) - 1, 0, -1):
        link = _word(tokens[number])
        start = number + 1 + (number + 1 < len(tokens) and _word(tokens[number + 1]) in _ARTICLES)
        name = _text(tokens[start:])
        party = _party(name, known) if link in _OF | _IN_PLACE | {"avec"} else None
        if not party or not (rest := _compose(tokens[:number], known, places.code(name) or "VN")):
            continue
        head = _head(rest)
        if head in _TOGETHER or _own_office(rest, places.code(name) or "HK"):
            return None
        if link == "avec":
            english, vietnamese = "with", "với "
        elif link in _OF and head not in _WHITHER:
            english, vietnamese = "of", ""
        elif link in _IN_PLACE and head in _PREPOSITIONS:
            english, vietnamese = _PREPOSITIONS[head], ("" if head in _WHITHER else "tại ")
        else:
            return None
        return Composed(f"{rest.en} {english} {party.en}", f"{rest.vi} {vietnamese}{party.vi}", (*rest.parts, name))
    return None


def _between(tokens: Sequence[Token], known: Known) -> Composed | None:
    """A phrase that ends with "entre … et …"."""
    words = [_word(token) for token in tokens]
    if "entre" not in words[1:] or "et" not in words:
        return None
    start = words.index("entre", 1)
    for middle in (number for number, word in enumerate(words) if word == "et" and number > start + 1):
        names = [_text(_without_article(tokens[start + 1 : middle])), _text(_without_article(tokens[middle + 1 :]))]
        first, second = (_party(name, known) for name in names)
        if first and second and (rest := _compose(tokens[:start], known)):
            return Composed(
                f"{rest.en} between {first.en} and {second.en}", f"{rest.vi} giữa {first.vi} và {second.vi}", (*rest.parts, *names)
            )
    return None


def _party(name: str, known: Known) -> Composed | None:
    """A country, another place or a body, as it stands behind a preposition."""
    if (english := places.equivalent(name, "en")) and (vietnamese := places.equivalent(name, "vi")):
        code = places.code(name)
        return Composed(f"the {english}" if code in _WITH_ARTICLE else english, places.press_name(code) or vietnamese, (name,))
    if (place := gazetteer.place(name)) and place.of("en") and place.of("vi"):
        return Composed(place.of("en")[0], place.of("vi")[0], (name,))
    concept = known(name)
    if concept and concept.entity is EntityType.ORGANISATION and name[:1].isupper():
        english = _preferred(concept, "en")
        return Composed(english if english.isupper() else f"the {english}", _preferred(concept, "vi"), (name,))
    return None


def _head(phrase: Composed) -> str:
    """The folded dictionary form of a phrase's first word."""
    return fold(lemma(phrase.parts[0].split()[0].lower()))


def _own_office(rest: Composed, country: str) -> bool:
    return _head(rest) in _PRESIDENTS and country in _CHAIRED


def _text(tokens: Sequence[Token]) -> str:
    pieces = (" " * (number > 0 and token.start > tokens[number - 1].end) + token.text for number, token in enumerate(tokens))
    return "".join(pieces)


def _without_article(tokens: Sequence[Token]) -> Sequence[Token]:
    return tokens[1:] if tokens and _word(tokens[0]) in _ARTICLES else tokens


def _word(token: Token) -> str:
    return token.text.lower().replace("’", "'")


def _preferred(concept: Concept, language: str) -> str:
    return concept.terms(language)[0].term
