"""The glossary as one page for people: it searches without accents, sorts, filters and prints, and asks no network for anything."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import IO

from glossary.formats import FORBIDDEN, TITLE, Manner
from glossary.formats.rows import one_line
from glossary.model import Concept, LanguageSection, Term
from tm.text import fold

_NAMES = {"fr": "français", "en": "English", "vi": "tiếng Việt"}


def write(stream: IO[bytes], concepts: Iterable[Concept], languages: Sequence[str], manner: Manner) -> None:
    """Writes the page. Its style and script stand in it, and nothing else is allowed to run."""
    style, script = (files("glossary.data").joinpath(name).read_text("utf-8") for name in ("page.css", "page.js"))
    columns = "".join(
        f'<th scope="col" lang="{manner.tag(code)}"><button type="button" data-sort="{place}">{_NAMES.get(code, code)}</button></th>'
        for place, code in enumerate(languages)
    )
    boxes = "".join(
        f'<label><input type="checkbox" data-language="{place}" checked> <span lang="{code}">{_NAMES.get(code, code)}</span></label> '
        for place, code in enumerate(languages)
    )
    head = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{TITLE}</title>
<style>{style}</style>
<h1>{TITLE}</h1>
<form role="search" id="search">
<label>Search <input type="search" id="query" autocomplete="off" autofocus></label>
<label>Subject field <select id="field"><option value="">all</option></select></label>
<fieldset><legend>Languages</legend>{boxes}</fieldset>
<output id="count" aria-live="polite"></output>
</form>
<table>
<thead><tr>{columns}<th scope="col"><button type="button" data-sort="{len(languages)}">subject field</button></th></tr></thead>
<tbody>
"""
    stream.write(head.encode())
    for concept in concepts:
        stream.write(_row(concept, languages, manner).encode())
    stream.write(f"</tbody>\n</table>\n<script>{script}</script>\n</html>\n".encode())


def policy(style: str, script: str) -> str:
    """The content security policy of a page that needs nothing but this style and this script, which stand in it."""
    return f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _row(concept: Concept, languages: Sequence[str], manner: Manner) -> str:
    found = {section.language: section for section in concept.sections}
    cells = "".join(_cell(found.get(code, LanguageSection(code)), manner) for code in languages)
    searched = fold(" ".join([concept.subject_field, *(term.term for section in concept.sections for term in section.terms)]))
    note = f"<p>{_text(concept.note)}</p>" if concept.note else ""
    state = "" if concept.state == "approved" else f" <em>{concept.state.value}</em>"
    field = f"<td>{_text(concept.subject_field)}{state}{note}</td>"
    return f'<tr id="c{concept.id}" data-search="{_text(searched)}" data-field="{_text(concept.subject_field)}">{cells}{field}</tr>\n'


def _cell(section: LanguageSection, manner: Manner) -> str:
    terms = "".join(_term(term) for term in section.terms)
    definition = f"<p>{_text(section.definition)}</p>" if section.definition else ""
    key = _text(fold(section.terms[0].term)) if section.terms else ""
    return f'<td lang="{manner.tag(section.language)}" data-key="{key}"><ul>{terms}</ul>{definition}</td>'


def _term(term: Term) -> str:
    text = f"<s>{_text(term.term)}</s> ({term.status.value})" if term.status in FORBIDDEN else f"<span>{_text(term.term)}</span>"
    notes = f" <small>{_text(term.note)}</small>" if term.note else ""
    contexts = "".join(f"<q>{_text(context.text)}</q>" for context in term.contexts[:1])
    return f"<li>{text}{notes}{contexts}</li>"


def _text(text: str) -> str:
    return escape(one_line(text))
