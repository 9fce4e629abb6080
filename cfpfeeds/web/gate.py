"""The gate before everything: what no reader needs is refused before any work is done for it.

The service is only read, so a request has no body; its address is short; and one address on the net asks at most so
many times a minute. Behind a proxy on the same network the limit counts readers only when `proxies` says how many
proxies there are: otherwise all readers would look like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LONGEST_ADDRESS = 4000
_MINUTE_S = 60
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_REFUSALS = {
    400: ("400 Bad Request", "This address holds bytes that are no text: percent-encode them as UTF-8."),
    413: ("413 Content Too Large", "Nothing can be sent here: this service is only read."),
    414: ("414 URI Too Long", "This address is too long."),
    429: ("429 Too Many Requests", "Too many requests from one address: please wait a minute."),
}


class Gate:
    """WSGI middleware. `a_minute` 0: no limit. `proxies`: how many trusted proxies stand in front."""

    def __init__(self, app: WSGIApplication, *, a_minute: int, proxies: int) -> None:
        self._app, self._proxies = app, proxies
        self._limit = RateLimitItemPerMinute(a_minute) if a_minute else None
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        status = self._refusal(environ)
        if status is None:
            return self._app(environ, start_response)
        line, words = _REFUSALS[status]
        body = f"{words}\n".encode()
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if status == 429:
            headers.append(("Retry-After", str(_MINUTE_S)))
        start_response(line, headers)
        return [body if environ["REQUEST_METHOD"] != "HEAD" else b""]

    def _refusal(self, environ: WSGIEnvironment) -> int | None:
        if len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", "")) > _LONGEST_ADDRESS:
            return 414
        if not _is_text(environ.get("QUERY_STRING", "")):
            return 400
        if environ.get("CONTENT_LENGTH", "") not in ("", "0") or environ.get("HTTP_TRANSFER_ENCODING"):
            return 413
        if self._limit is not None and (reader := self._reader(environ)) and not self._limiter.hit(self._limit, reader):
            return 429
        return None

    def _reader(self, environ: WSGIEnvironment) -> str:
        """Who asks: an address, or the network of an IPv6 one; "" for whom nobody can tell from others."""
        address = environ.get("REMOTE_ADDR", "")
        if self._proxies:
            told = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")][-self._proxies :]
            address = told[0] if len(told) == self._proxies else address
        try:
            ip = ip_address(address.partition("%")[0])
        except ValueError:
            return ""
        if not self._proxies and not ip.is_global:
            return ""
        return str(ip_network((ip, 64), strict=False)) if isinstance(ip, IPv6Address) else str(ip)


def _is_text(query: str) -> bool:
    """Whether a query string, as WSGI spells bytes (PEP 3333), is UTF-8 without control characters."""
    try:
        return not _CONTROL.search(query.encode("latin-1").decode())
    except UnicodeError:
        return False
