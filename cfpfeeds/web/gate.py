"""The gate before everything: what no reader needs is refused before any work is done for it.

The service is only read, so a request has no body; its address is short; one program at one address asks at most so
many times a minute, and all programs at one address together ten times as often, since a campus may stand behind it.
Behind a proxy on the same network the limit counts readers only when `proxies` says how many proxies there are:
otherwise all readers would look like one. Where such a proxy says that a reader came by plain http, and the public
address is https, the reader is led there (H12).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import quote

from cfpfeeds.web.rates import Rates

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LONGEST_ADDRESS = 4000
_PROGRAMS_AT_ONE_ADDRESS = 10
_LONGEST_NAME = 500
_FOR_MACHINES = frozenset({"/healthz", "/readyz", "/metrics"})
"""What a load balancer asks for, by plain http, and would take a redirect for an illness."""

_A_DAY_S = 86_400
_SAFE_IN_PATH = "/:@!$&'()*+,;=~-._"
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_REFUSALS = {
    400: ("400 Bad Request", "This address holds bytes that are no text: percent-encode them as UTF-8."),
    413: ("413 Content Too Large", "Nothing can be sent here: this service is only read."),
    414: ("414 URI Too Long", "This address is too long."),
    429: ("429 Too Many Requests", "Too many requests from one address: please wait a minute."),
}


class Gate:
    """WSGI middleware. `a_minute` 0: no limit. `proxies`: how many trusted proxies stand in front.

    `base_url` is the public address; "" leads nobody anywhere. `monotonic` gives seconds.
    """

    def __init__(
        self,
        app: WSGIApplication,
        *,
        a_minute: int,
        proxies: int,
        base_url: str = "",
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app, self._proxies, self._a_minute = app, proxies, a_minute
        self._secure = base_url if base_url.startswith("https://") and proxies else ""
        self.rates = Rates(monotonic)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        status, wait_s = self._refusal(environ)
        if status is None and self._came_in_clear(environ):
            return self._led_on(environ, start_response)
        if status is None:
            return self._app(environ, start_response)
        line, words = _REFUSALS[status]
        body = f"{words}\n".encode()
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Access-Control-Allow-Origin", "*"),
        ]
        if wait_s:
            headers.append(("Retry-After", str(wait_s)))
        start_response(line, headers)
        return [body if environ["REQUEST_METHOD"] != "HEAD" else b""]

    def _refusal(self, environ: WSGIEnvironment) -> tuple[int | None, int]:
        """The status that refuses a request, None for none, and how many seconds to wait."""
        if len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", "")) > _LONGEST_ADDRESS:
            return 414, 0
        if not _is_text(environ.get("QUERY_STRING", "")):
            return 400, 0
        if environ.get("CONTENT_LENGTH", "") not in ("", "0") or environ.get("HTTP_TRANSFER_ENCODING"):
            return 413, 0
        wait_s = self._wait_s(environ)
        return (429, wait_s) if wait_s else (None, 0)

    def _wait_s(self, environ: WSGIEnvironment) -> int:
        reader = self._reader(environ) if self._a_minute else ""
        if not reader:
            return 0
        program = environ.get("HTTP_USER_AGENT", "")[:_LONGEST_NAME]
        together_s = self.rates.wait_s(reader, self._a_minute * _PROGRAMS_AT_ONE_ADDRESS)
        return together_s or self.rates.wait_s(f"{reader} {program}", self._a_minute)

    def _came_in_clear(self, environ: WSGIEnvironment) -> bool:
        if not self._secure or environ.get("PATH_INFO", "") in _FOR_MACHINES:
            return False
        told = [part.strip().lower() for part in str(environ.get("HTTP_X_FORWARDED_PROTO", "")).split(",")]
        return told[-self._proxies if len(told) >= self._proxies else 0] == "http"

    def _led_on(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """To the same path at the public address: `webcal:` opens as http in several calendar programs."""
        path = quote(environ.get("PATH_INFO", "").encode("latin-1"), safe=_SAFE_IN_PATH)
        query = environ.get("QUERY_STRING", "")
        target = f"{self._secure}{path or '/'}{f'?{query}' if query else ''}"
        headers = [("Location", target), ("Content-Length", "0"), ("Cache-Control", f"public, max-age={_A_DAY_S}")]
        start_response("301 Moved Permanently", headers)
        return [b""]

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
