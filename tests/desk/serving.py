"""The desk over real HTTP, as a browser without scripts sees it."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from glossary.desk.app import application
from glossary.desk.server import configured

TOKEN = "a-token-that-nobody-guesses"  # noqa: S105


@dataclass(frozen=True)
class Answer:
    """What came back: names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def heading(self) -> str:
        """The text of the page's heading."""
        return " ".join(Parsed.of(self.text).texts("h1"))

    @property
    def fields(self) -> dict[str, str]:
        """The values of the page's inputs by name, those of the form for a decision first."""
        found: dict[str, str] = {}
        for attributes in Parsed.of(self.text).elements("input"):
            found.setdefault(attributes.get("name", ""), attributes.get("value", ""))
        return found


@dataclass
class Element:
    """An element of a page: its tag, attributes, and the text in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


class Parsed(HTMLParser):
    """The elements of a page, as Python's own parser finds them."""

    _VOID = frozenset(("meta", "link", "input", "br", "rect", "option", "path"))

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Element] = []
        self._open: list[Element] = []

    @classmethod
    def of(cls, text: str) -> Parsed:
        parser = cls()
        parser.feed(text)
        parser.close()
        return parser

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("td", "th"):
            self.handle_data(" ")
        self.all.append(Element(tag, {name: value or "" for name, value in attrs}))
        if tag not in self._VOID:
            self._open.append(self.all[-1])

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def elements(self, tag: str) -> list[dict[str, str]]:
        return [element.attributes for element in self.all if element.tag == tag]

    def texts(self, tag: str) -> list[str]:
        return [element.text for element in self.all if element.tag == tag]


@dataclass
class Client:
    """A browser without scripts: keeps its cookie, sends what browsers send, follows nothing by itself."""

    port: int
    cookie: str = ""
    sent: Mapping[str, str] = field(default_factory=lambda: {"Sec-Fetch-Site": "same-origin"})

    def enter(self) -> Client:
        """Opens the address with the token and keeps the cookie."""
        self.cookie = self.get(f"/?token={TOKEN}").headers["set-cookie"].split(";")[0]
        return self

    def get(self, path: str, **headers: str) -> Answer:
        return self.request("GET", path, b"", headers)

    def post(self, path: str, form: Mapping[str, str], **headers: str) -> Answer:
        content = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.request("POST", path, urlencode(form).encode(), content | headers)

    def follow(self, answer: Answer) -> Answer:
        assert answer.status == 303, answer.text
        return self.get(answer.headers["location"])

    def request(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body or None, {"Cookie": self.cookie, **self.sent, **named})
            response = connection.getresponse()
            return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read().decode("utf-8"))
        finally:
            connection.close()

    def decide(self, page: Answer, action: str, **entered: str) -> Answer:
        """Sends the card of a page as its form does."""
        action_of = next(a["action"] for a in Parsed.of(page.text).elements("form") if a["action"].startswith("/card/"))
        return self.post(action_of, {**page.fields, "into": "", "action": action, **entered})

    def undo(self, page: Answer) -> Answer:
        decision = re.search(r'name="decision" value="(\d+)"', page.text)
        assert decision, "there is something to take back"
        return self.post("/undo", {"form_token": page.fields["form_token"], "decision": decision[1]})


@contextmanager
def served(database: Path) -> Iterator[int]:
    """The desk of a termbase on a free port, which is given."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        app = application(database, token=TOKEN, port=port, who="testeuse")
        server = configured(app)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield port
        finally:
            server.should_exit = True
            thread.join()
