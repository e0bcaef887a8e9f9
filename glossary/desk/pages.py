"""Templates filled with values. Every value is escaped, and no control character gets onto a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from glossary.desk.plots import Column, columns
from glossary.model import ENGLISH_NAMES, EntityType
from glossary.termbase.overview import Counts, Rivals
from tm.text import printable
from tm.units import plain

_ORIGINS = {
    "mined": "mined from the texts",
    "reference": "reference glossary",
    "cldr": "Unicode CLDR",
    "gazetteer": "gazetteer",
    "parallel": "parallel texts",
    "comparable": "comparable articles",
    "composed": "put together from known parts",
    "name_rule": "rule for names",
    "machine_translation": "machine translation",
    "human": "entered by a person",
}
_DONE = {
    "approve": "Approved",
    "reject": "Rejected",
    "postpone": "Put off",
    "merge": "Merged",
    "edit": "Edited",
    "add": "Added",
    "import": "Imported",
}


def page(template: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """A page of the desk."""
    return HTMLResponse(_environment().get_template(template).render(values), status)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("glossary.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(LANGUAGES=ENGLISH_NAMES, ENTITIES=[entity.value for entity in EntityType], ORIGINS=_ORIGINS, DONE=_DONE)
    environment.filters.update(share=_share, cut=_cut, plain=plain, sentence=_sentence)
    return environment


def _printable(value: object) -> object:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _share(value: float) -> str:
    """
    >>> _share(0.375)
    '38\\u202f%'
    """
    return f"{value:.0%}".replace("%", "\u202f%")


def _sentence(text: str) -> str:
    """
    >>> _sentence("it has changed: Binh")
    'It has changed: Binh'
    """
    return text[:1].upper() + text[1:]


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it stands in one of the spans, which are in order and do not overlap.

    >>> _cut("le phare", [(3, 8)])
    [('le ', False), ('phare', True)]
    """
    pieces, place = [], 0
    for start, end in spans:
        pieces += [(text[place:start], False), (text[start:end], True)]
        place = end
    return [(piece, marked) for piece, marked in [*pieces, (text[place:], False)] if piece]


def overview(counts: Counts, chosen: Sequence[Rivals]) -> dict[str, object]:
    """The values of the overview."""
    states = [(state, counts.mined.get(state, 0)) for state in ("candidate", "proposed", "approved", "rejected")]
    plots: list[tuple[Rivals, list[Column]]] = [(rivals, columns(rivals.uses)) for rivals in chosen]
    return {"states": states, "fields": list(counts.fields.items()), "plots": plots}
