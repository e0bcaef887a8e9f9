"""The desk of `review`: starts it, says where it is, and says in one line what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from glossary.cli import options, output
from tm.errors import UsageError


def serve(database: Path, filters: Mapping[str, object], *, port: int, browser: bool) -> int:
    """Runs the review desk until Ctrl-C. `filters` are those of its first card, by the names that addresses have for them.

    Raises UsageError where the extra is not installed or the port is taken.
    """
    try:
        from glossary.desk import server
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("glossary"):
            raise
        raise UsageError("review", f"the desk needs {error.name}", "Install it with: pip install 'diplomatic-glossary[desk]'") from error

    def announce(address: str) -> None:
        output.say(address)
        output.note("The review desk is there, for this machine only. Ctrl-C ends it; every decision is saved at once.")

    query = urlencode({name: value for name, value in filters.items() if value})
    server.serve(database, who=options.who(), port=port, query=query, browser=browser, announce=announce)
    output.note("The desk is closed; every decision is saved.")
    return 0
