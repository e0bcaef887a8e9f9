"""What is checked and what is found, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"  # of a rule that is not asked for


class Rule(StrEnum):
    """What may be wrong with a translation."""

    TERM_MISSING = "term-missing"
    TERM_FORBIDDEN = "term-forbidden"
    TERM_INCONSISTENT = "term-inconsistent"
    NAME_MARKS = "name-marks"
    NUMBER = "number"
    DATE = "date"
    ACRONYM = "acronym"
    UNTRANSLATED = "untranslated"
    EMPTY = "empty"


DESCRIPTIONS = {
    Rule.TERM_MISSING: "The target has none of the approved equivalents of an approved term in the source.",
    Rule.TERM_FORBIDDEN: "The target uses a deprecated or superseded term.",
    Rule.TERM_INCONSISTENT: "The target renders a term otherwise than the document did before.",
    Rule.NAME_MARKS: "A known name lacks its marks in the target, or has other ones.",
    Rule.NUMBER: "A number differs between source and target.",
    Rule.DATE: "A date differs between source and target.",
    Rule.ACRONYM: "An acronym differs between source and target.",
    Rule.UNTRANSLATED: "The target, or a part of it, is still in the source language.",
    Rule.EMPTY: "Nothing translates the segment.",
}
SEVERITIES = dict.fromkeys(Rule, Severity.ERROR) | {Rule.TERM_INCONSISTENT: Severity.WARNING, Rule.ACRONYM: Severity.WARNING}
OF_TERMS = frozenset((Rule.TERM_MISSING, Rule.TERM_FORBIDDEN, Rule.TERM_INCONSISTENT, Rule.NAME_MARKS))  # need a termbase


@dataclass(frozen=True, slots=True)
class Checked:
    """A source segment with what translates it, and its place.

    `number` counts the segments of a document from 1; `file` holds the target, `place` says where in it ("line 12", "table 1,
    row 3"), `line` is its line (0 where there is none), `unit` the name that the file gives the unit.
    """

    source: str
    target: str
    number: int
    file: str = ""
    place: str = ""
    line: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule finds in a segment: what of the source it is about, what is expected in the target and what stands there.

    `start` and `end` are the place of `found` in the target, in characters, both 0 where nothing stands. `doubtful` faults
    are warnings at most.
    """

    rule: Rule
    term: str
    expected: tuple[str, ...]
    found: str
    message: str
    start: int = 0
    end: int = 0
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with the segment that has it, and how bad it is."""

    fault: Fault
    segment: Checked
    severity: Severity
