"""robots.txt as RFC 9309 has it: what is not there forbids nothing, what cannot be reached forbids everything."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from protego import Protego

from cfpfeeds.errors import BlockedError, FetchError
from cfpfeeds.fetch.addresses import is_askable, netloc
from cfpfeeds.fetch.answers import REDIRECTS, retry_after_s
from cfpfeeds.fetch.exchange import Answer, ExchangeError
from cfpfeeds.fetch.request import Request
from cfpfeeds.model import Cause

AGENT = "cfpfeeds"
MAX_BYTES = 512_000
_MAX_REDIRECTS = 5
_KEPT = timedelta(hours=24)
_FAILURE_KEPT = timedelta(minutes=15)

Get = Callable[[httpx.URL, Request], Answer]


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one host's robots.txt says; `failure` says why nobody could read it."""

    read_at: datetime
    parser: Protego | None = None
    failure: str = ""
    retry_after_s: float | None = None

    def fresh(self, now: datetime) -> bool:
        kept = _FAILURE_KEPT if self.failure else _KEPT
        return timedelta(0) <= now - self.read_at < kept


class Robots:
    """The robots.txt of every host met in this run, asked for with `get` and kept for a day at most."""

    def __init__(self, get: Get, clock: Callable[[], datetime]) -> None:
        self._get, self._clock = get, clock
        self._rules: dict[str, _Rules] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def crawl_delay_s(self, url: httpx.URL, request: Request) -> float:
        """The pause that the host wants between two pages, if `url` may be fetched at all.

        Raises BlockedError where robots.txt disallows, FetchError where it should be there and cannot be read.
        """
        rules = self._rules_for(url, request)
        if rules.failure:
            raise FetchError(request.url, rules.failure, retry_after_s=rules.retry_after_s, cause=Cause.ROBOTS)
        if rules.parser is None:
            return 0.0
        if not rules.parser.can_fetch(str(url), AGENT):
            reason = f"robots.txt disallows {url.raw_path.decode('ascii')[:200]}"
            raise BlockedError(request.url, reason, cause=Cause.ROBOTS)
        return max(float(rules.parser.crawl_delay(AGENT) or 0.0), 0.0)

    def _rules_for(self, url: httpx.URL, request: Request) -> _Rules:
        origin = f"{url.scheme}://{netloc(url)}"
        with self._lock:
            lock = self._locks.setdefault(origin, threading.Lock())
        with lock:
            known = self._rules.get(origin)
            if known is None or not known.fresh(self._clock()):
                known = self._rules[origin] = self._read(httpx.URL(f"{origin}/robots.txt"), request)
            return known

    def _read(self, url: httpx.URL, request: Request) -> _Rules:
        now = self._clock()
        try:
            answer = self._followed(url, request)
        except ExchangeError as error:
            return _Rules(now, failure=f"robots.txt cannot be read, so nothing may be fetched: {error.reason}")
        if answer is None or (400 <= answer.status < 500 and answer.status != 429):
            return _Rules(now)
        if answer.status >= 400:
            pause = retry_after_s(answer.headers.get("retry-after", ""), now)
            reason = f"robots.txt answered {answer.status}, so nothing may be fetched for now"
            return _Rules(now, failure=reason, retry_after_s=pause)
        return _Rules(now, parser=Protego.parse(answer.body.decode("utf-8", "ignore").removeprefix("\ufeff")))

    def _followed(self, url: httpx.URL, request: Request) -> Answer | None:
        """The answer at the end of at most five redirects, to any host (RFC 9309 2.3.1.2); None if they go on."""
        for _ in range(_MAX_REDIRECTS + 1):
            answer = self._get(url, request)
            location = answer.headers.get("location", "")
            if answer.status not in REDIRECTS or not location:
                return answer
            try:
                url = url.join(location).copy_with(fragment=None, userinfo=b"")
            except (httpx.InvalidURL, ValueError):
                return None
            if not is_askable(url):
                return None
        return None
