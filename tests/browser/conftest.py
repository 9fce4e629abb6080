"""One service with every state of every page, a page of another origin, and Debian's Chromium to look at both."""

from __future__ import annotations

import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from werkzeug.serving import make_server

from cfpfeeds.web import create_app
from tests.pages.surfaces import CONFIG_OF_SURFACES, a_service_of_every_state
from tests.required import missing
from tests.web.samples import Service, a_service, a_site

NOW = "2026-11-24T12:30:00Z"
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")


@contextmanager
def _served(service: Service) -> Iterator[str]:
    """The service on a port of loopback, as long as the context lasts."""
    server = make_server("127.0.0.1", 0, service.app, threaded=True)
    site = a_site(f"http://127.0.0.1:{server.server_port}")
    server.app = create_app(service.store, CONFIG_OF_SURFACES, site, service.clock)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site.base_url
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the service with every state."""
    with _served(a_service_of_every_state(tmp_path_factory.mktemp("served"))) as address:
        yield address


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[str]:
    """The address of a service that has read nothing yet."""
    with _served(a_service(tmp_path)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; closed at the end of a module, since its event loop would be in the way of other tests."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or missing("Chromium")
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=found, args=list(_ARGUMENTS))
        yield opened
        opened.close()


class Heard:
    """What went wrong in the pages of a context, and where its requests went."""

    def __init__(self, context: BrowserContext) -> None:
        self.errors: list[str] = []
        """Errors and warnings; not those that Chromium writes whenever a page is an answer of 400 or 404."""
        self.asked: set[str] = set()
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "the server responded with a status of 40" not in message.text:
            self.errors.append(message.text)

    def _request(self, request: Request) -> None:
        scheme, _, rest = request.url.partition("://")
        if rest:
            self.asked.add(f"{scheme}://{rest.partition('/')[0]}")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader in Tokyo whose clock says what the service's does."""
    opened = browser.new_context(
        timezone_id="Asia/Tokyo",
        permissions=["clipboard-read", "clipboard-write"],
        viewport={"width": 1280, "height": 800},
    )
    opened.clock.set_fixed_time(NOW)
    yield opened
    opened.close()


@pytest.fixture
def heard(context: BrowserContext) -> Heard:
    return Heard(context)


@pytest.fixture
def page(context: BrowserContext, heard: Heard) -> Iterator[Page]:
    """A page; an error or a warning in its console fails the test."""
    opened = context.new_page()
    yield opened
    assert heard.errors == []


class Guide:
    """A plain page of a library, on another origin than the service."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self._folder, self._shown = address, folder, 0

    def show(self, page: Page, inside: str) -> None:
        """Put markup into the guide as a librarian would, and open it."""
        self._shown += 1  # a name of its own each time, since Chromium keeps what it has seen
        name = f"guide{self._shown}.html"
        (self._folder / name).write_text(_GUIDE.format(inside=inside), encoding="utf-8")
        page.goto(f"{self.address}/{name}")


_GUIDE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Writing and publishing</title><link rel="icon" href="data:,">
<style>
body {{ margin: 0; font: 15px/1.5 Arial, sans-serif; color: #333; }}
h1, h2 {{ font-family: Georgia, serif; color: #003366; }}
ul {{ list-style: square; }} a {{ color: #a00000; }}
.box {{ max-width: 340px; margin: 12px; border: 1px solid #ccc; }}
.box h2 {{ margin: 0; padding: 8px; background: #e6e6e6; }}
</style></head>
<body><h1>Writing and publishing</h1><p id="before">A guide of the library, with <a href="#after">a link</a>.</p>
<div class="box"><h2>Calls for papers</h2><div id="inside">{inside}</div></div>
<ul id="after"><li>Ask a librarian</li></ul></body></html>
"""


@pytest.fixture
def guide(tmp_path: Path) -> Iterator[Guide]:
    """A guide that is served from a folder."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(tmp_path))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Guide(f"http://localhost:{server.server_port}", tmp_path)
    server.shutdown()
    thread.join()
    server.server_close()
