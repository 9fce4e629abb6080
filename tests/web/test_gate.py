"""What is refused before any work is done for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cfpfeeds.web.gate import Gate
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
