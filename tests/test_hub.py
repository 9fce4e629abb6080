"""Feeds name a hub, and it is told of exactly what has changed: in the end, whatever happens in between."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from lxml import etree

from cfpfeeds.errors import FetchError, StoreError
from cfpfeeds.fetch import Form, HttpFetcher
from cfpfeeds.hub import MOST_AT_ONCE, Herald, announce
from cfpfeeds.jobs import Runner
from cfpfeeds.model import Site
from cfpfeeds.publish import publish
from cfpfeeds.store import Store, open_store
from cfpfeeds.web import create_app
from tests.builders import a_config, a_listing, a_source, minter
from tests.fakes import FakeFetcher
from tests.web.samples import CONFIG, NOW, Clock, Service, a_call, a_site, an_entry

HUB = "https://hub.example/"
ATOM = "{http://www.w3.org/2005/Atom}link"
FEEDS = ("calls.rss", "calls.atom", "calls.json", "changes.rss", "changes.atom", "changes.json")


@dataclass
class Hub:
    """What a hub was told, and what it says to the next: a status with headers, 202 when none is left."""

    url: str = ""
    heard: list[dict[str, list[str]]] = field(default_factory=list)
    says: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    @property
    def topics(self) -> list[str]:
        return [told["hub.url"][0] for told in self.heard]


@contextmanager
def a_hub() -> Iterator[Hub]:
    hub = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
            hub.heard.append(parse_qs(body, strict_parsing=True))
            status, headers = hub.says.pop(0) if hub.says else (202, {})
            self.send_response(status)
            for name, value in {"Content-Length": "4", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"hm\r\n")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@contextmanager
def a_poster() -> Iterator[HttpFetcher]:
    with HttpFetcher(contact="", clock=lambda: NOW, monotonic=time.monotonic, sleep=lambda _: None) as fetcher:
        yield fetcher


@dataclass
class Script:
    """A poster that remembers, and fails as told."""

    posted: list[str] = field(default_factory=list)
    fails: list[FetchError] = field(default_factory=list)
    during: Callable[[], object] = lambda: None

    def post(self, form: Form) -> None:
        self.during()
        if self.fails:
            raise self.fails.pop(0)
        self.posted.append(dict(form.fields)["hub.url"])


def a_site_with(hub: str = HUB) -> Site:
    return replace(a_site(), hub=hub)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    store, clock, site = open_store(f"sqlite:///{tmp_path}/calls.sqlite"), Clock(), a_site_with()
    service = Service(store, create_app(store, CONFIG, site, clock, look_again_s=0.0), site, clock)
    service.add(a_call("one"), a_call("two", disciplines=("law",)))
    service.publish()
    yield service
    store.close()


def changed(service: Service, in_days: int = 99) -> None:
    """One call of nursing moves."""
    service.clock.now += timedelta(hours=1)
    service.add(a_call("one", updated_at=service.clock.now, entries=(an_entry(in_days),)))
    service.publish()


def tags(service: Service) -> dict[str, str]:
    store = service.store
    return {path: made.etag for path in store.document_inputs() if (made := store.document(path)) is not None}


def is_feed(path: str) -> bool:
    return path.endswith(FEEDS)


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_and_its_answer_name_hub_and_self(service: Service, name: str) -> None:
    answer = service.client.get(f"/nursing/{name}")
    address = f"https://calls.example.org/nursing/{name}"
    assert answer.headers["Link"] == f'<{HUB}>; rel="hub", <{address}>; rel="self"'
    if name.endswith(".json"):
        told = json.loads(answer.data)
        assert told["hubs"] == [{"type": "WebSub", "url": HUB}]
        assert told["feed_url"] == address
    else:
        links = {link.get("rel"): link.get("href") for link in etree.fromstring(answer.data).iter(ATOM)}
        assert (links["hub"], links["self"]) == (HUB, address)
    unchanged = service.client.get(f"/nursing/{name}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (unchanged.status_code, unchanged.headers["Link"]) == (304, answer.headers["Link"])


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/nursing/deadlines.ics", id="calendar"),
        pytest.param("/subscriptions.opml", id="subscriptions"),
        pytest.param("/journal/journal-of-care/calls.rss", id="made-on-request"),
        pytest.param("/filter/calls.rss?q=care", id="personal"),
    ],
)
def test_what_the_hub_is_never_told_of_does_not_name_it(service: Service, path: str) -> None:
    answer = service.client.get(path)
    assert answer.status_code == 200
    assert "Link" not in answer.headers
    assert HUB.encode() not in answer.data


def test_without_a_hub_nothing_is_named_and_nothing_waits(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/calls.sqlite")
    service = Service(store, create_app(store, CONFIG, a_site(), Clock(), look_again_s=0.0), a_site())
    service.add(a_call("one"))
    service.publish()
    changed(service)
    answer = service.client.get("/all/calls.json")
    assert ("Link" in answer.headers, b"hub" in answer.data, store.pings()) == (False, False, {})
    assert announce(store, a_site(), Script(), NOW) == 0
    store.close()


def test_a_hub_hears_of_exactly_the_feeds_whose_bytes_changed(service: Service) -> None:
    assert service.store.pings() == {}  # nobody can have subscribed to what is published for the first time
    before = tags(service)
    changed(service)
    after = tags(service)
    expected = {path for path in after if is_feed(path) and after[path] != before[path]}
    assert "/nursing/calls.rss" in expected
    assert "/law/calls.rss" not in expected
    with a_hub() as hub, a_poster() as poster:
        site = a_site_with(hub.url)
        assert announce(service.store, site, poster, NOW, allow_private=True) == len(expected)
        assert announce(service.store, site, poster, NOW, allow_private=True) == 0
    assert sorted(hub.topics) == sorted(f"https://calls.example.org{path}" for path in expected)
    for told in hub.heard:
        assert told == {"hub.mode": ["publish"], "hub.url": told["hub.url"], "hub.topic": told["hub.url"]}


def test_a_publication_that_changes_no_byte_tells_nobody(service: Service) -> None:
    service.clock.now += timedelta(hours=1)
    service.publish()
    assert service.store.pings() == {}


def test_a_hub_at_a_private_address_is_told_only_where_that_is_allowed(service: Service) -> None:
    changed(service)
    with a_hub() as hub, a_poster() as poster:
        assert announce(service.store, a_site_with(hub.url), poster, NOW) == 0
    assert hub.heard == []
    assert "private address" in service.store.hub_state(hub.url).said


def test_a_crash_after_the_publication_loses_nothing(service: Service, tmp_path: Path) -> None:
    changed(service)
    service.store.close()
    again = open_store(f"sqlite:///{tmp_path}/calls.sqlite")
    poster = Script()
    announce(again, a_site_with(), poster, NOW)
    assert "https://calls.example.org/all/calls.rss" in poster.posted
    again.close()


def test_what_changes_again_while_the_hub_is_told_is_told_again(service: Service) -> None:
    changed(service)
    days = iter(range(50, 60))
    poster = Script()

    def once_more() -> None:
        poster.during = lambda: None
        changed(service, next(days))

    poster.during = once_more
    announce(service.store, a_site_with(), poster, NOW)
    assert "/nursing/calls.rss" in service.store.pings()


@pytest.mark.parametrize(
    ("error", "pauses_s"),
    [
        pytest.param({}, [60, 120, 240, 480, 960, 1920, 3840, 7680, 15_360, 21_600, 21_600], id="ever-more-rarely"),
        pytest.param({"retry_after_s": 5000.0}, [5000] * 7 + [7680], id="as-long-as-it-asks"),
        pytest.param({"status": 503, "retry_after_s": 1.0}, [60, 120], id="no-sooner-than-we-like"),
        pytest.param({"status": 404}, [60, 120], id="an-address-that-is-no-hub"),
        pytest.param({"status": 308}, [60, 120], id="moved"),
    ],
)
def test_a_hub_that_fails_is_left_alone_and_asked_again(
    service: Service, error: dict[str, float], pauses_s: list[int]
) -> None:
    changed(service)
    waiting, now = service.store.pings(), NOW
    for failures, pause_s in enumerate(pauses_s, 1):
        poster = Script(fails=[FetchError(HUB, "no answer within 10 s", **error)])  # type: ignore[arg-type]
        assert announce(service.store, a_site_with(), poster, now) == 0
        state = service.store.hub_state(HUB)
        assert (state.failures, state.said) == (failures, "no answer within 10 s")
        assert state.not_before == now + timedelta(seconds=pause_s)
        early = Script()
        assert announce(service.store, a_site_with(), early, now + timedelta(seconds=pause_s - 1)) == 0
        assert early.posted == []
        now += timedelta(seconds=pause_s)
    assert service.store.pings() == waiting
    assert announce(service.store, a_site_with(), Script(), now) == len(waiting)
    assert (service.store.hub_state(HUB).failures, service.store.pings()) == (0, {})


def test_another_hub_need_not_wait_for_the_faults_of_the_first(service: Service) -> None:
    changed(service)
    announce(service.store, a_site_with(), Script(fails=[FetchError(HUB, "no answer")]), NOW)
    assert announce(service.store, a_site_with("https://other.example/"), Script(), NOW) > 0


def test_a_feed_that_the_hub_does_not_want_holds_up_no_other(service: Service) -> None:
    changed(service)
    waiting = len(service.store.pings())
    poster = Script(fails=[FetchError(HUB, "answered 400: unknown topic", status=400)])
    assert announce(service.store, a_site_with(), poster, NOW) == waiting
    assert len(poster.posted) == waiting - 1
    state = service.store.hub_state(HUB)
    assert (state.failures, "answered 400: unknown topic" in state.said) == (0, True)


@pytest.mark.parametrize(
    ("status", "headers", "told"),
    [
        pytest.param(204, {}, "", id="accepted"),
        pytest.param(500, {}, "answered 500: hm", id="an-error-in-its-words"),
        pytest.param(307, {"Location": "http://127.0.0.1:1/"}, "answered 307: it leads to", id="not-followed"),
        pytest.param(429, {"Retry-After": "900"}, "answered 429: hm", id="too-often"),
    ],
)
def test_what_a_hub_answers_is_understood(status: int, headers: dict[str, str], told: str) -> None:
    with a_hub() as hub, a_poster() as poster:
        hub.says.append((status, headers))
        form = Form(hub.url, (("hub.mode", "publish"),), allow_private=True)
        if not told:
            poster.post(form)
            return
        with pytest.raises(FetchError, match=told) as caught:
            poster.post(form)
    assert (caught.value.status, len(hub.heard)) == (status, 1)
    assert caught.value.retry_after_s == (900 if "Retry-After" in headers else None)


def test_a_hub_that_is_not_there_is_an_error_in_words() -> None:
    with a_poster() as poster, pytest.raises(FetchError, match="no connection"):
        poster.post(Form("http://127.0.0.1:9/", (("a", "b"),), allow_private=True))


def test_a_poll_goes_on_while_a_hub_keeps_silent(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/calls.sqlite")
    release, entered = threading.Event(), threading.Event()

    def silent(stop: Callable[[], bool]) -> int:
        entered.set()
        release.wait(30)
        return 0

    herald = Herald(silent)
    fetcher = FakeFetcher({"https://press.example/calls.json": a_listing({"title": "Read all the same"})})
    runner = Runner(
        a_config(a_source()),
        store,
        fetcher,
        clock=lambda: NOW,
        monotonic=time.monotonic,
        mint=minter(),
        announce=herald.wake,
    )

    class Once(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            self.set()
            return True

    runner.run(a_site_with(), Once())
    assert entered.wait(5)
    assert [call.title for call in store.calls()] == ["Read all the same"]
    herald.wake()  # one at a time
    assert sum(thread.name == "herald" for thread in threading.enumerate()) == 1
    release.set()
    herald.close()
    store.close()


def test_more_than_one_round_holds_is_told_in_several_and_a_locked_store_ends_it_quietly() -> None:
    answers: list[int | StoreError] = [MOST_AT_ONCE, MOST_AT_ONCE, 3]
    done: list[int] = []

    def tell(stop: Callable[[], bool]) -> int:
        answer = answers.pop(0)
        if isinstance(answer, StoreError):
            raise answer
        done.append(answer)
        return answer

    herald = Herald(tell)
    herald.wake()
    herald.close()
    assert sum(done) >= MOST_AT_ONCE
    quiet = Herald(tell)
    answers[:] = [StoreError("the database is locked")]
    quiet.wake()
    quiet.close()
    assert answers == []


def test_operators_and_readers_see_how_it_stands_with_the_hub(service: Service) -> None:
    changed(service)
    page = service.client.get("/status").get_data(as_text=True)
    waiting = len(service.store.pings())
    assert f"{HUB}): nothing told yet; {waiting} feeds wait." in page
    assert f"cfpfeeds_hub_waiting {float(waiting)}" in service.client.get("/metrics").get_data(as_text=True)
    announce(service.store, a_site_with(), Script(fails=[FetchError(HUB, "no answer")]), NOW)
    assert "It has failed once: <span>no answer</span>." in service.client.get("/status").get_data(as_text=True)
    german = service.client.get("/de/status").get_data(as_text=True)
    assert 'Er hat einmal versagt: <span lang="en">no answer</span>.' in german
    announce(service.store, a_site_with(), Script(), NOW + timedelta(hours=1))
    page = service.client.get("/status").get_data(as_text=True)
    assert ">24 November 2026, 13:30 UTC</time>; 0 feeds wait." in page


def test_a_second_publication_before_the_hub_is_told_keeps_one_ping_a_feed(service: Service) -> None:
    changed(service, 40)
    first = service.store.pings()
    changed(service, 41)
    second = service.store.pings()
    assert first.keys() == second.keys()
    assert first["/nursing/calls.rss"] != second["/nursing/calls.rss"]


def test_naming_a_hub_later_makes_feeds_anew_and_leaves_calendars(tmp_path: Path) -> None:
    store: Store = open_store(f"sqlite:///{tmp_path}/calls.sqlite")
    service = Service(store, create_app(store, CONFIG, a_site(), Clock()), a_site())
    service.add(a_call("one"))
    service.publish()
    before = tags(service)
    publish(store, a_site_with(), now=datetime(2026, 11, 24, 13, tzinfo=UTC))
    after = tags(service)
    assert {path for path in after if after[path] != before[path]} == {path for path in after if is_feed(path)}
    store.close()
