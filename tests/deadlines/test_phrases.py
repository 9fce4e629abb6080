"""Phrases as sources print them in the field of a deadline, and what a careful person reads in them."""

from __future__ import annotations

from datetime import date, time

import pytest

from cfpfeeds.deadlines import read
from cfpfeeds.model import AOE, Deadline, DeadlineText, Guess, Kind, Reading, State, Status

POSTED = date(2024, 1, 5)
ABSTRACT, SUBMISSION = Kind.ABSTRACT, Kind.SUBMISSION


def reading(text: str, **part: object) -> Reading:
    return read((DeadlineText(text, **part),), posted=POSTED)  # type: ignore[arg-type]


def active(found: Reading) -> list[tuple[Kind, date | None]]:
    return [(d.kind, d.date) for d in found.deadlines if d.state is State.ACTIVE and d.date]


def only(found: Reading) -> Deadline:
    (deadline,) = [d for d in found.deadlines if d.state is State.ACTIVE]
    return deadline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("deadline May 31, 2024", [(SUBMISSION, date(2024, 5, 31))], id="plain"),
        pytest.param("d eadline Aug 31, 2024", [(SUBMISSION, date(2024, 8, 31))], id="word-split-by-markup"),
        pytest.param(
            "deadline 10-Jan-2024 for abstract, 30-Jun-2024 for submission",
            [(ABSTRACT, date(2024, 1, 10)), (SUBMISSION, date(2024, 6, 30))],
            id="two-stages-in-one-phrase",
        ),
        pytest.param(
            "deadline feb 29, 2024: Abstract submission (300-500 words)",
            [(ABSTRACT, date(2024, 2, 29))],
            id="stage-behind",
        ),
        pytest.param(
            "Special issue call for papers - deadline May 6, 2024",
            [(SUBMISSION, date(2024, 5, 6))],
            id="behind-a-title",
        ),
        pytest.param("Submission deadline: 15th April 2026", [(SUBMISSION, date(2026, 4, 15))], id="ordinal"),
        pytest.param(
            "Submission deadline for abstracts: February 4, 2022", [(ABSTRACT, date(2022, 2, 4))], id="for-abstracts"
        ),
        pytest.param(
            "November 15, 2026: Deadline for abstract submissions", [(ABSTRACT, date(2026, 11, 15))], id="date-first"
        ),
        pytest.param(
            "Abstracts of no more than 750 words should be submitted by Monday 2 November 2026",
            [(ABSTRACT, date(2026, 11, 2))],
            id="word-count-is-no-day",
        ),
        pytest.param("Abstract Submission Due Date: 31 October 2026", [(ABSTRACT, date(2026, 10, 31))], id="due-date"),
        pytest.param(
            "15 August 2026-15 October 2026 - Full article submission deadline",
            [(SUBMISSION, date(2026, 10, 15))],
            id="window-counts-by-its-end",
        ),
        pytest.param(
            "Submission system open 2026-03-01; deadline 2026-06-01",
            [(SUBMISSION, date(2026, 6, 1))],
            id="opening-is-none",
        ),
        pytest.param(
            "The two-page manuscript precis (due Sept. 1, 2022) should outline the design",
            [(ABSTRACT, date(2022, 9, 1))],
            id="abbreviated-month",
        ),
        pytest.param(
            "NOW Sept. 30, 2022 : Deadline for investigators to submit a two-page precis",
            [(ABSTRACT, date(2022, 9, 30))],
            id="blank-before-colon",
        ),
        pytest.param(
            "Nov. 1, 2022 : Guest editors invite selected authors to submit a full manuscript",
            [(Kind.NOTIFICATION, date(2022, 11, 1))],
            id="invitation",
        ),
        pytest.param("We anticipate that the issue will be published in April 2024.", [], id="publication"),
        pytest.param("Deadline: 31.07.2025.", [(SUBMISSION, date(2025, 7, 31))], id="dots"),
        pytest.param("31/12/2026", [(SUBMISSION, date(2026, 12, 31))], id="day-first"),
        pytest.param("01/25/2026", [(SUBMISSION, date(2026, 1, 25))], id="month-first"),
        pytest.param("15/May/2026", [(SUBMISSION, date(2026, 5, 15))], id="month-between-slashes"),
        pytest.param("Dec-15-2026", [(SUBMISSION, date(2026, 12, 15))], id="month-before-day"),
        pytest.param("15th of May, 2026", [(SUBMISSION, date(2026, 5, 15))], id="of"),
        pytest.param("AUG 15, 2026", [(SUBMISSION, date(2026, 8, 15))], id="capitals"),
        pytest.param("2026/5/9", [(SUBMISSION, date(2026, 5, 9))], id="year-first-slashes"),
        pytest.param("2026.05.10", [(SUBMISSION, date(2026, 5, 10))], id="year-first-dots"),
        pytest.param("30 August 2024", [(SUBMISSION, date(2024, 8, 30))], id="bare"),
    ],
)
def test_reads_stage_and_day(text: str, expected: list[tuple[Kind, date]]) -> None:
    assert active(reading(text)) == expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("General Call for Papers - ongoing", Status.ROLLING, id="ongoing"),
        pytest.param(
            "articles will be accepted on a rolling basis until early 2029", Status.ROLLING, id="rolling-until"
        ),
        pytest.param(
            "None (rolling consideration, submissions will be considered anytime)", Status.ROLLING, id="none-rolling"
        ),
        pytest.param("Ongoing", Status.ROLLING, id="one-word"),
        pytest.param("TBD", Status.UNDATED, id="tbd"),
        pytest.param("Activism, Advocacy, and Allyship – deadline TBD", Status.UNDATED, id="tbd-behind-a-title"),
        pytest.param("None", Status.UNDATED, id="none"),
        pytest.param("See attached call", Status.UNDATED, id="words-only"),
    ],
)
def test_words_without_a_day_give_a_status_and_no_date(text: str, status: Status) -> None:
    found = reading(text)
    assert found.status is status
    assert active(found) == []


