"""Subscribed calendars of deadlines, well written and not."""

from __future__ import annotations

import pytest

from cfpfeeds.errors import ExtractError
from cfpfeeds.extract import extract
from cfpfeeds.extract.ical import IcalRules
from cfpfeeds.model import Extraction, RawCall
from tests.extract.shipped import a_page


def read(events: str, rules: IcalRules | None = None, end: str = "END:VCALENDAR\n") -> Extraction:
    body = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Lists//EN\n{events}{end}"
    return extract(a_page(body), rules or IcalRules())


def event(*lines: str) -> str:
    return "\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", ""))


def only(found: Extraction) -> RawCall:
    [call] = found.calls
    return call


@pytest.mark.parametrize(
    ("start", "text", "zone"),
    [
        pytest.param("DTSTART;VALUE=DATE:20270115", "2027-01-15", "", id="a-day"),
        pytest.param("DTSTART:20270201T115959Z", "2027-02-01 11:59:59", "UTC", id="utc"),
        pytest.param("DTSTART;TZID=Europe/Berlin:20270131T235900", "2027-01-31 23:59", "Europe/Berlin", id="zone"),
        pytest.param("DTSTART:20270131T235900", "2027-01-31 23:59", "", id="floating"),
    ],
)
def test_an_event_stands_at_its_deadline(start: str, text: str, zone: str) -> None:
    [part] = only(read(event("UID:1", start, "SUMMARY:GIS 2027 deadline"))).deadlines
    assert (part.text, part.zone, part.label) == (text, zone, "GIS 2027 deadline")


@pytest.mark.parametrize(
    ("summary", "title"),
    [
        pytest.param("AGILE 2027 — Abstract Deadline", "AGILE 2027", id="dash"),
        pytest.param("NDSS 2027 submission deadline", "NDSS 2027", id="words-behind"),
        pytest.param("PyCon 2027: deadline for proposals", "PyCon 2027", id="colon"),
        pytest.param("Deadlines in history: a workshop", "Deadlines in history: a workshop", id="a-title-of-deadlines"),
        pytest.param("Symposium on Care", "Symposium on Care", id="bare"),
    ],
)
def test_the_title_is_the_summary_without_its_words_on_the_deadline(summary: str, title: str) -> None:
    assert only(read(event("UID:1", "DTSTART;VALUE=DATE:20270115", f"SUMMARY:{summary}"))).title == title


def test_link_labels_and_words_come_from_the_event() -> None:
    call = only(
        read(
            event(
                "UID:1",
                "DTSTART;VALUE=DATE:20270115",
                "SUMMARY:GIS\\, maps deadline",
                "URL:https://gis.example/cfp?a=1&b=2",
                "CATEGORIES:GEO,CONF",
                "DESCRIPTION:A long line that is fol",
                " ded\\nand goes on",
                "STATUS:CANCELLED",
            )
        )
    )
    assert (call.title, call.url, call.labels) == ("GIS, maps", "https://gis.example/cfp?a=1&b=2", ("GEO", "CONF"))
    assert call.summary == "A long line that is folded\nand goes on"
    assert call.status_text == "CANCELLED"


def test_events_with_one_key_are_the_stages_of_one_call() -> None:
    rules = IcalRules(key={"on": "{uid}", "match": "^(.*)-[^-]*$"})
    found = read(
        event("UID:gis-2027-abstract", "DTSTART;VALUE=DATE:20270115", "SUMMARY:GIS 2027 — Abstract Deadline")
        + event("UID:gis-2027-paper", "DTSTART;VALUE=DATE:20270215", "SUMMARY:GIS 2027 — Paper Deadline"),
        rules,
    )
    assert [part.text for part in only(found).deadlines] == ["2027-01-15", "2027-02-15"]


@pytest.mark.parametrize(
    ("lines", "titles", "problems"),
    [
        pytest.param(("DTSTAMP:%Y%m%dT%H%M%SZ",), ["GIS 2027"], 0, id="a-placeholder-in-the-stamp"),
        pytest.param(("DTSTART:2027-02-30",), ["GIS 2027"], 1, id="an-impossible-day"),
        pytest.param(("DESCRIPTION:one line", "another line: not folded"), ["GIS 2027"], 0, id="badly-folded"),
        pytest.param(("BEGIN:VALARM", "SUMMARY:alarm", "END:VALARM"), ["GIS 2027"], 0, id="an-alarm"),
        pytest.param(("X-ODD;=:x",), ["GIS 2027"], 0, id="a-broken-parameter"),
    ],
)
def test_a_broken_line_costs_at_most_itself(lines: tuple[str, ...], titles: list[str], problems: int) -> None:
    found = read(event("UID:1", "SUMMARY:GIS 2027 deadline", *lines))
    assert [call.title for call in found.calls] == titles
    assert len(found.problems) == problems


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("U;VALUE=,:", id="a-list-of-types"),
        pytest.param("DTSTART;D=:P", id="a-span-of-time-for-a-day"),
        pytest.param("DTSTART:PT1H", id="an-hour-for-a-day"),
    ],
)
def test_a_line_that_the_library_stumbles_over_costs_itself_alone(line: str) -> None:
    assert only(read(event("UID:1", line, "SUMMARY:GIS 2027"))).title == "GIS 2027"


def test_an_event_of_thousands_of_lines_is_read_so_far_and_says_so() -> None:
    found = read(event("UID:1", "SUMMARY:GIS 2027", *("COMMENT:x" for _ in range(2_000)), "URL:https://x.example/"))
    assert (only(found).title, only(found).url) == ("GIS 2027", "")
    assert [problem.message for problem in found.problems] == ["has more than 1,000 lines: the others were not read"]


def test_alarms_are_no_part_of_an_event_and_one_that_never_ends_hides_nothing() -> None:
    alarm = ("BEGIN:VALARM", "SUMMARY:Ring", "END:VALARM")
    assert only(read(event("UID:1", *alarm, "SUMMARY:GIS 2027", *alarm))).title == "GIS 2027"
    assert only(read(event("UID:1", "begin:valarm", "SUMMARY:Ring", "end:valarm", "SUMMARY:GIS"))).title == "GIS"
    assert only(read(event("UID:1", "BEGIN:VALARM", "SUMMARY:GIS 2027"))).title == "GIS 2027"


def test_a_calendar_that_was_cut_short_says_so_and_keeps_what_is_there() -> None:
    found = read("BEGIN:VEVENT\nUID:1\nSUMMARY:GIS 2027\nDTSTART;VALUE=DATE:20270115\n", end="")
    assert only(found).title == "GIS 2027"
    assert "ends in the middle" in found.problems[0].message


def test_a_web_page_in_place_of_a_calendar_is_an_error() -> None:
    with pytest.raises(ExtractError, match="web page"):
        extract(a_page("<!doctype html><title>Sign in</title>"), IcalRules())


def test_a_text_that_is_no_calendar_is_an_error() -> None:
    with pytest.raises(ExtractError, match="BEGIN:VCALENDAR"):
        extract(a_page("hello"), IcalRules())


def test_a_calendar_without_its_marker_is_another_one() -> None:
    assert not read(event("UID:1", "SUMMARY:a"), IcalRules(marker="@geodeadlines")).recognised
