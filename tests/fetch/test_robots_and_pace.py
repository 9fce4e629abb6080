"""Politeness: robots.txt as RFC 9309 has it, and a pause between two requests to a host."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.errors import BlockedError, FetchError
from cfpfeeds.fetch import Request
from cfpfeeds.fetch.pace import Pace
from cfpfeeds.model import Page

from .scripted import URL, Script, Time, a_fetcher, a_page

ROBOTS = "https://press.example/robots.txt"


def robots(text: str) -> httpx.Response:
    return httpx.Response(200, content=text.encode(), headers={"Content-Type": "text/plain"})


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(robots(""), id="empty"),
        pytest.param(robots("User-agent: *\nDisallow: /private"), id="another-path"),
        pytest.param(robots("User-agent: otherbot\nDisallow: /"), id="another-robot"),
        pytest.param(robots("User-agent: *\nDisallow: /\n\nUser-agent: cfpfeeds\nAllow: /"), id="our-own-group"),
        pytest.param(robots("<html>Not found</html>"), id="no-robots-txt-at-all"),
        pytest.param(httpx.Response(404), id="missing"),
        pytest.param(httpx.Response(403), id="forbidden"),
        pytest.param(httpx.Response(302, headers={"Location": "ftp://press.example/"}), id="redirect-to-nowhere"),
        pytest.param(httpx.Response(302, headers={"Location": ROBOTS}), id="endless-redirect"),
    ],
)
def test_may_fetch_what_robots_txt_does_not_forbid(answer: httpx.Response) -> None:
    with a_fetcher(Script({ROBOTS: answer, URL: a_page()})) as fetcher:
        assert isinstance(fetcher.fetch(Request(URL)), Page)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("User-agent: *\nDisallow: /", id="everything"),
        pytest.param("user-agent: CFPfeeds\ndisallow: /calls", id="us"),
        pytest.param("\ufeffUser-agent: *\nDisallow: /calls", id="byte-order-mark"),
        pytest.param("User-agent: *\nDisallow: /c*s$", id="wildcard"),
        pytest.param("User-agent: *\nDisallow: /calls\n#" + "x" * 600_000, id="longer-than-we-read"),
    ],
)
def test_does_not_fetch_what_robots_txt_forbids(text: str) -> None:
    script = Script({ROBOTS: robots(text), URL: a_page()})
    with a_fetcher(script) as fetcher, pytest.raises(BlockedError, match=r"robots\.txt disallows /calls"):
        fetcher.fetch(Request(URL))
    assert script.pages() == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(httpx.Response(500), "robots.txt answered 500, so nothing may be fetched for now", id="trouble"),
        pytest.param(httpx.Response(429), "robots.txt answered 429, so nothing may be fetched for now", id="too-often"),
        pytest.param(
            httpx.ReadTimeout("slow"),
            "robots.txt cannot be read, so nothing may be fetched: no answer within 20 s",
            id="slow",
        ),
    ],
)
def test_fetches_nothing_while_robots_txt_cannot_be_read(answer: httpx.Response | Exception, reason: str) -> None:
    script = Script({ROBOTS: answer, URL: a_page()})
    with a_fetcher(script) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(Request(URL))
    assert caught.value.reason == reason
    assert not isinstance(caught.value, BlockedError)
    assert script.pages() == []


def test_robots_txt_may_lie_at_another_host() -> None:
    elsewhere = "https://static.example/robots.txt"
    script = Script(
        {ROBOTS: httpx.Response(301, headers={"Location": elsewhere}), elsewhere: robots("User-agent: *\nDisallow: /")}
    )
    with a_fetcher(script) as fetcher, pytest.raises(BlockedError):
        fetcher.fetch(Request(URL))


def test_each_hop_of_a_redirect_obeys_the_robots_txt_of_its_host() -> None:
    script = Script({URL: httpx.Response(302, headers={"Location": "https://www.press.example/secret"})})
    script.answers["https://www.press.example/robots.txt"] = robots("User-agent: *\nDisallow: /secret")
    with a_fetcher(script) as fetcher, pytest.raises(BlockedError, match="/secret"):
        fetcher.fetch(Request(URL))
    assert script.pages() == [URL]


def asked_for_robots(script: Script) -> int:
    return len([request for request in script.asked if str(request.url) == ROBOTS])


@pytest.mark.parametrize(
    ("answer", "later", "times"),
    [
        pytest.param(robots(""), timedelta(hours=23), 1, id="kept-for-a-day"),
        pytest.param(robots(""), timedelta(hours=25), 2, id="not-longer"),
        pytest.param(robots(""), timedelta(hours=-3), 2, id="not-when-the-clock-jumps-back"),
        pytest.param(httpx.Response(503), timedelta(minutes=10), 1, id="a-failure-is-kept-for-a-while"),
        pytest.param(httpx.Response(503), timedelta(minutes=20), 2, id="but-only-minutes"),
    ],
)
def test_how_often_robots_txt_is_read(answer: httpx.Response, later: timedelta, times: int) -> None:
    time, script = Time(), Script({ROBOTS: answer, URL: a_page()})
    with a_fetcher(script, time=time) as fetcher:
        for _ in range(2):
            with suppress(FetchError):
                fetcher.fetch(Request(URL))
            time.off_by += later
    assert asked_for_robots(script) == times


def test_a_failed_connection_is_tried_once_more_for_robots_txt_too() -> None:
    script = Script({ROBOTS: [httpx.ConnectError("reset"), robots("")], URL: a_page()})
    with a_fetcher(script) as fetcher:
        fetcher.fetch(Request(URL))
    assert asked_for_robots(script) == 2


@pytest.mark.parametrize(
    ("text", "gap_s", "waits"),
    [
        pytest.param("", 1.0, [1.0, 1.0], id="gap"),
        pytest.param("User-agent: *\nCrawl-delay: 60", 1.0, [1.0, 60.0], id="crawl-delay-between-pages"),
        pytest.param("User-agent: *\nCrawl-delay: 2", 5.0, [5.0, 5.0], id="the-larger-counts"),
        pytest.param("User-agent: *\nCrawl-delay: -9", 1.0, [1.0, 1.0], id="negative"),
        pytest.param("User-agent: *\nCrawl-delay: inf", 1.0, [1.0, 1.0], id="infinite"),
    ],
)
def test_the_pause_between_two_requests_to_a_host(text: str, gap_s: float, waits: list[float]) -> None:
    time = Time()
    with a_fetcher(Script({ROBOTS: robots(text), URL: a_page()}), time=time) as fetcher:
        fetcher.fetch(Request(URL, gap_s=gap_s))
        fetcher.fetch(Request(URL, gap_s=gap_s))
    assert time.slept == waits


def test_another_host_need_not_wait() -> None:
    time, other = Time(), "https://other.example/"
    with a_fetcher(Script({URL: a_page(), other: a_page()}), time=time) as fetcher:
        fetcher.fetch(Request(URL))
        fetcher.fetch(Request(other))
    assert time.slept == [1.0, 1.0]  # after each robots.txt, none between the hosts


def test_time_that_has_passed_anyway_is_not_waited_again() -> None:
    time = Time()
    with a_fetcher(Script({URL: a_page()}), time=time) as fetcher:
        fetcher.fetch(Request(URL))
        time.seconds += 0.75
        fetcher.fetch(Request(URL))
    assert time.slept == [1.0, 0.25]


def test_nobody_waits_for_hours() -> None:
    script = Script({ROBOTS: robots("User-agent: *\nCrawl-delay: 86400"), URL: a_page()})
    with a_fetcher(script) as fetcher:
        fetcher.fetch(Request(URL))
        with pytest.raises(FetchError, match=r"robots\.txt asks for so long a pause") as caught:
            fetcher.fetch(Request(URL))
    assert caught.value.retry_after_s == 86_400


def test_two_threads_take_turns_at_one_host() -> None:
    pace, inside, most = Pace(lambda: 1.0, lambda _: None), [0], [0]

    def work() -> None:
        for _ in range(50):
            with pace.turn("press.example", 0.0, 0.0):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


@given(st.binary(max_size=300))
def test_any_robots_txt_allows_or_forbids(body: bytes) -> None:
    script = Script({ROBOTS: httpx.Response(200, content=body), URL: a_page()})
    with a_fetcher(script) as fetcher, suppress(FetchError):
        assert isinstance(fetcher.fetch(Request(URL)), Page)