def test_the_extended_day_counts_and_the_first_is_kept_as_superseded() -> None:
    found = reading("Published: 9 February 2024 Deadline: 23 February 2024 Extended deadline: 4 March 2024, 23:59 CET")
    assert [(d.date, d.state) for d in found.deadlines] == [
        (date(2024, 2, 23), State.SUPERSEDED),
        (date(2024, 3, 4), State.ACTIVE),
    ]
    assert (only(found).time, only(found).zone) == (time(23, 59), "Europe/Berlin")


def test_an_arrow_leads_to_the_new_day() -> None:
    found = reading("June 30th, 2025 . -> July 31, 2025")
    assert only(found).date == date(2025, 7, 31)
    assert found.deadlines[0].state is State.SUPERSEDED


@pytest.mark.parametrize("text", ["31 September 2026", "2026-02-30", "April 31, 2026"])
def test_impossible_days_keep_their_words_and_make_no_date(text: str) -> None:
    found = reading(text)
    assert [(d.date, d.text) for d in found.deadlines] == [(None, text)]
    assert found.problems


@pytest.mark.parametrize("text", ["January 2025", "Autumn 2027", "early 2029"])
def test_a_bare_month_or_season_keeps_its_words_and_makes_no_date(text: str) -> None:
    (deadline,) = reading(text).deadlines
    assert (deadline.date, deadline.text) == (None, text)


def test_a_contradicting_weekday_is_flagged() -> None:
    deadline = only(reading("Monday 17 July 2024"))
    assert (deadline.date, deadline.guesses) == (date(2024, 7, 17), (Guess.WEEKDAY,))


def test_a_missing_year_is_the_next_such_day_and_marked() -> None:
    deadline = only(reading("Dec 5"))
    assert (deadline.date, deadline.guesses) == (date(2024, 12, 5), (Guess.YEAR,))


def test_without_a_posting_date_a_missing_year_stays_missing() -> None:
    (deadline,) = read((DeadlineText("Dec 5"),)).deadlines
    assert (deadline.date, deadline.text) == (None, "Dec 5")


def test_numbers_of_open_order_make_no_date() -> None:
    found = reading("05/06/2026")
    assert active(found) == []
    assert found.problems


def test_the_country_decides_the_order_of_numbers() -> None:
    part = (DeadlineText("05/06/2026"),)
    assert only(read(part, country="GB")).date == date(2026, 6, 5)
    assert only(read(part, country="US")).date == date(2026, 5, 6)


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        pytest.param("2026-03-12 23:59:59", "AoE", (time(23, 59, 59), AOE), id="ccf"),
        pytest.param("2026-03-12 23:59:59", "UTC-12", (time(23, 59, 59), AOE), id="twelve-behind"),
        pytest.param("2026-3-12 7:05", "UTC-8", (time(7, 5), "UTC-08:00"), id="unpadded"),
        pytest.param("2026-03-12 24:00", "GMT+02", (time(23, 59), "UTC+02:00"), id="end-of-day"),
        pytest.param("2026-03-12 12:00", "PT", (time(12), "America/Los_Angeles"), id="letters"),
        pytest.param("2026-03-12 12:00", "Etc/GMT+8", (time(12), "UTC-08:00"), id="posix-sign"),
        pytest.param("2026-03-12 12:00", "Europe/London", (time(12), "Europe/London"), id="iana"),
        pytest.param("2026-03-12", "UTC", (None, "UTC"), id="day-alone"),
        pytest.param("2026-03-12T12:00:00Z", "", (time(12), "UTC"), id="iso"),
        pytest.param("March 12, 2026, 11:59 pm", "UTC-08", (time(23, 59), "UTC-08:00"), id="words-with-a-zone-field"),
    ],
)
def test_fields_of_deadline_lists(text: str, zone: str, expected: tuple[time | None, str]) -> None:
    deadline = only(reading(text, zone=zone))
    assert deadline.date == date(2026, 3, 12)
    assert (deadline.time, deadline.zone) == expected


