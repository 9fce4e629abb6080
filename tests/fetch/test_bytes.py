"""What the fetcher makes of bytes and headers: packing, kinds, pauses, walls."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.fetch import challenge, media
from cfpfeeds.fetch.answers import LONGEST_PAUSE_S, retry_after_s
from cfpfeeds.fetch.unpack import UnpackError, gunzipped, unpacked

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def raw_deflate(body: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(body) + engine.flush()


PACKERS = {
    "": lambda body: body,
    "identity": lambda body: body,
    "gzip": gzip.compress,
    "X-GZIP": gzip.compress,
    "deflate": zlib.compress,
    " Deflate ": raw_deflate,
    "deflate, gzip": lambda body: gzip.compress(zlib.compress(body)),
}


@given(st.binary(max_size=2000), st.sampled_from(sorted(PACKERS)), st.integers(1, 50), st.integers(0, 300))
def test_what_was_packed_is_unpacked(body: bytes, encoding: str, step: int, padding: int) -> None:
    packed = PACKERS[encoding](body + b"a" * padding * 1000)
    chunks = [packed[at : at + step * 20] for at in range(0, len(packed), step * 20)]
    assert b"".join(unpacked(chunks, encoding)) == body + b"a" * padding * 1000


@given(st.binary(min_size=1, max_size=200), st.sampled_from(["gzip", "deflate", "gzip, deflate"]))
def test_any_bytes_are_unpacked_or_refused(body: bytes, encoding: str) -> None:
    try:
        list(unpacked([body], encoding))
    except UnpackError as error:
        assert str(error)  # noqa: PT017


@given(st.binary(min_size=30, max_size=500), st.data())
def test_a_packed_body_that_was_cut_is_never_taken_for_whole(body: bytes, data: st.DataObject) -> None:
    packed = gzip.compress(body)
    cut = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(UnpackError):
        list(unpacked([packed[:cut]], "gzip"))


def test_no_bite_is_large() -> None:
    assert max(len(bite) for bite in unpacked([gzip.compress(b"x" * 5_000_000)], "gzip")) <= 65_536


def test_joined_gzip_files_and_padding_after_the_last() -> None:
    joined = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 20
    assert gunzipped(joined, 100) == b"one two"
    assert gunzipped(joined, 5) is None


@pytest.mark.parametrize(
    ("header", "found"),
    [
        pytest.param("text/html; charset=UTF-8", ("text/html", "utf-8"), id="usual"),
        pytest.param('text/html; charset="ISO-8859-1"', ("text/html", "iso8859-1"), id="quoted"),
        pytest.param("TEXT/HTML;charset=windows-1252;x=y", ("text/html", "cp1252"), id="capitals"),
        pytest.param("text/html; charset=klingon", ("text/html", ""), id="unknown-charset"),
        pytest.param("text/html; charset=", ("text/html", ""), id="no-charset"),
        pytest.param("", ("", ""), id="nothing"),
        pytest.param("html", ("", ""), id="no-type"),
        pytest.param("; charset=utf-8", ("", "utf-8"), id="charset-alone"),
        pytest.param("application/activity+json", ("application/activity+json", ""), id="plus"),
    ],
)
def test_reads_a_content_type(header: str, found: tuple[str, str]) -> None:
    assert media.declared(header) == found


@given(st.text(max_size=100))
def test_any_content_type_is_read_somehow(header: str) -> None:
    kind, charset = media.declared(header)
    assert kind == kind.lower()
    b"".decode(charset or "utf-8")


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        pytest.param(b"%PDF-1.7\n", "application/pdf", id="pdf"),
        pytest.param(b"PK\x03\x04", "application/zip", id="zip"),
        pytest.param(b'\xef\xbb\xbf<?xml version="1.0"?><rss/>', "application/xml", id="xml"),
        pytest.param(b"<RSS version='2.0'>", "application/xml", id="rss"),
        pytest.param(b'<?xml version="1.0"?>\n<!DOCTYPE html>\n<html xmlns="x">', "application/xhtml+xml", id="xhtml"),
        pytest.param(b"  <!doctype html><p>", "text/html", id="html"),
        pytest.param(b"<h2>Calls</h2>", "text/html", id="fragment"),
        pytest.param(b'[{"a": 1}]', "application/json", id="json"),
        pytest.param(b"[A link](https://a.example)", "text/plain", id="markdown"),
        pytest.param(b"{" * 100_000, "text/plain", id="endless-json"),
        pytest.param(b"---\n- a: 1\n", "application/yaml", id="yaml"),
        pytest.param(b"Call for papers", "text/plain", id="text"),
        pytest.param(b"a\0b", "application/octet-stream", id="bytes"),
    ],
)
def test_knows_bytes_by_their_looks(body: bytes, media_type: str) -> None:
    assert media.sniffed(body) == media_type


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.HTML", "text/html"),
        ("a.b.yml", "application/yaml"),
        ("list.xml.gz", "application/xml"),
        ("calls.json?page=2", "application/json"),
        ("calls", ""),
        ("calls.php", ""),
        ("v1.2/calls", ""),
    ],
)
def test_knows_files_by_their_extension(name: str, media_type: str) -> None:
    assert media.by_extension(name) == media_type


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        pytest.param("120", 120.0, id="seconds"),
        pytest.param(" 0 ", 0.0, id="zero"),
        pytest.param("9" * 400, LONGEST_PAUSE_S, id="for-ever"),
        pytest.param("Mon, 01 Mar 2027 12:01:00 GMT", 60.0, id="date"),
        pytest.param("Mon, 01 Mar 2027 12:01:00 -0000", 60.0, id="date-without-zone"),
        pytest.param("Mon, 01 Mar 2027 14:01:00 +0200", 60.0, id="date-with-offset"),
        pytest.param("Mon, 01 Mar 2020 12:00:00 GMT", 0.0, id="in-the-past"),
        pytest.param("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_PAUSE_S, id="far-future"),
        pytest.param("-5", None, id="negative"),
        pytest.param("1.5", None, id="fraction"),
        pytest.param("²", None, id="no-ascii-digit"),
        pytest.param("soon", None, id="word"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_reads_retry_after(header: str, seconds: float | None) -> None:
    assert retry_after_s(header, NOW) == seconds


@given(st.text(max_size=60) | st.datetimes().map(lambda at: f"{at:%a, %d %b %Y %H:%M:%S} +9999"))
def test_any_retry_after_is_a_pause_or_none(header: str) -> None:
    pause = retry_after_s(header, NOW)
    assert pause is None or 0 <= pause <= timedelta(days=31).total_seconds()


LISTING = (
    "<ul>" + "<li><a href='/c'>Special issue on primary care and its workforce, due 1 May 2027</a></li>" * 4 + "</ul>"
)


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        pytest.param(
            "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", "Cloudflare", id="cloudflare"
        ),
        pytest.param(
            "<title>Attention Required! | Cloudflare</title><div id='cf-error-details'>blocked</div>",
            "Cloudflare",
            id="cloudflare-block",
        ),
        pytest.param(
            "<title>x</title><script src='https://validate.perfdrive.com/a.js'></script>", "Radware", id="radware"
        ),
        pytest.param(
            "<body><iframe src='/_Incapsula_Resource?x=1'>Request unsuccessful.</iframe></body>",
            "Incapsula",
            id="incapsula",
        ),
        pytest.param("<p>Request unsuccessful. Incapsula incident ID: 1-2</p>", "Incapsula", id="incapsula-words"),
        pytest.param(
            "<title>a.example</title><script src='https://ct.captcha-delivery.com/c.js'></script>",
            "DataDome",
            id="datadome",
        ),
        pytest.param("<div id='px-captcha'></div>", "PerimeterX", id="perimeterx"),
        pytest.param("<script>window.gokuProps={}</script>", "AWS WAF", id="aws"),
        pytest.param("<title>Making sure you&#39;re not a bot!</title><p>Loading</p>", "not a bot", id="anubis"),
        pytest.param(
            "<title>Access Denied</title><h1>Access Denied</h1><p>Reference #18</p>", "Access Denied", id="denied"
        ),
        pytest.param("<title>403 Forbidden</title><h1>Forbidden</h1>", "403 Forbidden", id="forbidden-with-200"),
        pytest.param("<title>Cookies disabled</title><p>Turn them on</p>", "Cookies disabled", id="cookies"),
        pytest.param("<title>Sign in</title><form><input type='password'></form>", "a log-in", id="log-in"),
        pytest.param("<title>Before you continue to Example</title><p>We use cookies</p>", "consent", id="consent"),
        pytest.param(
            "<html><head><script src='/x.js'></script></head><body></body></html>", "only a browser", id="script-alone"
        ),
        pytest.param("<meta http-equiv='refresh' content='5'><p>Wait</p>", "only a browser", id="refresh-alone"),
        pytest.param("<div id='app'></div><script src='/app.js'></script>", "only a browser", id="client-side-page"),
    ],
)
def test_knows_a_wall(html: str, kind: str) -> None:
    found = challenge("text/html", html.encode())
    assert found.startswith("challenge page (")
    assert kind in found


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<h1>Calls for papers</h1>" + LISTING, id="listing"),
        pytest.param(
            "<script src='/cdn-cgi/challenge-platform/x.js'></script>" + LISTING, id="let-through-by-cloudflare"
        ),
        pytest.param("<script src='/_Incapsula_Resource?x'></script>" + LISTING, id="let-through-by-incapsula"),
        pytest.param(
            "<script src='/cdn-cgi/challenge-platform/x.js'></script><ul><li>A call</li></ul>", id="a-single-call"
        ),
        pytest.param("<title>Access denied: the politics of borders</title>" + LISTING, id="such-a-title"),
        pytest.param(
            "<title>Calls</title><form><input type='password'></form>" + LISTING, id="log-in-box-in-the-corner"
        ),
        pytest.param("<script>x</script><p>No open calls at the moment.</p><a href='/'>Home</a>", id="no-calls-today"),
        pytest.param("<p>No open calls at the moment.</p>", id="short-and-honest"),
        pytest.param("<div></div><script type='application/json'>{}</script>", id="data-for-the-shape-json"),
        pytest.param("<div></div><script>" + "a=1;" * 200 + "</script>", id="data-in-a-plain-script"),
        pytest.param("<title>Forbidden knowledge</title><p>" + "A special issue. " * 100 + "</p>", id="long-text"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_page_like_any_other_is_no_wall(html: str) -> None:
    assert challenge("text/html", html.encode()) == ""


@pytest.mark.parametrize(
    ("status", "html", "found"),
    [
        pytest.param(404, "<script>window._cf_chl_opt={}</script>", "", id="missing-is-missing"),
        pytest.param(503, "<script src='/cdn-cgi/challenge-platform/x.js'></script><p>Down</p>", "", id="down-is-down"),
        pytest.param(503, "<title>Just a moment...</title>", 'challenge page ("Just a moment...")', id="wall-with-503"),
        pytest.param(403, "<title>403 Forbidden</title>", "", id="plain-refusal"),
        pytest.param(403, "<div id='px-captcha'></div>", "challenge page (PerimeterX)", id="wall-with-403"),
    ],
)
def test_a_wall_beside_a_status(status: int, html: str, found: str) -> None:
    assert challenge("text/html", html.encode(), "", status) == found


def test_a_wall_is_known_by_where_it_sends_us() -> None:
    assert challenge("text/html", LISTING.encode(), "https://a.example/x?error=cookies_not_supported&code=1")
    assert not challenge("text/html", LISTING.encode(), "https://a.example/captchas-and-society")


def test_data_is_never_a_wall() -> None:
    assert challenge("application/json", b"{}") == ""


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_looked_at_without_harm(body: bytes) -> None:
    assert isinstance(challenge("text/html", body), str)
    assert media.sniffed(body)
