"""Every calendar of the demo: the bytes of RFC 5545, what icalendar reads without a complaint, what programs expect."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar, Component

from tests.published.conftest import BASE, SECOND, Builds

_ONCE = (
    "PRODID",
    "VERSION",
    "CALSCALE",
    "METHOD",
    "NAME",
    "X-WR-CALNAME",
    "REFRESH-INTERVAL",
    "SOURCE",
    "X-PUBLISHED-TTL",
)
_OF_EVENT = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP", "SEQUENCE", "URL")
_TEXTS = re.compile(rb"^(SUMMARY|DESCRIPTION|LOCATION|NAME|X-WR-CALNAME|X-WR-CALDESC)(?:;[^:]*)?:(.*)$", re.MULTILINE)
_ESCAPED = re.compile(rb"(?:[^\\;,]|\\[\\;,nN])*")


def calendars(builds: Builds) -> list[Path]:
    return sorted(builds.second.rglob("*.ics"))


def test_lines_are_those_of_the_standard(builds: Builds) -> None:
    files = calendars(builds)
    assert len(files) > 100
    for path in files:
        raw = path.read_bytes()
        assert raw.endswith(b"END:VCALENDAR\r\n"), path
        lines = raw.removesuffix(b"\r\n").split(b"\r\n")
        assert max(map(len, lines)) <= 75, path
        for line in lines:
            line.decode("utf-8")  # no character is cut in two by a fold
            assert line, path
            assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line), path
        unfolded = raw.replace(b"\r\n ", b"").replace(b"\r\n", b"\n")
        for name, value in _TEXTS.findall(unfolded):
            assert _ESCAPED.fullmatch(value), (path, name, value)


def read(path: Path) -> Calendar:
    found = Calendar.from_ical(path.read_bytes())
    assert isinstance(found, Calendar)
    return found


def test_a_library_reads_every_calendar_without_a_complaint(builds: Builds) -> None:
    for path in calendars(builds):
        calendar = read(path)
        assert [part.errors for part in calendar.walk() if part.errors] == [], path
        counted = Counter(name.upper() for name, _ in calendar.property_items(recursive=False))
        assert {name: counted[name] for name in _ONCE} == dict.fromkeys(_ONCE, 1), path
        assert (str(calendar["VERSION"]), str(calendar["METHOD"])) == ("2.0", "PUBLISH")
        assert calendar["REFRESH-INTERVAL"].dt > timedelta()
        assert calendar["NAME"] == calendar["X-WR-CALNAME"]
        assert calendar.subcomponents, path
        own = f"{BASE}/{path.relative_to(builds.second).as_posix()}"
        assert calendar["SOURCE"] == own
        uids = [str(event["UID"]) for event in calendar.events]
        assert len(uids) == len(set(uids)) <= 1000


def test_every_event_is_one_that_programs_show(builds: Builds) -> None:
    seen = 0
    for path in calendars(builds):
        for event in read(path).events:
            seen += 1
            judge(event)
    assert seen > 100


def judge(event: Component) -> None:
    counted = Counter(name.upper() for name, _ in event.property_items(recursive=False))
    assert {name: counted[name] for name in _OF_EVENT} == dict.fromkeys(_OF_EVENT, 1), event
    assert not counted.keys() & {"ORGANIZER", "ATTENDEE", "DURATION", "RRULE"}
    assert not event.walk("VALARM")
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    assert type(start) is type(end)
    if isinstance(start, datetime):
        assert start.tzinfo is UTC or start.utcoffset() == timedelta()
        assert "TZID" not in event["DTSTART"].params
        assert end - start >= timedelta(minutes=1)
    else:
        assert isinstance(start, date)
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert end - start == timedelta(days=1)
    assert str(event["STATUS"]) in ("CONFIRMED", "TENTATIVE", "CANCELLED")
    assert str(event["TRANSP"]) == "TRANSPARENT"
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt <= SECOND
    assert len(str(event["UID"]).encode()) <= 255
    assert str(event["SUMMARY"]).strip()
    assert str(event["URL"]).startswith(f"{BASE}/calls/")


@pytest.mark.parametrize("name", ["all", "business-management", "source/sage-hub"])
def test_an_event_is_the_same_bytes_wherever_it_stands(builds: Builds, name: str) -> None:
    def events(folder: Path) -> set[bytes]:
        raw = (folder / "deadlines.ics").read_bytes()
        return set(re.findall(rb"BEGIN:VEVENT.*?END:VEVENT\r\n", raw, re.DOTALL))

    here = events(builds.second / name)
    assert here
    assert here <= events(builds.second / "all")
