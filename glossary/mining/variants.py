"""Forms of one term brought together: which form is shown, and how each of the others differs. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from glossary.mining.phrases import SINGLE_TAGS
from glossary.model import Relation
from tm.lexicon import readings
from tm.tagging import Token
from tm.text import fold, nfc, same_accents, stem

# A term met this often, and only in the plural, is one that lives in the plural: "relations bilatérales".
_PLURAL_TERM = 3


def relation(term: str, form: str) -> Relation:
    """How a form differs from the term.

    >>> [relation("visite d’État", form).value for form in ("visite d'Etat", "Visite d’État", "visites d’État")]
    ['accents', 'spelling', 'number']
    >>> relation("accord commercial", "accords commerciaux").value, relation("directeur général", "directrice générale").value
    ('number', 'inflection')
    >>> relation("ambassadeur de Russie", "ambassadeur russe").value, relation("accord de pêche", "accord sur la pêche").value
    ('word order', 'article or preposition')
    >>> relation("Organisation des Nations unies", "ONU").value
    'acronym'
    """
    if fold(term) == fold(form):
        return _spelling(term, form)
    if form.isupper() and " " not in form and " " in term:
        return Relation.ACRONYM
    if term.isupper() and " " not in term and " " in form:
        return Relation.FULL_FORM
    words, others = _content(term), _content(form)
    if words == others:
        return Relation.LINK
    if len(words) != len(others):
        return Relation.WORD_ORDER if words and others and words[0] == others[0] else Relation.INFLECTION
    if len(_words(term)) != len(_words(form)):
        return Relation.WORD_ORDER
    return _inflection([pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]])


def relation_within(terms: Sequence[str], form: str) -> Relation:
    """How a form differs from the first term of a concept, or that it is another of its terms.

    >>> [relation_within(["accord de pêche", "pacte halieutique"], form).value for form in ("accords de pêche", "Pacte halieutique")]
    ['number', 'synonym']
    """
    found = relation(terms[0], form)
    other = not same_but_for_spelling(terms[0], form) and any(same_but_for_spelling(term, form) for term in terms[1:])
    return Relation.SYNONYM if other and found not in (Relation.ACRONYM, Relation.FULL_FORM) else found


def plain_relation(term: str, form: str) -> Relation:
    """How a form differs from the term in a language of which no more is known than its letters.

    >>> [plain_relation("Member State", form).value for form in ("member state", "Member States")]
    ['spelling', 'inflection']
    """
    return _spelling(term, form) if fold(term) == fold(form) else Relation.INFLECTION


def same_but_for_spelling(term: str, form: str) -> bool:
    """Whether two forms differ in case, accents, apostrophes and hyphens only."""
    return fold(term) == fold(form)


def _spelling(term: str, form: str) -> Relation:
    plain, other = term.casefold().replace("’", "'"), form.casefold().replace("’", "'")
    if plain != other and plain.replace("-", " ") == other.replace("-", " "):
        return Relation.HYPHEN
    return Relation.SPELLING if same_accents(term) == same_accents(form) else Relation.ACCENTS


def _content(text: str) -> list[str]:
    """The folded words of a phrase without prepositions and articles."""
    return [word for word in _words(text) if readings(word)[0].tag not in "SD"]


def _words(text: str) -> list[str]:
    return fold(text).replace("'", "' ").split()


def _inflection(pairs: Sequence[tuple[str, str]]) -> Relation:
    """What pairs of words that differ in their endings differ in."""
    if all(_singular_stem(word) == _singular_stem(other) for word, other in pairs):
        return Relation.NUMBER
    plurals = [word[-1:] in "sx" for pair in pairs for word in pair]
    return Relation.GENDER if len(set(plurals)) == 1 and all(stem(word) == stem(other) for word, other in pairs) else Relation.INFLECTION


def _singular_stem(word: str) -> str:
    return word[:-2] + "l" if word.endswith("aux") and not word.endswith("eaux") else word.removesuffix("s").removesuffix("x")


def display_form(uses: Sequence[tuple[Sequence[Token], int]]) -> str:
    """The dictionary form of a term, from all its uses: singular unless it lives in the plural, capitals where usual.

    `uses` are the tokens of its forms, each with how often it is used. The singular is taken from the texts where they
    have it, and formed word by word where they do not.
    """
    if all(len(tokens) == 1 and tokens[0].tag in SINGLE_TAGS for tokens, _ in uses):
        return most_frequent(summed((tokens[0].lemma, count) for tokens, count in uses))
    texts = usual_case(summed((surface(tokens), count) for tokens, count in uses))
    by_text = {surface(tokens): tokens for tokens, _ in uses}
    singular = {text: count for text, count in texts.items() if not _plural_head(by_text[text])}
    usual = most_frequent(texts)
    institution = usual not in singular and usual[0].isupper()  # "Nations Unies", "Affaires étrangères" keep their plural
    if institution or (not singular and sum(count for _, count in uses) >= _PLURAL_TERM):
        return usual
    return most_frequent(Counter(singular)) if singular else singularise(by_text[usual])


def summed(counts: Iterable[tuple[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for text, count in counts:
        total[text] += count
    return total


def surface(tokens: Sequence[Token]) -> str:
    """The text of the tokens as one would print it, with typographic apostrophes and no capital that a sentence lent."""
    pieces = []
    for number, token in enumerate(tokens):
        gap = " " if number and token.start > tokens[number - 1].end else ""
        name = len(tokens) > 1 and tokens[1].capital and tokens[1].tag == "A"  # "Nations Unies"
        lent = number == 0 and token.start == 0 and token.tag != "E" and not name
        pieces.append(gap + (token.text[0].lower() + token.text[1:] if lent else token.text))
    return nfc("".join(pieces)).replace("'", "’")


def usual_case(texts: Counter[str]) -> Counter[str]:
    """Only the forms without a first capital, where a fair share goes without it."""
    lower = Counter({text: count for text, count in texts.items() if text[0].islower()})
    return lower if 5 * lower.total() >= texts.total() else texts


def most_frequent(texts: Counter[str]) -> str:
    """The form used most; among equals the one with more marks, then in alphabetical order."""
    return min(texts, key=lambda text: (-texts[text], -sum(c > "\x7f" for c in text), text))


def _plural_head(tokens: Sequence[Token]) -> bool:
    head = next((t for t in tokens if t.tag == "N"), tokens[0])
    return head.number == "p" and head.lemma != head.text.lower()


def singularise(tokens: Sequence[Token]) -> str:
    """The phrase with its head and the adjectives that agree with it in the singular.

    >>> from tm.tagging import tag
    >>> singularise(tag("barrières non tarifaires")), singularise(tag("groupes parlementaires d'amitié"))
    ('barrière non tarifaire', 'groupe parlementaire d’amitié')
    """
    words = list(tokens)
    agreeing = True
    result: list[Token] = []
    for token in words:
        if token.tag == "S":
            agreeing = False
        text = _singular(token) if agreeing and token.tag in "NAP" else token.text
        result.append(Token(text, token.start, token.end, token.tag, token.lemma))
    return surface(result)


def _singular(token: Token) -> str:
    """The singular of a word form, in its own gender; the form itself where none is known."""
    word = token.text.lower()
    found = [r for r in readings(word) if r.tag == token.tag]
    if not found or found[0].number == "s" or not word.endswith(("s", "x")) or token.text not in (word, word.capitalize()):
        return token.text
    gender = found[0].gender
    bases = [word[:-1], word[:-3] + "al" if word.endswith("aux") else word[:-1], found[0].lemma]
    for base in bases:
        if any(
            r.number != "p" and r.lemma == found[0].lemma and (not gender or r.gender in ("", gender)) and r.weight >= 0.02
            for r in readings(base)
        ):
            return base if word == token.text else base.capitalize()
    return word[:-1] if word.endswith("s") else token.text
