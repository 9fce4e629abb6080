"""Conditions, codings and validators, by RFC 9110."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.render.document import document, lasting
from cfpfeeds.web.answers import Ready, best_coding, http_date

MODIFIED = datetime(2026, 11, 20, 7, 0, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DOCUMENT = document("/nursing/calls.rss", "application/rss+xml; charset=utf-8", b"<rss/>" * 400, MODIFIED)
LASTING = Ready(lasting(DOCUMENT), [("Cache-Control", "public, max-age=1800")], NOW)
READY = Ready(DOCUMENT, [("Cache-Control", "public, max-age=1800")], NOW)
ETAG = DOCUMENT.etag
STRONG = ETAG.removeprefix("W/")
SAME = "Fri, 20 Nov 2026 07:00:00 GMT"


def status(**headers: str) -> int:
    return READY.answer({f"HTTP_{name.upper()}": value for name, value in headers.items()}).status


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(ETAG, id="same"),
        pytest.param(STRONG, id="strong-form"),
        pytest.param(f'"zzz", {ETAG}', id="in-a-list"),
        pytest.param(f'W/"zzz",{STRONG},"yyy"', id="in-a-list-without-blanks"),
        pytest.param("*", id="star"),
        pytest.param(" * ", id="star-with-blanks"),
    ],
)
def test_a_reader_that_names_the_tag_gets_304(value: str) -> None:
    assert status(if_none_match=value) == 304


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="nothing-asked"),
        pytest.param({"if_none_match": '"other"'}, id="other-tag"),
        pytest.param({"if_none_match": '"other"', "if_modified_since": SAME}, id="tag-wins-over-date"),
        pytest.param({"if_none_match": f'"{STRONG[1:8]}"'}, id="part-of-the-tag"),
        pytest.param({"if_none_match": "no quotes", "if_modified_since": "yesterday-ish"}, id="junk"),
        pytest.param({"if_modified_since": "Thu, 01 Jan 1998 00:00:00 GMT"}, id="old-date"),
        pytest.param({"if_modified_since": "Fri, 20 Nov 2026 06:59:59 GMT"}, id="a-second-too-old"),
    ],
)
def test_a_reader_that_holds_something_else_gets_the_whole(headers: dict[str, str]) -> None:
    answer = READY.answer({f"HTTP_{name.upper()}": value for name, value in headers.items()})
    assert (answer.status, answer.body) == (200, DOCUMENT.body)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(SAME, id="same-second"),
        pytest.param("Sat, 21 Nov 2026 07:00:00 GMT", id="later"),
        pytest.param("Friday, 20-Nov-26 07:00:00 GMT", id="rfc850"),
        pytest.param("Fri Nov 20 07:00:00 2026", id="asctime"),
    ],
)
def test_a_reader_that_names_the_date_gets_304(value: str) -> None:
    assert status(if_modified_since=value) == 304
    assert status(if_modified_since=value, if_none_match="no quotes") == 304


def test_304_repeats_validators_caching_and_vary_and_nothing_about_the_body() -> None:
    answer = READY.answer({"HTTP_IF_NONE_MATCH": ETAG, "HTTP_ACCEPT_ENCODING": "gzip"})
    assert answer.body == b""
    assert dict(answer.headers) == {
        "ETag": ETAG,
        "Last-Modified": SAME,
        "Vary": "Accept-Encoding",
        "Cache-Control": "public, max-age=1800",
    }


def test_gzip_is_the_same_content_under_the_same_tag_with_vary_on_both() -> None:
    plain, packed = READY.answer({}), READY.answer({"HTTP_ACCEPT_ENCODING": "gzip, br"})
    assert gzip.decompress(packed.body) == plain.body
    told, told_packed = dict(plain.headers), dict(packed.headers)
    assert told_packed["Content-Encoding"] == "gzip"
    assert told_packed["Content-Length"] == str(len(packed.body))
    assert told["Content-Length"] == str(len(plain.body))
    assert told["Vary"] == told_packed["Vary"] == "Accept-Encoding"
    assert told["ETag"] == told_packed["ETag"]
    assert told["ETag"].startswith('W/"')


def test_last_modified_is_never_later_than_now() -> None:
    ahead = document("/x", "text/plain", b"x", datetime(2030, 1, 1, tzinfo=UTC))
    assert dict(Ready(ahead, [], NOW).answer({}).headers)["Last-Modified"] == "Tue, 24 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        pytest.param("gzip", True, id="named"),
        pytest.param("GZIP", True, id="capitals"),
        pytest.param("br, gzip;q=0.8", True, id="second-choice"),
        pytest.param("*", True, id="anything"),
        pytest.param("x-gzip", True, id="old-name"),
        pytest.param("gzip; q=1.000", True, id="full-weight"),
        pytest.param("", False, id="nothing"),
        pytest.param("identity", False, id="identity"),
        pytest.param("gzip;q=0", False, id="refused"),
        pytest.param("gzip;q=0.000", False, id="refused-at-length"),
        pytest.param("gzip;q=0, *", False, id="refused-though-anything-goes"),
        pytest.param("*;q=0", False, id="nothing-but-identity"),
        pytest.param("br", False, id="other-coding"),
    ],
)
def test_gzip_is_sent_only_where_it_is_welcome(header: str, wanted: bool) -> None:
    assert best_coding(header, ("gzip",)) == ("gzip" if wanted else "")


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        pytest.param("gzip, deflate, br, zstd", "br", id="as-browsers-ask"),
        pytest.param("gzip, deflate", "gzip", id="as-most-feed-readers-ask"),
        pytest.param("*", "br", id="anything"),
        pytest.param("br;q=0.1, gzip", "gzip", id="rather-gzip"),
        pytest.param("br;q=0, *", "gzip", id="anything-but"),
        pytest.param("br;q=0, gzip;q=0", None, id="neither"),
        pytest.param("br;q=1.2.3, gzip", "gzip", id="no-weight"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_brotli_is_sent_where_it_is_as_welcome_as_gzip(header: str, coding: str | None) -> None:
    answer = LASTING.answer({"HTTP_ACCEPT_ENCODING": header})
    told = dict(answer.headers)
    assert told.get("Content-Encoding") == coding
    assert told["Vary"] == "Accept-Encoding"
    assert told["ETag"] == ETAG
    assert int(told["Content-Length"]) == len(answer.body)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert unpack(answer.body) == DOCUMENT.body


def test_what_was_made_on_request_has_no_brotli_and_goes_as_gzip() -> None:
    assert dict(READY.answer({"HTTP_ACCEPT_ENCODING": "gzip, br"}).headers)["Content-Encoding"] == "gzip"


@given(st.text())
def test_any_header_is_survived(text: str) -> None:
    http_date(text)
    assert best_coding(text, ("br", "gzip")) in ("", "br", "gzip")
    assert status(if_none_match=text, if_modified_since=text, accept_encoding=text) in (200, 304)


@pytest.mark.parametrize(
    "text",
    ["Mon, 99 Foo 2026", "Fri, 20 Nov 99999999999999999999 07:00:00 GMT", "0", "Fri, 20 Nov 2026 07:00:00 +9999999"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert http_date(text) is None
