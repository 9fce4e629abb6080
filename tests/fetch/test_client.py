"""What one fetch does, hop by hop."""

from __future__ import annotations

import gzip
import logging
from datetime import timedelta

import httpx
import pytest

from cfpfeeds import __version__
from cfpfeeds.errors import BlockedError, FetchError
from cfpfeeds.fetch import Request
from cfpfeeds.model import NotModified, Page, Validators

from .scripted import NOW, URL, Raw, Script, Time, a_fetcher, a_page


def fetched(script: Script, request: Request | None = None) -> Page:
    with a_fetcher(script) as fetcher:
        page = fetcher.fetch(request or Request(URL))
    assert isinstance(page, Page)
    return page


def refused(script: Script, request: Request | None = None) -> FetchError:
    with a_fetcher(script) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(request or Request(URL))
    return caught.value


def test_a_page_carries_all_that_the_answer_says() -> None:
    page = fetched(Script({URL: a_page("<p>é</p>", ETag='W/"1"', Last_Modified="Mon, 01 Mar 2027 00:00:00 GMT")}))
    assert page == Page(
        url=URL,
        final_url=URL,
        status=200,
        media_type="text/html",
        body="<p>é</p>".encode(),
        fetched_at=NOW + timedelta(seconds=1),  # waited after robots.txt
        charset="utf-8",
        validators=Validators('W/"1"', "Mon, 01 Mar 2027 00:00:00 GMT"),
    )


def test_names_itself_and_its_operator() -> None:
    script = Script({URL: a_page()})
    with a_fetcher(script, contact="library@uni.example") as fetcher:
        fetcher.fetch(Request(URL))
    assert {request.headers["User-Agent"] for request in script.asked} == {
        f"cfpfeeds/{__version__} (+library@uni.example)"
    }


def test_asks_for_no_packing_that_it_cannot_undo_in_bites() -> None:
    script = Script({URL: a_page()})
    fetched(script)
    assert {request.headers["Accept-Encoding"] for request in script.asked} == {"gzip, deflate"}


def test_an_unchanged_page_is_told_by_its_validators() -> None:
    script = Script({URL: httpx.Response(304)})
    with a_fetcher(script) as fetcher:
        answer = fetcher.fetch(Request(URL, validators=Validators('"1"', "Mon, 01 Mar 2027 00:00:00 GMT")))
    assert answer == NotModified(URL, NOW + timedelta(seconds=1))
    assert script.asked[-1].headers["If-None-Match"] == '"1"'
    assert script.asked[-1].headers["If-Modified-Since"] == "Mon, 01 Mar 2027 00:00:00 GMT"


def test_unchanged_without_having_asked_is_an_error() -> None:
    assert refused(Script({URL: httpx.Response(304)})).reason == "answered 304: that is no page"


@pytest.mark.parametrize("validator", ['"' + "x" * 2000 + '"', '"\x7f"'])
def test_a_validator_that_could_not_be_sent_back_is_dropped(validator: str) -> None:
    assert fetched(Script({URL: a_page(ETag=validator)})).validators == Validators()


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        pytest.param(
            403,
            BlockedError,
            "answered 403: the host refuses this client; save the page in a browser and run `cfpfeeds import`",
            id="forbidden",
        ),
        pytest.param(401, BlockedError, "answered 401: it asks for a log-in", id="log-in"),
        pytest.param(451, BlockedError, "answered 451: the page is withheld for legal reasons", id="legal"),
        pytest.param(404, FetchError, "answered 404: there is no such page; has the address changed?", id="missing"),
        pytest.param(410, FetchError, "answered 410: the page is gone for good", id="gone"),
        pytest.param(429, FetchError, "answered 429: we ask too often for this host's taste", id="too-often"),
        pytest.param(500, FetchError, "answered 500: the host has trouble", id="trouble"),
        pytest.param(204, FetchError, "answered 204: that is no page", id="no-content"),
        pytest.param(206, FetchError, "answered 206: that is no page", id="a-part-only"),
        pytest.param(302, FetchError, "answered 302: that is no page", id="redirect-to-nowhere"),
    ],
)
def test_a_status_in_words(status: int, kind: type[FetchError], reason: str) -> None:
    error = refused(Script({URL: httpx.Response(status, content=b"x")}))
    assert (type(error), error.reason, error.status, error.url) == (kind, reason, status, URL)


def test_passes_on_the_pause_that_a_host_asks_for() -> None:
    error = refused(Script({URL: httpx.Response(503, headers={"Retry-After": "120"})}))
    assert error.retry_after_s == 120


def test_an_empty_body_is_no_listing_without_calls() -> None:
    assert refused(Script({URL: a_page(" \n")})).reason == "answered with an empty body"


def test_a_challenge_is_no_page() -> None:
    html = "<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>"
    error = refused(Script({URL: a_page(html)}))
    assert isinstance(error, BlockedError)
    assert error.reason.startswith("challenge page (Cloudflare) instead of the content; save the page in a browser")