@pytest.mark.parametrize("zone", ["IST", "CST", "Middle Earth"])
def test_a_zone_that_may_be_several_is_left_out_with_a_problem(zone: str) -> None:
    found = reading("2026-03-12 23:59", zone=zone)
    assert (only(found).zone, only(found).guesses) == ("", (Guess.ZONE,))
    assert found.problems


def test_the_country_makes_an_ambiguous_zone_clear() -> None:
    part = (DeadlineText("2026-03-12 23:59", zone="IST"),)
    assert only(read(part, country="IN")).zone == "Asia/Kolkata"


def test_a_cancelled_field_is_kept_as_cancelled() -> None:
    (deadline,) = reading("Cancelled").deadlines
    assert (deadline.date, deadline.state) == (None, State.CANCELLED)


def test_the_kind_of_a_field_stands() -> None:
    assert only(reading("2026-03-12", kind=Kind.CAMERA_READY)).kind is Kind.CAMERA_READY
    assert only(reading("12 March 2026 (abstracts)", kind=Kind.SUBMISSION)).kind is Kind.SUBMISSION


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        pytest.param("투고 마감: 24. 3. 12.", "", date(2024, 3, 12), id="hangul-in-the-phrase"),
        pytest.param("투고 마감: 24. 3. 12.", "en", date(2024, 3, 12), id="a-page-said-to-be-english"),
        pytest.param("마감 24. 3. 12.(화)", "", date(2024, 3, 12), id="weekday-behind"),
        pytest.param("원고 접수: 24. 1. 12. ~ 24. 2. 3.", "", date(2024, 2, 3), id="stretch"),
        pytest.param("원고 접수: 24.1.12.(금) ~ 24.2.3.(토)", "", date(2024, 2, 3), id="stretch-with-weekdays"),
        pytest.param("원고 접수: 24. 1. 12. ~ 2. 3.", "", date(2024, 2, 3), id="stretch-whose-end-has-no-year"),
        pytest.param("마감 24. 2. 3.", "", date(2024, 2, 3), id="a-day-of-one-figure"),
        pytest.param("Deadline: 24. 3. 12.", "ko", date(2024, 3, 12), id="hint"),
        pytest.param("Deadline: 24. 3. 12.", "", None, id="nothing-tells"),
        pytest.param("Deadline: 24. 3. 12.", "en", None, id="english-does-not-write-so"),
        pytest.param("Deadline: 24. 2. 3.", "", None, id="no-year-of-one-figure"),
        pytest.param("Abgabe: 24. 2. 3.", "de", None, id="no-year-of-one-figure-in-german"),
        pytest.param("Abgabe bis 24. 3. 26.", "de", date(2026, 3, 24), id="german"),
        pytest.param("Einreichung bis 24. 3. 26.", "", date(2026, 3, 24), id="german-by-its-words"),
        pytest.param("Deadline: 26. 12. 32.", "", date(2032, 12, 26), id="only-one-of-them-is-a-day"),
        pytest.param("Papers due 24.3.26", "", date(2026, 3, 24), id="without-blanks-the-day-stands-first"),
    ],
)
def test_three_numbers_of_two_figures_are_read_by_the_language(text: str, language: str, day: date | None) -> None:
    found = read((DeadlineText(text, prose=True),), posted=POSTED, language=language)
    assert [d.date for d in found.deadlines] == [day]
    assert bool(found.problems) is (day is None)


@pytest.mark.parametrize(
    "beside",
    [pytest.param(DeadlineText("한국지리학회"), id="text"), pytest.param(DeadlineText("x", label="제목"), id="label")],
)
def test_korean_letters_anywhere_in_the_call_tell_where_the_year_stands(beside: DeadlineText) -> None:
    found = read((beside, DeadlineText("Deadline: 24. 3. 12.", prose=True)), posted=POSTED)
    assert date(2024, 3, 12) in [d.date for d in found.deadlines]
