"""`check`: a translation against the termbase and its source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli import options, output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from click.shell_completion import CompletionItem

    from glossary.check import Checked, Finding, Rule, Severity
    from glossary.check.known import KnownTerms
    from glossary.check.reading import Segments

_LEVEL = click.Choice(["error", "warning"])  # glossary.check.Severity
_KEPT = 50_000  # findings; with more, a file is no translation, and the memory has bounds
_AROUND = 60  # characters of a segment on either side of what was found
_REASONS = 5  # why segments were skipped, at most
_OUT = click.Path(path_type=Path, dir_okay=False)


def _rules(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    from click.shell_completion import CompletionItem

    from glossary.check.model import DESCRIPTIONS

    return [CompletionItem(rule, help=what) for rule, what in DESCRIPTIONS.items() if rule.startswith(incomplete)]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SOURCE TARGET | FILE")
@click.option(
    "--from",
    "source",
    type=options.Language(),
    callback=options.usual_source,
    show_default="fr",
    metavar="L",
    help="The language of the source.",
)
@click.option("--to", "target", type=options.Language(), callback=options.said_target, metavar="L", help="The language of the translation.")
@click.option("--lines", is_flag=True, help="Each line of TARGET translates the same line of SOURCE.")
@click.option("--rule", "only", multiple=True, shell_complete=_rules, metavar="RULE", help="Only this rule; may be repeated.")
@click.option("--skip", multiple=True, shell_complete=_rules, metavar="RULE", help="Not this rule; may be repeated.")
@click.option("--fail-on", "fails", type=_LEVEL, default="warning", show_default=True, help="What makes the check fail (exit code 1).")
@click.option("--sarif", type=_OUT, help="Write the findings as SARIF 2.1.0.")
@click.option("--junit", type=_OUT, help="Write the findings as JUnit XML.")
@click.option("--html", type=_OUT, help="Write the findings to a page.")
@options.ENCODING
@options.json_option
@options.database
def check(
    paths: tuple[Path, ...], source: str, target: str, lines: bool, only: tuple[str, ...], skip: tuple[str, ...], fails: str,
    sarif: Path | None, junit: Path | None, html: Path | None, encoding: str | None, as_json: bool, database: Path,
) -> int:  # fmt: skip
    """Check a translation for terms, names, numbers and dates.

    Approved terms that it lacks, forbidden ones that it has, the same term in several ways, names with other marks. SOURCE
    and TARGET are two texts, whose sentences are aligned; FILE is TMX, XLIFF, PO, or a table of two languages in DOCX, XLSX,
    CSV or TSV. Terms that nobody approved never warn.

    \b
    Rules, which --rule, --skip and the section [check] of glossary.toml switch (number = "error", "warning" or "off"):
      term-missing       no approved equivalent of an approved term of the source
      term-forbidden     a deprecated or superseded term
      term-inconsistent  a term rendered otherwise than before (warning)
      name-marks         a name without its marks, or with other ones
      number, date       a number or date that differs
      acronym            an acronym that differs (warning)
      untranslated       the source, or a part of it, in the place of a translation
      empty              no translation

    \b
    Examples:
      glossary check discours.fr.txt discours.vi.txt --to vi --html check.html
      glossary check project.xlf --to vi --sarif check.sarif --fail-on error
    """
    from glossary.check import SEVERITIES, Severity, check, severities
    from glossary.check.reading import Request, Segments
    from tm.errors import DataError, UsageError

    if len(paths) > 2:
        raise UsageError("check", f"{len(paths)} files", "Name one bilingual file, or a source and its target")
    if source == target:
        raise UsageError("--to", "source and target are in one language", "Name another one")
    wanted = severities(options.settings().check, only, skip, "glossary.toml [check]")
    segments = Segments(Request(paths, source, target, database, lines, encoding), lambda doubt: output.note(f"Note: {doubt}"))
    with output.progress() as progress:
        found = _Found()
        for finding in check(_watched(segments, progress), _known(database, source, target, wanted), wanted):
            found.add(finding)
    rules = [rule for rule in SEVERITIES if wanted[rule] is not Severity.OFF]
    _write(found, segments, rules, (source, target), Severity(fails), {"sarif": sarif, "junit": junit, "html": html})
    _show(found.kept, as_json)
    _tell(found, segments, [path for path in (sarif, junit, html) if path])
    if segments.broken:
        raise DataError(paths[0], segments.broken, "Mend it or export it again")
    if not segments.checked:
        raise DataError(paths[0], f"no segment from {source} to {target}", "Check --from and --to")
    failing = (Severity.ERROR,) if fails == Severity.ERROR else (Severity.ERROR, Severity.WARNING)
    return 1 if any(found.by_severity[severity] for severity in failing) else 0


@dataclass(slots=True)
class _Found:
    """The findings, and how many there are; of very many, the first ones."""

    kept: list[Finding] = field(default_factory=list)
    by_rule: Counter[str] = field(default_factory=Counter)
    by_severity: Counter[str] = field(default_factory=Counter)

    def add(self, finding: Finding) -> None:
        self.by_rule[finding.fault.rule.value] += 1
        self.by_severity[finding.severity.value] += 1
        if len(self.kept) < _KEPT:
            self.kept.append(finding)

    @property
    def left_out(self) -> int:
        return self.by_rule.total() - len(self.kept)

    @property
    def summary(self) -> str:
        told = ", ".join(f"{count} {rule}" for rule, count in self.by_rule.most_common())
        errors, warnings = self.by_severity["error"], self.by_severity["warning"]
        return f"{errors} {'error' if errors == 1 else 'errors'}, {warnings} {'warning' if warnings == 1 else 'warnings'}" + (
            f" ({told})" if told else ""
        )


def _known(database: Path, source: str, target: str, wanted: Mapping[Rule, Severity]) -> KnownTerms:
    """The approved terms; none where no rule asks for them. Raises DataError where there is no termbase."""
    from glossary.check import OF_TERMS, Severity
    from glossary.check.known import KnownTerms, known_terms
    from glossary.termbase import reading

    if not database.is_file() and all(wanted[rule] is Severity.OFF for rule in OF_TERMS):
        return KnownTerms([], source, target)
    options.must_exist(database)
    with reading(database) as connection:
        return known_terms(connection, source, target)


def _watched(segments: Segments, progress: Callable[[str, float | None], None]) -> Iterator[Checked]:
    for segment in segments:
        progress("Checking", None)
        yield segment


def _write(
    found: _Found,
    segments: Segments,
    rules: Sequence[Rule],
    languages: tuple[str, str],
    fails: Severity,
    targets: Mapping[str, Path | None],
) -> None:
    """Writes the reports that are wanted, all of them or none."""
    import json
    from importlib.metadata import version

    from glossary.check.reports.junit import junit
    from glossary.check.reports.page import page
    from glossary.check.reports.sarif import sarif
    from tm.files import Staged

    name = " → ".join(dict.fromkeys(path.name for path in segments.paths))
    makers: dict[str, Callable[[], str]] = {
        "sarif": lambda: json.dumps(
            sarif(found.kept, version("diplomatic-glossary"), complete=not (segments.broken or found.left_out)),
            ensure_ascii=False,
            indent=1,
        ),
        "junit": lambda: junit(found.kept, rules, f"glossary check {name}", fails),
        "html": lambda: page(
            found.kept,
            title=f"Check of {name}",
            summary=f"{segments.checked} segments checked, {languages[0]} to {languages[1]}: {found.summary}.",
            languages=languages,
            rules=rules,
        ),
    }
    with Staged() as staged:
        for kind, path in targets.items():
            if path:
                with staged.open(path) as stream:
                    stream.write(makers[kind]().encode("utf-8", "replace"))
        staged.put()


def _show(found: Sequence[Finding], as_json: bool) -> None:
    if as_json:
        output.echo_json([_json(finding) for finding in found])
    elif found:
        output.table(
            ["place", "severity", "rule", "finding", "source", "target"],
            [
                [
                    finding.segment.place or f"segment {finding.segment.number}",
                    finding.severity.value,
                    finding.fault.rule.value,
                    finding.fault.message,
                    _around(finding.segment.source, finding.fault.term, -1),
                    _around(finding.segment.target, finding.fault.found, finding.fault.start),
                ]
                for finding in found
            ],
        )


def _around(text: str, found: str, start: int) -> str:
    """The part of a segment around what was found, the beginning where nothing was."""
    start = max(0, text.find(found) if start < 0 else start)
    first, last = max(0, start - _AROUND), start + len(found) + _AROUND
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


def _json(finding: Finding) -> dict[str, Any]:
    fault, segment = finding.fault, finding.segment
    return {
        "segment": segment.number,
        "rule": fault.rule.value,
        "term": fault.term,
        "expected": list(fault.expected),
        "found": fault.found,
        "severity": finding.severity.value,
        "message": fault.message,
        "file": segment.file,
        "place": segment.place,
        "unit": segment.unit,
        "source": segment.source,
        "target": segment.target,
        "start": fault.start,
        "end": fault.end,
    }


def _tell(found: _Found, segments: Segments, written: Sequence[Path]) -> None:
    """Says on stderr what was checked and what was not."""
    for path in written:
        output.note(f"{path}  written")
    for reason, count in segments.skipped.most_common(_REASONS):
        output.note(f"Not checked: {count} ({reason})")
    if found.left_out:
        output.note(f"{found.left_out} more findings are counted and not shown: mend these first.")
    output.note(f"{segments.checked} segments checked: {found.summary}.")
