"""The door of the desk: who gets in, what is refused, and what the browser may do with a page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import pytest

import glossary.desk
from glossary.desk.guard import MOST_BYTES
from tests.desk.serving import TOKEN, Client, Parsed, served

PAGES = ("/", "/card/2", "/search?q=phare", "/concept/1", "/unit/1", "/concordance?q=poissons", "/overview")
ADDRESSES = (*PAGES, "/static/desk.css", "/nowhere", "/concept/999")


@pytest.fixture(scope="module")
def port(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """One desk for all of these tests: hardly any of them may change anything."""
    with served(Path(shutil.copy(pristine, tmp_path_factory.mktemp("door")))) as number:
        yield number


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("cookie", ["", "glossary-desk-1=x", "glossary-desk-{port}=", "glossary-desk-{port}=é"])
def test_nobody_gets_in_without_the_token(port: int, path: str, cookie: str) -> None:
    answer = Client(port, cookie.format(port=port)).get(path)
    assert answer.status == 403
    assert "glossary review" in answer.text
    assert "phare" not in answer.text


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN.upper(), "é"])
def test_a_wrong_token_opens_nothing(port: int, token: str) -> None:
    answer = Client(port).get(f"/?token={quote(token)}")
    assert answer.status == 403
    assert "set-cookie" not in answer.headers


def test_the_token_leaves_the_address_at_once(port: int) -> None:
    answer = Client(port).get(f"/?token={TOKEN}&entity=term")
    assert (answer.status, answer.headers["location"]) == (303, "/?entity=term")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert Client(port).get(f"//elsewhere.example/?token={TOKEN}").headers["location"] == "/elsewhere.example/"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_tells_the_token(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status == 200
    assert TOKEN not in answer.text


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "127.0.0.1", "127.0.0.1:1", "localhost.elsewhere.example:{port}", "[::1]:{port}", ""]
)
def test_another_host_is_not_answered(client: Client, host: str) -> None:
    for answer in (client.get("/", Host=host.format(port=client.port)), client.post("/undo", {}, Host=host.format(port=client.port))):
        assert answer.status == 421


def test_the_name_of_this_machine_is_answered(client: Client) -> None:
    assert client.get("/", Host=f"localhost:{client.port}").status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Origin": "http://127.0.0.1:{port}"}, 303),
        ({}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:{port}"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
    ],
)
def test_only_our_own_pages_send_forms(client: Client, headers: dict[str, str], status: int) -> None:
    page = client.get("/")
    client.sent = {name: value.format(port=client.port) for name, value in headers.items()}
    assert client.decide(page, "approve").status == status
    assert (client.get("/").heading == page.heading) == (status == 403)


@pytest.mark.parametrize("form_token", ["", "x", TOKEN, "é"])
def test_a_form_without_its_secret_does_nothing(client: Client, form_token: str) -> None:
    page = client.get("/")
    assert client.decide(page, "approve", form_token=form_token).status == 403
    assert client.post("/undo", {"decision": "1", "form_token": form_token}).status == 403
    assert client.get("/").heading == page.heading


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"a=1", "text/plain", 415),
        (b"--x", "multipart/form-data; boundary=x", 415),
        (b"a=" + b"x" * MOST_BYTES, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a=1" for _ in range(60)), "application/x-www-form-urlencoded", 400),
        (b"a=%ff", "application/x-www-form-urlencoded", 400),
        (b"a=\xc3\xa9", "application/x-www-form-urlencoded", 400),
        (b"", "application/x-www-form-urlencoded", 403),
    ],
)
def test_odd_bodies_are_refused(client: Client, body: bytes, kind: str, status: int) -> None:
    assert client.request("POST", "/card/2", body, {"Content-Type": kind}).status == status


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_answer_has_the_headers(client: Client, port: int, path: str) -> None:
    for answer in (client.get(path), Client(port).get(path), client.get(path, Host="x"), client.request("PUT", path, b"", {})):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers


@pytest.mark.parametrize(
    "name",
    [
        "../app.py",
        "..%2fapp.py",
        "%2e%2e/app.py",
        "%2e%2e%2fapp.py",
        "..%5capp.py",
        "....//app.py",
        "/etc/passwd",
        "desk.css%00.html",
        "",
        ".",
    ],
)
def test_only_the_few_files_are_served(client: Client, name: str) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status == 404
    assert "import" not in answer.text
    assert "root:" not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_their_own_policy(client: Client, path: str) -> None:
    """No script and no style stands in a page, nothing is loaded from elsewhere."""
    parsed = Parsed.of(client.get(path).text)
    assert parsed.elements("script")
    assert all(script["src"].startswith("/static/") for script in parsed.elements("script"))
    assert not parsed.elements("style")
    for element in parsed.all:
        assert "style" not in element.attributes
        assert not [name for name in element.attributes if name.startswith("on")]
        for name in ("href", "src", "action", "hx-get"):
            assert element.attributes.get(name, "/").startswith(("/", "#"))
            assert not element.attributes.get(name, "").startswith("//")


def test_htmx_is_the_file_that_was_published() -> None:
    path = Path(glossary.desk.__file__).parent / "static" / "htmx.min.js"
    assert sha256(path.read_bytes()).hexdigest() == "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
