"""What a format holds comes back as it was: all that the format declares, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.formats import FORMATS, Entry, Format, Part, Wanted
from glossary.formats.entries import clean
from glossary.model import AdministrativeStatus, Concept, Context, EntityType, LanguageSection, Origin, ReviewState, Term, TermType
from tests.glossary.helpers import concept, term

every_reader = pytest.mark.parametrize("form", [f for f in FORMATS.values() if f.reads], ids=[n for n, f in FORMATS.items() if f.reads])
PREFERRED, ADMITTED, DEPRECATED = AdministrativeStatus.PREFERRED, AdministrativeStatus.ADMITTED, AdministrativeStatus.DEPRECATED

ODD = st.sampled_from(
    [
        'le "mot"',
        "a,b;c",
        "l'été",
        "=1+1",
        "-x",
        "<b>&amp;",
        "مرحبا بالعالم",
        "e\u0301te\u0300",
        "𝒜𝓫𝕔",
        "한국",
        "long " * 400,
        "🇻🇳 x",
        "%s {0}",
        "'",
        '"',
    ]
)
TEXT = st.one_of(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="|#\ufffe\uffff"), max_size=12), ODD).map(clean)
LINES = st.one_of(TEXT, st.lists(TEXT, min_size=2, max_size=3).map("\n".join).map(clean)).filter(lambda text: ": " not in text)
WORD = st.one_of(TEXT, ODD).map(lambda text: clean(text, one_line=True)).filter(lambda text: bool(text) and text[-1] != ")")
CONTEXT = st.builds(
    Context,
    text=TEXT.filter(bool),
    source=WORD.filter(lambda text: not text[-1:].isdigit()),
    date=st.sampled_from(["", "2025", "2025-03-09"]),
)


@st.composite
def terms(draw: st.DrawFn) -> tuple[Term, ...]:
    """Terms of a section: one that may be used first."""
    found = draw(st.lists(WORD, min_size=1, max_size=3, unique=True))
    return tuple(
        Term(
            text,
            type=draw(st.sampled_from(TermType)),
            status=draw(st.sampled_from(AdministrativeStatus)) if number else PREFERRED,
            origin=draw(st.sampled_from(Origin)),
            score=draw(st.integers(0, 1000)) / 10,
            reliability=draw(st.integers(0, 4)),
            pos=draw(st.sampled_from(["", "noun", "verb", "properNoun", "particule"])),
            gender=draw(st.sampled_from(["", "masculine", "double"])),
            source=draw(TEXT),
            note=draw(LINES),
            contexts=tuple(draw(st.lists(CONTEXT, max_size=2, unique=True))),
        )
        for number, text in enumerate(found)
    )


@st.composite
def concepts(draw: st.DrawFn) -> Concept:
    """A concept in all languages, as the termbase would hold it."""
    state = draw(st.sampled_from([ReviewState.APPROVED, ReviewState.PROPOSED]))
    sections = tuple(
        LanguageSection(
            code, tuple(sorted((replace(t, state=state) for t in draw(terms())), key=lambda t: t.status is not PREFERRED)), draw(LINES)
        )
        for code in ("fr", "en", "vi")
    )
    return Concept(
        draw(st.integers(1, 10**6)),
        draw(TEXT),
        draw(st.sampled_from(EntityType)),
        state,
        draw(LINES),
        sections,
        key=draw(st.sampled_from(["", "k1"])),
    )


CONCEPTS = st.lists(concepts(), max_size=3, unique_by=lambda c: c.id)


def languages(form: Format) -> tuple[str, ...]:
    return ("fr", "vi") if form.bilingual else ("fr", "en", "vi")


def narrowed(form: Format, given: Concept) -> Concept:
    """The concept as its file shall hold it: its languages; in a file of one pair only what may be used."""
    sections = tuple(s for s in given.sections if s.language in languages(form))
    if form.bilingual:
        sections = tuple(replace(s, terms=tuple(t for t in s.terms if t.status in (PREFERRED, ADMITTED))) for s in sections)
    return replace(given, sections=sections)


def declared(form: Format, given: Concept) -> Concept:
    """What of a concept must come back by what the format declares; the rest is as if nobody had ever said it."""
    has = form.carries.__contains__
    blank = Concept()
    sections = tuple(
        LanguageSection(s.language, tuple(_declared(form, t) for t in s.terms), _flat(form, s.definition) if has(Part.DEFINITION) else "")
        for s in given.sections
    )
    return Concept(
        id=0,
        subject_field=given.subject_field if has(Part.SUBJECT_FIELD) else "",
        entity=given.entity if has(Part.ORIGIN) else blank.entity,
        state=given.state if has(Part.STATE) else blank.state,
        note=_flat(form, given.note) if has(Part.NOTE) else "",
        sections=sections,
        key=given.key if form.name == "csv-full" else "",
    )


def _declared(form: Format, given: Term) -> Term:
    has = form.carries.__contains__
    blank = Term(given.term)
    marked = DEPRECATED if has(Part.FORBIDDEN) and given.status not in (PREFERRED, ADMITTED) else blank.status
    status = given.status if has(Part.STATUS) else marked
    return Term(
        given.term,
        type=given.type if has(Part.TYPE) else blank.type,
        status=status,
        state=given.state if has(Part.STATE) else blank.state,
        origin=given.origin if has(Part.ORIGIN) else blank.origin,
        score=given.score if has(Part.ORIGIN) else blank.score,
        reliability=given.reliability if has(Part.RELIABILITY) else 0,
        pos=given.pos if has(Part.GRAMMAR) else "",
        gender=given.gender if has(Part.GRAMMAR) else "",
        source=given.source if has(Part.SOURCE) else "",
        note=_flat(form, given.note) if has(Part.TERM_NOTE) else "",
        contexts=given.contexts if has(Part.CONTEXT) else (),
    )


def _flat(form: Format, text: str) -> str:
    """A text of several lines, on one line where the format has no lines."""
    return text if form.module in ("tbx", "full") else " ".join(text.split())


def entries(form: Format, path: Path) -> list[Entry]:
    found = list(form.read(path, Wanted(languages(form))))
    assert all(isinstance(entry, Entry) for entry in found), found
    return [entry for entry in found if isinstance(entry, Entry)]


def pairs(form: Format, given: Sequence[Concept]) -> set[tuple[str, str]]:
    """Each source with each target of each concept."""
    source, target = languages(form)[0], languages(form)[-1]
    return {(a.term, b.term) for c in given for a, b in product(c.terms(source), c.terms(target))}


@every_reader
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(CONCEPTS)
def test_what_is_written_comes_back(form: Format, tmp_path: Path, given: list[Concept]) -> None:
    expected = [narrowed(form, c) for c in given]
    path = tmp_path / f"file{form.extension}"
    with path.open("wb") as stream:
        form.write(stream, expected, languages(form))
    found = entries(form, path)
    if {Part.ID, Part.DEFINITION} <= form.carries:
        assert [entry.identifier for entry in found] == [f"c{c.id}" for c in expected]
        assert [declared(form, entry.concept) for entry in found] == [declared(form, c) for c in expected]
    elif Part.SYNONYMS in form.carries:
        assert pairs(form, [entry.concept for entry in found]) == pairs(form, expected)
    else:
        assert pairs(form, [entry.concept for entry in found]) <= pairs(form, expected)
        assert found or not expected or form.name == "deepl"  # which takes no long term


def test_the_comparison_can_fail() -> None:
    assert declared(FORMATS["tbx3"], concept(fr="a", en="b")) != declared(FORMATS["tbx3"], concept(fr="a", en=[term("b", ADMITTED)]))
