"""The pages of the desk and their addresses. A request is read, the library is called once, and a template is filled."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from glossary.desk import pages
from glossary.desk.guard import Guard
from glossary.lookup import suggest
from glossary.model import EntityType
from glossary.review.card import Card, card, heading
from glossary.review.judging import Action, ChangedError, Entered, judge, take_back
from glossary.termbase import overview, queue, read, reading, writing
from glossary.termbase.queue import WAITING, Filters
from tm.errors import NotFoundError, ReportedError, UsageError
from tm.memory.concordance import concordance
from tm.memory.reading import unit

_STATIC = {"desk.css": "text/css", "desk.js": "text/javascript", "htmx.min.js": "text/javascript", "icon.svg": "image/svg+xml"}


def application(database: Path, *, token: str, port: int, who: str) -> Starlette:
    """The desk of a termbase, which is there and up to date, for the browser that knows the token; decisions are kept as `who`'s."""
    desk = _Desk(database, who)
    routes = [
        Route("/", desk.next_card),
        Route("/card/{concept}", desk.show_card),
        Route("/card/{concept}", desk.decide, methods=["POST"]),
        Route("/undo", desk.undo, methods=["POST"]),
        Route("/search", desk.search),
        Route("/concept/{concept}", desk.concept),
        Route("/unit/{unit}", desk.unit),
        Route("/concordance", desk.concordance),
        Route("/overview", desk.overview),
        Route("/static/{name}", static),
    ]
    guard = Middleware(Guard, token=token, port=port)
    return Starlette(routes=routes, middleware=[guard], exception_handlers={HTTPException: desk.failed, ReportedError: desk.failed})


class _Desk:
    """One session at the desk."""

    def __init__(self, database: Path, who: str) -> None:
        self._database, self._who = database, who
        with self._reading() as db:
            self._before = queue.newest(db)

    def _reading(self) -> AbstractContextManager[sqlite3.Connection]:
        return reading(self._database)

    def next_card(self, request: Request) -> Response:
        """What to decide next, within the filters of the address."""
        filters = filters_of(request)
        with self._reading() as db:
            following = queue.following(db, filters)
            return self._card(db, request, card(db, following) if following else None)

    def show_card(self, request: Request) -> Response:
        """The card of one entry, decided or not."""
        with self._reading() as db:
            return self._card(db, request, _entry(db, request))

    def decide(self, request: Request) -> Response:
        """Takes a decision and goes on to the next card; where it cannot be taken, shows the card again with what was entered."""
        number, form = _integer(request.path_params["concept"]), request.state.form
        if form.get("action") not in list(Action):
            raise HTTPException(400)
        into = form.get("other") or form.get("into", "")
        entered = Entered(Action(form["action"]), form.get("seen", ""), form, form.get("reason", ""), into)
        try:
            with writing(self._database) as db:
                judge(db, number, entered, self._who)
        except NotFoundError:
            raise
        except ReportedError as error:
            with self._reading() as connection:
                return self._card(connection, request, _entry(connection, request), error=error, entered=form)
        return RedirectResponse(_address("/", filters_of(request)), 303)

    def undo(self, request: Request) -> Response:
        """Takes the last change back, if it still is the one that the page named, and shows what it was about."""
        decision = _integer(request.state.form.get("decision", ""))
        with writing(self._database) as db:
            undone = take_back(db, decision)
            there = bool(read.concepts(db.conn, [undone.concept]))
        path = f"/card/{undone.concept}" if there else "/"
        return RedirectResponse(_address(path, filters_of(request), undone=str(decision)), 303)

    def _card(
        self,
        db: sqlite3.Connection,
        request: Request,
        shown: Card | None,
        *,
        error: ReportedError | None = None,
        entered: Mapping[str, str] | None = None,
    ) -> Response:
        filters = filters_of(request)
        context = {
            "card": shown,
            "cells": {**shown.cells, **(entered or {})} if shown else {},
            "entered": entered or {},
            "error": error,
            "filters": filters,
            "query": _query(filters),
            "fields": queue.subject_fields(db),
            "progress": queue.progress(db, filters),
            "mine": queue.decided_since(db, self._before),
            "undone": self._undone(db, request),
            "history": read.history(db, shown.concept.id) if shown else [],
        }
        return self._page(db, request, "card.html", context, _status(error))

    def _undone(self, db: sqlite3.Connection, request: Request) -> dict[str, object] | None:
        """What was just taken back, if the address says so."""
        decision = queue.decision(db, _integer(request.query_params.get("undone", "")))
        return {"decision": decision, "term": _term(db, decision.concept)} if decision and decision.undone else None

    def _page(self, db: sqlite3.Connection, request: Request, template: str, context: Mapping[str, object], status: int = 200) -> Response:
        last = queue.last(db)
        frame = {
            "form_token": request.state.form_token,
            "last": last,
            "last_term": _term(db, last.concept) if last else None,
            "here": request.url.path,
        }
        return pages.page(template, {"query": "", **frame, **context}, status)

    def search(self, request: Request) -> Response:
        """The entries that answer what was typed so far."""
        query = request.query_params.get("q", "")[:200]
        with self._reading() as db:
            answers = suggest(db, query)
            entries = {entry.id: entry for entry in read.concepts(db, [answer.hit.concept for answer in answers], rejected=False)}
            found = [(entries[answer.hit.concept], answer) for answer in answers]
            return self._page(db, request, "search.html", {"q": query, "found": found})

    def concept(self, request: Request) -> Response:
        """One entry whole, with its history."""
        with self._reading() as db:
            shown = _entry(db, request)
            return self._page(db, request, "concept.html", {"card": shown, "history": read.history(db, shown.concept.id)})

    def unit(self, request: Request) -> Response:
        """A translation unit of the memory, in all its languages."""
        found = unit(self._database, _integer(request.path_params["unit"]))
        if found is None:
            raise HTTPException(404)
        with self._reading() as db:
            return self._page(db, request, "unit.html", {"unit": found})

    def concordance(self, request: Request) -> Response:
        """Where words stand in the memory."""
        query = request.query_params.get("q", "")[:200]
        found = concordance(self._database, query, limit=30)
        with self._reading() as db:
            return self._page(db, request, "concordance.html", {"q": query, "found": found})

    def overview(self, request: Request) -> Response:
        """Plots of what there is, and of rival terms: those of one concept, where the address names it."""
        given = request.query_params.get("concept", "")
        with self._reading() as db:
            chosen = overview.rivals(db, _integer(given.removeprefix("c")) if given else None)
            return self._page(db, request, "overview.html", pages.overview(overview.counts(db), chosen))

    def failed(self, request: Request, error: Exception) -> Response:
        """A page that says what went wrong; the termbase itself may be what cannot be read."""
        status = _status(error)
        what = error.detail if isinstance(error, HTTPException) else str(error)
        if status == 503:
            return pages.page("error.html", {"query": "", "error": what, "last": None, "here": ""}, status)
        with self._reading() as db:
            return self._page(db, request, "error.html", {"error": what}, status)


