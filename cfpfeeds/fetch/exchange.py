"""One request and its answer, inside the budget and the byte cap; every error of httpx in words."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import httpx

from cfpfeeds.fetch.budget import Budget
from cfpfeeds.fetch.network import AddressRefused
from cfpfeeds.fetch.unpack import GZIP_MAGIC, UnpackError, gunzipped, unpacked

_LOOK_AT_ERRORS = 200_000

# In this order: the first that fits speaks. `tests/fetch/test_errors.py` walks httpx and misses none.
REASONS: dict[type[Exception], str] = {
    httpx.ConnectTimeout: "no connection within {total} s",
    httpx.PoolTimeout: "no free connection within {total} s",
    httpx.TimeoutException: "no answer within {total} s",
    httpx.ConnectError: "no connection: {error}",
    httpx.ProxyError: "the proxy refuses: {error}",
    httpx.NetworkError: "the connection broke off: {error}",
    httpx.RemoteProtocolError: "the answer is no proper HTTP: {error}",
    httpx.LocalProtocolError: "the request cannot be put into HTTP: {error}",
    httpx.ProtocolError: "no proper HTTP: {error}",
    httpx.UnsupportedProtocol: "not an http or https address",
    httpx.DecodingError: "the body is not what its encoding says: {error}",
    httpx.TooManyRedirects: "redirected too often",
    httpx.InvalidURL: "not a valid address: {error}",
    httpx.CookieConflict: "cookies that contradict each other: {error}",
    httpx.StreamError: "the answer could not be read: {error}",
    httpx.HTTPError: "no answer: {error}",
}


class ExchangeError(Exception):
    """No answer, and why. `connecting`: nothing had been answered yet, so that asking once more may help."""

    def __init__(self, reason: str, *, connecting: bool = False) -> None:
        self.reason, self.connecting = reason, connecting
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. The body is unpacked; bodies of errors are cut, those of redirects not read."""

    status: int
    headers: httpx.Headers
    body: bytes


def exchange(
    client: httpx.Client,
    url: httpx.URL,
    headers: Mapping[str, str],
    budget: Budget,
    *,
    max_bytes: int,
    cut: bool = False,
    content: bytes | None = None,
) -> Answer:
    """The answer to one GET, or to one POST of `content`.

    Raises ExchangeError, also for a body over `max_bytes` unless `cut` says to shorten it.
    """
    try:
        with budget.running():
            return _answer(client, url, headers, budget, max_bytes, cut, content)
    except AddressRefused as error:
        raise ExchangeError(str(error)) from error
    except UnpackError as error:
        raise ExchangeError(str(error)) from error
    except tuple(REASONS) as error:
        raise ExchangeError(reason(error, budget.total_s), connecting=_while_connecting(error)) from error


def reason(error: Exception, total_s: float) -> str:
    """What an exception of httpx means for a person."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"certificate not valid: {_detail(cause, 'verify_message')}"
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection: {_detail(cause, 'reason')}"
        if isinstance(cause, (socket.gaierror, UnicodeError)):
            return f"name does not resolve ({_detail(cause, 'strerror')})"
    words = next(words for kind, words in REASONS.items() if isinstance(error, kind))
    return words.format(total=f"{total_s:g}", error=str(error)[:200] or type(error).__name__)


def _detail(error: Exception, attribute: str) -> object:
    return getattr(error, attribute, None) or error


def _while_connecting(error: Exception) -> bool:
    if isinstance(error, httpx.RemoteProtocolError):
        return "without sending a response" in str(error)  # a kept connection that the host had just given up
    certain = (ssl.SSLError, socket.gaierror, UnicodeError)
    return isinstance(error, httpx.ConnectError) and not any(isinstance(cause, certain) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    at: BaseException | None = error
    for _ in range(10):
        if at is None:
            return
        yield at
        at = at.__cause__ or at.__context__


def _answer(
    client: httpx.Client,
    url: httpx.URL,
    headers: Mapping[str, str],
    budget: Budget,
    max_bytes: int,
    cut: bool,
    content: bytes | None,
) -> Answer:
    method, limit_s = "GET" if content is None else "POST", max(budget.left_s(), 0.001)
    request = client.build_request(method, url, headers=headers, content=content, timeout=limit_s)
    response = client.send(request, stream=True, follow_redirects=False)
    try:
        _in_time(budget)
        if response.is_success:
            body = _body(response, budget, max_bytes, cut)
        elif response.is_error:
            body = _start_of_body(response, budget)
        else:
            body = b""
        return Answer(response.status_code, response.headers, body)
    finally:
        response.close()


def _body(response: httpx.Response, budget: Budget, max_bytes: int, cut: bool) -> bytes:
    announced = response.headers.get("content-length", "")
    if not cut and announced.isdigit() and len(announced) < 20 and int(announced) > max_bytes:
        raise _too_large(max_bytes)
    body = bytearray()
    for bite in unpacked(_raw(response, budget), response.headers.get("content-encoding", "")):
        body += bite
        _in_time(budget)
        if len(body) > max_bytes:
            if cut:
                return bytes(body[:max_bytes])
            raise _too_large(max_bytes)
    return _without_gzip(bytes(body), max_bytes)


def _start_of_body(response: httpx.Response, budget: Budget) -> bytes:
    # What an error page says is worth a look, but its own faults are no news.
    try:
        return _body(response, budget, _LOOK_AT_ERRORS, cut=True)
    except (httpx.HTTPError, UnpackError, ExchangeError):
        return b""


def _raw(response: httpx.Response, budget: Budget) -> Iterator[bytes]:
    # Not iter_raw: a response made in memory counts as read already.
    if not isinstance(response.stream, httpx.SyncByteStream):
        raise httpx.StreamError("the answer has no body that can be read step by step")
    for chunk in response.stream:
        _in_time(budget)
        yield chunk


def _in_time(budget: Budget) -> None:
    if budget.left_s() <= 0:
        raise ExchangeError(f"no whole answer within {budget.total_s:g} s")


def _without_gzip(body: bytes, max_bytes: int) -> bytes:
    """The body, unpacked if it is a gzip file: some hosts forget to say so, some lists are kept that way."""
    if not body.startswith(GZIP_MAGIC):
        return body
    content = gunzipped(body, max_bytes)
    if content is None:
        raise _too_large(max_bytes)
    return content


def _too_large(max_bytes: int) -> ExchangeError:
    size = f"{max_bytes / 1e6:g} MB" if max_bytes >= 10_000 else f"{max_bytes} bytes"
    return ExchangeError(f"body over {size}; raise max_bytes if that is right")
