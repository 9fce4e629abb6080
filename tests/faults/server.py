"""A loopback server that breaks HTTP in every way we know of: raw sockets, since no library would let us.

It stands for every host at once, as a mirror: `/press.example/calls.json` is the page of press.example. What it says
to the next request is `server.behave`; robots.txt allows everything unless `server.robots` says otherwise.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Wire = socket.socket
Behaviour = Callable[[Wire, str, "FaultServer"], None]
"""Given the connection, the path asked for and the server: says what it says; the connection is closed afterwards."""


class FaultServer:
    """One listening socket, a thread for each connection. `closing` ends whoever is waiting."""

    def __init__(self) -> None:
        self.behave: Behaviour = answers(b"", status="404 Not Found")
        self.robots: Behaviour = answers(b"", status="404 Not Found")
        self.asked: list[str] = []
        self.closing = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._threads: list[threading.Thread] = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self) -> None:
        self.closing.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                wire, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(wire,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, wire: Wire) -> None:
        with wire, contextlib.suppress(OSError, ValueError):
            wire.settimeout(5)
            head = b""
            while b"\r\n\r\n" not in head:
                more = wire.recv(65_536)
                if not more:
                    return
                head += more
            path = head.split(b" ", 2)[1].decode()
            self.asked.append(path)
            (self.robots if path.endswith("/robots.txt") else self.behave)(wire, path, self)


@contextmanager
def a_fault_server() -> Iterator[FaultServer]:
    """A server on a free loopback port, ended with the block."""
    server = FaultServer()
    try:
        yield server
    finally:
        server.close()


def answers(
    body: bytes,
    *,
    status: str = "200 OK",
    media_type: str = "application/json",
    length: int | None = None,
    **headers: str,
) -> Behaviour:
    """A whole and proper answer; `length` is what it announces instead of its real length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", "Connection: close"]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return says("\r\n".join([*lines, "", ""]).encode() + body)


def says(*words: bytes) -> Behaviour:
    """These very bytes, and the end of the connection."""

    def behave(wire: Wire, path: str, server: FaultServer) -> None:
        for part in words:
            wire.sendall(part)

    return behave


def drips(start: bytes, drop: bytes, every_s: float = 0.2) -> Behaviour:
    """A start, then a drop now and then, for ever."""

    def behave(wire: Wire, path: str, server: FaultServer) -> None:
        wire.sendall(start)
        while not server.closing.wait(every_s):
            wire.sendall(drop)

    return behave


def keeps_silent(wire: Wire, path: str, server: FaultServer) -> None:
    """Accepts, and says nothing until the other side has gone."""
    with contextlib.suppress(TimeoutError):
        wire.recv(1)


def pours(start: bytes, bucket: bytes) -> Behaviour:
    """A start, then a bucket after the other, as fast as it is taken, for ever."""

    def behave(wire: Wire, path: str, server: FaultServer) -> None:
        wire.sendall(start)
        while not server.closing.is_set():
            wire.sendall(bucket)

    return behave


def resets(wire: Wire, path: str, server: FaultServer) -> None:
    """Half a status line, then a reset instead of an end."""
    wire.sendall(b"HTTP/1.1 20")
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def hangs_up(wire: Wire, path: str, server: FaultServer) -> None:
    """Nothing at all."""


def redirects(location: str, status: str = "302 Found") -> Behaviour:
    """To `location`; `{n}` in it is the number of requests so far, so that every address is a new one."""

    def behave(wire: Wire, path: str, server: FaultServer) -> None:
        to = location.replace("{n}", str(len(server.asked)))
        answers(b"", status=status, Location=to)(wire, path, server)

    return behave
