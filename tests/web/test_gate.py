"""What is refused before any work is done for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cfpfeeds.config.models import Settings
from cfpfeeds.web.gate import Gate
from cfpfeeds.web.rates import Rates
from tests.web.samples import Service, a_call, a_service


def asked(gate: Gate, address: str = "203.0.113.5", **environ: Any) -> str:
    said: list[str] = []
    request = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": "", "REMOTE_ADDR": address, **environ}
    list(gate(request, lambda status, headers, *_: said.append(status)))  # type: ignore[arg-type, return-value, func-returns-value]
    return said[0][:3]


def through(environ: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [b"in"]


def a_gate(a_minute: int = 3, proxies: int = 0) -> Gate:
    return Gate(through, a_minute=a_minute, proxies=proxies)


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        pytest.param({}, "200", id="as-usual"),
        pytest.param({"CONTENT_LENGTH": "0"}, "200", id="an-empty-body"),
        pytest.param({"CONTENT_LENGTH": "5"}, "413", id="a-body"),
        pytest.param({"HTTP_TRANSFER_ENCODING": "chunked"}, "413", id="a-body-without-length"),
        pytest.param({"QUERY_STRING": "q=" + "x" * 5000}, "414", id="a-long-query"),
        pytest.param({"PATH_INFO": "/" + "x" * 5000}, "414", id="a-long-path"),
    ],
)
def test_a_reader_reads_and_sends_nothing(environ: dict[str, str], status: str) -> None:
    assert asked(a_gate(), **environ) == status


def test_one_address_asks_so_many_times_a_minute() -> None:
    gate = a_gate()
    assert [asked(gate, "93.184.215.14") for _ in range(5)] == ["200"] * 3 + ["429"] * 2
    assert asked(gate, "93.184.215.15") == "200"


def test_an_ipv6_network_is_one_address() -> None:
    gate = a_gate()
    assert [asked(gate, f"2606:2800:21f:cb07::{n}") for n in range(4)] == ["200"] * 3 + ["429"]


def test_a_proxy_beside_us_is_not_taken_for_a_reader() -> None:
    gate = a_gate()
    assert {asked(gate, "127.0.0.1") for _ in range(9)} == {"200"}
    assert {asked(gate, "10.0.0.3", HTTP_X_FORWARDED_FOR="93.184.215.14") for _ in range(9)} == {"200"}


def test_behind_a_known_proxy_readers_are_told_apart_and_cannot_lie() -> None:
    gate = a_gate(proxies=1)
    lies = [f"1.2.3.{n}, 93.184.215.14" for n in range(4)]
    assert [asked(gate, "10.0.0.3", HTTP_X_FORWARDED_FOR=told) for told in lies] == ["200"] * 3 + ["429"]
    assert asked(gate, "10.0.0.3", HTTP_X_FORWARDED_FOR="93.184.215.99") == "200"
    assert asked(gate, "10.0.0.3", HTTP_X_FORWARDED_FOR="nonsense") == "200"


def test_two_programs_at_one_address_are_two_readers_up_to_ten_times_the_limit() -> None:
    gate = a_gate(a_minute=2)
    alone = [asked(gate, "93.184.215.14", HTTP_USER_AGENT="Calendar/1") for _ in range(3)]
    assert alone == ["200", "200", "429"]
    together = [asked(gate, "93.184.215.14", HTTP_USER_AGENT=f"Reader/{n}") for n in range(20)]
    assert together == ["200"] * 17 + ["429"] * 3
    assert asked(gate, "93.184.215.15", HTTP_USER_AGENT="Calendar/1") == "200"


def test_who_asked_too_often_is_told_for_how_long_and_is_welcome_again_then() -> None:
    now = [3600.0 * 7 + 15]
    gate = Gate(through, a_minute=1, proxies=0, monotonic=lambda: now[0])
    assert asked(gate, "93.184.215.14") == "200"
    said: list[Any] = []
    request = {"REQUEST_METHOD": "GET", "PATH_INFO": "/all/calls.rss", "REMOTE_ADDR": "93.184.215.14"}
    list(gate(request, lambda status, headers, *_: said.extend((status, dict(headers)))))  # type: ignore[arg-type, return-value, func-returns-value]
    assert said[0] == "429 Too Many Requests"
    assert said[1]["Retry-After"] == "45"
    assert said[1]["Access-Control-Allow-Origin"] == "*"
    now[0] += 45
    assert asked(gate, "93.184.215.14") == "200"


def test_as_it_comes_nobody_who_reads_is_refused() -> None:
    gate = Gate(through, a_minute=Settings().requests_a_minute, proxies=0, monotonic=lambda: 0.0)
    seen = {asked(gate, "93.184.215.14", HTTP_IF_NONE_MATCH='"a"', HTTP_USER_AGENT="Feeds/1") for _ in range(1000)}
    assert seen == {"200"}


def test_a_flood_from_everywhere_fills_no_memory_and_shuts_nobody_out() -> None:
    rates = Rates(lambda: 0.0, most_keys=50)
    assert {rates.wait_s(f"reader {n}", 3) for n in range(1000)} == {0}
    assert rates.size == 50
    assert [rates.wait_s("reader 7", 3) for _ in range(3)] == [0, 0, 60]


def led_on(proto: str, path: str = "/all/calls.rss", query: str = "", **options: Any) -> tuple[str, str]:
    options = {"proxies": 1, "base_url": "https://library.example/calls", **options}
    gate, said = Gate(through, a_minute=0, **options), list[Any]()
    request = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_X_FORWARDED_PROTO": proto}
    list(gate(request, lambda status, headers, *_: said.extend((status[:3], dict(headers)))))  # type: ignore[arg-type, return-value, func-returns-value]
    return said[0], said[1].get("Location", "")


@pytest.mark.parametrize(
    ("path", "query", "target"),
    [
        pytest.param("/all/calls.rss", "", "/all/calls.rss", id="the-same-path"),
        pytest.param("/filter/calls.rss", "q=a%20b&kind=x", "/filter/calls.rss?q=a%20b&kind=x", id="with-its-query"),
        pytest.param("/journal/\xc3\xa9tudes/", "", "/journal/%C3%A9tudes/", id="any-letters"),
        pytest.param("//evil.example/x", "", "//evil.example/x", id="never-to-another-host"),
        pytest.param("/a\r\nSet-Cookie: x", "", "/a%0D%0ASet-Cookie:%20x", id="no-header-of-strangers"),
    ],
)
def test_who_comes_in_clear_is_led_to_the_same_path_at_the_public_address(path: str, query: str, target: str) -> None:
    assert led_on("http", path, query) == ("301", f"https://library.example/calls{target}")


@pytest.mark.parametrize(
    ("proto", "options"),
    [
        pytest.param("https", {}, id="came-safely"),
        pytest.param("", {}, id="the-proxy-does-not-say"),
        pytest.param("http", {"proxies": 0}, id="nobody-may-say-so"),
        pytest.param("http", {"base_url": "http://library.example"}, id="the-public-address-is-http"),
        pytest.param("http, https", {}, id="a-reader-who-lies"),
        pytest.param("https, http", {"proxies": 2}, id="safely-to-the-outer-of-two"),
        pytest.param("https", {"proxies": 2}, id="the-inner-hands-on-what-the-outer-said"),
        pytest.param("http", {"path": "/healthz"}, id="a-load-balancer"),
    ],
)
def test_who_comes_safely_is_led_nowhere(proto: str, options: dict[str, Any]) -> None:
    assert led_on(proto, **options) == ("200", "")


def test_without_a_limit_everybody_asks() -> None:
    gate = a_gate(a_minute=0)
    assert {asked(gate) for _ in range(50)} == {"200"}


@pytest.fixture
def served(tmp_path: Path) -> Service:
    return a_service(tmp_path, a_call())


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"])
@pytest.mark.parametrize("path", ["/", "/all/", "/all/calls.rss", "/status", "/calls/c1f0", "/metrics", "/nope"])
def test_nothing_is_written_over_http(served: Service, method: str, path: str) -> None:
    before = served.store.version()
    assert served.client.open(path, method=method).status_code in (404, 405)
    assert served.store.version() == before


def test_a_body_is_refused_by_the_service_itself(served: Service) -> None:
    assert served.client.get("/all/", data=b"x" * 100_000).status_code == 413
