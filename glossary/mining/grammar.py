"""What the miner must know of a language, in one value each. Pure functions and tables; nothing heavy is loaded before it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import tm.english
import tm.vietnamese
from glossary.mining import english, english_names, names, ranking, variants, vietnamese
from glossary.mining.phrases import Span, is_loose, key, phrases, single_words
from glossary.model import EntityType
from tm import lexicon, tagging
from tm.tagging import Token
from tm.words import word_lists

_PERSON = 1.0  # a role or title in front is 2


@dataclass(frozen=True, slots=True)
class Grammar:
    """A language as the miner sees it.

    `tag` gives the tokens of a segment; `phrases` the spans of its noun phrases, nested ones included; `single_words`
    those of adjectives and verbs by themselves; `names` those of proper names, with what each names. For the tokens of
    one phrase, `key` is what its variants share, `surface` how it is printed, `pattern` its shape over tags, for which
    `patterns` says how often such a phrase is a term (0–1), and `is_loose` whether an article ties it to its sentence;
    `display_form` is the dictionary form for all uses of one
    term; `frequency` is the share (0–1) that a word in small letters has of the general language.
    `evaluative` are lemmas of adjectives that judge and name no kind; `heads` says what a capitalised phrase names, by
    its head in small letters.
    """

    language: str
    tag: Callable[[str], list[Token]]
    phrases: Callable[[Sequence[Token]], Iterator[Span]]
    single_words: Callable[[Sequence[Token]], Iterator[Span]]
    names: Callable[[Sequence[Token]], Iterator[tuple[int, int, EntityType]]]
    key: Callable[[Sequence[Token]], str]
    surface: Callable[[Sequence[Token]], str]
    display_form: Callable[[Sequence[Sequence[Token]]], str]
    is_loose: Callable[[Sequence[Token]], bool]
    patterns: Mapping[str, float]
    frequency: Callable[[str], float]
    evaluative: frozenset[str]
    heads: Mapping[str, EntityType]

    def pattern(self, tokens: Sequence[Token]) -> str:
        """The tags of a phrase in one string, articles apart.

        >>> GRAMMARS["en"].pattern(GRAMMARS["en"].tag("freedom of the press"))
        'NSN'
        """
        return "".join(token.tag for token in tokens if token.tag != "D")


def _list(language: str, name: str) -> frozenset[str]:
    """A list of words of a language; _ joins the syllables of Vietnamese words."""
    return frozenset(word.replace("_", " ") for word in word_lists("glossary", f"words.{language}.toml")[name])


def _heads(language: str) -> Mapping[str, EntityType]:
    kinds = (EntityType.DOCUMENT, EntityType.EVENT, EntityType.ORGANISATION)
    return MappingProxyType({head: kind for kind in kinds for head in _list(language, kind.value)})


def _names(tokens: Sequence[Token]) -> Iterator[tuple[int, int, EntityType]]:
    """The capitalised runs of a French segment: persons by what stands around, acronyms taken for bodies."""
    for start, end in names.capitalised_runs(tokens):
        if names.weigh(tokens, start, end) >= _PERSON:
            kind = EntityType.PERSON
        else:
            acronym = end - start == 1 and tokens[start].text.isupper() and len(tokens[start].text) > 1
            kind = EntityType.ORGANISATION if acronym else EntityType.NAME
        yield start, end, kind


_FRENCH = Grammar(
    language="fr",
    tag=tagging.tag,
    phrases=phrases,
    single_words=single_words,
    names=_names,
    key=key,
    surface=variants.surface,
    display_form=variants.display_form,
    is_loose=is_loose,
    patterns=ranking._PATTERNS,
    frequency=lexicon.frequency,
    evaluative=_list("fr", "evaluative"),
    heads=_heads("fr"),
)
_ENGLISH = Grammar(
    language="en",
    tag=tm.english.tag,
    phrases=english.phrases,
    single_words=english.single_words,
    names=english_names.names,
    key=english.key,
    surface=english.surface,
    display_form=english.display_form,
    is_loose=english.is_loose,
    patterns=english.PATTERNS,
    frequency=tm.english.frequency,
    evaluative=_list("en", "evaluative"),
    heads=_heads("en"),
)
_VIETNAMESE = Grammar(
    language="vi",
    tag=tm.vietnamese.tag,
    phrases=vietnamese.phrases,
    single_words=vietnamese.single_words,
    names=vietnamese.names,
    key=vietnamese.key,
    surface=vietnamese.surface,
    display_form=vietnamese.display_form,
    is_loose=vietnamese.is_loose,
    patterns=vietnamese.PATTERNS,
    frequency=tm.vietnamese.frequency,
    evaluative=_list("vi", "evaluative"),
    heads=_heads("vi"),
)
GRAMMARS: Mapping[str, Grammar] = MappingProxyType({grammar.language: grammar for grammar in (_FRENCH, _ENGLISH, _VIETNAMESE)})
