"""No exception of httpx gets out."""

from __future__ import annotations

import socket
import ssl
from unittest.mock import Mock

import httpx
import pytest

from cfpfeeds.errors import FetchError
from cfpfeeds.fetch import Request
from cfpfeeds.fetch.exchange import REASONS

from .scripted import URL, Script, a_fetcher

EXCEPTIONS = sorted(
    (
        found
        for found in (getattr(httpx, name) for name in httpx.__all__)
        if isinstance(found, type) and issubclass(found, Exception)
    ),
    key=lambda found: found.__name__,
)


def an(error: type[Exception]) -> Exception:
    if error is httpx.HTTPStatusError:
        return httpx.HTTPStatusError("status", request=Mock(), response=Mock())
    if issubclass(error, httpx.StreamError) and error is not httpx.StreamError:
        return error()
    return error("told by httpx")


@pytest.mark.parametrize("error", EXCEPTIONS)
def test_every_exception_of_httpx_becomes_a_reason(error: type[Exception]) -> None:
    with a_fetcher(Script({URL: an(error)})) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(Request(URL))
    assert caught.value.reason


@pytest.mark.parametrize(
    "error",
    [found for found in EXCEPTIONS if found not in (httpx.RequestError, httpx.TransportError, httpx.HTTPStatusError)],
)
def test_every_exception_of_httpx_has_words_of_its_own(error: type[Exception]) -> None:
    assert any(kind in REASONS for kind in error.__mro__ if kind is not httpx.HTTPError or error is httpx.HTTPError)


def caused_by(cause: Exception) -> httpx.ConnectError:
    error = httpx.ConnectError(str(cause))
    error.__cause__ = cause
    return error


def certificate_error() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "certificate has expired"
    return error


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        pytest.param(certificate_error(), "certificate not valid: certificate has expired", id="certificate"),
        pytest.param(ssl.SSLError(1, "wrong version number"), "no secure connection: ", id="tls"),
        pytest.param(
            socket.gaierror(-2, "Name or service not known"),
            "name does not resolve (Name or service not known)",
            id="name",
        ),
    ],
)
def test_a_cause_that_will_not_go_away_is_named_and_not_tried_again(cause: Exception, reason: str) -> None:
    script = Script({URL: caused_by(cause)})
    with a_fetcher(script) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(Request(URL))
    assert caught.value.reason.startswith(reason)
    assert script.pages() == [URL]


def test_an_address_that_no_server_would_take_is_not_asked() -> None:
    with a_fetcher(Script({})) as fetcher, pytest.raises(FetchError, match="2,000 are asked at most") as caught:
        fetcher.fetch(Request("https://press.example/" + "a" * 9000))
    assert len(str(caught.value)) < 300
