"""What goes into and out of a translation memory: one module a format, one table of all formats, one way to choose the languages.

A reader is a stream: it yields each unit as a TranslationUnit, or why it was Refused, and what was Noted beside; its
memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import IO

from tm.errors import UsageError
from tm.exchange.tags import primary, same_tag
from tm.units import TranslationUnit, Variant

MAX_SEGMENT = 10_000  # characters; a memory takes no longer ones


@dataclass(frozen=True, slots=True)
class Refused:
    """A unit that was not read: where it stands in the file, why, and the languages (as written) that it has.

    `is_end` says that the file breaks off here: what was whole before it was read.
    """

    where: str
    reason: str
    languages: tuple[str, ...] = ()
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that a person should know of a file, though no unit was lost by it."""

    where: str
    what: str


Item = TranslationUnit | Refused | Noted


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a file: a pair of language tags, or all languages; the encoding, where a table's cannot be told.

    `unfinished` says that units are wanted whose target is empty, too.
    """

    source: str = ""
    target: str = ""
    encoding: str | None = None
    unfinished: bool = field(default=False, kw_only=True)

    def __bool__(self) -> bool:
        return bool(self.source)

    def of(self, unit: TranslationUnit) -> TranslationUnit | str:
        """The unit with the pair that is wanted, source first, or what it lacks.

        `fr`, `fr-FR` and `FR` are one language; where a unit has several variants in it, the tag as written chooses.
        """
        if not self.source:
            return unit
        source = _closest(unit.variants, self.source)
        if source is None:
            return f"no variant in {self.source}"
        target = _closest([variant for variant in unit.variants if variant is not source], self.target)
        return f"no variant in {self.target}" if target is None else replace(unit, variants=(source, target))


def _closest(variants: Iterable[Variant], tag: str) -> Variant | None:
    """The variant whose tag is the one given, else the first in that language."""
    fitting = [variant for variant in variants if variant.language == primary(tag)]
    return next((variant for variant in fitting if same_tag(variant.tag, tag)), fitting[0] if fitting else None)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: units, those left out for want of a language, and characters left out since XML cannot hold them."""

    units: int
    skipped: int = 0
    dropped: int = 0


Reader = Callable[[Path, Wanted], Iterator[Item]]
Writer = Callable[[IO[bytes], Iterable[TranslationUnit], Wanted], Written]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `writes` says whether it is also written, `bilingual` whether such a file holds one language pair."""

    name: str
    extensions: tuple[str, ...]
    module: str
    description: str
    writes: bool = True
    bilingual: bool = False


FORMATS = {
    form.name: form
    for form in (
        Format("tmx", (".tmx",), "tmx", "TMX 1.4b, with all that is known of each unit"),
        Format("xliff", (".xlf", ".xliff", ".sdlxliff", ".mxliff", ".mqxliff"), "xliff", "XLIFF 1.2 and 2.x", writes=False),
        Format("tsv", (".tsv", ".tab", ".txt"), "table", "tab-separated text and notes of one pair", bilingual=True),
        Format("csv", (".csv",), "table", "comma-separated text and notes of one pair", bilingual=True),
        Format("xlsx", (".xlsx",), "spreadsheet", "Excel, text and notes of one pair", bilingual=True),
        Format("po", (".po",), "po", "gettext's catalogues of one pair", writes=False, bilingual=True),
        Format("docx", (".docx",), "word", "tables of a Word document, one pair", writes=False, bilingual=True),
    )
}


def choose(path: Path, *, writing: bool = False) -> Format:
    """The format that the extension of a file tells. Raises UsageError where it tells none."""
    fitting = [form for form in FORMATS.values() if form.writes or not writing]
    for form in fitting:
        if path.suffix.lower() in form.extensions:
            return form
    known = ", ".join(form.extensions[0] for form in fitting)
    raise UsageError(path, "its extension tells no format of translation units", f"Use one of {known}")


def read(path: Path, wanted: Wanted = Wanted()) -> Iterator[Item]:
    """The units of a file, one after the other, with what was refused and noted.

    Raises UsageError for an unknown extension, DataError for a file that is not what its name says or is not safe to read.
    """
    reader: Reader = import_module(f"tm.exchange.{choose(path).module}").read
    return reader(path, wanted)


def write(stream: IO[bytes], units: Iterable[TranslationUnit], path: Path, wanted: Wanted = Wanted()) -> Written:
    """Writes units in the format that the name of `path` tells: the pair that is wanted, or all languages.

    Raises UsageError for an unknown extension, and where a format of one pair is asked for all languages.
    """
    form = choose(path, writing=True)
    if form.bilingual and not wanted:
        raise UsageError(path, f"{form.name} holds one language pair", "Name it with --from and --to")
    module = import_module(f"tm.exchange.{form.module}")
    writer: Writer = getattr(module, f"write_{form.name}", None) or module.write
    return writer(stream, units, wanted)
