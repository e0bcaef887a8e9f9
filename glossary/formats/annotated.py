"""A text with its terms as one page: hovering over a term or reaching it by keyboard shows its entry; no network is asked.

The entries stand below the text, where a link leads from each term: so the page also serves without its script, on paper
and read aloud.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import IO

from glossary.formats import FORBIDDEN
from glossary.formats.html import policy
from glossary.formats.rows import one_line
from glossary.model import ENGLISH_NAMES, Annotation, Concept, Term
from tm.text import printable

_BREAKS = re.compile(r"\n\s*")


def write(
    stream: IO[bytes],
    title: str,
    text: str,
    language: str,
    annotations: Sequence[Annotation],
    concepts: Mapping[int, Concept],
    targets: Sequence[str],
) -> None:
    """Writes the page of a text in a language, with its annotations in order and the concepts that they name.

    Entries show the terms of the language and of the `targets`. Whatever the text and the terms hold is shown and never run.
    """
    style, script = (files("glossary.data").joinpath(name).read_text("utf-8") for name in ("annotated.css", "annotated.js"))
    head = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{_line(title)}</title>
<style>{style}</style>
<h1>{_line(title)}</h1>
<ul id="legend" aria-label="Terms in this text">{_legend(annotations)}</ul>
<main lang="{_line(language)}">
"""
    stream.write(head.encode())
    stream.write(_marked(text, annotations).encode())
    stream.write(b'</main>\n<section aria-labelledby="terms">\n<h2 id="terms">Terms</h2>\n<ol>\n')
    forms: dict[int, Counter[str]] = defaultdict(Counter)
    for annotation in annotations:
        forms[annotation.concept][annotation.text] += 1
    shown = tuple(dict.fromkeys([language, *targets]))
    for concept, found in forms.items():
        stream.write(_entry(concepts[concept], found, language, shown).encode())
    stream.write(f'</ol>\n</section>\n<div id="card" role="tooltip" hidden></div>\n<script>{script}</script>\n</html>\n'.encode())


def _legend(annotations: Sequence[Annotation]) -> str:
    counts = Counter(map(_kind, annotations))
    return "".join(f'<li><span class="{kind}">{kind}</span> {number}</li>' for kind, number in counts.most_common())


def _kind(annotation: Annotation) -> str:
    """What colour and line tell of a term: that it is forbidden, else its review state."""
    return annotation.status.value if annotation.status in FORBIDDEN else annotation.state.value


def _marked(text: str, annotations: Sequence[Annotation]) -> str:
    """The paragraphs of the text, with a link for each run of overlapping annotations, to the entry of the first of them."""
    pieces, done, linked = ["<p>"], 0, set[int]()
    for start, end, group in _runs(annotations):
        first = group[0]
        ids = " ".join(dict.fromkeys(f"c{annotation.concept}" for annotation in group))
        anchor = "".join(f'<span id="u{number}"></span>' for number in dict.fromkeys(a.concept for a in group) if number not in linked)
        linked |= {annotation.concept for annotation in group}
        pieces += [
            _paragraphs(text[done:start]),
            anchor,
            f'<a class="{_kind(first)}" href="#c{first.concept}" data-entries="{ids}" aria-describedby="d{first.concept}">',
            _text(text[start:end]),
            "</a>",
        ]
        done = end
    pieces += [_paragraphs(text[done:]), "</p>\n"]
    return "".join(pieces).replace("<p></p>\n", "")


def _runs(annotations: Sequence[Annotation]) -> list[tuple[int, int, list[Annotation]]]:
    """Annotations that overlap, together: where they begin and end, and which they are, the longest first."""
    runs: list[tuple[int, int, list[Annotation]]] = []
    for annotation in annotations:
        if runs and annotation.start < runs[-1][1]:
            start, end, group = runs[-1]
            group.append(annotation)
            runs[-1] = start, max(end, annotation.end), group
        else:
            runs.append((annotation.start, annotation.end, [annotation]))
    return [(start, end, sorted(group, key=lambda a: (a.start - a.end, a.start))) for start, end, group in runs]


def _paragraphs(text: str) -> str:
    return _BREAKS.sub("</p>\n<p>", _text(text))


def _entry(concept: Concept, forms: Mapping[str, int], language: str, languages: Sequence[str]) -> str:
    """An entry: its terms by language, the way back to its first use, how it is written in the text."""
    first = next(iter(concept.terms(language)), None)
    name = _line(first.term) if first else f"c{concept.id}"
    field = f" <small>{_line(concept.subject_field)}</small>" if concept.subject_field else ""
    sections = "".join(
        f'<dt>{ENGLISH_NAMES.get(code, _line(code))}</dt><dd lang="{_line(code)}">{"".join(map(_term, concept.terms(code))) or "—"}</dd>'
        for code in languages
    )
    note = f"<p>{_line(concept.note)}</p>" if concept.note else ""
    written = ", ".join(f'<span lang="{_line(language)}">{_line(form)}</span>' for form in forms)
    uses = sum(forms.values())
    back = f'<p class="uses"><a href="#u{concept.id}">{uses} {"use" if uses == 1 else "uses"}</a>: {written}</p>'
    return (
        f'<li id="c{concept.id}"><h3><span lang="{_line(language)}">{name}</span>{field}</h3>'
        f'<dl id="d{concept.id}">{sections}</dl>{note}{back}</li>\n'
    )


def _term(term: Term) -> str:
    text = f"<s>{_line(term.term)}</s>" if term.status in FORBIDDEN else f"<b>{_line(term.term)}</b>"
    kinds = [term.status.value, *([term.state.value] if term.state != "approved" else [])]
    return f'<span>{text} <small lang="en">{", ".join(kinds)}</small></span>'


def _line(text: str) -> str:
    return escape(one_line(text))


def _text(text: str) -> str:
    return escape(printable(text))