def _status(error: Exception | None) -> int:
    """The HTTP status that tells an error."""
    if isinstance(error, HTTPException):
        return error.status_code
    statuses = {NotFoundError: 404, ChangedError: 409, UsageError: 422}
    return next((status for kind, status in statuses.items() if isinstance(error, kind)), 503) if error else 200


def static(request: Request) -> Response:
    """One of the few files of the desk, by its name."""
    name = request.path_params["name"]
    if name not in _STATIC:
        raise HTTPException(404)
    return Response(files("glossary.desk").joinpath("static", name).read_bytes(), media_type=_STATIC[name])


def filters_of(request: Request) -> Filters:
    """The filters that an address names; what makes no sense filters nothing."""
    given = request.query_params
    state, entity, missing = given.get("state", ""), given.get("entity", ""), given.get("missing", "")
    try:
        score = min(100.0, max(0.0, float(given.get("score") or 0)))
    except ValueError:
        score = 0.0
    return Filters(
        state if state in WAITING else "",
        entity if entity in list(EntityType) else "",
        score if score == score else 0.0,
        given.get("subject_field", "")[:200],
        missing if missing in ("fr", "en", "vi") else "",
    )


def _query(filters: Filters, **more: str) -> str:
    named = {field.name: value for field in fields(filters) if (value := getattr(filters, field.name))}
    if filters.score:
        named["score"] = f"{filters.score:g}"
    return urlencode({**named, **more})


def _address(path: str, filters: Filters, **more: str) -> str:
    query = _query(filters, **more)
    return f"{path}?{query}" if query else path


def _integer(text: str) -> int:
    """The id that a text is, 0 where it is none."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _entry(db: sqlite3.Connection, request: Request) -> Card:
    """The entry that the path of an address names."""
    found = card(db, _integer(request.path_params["concept"]))
    if found is None:
        raise HTTPException(404)
    return found


def _term(db: sqlite3.Connection, concept: int) -> tuple[str, str]:
    """The language and the text of what an entry is called, if it still is there."""
    found = read.concepts(db, [concept])
    return heading(found[0]) if found else ("en", f"c{concept}")
