"""Runs the desk on this machine until somebody ends it."""

from __future__ import annotations

import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from glossary.desk.app import application
from glossary.mining.variants import relation
from glossary.termbase import prepare, reading
from tm.errors import UsageError

_UNKNOWN = ("mot inconnu", "sargouins inconnus")  # what takes all lexicons to compare


def serve(database: Path, *, who: str, port: int, query: str, browser: bool, announce: Callable[[str], None]) -> None:
    """Serves the desk of a termbase on 127.0.0.1 until it is interrupted. `announce` is told its address as soon as it answers.

    `port` 0 takes a free one; `query` are filters as the pages' addresses write them. Raises UsageError where the port is
    taken, DataError where the termbase cannot be opened.
    """
    prepare(database)
    with _listening(port) as listener:
        port, token = listener.getsockname()[1], secrets.token_urlsafe(32)
        app = application(database, token=token, port=port, who=who)
        address = f"http://127.0.0.1:{port}/?token={token}" + (f"&{query}" if query else "")
        announce(address)
        if browser:
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
        threading.Thread(target=relation, args=_UNKNOWN, daemon=True).start()  # loads the lexicons, for the first card not to wait
        # A connection that stays open keeps SQLite from clearing its log up after every decision, which costs more than the decision.
        with reading(database), suppress(KeyboardInterrupt):
            configured(app).run(sockets=[listener])
        prepare(database)  # clears the log up, so that the one file has it all


def configured(app: ASGIApp) -> uvicorn.Server:
    """A server for the desk: it keeps no log, in which the token would stand, and tells nothing of itself."""
    config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="off", ws="none", server_header=False)
    config.timeout_graceful_shutdown = 1
    return uvicorn.Server(config)


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        what = f"it cannot be used ({error.strerror})"
        raise UsageError(f"port {port}", what, "Name another with --port, or none for a free one") from error
