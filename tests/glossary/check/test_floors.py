"""How much of what is wrong is found, and how much of what is found is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.check import Checked, Rule, check
from glossary.check.known import KnownTerms
from tests.glossary.check.cases import measure

Terms = Callable[[str, str], KnownTerms]


@pytest.mark.parametrize("name", ["fr-en", "fr-vi"])
def test_planted_faults_are_found_and_right_uses_are_not(name: str, terms: Terms) -> None:
    found = measure(name, terms(*name.split("-")))
    assert found.planted >= 20
    assert found.right_uses >= 100
    assert found.recall >= 0.95, found.missed
    assert found.precision >= 0.95, found.wrong


def test_cases_that_nothing_was_tuned_to(terms: Terms) -> None:
    """Written before the checker, and measured when it was done: it found all 15 faults, and one that is none."""
    found = [measure(f"apart.{languages}", terms(*languages.split("-"))) for languages in ("fr-en", "fr-vi")]
    assert sum(one.right_uses for one in found) >= 60
    assert sum(one.found for one in found) >= 14, [one.missed for one in found]
    assert sum(len(one.wrong) for one in found) <= 2, [one.wrong for one in found]


ON_NEWS = {Rule.NUMBER: 8, Rule.DATE: 2, Rule.ACRONYM: 2, Rule.UNTRANSLATED: 2, Rule.EMPTY: 0}


@pytest.mark.shared
@pytest.mark.parametrize("languages", [("fr", "en"), ("fr", "vi"), ("en", "vi"), ("vi", "fr")])
def test_right_translations_of_news_raise_next_to_nothing(shared: Path, languages: tuple[str, str]) -> None:
    """At most so many findings in 1,000 segments that are translated rightly, but for an odd slip."""
    sides = [(shared / "ntrex" / f"{language}.txt").read_text("utf-8").splitlines() for language in languages]
    segments = [Checked(source, target, number) for number, (source, target) in enumerate(zip(*sides, strict=True), 1)]
    found = Counter(finding.fault.rule for finding in check(segments, KnownTerms([], *languages)))
    assert len(segments) > 1_000
    assert {rule: count for rule, count in found.items() if count > ON_NEWS.get(rule, 0)} == {}
