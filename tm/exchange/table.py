"""Tables of translations: tab- and comma-separated text. What a row means is the same for a spreadsheet (`Columns`)."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import IO

from tm.errors import DataError, UsageError
from tm.exchange import MAX_SEGMENT, Item, Refused, Wanted, Written
from tm.exchange.tags import normal, primary
from tm.files import must_be_regular, reading
from tm.readers.plain import BOMS, legacy_encoding
from tm.text import fold, nfc, printable
from tm.units import Details, Property, TranslationUnit, Variant, plain

_DELIMITERS = ",;\t|"
_SAMPLE = 20  # records by which a delimiter is chosen
_CHUNK = 1 << 20
_MAX_LINE = 4_000_000  # characters
_FORMULA = re.compile(r"[\t ](?=[=+\-@])")  # how a guarded cell begins
_GUARDED = ("=", "+", "-", "@", "\t", "\r")
_SIDES = {"source": 0, "src": 0, "target": 1, "trg": 1, "tgt": 1, "translation": 1}
_NOTES = frozenset(("note", "notes", "comment", "comments", "commentaire", "remarque", "ghi chu"))
_NAMES = frozenset(("id", "tuid", "key"))


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table hold: language tags by column, and the names of the others."""

    languages: dict[int, str]
    others: dict[int, str]

    def unit(self, row: Sequence[str], where: str, wanted: Wanted) -> Item | None:
        """A row as a unit, or why not; None for a row without any text."""
        cells = {number: cell for number, cell in enumerate(row) if cell and not cell.isspace()}
        if not cells:
            return None
        variants = []
        for number, tag in self.languages.items():
            if number in cells:
                text = nfc(_FORMULA.sub("", cells[number], count=1) if _FORMULA.match(cells[number]) else cells[number])
                if len(text) > MAX_SEGMENT:
                    return Refused(where, f"a segment of {len(text):,} characters in {tag}, more than {MAX_SEGMENT:,}")
                variants.append(Variant(primary(tag), text, (), tag))
            elif wanted.unfinished:
                variants.append(Variant(primary(tag), "", (), tag))
        tags = tuple(variant.tag for variant in variants)
        if len(variants) < 2 or not any(variant.text for variant in variants):
            return Refused(where, f"one language only ({tags[0]})" if tags else "no text in any language", tags)
        properties = [Property(cells[n].strip(), name) for n, name in self.others.items() if n in cells and name not in _NAMES]
        name = next((cells[n].strip() for n, name in self.others.items() if name in _NAMES and n in cells), "")
        unit = wanted.of(TranslationUnit(tuple(variants), name, details=Details(properties=tuple(properties)), where=where))
        return Refused(where, unit, tags) if isinstance(unit, str) else unit


def columns(first: Sequence[str], wanted: Wanted) -> tuple[Columns, bool]:
    """What the columns hold, and whether the first row is a header that says so.

    A header names two languages or more, by code or by name; without one, the first two columns are the pair that is
    wanted, and what stands behind them are notes. Raises UsageError where neither tells.
    """
    names = [fold(cell) for cell in first]
    languages = {number: tag for number, cell in enumerate(first) if (tag := language_tag(cell))}
    if wanted and {0, 1} <= {_SIDES.get(name) for name in names}:
        languages = {n: (wanted.source, wanted.target)[_SIDES[name]] for n, name in enumerate(names) if name in _SIDES}
    if len({normal(tag) for tag in languages.values()}) > 1:
        others = {n: "" if name in _NOTES else name for n, name in enumerate(names) if n not in languages and name}
        return Columns(languages, others), True
    if not wanted:
        raise UsageError("--from, --to", "the first row of the table does not name two languages", "Say which its columns are")
    return Columns({0: wanted.source, 1: wanted.target}, dict.fromkeys(range(2, len(first)), "")), False


