"""Which files of a folder are translations of each other: by their names, and where these say nothing, by content. Pure functions."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tm.alignment.tokens import tokens
from tm.text import fold

_PART = re.compile(r"[^\W_]+|[\W_]+")
_NAME = re.compile(r"(?<![.!?…»”\"]\s)(?<!^)\b[A-ZÀ-ÞĐ][^\W\d_]{2,}", re.MULTILINE)
_LEAST = 0.2  # how much alike two texts must be
_TITLE = 2.0  # what the words of a title count for
_LONGER = 4  # times as long: no translation


def by_name(names: Iterable[str], languages: Sequence[str]) -> tuple[list[dict[str, str]], list[str]]:
    """Names that differ in a language code only, each group by language, and the names that are in no group.

    >>> by_name(["x.fr.txt", "x.vi.txt", "fr/y.txt", "vi/y.txt", "z.txt"], ["fr", "vi"])
    ([{'fr': 'x.fr.txt', 'vi': 'x.vi.txt'}, {'fr': 'fr/y.txt', 'vi': 'vi/y.txt'}], ['z.txt'])
    """
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    rest: list[str] = []
    for name in names:
        language, key = coded(name, languages)
        if language and language not in groups[key]:
            groups[key][language] = name
        else:
            rest.append(name)
    found = [group for group in groups.values() if len(group) > 1]
    rest += [name for group in groups.values() if len(group) == 1 for name in group.values()]
    return found, sorted(rest)


def coded(name: str, languages: Sequence[str]) -> tuple[str, str]:
    """The language that a name tells, empty where it tells none, and the name without it and without its extension.

    >>> coded("2025/accord_fr-FR.docx", ["fr", "en"]), coded("en/accord.txt", ["fr", "en"])
    (('fr', '2025/accord_'), ('en', '*/accord'))
    """
    *parts, last = name.split("/")
    parts.append(re.sub(r"(?<=.)\.[^.]*$", "", last))
    for place in reversed(range(len(parts))):
        whole = fold(parts[place]).split(" ")[0]
        if place < len(parts) - 1 and whole in languages:
            return whole, "/".join([*parts[:place], "*", *parts[place + 1 :]])
        if place == len(parts) - 1:
            pieces = _PART.findall(re.sub(r"(?<![^\W_])([a-z]{2})[-_][A-Z]{2}(?![^\W_])", r"\1", parts[place]))
            for number in reversed(range(len(pieces))):
                if pieces[number].lower() in languages and len(pieces) > 1:
                    return pieces[number].lower(), "/".join([*parts[:place], "".join(pieces[:number] + pieces[number + 1 :])])
    return "", name


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What of a text survives translation: its numbers, dates and names, with how often each stands; its length in characters."""

    words: Mapping[str, float]
    length: int


def fingerprint(text: str, title: str, language: str) -> Fingerprint:
    """The fingerprint of a text; what its title holds counts more."""
    words: dict[str, float] = defaultdict(float)
    for part, weight in ((text, 1.0), (title, _TITLE)):
        for word in [*_NAME.findall(part), *(token for token in tokens(part, language) if token.startswith("#"))]:
            words[fold(word)] += weight
    return Fingerprint(words, len(text))


def by_content(first: Sequence[Fingerprint], second: Sequence[Fingerprint]) -> list[tuple[int, int, float]]:
    """The pairs of texts that are each other's most alike, with how much alike they are (0–1).

    Alike are texts with the same rare numbers and names: the cosine of their counts, each weighed by how few texts have it.
    """
    holding = Counter(word for one in (*first, *second) for word in one.words)
    total = len(first) + len(second)
    vectors = [[_weighed(one, holding, total) for one in side] for side in (first, second)]
    alike = {
        (i, j): sum(weight * right.get(word, 0.0) for word, weight in left.items())
        for i, left in enumerate(vectors[0])
        for j, right in enumerate(vectors[1])
        if 1 / _LONGER < (first[i].length + 1) / (second[j].length + 1) < _LONGER
    }
    best: list[dict[int, tuple[float, int]]] = [{}, {}]
    for (i, j), value in alike.items():
        for side, own, other in ((0, i, j), (1, j, i)):
            best[side][own] = max(best[side].get(own, (0.0, 0)), (value, -other))
    return [
        (i, j, value)
        for (i, j), value in sorted(alike.items())
        if value >= _LEAST and best[0][i] == (value, -j) and best[1][j] == (value, -i)
    ]


def _weighed(found: Fingerprint, holding: Mapping[str, int], total: int) -> dict[str, float]:
    weights = {word: (1 + math.log(count)) * math.log(1 + total / holding[word]) for word, count in found.words.items() if count >= 1}
    norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / norm for word, weight in weights.items()}
