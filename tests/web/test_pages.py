"""Pages as a reader meets them."""

from __future__ import annotations

import html
import itertools
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from icalendar import Calendar
from werkzeug.test import TestResponse

from cfpfeeds.config import Config
from cfpfeeds.model import Status
from tests.web.samples import NOW, Service, a_call, a_filled_service, a_service, an_entry

PAGES = ("/", "/all/", "/nursing/", "/computer-science/", "/unclassified/", "/calls/extended", "/status", "/about")
every_page = pytest.mark.parametrize("path", PAGES)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return a_filled_service(tmp_path_factory.mktemp("served"))


def text_of(answer: TestResponse) -> str:
    """The words of a page, without markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).split())


@every_page
def test_a_page_keeps_strangers_out(served: Service, path: str) -> None:
    answer = served.client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    for rule in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ):
        assert rule in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"]
    assert answer.headers["Strict-Transport-Security"]
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]


@every_page
def test_a_page_asks_nothing_of_other_hosts_and_has_no_inline_script_or_style(served: Service, path: str) -> None:
    page = served.client.get(path).get_data(as_text=True)
    assert re.findall(r'<(?:script|img|iframe|source)[^>]*src="(?!/static/)[^"]*"', page) == []
    assert re.findall(r'<link rel="(?:stylesheet|icon)"[^>]*href="(?!/static/)[^"]*"', page) == []
    page = re.sub(
        r'<a class="button" href="javascript:[^"]*">|<code class="address-text whole" id="bookmark"[^>]*>[^<]*',
        "",
        page,
    )
    assert not re.search(r"<style|style=|<script>|\son\w+=|javascript:", page)


@every_page
def test_a_page_can_be_cached_and_is_conditional(served: Service, path: str) -> None:
    first = served.client.get(path, headers={"Accept-Encoding": "gzip"})
    assert "max-age=300" in first.headers["Cache-Control"]
    assert first.headers["Content-Encoding"] == "gzip"
    assert first.headers["Last-Modified"]
    assert served.client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert served.client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
    head = served.client.head(path)
    assert head.headers["Content-Length"] == str(len(served.client.get(path).data))


@every_page
def test_headings_are_in_order_and_the_language_is_named(served: Service, path: str) -> None:
    page = served.client.get(path).get_data(as_text=True)
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert '<html lang="en">' in page
    assert 'href="#main"' in page
    assert re.search(r"<title>[^<]+</title>", page)


@every_page
def test_links_are_paths_or_the_public_address_whatever_host_was_asked_for(served: Service, path: str) -> None:
    for asked in ({}, {"Host": "evil.example"}):
        page = served.client.get(path, headers=asked).get_data(as_text=True)
        assert "evil.example" not in page
        assert "localhost" not in page
    assert served.client.get(path, headers={"Host": "no such host\\<>"}).status_code == 200


def test_a_page_changes_with_the_data_and_keeps_its_date_otherwise(tmp_path: Path) -> None:
    service = a_service(tmp_path, a_call())
    first = service.client.get("/nursing/")
    service.clock.now += timedelta(hours=1)
    unchanged = service.client.get("/nursing/", headers={"If-None-Match": first.headers["ETag"]})
    assert unchanged.status_code == 304
    assert service.client.get("/nursing/").headers["Last-Modified"] == first.headers["Last-Modified"]
    service.add(a_call(title="Another title"))
    changed = service.client.get("/nursing/", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["Last-Modified"] != first.headers["Last-Modified"]


def test_a_deadline_that_passes_leaves_the_open_list_without_any_write(tmp_path: Path) -> None:
    service = a_service(tmp_path, a_call(entries=(an_entry(0, zone="UTC"),)))
    assert "1 open call for papers" in text_of(service.client.get("/nursing/"))
    service.clock.now = NOW + timedelta(days=1)
    assert "0 open calls for papers" in text_of(service.client.get("/nursing/"))


def test_home_shows_what_is_due_what_is_new_and_every_discipline(served: Service) -> None:
    page = served.client.get("/").get_data(as_text=True)
    assert "Next deadlines" in page
    assert "New here" in page
    assert '<a href="/nursing/">Nursing</a>' in page
    assert '<a href="/computer-science/">Computer Science</a>' in page
    assert '<form class="search" action="/all/" method="get" role="search">' in page


def test_a_list_offers_every_way_to_subscribe_the_plain_address_first(served: Service) -> None:
    page = served.client.get("/nursing/").get_data(as_text=True).partition("<body>")[2]
    ways = (
        ">https://calls.example.org/nursing/deadlines.ics<",
        'href="webcal://calls.example.org/nursing/deadlines.ics"',
        'href="https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fcalls.example.org%2Fnursing%2Fdeadlines.ics"',
        'href="https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fcalls.example.org%2Fnursing%2F',
        ">https://calls.example.org/nursing/calls.rss<",
        'href="https://calls.example.org/nursing/calls.atom"',
        'href="https://calls.example.org/nursing/calls.json"',
    )
    places = [page.find(way) for way in ways]
    assert -1 not in places
    assert places == sorted(places)
    assert "may show tomorrow" in page
    assert "public address" not in page


def test_where_events_and_feeds_lead_there_is_a_place_on_the_page(served: Service) -> None:
    page = served.client.get("/calls/extended").get_data(as_text=True)
    events = Calendar.from_ical(served.client.get("/calls/extended.ics").data).walk("VEVENT")
    links = {str(event["description"]).split("\n")[-1] for event in events}
    assert len(links) == 2
    for link in links:
        anchor, _, words = link.partition("#")[2].partition(":~:text=")
        assert f'<li id="{anchor}"' in page
        assert unquote(words) in page
    assert 'id="report"' in page
    assert "/calls/extended#report" in served.client.get("/all/calls.rss").get_data(as_text=True)


def test_feed_readers_and_calendars_discover_the_addresses(served: Service) -> None:
    page = served.client.get("/nursing/").get_data(as_text=True)
    for media_type, filename in (
        ("application/rss+xml", "calls.rss"),
        ("application/atom+xml", "calls.atom"),
        ("application/feed+json", "calls.json"),
        ("text/calendar", "deadlines.ics"),
    ):
        title = 'title="Calls for papers: Nursing[^"]*"'
        link = rf'<link rel="alternate" type="{re.escape(media_type)}" {title} href="([^"]*)">'
        assert re.findall(link, page) == [f"https://calls.example.org/nursing/{filename}"]


def test_a_row_says_stage_day_zone_time_left_and_what_was_moved(served: Service) -> None:
    words = text_of(served.client.get("/nursing/"))
    assert "Submission due 3 December 2026 (23:59 AoE)" in words
    assert "9 days left" in words
    assert "extended: was 15 November 2026" in words
    assert "Sources disagree" in words
    assert "no day printed: “deadline TBD”" in words


def test_a_title_carries_its_language_and_is_escaped(tmp_path: Path) -> None:
    service = a_service(
        tmp_path, a_call(title='<script>alert("1")</script> & more', language="de", url="javascript:alert(1)")
    )
    for path in ("/", "/nursing/", "/calls/c1f0", "/all/?q=alert"):
        page = service.client.get(path).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
        assert "javascript:" not in page
        assert 'lang="de"' in page


def test_closed_calls_are_folded_and_all_of_them_can_be_reached(served: Service) -> None:
    page = served.client.get("/nursing/").get_data(as_text=True)
    assert "28 closed calls" in page
    assert 'href="/nursing/?show=closed"' in page
    closed = text_of(served.client.get("/nursing/?show=closed"))
    assert "Closed call number 27" in closed
    assert "A volume that will not appear" in closed


def test_words_narrow_a_list_and_stand_in_the_box(served: Service) -> None:
    answer = served.client.get("/all/?q=night+shifts")
    assert 'value="night shifts"' in answer.get_data(as_text=True)
    assert "1 open call with “night shifts”" in text_of(answer)
    nothing = text_of(served.client.get("/nursing/?q=zeppelin"))
    assert "No open call holds all of these words" in nothing


@pytest.mark.parametrize(
    ("path", "calls_first"),
    [
        pytest.param("/nursing/", False, id="a-list"),
        pytest.param("/nursing/?q=night", True, id="a-search"),
        pytest.param("/nursing/?show=closed", True, id="closed-calls"),
        pytest.param("/nursing/?sort=title", False, id="another-order"),
    ],
)
def test_who_looks_for_something_sees_it_before_the_ways_to_subscribe(
    served: Service, path: str, calls_first: bool
) -> None:
    page = served.client.get(path).get_data(as_text=True)
    assert page.count('id="subscribe"') == 1
    assert (page.index('id="calls"') < page.index('id="subscribe"')) == calls_first


@pytest.mark.parametrize(
    ("path", "subscription"),
    [
        pytest.param("/all/?q=night", "?q=night", id="words"),
        pytest.param("/nursing/?q=night&within=90d", "?discipline=nursing&amp;q=night&amp;within=90d", id="all-of-it"),
    ],
)
def test_a_search_can_be_subscribed_to(served: Service, path: str, subscription: str) -> None:
    assert f'href="/filter/{subscription}"' in served.client.get(path).get_data(as_text=True)


def test_a_long_list_is_paged(tmp_path: Path) -> None:
    calls = [a_call(f"call{n}", title=f"Call {n}", entries=(an_entry(n + 1),)) for n in range(205)]
    client = a_service(tmp_path, *calls).client
    first, last = client.get("/nursing/?q=call"), client.get("/nursing/?q=call&page=3")
    assert 'href="/nursing/?q=call&amp;page=2"' in first.get_data(as_text=True)
    assert "Page 3 of 3" in text_of(last)
    assert len(re.findall(r'<li class="call">', first.get_data(as_text=True))) == 100
    assert len(re.findall(r'<li class="call">', last.get_data(as_text=True))) == 5
    assert client.get("/nursing/?page=4").status_code == 404


@pytest.mark.parametrize(
    ("query", "name"),
    [
        pytest.param("page=0", "page", id="page-zero"),
        pytest.param("on=tomorrow", "on", id="no-day"),
        pytest.param("page=x", "page", id="page-no-number"),
        pytest.param("page=-1", "page", id="page-negative"),
        pytest.param("page=1.5", "page", id="page-fraction"),
        pytest.param("page=", "page", id="page-empty"),
        pytest.param("page=٣", "page", id="page-arabic-digit"),
        pytest.param("page=99999999999999999999", "page", id="page-huge"),
        pytest.param("q=" + "x" * 201, "q", id="words-too-long"),
        pytest.param("q=%00", "q", id="words-with-control-character"),
        pytest.param("show=everything", "show", id="show-unknown"),
    ],
)
def test_a_bad_query_is_a_page_that_names_the_parameter(served: Service, query: str, name: str) -> None:
    answer = served.client.get(f"/all/?{query}")
    assert answer.status_code == 400
    assert f"“{name}”" in text_of(answer)
    assert "Search" in text_of(answer)
    assert answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("query", ["unknown=1", "q=", "utm_source=x&page=1", "show=", "q=%ff"])
def test_what_is_not_ours_in_a_query_is_ignored(served: Service, query: str) -> None:
    assert served.client.get(f"/all/?{query}").status_code == 200


def test_a_call_shows_evidence_history_conflicts_and_sources(served: Service) -> None:
    page = served.client.get("/calls/extended").get_data(as_text=True)
    words = text_of(served.client.get("/calls/extended"))
    assert "Open until 3 December 2026 (23:59 AoE)" in words
    assert "That is 4 December 2026, 11:59 UTC" in words
    assert "Was 15 November 2026 until 20 November 2026 (Example Press)" in words
    assert "<del>15 November 2026</del> Extended: 3 December 2026, 23:59 AoE" in page
    assert "“15 November 2026” at Crawled calls" in words
    assert "Submission extended: was 15 November 2026, now 3 December 2026 23:59 AoE (Example Press)" in words
    assert "Not listed there since 22 November 2026" in words
    assert words.index("Example Press publisher or organiser") < words.index("Crawled calls collected by a program")
    assert 'href="https://press.example/calls/extended"' in page
    assert 'href="/calls/extended.ics"' in page
    assert "https://calls.example.org/calls/extended.ics" in page
    assert '<time class="day" datetime="2026-12-04T11:59Z">' in page


@pytest.mark.parametrize(
    ("call_id", "words"),
    [
        pytest.param("rolling", "Open: rolling", id="rolling"),
        pytest.param("tbd", "Open: no deadline printed", id="undated"),
        pytest.param("withdrawn", "Withdrawn", id="withdrawn"),
        pytest.param("closed0", "Closed since 19 November 2026", id="closed"),
        pytest.param("unplaced", "year not printed; inferred", id="year-inferred"),
        pytest.param("cancelled", "Submission due – cancelled", id="cancelled"),
    ],
)
def test_the_state_of_a_call_stands_in_words(served: Service, call_id: str, words: str) -> None:
    assert words in text_of(served.client.get(f"/calls/{call_id}"))


def test_a_call_without_events_offers_no_download(served: Service) -> None:
    assert "does not update" not in text_of(served.client.get("/calls/rolling"))


def test_the_status_page_says_how_every_source_is_doing(served: Service) -> None:
    words = text_of(served.client.get("/status"))
    assert "4 sources are read" in words
    assert "1 has trouble" in words
    assert "1 more is switched off" in words
    assert "Not believed 12 calls where there are usually 353" in words
    assert "Last good poll 23 November 2026, 23:30 UTC" in words
    assert "2 problems in single records" in words
    assert "the ides of Marchember" in words
    assert "Not polled yet" in words
    assert "Refuses every program: save its page and import it." in words


def test_the_about_page_tells_how_slow_calendars_are(served: Service) -> None:
    words = text_of(served.client.get("/about"))
    for program in ("Google Calendar", "Apple Calendar", "Outlook.com", "Thunderbird", "Nextcloud", "Proton"):
        assert program in words
    assert "librarian@example.org" in words


def test_on_the_first_start_pages_say_that_the_first_poll_is_running(tmp_path: Path) -> None:
    service = a_service(tmp_path)
    for path in ("/", "/nursing/"):
        answer = service.client.get(path)
        assert answer.status_code == 200
        assert "first poll is running" in text_of(answer)
        assert answer.headers["Cache-Control"] == "no-cache"
    service.publish()
    assert "first poll is running" not in text_of(service.client.get("/nursing/"))
    assert "No open call is known here" in text_of(service.client.get("/nursing/"))


@pytest.mark.parametrize(
    ("base_url", "private"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://localhost:8080", True),
        ("http://[::1]:8080", True),
        ("http://10.0.0.7", True),
        ("http://shelf.local", True),
        ("https://calls.example.edu", False),
    ],
)
def test_a_private_address_warns_that_google_cannot_reach_it(tmp_path: Path, base_url: str, private: bool) -> None:
    client = a_service(tmp_path, a_call(), base_url=base_url).client
    assert ("only once this service has a public address" in text_of(client.get("/nursing/"))) is private
    assert ("Strict-Transport-Security" in client.get("/").headers) is base_url.startswith("https")


def test_a_service_without_sources_still_has_pages(tmp_path: Path) -> None:
    client = a_service(tmp_path, config=Config()).client
    assert [path for path in PAGES if client.get(path).status_code != 200] == ["/calls/extended"]


def test_a_withdrawn_call_is_not_open(tmp_path: Path) -> None:
    client = a_service(tmp_path, a_call(status=Status.WITHDRAWN)).client
    assert "0 open calls" in text_of(client.get("/nursing/"))


def test_the_foot_says_where_a_mistake_is_told_as_a_sentence_of_its_own(served: Service) -> None:
    assert "before you rely on it. Found a mistake? <a " in served.client.get("/").get_data(as_text=True)
