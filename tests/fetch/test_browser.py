"""Pages that a script puts together: what the browser may load, and what becomes of what it shows."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field
from typing import Any

import pytest

from cfpfeeds.errors import BlockedError, FetchError
from cfpfeeds.fetch import HttpFetcher, Request
from cfpfeeds.fetch.browser import _MOST_LOADED, _PROGRAMS, BrowserError, _Loader, rendered
from cfpfeeds.model import Cause, Page
from tests.commands.mirror import Answer, Mirror, a_mirror
from tests.fakes import NOW

URL = "https://press.example/calls"
SHELL = b"<!doctype html><html><title>Calls</title><div id=app></div><script src=/app.js></script></html>"
SCRIPT = b"""fetch('/data.json').then(r => r.json()).then(d => { document.getElementById('app').innerHTML =
d.map(t => '<article><h2><a href="/c">' + t + '</a></h2><p>Due 1 May 2027</p></article>').join('') })"""


@dataclass
class Route:
    """What Playwright hands to a handler; `answered` is what the page got."""

    url: str
    method: str = "GET"
    resource_type: str = "script"
    navigation: bool = False
    answered: dict[str, Any] | None = None
    aborted: bool = False

    @property
    def request(self) -> Route:
        return self

    def is_navigation_request(self) -> bool:
        return self.navigation

    def fulfill(self, **answer: Any) -> None:
        self.answered = answer

    def abort(self) -> None:
        self.aborted = True


@dataclass
class Site:
    asked: list[str] = field(default_factory=list)

    def get(self, url: str) -> tuple[int, str, bytes] | None:
        self.asked.append(url)
        return None if "forbidden" in url else (200, "text/javascript", b"1")


def loaded(route: Route, site: Site) -> Route:
    _Loader(URL, "text/html", SHELL, site.get)(route)
    return route


def test_the_page_itself_is_the_one_that_was_fetched() -> None:
    site = Site()
    route = loaded(Route(URL, resource_type="document", navigation=True), site)
    assert route.answered == {"status": 200, "content_type": "text/html", "body": SHELL}
    assert site.asked == []


@pytest.mark.parametrize("kind", ["script", "xhr", "fetch", "stylesheet"])
def test_scripts_data_and_styles_come_through_our_client(kind: str) -> None:
    site = Site()
    assert loaded(Route("https://press.example/a", resource_type=kind), site).answered is not None
    assert site.asked == ["https://press.example/a"]


@pytest.mark.parametrize(
    "route",
    [
        pytest.param(Route("https://ads.example/x.png", resource_type="image"), id="picture"),
        pytest.param(Route("https://press.example/x", method="POST", resource_type="xhr"), id="sent-away"),
        pytest.param(Route("https://other.example/", resource_type="document", navigation=True), id="another-page"),
        pytest.param(Route("https://press.example/x", resource_type="websocket"), id="socket"),
    ],
)
def test_nothing_else_is_loaded(route: Route) -> None:
    site = Site()
    assert loaded(route, site).aborted
    assert site.asked == []


def test_what_our_client_does_not_get_the_page_does_not_get() -> None:
    assert loaded(Route("https://press.example/forbidden"), Site()).aborted


def test_a_page_loads_a_limited_number_of_parts() -> None:
    site = Site()
    loader = _Loader(URL, "text/html", SHELL, site.get)
    for number in range(_MOST_LOADED + 5):
        loader(Route(f"https://press.example/{number}"))
    assert len(site.asked) == _MOST_LOADED


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    with pytest.raises(BrowserError, match=r"cfpfeeds\[browser\]"):
        rendered(URL, "text/html", SHELL, lambda _: None, user_agent="x", timeout_s=5)


def fetched(mirror: Mirror, **more: Any) -> Page:
    with HttpFetcher(
        contact="a@uni.example", clock=lambda: NOW, monotonic=lambda: 0.0, sleep=lambda _: None, mirror=mirror.url
    ) as fetcher:
        page = fetcher.fetch(Request(URL, gap_s=0, **more))
    assert isinstance(page, Page)
    return page


def a_site(script: bytes = SCRIPT) -> dict[str, Answer]:
    return {
        "/press.example/calls": Answer(SHELL, media_type="text/html"),
        "/press.example/app.js": Answer(script, media_type="text/javascript"),
        "/press.example/data.json": Answer(b'["Care at home"]'),
    }


def test_an_empty_shell_is_refused_without_a_browser() -> None:
    with a_mirror(a_site()) as mirror, pytest.raises(BlockedError) as caught:
        fetched(mirror)
    assert caught.value.cause == Cause.NEEDS_BROWSER


def test_a_page_that_cannot_be_rendered_is_a_named_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    with a_mirror(a_site()) as mirror, pytest.raises(FetchError) as caught:
        fetched(mirror, browser=True)
    assert caught.value.cause == Cause.NEEDS_BROWSER


@pytest.mark.skipif(not any(map(shutil.which, _PROGRAMS)), reason="there is no Chromium on this machine")
class TestInChromium:
    @pytest.fixture(autouse=True)
    def extra(self) -> None:
        pytest.importorskip("playwright.sync_api")

    def test_what_the_scripts_show_is_the_page(self) -> None:
        with a_mirror(a_site()) as mirror:
            page = fetched(mirror, browser=True)
        assert b'<a href="/c">Care at home</a>' in page.body
        assert (page.url, page.final_url) == (URL, URL)
        assert {path for path, _ in mirror.asked} == set(a_site())

    def test_a_shell_that_stays_empty_is_still_one(self) -> None:
        with a_mirror(a_site(b"1")) as mirror, pytest.raises(BlockedError) as caught:
            fetched(mirror, browser=True)
        assert caught.value.cause == Cause.NEEDS_BROWSER

    def test_a_script_that_never_ends_is_taken_as_it_stands_or_fails_in_time(self) -> None:
        script = SCRIPT + b"; setInterval(() => fetch('/data.json'), 50)"
        with a_mirror(a_site(script)) as mirror:
            page = fetched(mirror, browser=True, timeout_s=6)
        assert b"Care at home" in page.body
