"""Laws: no text breaks the reader, printed days read back in every language, time grows with the text and no faster."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from cfpfeeds.deadlines import read
from cfpfeeds.deadlines.names import LANGUAGES
from cfpfeeds.model import DeadlineText, Kind

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
WORDS = st.sampled_from(
    [
        "deadline",
        "submission",
        "until",
        "extended to",
        "~~",
        "abstract",
        "2024",
        "31",
        "March",
        "3/4/2025",
        "5月1日",
        "|",
        ":",
        "23:59",
        "AoE",
        "UTC-12",
        "TBD",
        "bis",
        "le 1er",
        "令和",
        "元年",
        "تمديد",
        "-",
        "to",
        "(",
        ")",
        ".",
        "\n",
        "und",
        "May",
    ]
)


@given(st.text(max_size=300), st.text(max_size=40), st.booleans())
def test_any_text_is_read_without_an_error(text: str, label: str, prose: bool) -> None:
    reading = read((DeadlineText(text, label=label, prose=prose),), posted=date(2024, 1, 1))
    assert all(deadline.text.strip() for deadline in reading.deadlines)


@given(st.lists(WORDS, max_size=40), st.lists(WORDS, max_size=6), st.booleans())
def test_any_words_of_the_trade_are_read_without_an_error(text: list[str], label: list[str], prose: bool) -> None:
    parts = [DeadlineText(" ".join(text), label=" ".join(label), prose=prose)] * 2
    for deadline in read(parts, posted=date(2024, 1, 1), language="en").deadlines:
        assert deadline.text.strip()


@given(DAYS, st.sampled_from(LANGUAGES), st.sampled_from(["long", "full", "medium"]))
@settings(max_examples=400)
def test_a_printed_day_reads_back_in_every_language(day: date, language: str, form: str) -> None:
    text = format_date(day, form, locale=language)
    # Persian dates in the Persian calendar, and years in two figures before the month, are left alone.
    found = read((DeadlineText(text),), language=language).deadlines
    assert [d.date for d in found] == [day], text


@given(DAYS)
def test_numbers_read_back_in_the_order_that_the_country_has(day: date) -> None:
    for country, text in (("GB", f"{day:%d/%m/%Y}"), ("US", f"{day:%m/%d/%Y}"), ("DE", f"{day:%d.%m.%Y}")):
        (found,) = read((DeadlineText(text),), country=country).deadlines
        assert found.date == day


@given(DAYS, st.sampled_from(["Submission deadline: {}", "{}: papers due", "Please submit your paper by {}."]))
def test_the_words_of_a_deadline_hold_its_printed_day(day: date, frame: str) -> None:
    printed = format_date(day, "long", locale="en")
    (found,) = read((DeadlineText(frame.format(printed), prose=True),), language="en").deadlines
    assert (found.kind, found.date) == (Kind.SUBMISSION, day)
    assert printed in found.text


@given(st.lists(DAYS, min_size=2, max_size=5, unique=True))
def test_repeating_a_page_changes_nothing(days: list[date]) -> None:
    parts = [DeadlineText(f"Submission deadline: {day:%d %B %Y}", prose=True) for day in days]
    assert read(parts + parts).deadlines == read(parts).deadlines


def steps(parts: Sequence[DeadlineText]) -> int:
    """How many lines of Python a reading runs through: the same on every machine, however busy."""
    count = 0

    def counting(*_: object) -> Callable[..., object]:
        nonlocal count
        count += 1
        return counting

    before = sys.gettrace()
    sys.settrace(counting)
    try:
        read(parts, posted=date(2024, 1, 1))
    finally:
        sys.settrace(before)
    return count


def days(count: int) -> list[str]:
    """Different days, in the order of the calendar."""
    return [f"{date(2024, 1, 1) + timedelta(days=n):%d %B %Y}" for n in range(count)]


SHORT = 2000
TIMES = 4
MOST = 5
"""Four times the text takes four times the steps; a twentieth of what grows with the square would show."""


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("1 ", id="numbers"),
        pytest.param("1.", id="dots"),
        pytest.param("12/12/", id="slashes"),
        pytest.param("3-", id="hyphens"),
        pytest.param("~~", id="strikes"),
        pytest.param("May ", id="months"),
        pytest.param("5 May 2024 ", id="days"),
        pytest.param("5 May, ", id="days-without-year"),
        pytest.param("1-2-3 May - ", id="ranges"),
        pytest.param("deadline ", id="stage-words"),
        pytest.param("submission deadline 5 May 2024, ", id="deadlines"),
        pytest.param("The submission deadline is 5 May 2024. ", id="sentences"),
        pytest.param("5 May 2024 submission deadline, ", id="dates-first"),
        pytest.param("deadline extended to 5 May 2024, ", id="extensions"),
        pytest.param("Papers due: 5 May 2024. Abstracts due: extended to 9 May 2024. ", id="old-and-new"),
        pytest.param("1 May 2024 → ", id="arrows"),
        pytest.param("| deadline | 5 May 2024 ", id="cells"),
        pytest.param("no later than ", id="phrases"),
        pytest.param("締切", id="ideographs"),
        pytest.param("投稿締切5月1日", id="ideographs-and-days"),
        pytest.param("마감일 5월 1일 ", id="hangul"),
        pytest.param("x", id="one-word"),
        pytest.param("(", id="brackets"),
        pytest.param("\n", id="lines"),
        pytest.param("Mon, ", id="weekdays"),
        pytest.param("A" * 9 + "a", id="seams"),
        pytest.param("23:59 ", id="times"),
        pytest.param("AoE UTC-12 ", id="zones"),
        pytest.param("e\u0301\u0327", id="combining-marks"),
    ],
)
def test_a_long_hostile_text_takes_work_in_proportion(unit: str) -> None:
    def work(length: int) -> int:
        return steps((DeadlineText(unit * (length // len(unit)), prose=True),))

    work(SHORT * TIMES)  # what is remembered of words is remembered before
    assert work(SHORT * TIMES) <= MOST * work(SHORT)


@pytest.mark.parametrize(
    ("label", "form"),
    [
        pytest.param("", "Submission deadline: {}", id="entries"),
        pytest.param("", "Submission deadline extended to {}", id="extended-entries"),
        pytest.param("Important dates", "Submission deadline for papers of track {}", id="one-heading"),
        pytest.param("", "~~{}~~", id="struck"),
        pytest.param("", "{}", id="days-alone"),
        pytest.param("Submission deadline", "{}", id="days-under-a-label"),
    ],
)
def test_many_entries_take_work_in_proportion(label: str, form: str) -> None:
    def work(count: int) -> int:
        return steps([DeadlineText(form.format(day), label=label, prose=True) for day in days(count)])

    work(TIMES * 50)
    assert work(TIMES * 50) <= MOST * work(50)


def test_every_other_entry_extended_takes_work_in_proportion() -> None:
    def work(count: int) -> int:
        said = [f"Submission deadline{' extended to' if n % 2 else ':'} {day}" for n, day in enumerate(days(count))]
        return steps([DeadlineText(text, prose=True) for text in said])

    work(TIMES * 50)
    assert work(TIMES * 50) <= MOST * work(50)


def test_full_days_beside_days_without_a_year_take_work_in_proportion() -> None:
    def work(count: int) -> int:
        return steps([DeadlineText(f"Papers due {day}, {day[:-5]}", prose=True) for day in days(count)])

    work(TIMES * 50)
    assert work(TIMES * 50) <= MOST * work(50)


def test_a_long_heading_over_many_entries_takes_work_in_proportion() -> None:
    def work(count: int) -> int:
        heading = "call for papers " * count
        return steps([DeadlineText(f"Papers due {day}", label=heading, prose=True) for day in days(count)])

    work(TIMES * 25)
    assert work(TIMES * 25) <= MOST * work(25)
