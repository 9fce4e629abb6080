"""What a person does in a browser: build a subscription, copy, search, embed. Skipped where there is no Chromium."""

from __future__ import annotations

import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from cfpfeeds.model import Site
from cfpfeeds.web import create_app
from tests.web.samples import CONFIG, a_filled_service, a_site

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a filled service on loopback."""
    filled = a_filled_service(tmp_path_factory.mktemp("served"))
    server = make_server("127.0.0.1", 0, filled.app, threaded=True)
    site: Site = a_site(f"http://127.0.0.1:{server.server_port}")
    server.app = create_app(filled.store, CONFIG, site, filled.clock)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site.base_url
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: playwright.Browser) -> Iterator[playwright.Page]:
    """A page whose clock says what the service's does, in Tokyo; an error in its console fails the test."""
    context = browser.new_context(timezone_id="Asia/Tokyo", permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.clock.set_fixed_time("2026-11-24T12:30:00Z")
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert said == []


def test_a_subscription_is_built_by_choosing(page: playwright.Page, base: str) -> None:
    page.goto(f"{base}/filter/")
    page.locator("summary", has_text="Disciplines").click()
    page.get_by_label("Nursing").check()
    page.get_by_label("Words").fill("night")
    page.get_by_text("1 open call for: Nursing; “night”").wait_for()
    assert page.url == f"{base}/filter/?discipline=nursing&q=night"
    assert page.locator("#calendar").inner_text() == f"{base}/filter/deadlines.ics?discipline=nursing&q=night"


def test_copying_an_address_is_said(page: playwright.Page, base: str) -> None:
    page.goto(f"{base}/nursing/")
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("status").get_by_text("Copied:").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{base}/nursing/deadlines.ics"


def test_an_address_that_one_has_is_opened_for_editing(page: playwright.Page, base: str) -> None:
    page.goto(f"{base}/filter/")
    page.get_by_label("Address of a calendar").fill("webcal://anywhere.example/nursing/deadlines.ics")
    page.get_by_role("button", name="Open it").click()
    page.get_by_text("for: Nursing").wait_for()
    assert page.url == f"{base}/filter/?discipline=nursing"


def test_searching_from_the_front_page(page: playwright.Page, base: str) -> None:
    page.goto(base)
    page.get_by_role("searchbox").fill('"body clock"')
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Night work and the body clock").wait_for()
    assert "q=%22body+clock%22" in page.url


def test_a_moment_is_told_in_the_readers_own_time(page: playwright.Page, base: str) -> None:
    page.goto(f"{base}/calls/extended")
    page.get_by_text("In your time (Tokyo): 4 December 2026 at 20:59.").wait_for()
    assert page.locator(".left").first.inner_text() == "9 days left"


def test_the_last_hours_are_counted(page: playwright.Page, base: str) -> None:
    page.clock.set_fixed_time("2026-12-03T20:00:00Z")
    page.goto(f"{base}/calls/extended")
    page.locator(".left", has_text="15 hours left").first.wait_for()
    page.clock.set_fixed_time("2026-12-04T12:00:00Z")
    page.goto(f"{base}/calls/extended")
    page.locator(".left", has_text="passed").first.wait_for()
    assert page.locator(".left", has_text="hours left").count() == 0


@pytest.fixture
def guide(tmp_path: Path) -> Iterator[str]:
    """The address of a folder whose pages lie on another origin than the service."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(tmp_path))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def put(folder: Path, inside: str) -> None:
    head = '<!doctype html><html lang="en"><head><title>Guide</title><link rel="icon" href="data:,"></head>'
    (folder / "guide.html").write_text(f"{head}<body><h1>Guide</h1>{inside}</body></html>", encoding="utf-8")


def test_one_line_in_a_guide_makes_a_box_that_fits_its_list(
    page: playwright.Page, base: str, guide: str, tmp_path: Path
) -> None:
    page.goto(f"{base}/embed?list=nursing")
    page.get_by_label("Calls at most").fill("3")
    page.locator("#script", has_text="count=3").wait_for()
    put(tmp_path, page.locator("#script").inner_text())
    page.goto(f"{guide}/guide.html")
    page.locator("a[href]").first.wait_for(state="hidden")
    frame = page.frame_locator("iframe")
    assert frame.locator("li").count() == 3
    needed = frame.locator("html").evaluate("root => Math.ceil(root.getBoundingClientRect().height)")
    assert int(page.locator("iframe").get_attribute("height") or 0) == needed


def test_without_the_service_the_link_stays(browser: playwright.Browser, guide: str, tmp_path: Path) -> None:
    put(tmp_path, '<a href="https://x.example/">Calls</a><script src="http://127.0.0.1:9/embed.js" async></script>')
    opened = browser.new_page()
    opened.goto(f"{guide}/guide.html")
    assert opened.get_by_role("link", name="Calls").is_visible()
    opened.close()


def test_a_box_in_a_sandbox_without_scripts_is_complete(
    browser: playwright.Browser, base: str, guide: str, tmp_path: Path
) -> None:
    put(tmp_path, f'<iframe src="{base}/nursing/frame?count=5" sandbox="allow-popups" title="Calls"></iframe>')
    opened = browser.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.goto(f"{guide}/guide.html")
    frame = opened.frame_locator("iframe")
    assert frame.locator("li").count() == 5
    opened.wait_for_load_state("load")
    assert said == []
    with opened.expect_popup() as popup:
        frame.locator("a.title").first.click()
    assert popup.value.url.startswith(f"{base}/calls/")
    popup.value.close()
    opened.close()
