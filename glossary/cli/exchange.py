"""`tm import`, `tm export`, `tm pretranslate`: what goes into and out of the translation memory."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli import options, output, watching

if TYPE_CHECKING:
    from tm.exchange import Noted, Refused, Wanted
    from tm.pretranslation import Answering
    from tm.pretranslation.analysis import Analysis
    from tm.units import TranslationUnit

_SHOWN = 20  # refusals that are printed
_KEPT = 1000  # refusals that JSON lists
_LEAST_BAND = 50.0
_INTERRUPTED = 130


def _pair(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--from` and `--to`, one language each."""
    source = click.option("--from", "source", type=options.Tag(), metavar="L", help="The source language, as fr or fr-CA.")
    target = click.option("--to", "target", type=options.Tag(), metavar="L", help="The target language.")
    return source(target(command))


def _wanted(source: str | None, target: str | None, encoding: str | None = None) -> Wanted:
    """The pair that is wanted. Raises UsageError for half of one."""
    from tm.errors import UsageError
    from tm.exchange import Wanted
    from tm.exchange.tags import same_tag

    if source is None and target is None:
        return Wanted(encoding=encoding)
    if source is None or target is None:
        raise UsageError("--from, --to", "one of the two is missing", "Name both languages, or neither")
    if same_tag(source, target):
        raise UsageError("--to", "the target is the source language", "Name another language")
    return Wanted(source, target, encoding)


@dataclass(slots=True)
class _Report:
    """What became of one file's units; of very many refusals the first are kept, all are counted."""

    file: Path
    outcomes: Counter[str] = field(default_factory=Counter)
    refusals: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)
    noted: int = 0
    broken: bool = False

    def refuse(self, where: str, reason: str) -> None:
        """Counts a refusal."""
        self.outcomes["refused"] += 1
        if len(self.refusals) < _KEPT:
            self.refusals.append((where, reason))

    def note(self, noted: Noted) -> None:
        """Counts what a reader noted."""
        self.noted += 1
        if len(self.notes) < _KEPT:
            self.notes.append((noted.where, noted.what))

    @property
    def taken(self) -> int:
        """Units that the memory now holds."""
        return self.outcomes["added"] + self.outcomes["merged"] + self.outcomes["unchanged"]

    def json(self) -> dict[str, Any]:
        """The report in the shape that scripts rely on."""
        counts = {name: self.outcomes[name] for name in ("added", "merged", "unchanged", "refused")}
        refusals = [{"where": where, "reason": reason} for where, reason in self.refusals]
        notes = [{"where": where, "what": what} for where, what in self.notes]
        return {"file": str(self.file), **counts, "languages": dict(self.languages), "refusals": refusals, "notes": notes}


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@_pair
@options.ENCODING
@click.option("--dry-run", is_flag=True, help="Only tell what would happen.")
@options.json_option
@options.database
def import_(
    files: tuple[Path, ...], source: str | None, target: str | None, encoding: str | None, dry_run: bool, as_json: bool, database: Path
) -> int:
    """Take translation units from FILES.

    TMX, XLIFF 1.2 and 2.x, tab-separated text, CSV, XLSX, PO, tables in DOCX. Each unit is added, merged with an identical one that it
    tells more about, unchanged, or refused with a reason and its place. With --from and --to, only units in these two
    languages are taken. A table whose first row names no languages needs both.

    \b
    Examples:
      glossary tm import memory.tmx
      glossary tm import pairs.csv --from fr --to vi --dry-run
    """
    from glossary.workers import collect_seldom
    from tm.exchange import choose

    collect_seldom()
    wanted = _wanted(source, target, encoding)
    for file in files:
        choose(file)
    reports = []
    for file in files:
        report = _Report(file)
        try:
            with watching.reading("Importing"):
                _import(report, wanted, database, dry_run)
        except KeyboardInterrupt:
            output.note(f"Interrupted: whole batches of {file} are kept. Run it again: what is known already stays as it is.")
            return _INTERRUPTED
        reports.append(report)
        _tell(report)
    if as_json:
        output.echo_json([report.json() for report in reports])
    else:
        names = ("added", "merged", "unchanged", "refused")
        output.table(["file", *names], [[str(r.file), *(str(r.outcomes[name]) for name in names)] for r in reports])
    empty = [report for report in reports if not report.taken]
    for report in empty:
        output.problem(f"Error: {_nothing(report, wanted)}")
    return 3 if any(report.broken for report in reports) else 1 if empty else 0


