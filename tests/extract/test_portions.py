"""A page of any length is read in bounded time: so many records, so deep, and what was left out is said."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import extract
from cfpfeeds.extract.nesting import DEEPEST, DEEPEST_RECORD
from cfpfeeds.gather import Listing
from cfpfeeds.model import Extraction
from tests.extract.shipped import a_page, rules

NUMBERS = range(7)
CARDS = {"kind": "cards", "item": "li", "title": "a"}
LISTING = {"kind": "listing", "item": "li", "title": "a"}
HEADED = {"kind": "listing", "item": "h3", "span": "following"}
OUTLINE = {"kind": "outline", "subject": "h2", "venue_link": "/home/"}
JSON = {"kind": "json", "items": ["calls"], "title": "{title}"}
YAML = {"kind": "list", "title": "{title}"}
SERIES = {"kind": "list", "title": "{title} {year}", "editions": "years"}
_VENUE = "<h2>Nursing</h2><p><a href=/home/letters>Letters</a></p>"


def items(form: str) -> str:
    return "".join(form.format(n) for n in NUMBERS)


ITEMS = items("<li><a href=/{0}>Call {0}</a></li>")
EVENTS = items("BEGIN:VEVENT\nUID:{0}\nSUMMARY:Call {0}\nEND:VEVENT\n")
ENTRIES = items("<item><title>Call {0}</title></item>")


def read(table: dict[str, Any], body: str, **more: Any) -> Extraction:
    return extract(a_page(body), rules({**table, **more}))


@pytest.mark.parametrize(
    ("table", "body"),
    [
        pytest.param(CARDS, f"<ul>{ITEMS}</ul>", id="cards"),
        pytest.param(LISTING, f"<ul>{ITEMS}</ul>", id="listing"),
        pytest.param(OUTLINE, f"{_VENUE}<ul>{ITEMS}</ul>", id="outline"),
        pytest.param(JSON, json.dumps({"calls": [{"title": f"Call {n}"} for n in NUMBERS]}), id="json"),
        pytest.param(YAML, items("- title: Call {0}\n"), id="list"),
        pytest.param(SERIES, "- title: Call\n  years:\n" + items("  - year: 202{0}\n"), id="editions"),
        pytest.param({"kind": "feed"}, f"<rss><channel>{ENTRIES}</channel></rss>", id="feed"),
        pytest.param({"kind": "ical"}, f"BEGIN:VCALENDAR\n{EVENTS}END:VCALENDAR\n", id="ical"),
    ],
)
def test_a_list_is_cut_where_its_rules_say_and_never_silently(table: dict[str, Any], body: str) -> None:
    whole, exactly, cut = read(table, body), read(table, body, most=len(NUMBERS)), read(table, body, most=3)
    assert (len(whole.calls), whole.whole, whole.problems) == (len(NUMBERS), True, ())
    assert exactly == whole
    assert (cut.calls, cut.whole) == (whole.calls[:3], False)
    assert [problem.message for problem in cut.problems] == [
        "holds more than 3 records; only so many were read: `most` in its rules"
    ]


def test_the_printed_total_of_a_list_that_was_cut_is_no_promise() -> None:
    page = f"<p class=total>7</p><ul>{ITEMS}</ul>"
    whole, cut = read(CARDS, page, total=".total"), read(CARDS, page, total=".total", most=3)
    assert Listing(extractions=[whole]).stated_total == 7
    assert Listing(extractions=[whole, cut]).stated_total is None


@pytest.mark.parametrize(
    "table", [pytest.param(CARDS, id="cards"), pytest.param({**LISTING, "title": ""}, id="listing")]
)
def test_records_deep_in_others_are_left_out_and_counted(table: dict[str, Any]) -> None:
    around = DEEPEST_RECORD + 1
    found = read(table, "".join(f"<ul><li><a href=/{n}>Call {n}</a>" for n in range(around + 2)))
    assert len(found.calls) == around
    assert not found.whole
    assert [problem.message for problem in found.problems] == [
        "2 records stand in more than 8 others and were left out"
    ]


def test_journals_deep_in_journals_are_left_out_and_counted() -> None:
    journals = "".join(f"<ul><li><a href=/home/{n}>Letters {n}</a>" for n in range(DEEPEST_RECORD + 2))
    found = read(OUTLINE, f"<h2>Nursing</h2>{journals}<ul><li><a href=/c>Call</a>")
    assert found.calls == ()
    assert [problem.message for problem in found.problems] == [
        "1 records stand in more than 8 others and were left out"
    ]


@pytest.mark.parametrize("table", [pytest.param(t, id=str(t["kind"])) for t in (CARDS, LISTING, OUTLINE)])
def test_a_list_nested_without_end_is_refused(table: dict[str, Any]) -> None:
    deep = f"<h2>N</h2>{'<div>' * (DEEPEST - 20)}<ul><li><a href=/home/a>Letters</a>"
    assert read(table, deep).recognised
    with pytest.raises(ExtractError, match="nested more than 500 deep"):
        read(table, f"<h2>N</h2>{'<div>' * (DEEPEST + 1)}<ul><li>Call")


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python a reading runs through: the same on every machine, however busy."""
    count = 0

    def counting(*_: object) -> Callable[..., object]:
        nonlocal count
        count += 1
        return counting

    before = sys.gettrace()
    sys.settrace(counting)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


_CALENDAR = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Call\n"


@pytest.mark.parametrize(
    ("table", "before", "unit"),
    [
        pytest.param(CARDS, "", "<ul><li><a>Call</a>", id="cards-in-cards"),
        pytest.param(
            {**LISTING, "deadline": ["starts: Due", "term: Deadline"]}, "", "<ul><li>Call", id="items-in-items"
        ),
        pytest.param(HEADED, "", "<div><h3>Call</h3>", id="headings-in-blocks"),
        pytest.param(OUTLINE, "<h2>N</h2>", "<ul><li><a href=/home/a>Letters</a> on care", id="journals-in-journals"),
        pytest.param({"kind": "ical"}, _CALENDAR, "BEGIN:VALARM\n", id="alarms-that-never-end"),
        pytest.param({"kind": "ical"}, _CALENDAR, "- a\n", id="lines-of-no-name"),
        pytest.param({"kind": "ical"}, _CALENDAR, " a\n", id="folded-lines"),
    ],
)
def test_what_stands_in_each_other_takes_work_in_proportion(table: dict[str, Any], before: str, unit: str) -> None:
    def work(count: int) -> int:
        return steps(lambda: read(table, before + unit * count))

    work(200)  # what is remembered is remembered before
    assert work(200) <= 5 * work(50)


def test_a_feed_with_a_tag_of_many_attributes_is_refused_unread() -> None:
    names = " ".join(f"a{n}='>'" for n in range(20_000))
    with pytest.raises(
        ExtractError, match="the feed cannot be parsed in reasonable time: an element has more than 5000"
    ):
        read({"kind": "feed"}, f"<rss {names}><channel>{ENTRIES}</channel></rss>")
