"""The ways in besides pages: configuration, what servers answer, what readers ask for, and every shipped source."""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import httpx
from flask.testing import FlaskClient

from cfpfeeds.config.load import parse
from cfpfeeds.errors import CfpfeedsError
from cfpfeeds.extract import extract_by_first
from cfpfeeds.fetch import Request
from cfpfeeds.gather import Listing
from cfpfeeds.poll import read_calls
from tests.fetch.scripted import URL, a_fetcher
from tests.sources.cases import cases, page_of, source_of
from tests.web.samples import a_filled_service

_STATUSES = (200, 200, 301, 302, 304, 403, 429, 503)
_LONGEST_ADDRESS = 3000


def configuration(body: bytes) -> None:
    """Reads a text as `sources.toml`."""
    try:
        parse(body.decode("utf-8", "replace"))
    except CfpfeedsError as error:
        str(error).encode()


def headers(body: bytes) -> None:
    """Fetches a page from a server that answers with the lines of a text as headers, as body and as robots.txt."""
    lines = [line.partition(b":") for line in body.split(b"\n")]
    named = [(name.strip(), value.strip()) for name, _, value in lines if name.strip()]
    chance = random.Random(body)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(200, content=body)
        return httpx.Response(chance.choice(_STATUSES), headers=named, content=body)

    fetcher = a_fetcher(answer)
    try:
        fetcher.fetch(Request(url=URL, timeout_s=2))
    except CfpfeedsError as error:
        str(error).encode()
    finally:
        fetcher.close()


def query(body: bytes) -> None:
    """Asks the service for an address, with whatever stands behind its question mark."""
    path, _, asked = body[:_LONGEST_ADDRESS].decode("latin-1").partition("?")
    answer = _client().get("/" + path.lstrip("/"), query_string=asked)
    assert answer.status_code < 500, f"the answer is {answer.status_code}"
    answer.close()


@cache
def _client() -> FlaskClient:
    folder = tempfile.TemporaryDirectory(prefix="cfpfeeds-fuzz-")
    service = a_filled_service(Path(folder.name))
    service.app.extensions["fuzz-folder"] = folder  # it goes when the service goes
    return service.client


def shipped(body: bytes) -> None:
    """Reads a body as the page of a shipped source, down to its calls; the first byte picks the source."""
    case = cases()[body[0] % len(cases())] if body else cases()[0]
    source, page = source_of(case), replace(page_of(case), body=body[1:])
    try:
        found = extract_by_first(page, source.all_rules)
    except CfpfeedsError as error:
        str(error).encode()
        return
    read_calls(source, Listing([page], [found]))


def shipped_pages() -> list[bytes]:
    """Every page of ours of a shipped source, as `shipped` takes it."""
    return [bytes([number]) + page_of(case).body for number, case in enumerate(cases()) if number < 256]