def test_a_challenge_by_its_header() -> None:
    error = refused(Script({URL: httpx.Response(403, headers={"cf-mitigated": "challenge"})}))
    assert "challenge page (Cloudflare)" in error.reason


def test_follows_redirects_on_the_same_site() -> None:
    first = httpx.Response(301, headers={"Location": "https://www.press.example/all#top"})
    second = httpx.Response(302, headers={"Location": "/all/?page=1"})
    last = "https://www.press.example/all/?page=1"
    page = fetched(Script({URL: first, "https://www.press.example/all": second, last: a_page()}))
    assert (page.url, page.final_url) == (URL, last)


def test_follows_to_a_host_only_if_it_is_listed() -> None:
    script = {URL: httpx.Response(302, headers={"Location": "https://new.example/"}), "https://new.example/": a_page()}
    error = refused(Script(dict(script)))
    assert error.reason == "redirected to another host new.example; add it to `hosts` if that is right"
    assert fetched(Script(script), Request(URL, hosts=("new.example",))).final_url == "https://new.example/"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        pytest.param("file:///etc/passwd", "redirected to what is no http or https address", id="file"),
        pytest.param("ftp://press.example/", "redirected to what is no http or https address", id="ftp"),
        pytest.param("https://press.example:99999/", "redirected to what is no http or https address", id="port"),
        pytest.param("https://press.example:port/", "Invalid URL in location header", id="no-port"),
        pytest.param("", "redirected more than 5 times", id="itself"),
    ],
)
def test_follows_to_no_strange_place(location: str, reason: str) -> None:
    assert reason in refused(Script({URL: httpx.Response(302, headers={"Location": location})})).reason


def test_a_circle_of_redirects_ends() -> None:
    script = Script({URL: httpx.Response(302, headers={"Location": URL})})
    assert refused(script).reason == "redirected more than 5 times"
    assert len(script.pages()) == 6


def test_a_redirect_takes_no_password_along() -> None:
    script = Script({URL: httpx.Response(302, headers={"Location": "https://a:b@press.example/x"})})
    script.answers["https://press.example/x"] = a_page()
    fetched(script)
    assert "Authorization" not in script.asked[-1].headers


def test_a_cookie_comes_back_within_one_fetch_and_not_in_the_next() -> None:
    circle = httpx.Response(302, headers={"Location": URL, "Set-Cookie": "seen=1; Path=/"})
    script = Script({URL: [circle, a_page(), a_page()]})
    with a_fetcher(script) as fetcher:
        fetcher.fetch(Request(URL))
        fetcher.fetch(Request(URL))
    sent = [request.headers.get("Cookie") for request in script.asked if request.url.path == "/calls"]
    assert sent == [None, "seen=1", None]


@pytest.mark.parametrize(
    "cookie", [b"a=\xff\xfe", b"a=" + b"x" * 20_000, b"=;;=", b"a=b; Max-Age=" + b"9" * 30, b"a=b; Max-Age"]
)
def test_a_strange_cookie_does_no_harm(cookie: bytes) -> None:
    circle = httpx.Response(302, headers=[(b"Location", URL.encode()), (b"Set-Cookie", cookie)])
    assert fetched(Script({URL: [circle, a_page()]})).status == 200


def test_a_source_s_own_headers_go_to_its_own_host_only() -> None:
    script = Script({URL: httpx.Response(302, headers={"Location": "https://cdn.example/"})})
    script.answers["https://cdn.example/"] = a_page()
    fetched(script, Request(URL, headers=(("X-Key", "secret"),), hosts=("cdn.example",)))
    sent = {
        request.url.host: request.headers.get("X-Key") for request in script.asked if request.url.path != "/robots.txt"
    }
    assert sent == {"press.example": "secret", "cdn.example": None}


def test_a_source_s_own_headers_never_go_in_clear() -> None:
    plain = "http://press.example/calls"
    script = Script({URL: httpx.Response(302, headers={"Location": plain}), plain: a_page()})
    fetched(script, Request(URL, headers=(("X-Key", "secret"),)))
    assert "X-Key" not in script.asked[-1].headers


def test_a_failed_connection_is_tried_once_more() -> None:
    script = Script({URL: [httpx.ConnectError("reset"), a_page()]})
    fetched(script)
    assert script.pages() == [URL, URL]


def test_a_connection_that_fails_twice_is_given_up() -> None:
    script = Script({URL: [httpx.ConnectError("refused"), httpx.ConnectError("refused"), a_page()]})
    assert refused(script).reason == "no connection: refused"
    assert script.pages() == [URL, URL]


@pytest.mark.parametrize("answer", [httpx.ReadTimeout("slow"), httpx.Response(500), httpx.Response(403)])
def test_nothing_else_is_tried_again(answer: httpx.Response | Exception) -> None:
    script = Script({URL: answer})
    refused(script)
    assert script.pages() == [URL]


