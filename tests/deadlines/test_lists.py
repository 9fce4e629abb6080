"""Lists in which dates and labels take turns: which line belongs to which is told by the whole list."""

from __future__ import annotations

from datetime import date

import pytest

from cfpfeeds.deadlines import read
from cfpfeeds.model import DeadlineText, Kind

ABSTRACT, PAPER = (Kind.ABSTRACT, date(2027, 3, 1)), (Kind.SUBMISSION, date(2027, 6, 1))


def due(lines: list[str], label: str = "") -> list[tuple[Kind, date | None]]:
    parts = [DeadlineText(line, label=label, prose=True) for line in lines]
    return [(d.kind, d.date) for d in read(parts, posted=date(2026, 11, 1), language="en").deadlines if d.kind.is_due]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Abstracts", "1 March 2027", "Full papers", "1 June 2027"], id="labels-above"),
        pytest.param(["1 March 2027", "Abstracts", "1 June 2027", "Full papers"], id="labels-below"),
        pytest.param(
            ["Key dates for papers", "1 March 2027", "Abstracts", "1 June 2027", "Full papers"],
            id="labels-below-a-heading",
        ),
        pytest.param(
            [
                *("1 March 2027", "Abstracts", "Nothing comes later."),
                *("1 June 2027", "Full papers", "Eight pages."),
                *("10 June 2027", "Registration", "Bring a cup."),
            ],
            id="cards-of-three-lines",
        ),
        pytest.param(["Abstracts: 1 March 2027 Full papers:", "1 June 2027"], id="a-label-at-the-end-of-a-line"),
    ],
)
def test_each_day_gets_its_own_label(lines: list[str]) -> None:
    assert due(lines) == [ABSTRACT, PAPER]


def test_a_day_right_under_the_title_with_its_weekday_is_the_day_of_the_post() -> None:
    assert due(["Symposium submissions", "Friday, 1 January 2027", "Papers are due on 1 June 2027"]) == [PAPER]


def test_related_calls_stay_others_under_their_own_headings() -> None:
    parts = [DeadlineText("Papers are due on 1 June 2027", prose=True)]
    parts += [DeadlineText(line, label="Related calls", prose=True) for line in ("Related calls",)]
    parts += [DeadlineText(line, label="Bells", prose=True) for line in ("Bells", "Deadline: 1 March 2027")]
    found = read(parts, posted=date(2026, 11, 1), language="en").deadlines
    assert [(d.kind, d.date) for d in found] == [PAPER]


def test_days_of_an_earlier_edition_are_left_alone() -> None:
    lines = ["Paper deadline: 1 June 2027", "2025: paper deadline 2 June 2025", "2024: paper deadline 3 June 2024"]
    assert due(lines) == [PAPER]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["Call for Abstracts: Care", "Submission deadline: 1 March 2027"], [ABSTRACT], id="only-abstracts"
        ),
        pytest.param(
            ["Call for Abstracts: Care", "Abstracts are due on 1 March 2027.", "Submission deadline: 1 June 2027"],
            [ABSTRACT, PAPER],
            id="abstracts-have-a-day-of-their-own",
        ),
        pytest.param(
            ["Call for Abstracts: Care", "Submission deadline: 1 March 2027", "Full papers are due on 1 June 2027."],
            [ABSTRACT, PAPER],
            id="papers-have-a-day-of-their-own",
        ),
        pytest.param(
            ["Call for Abstracts and Papers: Care", "Submission deadline: 1 June 2027"], [PAPER], id="papers-as-well"
        ),
    ],
)
def test_a_submission_to_a_call_for_abstracts_is_an_abstract(
    lines: list[str], expected: list[tuple[Kind, date | None]]
) -> None:
    assert due(lines) == expected


def test_a_call_for_papers_that_begins_with_abstracts_has_no_day_for_papers_beside_theirs() -> None:
    lines = ["The call for papers is extended until 1 March 2027.", "Abstracts: 1 March 2027", "Papers: 1 June 2027"]
    assert due(lines) == [ABSTRACT, PAPER]


@pytest.mark.parametrize(
    ("second", "tracks"),
    [
        pytest.param("Papers: 1 June 2027", ["", ""], id="one-after-the-other"),
        pytest.param("Abstracts: 1 June 2027", ["Workshops", "Demonstrations"], id="the-same-stage-twice"),
    ],
)
def test_headings_are_tracks_only_where_one_stage_has_several_days(second: str, tracks: list[str]) -> None:
    parts = [
        DeadlineText("Abstracts: 1 March 2027", label="Workshops", prose=True),
        DeadlineText(second, label="Demonstrations", prose=True),
    ]
    assert [d.track for d in read(parts, posted=date(2026, 11, 1), language="en").deadlines] == tracks


def test_what_one_track_struck_out_stands_in_another() -> None:
    parts = [
        DeadlineText("Papers: ~~1 June 2027~~ 8 June 2027", label="Poster session", prose=True),
        DeadlineText("Papers: 1 June 2027", label="Doctoral symposium", prose=True),
    ]
    found = read(parts, posted=date(2026, 11, 1), language="en").deadlines
    assert [(d.date, d.state.value) for d in found] == [
        (date(2027, 6, 1), "superseded"),
        (date(2027, 6, 8), "active"),
        (date(2027, 6, 1), "active"),
    ]


def test_the_stage_of_a_field_stands_in_its_label() -> None:
    parts = [DeadlineText("2027-03-01", label="Abstract"), DeadlineText("2027-05-01", label="Notification")]
    found = read(parts).deadlines
    assert [d.kind for d in found] == [Kind.ABSTRACT, Kind.NOTIFICATION]


def test_a_text_longer_than_any_call_is_read_to_a_limit_and_says_so() -> None:
    text = "Papers are due on 1 June 2027. " + "word " * 60_000 + "Abstracts are due on 1 March 2027."
    reading = read([DeadlineText(text, prose=True)], language="en")
    assert [(d.kind, d.date) for d in reading.deadlines] == [PAPER]
    assert "only its beginning was read" in reading.problems[0]


@pytest.mark.parametrize("text", ["2027_03_01", "2027-03-01"])
def test_days_that_programs_print_with_underscores_are_days(text: str) -> None:
    assert due([f"Abstract deadline: {text}"]) == [ABSTRACT]
    assert [d.date for d in read([DeadlineText(text)]).deadlines] == [date(2027, 3, 1)]


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "0000-00-00 00:00:00"])
def test_a_day_that_stands_for_none_is_none(text: str) -> None:
    found = read([DeadlineText(text)])
    assert [d.date for d in found.deadlines] == [None]
    assert found.problems
