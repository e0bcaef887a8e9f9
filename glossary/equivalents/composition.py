"""Phrases put together from what is known: "ambassadeur de Russie", "visite officielle en Chine", "vice-ministre russe …".

A phrase is taken apart from its end: an adjective of nationality, a place behind a preposition, two parties behind
"entre". What is left must be a term of the reference glossary. The parts are then joined in the order of the target
language. A composed equivalent is a proposal, with its parts as evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from glossary.equivalents import gazetteer, places
from glossary.model import Concept, EntityType
from tm.tagging import Token, tag

Known = Callable[[str], Concept | None]  # the concept of a French term, in whatever form it stands
_TO = frozenset(["visite", "ambassadeur", "ambassadrice", "tournée", "déplacement"])  # heads behind which "en" is "to"
_IN_PLACE = frozenset(["en", "à", "au", "aux", "dans"])
_OF = frozenset(["de", "d'", "du", "des"])
_ARTICLES = frozenset(["le", "la", "les", "l'"])
_VISIT = "visite"
# Where Vietnamese has another word for the office than elsewhere (Chủ tịch for Tổng thống): such a phrase is left to people.
_OWN_OFFICE = {head: frozenset(["CN", "CU", "KP", "LA", "VN"]) for head in ("président", "présidente", "vice-président", "vice-présidente")}


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


def _compose(tokens: Sequence[Token], known: Known) -> Composed | None:
    text = _text(tokens)
    if not text:
        return None
    if concept := known(text):
        return Composed(_preferred(concept, "en"), _preferred(concept, "vi"), (text,))
    for taken in (_between, _national, _in_place):
        if found := taken(tokens, known):
            return found
    return None


def _national(tokens: Sequence[Token], known: Known) -> Composed | None:
    """A phrase with an adjective of nationality somewhere behind its head."""
    for number, token in enumerate(tokens[1:], 1):
        country = places.nationality(token.lemma) if token.tag == "A" else None
        if country and (rest := _compose([*tokens[:number], *tokens[number + 1 :]], known)) and not _own_office(rest, country.country):
            return Composed(f"{country.en} {rest.en}", f"{rest.vi} {country.vi}", (*rest.parts, token.text))
    return None


def _in_place(tokens: Sequence[Token], known: Known) -> Composed | None:
    """A phrase that ends with a preposition and the name of a place."""
    for number in range(len(tokens) - 1, 0, -1):
        link = _word(tokens[number])
        start = number + 1 + (number + 1 < len(tokens) and _word(tokens[number + 1]) in _ARTICLES)
        name = _text(tokens[start:])
        party = _party(name, known) if link in _OF | _IN_PLACE | {"avec"} else None
        if not party or not (rest := _compose(tokens[:number], known)) or _own_office(rest, places.code(name)):
            continue
        head = rest.parts[0].split()[0].lower()
        if link in _OF:
            english, vietnamese = "of", ""
        elif link == "avec":
            english, vietnamese = "with", "với "
        else:
            english, vietnamese = ("to" if head in _TO else "in"), ("" if head == _VISIT else "tại ")
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
        return Composed(english, vietnamese, (name,))
    if (place := gazetteer.place(name)) and place.of("en") and place.of("vi"):
        return Composed(place.of("en")[0], place.of("vi")[0], (name,))
    concept = known(name)
    if concept and concept.entity is EntityType.ORGANISATION and name[:1].isupper():
        english = _preferred(concept, "en")
        return Composed(english if english.isupper() else f"the {english}", _preferred(concept, "vi"), (name,))
    return None


def _own_office(rest: Composed, country: str) -> bool:
    return country in _OWN_OFFICE.get(rest.parts[0].lower(), ())


def _text(tokens: Sequence[Token]) -> str:
    pieces = (" " * (number > 0 and token.start > tokens[number - 1].end) + token.text for number, token in enumerate(tokens))
    return "".join(pieces)


def _without_article(tokens: Sequence[Token]) -> Sequence[Token]:
    return tokens[1:] if tokens and _word(tokens[0]) in _ARTICLES else tokens


def _word(token: Token) -> str:
    return token.text.lower().replace("’", "'")


def _preferred(concept: Concept, language: str) -> str:
    return concept.terms(language)[0].term
