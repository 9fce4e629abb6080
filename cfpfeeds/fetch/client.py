"""The fetcher: the only code that speaks HTTP to strangers, and the only code that waits."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import httpx

from cfpfeeds import __version__
from cfpfeeds.errors import FetchError
from cfpfeeds.fetch import answers
from cfpfeeds.fetch.addresses import Mirror, netloc, readable, redirect_target, same_site
from cfpfeeds.fetch.archive import ArchiveTransport
from cfpfeeds.fetch.breaker import Breaker, Resting
from cfpfeeds.fetch.browser import BrowserError, rendered
from cfpfeeds.fetch.budget import Budget
from cfpfeeds.fetch.exchange import Answer, ExchangeError, exchange
from cfpfeeds.fetch.mailbox import read_mail
from cfpfeeds.fetch.network import PinnedBackend, PinnedTransport
from cfpfeeds.fetch.pace import Pace, TooSlow
from cfpfeeds.fetch.request import Form, MailRequest, Request
from cfpfeeds.fetch.robots import MAX_BYTES as ROBOTS_BYTES
from cfpfeeds.fetch.robots import Robots
from cfpfeeds.model import Cause, NotModified, Page

# It writes a line for each request, with the whole address, at the level INFO.
logging.getLogger("httpx").setLevel(logging.WARNING)

_MAX_REDIRECTS = 5
_ROBOTS_TIMEOUT_S = 20.0
_MOST_SAID = 2_000
_FORM_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
_MOST_COOKIE_BYTES = 16_384
_NO_AGE = re.compile(r";\s*(?:max-age|version)\s*(?:;|$)", re.IGNORECASE)


class _NoCookies(CookieJar):
    """The jar of the client itself, which takes nothing in: what one fetch needs is kept by that fetch."""

    def extract_cookies(self, response: object, request: object) -> None:
        """Nothing is kept."""


class HttpFetcher:
    """Gets pages politely: our own name, robots.txt, one request at a time to a host, a pause, conditional GETs.

    `contact` is printed in the User-Agent. `clock` gives aware UTC, `monotonic` and `sleep` count seconds. With a
    `mirror` every page is asked of it, under the page's own host and path. `transport` stands in for the network.
    Use it as a context manager; several threads may share it.
    """

    def __init__(
        self,
        *,
        contact: str,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        sleep: Callable[[float], None],
        mirror: str = "",
        transport: httpx.BaseTransport | None = None,
        secret: Callable[[str], str] = lambda _: "",
    ) -> None:
        self._clock, self._monotonic, self._mirror = clock, monotonic, Mirror(mirror)
        self._secret, self._user_agent = secret, user_agent(contact)
        own_machine = self._mirror.local or isinstance(transport, ArchiveTransport)
        self._pace = Pace(monotonic, sleep, hurry=own_machine)
        self._breaker = Breaker(monotonic)
        self._robots = Robots(self._get_robots, clock)
        self._client = httpx.Client(
            transport=transport or PinnedTransport(PinnedBackend(allow_private=bool(mirror))),
            headers={"User-Agent": self._user_agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"},
            cookies=_NoCookies(DefaultCookiePolicy(allowed_domains=[])),
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def fetch(self, request: Request) -> Page | NotModified:
        """The page at `request.url` after redirects, or word that it is what it was.

        Raises BlockedError where the host or its robots.txt refuses us, FetchError for everything else; the reason
        says what to do.
        """
        try:
            return self._follow(request, readable(request.url))
        except ExchangeError as error:
            raise FetchError(request.url, error.reason) from error
        except (TooSlow, Resting) as error:
            raise FetchError(request.url, str(error), retry_after_s=error.wait_s) from error

    def mail(self, request: MailRequest) -> Page:
        """The messages that `request` asks for as one mailbox page; see `read_mail`."""
        return read_mail(request, self._secret(request.password_env), self._clock())

    def post(self, form: Form) -> None:
        """Send a form to an address that was made to take it; robots.txt speaks of reading and is not asked.

        Raises FetchError unless it is accepted (2xx), with the pause that the host asks for.
        """
        url = self._mirror.of(readable(form.url))
        budget = Budget(form.timeout_s, self._monotonic, allow_private=form.allow_private)
        ask = partial(
            exchange, self._client, url, _FORM_HEADERS, budget, max_bytes=_MOST_SAID, cut=True, content=_encoded(form)
        )
        try:
            with self._pace.turn(netloc(url), 0.0):
                answer = self._counted(netloc(url), partial(self._twice_if_unconnected, ask, 0.0))
        except ExchangeError as error:
            raise FetchError(form.url, error.reason) from error
        except (TooSlow, Resting) as error:
            raise FetchError(form.url, str(error), retry_after_s=error.wait_s) from error
        if not 200 <= answer.status < 300:
            raise answers.not_taken(form.url, answer, self._clock())

    def _follow(self, request: Request, asked: httpx.URL) -> Page | NotModified:
        url, answer = self._answered(request, asked)
        if request.browser and answer.status == 200 and "html" in answer.headers.get("content-type", ""):
            answer = replace(answer, body=self._rendered(request, url, answer))
        return self._meaning(request, url, answer)

    def _answered(self, request: Request, asked: httpx.URL) -> tuple[httpx.URL, Answer]:
        budget = Budget(request.timeout_s, self._monotonic, allow_private=request.allow_private)
        url, cookies = asked, httpx.Cookies()
        for _ in range(_MAX_REDIRECTS + 1):
            delay_s = self._robots.crawl_delay_s(url, request)
            answer = self._get(url, _headers(request, url, asked, cookies), request, budget, delay_s)
            if answer.status not in answers.REDIRECTS or "location" not in answer.headers:
                return url, answer
            _remember(cookies, answer, url)
            location = self._mirror.original(answer.headers["location"], url)
            url = redirect_target(location, url, asked, request.hosts)
        raise FetchError(request.url, f"redirected more than {_MAX_REDIRECTS} times")

    def _rendered(self, request: Request, url: httpx.URL, answer: Answer) -> bytes:
        """The page after its scripts have run, which fetch what they need through this very client."""

        def get(address: str) -> tuple[int, str, bytes] | None:
            part = replace(request, url=address, browser=False, hosts=(), headers=())
            try:
                _, found = self._answered(part, readable(address))
            except (FetchError, ExchangeError, TooSlow):
                return None
            return found.status, found.headers.get("content-type", ""), found.body

        kind = answer.headers.get("content-type", "")
        try:
            return rendered(str(url), kind, answer.body, get, user_agent=self._user_agent, timeout_s=request.timeout_s)
        except BrowserError as error:
            raise FetchError(request.url, str(error), cause=Cause.NEEDS_BROWSER) from error

    def _meaning(self, request: Request, url: httpx.URL, answer: Answer) -> Page | NotModified:
        if answer.status == 304 and (request.validators.etag or request.validators.last_modified):
            return NotModified(request.url, self._clock())
        return answers.page(request.url, str(url), answer, self._clock())

    def _get(self, url: httpx.URL, headers: dict[str, str], request: Request, budget: Budget, delay_s: float) -> Answer:
        there = self._mirror.of(url)
        ask = partial(exchange, self._client, there, headers, budget, max_bytes=request.max_bytes)
        with self._pace.turn(netloc(there), request.gap_s, delay_s):
            return self._counted(netloc(url), partial(self._twice_if_unconnected, ask, request.gap_s))

    def _get_robots(self, url: httpx.URL, request: Request) -> Answer:
        there, limit_s = self._mirror.of(url), min(request.timeout_s, _ROBOTS_TIMEOUT_S)
        budget = Budget(limit_s, self._monotonic, allow_private=request.allow_private)
        ask = partial(exchange, self._client, there, {}, budget, max_bytes=ROBOTS_BYTES, cut=True)
        with self._pace.turn(netloc(there), request.gap_s):
            return self._counted(netloc(url), partial(self._twice_if_unconnected, ask, request.gap_s))

    def _counted(self, host: str, ask: Callable[[], Answer]) -> Answer:
        """The answer of a host that is not resting; whether it answered is remembered."""
        self._breaker.check(host)
        try:
            answer = ask()
        except ExchangeError as error:
            if isinstance(error.__cause__, httpx.TransportError):
                self._breaker.failed(host)
            raise
        if answer.status >= 500:
            self._breaker.failed(host)
        else:
            self._breaker.answered(host)
        return answer

    def _twice_if_unconnected(self, ask: Callable[[], Answer], gap_s: float) -> Answer:
        try:
            return ask()
        except ExchangeError as error:
            if not error.connecting:
                raise
        self._pace.pause(gap_s)
        return ask()


def user_agent(contact: str) -> str:
    """Who we are, and how to reach who runs us."""
    return f"cfpfeeds/{__version__} (+{contact})" if contact else f"cfpfeeds/{__version__}"


def _encoded(form: Form) -> bytes:
    return urlencode(form.fields).encode("ascii")


def _headers(request: Request, url: httpx.URL, asked: httpx.URL, cookies: httpx.Cookies) -> dict[str, str]:
    """The headers of one hop. What a source adds (it may be a key) goes to its own host only, and never in clear."""
    headers: dict[str, str] = {}
    if same_site(url.host, asked.host) and not (asked.scheme == "https" and url.scheme == "http"):
        headers.update(request.headers)
    if request.validators.etag:
        headers["If-None-Match"] = request.validators.etag
    if request.validators.last_modified:
        headers["If-Modified-Since"] = request.validators.last_modified
    bearer = httpx.Request("GET", url)
    cookies.set_cookie_header(bearer)
    if "cookie" in bearer.headers:
        headers["Cookie"] = bearer.headers["cookie"]
    return headers


def _remember(cookies: httpx.Cookies, answer: Answer, url: httpx.URL) -> None:
    # Some hosts redirect in a circle until their cookie comes back. Cookies live for one fetch, no longer.
    lines = answer.headers.get_list("set-cookie")
    baked = "".join(lines)
    if any(_NO_AGE.search(line) for line in lines):
        return  # the cookie jar of the standard library has a fault there, and says so on stderr
    if len(baked) <= _MOST_COOKIE_BYTES and baked.isascii():  # others could not be put into a header again
        cookies.extract_cookies(
            httpx.Response(answer.status, headers=answer.headers, request=httpx.Request("GET", url))
        )
