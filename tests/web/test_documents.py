"""Feeds, calendars and subscription lists as their readers get them."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest

from cfpfeeds.errors import StoreError
from cfpfeeds.render.document import document
from cfpfeeds.web.answers import Ready
from cfpfeeds.web.caches import ReadyCache, Watch
from cfpfeeds.web.documents import finished_paths
from tests.web.samples import NOW, Service, a_call, a_filled_service, a_service, an_entry

KINDS = {
    "/nursing/calls.rss": "application/rss+xml; charset=utf-8",
    "/nursing/calls.atom": "application/atom+xml; charset=utf-8",
    "/nursing/calls.json": "application/feed+json",
    "/nursing/deadlines.ics": "text/calendar; charset=utf-8; method=PUBLISH",
    "/subscriptions.opml": "text/x-opml; charset=utf-8",
    "/calls/extended.ics": "text/calendar; charset=utf-8; method=PUBLISH",
}
every_kind = pytest.mark.parametrize("path", KINDS)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return a_filled_service(tmp_path_factory.mktemp("served"))


@every_kind
def test_a_feed_names_its_type_and_may_be_read_by_any_page(served: Service, path: str) -> None:
    answer = served.client.get(path)
    headers = answer.headers
    assert answer.status_code == 200
    assert headers["Content-Type"] == KINDS[path]
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Access-Control-Expose-Headers"] == "ETag, Last-Modified"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["Vary"] == "Accept-Encoding"
    for unwanted in ("Set-Cookie", "Content-Disposition", "Access-Control-Allow-Credentials", "X-Frame-Options"):
        assert unwanted not in headers


@every_kind
def test_a_feed_may_be_cached_and_served_stale(served: Service, path: str) -> None:
    control = served.client.get(path).headers["Cache-Control"]
    assert "public" in control
    assert "max-age=1800" in control
    assert "stale-while-revalidate=" in control
    assert "stale-if-error=" in control


@every_kind
def test_head_is_get_without_the_body(served: Service, path: str) -> None:
    whole, head = served.client.get(path), served.client.head(path)
    assert head.data == b""
    assert dict(head.headers) == dict(whole.headers)
    assert head.headers["Content-Length"] == str(len(whole.data))


@every_kind
def test_a_second_poll_gets_304(served: Service, path: str) -> None:
    first = served.client.get(path, headers={"Accept-Encoding": "gzip"})
    again = served.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[name] == first.headers[name]


@every_kind
def test_gzip_unpacks_to_the_same_bytes(served: Service, path: str) -> None:
    packed = served.client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == served.client.get(path).data


@pytest.mark.parametrize("path", [path for path in KINDS if not path.startswith("/calls/")])
def test_what_is_finished_beforehand_goes_out_in_brotli(served: Service, path: str) -> None:
    packed = served.client.get(path, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == served.client.get(path).data


@every_kind
@pytest.mark.parametrize("query", ["?x=y", "?utm_source=guide&q=zzz", "?page=nonsense", "?%ff"])
def test_what_an_embedder_appends_changes_nothing(served: Service, path: str, query: str) -> None:
    plain, asked = served.client.get(path), served.client.get(path + query, headers={"Accept": "", "User-Agent": ""})
    assert asked.data == plain.data
    assert asked.headers["ETag"] == plain.headers["ETag"]


@every_kind
def test_a_preflight_is_answered_for_conditional_requests(served: Service, path: str) -> None:
    asked = {"Origin": "https://guides.example.edu", "Access-Control-Request-Headers": "if-none-match"}
    answer = served.client.options(path, headers=asked)
    assert answer.status_code == 204
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert int(answer.headers["Access-Control-Max-Age"]) >= 3600


@every_kind
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_feed_can_only_be_read(served: Service, path: str, method: str) -> None:
    answer = served.client.open(path, method=method)
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))
    assert "max-age=1800" not in answer.headers["Cache-Control"]


def test_every_list_has_all_four_files(served: Service) -> None:
    client = served.client
    assert {"/all/calls.rss", "/computer-science/deadlines.ics", "/unclassified/calls.json"} <= finished_paths()
    assert [path for path in sorted(finished_paths()) if client.get(path).status_code != 200] == []


def test_before_the_first_publication_a_feed_asks_to_come_back(tmp_path: Path) -> None:
    client = a_service(tmp_path, a_call()).client
    answer = client.get("/nursing/calls.rss")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "max-age" not in answer.headers["Cache-Control"]
    assert b"first poll" in answer.data
    assert client.head("/nursing/calls.rss").data == b""


def test_a_new_publication_shows_at_the_next_look(tmp_path: Path) -> None:
    service = a_service(tmp_path, a_call())
    service.publish()
    before = service.client.get("/nursing/calls.rss")
    service.add(a_call(), a_call("second", title="A second call"))
    service.publish()
    after = service.client.get("/nursing/calls.rss", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert b"A second call" in after.data


def test_what_is_known_is_served_while_the_database_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = a_service(tmp_path, a_call())
    service.publish()
    paths = ("/nursing/calls.rss", "/nursing/", "/", "/calls/c1f0", "/calls/c1f0.ics")
    before = {path: service.client.get(path).data for path in paths}

    def locked(*_: object) -> None:
        raise StoreError("database is locked")

    for name in ("version", "document", "calls", "call", "resolve", "sightings_of", "changes_of"):
        monkeypatch.setattr(service.store, name, locked)
    assert {path: service.client.get(path).data for path in paths} == before
    assert service.client.get("/nursing/deadlines.ics").status_code == 503
    unseen = service.client.get("/law/")
    assert unseen.status_code in (200, 503)
    assert b"Traceback" not in unseen.data


def test_the_calendar_of_a_call_holds_its_due_dates(served: Service) -> None:
    body = served.client.get("/calls/extended.ics").data.decode()
    assert body.count("BEGIN:VEVENT") == 2
    assert "Abstract due" in body


@pytest.mark.parametrize(
    "path", ["/nursing/calls.xml", "/nope/calls.rss", "/calls/nope.ics", "/nursing/nope.ics", "/x.opml"]
)
def test_an_unknown_feed_is_a_small_404_that_any_page_may_read(served: Service, path: str) -> None:
    answer = served.client.get(path)
    assert answer.status_code == 404
    assert "max-age=31536000" not in answer.headers["Cache-Control"]
    if not path.endswith(".xml"):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert b"<form" not in answer.data


def test_the_cache_lets_go_of_what_was_asked_for_longest_ago() -> None:
    def ready(name: str) -> Ready:
        return Ready(document(name, "text/plain", name.encode() * 100, NOW), [], NOW)

    cache: ReadyCache[int] = ReadyCache(most_bytes=2 * ready("a").size)
    for name in "ab":
        cache.put(name, 1, ready(name))
    cache.get("a")
    cache.put("c", 1, ready("c"))
    assert [name for name in "abc" if cache.get(name)] == ["a", "c"]
    cache.put("c", 2, ready("c"))
    assert cache.get("a")
    held = cache.get("c")
    assert held
    assert held[0] == 2


def test_the_store_is_asked_for_its_version_at_most_once_in_a_while(tmp_path: Path) -> None:
    service, seconds = a_service(tmp_path, a_call()), [0.0]
    watch = Watch(service.store, lambda: seconds[0], look_again_s=1.0)
    first = watch.version()
    service.add(a_call("second", entries=(an_entry(40),)))
    assert watch.version() == first
    seconds[0] = 1.0
    assert watch.version() > first
