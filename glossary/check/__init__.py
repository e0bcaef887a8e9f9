"""Checking a translation: rules that look at one segment after the other, each a function from what is known of it to faults.

`check` runs those that are asked for; nothing is kept of a segment but how the terms of a document were rendered first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from glossary.check import acronyms, figures, names, terms, untranslated
from glossary.check.examined import Examined
from glossary.check.known import KnownTerms
from glossary.check.model import DESCRIPTIONS, OF_TERMS, SEVERITIES, Checked, Fault, Finding, Rule, Severity
from tm.errors import UsageError

__all__ = ["DESCRIPTIONS", "OF_TERMS", "SEVERITIES", "Checked", "Fault", "Finding", "Rule", "Severity", "check", "severities"]

_MOST = 20  # faults of one kind that are told of a segment: a table of figures against another one has thousands
Check = Callable[[Examined], Iterable[Fault]]

_CHECKS: Mapping[Rule, Callable[[], Check]] = {
    Rule.TERM_MISSING: lambda: terms.missing,
    Rule.TERM_FORBIDDEN: lambda: terms.forbidden,
    Rule.TERM_INCONSISTENT: terms.Inconsistent,
    Rule.NAME_MARKS: lambda: names.marks,
    Rule.NUMBER: lambda: figures.numbers,
    Rule.DATE: lambda: figures.days,
    Rule.ACRONYM: lambda: acronyms.differing,
    Rule.UNTRANSLATED: lambda: untranslated.untranslated,
}


def check(segments: Iterable[Checked], known: KnownTerms, wanted: Mapping[Rule, Severity] = SEVERITIES) -> Iterator[Finding]:
    """What is wrong with the segments of one document, in their order, by the rules that are not off.

    Of a segment without a translation, and of one left in the source language, nothing else is said.
    """
    active = {rule: make() for rule, make in _CHECKS.items() if wanted[rule] is not Severity.OFF}
    rules = frozenset(active)
    left = active.pop(Rule.UNTRANSLATED, None)
    for segment in segments:
        examined = Examined(segment, known, rules)
        faults = list(untranslated.empty(examined)) or list(left(examined) if left else ())
        if not faults:
            faults = [fault for rule in active.values() for fault in islice(rule(examined), _MOST)]
        for fault in faults:
            severity = wanted[fault.rule]
            if severity is not Severity.OFF:
                yield Finding(fault, segment, Severity.WARNING if fault.doubtful else severity)


def severities(
    configured: Mapping[str, str], only: Iterable[str] = (), without: Iterable[str] = (), where: str = "[check]"
) -> dict[Rule, Severity]:
    """The severity of each rule: the usual one, or what is configured; only some rules, or without some.

    Raises UsageError for what is no rule or no severity.
    """
    found = dict(SEVERITIES)
    for name, severity in configured.items():
        rule = _rule(name, where)
        if severity not in set(Severity):
            raise UsageError(where, f"{name} is {severity!r}", f"Write one of {', '.join(Severity)}")
        found[rule] = Severity(severity)
    chosen = {_rule(name, "--rule") for name in only}
    if chosen:
        # A rule that is named is wanted, whatever glossary.toml says.
        found = {
            rule: (SEVERITIES[rule] if severity is Severity.OFF else severity) if rule in chosen else Severity.OFF
            for rule, severity in found.items()
        }
    return found | dict.fromkeys((_rule(name, "--skip") for name in without), Severity.OFF)


def _rule(name: str, where: str) -> Rule:
    try:
        return Rule(name)
    except ValueError:
        raise UsageError(where, f"there is no rule {name!r}", f"The rules are {', '.join(Rule)}") from None
