"""The bookmark of the status page in a browser: no script on our page, and words on the page that one looks at."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route
from werkzeug.serving import make_server

from cfpfeeds.config import Source
from cfpfeeds.web import create_app
from tests.builders import a_config, a_source
from tests.web.samples import CONFIG, a_filled_service, a_site


def an_unserved_source() -> Source:
    rules = {"kind": "cards", "item": "article", "title": "h2"}
    return a_source(id="hub", name="The Hub", url="https://hub.example/calls", enabled=False, rules=rules)


@pytest.fixture(scope="module")
def status(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a status page that knows a source which is read from saved pages."""
    filled = a_filled_service(tmp_path_factory.mktemp("served"))
    server = make_server("127.0.0.1", 0, filled.app, threaded=True)
    base = f"http://127.0.0.1:{server.server_port}"
    config = a_config(*CONFIG.sources, an_unserved_source())
    server.app = create_app(filled.store, config, a_site(base), filled.clock)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"{base}/status"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def heard(page: Page) -> list[str]:
    """What the page's dialogs say from now on; each is closed."""
    said: list[str] = []

    def closed(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.accept()

    page.on("dialog", closed)
    return said


def test_a_click_on_it_runs_nothing_on_our_page(page: Page, status: str) -> None:
    said = heard(page)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(status)
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.get_by_role("link", name="How to save this page").click()
    assert page.url == status
    assert said == []


def test_dragged_to_another_page_it_tells_the_source_and_changes_nothing(page: Page, status: str) -> None:
    page.goto(status)
    link = page.get_by_role("link", name="How to save this page").get_attribute("href") or ""
    assert link == page.locator("#bookmark").text_content()
    asked: list[str] = []

    def answered(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(content_type="text/html", body='<!doctype html><link rel="icon" href="data:,"><h1>Calls</h1>')

    page.route("https://hub.example/**", answered)
    page.goto("https://hub.example/calls?page=1")
    before, said = page.content(), heard(page)
    page.evaluate(unquote(link.removeprefix("javascript:")))
    assert [words.partition("\n")[0] for words in said] == ["This page belongs to “The Hub” (hub)."]
    assert "(.mhtml)" in said[0]
    assert "cfpfeeds import hub FILE" in said[0]
    assert page.content() == before
    assert asked == ["https://hub.example/calls?page=1"]


def test_the_sources_are_listed_for_those_who_drag_nothing(browser: Browser, status: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    opened = context.new_page()
    opened.goto(f"{status}#saving")
    opened.locator("summary", has_text="read from saved pages").click()
    assert opened.get_by_text("cfpfeeds import hub FILE").is_visible()
    opened.locator("summary", has_text="Without dragging").click()
    box = opened.locator("#bookmark").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 360
    context.close()