def language_tag(cell: str) -> str:
    """The tag that a cell of a header names a language by: a code that is in use, or a name; empty where it names none."""
    cell = cell.strip().lstrip("\ufeff")
    if (code := primary(cell)) and code in _languages().values():
        return cell
    return _languages().get(fold(cell), "")


@cache
def _languages() -> dict[str, str]:
    """The names of languages in French, English and Vietnamese, and their own, folded, with their codes (CLDR)."""
    from babel import Locale

    found: dict[str, str] = {}
    for language in ("vi", "en", "fr"):
        locale = Locale(language)
        found |= {fold(name): code for code, name in locale.languages.items() if primary(code)}
        found |= {fold(str(locale.get_display_name(language))): language}
    return found


def read(path: Path, wanted: Wanted) -> Iterator[Item]:
    """The units of a table, one a row. Raises DataError where it is no text, UsageError where nothing tells its languages."""
    csv.field_size_limit(_MAX_LINE)
    with opened(path, wanted.encoding) as stream:
        lines = _Lines(stream)
        tabbed = path.suffix.lower() != ".csv"
        yield from _rows(lines, _split(lines) if tabbed else _parsed(lines, _delimiter(lines)), path, wanted)


def _rows(lines: _Lines, rows: Iterator[list[str] | str], path: Path, wanted: Wanted) -> Iterator[Item]:
    known: Columns | None = None
    for row in rows:
        yield from lines.take_refused()
        where = f"line {lines.number}"
        if isinstance(row, str):
            yield Refused(where, row)
            continue
        if known is None:
            if not any(map(str.strip, row)):
                continue
            known, header = columns(row, wanted)
            if header:
                continue
        if item := known.unit(row, where, wanted):
            yield item
    yield from lines.take_refused()
    if known is None:
        raise DataError(path, "the file is empty", "Check what the file is")


class _Lines:
    """The lines of a stream, none longer than a bound; `number` is that of the last one taken. Some may be looked at beforehand."""

    def __init__(self, stream: IO[str]) -> None:
        self.number = 0
        self._ahead: deque[tuple[int, str]] = deque()
        self._refused: list[Refused] = []
        self._bounded = self._read(stream)

    def __iter__(self) -> Iterator[str]:
        while self._ahead or self.look(1):
            self.number, line = self._ahead.popleft()
            yield line

    def look(self, count: int) -> list[str]:
        """The next lines, which are still to be taken."""
        self._ahead.extend(islice(self._bounded, max(0, count - len(self._ahead))))
        return [line for _, line in islice(self._ahead, count)]

    def take_refused(self) -> list[Refused]:
        """The lines that were too long, each once."""
        taken, self._refused = self._refused, []
        return taken

    def _read(self, stream: IO[str]) -> Iterator[tuple[int, str]]:
        number = 0
        while line := stream.readline(_MAX_LINE):
            number += 1
            if len(line) < _MAX_LINE or line.endswith("\n"):
                yield number, line
                continue
            while (rest := stream.readline(_MAX_LINE)) and not rest.endswith("\n"):
                pass
            self._refused.append(Refused(f"line {number}", f"longer than {_MAX_LINE:,} characters"))


def _split(lines: _Lines) -> Iterator[list[str] | str]:
    """Rows of tab-separated text. Quotation marks are text, but for those around a whole cell that doubles its own."""
    for line in lines:
        yield [_unquoted(cell) for cell in line.rstrip("\r\n").split("\t")]


def _unquoted(cell: str) -> str:
    inner = cell[1:-1]
    whole = len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' in inner and '"' not in inner.replace('""', "")
    return inner.replace('""', '"') if whole else cell


def _parsed(lines: _Lines, delimiter: str) -> Iterator[list[str] | str]:
    """Rows of CSV; for one that cannot be parsed, why not."""
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"not CSV ({error})"


def _delimiter(lines: _Lines) -> str:
    """The delimiter that gives the first records the same number of cells, more than one; a comma where none does."""
    sample = lines.look(_SAMPLE)

    def agreement(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=widths.count, default=0)
        return (widths.count(usual), usual) if usual > 1 else (0, 0)

    return max(_DELIMITERS, key=agreement)


