"""The findings of a check as one page of HTML that needs nothing else, for the screen and for paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from glossary.check.model import DESCRIPTIONS, Finding, Rule
from tm.text import printable

_STYLE = """
:root {
  color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
  --line: #8886; --error: #b3261e; --warning: #7a4f00; --mark: #ffe08a;
}
@media (prefers-color-scheme: dark) { :root { --error: #ffb4ab; --warning: #ffcf70; --mark: #6b5200; } }
body { max-width: 90rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; }
table.findings { table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-top: 1px solid var(--line); }
table.findings td { overflow-wrap: anywhere; }
table.rules { width: auto; }
table.rules td.count { text-align: right; font-variant-numeric: tabular-nums; }
th.place { width: 9rem; }
th.rule { width: 11rem; }
td p { margin: 0; }
td p.source { opacity: .8; }
.error { color: var(--error); font-weight: 600; }
.warning { color: var(--warning); font-weight: 600; }
mark { background: var(--mark); color: inherit; outline: 1px solid currentColor; border-radius: .15rem; }
@media (max-width: 45rem) {
  table.findings, table.findings tbody, table.findings tr, table.findings td { display: block; border: 0; }
  table.findings thead { position: absolute; clip-path: inset(50%); }
  table.findings tr { border-top: 1px solid var(--line); padding: .5rem 0; }
  table.findings td { padding: .1rem 0; }
}
@media print {
  :root { color-scheme: light; font-size: 10pt; }
  body { margin: 0; max-width: none; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
"""


def page(findings: Sequence[Finding], *, title: str, summary: str, languages: tuple[str, str], rules: Iterable[Rule]) -> str:
    """The page, as text: how much was found by each rule, then each finding with its segment. Texts are shown and never run."""
    counts = Counter(finding.fault.rule for finding in findings)
    rows = "".join(
        f'<tr><th scope="row">{rule}</th><td class="count">{counts[rule]}</td><td>{_safe(DESCRIPTIONS[rule])}</td></tr>\n' for rule in rules
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_safe(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{_safe(title)}</h1>\n<p>{_safe(summary)}</p>\n"
        '<h2>By rule</h2>\n<table class="rules">\n<thead><tr><th scope="col">rule</th><th scope="col">findings</th>'
        f'<th scope="col">what it means</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n'
        + (_findings(findings, languages) if findings else "")
        + "</main>\n</body>\n</html>\n"
    )


def _findings(findings: Sequence[Finding], languages: tuple[str, str]) -> str:
    head = (
        '<tr><th scope="col" class="place">place</th><th scope="col" class="rule">rule</th>'
        '<th scope="col">finding</th><th scope="col">source and target</th></tr>'
    )
    rows = "".join(_row(finding, languages) for finding in findings)
    return f'<h2>Findings</h2>\n<table class="findings">\n<thead>{head}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n'


def _row(finding: Finding, languages: tuple[str, str]) -> str:
    fault, segment = finding.fault, finding.segment
    at = segment.source.find(fault.term) if fault.term else -1
    source = _marked(segment.source, at, at + len(fault.term)) if at >= 0 else _safe(segment.source)
    return (
        f"<tr><td>{_safe(segment.place or f'segment {segment.number}')}<br>{_safe(segment.unit)}</td>"
        f'<td><span class="{finding.severity}">{finding.severity}</span><br>{fault.rule}</td><td>{_safe(fault.message)}</td>'
        f'<td><p class="source" lang="{_safe(languages[0])}">{source}</p>'
        f'<p lang="{_safe(languages[1])}">{_marked(segment.target, fault.start, fault.end) or "—"}</p></td></tr>\n'
    )


def _marked(text: str, start: int, end: int) -> str:
    if start >= end:
        return _safe(text)
    return f"{_safe(text[:start])}<mark>{_safe(text[start:end])}</mark>{_safe(text[end:])}"


def _safe(text: str) -> str:
    return escape(printable(text))
