"""Doors through which strangers' bytes come in, each with seeds; and how a seed is bent."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from cfpfeeds.config.load import parse
from cfpfeeds.errors import CfpfeedsError
from cfpfeeds.extract import extract
from cfpfeeds.fetch import Request
from cfpfeeds.gather import Listing
from cfpfeeds.model import Page
from cfpfeeds.poll import read_calls
from tests.commands.mirror import a_table
from tests.fakes import NOW
from tests.faults.catalogue import CALLS, SOURCES, as_cards, as_feed, as_json, as_yaml
from tests.fetch.scripted import a_fetcher
from tests.web.samples import a_filled_service

_ODD = (
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xe2\x80\xae",
    b"<!--",
    b"]]>",
    b"&#x0;",
    b'"',
    b"'",
    b"\\",
    b"\r\n",
    b"%00",
)
_ODD += (b"<![CDATA[", b"{", b"[", b"}" * 9, b"9" * 400, b"-1", b"1e999", b"NaN", b"null", b"31 February 2027", b"AoE")
_ODD += (b"<script>", b"</", b"\xc2\x85", b"\xef\xbb\xbf", b"&a;" * 9, b"*a", b"!!python/none", b"A" * 5000, b"(?:a+)+")


@dataclass(frozen=True)
class Target:
    """`try_it` is given bytes and raises nothing but what an operator would be told."""

    name: str
    seeds: tuple[bytes, ...]
    try_it: Callable[[bytes], None]


def bent(seed: bytes, chance: random.Random) -> bytes:
    """A seed with a few bytes changed, cut, doubled, moved or replaced by what is known to hurt."""
    found = bytearray(seed)
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(found) + 1)
        until = min(len(found), at + chance.choice((1, 2, 8, 64, 512)))
        move = chance.randrange(6)
        if move == 0:
            found[at:at] = chance.choice(_ODD)
        elif move == 1:
            del found[at:until]
        elif move == 2:
            found[at:at] = found[at:until] * chance.choice((1, 2, 30))
        elif move == 3 and found:
            place = chance.randrange(len(found))
            found[place] = chance.randrange(256)
        elif move == 4:
            found[at:until] = chance.choice(_ODD)
        else:
            found[at:at] = chance.randbytes(chance.randrange(20))
    return bytes(found[:200_000])


def _read(source_id: str, media_type: str) -> Callable[[bytes], None]:
    source = SOURCES[source_id]

    def try_it(body: bytes) -> None:
        page = Page(source.url, source.url, 200, media_type, body, NOW)
        try:
            found = extract(page, source.rules)
        except CfpfeedsError:
            return
        read_calls(source, Listing([page], [found]))

    return try_it


def _configuration(text: bytes) -> None:
    try:
        parse(text.decode("utf-8", "replace"))
    except CfpfeedsError:
        return


def _headers(raw: bytes) -> None:
    lines = [line.partition(b":") for line in raw.split(b"\n")]
    named = [(name.strip(), value.strip()) for name, _, value in lines if name.strip()]

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(200, content=raw)
        return httpx.Response(chance.choice((200, 200, 301, 302, 304, 403, 429, 503)), headers=named, content=raw)

    chance = random.Random(raw)
    fetcher = a_fetcher(answer)
    try:
        fetcher.fetch(Request(url="https://press.example/calls", timeout_s=2))
    except CfpfeedsError:
        return
    finally:
        fetcher.close()


def _queries(folder: Path) -> Callable[[bytes], None]:
    client = a_filled_service(folder).client

    def try_it(raw: bytes) -> None:
        path, _, query = raw[:3000].partition(b"?")
        answer = client.get("/" + path.decode("latin-1").lstrip("/"), query_string=query.decode("latin-1"))
        assert answer.status_code < 500, answer.status_code
        answer.close()

    return try_it


_HEADERS = b"""Content-Type: text/html; charset=utf-8
Content-Encoding: gzip
ETag: W/"abc"
Last-Modified: Mon, 01 Mar 2027 00:00:00 GMT
Retry-After: 120
Location: /next
Set-Cookie: a=b; Path=/; Max-Age=1
User-agent: *
Crawl-delay: 2
Disallow: /private
"""


def targets(folder: Path) -> tuple[Target, ...]:
    """All doors; `folder` holds the database of the one that serves."""
    settings = '[settings]\ntitle = "x"\nevery = "6h"\ncontact = "a@example.org"\nmail_server = "smtp://h:25"\n'
    return (
        Target("json", (as_json(CALLS[:4]),), _read("press", "application/json")),
        Target("cards", (as_cards(CALLS[:4]),), _read("cards", "text/html")),
        Target("feed", (as_feed(CALLS[:4]),), _read("feed", "application/rss+xml")),
        Target("yaml", (as_yaml(CALLS[:4]),), _read("yaml", "text/yaml")),
        Target("configuration", ((settings + a_table()).encode(), a_table().encode()), _configuration),
        Target("headers", (_HEADERS,), _headers),
        Target(
            "queries",
            (b"all/?q=care&page=2&closed=1", b"nursing/calls.rss?x=%41", b"calls/extended.ics", b"status", b"metrics"),
            _queries(folder),
        ),
    )
