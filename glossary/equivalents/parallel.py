"""Equivalents of known terms from sentences and their translations.

Each use of a term is projected through the word alignment: the words linked to it are its equivalent there, and the uses
vote. The phrases that keep best company with the term (Dice's coefficient over sentences) join them; the score of each is
its share of the votes plus Dice, mapped to 0–100. What is known already comes before all that is counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from glossary.equivalents.boundaries import code, is_edge, trimmed
from tm.alignment.phrases import Phrases
from tm.alignment.words import Links, align
from tm.tagging import Token

PROPOSED = 3  # equivalents of one term
EVIDENCE = 3  # sentence pairs for each
SAFE = 60.0  # the score from which on English proposals were right in 95 of 100 cases: see tests/bench/equivalents.py
LEAST = 30.0  # below it is chance
_CONTENT = "NAEVIPGM"
_GAP = 2  # words without a link inside an equivalent
_KNOWN_SHARE = 0.2  # of the uses: a known equivalent that stands in fewer of them is another sense
_EXAMINED = 50  # uses from which forms are taken

Tokens = Sequence[Token]


@dataclass(frozen=True, slots=True)
class Target:
    """The target language: how a segment is tagged, and the dictionary form for all uses of one term."""

    language: str
    tag: Callable[[str], list[Token]]
    display_form: Callable[[Sequence[tuple[Tokens, int]]], str]


@dataclass(frozen=True, slots=True)
class Use:
    """A term in the source side of a pair of sentences: its tokens from `first` to before `last`."""

    pair: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a term and its equivalent stand in a pair of sentences: offsets in characters of its two sides."""

    pair: int
    start: int
    end: int
    target_start: int
    target_end: int


@dataclass(frozen=True, slots=True)
class Found:
    """An equivalent: `count` of the `uses` of the term voted for it; `together` are the pairs that have both."""

    text: str
    score: float
    count: int
    uses: int
    together: int
    evidence: tuple[Evidence, ...]
    known: bool = False


Spans = dict[int, tuple[Use, int, int]]  # where an equivalent stands: by pair, the use and the first token, last + 1


