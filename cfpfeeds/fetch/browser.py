"""Pages that a script puts together, rendered by the system's Chromium; an optional extra, `cfpfeeds[browser]`.

The browser never connects to anything itself: whatever its page asks for is fetched by our own client, with our name,
within our limits, and only where robots.txt allows it. Challenges are not solved: what a page shows after its scripts
have run is judged like any other page.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from typing import Any

Get = Callable[[str], tuple[int, str, bytes] | None]
"""Status, media type and body of what a page loads; None for what it does not get."""

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_LOADED = frozenset({"script", "xhr", "fetch", "stylesheet"})
_NOWHERE = "http://127.0.0.1:9"
"""A proxy that answers nobody: what is not fetched by us is not fetched."""

_MOST_LOADED = 80


class BrowserError(Exception):
    """The page cannot be rendered, and why."""


def rendered(url: str, media_type: str, body: bytes, get: Get, *, user_agent: str, timeout_s: float) -> bytes:
    """The markup of a page, already fetched as `body`, after its scripts have run. Raises BrowserError."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise BrowserError("it needs a browser: install `cfpfeeds[browser]` and Chromium") from error
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=next(filter(None, map(shutil.which, _PROGRAMS)), None),
                proxy={"server": _NOWHERE},
                chromium_sandbox=os.geteuid() != 0 if hasattr(os, "geteuid") else True,
                timeout=timeout_s * 1000,
            )
            try:
                page = browser.new_page(user_agent=user_agent, service_workers="block", accept_downloads=False)
                page.route("**/*", _Loader(url, media_type, body, get))
                return _content(page, url, timeout_s, Error)
            finally:
                browser.close()
    except Error as error:
        raise BrowserError(f"the browser could not show it: {str(error).splitlines()[0][:200]}") from error


def _content(page: Any, url: str, timeout_s: float, failure: type[Exception]) -> bytes:
    page.goto(url, wait_until="load", timeout=timeout_s * 1000)
    with suppress(failure):  # a page that never rests is taken as it stands
        page.wait_for_load_state("networkidle", timeout=timeout_s * 500)
    return str(page.content()).encode("utf-8", "replace")


class _Loader:
    """Answers what the page asks for: itself, and by `get` a limited number of scripts, data and styles."""

    def __init__(self, url: str, media_type: str, body: bytes, get: Get) -> None:
        self._url, self._media_type, self._body, self._get = url, media_type, body, get
        self._loaded = 0

    def __call__(self, route: Any) -> None:
        asked = route.request
        if asked.url == self._url and asked.is_navigation_request():
            route.fulfill(status=200, content_type=self._media_type, body=self._body)
            return
        self._loaded += 1
        wanted = asked.method == "GET" and asked.resource_type in _LOADED and self._loaded <= _MOST_LOADED
        answer = self._get(asked.url) if wanted else None
        if answer is None:
            route.abort()
        else:
            status, media_type, body = answer
            allowed = {"Access-Control-Allow-Origin": "*"}
            route.fulfill(status=status, content_type=media_type, body=body, headers=allowed)
