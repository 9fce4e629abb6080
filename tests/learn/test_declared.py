"""What a site offers for programs: JSON of many spellings, feeds, and the addresses where they may lie."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cfpfeeds.learn import NoCalls, Proposal, Reader, compare, leads_of, learn, of_sitemap
from cfpfeeds.learn.reader import due
from cfpfeeds.model import Page

TODAY = date(2026, 11, 24)
READER = Reader(TODAY)


def a_page(
    body: str | bytes, url: str = "https://press.example/calls-for-papers", media_type: str = "text/html"
) -> Page:
    moment = datetime(2026, 11, 24, 8, tzinfo=UTC)
    return Page(url, url, 200, media_type, body if isinstance(body, bytes) else body.encode(), moment, "utf-8")


def learnt(value: Any, url: str = "https://press.example/api/calls") -> Proposal:
    found = learn(a_page(json.dumps(value), url, "application/json"), READER)
    assert isinstance(found, Proposal), found
    return found


def days(found: Proposal) -> list[list[tuple[str, str]]]:
    return [
        sorted((kind.value, day.isoformat()) for kind, day in due(READER.read(c.deadlines)))
        for c in found.extraction.calls
    ]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param({"title": "Sleep", "deadline": "2027-03-01"}, [("submission", "2027-03-01")], id="plain"),
        pytest.param(
            {"name": "Sleep", "submissionDeadline": "1 March 2027"}, [("submission", "2027-03-01")], id="camel"
        ),
        pytest.param(
            {"title": {"rendered": "Sleep"}, "acf": {"abstract_due_date": "2027-01-15", "due_date": "2027-03-01"}},
            [("abstract", "2027-01-15"), ("submission", "2027-03-01")],
            id="nested",
        ),
        pytest.param(
            {
                "headline": "Sleep",
                "dates": [{"label": "Abstracts", "date": "2027-01-15"}, {"label": "Papers", "date": "2027-03-01"}],
            },
            [("abstract", "2027-01-15"), ("submission", "2027-03-01")],
            id="rows",
        ),
        pytest.param(
            {"title": "Sleep", "publishDate": "2026-12-01", "expiryDate": "2028-01-01", "deadline": "2027-03-01"},
            [("submission", "2027-03-01")],
            id="other days",
        ),
    ],
)
def test_fields_that_name_a_deadline_are_read_and_no_others(
    record: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    found = learnt({"meta": {"count": 2}, "items": [record, record]})
    assert found.declared
    assert days(found) == [expected, expected]


def test_posts_of_a_site_are_calls_only_where_they_say_so() -> None:
    posts = [
        {
            "id": 1,
            "title": {"rendered": "Call for Papers: Sleep"},
            "content": {"rendered": "<p>Deadline: 1 March 2027</p>"},
        },
        {"id": 2, "title": {"rendered": "Our summer party"}, "content": {"rendered": "<p>On 1 July 2026.</p>"}},
    ]
    found = learnt(posts, "https://press.example/wp-json/wp/v2/posts?search=call+for+papers&per_page=50")
    assert [call.title for call in found.extraction.calls] == ["Call for Papers: Sleep"]
    assert found.rules.model_dump()["paging"]["size"] == 50


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([], id="empty"),
        pytest.param({"items": [{"title": "Sleep"}, {"title": "Rest"}]}, id="no day, no call"),
        pytest.param([{"title": "Old paper", "publishDate": "2026-01-01"}], id="published"),
        pytest.param({"deadline": "2027-03-01"}, id="no record"),
    ],
)
def test_json_without_calls_is_a_reason(value: Any) -> None:
    found = learn(a_page(json.dumps(value), "https://press.example/api/articles", "application/json"), READER)
    assert isinstance(found, NoCalls)


def test_leads_are_addresses_that_the_page_itself_names() -> None:
    head = """<link rel="https://api.w.org/" href="https://press.example/wp-json/">
<link rel="alternate" type="application/rss+xml" title="Calls" href="/calls/feed/">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">"""
    page = a_page(f"<html><head>{head}</head><body><p>x</p></body></html>", "https://press.example/call-for-papers/")
    assert [lead.url for lead in leads_of(page)] == [
        "https://press.example/wp-json/wp/v2/call_for_papers?per_page=100",
        "https://press.example/wp-json/wp/v2/call-for-papers?per_page=100",
        "https://press.example/wp-json/wp/v2/posts?search=call+for+papers&per_page=50",
        "https://press.example/calls/feed/",
    ]
    assert leads_of(a_page("<html><body><a href='/x'>x</a></body></html>")) == []


def test_announcements_of_a_journal_system_are_a_lead() -> None:
    head = '<meta name="generator" content="Open Journal Systems 3.4.0">'
    page = a_page(f"<html><head>{head}</head><body></body></html>", "https://ojs.example/index.php/abc/index")
    assert [lead.url for lead in leads_of(page)] == [
        "https://ojs.example/index.php/abc/gateway/plugin/AnnouncementFeedGatewayPlugin/rss2",
        "https://ojs.example/index.php/abc/announcement",
    ]


def test_a_site_map_names_pages_of_calls_lists_first() -> None:
    body = "<urlset>" + "".join(
        f"<url><loc>https://a.example/{path}</loc></url>" for path in ("about", "cfp/sleep-and-rest", "cfp", "news")
    )
    found = of_sitemap(a_page(body, media_type="application/xml"), "https://a.example/")
    assert [lead.url for lead in found] == ["https://a.example/cfp", "https://a.example/cfp/sleep-and-rest"]


def test_declared_data_wins_only_where_it_holds_as_much() -> None:
    listing = "".join(
        f"<li><a href='/{n}'>Topic {w}</a> deadline {n} May 2027</li>" for n, w in enumerate(["one", "two", "three"], 1)
    )
    shown = learn(a_page(f"<html><body><h1>Calls for papers</h1><ul>{listing}</ul></body></html>"), READER)
    whole = learnt(
        [{"title": f"Topic {w}", "deadline": f"2027-05-0{n}"} for n, w in enumerate(["one", "two", "three"], 1)]
    )
    part = learnt([{"title": "Topic one", "deadline": "2027-05-01"}])
    undated = learnt([{"title": f"Call for papers: Topic {w}"} for w in ["one", "two", "three"]])
    assert compare([shown, whole], READER) == 1
    assert compare([shown, part], READER) == 0
    assert compare([shown, undated], READER) == 0
    assert compare([NoCalls("nothing"), part], READER) == 1
    assert compare([NoCalls("nothing")], READER) is None


def test_an_address_is_put_together_where_a_link_of_the_page_shows_how() -> None:
    data = {"cfps": [{"contentId": n, "title": t, "url": t.lower(), "submissionDeadline": d} for n, t, d in RECORDS]}
    body = f"""<html><body><h1>Journal</h1><a href="/special-issue/330054/sea-and-sleep#top">here</a>
<script type="application/json">{json.dumps(data)}</script></body></html>"""
    found = learn(a_page(body), READER)
    assert isinstance(found, Proposal)
    assert [call.url for call in found.extraction.calls] == [
        "https://press.example/special-issue/330054/sea-and-sleep",
        "https://press.example/special-issue/330077/land-and-rest",
    ]


RECORDS = [("330054", "Sea-and-sleep", "2027-03-01"), ("330077", "Land-and-rest", "2027-05-01")]
