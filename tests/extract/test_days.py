"""Days that markup gives beside the words, and what a page says of itself for machines."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from cfpfeeds.extract import extract
from cfpfeeds.extract.article import ArticleRules
from cfpfeeds.extract.cards import CardsRules
from cfpfeeds.extract.html import blocks
from cfpfeeds.extract.linked_data import event_days, published, revised
from cfpfeeds.model import Kind, Page, RawCall

NOW = datetime(2026, 11, 25, tzinfo=UTC)
URL = "https://j.example/care"


def article(html: str, media_type: str = "text/html") -> RawCall:
    (call,) = extract(Page(URL, URL, 200, media_type, html.encode(), NOW), ArticleRules()).calls
    return call


@pytest.mark.parametrize(
    ("markup", "text", "days"),
    [
        pytest.param("Due <time datetime='2027-04-21'>21 April</time>!", "Due 21 April!", ("21 April",), id="time"),
        pytest.param("<time datetime='2027-04-21T23:59Z'>21 April</time>", "21 April", ("21 April",), id="with-a-time"),
        pytest.param(
            "<span property='dc:date' content='2027-04-21'>21 April</span>", "21 April", ("21 April",), id="rdfa"
        ),
        pytest.param("<b itemprop=endDate content=2027-04-21>21 April</b>", "21 April", ("21 April",), id="microdata"),
        pytest.param("<abbr class=dtend title=2027-04-21>21 April</abbr>", "21 April", ("21 April",), id="microformat"),
        pytest.param("<data value=2027-04-21>21 April</data>", "21 April", ("21 April",), id="data"),
        pytest.param(
            "<b><time datetime='2027-04-21'>21 <i>April</i></time></b>", "21 April", ("21 April",), id="inner"
        ),
        pytest.param("<time datetime='2027-04-21'></time>", "2027-04-21", (), id="words-that-a-script-would-print"),
        pytest.param("<time datetime='P2D'>21 April</time>", "21 April", (), id="a-duration"),
        pytest.param("<time datetime='2027-02-31'>31 February</time>", "31 February", (), id="in-no-calendar"),
        pytest.param("<meta property='dc:date' content='2027-04-21'>21 April", "21 April", (), id="without-words"),
        pytest.param(
            "<s><time datetime='2027-04-21'>21 April</time></s> x", "~~21 April~~ x", ("21 April",), id="struck"
        ),
    ],
)
def test_days_stand_beside_their_words(markup: str, text: str, days: tuple[str, ...]) -> None:
    (block,) = blocks(f"<p>{markup}</p>")
    assert block.text == text
    assert block.days == tuple((words, "2027-04-21") for words in days)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<table><tr><td>Due<td><time datetime=2027-04-21>21 April</time></table>", id="cell"),
        pytest.param("<dl><dt>Due<dd><time datetime=2027-04-21>21 April</time></dl>", id="definition"),
        pytest.param("<h2>Due <time datetime=2027-04-21>21 April</time></h2>", id="heading"),
        pytest.param("<ul><li>Due <time datetime=2027-04-21>21 April</time></ul>", id="entry"),
    ],
)
def test_days_are_kept_wherever_they_stand(markup: str) -> None:
    assert [block.days for block in blocks(markup)] == [(("21 April", "2027-04-21"),)]


def test_no_mark_reaches_labels() -> None:
    found = blocks("<h2>Due <time datetime=2027-04-21>21 April</time></h2><p>Papers</p>")
    assert (found[1].label, found[1].text) == ("Due 21 April", "Papers")


def test_the_deadline_of_a_card_keeps_its_day() -> None:
    html = "<li><h3><a href=/1>Care</a></h3><i>Due <time datetime=2027-04-21>21 April</time></i></li>"
    page = Page(URL, URL, 200, "text/html", html.encode(), NOW)
    (call,) = extract(page, CardsRules(item="li", title="h3", deadline="i")).calls
    assert call.deadlines[0].days == (("21 April", "2027-04-21"),)


@pytest.mark.parametrize(
    ("head", "day", "last"),
    [
        pytest.param("<meta property='article:published_time' content='2026-05-01'>", "2026-05-01", "", id="metadata"),
        pytest.param("<meta name='DC.Date' content='2026-05-01'>", "2026-05-01", "", id="dublin-core"),
        pytest.param("<time pubdate datetime=2026-05-01>May 1</time>", "2026-05-01", "", id="pubdate"),
        pytest.param(
            "<time class='entry-date updated' datetime=2026-05-01>x</time>", "2026-05-01", "2026-05-01", id="blog"
        ),
        pytest.param("<meta property='article:modified_time' content='2026-06-01'>", "", "2026-06-01", id="changed"),
        pytest.param(
            '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2026-05-01", '
            '"dateModified": "2026-06-01"}]}</script>',
            "2026-05-01",
            "2026-06-01",
            id="json-ld",
        ),
        pytest.param(
            '<script type="application/ld+json"><!--\n{"datePublished": "2026-05-01"}\n--></script>',
            "2026-05-01",
            "",
            id="json-ld-in-a-comment",
        ),
        pytest.param('<script type="application/ld+json">{"datePublished": </script>', "", "", id="broken"),
    ],
)
def test_days_of_publication_and_change(head: str, day: str, last: str) -> None:
    call = article(f"<html><head>{head}</head><h1>Care at home</h1><p>Papers: 1 May")
    assert (call.posted, call.revised) == (day, last)
    assert not any("May 1" in part.text for part in call.deadlines)


@pytest.mark.parametrize("name", ["lastmod", "last_modified_at", "updated"])
def test_the_head_of_a_markdown_file_tells_both_days(name: str) -> None:
    call = article(f"---\ntitle: Care\ndate: 2026-05-01\n{name}: 2026-06-01\n---\nPapers: 1 May", "text/markdown")
    assert (call.posted, call.revised) == ("2026-05-01", "2026-06-01")


def event(name: str = "Care 2027", start: str = "2027-06-05", **more: str) -> str:
    told = {"@type": "Event", "name": name, "startDate": start, **more}
    return f'<script type="application/ld+json">{json.dumps(told)}</script>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            event(endDate="2027-06-07T18:00"), [("event_start", "2027-06-05"), ("event_end", "2027-06-07")], id="both"
        ),
        pytest.param(event(), [("event_start", "2027-06-05")], id="start"),
        pytest.param(event(endDate="2027-06-05"), [("event_start", "2027-06-05")], id="one-day"),
        pytest.param(event(endDate="2027-06-01"), [("event_start", "2027-06-05")], id="end-before-start"),
        pytest.param(event() + event(), [("event_start", "2027-06-05")], id="told-twice"),
        pytest.param(event() + event("Care 2027", "2027-07-01"), [], id="two-events"),
        pytest.param(event("Annual dinner"), [], id="another-name"),
        pytest.param(
            event("Call for Papers: Care at Home, Care 2027"), [("event_start", "2027-06-05")], id="longer-name"
        ),
        pytest.param(event(eventStatus="https://schema.org/EventCancelled"), [], id="cancelled"),
        pytest.param(event(start="soon"), [], id="no-day"),
        pytest.param(
            "<div itemscope itemtype='https://schema.org/Event'><h1 itemprop=name>Care 2027</h1>"
            "<meta itemprop=startDate content=2027-06-05></div>",
            [("event_start", "2027-06-05")],
            id="microdata",
        ),
        pytest.param('<script type="application/ld+json">[[[{"@type": 3}]]]</script>', [], id="odd"),
    ],
)
def test_the_event_of_a_page(html: str, expected: list[tuple[str, str]]) -> None:
    found = event_days(LexborHTMLParser(html), "Care 2027: call for papers")
    assert [(str(part.kind), part.text) for part in found] == expected
    assert all(part.unprinted and part.kind in (Kind.EVENT_START, Kind.EVENT_END) for part in found)


@given(st.text('[]{}":,@typeEvntsarD0123- ', max_size=200))
def test_any_script_has_an_outcome(text: str) -> None:
    tree = LexborHTMLParser(f'<script type="application/ld+json">{text}</script>')
    assert isinstance(published(tree) + revised(tree), str)
    assert isinstance(event_days(tree, "x"), tuple)
