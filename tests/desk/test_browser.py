"""The desk in Debian's Chromium, by keyboard and with an input method; pictures of it are kept in tests/artefacts."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from glossary.termbase import read, reading
from tests.conftest import ROOT, lacking
from tests.desk.made import CANDIDATES
from tests.desk.serving import TOKEN
from tests.desk.test_review import entry

ARTEFACTS = ROOT / "tests" / "artefacts"
PAGES = {
    "card": "/card/2",
    "search": "/search?q=p%C3%AAche",
    "concept": "/concept/1",
    "unit": "/unit/1",
    "concordance": "/concordance?q=poissons",
    "overview": "/overview",
    "filters": "/?missing=vi",
    "missing": "/nowhere",
}
NAMES = [french for french, *_ in CANDIDATES]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        lacking("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 850})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, port: int) -> Iterator[Page]:
    """The first card, in a browser that complains of nothing until the end."""
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" and "409" not in message.text else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    enter(opened, port)
    yield opened
    assert not complaints


def enter(page: Page, port: int) -> Page:
    page.goto(f"http://127.0.0.1:{port}/?token={TOKEN}")
    return page


def shows(page: Page, heading: str) -> None:
    expect(page.locator("h1")).to_have_text(heading)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def picture(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def test_twenty_candidates_by_keyboard_alone(page: Page, database: Path) -> None:
    decisions = ["y", "Enter", "n", "y", "b", "Enter", "l", "V", "y", "edit"] * 2
    for place, decision in enumerate(decisions):
        shows(page, NAMES[place])
        expect(page.locator("h1")).to_be_focused()
        if decision == "V":
            press(page, "v")
            if not page.locator("[name=into]").count():
                page.keyboard.type("c1")
            press(page, "Enter")
        elif decision == "edit":
            press(page, "t")
            expect(page.locator("#cell-en" if place < 10 else "#cell-vi")).to_be_focused()
            press(page, "Control+a")
            page.keyboard.type("y n l: typed")
            press(page, "Enter")
        else:
            press(page, decision)
    shows(page, NAMES[20])
    expect(page.locator(".progress p")).to_contain_text("20 decided in this session")
    picture(page, "after-twenty")
    with reading(database) as db:
        last = Counter(read.history(db, number)[-1].action for number in range(2, 22))
    assert last == Counter({"approve": 14, "reject": 2, "postpone": 2, "merge": 2})
    assert entry(database, 11)["en"] == "y n l: typed"
    assert entry(database, 6)["fr"] == f"{NAMES[4]} (forbidden)"
    press(page, *"u" * 3)
    expect(page.locator(".progress p")).to_contain_text("decided in this session")


def test_undo_without_limit(page: Page, database: Path) -> None:
    for place in range(5):
        shows(page, NAMES[place])
        press(page, "n" if place % 2 else "y")
    shows(page, NAMES[5])
    for place in reversed(range(5)):
        press(page, "u")
        shows(page, NAMES[place])
        expect(page.locator(".notice")).to_contain_text("Taken back")
    expect(page.locator("[data-key=U]")).to_have_count(0)
    press(page, "u")
    assert {entry(database, number)["state"] for number in range(2, 7)} == {"candidate"}


def test_the_outcome_is_told_in_one_place(page: Page) -> None:
    """A region that stays: what is put into it is read out, a region that is replaced is not."""
    page.evaluate("document.querySelector('#outcome').mine = true")
    press(page, "y")
    shows(page, NAMES[1])
    expect(page.locator("#outcome")).to_contain_text(f"Approved {NAMES[0]}")
    assert page.evaluate("document.querySelector('#outcome').mine")


def test_vietnamese_is_typed_with_an_input_method(page: Page, context: BrowserContext, database: Path) -> None:
    page.goto(page.url.split("?")[0] + "card/5")
    shows(page, "phare du large")
    press(page, "t", "Tab")
    expect(page.locator("#cell-vi")).to_be_focused()
    method = context.new_cdp_session(page)
    for syllable in (("h", "ha", "hai", "hải"), (" ", " đ", " đa", " đăn", " đăng")):
        for state in syllable:
            method.send("Input.imeSetComposition", {"text": state, "selectionStart": len(state), "selectionEnd": len(state)})
            assert page.locator("#cell-vi").input_value().endswith(state)
        method.send("Input.insertText", {"text": syllable[-1]})
    assert page.locator("#cell-vi").input_value() == "hải đăng"
    press(page, "Enter")
    shows(page, NAMES[0])
    assert entry(database, 5)["vi"] == "hải đăng"


def test_keys_wait_while_an_input_method_composes(page: Page) -> None:
    for event in (
        "{key: 'y', isComposing: true}",
        "{key: 'y', keyCode: 229}",
        "{key: 'Enter', keyCode: 229}",
        "{key: 'y', ctrlKey: true}",
        "{key: 'y', repeat: true}",
    ):
        page.evaluate(f"document.body.dispatchEvent(new KeyboardEvent('keydown', {{bubbles: true, ...{event}}}))")
    page.wait_for_timeout(150)
    shows(page, NAMES[0])
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {bubbles: true, key: 'y'}))")
    shows(page, NAMES[1])


def test_the_reason_goes_with_a_variant_too(page: Page, database: Path) -> None:
    page.locator("#reason").fill("the same thing")
    press(page, "Escape", "v", "Enter")
    shows(page, NAMES[1])
    with reading(database) as db:
        assert [(line.action, line.reason) for line in read.history(db, 2)] == [("merge", "the same thing")]


def test_a_field_keeps_its_letters(page: Page) -> None:
    press(page, "t")
    page.keyboard.type("ynlubvcgh")
    shows(page, NAMES[0])
    press(page, "Escape", "n")
    shows(page, NAMES[1])


def test_search_as_one_types_leaves_the_field_alone(page: Page, context: BrowserContext) -> None:
    press(page, "g")
    expect(page.locator("#q")).to_be_focused()
    page.evaluate("document.querySelector('#q').mine = true")
    method = context.new_cdp_session(page)
    for state in ("h", "hi", "hie", "hiê", "hiệ", "hiệp"):
        method.send("Input.imeSetComposition", {"text": state, "selectionStart": len(state), "selectionEnd": len(state)})
    method.send("Input.insertText", {"text": "hiệp"})
    page.keyboard.type(" dinh")
    expect(page.locator(".hit").first).to_have_text("hiệp định đánh cá ven bờ")
    assert page.evaluate("document.querySelector('#q').mine")
    assert page.locator("#q").input_value() == "hiệp dinh"
    expect(page.locator("#q")).to_be_focused()
    press(page, "Tab", "Tab", "Enter")
    shows(page, NAMES[0])
    expect(page).to_have_url(re.compile("/concept/2$"))
    page.go_back()
    shows(page, "Look up")


def test_other_keys(page: Page) -> None:
    details = page.locator("details[data-toggle]")
    press(page, "c")
    expect(details).to_have_attribute("open", "")
    press(page, "c")
    expect(details).not_to_have_attribute("open", "")
    press(page, "v")
    expect(page.locator("[name=into]").first).to_be_focused()
    press(page, "Escape", "h")
    expect(page.locator("#keys")).to_be_visible()
    picture(page, "keys")
    press(page, "h")
    expect(page.locator("#keys")).to_be_hidden()


def test_two_tabs_in_conflict(page: Page, context: BrowserContext, port: int, database: Path) -> None:
    other = enter(context.new_page(), port)
    press(other, "t", "Control+a")
    other.keyboard.type("typed in the other tab")
    press(page, "n")
    shows(page, NAMES[1])
    press(other, "Enter")
    expect(other.locator("[role=alert]")).to_contain_text("It has changed")
    expect(other.locator("#cell-en")).to_have_value("typed in the other tab")
    expect(other.locator("#now-en")).to_have_text("now: coastal fishing agreement")
    assert entry(database, 2)["state"] == "rejected"
    picture(other, "conflict")
    press(other, "y")
    shows(other, NAMES[1])
    assert entry(database, 2)["en"] == "typed in the other tab"


def test_without_a_script(browser: Browser, port: int, database: Path) -> None:
    page = enter(browser.new_context(java_script_enabled=False).new_page(), port)
    page.get_by_label("Vietnamese", exact=True).fill("hiệp định")
    page.get_by_label("Vietnamese", exact=True).press("Enter")
    shows(page, NAMES[1])
    page.get_by_role("button", name="Reject").click()
    shows(page, NAMES[2])
    page.get_by_role("button", name="Undo").click()
    shows(page, NAMES[1])
    page.get_by_placeholder("c17").fill("c1")
    page.get_by_role("button", name="Variant of").click()
    shows(page, NAMES[2])
    page.get_by_text("Filters").click()
    page.locator("[name=entity]").select_option("person")
    page.get_by_role("button", name="Show these").click()
    shows(page, "Yann Kerbrat")
    page.get_by_role("link", name="Look up").click()
    page.get_by_label("A term in any language").fill("hiep dinh")
    page.get_by_role("button", name="Search").click()
    assert page.locator(".hit").first.inner_text() == "hiệp định"
    assert entry(database, 2)["state"] == "approved"
    page.context.close()


@pytest.mark.parametrize(
    ("name", "width", "height", "enlarged", "scheme"),
    [
        ("wide", 1280, 850, 1, "light"),
        ("wide", 1280, 850, 1, "dark"),
        ("zoom", 640, 425, 2, "light"),
        ("text", 1280, 850, 1, "light"),
        ("phone", 320, 640, 2, "light"),
        ("phone", 320, 640, 2, "dark"),
    ],
)
def test_no_page_scrolls_sideways(browser: Browser, port: int, name: str, width: int, height: int, enlarged: int, scheme: str) -> None:
    """At 200 % zoom a window of 1280 pixels has 640; `text` doubles the letters only."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=enlarged, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = enter(context.new_page(), port)
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", background)[:3])) > 384) == (scheme == "light")
    for what, path in PAGES.items():
        page.goto(f"http://127.0.0.1:{port}{path}")
        if name == "text":
            page.evaluate("document.documentElement.style.fontSize = '200%'")
        if what == "search":
            page.get_by_role("button", name="Keys").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, what
        if name != "text" or what == "card":
            picture(page, f"{what}-{name}-{scheme}")
    context.close()
