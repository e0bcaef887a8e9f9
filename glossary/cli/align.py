"""`align`: two texts, or a folder of them, into the memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.cli import options, output, watching

if TYPE_CHECKING:
    from glossary.aligning import Pairing
    from tm.alignment import Bead, Lexicon, Method
    from tm.alignment.page import Section
    from tm.bitext import Bitext
    from tm.errors import DataError
    from tm.units import TranslationUnit

_METHODS = click.Choice(["length", "anchors"])  # tm.alignment.Method
_SHOWN = 20  # texts without a partner that are named


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SOURCE TARGET | DIR")
@click.option("--from", "source", type=options.Language(), callback=options.said_source, metavar="L", help="The language of the source.")
@options.to_option
@click.option("--lines", is_flag=True, help="Each line is a segment already.")
@click.option("--method", type=_METHODS, help="length: complete translations; anchors: edited ones. Else the texts tell.")
@click.option("--min-score", type=click.FloatRange(0, 100), show_default="70", help="What scores less is left for review.")
@click.option("--all", "everything", is_flag=True, help="Keep what scores less as well.")
@click.option("--force", is_flag=True, help="Keep an alignment that something speaks against.")
@click.option("--dry-run", is_flag=True, help="Write nothing to the memory.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write both sides to a page.")
@click.option("--tmx", type=click.Path(path_type=Path, dir_okay=False), help="Write the units to a TMX file.")
@options.ENCODING
@options.json_option
@options.database
def align(
    paths: tuple[Path, ...], source: str, targets: tuple[str, ...], lines: bool, method: str | None, min_score: float | None,
    everything: bool, force: bool, dry_run: bool, html: Path | None, tmx: Path | None, encoding: str | None, as_json: bool, database: Path,
) -> int:  # fmt: skip
    """Align the sentences of texts into the memory.

    Two texts, or all texts of a folder that belong together. A folder's files are paired by name (x.fr.txt and
    x.vi.txt, fr/x.txt and vi/x.txt), and where names say nothing, by the numbers, dates and names in them. Units get
    the origin "alignment" and a score; those below --min-score are shown and not kept. Where something speaks against a
    pair of texts, nothing of it is kept without --force.

    \b
    Examples:
      glossary align discours.fr.txt discours.vi.txt --from fr --to vi --html discours.html
      glossary align parallel/ --from fr --to en --to vi --dry-run
    """
    from glossary.aligning import MIN_SCORE
    from tm.alignment import Method
    from tm.errors import UsageError

    wanted = options.wanted_targets(targets, source) if targets or options.settings().says("to") else ()
    if not wanted:
        raise UsageError("--to", "the language of the target is missing", "Name it: --to en")
    if source in wanted:
        raise UsageError("--to", "source and target are in one language", "Name another one")
    is_folder = len(paths) == 1 and paths[0].is_dir()
    if not is_folder and (len(paths) != 2 or len(wanted) != 1):
        raise UsageError("align", "two files and one --to are wanted, or one folder", "See 'glossary align --help'")
    least = 0.0 if everything else MIN_SCORE if min_score is None else min_score
    run = _Run(database, least, Method(method) if method else None, lines, force or dry_run)
    if is_folder:
        _pair_folder(run, paths[0], source, wanted, encoding)
    else:
        _pair_files(run, paths[0], paths[1], source, wanted[0], encoding)
    counts = run.write(html, tmx, dry_run)
    _show(run, as_json, is_folder)
    _tell(run, counts, dry_run)
    for path in filter(None, (html, tmx)):
        output.note(f"{path}  written")
    return 3 if run.problems else 0 if run.units else 1


@dataclass(slots=True)
class _Run:
    """What is wanted, and what was found so far: aligned texts, the units to keep, what went wrong, texts without a partner."""

    database: Path
    least: float
    method: Method | None
    lines: bool
    in_doubt: bool
    found: list[tuple[Pairing, Bitext]] = field(default_factory=list)
    problems: list[DataError] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    lexicons: dict[tuple[str, str], Lexicon] = field(default_factory=dict)

    def add(self, pairing: Pairing) -> None:
        """Aligns two texts. Raises DataError where they cannot be, and where something speaks against keeping them."""
        from glossary.aligning import align_pair, doubts, known_words

        languages = pairing.source_language, pairing.target_language
        if languages not in self.lexicons:
            self.lexicons[languages] = known_words(self.database, *languages)
        found = align_pair(pairing, self.lexicons[languages], method=self.method, lines=self.lines)
        for doubt in doubts(found):
            if not self.in_doubt:
                raise doubt
            output.note(f"Note: {doubt}")
        self.found.append((pairing, found))

    @property
    def units(self) -> list[TranslationUnit]:
        from tm.bitext import units

        return [unit for _, found in self.found for unit in units(found, self.least)]

    def write(self, html: Path | None, tmx: Path | None, dry_run: bool) -> dict[str, int]:
        """Writes the page and the TMX file and keeps the units: all of it or nothing."""
        from glossary.aligning import keep
        from tm.alignment.page import page
        from tm.exchange import Wanted
        from tm.exchange.tmx import write
        from tm.files import Staged

        with Staged() as staged:
            if html:
                with staged.open(html) as stream:
                    stream.write(page("Alignment", map(self._section, self.found)).encode("utf-8", "replace"))
            if tmx:
                with staged.open(tmx) as stream:
                    write(stream, self.units, Wanted())
            counts = keep(self.database, self.units, dry_run=dry_run)
            staged.put()
        return counts

    def _section(self, found: tuple[Pairing, Bitext]) -> Section:
        from tm.alignment.page import Row, Section

        pairing, bitext = found
        rows = [Row(*bitext.sentences(bead), bead.score, self.keeps(bead)) for bead in bitext.alignment.beads]
        languages = pairing.source_language, pairing.target_language
        return Section((pairing.source.source, pairing.target.source), languages, rows)

    def keeps(self, bead: Bead) -> bool:
        """Whether a bead becomes a unit."""
        return bead.is_pair and bead.score >= self.least


def _pair_files(run: _Run, first: Path, second: Path, source: str, target: str, encoding: str | None) -> None:
    from glossary.aligning import Pairing
    from tm.bitext import read_raw

    raws = [read_raw(path, encoding=encoding) for path in (first, second)]
    with watching.working("Aligning"):
        run.add(Pairing(raws[0], raws[1], source, target, "given"))


def _pair_folder(run: _Run, folder: Path, source: str, targets: tuple[str, ...], encoding: str | None) -> None:
    from glossary.aligning import pair
    from tm.errors import DataError

    paired = pair(folder, (source, targets), encoding=encoding)
    run.problems += paired.problems
    run.alone += paired.alone
    with output.progress() as progress:
        for number, pairing in enumerate(paired.pairings):
            progress("Aligning", number / len(paired.pairings))
            try:
                run.add(pairing)
            except DataError as error:
                run.problems.append(error)


def _show(run: _Run, as_json: bool, is_folder: bool) -> None:
    rows = [(pairing, found, bead) for pairing, found in run.found for bead in found.alignment.beads]
    if as_json:
        output.echo_json([_json(pairing, found, bead, run.keeps(bead)) for pairing, found, bead in rows])
    elif is_folder and run.found:
        output.table(
            ["source", "target", "paired by", "alike", "method", "units", "to review", "alone"],
            [
                [pairing.source.source, pairing.target.source, pairing.by, f"{pairing.alike:g}", found.alignment.method.value]
                + [str(number) for number in _counts(run, found)]
                for pairing, found in run.found
            ],
        )
    elif rows:
        output.table(
            ["score", "kept", "source", "target"],
            [
                [f"{bead.score:g}", "yes" if run.keeps(bead) else "review" if bead.is_pair else "alone", *found.texts(bead)]
                for _, found, bead in rows
            ],
        )


def _json(pairing: Pairing, found: Bitext, bead: Bead, kept: bool) -> dict[str, Any]:
    source, target = found.sentences(bead)
    return {
        "source": source,
        "target": target,
        "score": bead.score,
        "kept": kept,
        "files": [pairing.source.source, pairing.target.source],
        "languages": [pairing.source_language, pairing.target_language],
        "method": found.alignment.method.value,
    }


def _counts(run: _Run, found: Bitext) -> tuple[int, int, int]:
    """How many beads are kept, wait for review, and have one side only."""
    beads = found.alignment.beads
    kept, paired = sum(map(run.keeps, beads)), sum(bead.is_pair for bead in beads)
    return kept, paired - kept, len(beads) - paired


def _tell(run: _Run, counts: dict[str, int], dry_run: bool) -> None:
    """Says on stderr what was kept and what was not."""
    for problem in run.problems:
        output.problem(f"Skipped: {problem}")
    for name in run.alone[:_SHOWN]:
        output.note(f"No partner: {name}")
    if len(run.alone) > _SHOWN:
        output.note(f"No partner: {len(run.alone) - _SHOWN} more")
    review, alone = (sum(_counts(run, found)[place] for _, found in run.found) for place in (1, 2))
    would = "would be " if dry_run else ""
    told = [f"{number} {would}{outcome}" for outcome, number in counts.items() if number]
    output.note(f"Units: {', '.join(told) or 'none'}. {review} left for review (--all keeps them), {alone} without a counterpart.")
