"""`equivalents` against a real HTTP server on loopback that answers, delays, fails, limits and lies."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from glossary.equivalents import machine
from glossary.model import Concept, LanguageSection, Origin, ReviewState, Term
from glossary.termbase import read, reading, write, writing
from tests.cli.helpers import call, run

NONE = "http://127.0.0.1:9"  # nobody listens there


@dataclass
class Server:
    """A LibreTranslate of our own: what it was asked, and how it is to behave."""

    url: str = ""
    asked: list[list[str]] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    broken: frozenset[str] = frozenset()  # texts that make it fail
    busy: int = 0  # so many requests are told to come back later
    delay: float = 0.0
    lie: Any = None  # what it says instead of a translation
    stop: threading.Event = field(default_factory=threading.Event)

    def answer(self, texts: list[str]) -> tuple[int, Any]:
        self.asked.append(texts)
        self.seen.update(texts)
        if self.busy:
            self.busy -= 1
            return 429, {"error": "slow down"}
        if self.delay:
            self.stop.wait(self.delay)
        if self.broken & set(texts):
            return 400, {"error": "cannot translate that"}
        return 200, {"translatedText": self.lie if self.lie is not None else [f"<{text}>" for text in texts]}


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            code, answer = state.answer(body["q"])
            data = json.dumps(answer).encode()
            self.send_response(code)
            if code == 429:
                self.send_header("Retry-After", "0")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    state.url = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield state
    state.stop.set()
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def termbase(tmp_path: Path) -> Path:
    """A termbase with 200 concepts in French only."""
    path = tmp_path / "glossary.db"
    with writing(path) as db:
        for number in range(200):
            sections = (LanguageSection("fr", (Term(f"zyglophore numéro {number}", state=ReviewState.CANDIDATE),)),)
            write.add_concept(db, Concept(state=ReviewState.CANDIDATE, sections=sections))
    return path


def ask(termbase: Path, url: str, *more: str) -> Any:
    return run("equivalents", "--to", "en", "--translator", "libretranslate", "--url", url, "--json", "--db", termbase, *more)


def translated(termbase: Path) -> dict[str, Term]:
    with reading(termbase) as db:
        found = read.concepts(db, range(1, 201))
    return {c.terms("fr")[0].term: c.terms("en")[0] for c in found if c.terms("en")}


def test_all_are_asked_in_batches_and_kept_as_proposals(termbase: Path, server: Server) -> None:
    ran = ask(termbase, server.url)
    assert ran.code == 0
    assert len(ran.data["proposed"]) == 200
    assert max(map(len, server.asked)) > 1
    terms = translated(termbase)
    assert {text: term.term for text, term in terms.items()} == {text: f"<{text}>" for text in server.seen}
    assert {(term.origin, term.state) for term in terms.values()} == {(Origin.MACHINE_TRANSLATION, ReviewState.PROPOSED)}


def test_failures_cost_the_others_nothing_and_nothing_is_asked_twice(termbase: Path, server: Server) -> None:
    server.broken = frozenset(f"zyglophore numéro {number}" for number in range(0, 200, 10))
    ran = ask(termbase, server.url)
    assert {entry["term"] for entry in ran.data["missing"]} == server.broken
    assert set(translated(termbase)) == set(server.seen) - server.broken
    assert max(server.seen.values()) <= 2, "a text is asked in its batch, and once more alone"
    server.broken, before = frozenset(), Counter(server.seen)
    again = ask(termbase, server.url)
    assert len(again.data["proposed"]) == 20
    assert set(server.seen - before) == {entry["term"][1:-1] for entry in again.data["proposed"]}


def test_what_was_answered_once_is_not_asked_again(termbase: Path, server: Server) -> None:
    ask(termbase, server.url)
    with writing(termbase) as db:
        sections = "select id from language_sections where language = 'en'"
        db.execute(f"delete from terms where section in ({sections})")
    asked = len(server.asked)
    assert len(ask(termbase, server.url).data["proposed"]) == 200
    assert len(server.asked) == asked


def test_a_busy_server_is_asked_again_within_limits(termbase: Path, server: Server) -> None:
    server.busy = 2
    assert len(ask(termbase, server.url).data["proposed"]) == 200
    server.busy = 10_000
    pauses: list[float] = []
    ask_again = machine.service("libretranslate", "fr", "en", url=server.url)
    with pytest.raises(machine.UnreachableError):
        list(machine.translate(["a", "b"], ask_again, pause=pauses.append))
    assert len(pauses) == 2
    assert max(pauses) <= 5


def test_a_slow_server_is_left_after_its_time(server: Server) -> None:
    server.delay = 30
    ask_slowly = machine.service("libretranslate", "fr", "en", url=server.url, timeout=0.1)
    with pytest.raises(machine.UnreachableError, match="no answer"):
        list(machine.translate(["a"] * 30, ask_slowly, pause=lambda _: None))
    assert len(server.asked) <= 3


@pytest.mark.parametrize("lie", [["one"], [], "one", 7, None, [""] * 20, [None] * 20, ["x" * 5000] * 20, {"a": 1}], ids=repr)
def test_lies_are_no_terms(termbase: Path, server: Server, lie: Any) -> None:
    server.lie = lie if lie is not None else ["\x1b[31m"] * 20
    ran = ask(termbase, server.url, "--limit", "20")
    for entry in ran.data["proposed"]:
        assert entry["term"] in ("one", "[31m")
    assert ran.code in (0, 1)


def test_no_network_ends_with_4_and_keeps_what_it_had(termbase: Path, server: Server) -> None:
    ask(termbase, server.url, "--limit", "40")
    ran = call("equivalents", "--to", "en", "--translator", "libretranslate", "--url", NONE, "--db", termbase)
    assert ran.code == 4
    assert "cannot be reached" in ran.err
    assert len(translated(termbase)) == 40


def test_nothing_leaves_without_a_name_or_in_a_dry_run(termbase: Path, server: Server) -> None:
    ran = run("equivalents", "--to", "en", "--db", termbase, "--json")
    assert (ran.code, ran.data["proposed"]) == (1, [])
    assert len(ran.data["missing"]) == 200
    ask(termbase, server.url, "--dry-run")
    assert server.asked == []


def test_it_is_said_what_leaves_the_machine(termbase: Path, server: Server) -> None:
    ran = call("equivalents", "--to", "en", "--translator", "libretranslate", "--url", server.url, "--limit", "3", "--db", termbase)
    assert f"3 terms leave this machine for libretranslate at {server.url}" in ran.err


@pytest.mark.parametrize("name", ["libretranslate", "deepl", "babelfish"])
def test_a_translator_without_address_key_or_name_is_refused(termbase: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("GLOSSARY_LIBRETRANSLATE_URL", "DEEPL_AUTH_KEY"):
        monkeypatch.delenv(variable, raising=False)
    ran = call("equivalents", "--to", "en", "--translator", name, "--db", termbase)
    assert ran.code == 2
    assert name in ran.err


def test_what_the_package_knows_is_asked_first(tmp_path: Path) -> None:
    path = tmp_path / "glossary.db"
    with writing(path) as db:
        write.add_concept(db, Concept(sections=(LanguageSection("fr", (Term("ambassadeur d’Islande"),)),)))
    ran = run("equivalents", "--db", path, "--json")
    assert {entry["language"]: entry["origin"] for entry in ran.data["proposed"]} == {"en": "composed", "vi": "composed"}


def test_a_concept_that_is_not_there(termbase: Path) -> None:
    assert call("equivalents", "c9999", "--db", termbase).code == 1


def test_two_concepts_with_one_french_term_both_get_it(tmp_path: Path, server: Server) -> None:
    path = tmp_path / "glossary.db"
    with writing(path) as db:
        for _ in range(2):
            write.add_concept(db, Concept(sections=(LanguageSection("fr", (Term("zyglophore"),)),)))
    assert [entry["concept"] for entry in ask(path, server.url).data["proposed"]] == ["c1", "c2"]
    assert server.seen == {"zyglophore": 1}


def test_mymemory_can_be_made() -> None:
    assert callable(machine.service("mymemory", "fr", "vi"))
