"""Connections: names resolved once, private addresses refused, the checked address is the one connected to.

httpx has no seam for this, httpcore beneath it has one: a network backend. TLS still checks the name, not the address.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

from cfpfeeds.fetch.budget import current

Resolver = Callable[[str, int], list[str]]

_MOST_ADDRESSES = 6
_SECONDS_AN_ADDRESS = 10.0
_LONGEST_WAIT_S = 60.0
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressRefused(Exception):
    """The host's name leads to an address that is not for us."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"{host} leads to the private address {address}; set `allow_private` if that is right")


def resolve(host: str, port: int) -> list[str]:
    """The addresses of `host`, best first. Raises OSError as socket.getaddrinfo does."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet, also when it hides an IPv4 address in an IPv6 one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class PinnedBackend(httpcore.NetworkBackend):
    """Opens connections to addresses that were checked, within the budget that runs."""

    def __init__(self, resolver: Resolver = resolve, *, allow_private: bool = False) -> None:
        self._resolve, self._allow_private, self._sockets = resolver, allow_private, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._checked(host, port)
        for address in addresses[:-1]:
            try:
                limit = min(_time_left(timeout, httpcore.ConnectTimeout), _SECONDS_AN_ADDRESS)
                return _Stream(self._sockets.connect_tcp(address, port, limit, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        limit = _time_left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._sockets.connect_tcp(addresses[-1], port, limit, local_address, socket_options))

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host}: {error}") from error
        if not addresses:
            raise httpcore.ConnectError(f"{host}: no address")
        budget = current()
        if not self._allow_private and not (budget and budget.allow_private):
            public = [address for address in addresses if is_public(address)]
            if not public:
                raise AddressRefused(host, addresses[0])
            addresses = public
        return addresses[:_MOST_ADDRESSES]


class _Stream(httpcore.NetworkStream):
    """A connection on which nothing waits longer than the budget that runs."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _time_left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _time_left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        limit = _time_left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, limit))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _time_left(timeout: float | None, error: type[httpcore.TimeoutException]) -> float:
    limits = [_LONGEST_WAIT_S if timeout is None else timeout]
    if (budget := current()) is not None:
        limits.append(budget.left_s())
    left = min(limits)
    if left <= 0:
        raise error("the time for the whole answer is used up")
    return left


class PinnedTransport(httpx.BaseTransport):
    """httpx's own transport, but over `PinnedBackend`. Certificates are verified."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=15.0,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx():
            answer = self._pool.handle_request(asked)
        return httpx.Response(status_code=answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _as_httpx() -> Iterator[None]:
    # The two libraries name their errors alike, but httpx's are not subclasses of httpcore's.
    try:
        yield
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise _httpx_error(type(error))(str(error)) from error
    except (httpcore.ProxyError, httpcore.UnsupportedProtocol) as error:
        raise _httpx_error(type(error))(str(error)) from error


def _httpx_error(error: type[Exception]) -> type[httpx.TransportError]:
    found = getattr(httpx, error.__name__, httpx.TransportError)
    return found if issubclass(found, httpx.TransportError) else httpx.TransportError
