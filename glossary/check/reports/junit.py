"""JUnit's XML, as continuous integration reads it: each finding a test that failed, each rule that found nothing one that passed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from glossary.check.model import Finding, Rule, Severity
from tm.text import CONTROL


def junit(findings: Sequence[Finding], rules: Iterable[Rule], name: str, fails: Severity) -> str:
    """One suite named after what was checked. A finding less severe than `fails` passes, with its message as output."""
    cases: list[str] = []
    failures = 0
    for rule in rules:
        mine = [finding for finding in findings if finding.fault.rule is rule]
        if not mine:
            cases.append(f"    <testcase classname={_attribute(rule)} name={_attribute('no finding')}/>")
        for finding in mine:
            failed = fails is Severity.WARNING or finding.severity is Severity.ERROR
            failures += failed
            cases.append(_case(finding, failed))
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0"'
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites {counts}>\n  <testsuite name={_attribute(name)} {counts} skipped="0">\n'
    return head + "\n".join(cases) + "\n  </testsuite>\n</testsuites>\n"


def _case(finding: Finding, failed: bool) -> str:
    fault, segment = finding.fault, finding.segment
    name = f"segment {segment.number} ({segment.unit or segment.place or segment.file}): {fault.message}"
    where = f" file={_attribute(segment.file)}" + (f' line="{segment.line}"' if segment.line else "") if segment.file else ""
    detail = _text(f"{segment.file}, {segment.place}\n{segment.source}\n{segment.target}")
    if failed:
        inner = f"<failure type={_attribute(finding.severity)} message={_attribute(fault.message)}>{detail}</failure>"
    else:
        inner = f"<system-out>{_text(f'{finding.severity}: {fault.message}')}\n{detail}</system-out>"
    return f"    <testcase classname={_attribute(fault.rule)} name={_attribute(name)}{where}>{inner}</testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _text(text: str) -> str:
    return escape(_clean(text))


def _clean(text: str) -> str:
    """The text without what XML cannot hold; its line breaks stay."""
    return "\n".join(CONTROL.sub("", line) for line in text.split("\n"))