class ParallelTexts:
    """Sentences of the source language with their translations, tagged; aligned word by word when made.

    The alignment learns from the known equivalents of `dictionary` besides.
    """

    def __init__(
        self,
        sources: Sequence[Tokens],
        targets: Sequence[Tokens],
        target: Target,
        dictionary: Iterable[tuple[Tokens, Tokens]] = (),
    ) -> None:
        language = target.language
        self._sources, self._targets, self._target, self._language = sources, targets, target, language
        words = self._coded = [[code(token, language) for token in tokens] for tokens in targets]
        known = list(dictionary)
        self._links: list[Links] = align(
            [*([code(token, "fr") for token in tokens] for tokens in (*sources, *(one for one, _ in known)))],
            [*words, *([code(token, language) for token in tokens] for _, tokens in known)],
        )[: len(sources)]
        self._phrases = Phrases(words, [[is_edge(token, language) for token in tokens] for tokens in targets])

    def equivalents(self, uses: Sequence[Use], known: Sequence[Tokens] = (), *, name: bool = False, plural: bool = False) -> list[Found]:
        """The best equivalents of a term from its uses, the best first; those of `known` ones that stand there before all others.

        `name` is for persons and places, `plural` for terms that live in the plural.
        """
        pairs = sorted({use.pair for use in uses})
        votes: Counter[int] = Counter()
        spans: dict[int, Spans] = defaultdict(dict)
        for use in uses:
            start, end = self._projected(use, name=name)
            phrase = self._phrases.at(use.pair, start, end)
            if phrase >= 0:
                votes[phrase] += 1
                spans[phrase].setdefault(use.pair, (use, start, end))
        told = self._standing(known, pairs)
        dice = self._phrases.dice(pairs, [*votes, *told])
        for phrase in dice:
            self._locate(phrase, uses, spans[phrase])
        votes = self._inherited(votes, dice, spans, self._width(uses))
        scores = {phrase: 50 * (votes[phrase] / len(uses) + together) for phrase, together in dice.items() if spans[phrase]}
        likely = [phrase for phrase, score in scores.items() if phrase in told or score >= LEAST]
        found: dict[str, Found] = {}
        for phrase in sorted(likely, key=lambda phrase: (phrase not in told, -scores[phrase], phrase)):
            text = self._text(spans[phrase], plural=plural)
            if text not in found:
                found[text] = self._found(text, scores[phrase], votes[phrase], len(uses), spans[phrase], phrase in told)
            if len(found) == PROPOSED:
                break
        return list(found.values())

    def _width(self, uses: Sequence[Use]) -> int:
        """How many words of its own meaning the term has."""
        return sum(token.tag in _CONTENT for token in self._sources[uses[0].pair][uses[0].first : uses[0].last]) if uses else 0

    def _inherited(self, votes: Counter[int], dice: dict[int, float], spans: dict[int, Spans], width: int) -> Counter[int]:
        """The votes, those of a phrase given to a longer one around it that keeps better company with the term.

        Of two that keep as good company the longer one is taken as far as the term has as many words.
        """
        own = {phrase: where for phrase, where in spans.items() if where and self._is_own(where)}
        words = {phrase: self._words(next(iter(where.values()))) for phrase, where in spans.items() if where}
        given: Counter[int] = Counter()
        for phrase, count in votes.items():
            longer = [
                other
                for other in own
                if _holds(words[other], words[phrase])
                and (dice[other] > dice[phrase] or (dice[other] == dice[phrase] and len(words[other]) <= width))
            ]
            given[max(longer, key=lambda other: (dice[other], votes[other], other), default=phrase)] += count
        return given

    def _is_own(self, spans: Spans) -> bool:
        """Whether in most places no word of an equivalent is linked to a word around the term only."""
        clean = 0
        for use, start, end in spans.values():
            inside = {j for i, j in self._links[use.pair] if use.first <= i < use.last}
            source = self._sources[use.pair]
            outside = {j for i, j in self._links[use.pair] if not use.first <= i < use.last and source[i].tag in _CONTENT}
            clean += not (outside - inside) & set(range(start, end))
        return 2 * clean > len(spans)

    def _words(self, span: tuple[Use, int, int]) -> tuple[str, ...]:
        use, start, end = span
        return tuple(self._coded[use.pair][start:end])

    def _text(self, spans: Spans, *, plural: bool) -> str:
        """The dictionary form of an equivalent: in the singular unless the term lives in the plural."""
        text = self._target.display_form([(self._targets[pair][start:end], 1) for pair, (_, start, end) in spans.items()])
        if plural:
            return text
        inside = [token._replace(start=token.start + 1, end=token.end + 1) for token in self._target.tag(text)]
        return self._target.display_form([(inside, 1)]) if inside else text

    def _standing(self, known: Sequence[Tokens], pairs: Sequence[int]) -> list[int]:
        """The known equivalents that stand in a fair share of the pairs."""
        wanted = [[code(token, self._language) for token in tokens] for tokens in known]
        counts: Counter[int] = Counter()
        for pair in pairs:
            words = self._coded[pair]
            for term in wanted:
                for start in range(len(words) - len(term) + 1):
                    if words[start : start + len(term)] == term and (phrase := self._phrases.at(pair, start, start + len(term))) >= 0:
                        counts[phrase] += 1
                        break
        return [phrase for phrase, count in counts.items() if count >= _KNOWN_SHARE * len(pairs)]

    def _projected(self, use: Use, *, name: bool) -> tuple[int, int]:
        """The span of target tokens that a use is linked to, trimmed; empty where there is none."""
        source, target, links = self._sources[use.pair], self._targets[use.pair], self._links[use.pair]
        content = {i for i in range(use.first, use.last) if source[i].tag in _CONTENT} or set(range(use.first, use.last))
        own = sorted({j for i, j in links if i in content})
        others = {j for i, j in links if not use.first <= i < use.last and source[i].tag in _CONTENT} - set(own)
        own = [j for j in own if target[j].tag != "X"]
        if not own:
            return 0, 0
        runs: list[list[int]] = [[own[0]]]
        for before, here in pairwise(own):
            between = range(before + 1, here)
            if len(between) <= _GAP and not others & set(between) and all(target[j].tag != "X" for j in between):
                runs[-1].append(here)
            else:
                runs.append([here])
        best = max(runs, key=lambda run: (len(run), -run[0]))
        return trimmed(target, best[0], best[-1] + 1, self._language, name=name)

    def _locate(self, phrase: int, uses: Sequence[Use], spans: Spans) -> None:
        """Adds where a phrase stands in the pairs in which no use voted for it."""
        for use in uses[:_EXAMINED]:
            if use.pair not in spans and (place := self._phrases.place(use.pair, phrase)):
                spans[use.pair] = (use, *place)

    def _found(self, text: str, score: float, count: int, uses: int, spans: Spans, known: bool) -> Found:
        shortest = sorted(spans, key=lambda pair: (len(self._sources[pair]) + len(self._targets[pair]), pair))
        evidence = tuple(self._evidence(*spans[pair]) for pair in shortest[:EVIDENCE])
        return Found(text, round(min(100.0, score), 1), count, uses, len(spans), evidence, known)

    def _evidence(self, use: Use, start: int, end: int) -> Evidence:
        source, target = self._sources[use.pair], self._targets[use.pair]
        return Evidence(use.pair, source[use.first].start, source[use.last - 1].end, target[start].start, target[end - 1].end)


def _holds(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Whether the words of a phrase stand in a longer one in a row."""
    size = len(shorter)
    return len(longer) > size and any(longer[n : n + size] == shorter for n in range(len(longer) - size + 1))