def _import(report: _Report, wanted: Wanted, database: Path, dry_run: bool) -> None:
    """Adds the units of a file to the memory and counts what becomes of them. A file without any makes no memory."""
    from glossary.termbase import writing
    from tm.memory import add

    waiting: deque[TranslationUnit] = deque()  # given to the memory, their outcome not yet told
    units = _units(report, wanted, waiting)
    first = next(units, None)
    if first is None:
        return
    if not dry_run:
        with writing(database):  # what looks up in the memory also looks into the termbase, in the same file
            pass
    for outcome, reason in add(database, chain([first], units), dry_run=dry_run):
        unit = waiting.popleft()
        if outcome.value == "refused":
            report.refuse(_place(unit), reason)
        else:
            report.outcomes[outcome.value] += 1


def _units(report: _Report, wanted: Wanted, waiting: deque[TranslationUnit]) -> Iterator[TranslationUnit]:
    from tm.exchange import Noted, Refused, read

    for item in read(report.file, wanted):
        if isinstance(item, Noted):
            report.note(item)
        elif isinstance(item, Refused):
            _refused(report, item)
        else:
            report.languages.update(list(dict.fromkeys(variant.language for variant in item.variants)))
            waiting.append(item)
            yield item


def _refused(report: _Report, item: Refused) -> None:
    report.refuse(item.where, item.reason)
    report.languages.update(list(dict.fromkeys(item.languages)))
    report.broken |= item.is_end


def _place(unit: TranslationUnit) -> str:
    """A unit that a reader took and the memory did not, by its name or how it begins."""
    return unit.name or f"“{unit.variants[0].text[:40]}”"


def _tell(report: _Report) -> None:
    """Says on stderr what was refused and noted: the first of each, then how many more there are."""
    for said, count, word in (
        (report.notes, report.noted, "notes"),
        (report.refusals, report.outcomes["refused"], "refused"),
    ):
        for where, what in said[:_SHOWN]:
            output.note(f"{report.file}, {where}: {'refused: ' if word == 'refused' else ''}{what}")
        if count > _SHOWN:
            output.note(f"{report.file}: {count - _SHOWN:,} more {word}; --json lists {min(count, _KEPT):,}")