def opened(path: Path, encoding: str | None) -> IO[str]:
    """The file as text: in `encoding`, else by its mark, else UTF-8, else in the likeliest legacy encoding.

    Raises DataError where it cannot be read, is no regular file or no text.
    """
    must_be_regular(path)
    try:
        with path.open("rb") as stream:
            found = encoding or _encoding(stream, path)
        codecs.lookup(found)
        return io.TextIOWrapper(reading(path), encoding=found, errors="replace", newline="")
    except LookupError:
        raise DataError(path, f"no encoding is called {encoding}", "Give another --encoding") from None
    except OSError as error:
        raise DataError(path, f"cannot be read ({error.strerror})", "Check the path and its permissions") from error


def _encoding(stream: IO[bytes], path: Path) -> str:
    head = stream.read(_CHUNK)
    for bom, name in BOMS.items():
        if head.startswith(bom):
            return name
    decoder = codecs.getincrementaldecoder("utf-8")()
    chunk = head
    while chunk:
        if b"\0" in chunk:
            raise DataError(path, "not a text file (it has NUL bytes)", "Save it as UTF-8 text")
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            around = chunk[max(0, error.start - 20_000) : error.start + 20_000]
            if legacy := legacy_encoding(around):
                return legacy
            raise DataError(path, "neither UTF-8 nor another encoding that can be told", "Name its encoding with --encoding") from None
        chunk = stream.read(_CHUNK)
    return "utf-8"


def write_tsv(stream: IO[bytes], units: Iterable[TranslationUnit], wanted: Wanted) -> Written:
    """Writes source, target and notes, tab-separated, under a header of language tags; each text on one line."""
    count = Counted()
    for row in rows(units, wanted, count):
        cells = [" ".join(cell.split()) for cell in row]
        stream.write(("\t".join(f" {cell}" if cell.startswith(_GUARDED) else cell for cell in cells) + "\n").encode())
    return count.written()


def write_csv(stream: IO[bytes], units: Iterable[TranslationUnit], wanted: Wanted) -> Written:
    """Writes source, target and notes, comma-separated, under a header of language tags. No cell is a formula."""
    count = Counted()
    writer = csv.writer(codecs.getwriter("utf-8")(stream), lineterminator="\r\n")
    for row in rows(units, wanted, count):
        writer.writerow([f"\t{cell}" if cell.startswith(_GUARDED) else cell for cell in row])
    return count.written()


@dataclass(slots=True)
class Counted:
    """What `rows` has given so far."""

    units: int = 0
    skipped: int = 0
    dropped: int = 0

    def written(self) -> Written:
        """The counts, once all is written."""
        return Written(self.units, self.skipped, self.dropped)


def rows(units: Iterable[TranslationUnit], wanted: Wanted, count: Counted, longest: int = MAX_SEGMENT) -> Iterator[tuple[str, str, str]]:
    """The header, then source, target and notes of each unit that has the pair: texts without inline tags and control characters.

    A unit with a text longer than `longest` characters is left out, and counted as such.
    """
    yield wanted.source, wanted.target, "note"
    for unit in units:
        narrow = wanted.of(unit)
        if isinstance(narrow, str):
            count.skipped += 1
            continue
        source, target = (plain(variant.text) for variant in narrow.variants)
        notes = " | ".join(prop.text for prop in unit.details.properties if not prop.type)
        if max(len(source), len(target), len(notes)) > longest:
            count.skipped += 1
            continue
        clean = (_printable(source), _printable(target), _printable(notes))
        count.dropped += len(source) + len(target) + len(notes) - sum(map(len, clean))
        count.units += 1
        yield clean


def _printable(text: str) -> str:
    """The text without control characters, but for tabs."""
    return "\t".join(map(printable, text.split("\t")))
