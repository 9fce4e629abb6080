"""Calendars: each deadline an event that keeps its identity, is never late, and reads the same everywhere."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from cfpfeeds.model import Call, Entry, Former, Guess, Kind, Site, State, Status
from cfpfeeds.render.event import event
from cfpfeeds.render.ics import MOST_OCTETS, calendar, call_calendar
from cfpfeeds.render.rss import rss
from cfpfeeds.text import clean_line
from tests.render.samples import EXTENDED, GOLDEN, SAMPLES, SEEN, SITE, a_call, a_deadline, a_feed, an_entry


def read(body: bytes) -> Any:
    parsed = Calendar.from_ical(body)
    assert not parsed.errors
    return parsed


def read_event(call: Call, entry: Entry, site: Site = SITE) -> Any:
    return Event.from_ical(event(call, entry, site))


def with_deadline(**changes: Any) -> Any:
    return read_event(a_call(), an_entry(deadline=a_deadline(**changes)))


def assert_well_folded(body: bytes) -> None:
    """RFC 5545 3.1, and no escaped character cut in two."""
    assert body.endswith(b"\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert b"\r" not in body.replace(b"\r\n", b"")
    for line in body.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(line) <= 75
        line.decode("utf-8")
        assert (len(line) - len(line.rstrip(b"\\"))) % 2 == 0


@pytest.mark.parametrize(
    ("changes", "start", "end"),
    [
        pytest.param({}, date(2024, 5, 31), date(2024, 6, 1), id="day-alone"),
        pytest.param({"time": time(23, 59), "zone": "AoE"}, date(2024, 5, 31), date(2024, 6, 1), id="aoe"),
        pytest.param({"time": time(12), "zone": "UTC-12:00"}, date(2024, 5, 31), date(2024, 6, 1), id="aoe-as-offset"),
        pytest.param({"time": time(17)}, date(2024, 5, 31), date(2024, 6, 1), id="time-without-zone-never-floats"),
        pytest.param({"zone": "Europe/Berlin"}, date(2024, 5, 31), date(2024, 6, 1), id="zone-without-time"),
        pytest.param(
            {"time": time(17), "zone": "Europe/Berlin", "guesses": (Guess.ZONE,)},
            date(2024, 5, 31),
            date(2024, 6, 1),
            id="guessed-zone-is-no-zone",
        ),
        pytest.param(
            {"time": time(17), "zone": "Europe/Berlin"},
            datetime(2024, 5, 31, 15, 0, tzinfo=UTC),
            datetime(2024, 5, 31, 15, 1, tzinfo=UTC),
            id="summer-time",
        ),
        pytest.param(
            {"time": time(23, 59), "zone": "UTC-08:00"},
            datetime(2024, 6, 1, 7, 59, tzinfo=UTC),
            datetime(2024, 6, 1, 8, 0, tzinfo=UTC),
            id="offset-over-midnight",
        ),
        pytest.param({"date": date(2024, 2, 29)}, date(2024, 2, 29), date(2024, 3, 1), id="leap-day"),
        pytest.param({"date": date(2024, 12, 31)}, date(2024, 12, 31), date(2025, 1, 1), id="new-year"),
    ],
)
def test_when_an_event_stands(changes: dict[str, Any], start: date, end: date) -> None:
    shown = with_deadline(**changes)
    assert (shown["dtstart"].dt, shown["dtend"].dt) == (start, end)
    assert "TZID" not in shown["dtstart"].params


@pytest.mark.parametrize(
    ("entry", "summary"),
    [
        pytest.param(an_entry(), "Submission due: Care at the edges of the clinic", id="day"),
        pytest.param(EXTENDED, "Submission due: Care at the edges of the clinic (AoE) (extended)", id="extended"),
        pytest.param(
            an_entry(deadline=a_deadline(time=time(12), zone="AoE")),
            "Submission due: Care at the edges of the clinic (12:00 AoE)",
            id="noon-aoe",
        ),
        pytest.param(
            an_entry(deadline=a_deadline(time=time(17))),
            "Submission due: Care at the edges of the clinic (17:00, no time zone printed)",
            id="no-zone",
        ),
        pytest.param(
            an_entry(deadline=a_deadline(time=time(17), zone="Europe/Berlin")),
            "Submission due: Care at the edges of the clinic",
            id="timed",
        ),
        pytest.param(
            an_entry(deadline=a_deadline(kind=Kind.ABSTRACT, round="Round 2", track="Short papers")),
            "Abstract due (Round 2, Short papers): Care at the edges of the clinic",
            id="round",
        ),
        pytest.param(
            an_entry(deadline=a_deadline(state=State.CANCELLED)),
            "Cancelled: Submission due: Care at the edges of the clinic",
            id="cancelled",
        ),
        pytest.param(
            an_entry(deadline=a_deadline(guesses=(Guess.YEAR,))),
            "Submission due: Care at the edges of the clinic (year inferred)",
            id="guessed-year",
        ),
    ],
)
def test_summary_says_what_is_due_then_the_call(entry: Entry, summary: str) -> None:
    assert read_event(a_call(), entry)["summary"] == summary


@pytest.mark.parametrize(
    ("call", "changes", "status"),
    [
        pytest.param(a_call(), {}, "CONFIRMED", id="plain"),
        pytest.param(a_call(), {"guesses": (Guess.YEAR,)}, "TENTATIVE", id="guessed-year"),
        pytest.param(a_call(), {"guesses": (Guess.KIND,)}, "CONFIRMED", id="guessed-stage"),
        pytest.param(a_call(), {"state": State.CANCELLED}, "CANCELLED", id="cancelled"),
        pytest.param(a_call(status=Status.WITHDRAWN), {}, "CONFIRMED", id="passed-before-the-withdrawal"),
    ],
)
def test_status(call: Call, changes: dict[str, Any], status: str) -> None:
    assert read_event(call, an_entry(deadline=a_deadline(**changes)))["status"] == status


def test_a_withdrawal_is_told_on_what_it_cancels_alone() -> None:
    call = a_call(status=Status.WITHDRAWN)
    cancelled = read_event(call, an_entry(deadline=a_deadline(state=State.CANCELLED)))
    assert "The call has been withdrawn." in cancelled["description"].split("\n")
    assert read_event(call, an_entry()) == read_event(a_call(), an_entry())


def test_description_holds_deadline_utc_venue_evidence_history_and_link() -> None:
    assert read_event(SAMPLES[0], EXTENDED)["description"].split("\n") == [
        "Submission due 31 May 2024 (23:59 AoE).",
        "The last moment is 1 June 2024, 11:59 UTC.",
        "Journal of Interactive Marketing",
        "“~~May 1, 2024~~ Extended to May 31, 2024 (AoE)” (Sage)",
        "Was 1 May 2024 until 3 April 2024 (Sage)",
        "Evidence, history, report a mistake:",
        "https://calls.example.org/calls/c01#date-submission",
    ]


PLACE = "https://calls.example.org/calls/c1f0#date-submission"


@pytest.mark.parametrize(
    ("printed", "link"),
    [
        pytest.param("Papers by 31 May", f"{PLACE}:~:text=Papers%20by%2031%20May", id="marked-there"),
        pytest.param("", PLACE, id="nothing-printed"),
        pytest.param("~~1 May~~ 31 May", PLACE, id="struck-words-stand-between"),
        pytest.param("Papers … by 31 May", PLACE, id="left-out-words-stand-between"),
        pytest.param("النموذج " * 30, PLACE, id="too-long-for-a-calendar"),
    ],
)
def test_an_event_leads_to_its_date_on_our_page_and_marks_what_was_printed(printed: str, link: str) -> None:
    shown = read_event(a_call(), an_entry(deadline=a_deadline(text=printed)))
    assert shown["description"].split("\n")[-2:] == ["Evidence, history, report a mistake:", link]
    assert shown["url"] == "https://calls.example.org/calls/c1f0"


def test_where_no_address_for_mistakes_is_known_none_is_promised() -> None:
    silent = replace(SITE, contact="", mistakes="")
    (shown,) = read(calendar(a_feed(a_call()), silent)).walk("VEVENT")
    assert "\nEvidence and history:\nhttps://" in shown["description"]
    assert b"Report a mistake" not in rss(a_feed(a_call()), silent)
    assert b"/calls/c1f0#report" in rss(a_feed(a_call()), SITE)


def test_a_call_that_its_source_calls_closed_says_so_whatever_its_day() -> None:
    shown = read_event(a_call(status=Status.CLOSED), an_entry())
    assert shown["summary"] == "Closed: Submission due: Care at the edges of the clinic"
    assert "The source says that this call is closed." in shown["description"].split("\n")


def test_a_deadline_without_a_day_cannot_be_an_event() -> None:
    with pytest.raises(ValueError, match="without a day"):
        event(a_call(), an_entry(deadline=a_deadline(date=None)), SITE)


def test_identity_survives_a_new_date_a_new_title_and_a_new_venue() -> None:
    moved = an_entry(deadline=a_deadline(date=date(2024, 8, 1)), sequence=3)
    before, after = read_event(a_call(), an_entry()), read_event(a_call(title="New", venue="New"), moved)
    assert before["uid"] == after["uid"] == "c1f0-submission@calls.example.org"
    assert after["sequence"] == 3


def test_stamps_come_from_the_entry_alone() -> None:
    # merge stamps the entries of a call whose title or venue changes, so that a sibling's move touches nothing here
    later = SEEN + timedelta(days=3)
    shown = read_event(a_call(updated_at=later + timedelta(days=9)), an_entry(modified_at=later))
    assert shown["dtstamp"].dt == shown["last-modified"].dt == later.replace(microsecond=0)
    assert shown["created"].dt == SEEN.replace(microsecond=0)


def test_nobody_is_invited_nothing_rings_and_no_time_is_blocked() -> None:
    body = calendar(GOLDEN, SITE)
    for word in (b"ORGANIZER", b"ATTENDEE", b"VALARM", b"RRULE", b"TZID", b"ATTACH", b"VTODO"):
        assert word not in body
    assert body.count(b"TRANSP:TRANSPARENT") == body.count(b"BEGIN:VEVENT") == 18


def test_only_what_is_due_on_a_known_day_and_still_stands_makes_an_event() -> None:
    entries = (
        an_entry("submission", deadline=a_deadline()),
        an_entry("submission-2", deadline=a_deadline(state=State.SUPERSEDED)),
        an_entry("abstract", deadline=a_deadline(kind=Kind.ABSTRACT, date=None, text="TBD")),
        an_entry("notification", deadline=a_deadline(kind=Kind.NOTIFICATION)),
        an_entry("submission-3", deadline=a_deadline(date=date.max)),
    )
    body = calendar(a_feed(a_call(entries=entries)), SITE)
    assert [shown["uid"] for shown in read(body).walk("VEVENT")] == ["c1f0-submission@calls.example.org"]


def test_categories_are_stage_and_disciplines_with_commas_kept_inside() -> None:
    body = event(a_call(disciplines=("history-art-law", "nursing")), an_entry(), SITE)
    assert b"CATEGORIES:Submission,History\\, art\\; law,Nursing\r\n" in body


def test_header_is_what_subscribing_programs_look_for() -> None:
    feed = a_feed(title="Calls for papers: History, art; law " + "and more " * 9, description="a, b; c")
    body = calendar(feed, SITE)
    shown = read(body)
    assert shown["name"] == shown["x-wr-calname"]
    assert len(shown["name"]) <= 60
    for line in (
        b"NAME:Calls for papers: History\\, art\\; law",
        b"X-WR-CALDESC:a\\, b\\; c\r\n",
        b"METHOD:PUBLISH\r\n",
        b"REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n",
        b"X-PUBLISHED-TTL:PT12H\r\n",
        b"SOURCE;VALUE=URI:https://calls.example.org/nursing/deadlines.ics\r\n",
        b"URL:https://calls.example.org/nursing/\r\n",
        b"LAST-MODIFIED:20240105T083015Z\r\n",
    ):
        assert line in body
    assert body.index(b"X-WR-TIMEZONE") < body.index(b"BEGIN:VTIMEZONE")


def test_an_empty_calendar_explains_utc_and_invents_no_event() -> None:
    shown = read(calendar(a_feed(), SITE))
    assert not shown.walk("VEVENT")
    assert [zone["tzid"] for zone in shown.walk("VTIMEZONE")] == ["UTC"]


def test_the_same_event_is_the_same_bytes_in_every_calendar() -> None:
    wanted = event(SAMPLES[0], EXTENDED, SITE)
    assert wanted in calendar(GOLDEN, SITE)
    assert wanted in calendar(a_feed(SAMPLES[0], slug="all", title="All"), SITE)
    assert wanted in call_calendar(SAMPLES[0], SITE)


def test_the_calendar_of_one_call_names_the_call_and_its_own_address() -> None:
    body = call_calendar(SAMPLES[0], SITE)
    assert b"NAME:Care at the edges of the clinic\r\n" in body
    assert b"SOURCE;VALUE=URI:https://calls.example.org/calls/c01.ics\r\n" in body
    assert len(read(body).walk("VEVENT")) == 2


def test_events_are_made_once_and_reused() -> None:
    fragments: dict[str, bytes] = {}
    body = calendar(GOLDEN, SITE, fragments)
    assert len(fragments) == 18
    marked = {key: made.replace(b"CLASS:PUBLIC", b"CLASS:REUSED") for key, made in fragments.items()}
    assert calendar(GOLDEN, SITE, marked) == body.replace(b"CLASS:PUBLIC", b"CLASS:REUSED")


@pytest.mark.parametrize(
    ("call", "site"),
    [
        pytest.param(a_call(title="Other"), SITE, id="title"),
        pytest.param(a_call(venue="Other"), SITE, id="venue"),
        pytest.param(a_call(status=Status.WITHDRAWN), SITE, id="withdrawn"),
        pytest.param(a_call(disciplines=("marketing",)), SITE, id="discipline"),
        pytest.param(a_call(updated_at=SEEN + timedelta(hours=1)), SITE, id="time-of-change"),
        pytest.param(a_call(entries=(an_entry(deadline=a_deadline(text="Other")),)), SITE, id="printed-words"),
        pytest.param(a_call(), Site("https://other.example", uid_domain="calls.example.org"), id="site"),
    ],
)
def test_a_kept_event_is_never_shown_for_another_content(call: Call, site: Site) -> None:
    fragments: dict[str, bytes] = {}
    calendar(a_feed(a_call()), SITE, fragments)
    assert calendar(a_feed(call), site, fragments) == calendar(a_feed(call), site)


def test_a_calendar_stays_below_its_limit_without_the_furthest_future() -> None:
    big = {"title": "护理研究的未来" * 40, "venue": "护理学杂志" * 30}
    fragments: dict[str, bytes] = {}
    made = event(a_call(**big), an_entry(), SITE)
    calls = [
        a_call(f"c{n:04}", **big, entries=(an_entry(deadline=a_deadline(date=date(2024, 1, 1) + timedelta(days=n))),))
        for n in range(1200)
    ]
    body = calendar(a_feed(*reversed(calls)), SITE, fragments)
    shown = [uid.decode() for uid in re.findall(rb"\nUID:(\w+)-", body)]
    assert MOST_OCTETS - 2 * len(made) < len(body) < 900_000
    assert shown == [f"c{n:04}" for n in reversed(range(len(shown)))]


def test_a_moment_at_the_end_of_time_is_told_as_a_day() -> None:
    shown = with_deadline(date=date(9998, 12, 31), time=time(23, 59), zone="UTC-08:00")
    assert shown["dtend"].dt == datetime(9999, 1, 1, 8, 0, tzinfo=UTC)


def test_a_long_history_is_told_in_its_last_two_steps() -> None:
    steps = tuple(Former(date(2024, month, 1), None, "", SEEN + timedelta(days=month), "sage") for month in (1, 2, 3))
    lines = read_event(a_call(), an_entry(former=steps))["description"].split("\n")
    assert [line for line in lines if line.startswith("Was")] == [
        "Was 1 March 2024 until 8 January 2024 (Sage)",
        "Was 1 February 2024 until 7 January 2024 (Sage)",
    ]


ANY_TEXT = st.text() | st.text(alphabet="\\;,\n n'\"&<é日👩🏽‍⚕️", max_size=400)


@given(title=ANY_TEXT, venue=ANY_TEXT, printed=ANY_TEXT)
def test_any_text_is_folded_within_bounds_and_reads_back(title: str, venue: str, printed: str) -> None:
    call = a_call(title=title, venue=venue, entries=(an_entry(deadline=a_deadline(text=printed)),))
    body = calendar(a_feed(call, title=title, description=venue), SITE)
    assert_well_folded(body)
    (shown,) = read(body).walk("VEVENT")
    assert len(shown["summary"]) <= 100
    assert len(shown["description"]) <= 400
    assert shown["description"].split("\n")[-1].startswith(PLACE)
    wanted = clean_line(title) or "untitled call"
    if len(wanted) <= 80:
        assert shown["summary"] == f"Submission due: {wanted}"
    if 0 < len(clean_line(venue)) <= 80:
        assert clean_line(venue) in shown["description"].split("\n")


@pytest.mark.parametrize("before", range(30, 75))
def test_an_escaped_backslash_is_never_cut_in_two(before: int) -> None:
    assert_well_folded(event(a_call(title="x" * before + "\\\\n\\;\\,"), an_entry(), SITE))
