"""A fetcher over scripted answers, with a clock that only sleeping moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx

from cfpfeeds.fetch import HttpFetcher

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
URL = "https://press.example/calls"

Handler = Callable[[httpx.Request], httpx.Response]


class Time:
    """A clock and a stopwatch that `sleep` moves; `slept` is what was asked of it, `off_by` sets the clock alone."""

    def __init__(self) -> None:
        self.seconds, self.slept = 1000.0, list[float]()
        self.off_by = timedelta()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def monotonic(self) -> float:
        return self.seconds

    def clock(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds - 1000) + self.off_by


class Script:
    """Answers by address; robots.txt allows everything unless it is given. `asked` are the requests that came."""

    def __init__(self, answers: dict[str, httpx.Response | Exception | list[httpx.Response | Exception]]) -> None:
        self.answers, self.asked = answers, list[httpx.Request]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        url = str(request.url)
        if url not in self.answers:
            status = 404 if request.url.path == "/robots.txt" else 500
            return httpx.Response(status)
        found = self.answers[url]
        answer = found.pop(0) if isinstance(found, list) else found
        if isinstance(answer, Exception):
            raise answer
        return answer

    def pages(self) -> list[str]:
        """The addresses asked for, without robots.txt."""
        return [str(request.url) for request in self.asked if request.url.path != "/robots.txt"]


def a_fetcher(handler: Handler, *, time: Time | None = None, mirror: str = "", contact: str = "") -> HttpFetcher:
    time = time or Time()
    return HttpFetcher(
        contact=contact,
        clock=time.clock,
        monotonic=time.monotonic,
        sleep=time.sleep,
        mirror=mirror,
        transport=httpx.MockTransport(handler),
    )


def a_page(body: str | bytes = "<html><p>Calls for papers</p></html>", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(200, content=body, headers={"Content-Type": "text/html; charset=utf-8", **named})


class Raw(httpx.SyncByteStream):
    """A body as it comes over the wire, chunk by chunk; httpx does not unpack it beforehand."""

    def __init__(self, *chunks: bytes, then: Exception | None = None) -> None:
        self.chunks, self.then = chunks, then

    def __iter__(self):  # type: ignore[no-untyped-def]
        yield from self.chunks
        if self.then:
            raise self.then
