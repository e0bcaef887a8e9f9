"""What the miner must know of a language, in one value each. Pure functions and tables; nothing heavy is loaded before it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import tm.english
import tm.vietnamese
from glossary.mining import english, english_names, names, phrases, ranking, titles, variants, vietnamese
from glossary.mining.acronyms import definitions
from glossary.mining.names import Run, Sightings
from glossary.mining.phrases import Span
from glossary.model import EntityType, Relation
from tm import lexicon, tagging
from tm.tagging import Token
from tm.text import fold
from tm.words import word_lists

Keyed = tuple[int, int, str]


class Parse(NamedTuple):
    """A segment as the miner sees it, all spans as first token and last + 1.

    `phrases` come with their keys, `names` with the type of entity (empty where their surroundings must tell), `titles` of
    events and documents with key and type; `acronyms` are keys of phrases that the segment gives an acronym for, with it.
    """

    tokens: Sequence[Token]
    phrases: Sequence[Keyed]
    names: Sequence[Run]
    titles: Sequence[tuple[int, int, str, str]]
    acronyms: Sequence[tuple[str, str]]


NOTHING = Parse([], [], [], [], [])


@dataclass(frozen=True, slots=True)
class Grammar:
    """A language as the miner sees it.

    `tag` gives the tokens of a segment; `phrases` the spans of its noun phrases, nested ones included; `single_words`
    those of adjectives and verbs by themselves; `keyed` all of these with their keys, given the folded names of countries
    by adjective; `titles` those among them that name events and documents; `names` the spans of proper names, `sightings`
    is where these are gathered.
    For the tokens of one phrase, `key` is what its variants share, `surface` how it is printed, `head` the word that says
    what it names, and `is_loose` whether an article ties it to its sentence; `display_form` is the dictionary form for
    all uses of one term, `relation` how another form differs from it. `patterns` says how often a phrase of a shape over
    tags is a term (0–1), `lexeme` what the forms of a lemma share, `frequency` which share (0–1) a word in small letters
    has of the general language. `evaluative` are lemmas of adjectives that judge and name no kind; `heads` says what a
    capitalised phrase names, by its head in small letters.
    """

    language: str
    tag: Callable[[str], list[Token]]
    phrases: Callable[[Sequence[Token]], Iterator[Span]]
    single_words: Callable[[Sequence[Token]], Iterator[Span]]
    keyed: Callable[[Sequence[Token], Mapping[str, str]], list[Keyed]]
    titles: Callable[[Sequence[Token], Sequence[Span]], Iterator[tuple[int, int, EntityType]]]
    names: Callable[[Sequence[Token]], Iterator[Run]]
    sightings: Callable[[], Sightings]
    key: Callable[[Sequence[Token]], str]
    surface: Callable[[Sequence[Token]], str]
    head: Callable[[Sequence[Token]], Token]
    is_loose: Callable[[Sequence[Token]], bool]
    display_form: Callable[[Sequence[tuple[Sequence[Token], int]]], str]
    relation: Callable[[str, str], Relation]
    patterns: Mapping[str, float]
    lexeme: Callable[[str], str]
    frequency: Callable[[str], float]
    evaluative: frozenset[str]
    heads: Mapping[str, EntityType]

    def parse(self, text: str, countries: Mapping[str, str] = MappingProxyType({})) -> Parse:
        """A segment as the miner sees it; `countries` gives the folded name of a country for each folded adjective."""
        tokens = self.tag(text)
        named = list(self.names(tokens))
        spans = [span for span in self.keyed(tokens, countries) if not _inside_a_name(tokens, span, named)]
        titled = [
            (start, end, self.key(titles.without_ordinal(tokens[start:end])), kind.value)
            for start, end, kind in self.titles(tokens, [(start, end) for start, end, _ in spans])
        ]
        return Parse(tokens, spans, named, titled, list(definitions(tokens, spans)))


def _inside_a_name(tokens: Sequence[Token], span: Keyed, named: Sequence[Run]) -> bool:
    """Whether a word by itself goes on a name that began before it: the "Chi" of "Hô Chi Minh" is no term."""
    position, end, _ = span
    if end - position > 1 or not tokens[position].capital or not position or tokens[position - 1].tag != "E":
        return False
    return any(first < position < last for first, last, _ in named)


def _list(language: str, name: str) -> frozenset[str]:
    """A list of words of a language; _ joins the syllables of Vietnamese words."""
    return frozenset(word.replace("_", " ") for word in word_lists("glossary", f"words.{language}.toml")[name])


def _heads(language: str) -> Mapping[str, EntityType]:
    kinds = (EntityType.DOCUMENT, EntityType.EVENT, EntityType.ORGANISATION)
    return MappingProxyType({head: kind for kind in kinds for head in _list(language, kind.value)})


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    """The capitalised runs of a French segment; what each names is told by all of its surroundings together."""
    return ((start, end, "") for start, end in names.capitalised_runs(tokens))


def _typed(found: Callable[[Sequence[Token]], Iterable[tuple[int, int, EntityType]]]) -> Callable[[Sequence[Token]], Iterator[Run]]:
    return lambda tokens: ((start, end, kind.value) for start, end, kind in found(tokens))


def _one_by_one(
    found: Sequence[Callable[[Sequence[Token]], Iterator[Span]]], key: Callable[[Sequence[Token]], str]
) -> Callable[[Sequence[Token], Mapping[str, str]], list[Keyed]]:
    """Keys the spans that some functions find, each by itself; countries are not told from their adjectives."""
    return lambda tokens, _: [(start, end, key(tokens[start:end])) for spans in found for start, end in spans(tokens)]


def _untitled(_tokens: Sequence[Token], _spans: Sequence[Span]) -> Iterator[tuple[int, int, EntityType]]:
    """Titles of events and documents are not told from other names."""
    return iter(())


def _first(tokens: Sequence[Token]) -> Token:
    return tokens[0]


FRENCH = Grammar(
    language="fr",
    tag=tagging.tag,
    phrases=phrases.phrases,
    single_words=phrases.single_words,
    keyed=phrases.keyed,
    titles=titles.titles,
    names=_runs,
    sightings=names.Surroundings,
    key=phrases.key,
    surface=variants.surface,
    head=_first,
    is_loose=phrases.is_loose,
    display_form=variants.display_form,
    relation=variants.relation,
    patterns=ranking.PATTERNS,
    lexeme=fold,
    frequency=lexicon.frequency,
    evaluative=_list("fr", "evaluative"),
    heads=_heads("fr"),
)
_ENGLISH = Grammar(
    language="en",
    tag=tm.english.tag,
    phrases=english.phrases,
    single_words=english.single_words,
    keyed=_one_by_one((english.phrases, english.single_words), english.key),
    titles=_untitled,
    names=_typed(english_names.names),
    sightings=names.Types,
    key=english.key,
    surface=english.surface,
    head=english.head,
    is_loose=english.is_loose,
    display_form=english.display_form,
    relation=variants.plain_relation,
    patterns=english.PATTERNS,
    lexeme=fold,
    frequency=tm.english.frequency,
    evaluative=_list("en", "evaluative"),
    heads=_heads("en"),
)
_VIETNAMESE = Grammar(
    language="vi",
    tag=tm.vietnamese.tag,
    phrases=vietnamese.phrases,
    single_words=vietnamese.single_words,
    keyed=_one_by_one((vietnamese.phrases, vietnamese.single_words), vietnamese.key),
    titles=_untitled,
    names=_typed(vietnamese.names),
    sightings=names.Types,
    key=vietnamese.key,
    surface=vietnamese.surface,
    head=_first,
    is_loose=vietnamese.is_loose,
    display_form=vietnamese.display_form,
    relation=variants.plain_relation,
    patterns=vietnamese.PATTERNS,
    lexeme=tm.vietnamese.spelling,  # marks tell words apart
    frequency=tm.vietnamese.frequency,
    evaluative=_list("vi", "evaluative"),
    heads=_heads("vi"),
)
GRAMMARS: Mapping[str, Grammar] = MappingProxyType({grammar.language: grammar for grammar in (FRENCH, _ENGLISH, _VIETNAMESE)})
