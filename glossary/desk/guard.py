"""Who gets in, and what the browser may do with the answer: the door in front of every page of the desk.

A page of another site can send requests to 127.0.0.1 as well. So a request needs the token of this session, first in the
address and from then on in a cookie that other sites cannot send; it must name this very host, which a rebound name does
not; and a form must come from one of our own pages and carry a second secret that stands there only.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 64 * 1024  # of a form
_MOST_FIELDS = 50
_FORM = "application/x-www-form-urlencoded"
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class _Refused(Exception):
    """A request that does not get in: the status and what to tell."""

    def __init__(self, status: int, what: str) -> None:
        self.status, self.what = status, what


class Guard:
    """ASGI middleware. It reads the form of a POST, once it has let it in, into `request.state.form`: one value for each name."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self._app, self._token = app, token
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        self._cookie = f"glossary-desk-{port}"
        self.form_token = hmac.digest(token.encode(), b"form", sha256).hex()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return  # no web sockets here; the server gives up on them by itself

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        request = Request(scope, receive)
        try:
            answer = self._enter(request)
            if answer is None:
                scope.setdefault("state", {})["form"] = await self._form(request) if request.method == "POST" else {}
                scope["state"]["form_token"] = self.form_token
        except _Refused as refused:
            answer = PlainTextResponse(f"{refused.what}\n", refused.status)
        await (answer or self._app)(scope, receive, guarded)

    def _enter(self, request: Request) -> Response | None:
        """Checks where a request goes, where it comes from and whether it may. Gives the way on for who shows the token."""
        if request.headers.get("host") not in self._hosts:
            raise _Refused(421, "This desk answers to 127.0.0.1 only.")
        if request.method == "POST":
            self._check_origin(request.headers, request.headers["host"])
        elif request.method in ("GET", "HEAD") and _same(request.query_params.get("token", ""), self._token):
            rest = request.url.remove_query_params("token")
            answer = RedirectResponse("/" + rest.path.lstrip("/") + (f"?{rest.query}" if rest.query else ""), 303)
            answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
            return answer
        if not _same(request.cookies.get(self._cookie, ""), self._token):
            raise _Refused(403, "Open the desk by the address that 'glossary review' printed.")
        return None

    def _check_origin(self, headers: Mapping[str, str], host: str) -> None:
        site, origin = headers.get("sec-fetch-site", ""), headers.get("origin", "")
        own = origin == f"http://{host}"
        if site not in ("", "same-origin") or not (own or (site and origin in ("", "null"))):
            raise _Refused(403, "Forms of other sites are not taken.")

    async def _form(self, request: Request) -> dict[str, str]:
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != _FORM:
            raise _Refused(415, "A form is wanted.")
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise _Refused(413, "That is more than a form of the desk can hold.")
        try:
            pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
        except ValueError as error:
            raise _Refused(400, "That is no form.") from error
        form = dict(pairs)
        if not _same(form.pop("form_token", ""), self.form_token):
            raise _Refused(403, "The form is not from this session of the desk: go back, reload the page and try again.")
        return form


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode(), secret.encode())