def test_a_body_over_the_cap_is_refused() -> None:
    script = Script({URL: httpx.Response(200, stream=Raw(b"<p>" + b"x" * 30_000))})
    assert (
        refused(script, Request(URL, max_bytes=20_000)).reason == "body over 0.02 MB; raise max_bytes if that is right"
    )


def test_an_announced_length_over_the_cap_is_not_even_read() -> None:
    script = Script(
        {URL: httpx.Response(200, headers={"Content-Length": "50000000"}, stream=Raw(then=AssertionError()))}
    )
    assert refused(script).reason == "body over 8 MB; raise max_bytes if that is right"


def test_a_bomb_is_noticed_by_what_it_unpacks_to() -> None:
    bomb = gzip.compress(b"x" * 30_000_000)
    assert len(bomb) < 40_000
    script = Script({URL: httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=Raw(bomb))})
    assert "body over 8 MB" in refused(script).reason


def test_gzip_that_the_host_forgot_to_mention_is_unpacked() -> None:
    assert fetched(Script({URL: a_page(gzip.compress(b"<p>Call</p>"))})).body == b"<p>Call</p>"


def test_an_unmentioned_bomb_is_noticed_too() -> None:
    assert "body over 8 MB" in refused(Script({URL: a_page(gzip.compress(b"x" * 9_000_000))})).reason


@pytest.mark.parametrize(
    ("encoding", "chunks", "reason"),
    [
        pytest.param("gzip", (b"<html>",), "not what its encoding says", id="not-gzip"),
        pytest.param("gzip", (gzip.compress(b"x" * 999)[:-9],), "ends too early", id="cut-short"),
        pytest.param("br", (b"\x0b\x02",), "packed with 'br', which was not asked for", id="brotli"),
        pytest.param("gzip, gzip, gzip", (b"",), "packed more than twice", id="onion"),
    ],
)
def test_a_body_that_cannot_be_unpacked(encoding: str, chunks: tuple[bytes, ...], reason: str) -> None:
    script = Script({URL: httpx.Response(200, headers={"Content-Encoding": encoding}, stream=Raw(*chunks))})
    assert reason in refused(script).reason


def test_a_body_that_breaks_off_is_no_page() -> None:
    broken = httpx.RemoteProtocolError("peer closed connection without sending complete message body")
    script = Script({URL: httpx.Response(200, stream=Raw(b"<p>half", then=broken))})
    assert "peer closed connection" in refused(script).reason


def test_a_broken_error_page_still_tells_its_status() -> None:
    answer = httpx.Response(502, stream=Raw(b"x", then=httpx.ReadError("gone")))
    assert refused(Script({URL: answer})).reason == "answered 502: the host has trouble"


def test_a_body_that_comes_drop_by_drop_ends_with_the_time_for_it() -> None:
    time = Time()

    class Drip(httpx.SyncByteStream):
        def __iter__(self):  # type: ignore[no-untyped-def]
            while True:
                time.seconds += 7
                yield b"x"

    with (
        a_fetcher(
            lambda request: httpx.Response(404 if "robots" in request.url.path else 200, stream=Drip()), time=time
        ) as fetcher,
        pytest.raises(FetchError, match="no whole answer within 40 s"),
    ):
        fetcher.fetch(Request(URL))


def test_the_time_covers_all_redirects_together_but_not_waiting() -> None:
    time = Time()

    def slow(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(200, content=b"User-agent: *\nCrawl-delay: 100")
        time.seconds += 15
        return httpx.Response(302, headers={"Location": URL + "?again"})

    with a_fetcher(slow, time=time) as fetcher, pytest.raises(FetchError, match="no whole answer within 40 s"):
        fetcher.fetch(Request(URL))
    assert len([seconds for seconds in time.slept if seconds > 80]) == 2


@pytest.mark.parametrize(
    "url", ["", "calls", "ftp://a.example/", "https://", "https://a:b:c/", "http://[::1", "https://\x00/"]
)
def test_what_is_no_address_is_not_asked(url: str) -> None:
    script = Script({})
    assert "address" in refused(script, Request(url)).reason
    assert script.asked == []


@pytest.mark.parametrize(
    ("header", "url", "media_type"),
    [
        pytest.param("", "https://a.example/x.yml", "application/yaml", id="by-extension"),
        pytest.param("", "https://a.example/x", "text/html", id="by-looks"),
        pytest.param(
            "application/octet-stream",
            "https://a.example/x.json?v=1",
            "application/json",
            id="a-type-that-says-nothing",
        ),
        pytest.param("Text/XML; charset=nonsense", "https://a.example/x", "text/xml", id="as-declared"),
    ],
)
def test_the_kind_of_a_page(header: str, url: str, media_type: str) -> None:
    answer = httpx.Response(200, content=b"<p>x</p>", headers={"Content-Type": header} if header else {})
    page = fetched(Script({url: answer}), Request(url))
    assert (page.media_type, page.charset) == (media_type, "")


def test_httpx_does_not_log_every_request() -> None:
    assert logging.getLogger("httpx").level == logging.WARNING
