"""Addresses to subscribe with, the list of all feeds, and finished documents."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cfpfeeds.model import Site
from cfpfeeds.render import FORMATS
from cfpfeeds.render.document import document
from cfpfeeds.render.links import printed_at, subscribe
from cfpfeeds.render.opml import opml
from cfpfeeds.text import clean_line
from tests.render.samples import SEEN, SITE, a_feed


def test_each_program_gets_the_kind_of_address_that_it_takes() -> None:
    links = subscribe(SITE, "nursing")
    assert links.page == "https://calls.example.org/nursing/"
    assert links.https == "https://calls.example.org/nursing/deadlines.ics"
    assert links.webcal == "webcal://calls.example.org/nursing/deadlines.ics"
    assert links.google == (
        "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fcalls.example.org%2Fnursing%2Fdeadlines.ics"
    )
    asked = {"url": [links.https], "name": ["Calls for papers: Nursing"]}
    for link, host in ((links.outlook, "outlook.live.com"), (links.office, "outlook.office.com")):
        parts = urlsplit(link)
        assert (parts.netloc, parts.path, parse_qs(parts.query)) == (host, "/calendar/0/addfromweb", asked)
        assert "+" not in parts.query


def test_webcal_stands_for_plain_http_too() -> None:
    assert subscribe(Site("http://127.0.0.1:8080"), "all").webcal == "webcal://127.0.0.1:8080/all/deadlines.ics"


def test_files_of_a_list_are_those_of_the_table() -> None:
    links = subscribe(SITE, "nursing")
    by_name = {fmt.name: f"{links.page}{fmt.filename}" for fmt in FORMATS}
    assert by_name == {"rss": links.rss, "atom": links.atom, "json": links.json, "ics": links.https}


def test_every_format_says_its_media_type() -> None:
    assert {fmt.name: fmt.media_type for fmt in FORMATS} == {
        "rss": "application/rss+xml; charset=utf-8",
        "atom": "application/atom+xml; charset=utf-8",
        "json": "application/feed+json",
        "ics": "text/calendar; charset=utf-8; method=PUBLISH",
    }


@given(title=st.text(), group=st.text())
def test_subscription_list_groups_feeds_and_survives_any_text(title: str, group: str) -> None:
    nursing, other = a_feed(title=title), a_feed(slug="marketing", title="Marketing")
    root = etree.fromstring(opml([("", other), (group, nursing), (group, other)], SITE, SEEN))
    calendars = root.find("body")[-1]
    root.find("body").remove(calendars)
    assert root.get("version") == "2.0"
    assert root.findtext("head/dateModified") == "Fri, 05 Jan 2024 08:30:15 +0000"
    feeds = list(root.iter("outline")) if not clean_line(group) else list(root.find("body")[1])
    wanted = feeds[1] if not clean_line(group) else feeds[0]
    assert dict(wanted.attrib) == {
        "type": "rss",
        "text": clean_line(title) or SITE.title,
        "title": clean_line(title) or SITE.title,
        "xmlUrl": "https://calls.example.org/nursing/calls.rss",
        "htmlUrl": "https://calls.example.org/nursing/",
    }
    assert all(outline.get("text") for outline in root.iter("outline"))


def test_calendars_stand_in_the_subscription_list_as_links_that_no_reader_takes_for_feeds() -> None:
    nursing, other = a_feed(), a_feed(slug="marketing", title="Marketing")
    calendars = etree.fromstring(opml([("Health", nursing), ("", other), ("Money", other)], SITE, SEEN)).find("body")[
        -1
    ]
    assert dict(calendars.attrib) == {"text": "Calendars of deadlines"}
    assert [dict(outline.attrib) for outline in calendars] == [
        {"type": "link", "text": feed.title, "url": f"https://calls.example.org/{feed.slug}/deadlines.ics"}
        for feed in (nursing, other)
    ]


def test_a_document_is_named_by_its_bytes_and_unpacks_to_them() -> None:
    made = document("/nursing/calls.rss", "application/rss+xml", b"<rss/>" * 99, SEEN)
    assert gzip.decompress(made.gzip) == made.body
    assert made == document("/nursing/calls.rss", "application/rss+xml", b"<rss/>" * 99, SEEN)
    assert made.gzip[4:8] == bytes(4), "no time in the head of the gzip variant"
    assert made.etag.startswith('W/"')
    assert made.etag != document("/nursing/calls.rss", "application/rss+xml", b"<rss/>", SEEN).etag
    assert made.modified == datetime(2024, 1, 5, 8, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "words", "address"),
    [
        pytest.param(
            "https://p.example/c?a=1", "Due: 1 May", "https://p.example/c?a=1#:~:text=Due%3A%201%20May", id="short"
        ),
        pytest.param("https://p.example/c#top", "1 May", "https://p.example/c#top:~:text=1%20May", id="fragment"),
        pytest.param(
            "https://p.example/",
            "~~1 May~~ Extended: 3-4 June",
            "https://p.example/#:~:text=Extended%3A%203%2D4%20June",
            id="struck",
        ),
        pytest.param(
            "https://p.example/", "a b c d e f g h i j", "https://p.example/#:~:text=a%20b%20c,h%20i%20j", id="long"
        ),
        pytest.param("https://p.example/", "a, b", "https://p.example/#:~:text=a%2C%20b", id="comma"),
        pytest.param("https://p.example/", "~~gone~~", "https://p.example/", id="no-words"),
        pytest.param("javascript:alert(1)", "1 May", "", id="no-web-address"),
    ],
)
def test_evidence_is_found_again_on_the_page_it_was_read_from(url: str, words: str, address: str) -> None:
    assert printed_at(url, words) == address