def _nothing(report: _Report, wanted: Wanted) -> str:
    """Why a file gave nothing, and which languages it has."""
    found = ", ".join(f"{language} ({count:,})" for language, count in report.languages.most_common(10))
    pair = f" from {wanted.source} to {wanted.target}" if wanted else ""
    if not report.outcomes["refused"]:
        return f"{report.file}: there is no translation unit in it. Check what the file is."
    has = f"it has {found}" if found else "it says no language"
    return f"{report.file}: none of its units was taken{pair}; {has}. Name two of its languages with --from and --to, or none."


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_pair
@options.database
def export(file: Path, source: str | None, target: str | None, database: Path) -> int:
    """Write the memory, or a pair of it, to FILE.

    The format is told by the extension: .tmx (1.4b, with all that is known of a unit), .tsv, .csv, .xlsx. With --from
    and --to, only units in these two languages, and of them these two variants; tables need both.

    \b
    Examples:
      glossary tm export memory.tmx
      glossary tm export fr-vi.csv --from fr --to vi
    """
    from tm.errors import NotFoundError
    from tm.exchange import choose, write
    from tm.exchange.tags import primary
    from tm.files import Staged
    from tm.memory import statistics, units

    wanted = _wanted(source, target)
    form = choose(file, writing=True)
    options.must_exist(database)
    languages = (primary(wanted.source), primary(wanted.target))
    # Two regions of one language are told apart by the tags as written, which the memory does not search by.
    found = units(database, *languages) if wanted and languages[0] != languages[1] else units(database)
    with Staged() as staged:
        with staged.open(file) as stream:
            written = write(stream, watching.counted(found, statistics(database)["memory"]["units"], "Exporting"), file, wanted)
        if not written.units:
            pair = f"from {wanted.source} to {wanted.target}" if wanted else "at all"
            raise NotFoundError(database, f"no unit {pair}", "See what the memory has with 'glossary tm stats'")
        staged.put()
    output.say(f"{file}  {written.units:,} units ({form.description})")
    if written.skipped:
        output.note(f"  {written.skipped:,} skipped: they lack a language, or are too long for a cell")
    if written.dropped:
        output.note(f"  {written.dropped:,} control characters left out, which the format cannot hold")
    return 0


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--from",
    "source",
    type=options.Tag(),
    callback=options.usual_source,
    show_default="fr",
    metavar="L",
    help="The language of the document.",
)
@click.option("--to", "target", type=options.Tag(), callback=options.said_target, metavar="L", help="The language to translate into.")
@click.option("--cutoff", type=click.FloatRange(50, 102), default=75.0, show_default=True, help="The least score that is filled in.")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="Where the document goes.", show_default="FILE.L.ext")
@options.json_option
@options.database
def pretranslate(file: Path, source: str, target: str, cutoff: float, out: Path | None, as_json: bool, database: Path) -> int:
    """Fill a document from the memory.

    TXT, DOCX, XLIFF 1.2 and 2.x, PO. The rest stays as it is. What is translated already is left alone. Fuzzy matches,
    and those whose inline tags could not be put back, are marked: in XLIFF by the state, in PO as fuzzy, in Word in
    yellow. Words are what stands between white space and has a letter or a digit, in Vietnamese syllables.

    \b
    Example:
      glossary tm pretranslate communique.docx --to en --cutoff 85
    """
    from tm.pretranslation import pretranslate as run

    _wanted(source, target)
    options.must_exist(database)
    out = out or file.with_name(f"{file.stem}.{target}{file.suffix}")
    with _memory(database, source, target, min(cutoff, _LEAST_BAND)) as answering, watching.working("Matching"):
        analysis = run(file, out, answering, source=source, target=target, cutoff=cutoff)
    if as_json:
        output.echo_json([{"file": str(file), "out": str(out), **_analysis_json(analysis)}])
    else:
        _show(analysis)
        output.say(f"{out}  {analysis.filled} of {analysis.total.segments} segments filled in")
    if analysis.untagged:
        output.note(f"  {analysis.untagged} of them without their inline tags: to be reviewed")
    if not analysis.filled:
        output.note(f"No match from {source} to {target} at {cutoff:g} or above: a lower --cutoff finds more.")
    return 0 if analysis.filled else 1


@contextmanager
def _memory(database: Path, source: str, target: str, least: float) -> Iterator[Answering]:
    """What the memory answers: the best match of each segment that scores `least` or more."""
    from glossary.approved import ApprovedTerms
    from glossary.termbase import reading
    from tm.exchange.tags import primary
    from tm.memory import search
    from tm.memory.candidates import USUAL
    from tm.pretranslation import Answer, Query

    with reading(database) as connection:
        search.mapped(connection)
        memory, terms = search.Memory(connection), ApprovedTerms(connection)

        def answering(queries: Sequence[Query]) -> list[Answer | None]:
            return [answer(query) for query in queries]

        def answer(query: Query) -> Answer | None:
            asked = search.Query(query.text, query.previous, query.next)
            # Most segments have a good match, which is found in a third of the time that a search for any takes.
            for cutoff in sorted({max(least, USUAL), least}, reverse=True):
                if found := memory.matches(asked, primary(source), primary(target), cutoff=cutoff, limit=1, terms=terms):
                    return Answer(found[0].score, found[0].proposal, found[0].target.tags)
            return None

        yield answering


def _analysis_json(analysis: Analysis) -> dict[str, Any]:
    bands = [{"band": name, "segments": count.segments, "words": count.words} for name, count in analysis.bands.items()]
    totals = {
        name: {"segments": count.segments, "words": count.words} for name, count in (("total", analysis.total), ("left", analysis.left))
    }
    return {"bands": bands, **totals, "filled": analysis.filled, "untagged": analysis.untagged}


def _show(analysis: Analysis) -> None:
    """Prints segments and words by band."""
    every = analysis.total.words or 1
    rows = [
        [name, str(count.segments), str(count.words), f"{100 * count.words / every:.0f} %"]
        for name, count in [*analysis.bands.items(), ("total", analysis.total)]
    ]
    output.table(["match", "segments", "words", "share"], rows)
    if analysis.left.segments:
        output.note(f"  left as they were: {analysis.left.segments} segments, {analysis.left.words} words")
