"""Connections over real sockets on loopback: addresses, time, mirrors."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import httpcore
import httpx
import pytest

from cfpfeeds.errors import FetchError, UsageError
from cfpfeeds.fetch import HttpFetcher, Request
from cfpfeeds.fetch.addresses import Mirror, is_loopback
from cfpfeeds.fetch.budget import Budget
from cfpfeeds.fetch.network import AddressRefused, PinnedBackend, is_public, resolve
from cfpfeeds.model import Page

NOW = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_an_address_that_is_not_for_us(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_an_address_of_the_open_internet(address: str) -> None:
    assert is_public(address)


def test_a_name_that_leads_to_a_private_address_is_refused() -> None:
    backend = PinnedBackend(lambda host, port: ["169.254.169.254"])
    with pytest.raises(AddressRefused, match=r"rebound\.example leads to the private address 169\.254\.169\.254"):
        backend.connect_tcp("rebound.example", 80)


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server on loopback that hands each connection to `answer`; yields its port."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(5)

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                threading.Thread(target=talk, args=(connection,), daemon=True).start()

    def talk(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            answer(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def says(path: str, body: bytes, headers: str = "") -> bytes:
    del path
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n{headers}Connection: close\r\n\r\n".encode() + body


def asked_path(connection: socket.socket) -> str:
    data = b""
    while b"\r\n\r\n" not in data and (more := connection.recv(4096)):
        data += more
    return data.split(b" ")[1].decode() if data else ""


def a_page_at_every_path(connection: socket.socket) -> None:
    path = asked_path(connection)
    connection.sendall(says(path, b"" if path.endswith("/robots.txt") else f"<p>{path}</p>".encode()))


def the_fetcher(mirror: str = "") -> HttpFetcher:
    return HttpFetcher(contact="", clock=lambda: NOW, monotonic=time.monotonic, sleep=lambda _: None, mirror=mirror)


def test_connects_to_the_address_that_was_checked() -> None:
    asked = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    with listening(a_page_at_every_path) as port:
        stream = PinnedBackend(resolver, allow_private=True).connect_tcp("press.example", port, 5)
        stream.write(b"GET /x HTTP/1.1\r\n\r\n", 5)
        assert stream.read(1000, 5).startswith(b"HTTP/1.1 200")
        stream.close()
    assert asked == ["press.example"]


def test_tries_the_next_address_of_a_host() -> None:
    with listening(a_page_at_every_path) as port:
        backend = PinnedBackend(lambda host, at: ["127.0.0.9", "127.0.0.1"], allow_private=True)
        stream = backend.connect_tcp("press.example", port, 5)
        stream.write(b"GET /x HTTP/1.1\r\n\r\n", 5)
        assert stream.read(1000, 5).startswith(b"HTTP/1.1 200")
        stream.close()


def test_a_name_without_address_is_an_error_of_the_connection() -> None:
    with pytest.raises(httpcore.ConnectError):
        PinnedBackend(lambda host, port: []).connect_tcp("press.example", 80)


def test_the_resolver_names_each_address_once() -> None:
    assert resolve("127.0.0.1", 80) == ["127.0.0.1"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"])
def test_this_machine_is_refused_however_it_is_spelt(host: str) -> None:
    with listening(a_page_at_every_path) as port, the_fetcher() as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(Request(f"http://{host}:{port}/"))
    assert "private address" in caught.value.reason


def test_a_source_may_be_allowed_private_addresses() -> None:
    with listening(a_page_at_every_path) as port, the_fetcher() as fetcher:
        page = fetcher.fetch(Request(f"http://127.0.0.1:{port}/x?y=1", allow_private=True))
    assert isinstance(page, Page)
    assert page.body == b"<p>/x?y=1</p>"


def test_a_name_that_does_not_resolve(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with the_fetcher() as fetcher, pytest.raises(FetchError, match="name does not resolve"):
        fetcher.fetch(Request("https://nowhere.example/"))


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with the_fetcher() as fetcher, pytest.raises(FetchError, match="no connection"):
        fetcher.fetch(Request(f"http://127.0.0.1:{port}/", allow_private=True))


def drips_its_body(connection: socket.socket) -> None:
    if asked_path(connection) == "/robots.txt":
        connection.sendall(says("", b""))
        return
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    drip(connection)


def drips_its_headers(connection: socket.socket) -> None:
    if asked_path(connection) == "/robots.txt":
        connection.sendall(says("", b""))
        return
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    drip(connection)


def says_nothing(connection: socket.socket) -> None:
    if asked_path(connection) == "/robots.txt":
        connection.sendall(says("", b""))
        return
    time.sleep(0.9)


def drip(connection: socket.socket) -> None:
    for _ in range(60):
        connection.sendall(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [drips_its_body, drips_its_headers, says_nothing])
def test_a_slow_host_is_left_when_the_time_is_up(answer: Callable[[socket.socket], None]) -> None:
    with listening(answer) as port, the_fetcher() as fetcher:
        begun = time.monotonic()
        with pytest.raises(FetchError, match=r"within 0\.4 s"):
            fetcher.fetch(Request(f"http://127.0.0.1:{port}/", allow_private=True, timeout_s=0.4))
        assert time.monotonic() - begun < 0.8


def test_talk_that_is_no_http() -> None:
    def gibberish(connection: socket.socket) -> None:
        if asked_path(connection) == "/robots.txt":
            connection.sendall(says("", b""))
        else:
            connection.sendall(b"220 mail.example ESMTP\r\n")

    with listening(gibberish) as port, the_fetcher() as fetcher, pytest.raises(FetchError, match="no proper HTTP"):
        fetcher.fetch(Request(f"http://127.0.0.1:{port}/", allow_private=True))


def test_a_host_that_speaks_no_tls() -> None:
    def plain(connection: socket.socket) -> None:
        connection.recv(10)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with listening(plain) as port, the_fetcher() as fetcher, pytest.raises(FetchError, match="no secure connection"):
        fetcher.fetch(Request(f"https://127.0.0.1:{port}/", allow_private=True))


def test_the_budget_runs_only_while_it_is_told_to() -> None:
    now = [0.0]
    budget = Budget(10, lambda: now[0])
    now[0] = 100.0
    assert budget.left_s() == 10
    with budget.running():
        now[0] = 103.0
        assert budget.left_s() == 7
    now[0] = 200.0
    assert budget.left_s() == 7


def test_a_mirror_is_asked_instead_and_the_page_keeps_its_own_address() -> None:
    with listening(a_page_at_every_path) as port, the_fetcher(f"http://127.0.0.1:{port}/") as fetcher:
        page = fetcher.fetch(Request("https://press.example:8443/a%20b/?page=2&x=%C3%A9"))
    assert isinstance(page, Page)
    assert page.body == b"<p>/press.example:8443/a%20b/?page=2&x=%C3%A9</p>"
    assert page.url == page.final_url == "https://press.example:8443/a%20b/?page=2&x=%C3%A9"


@pytest.mark.parametrize(
    "location",
    [
        pytest.param("https://press.example/new", id="real-address"),
        pytest.param("/press.example/new", id="path-on-the-mirror"),
        pytest.param("{mirror}/press.example/new", id="address-on-the-mirror"),
        pytest.param("/new", id="path-as-archived"),
        pytest.param("new", id="relative"),
    ],
)
def test_a_redirect_of_a_mirror_leads_to_the_mirror_again(location: str) -> None:
    asked = []

    def answer(connection: socket.socket) -> None:
        asked.append(path := asked_path(connection))
        if path == "/press.example/old":
            target = location.format(mirror=f"http://127.0.0.1:{connection.getsockname()[1]}")
            connection.sendall(
                f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
            )
        else:
            connection.sendall(says(path, b"<p>new</p>"))

    with listening(answer) as port, the_fetcher(f"http://127.0.0.1:{port}") as fetcher:
        page = fetcher.fetch(Request("https://press.example/old"))
    assert isinstance(page, Page)
    assert page.final_url == "https://press.example/new"
    assert asked == ["/press.example/robots.txt", "/press.example/old", "/press.example/new"]


def test_a_mirror_elsewhere_is_treated_as_politely_as_any_host() -> None:
    slept: list[float] = []
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=b"<p>x</p>"))
    with HttpFetcher(
        contact="",
        clock=lambda: NOW,
        monotonic=lambda: 1.0,
        sleep=slept.append,
        mirror="https://mirror.example",
        transport=transport,
    ) as fetcher:
        fetcher.fetch(Request("https://a.example/"))
        fetcher.fetch(Request("https://b.example/"))
    assert slept == [1.0, 1.0, 1.0]


def test_a_mirror_on_this_machine_is_not_waited_for() -> None:
    slept: list[float] = []
    with listening(a_page_at_every_path) as port:
        mirror = f"http://localhost:{port}"
        with HttpFetcher(
            contact="", clock=lambda: NOW, monotonic=time.monotonic, sleep=slept.append, mirror=mirror
        ) as fetcher:
            fetcher.fetch(Request("https://a.example/1"))
            fetcher.fetch(Request("https://a.example/2"))
    assert slept == []


def test_a_mirror_may_lie_in_a_folder() -> None:
    mirror = Mirror("https://mirror.example/web/")
    at = httpx.URL("https://press.example/old")
    assert str(mirror.of(at)) == "https://mirror.example/web/press.example/old"
    assert mirror.original("/web/press.example/new", at) == "https://press.example/new"
    assert mirror.original("https://mirror.example/web/other.example/new", at) == "https://other.example/new"


def test_a_mirror_must_be_an_address() -> None:
    with pytest.raises(UsageError, match="it must be an address such as"):
        the_fetcher("localhost:8899")


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.53", True), ("[::1]", True), ("10.0.0.1", False), ("a.example", False)],
)
def test_what_counts_as_this_machine(host: str, here: bool) -> None:
    assert is_loopback(host) is here
