"""Which changed deadlines are news at once, and which must be read again."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.guard import steady
from cfpfeeds.model import Deadline, Kind, Pending, Sighting, State
from tests.guard.values import DAY, NOW, due, seen

OLD = due("2027-03-01")


def read(
    listed: Sighting, *polls: Sighting, every: timedelta = DAY, formers: frozenset[date] = frozenset()
) -> list[tuple[str, ...]]:
    """The days believed after each of several polls, a day apart."""
    pending: tuple[Pending, ...] = ()
    believed = []
    for number, poll in enumerate(polls):
        known = {("call-a", Kind.SUBMISSION): formers}
        found = steady([poll], [listed], pending, formers=known, now=NOW + number * every)
        listed, pending = found.sightings[0], found.pending
        believed.append(tuple(f"{d.date}" for d in listed.deadlines))
    return believed


@pytest.mark.parametrize(
    ("new", "days"),
    [
        pytest.param((due("2027-03-15"),), ("2027-03-15",), id="extended"),
        pytest.param((due("2027-02-20"),), ("2027-02-20",), id="brought-forward"),
        pytest.param((due("2027-03-02"),), ("2027-03-01",), id="a-day-later"),
        pytest.param((due("2027-02-28"),), ("2027-03-01",), id="a-day-earlier"),
        pytest.param((due("2026-03-01"),), ("2027-03-01",), id="a-year-back"),
        pytest.param((due("0202-03-01"),), ("2027-03-01",), id="the-year-0202"),
        pytest.param((due("9999-12-31"),), ("2027-03-01",), id="the-end-of-time"),
        pytest.param((due("2027-03-01", time=time(12), zone="UTC"),), ("2027-03-01",), id="only-a-time"),
        pytest.param((due("2027-03-02"), due("2027-03-01", state=State.SUPERSEDED)), None, id="the-old-day-is-printed"),
        pytest.param((due(None),), ("2027-03-01",), id="to-be-announced-again"),
        pytest.param((OLD, due("2027-02-15", Kind.ABSTRACT)), None, id="a-new-stage"),
        pytest.param((due("2027-03-01", round="Round 1"),), None, id="only-the-round-is-named-anew"),
    ],
)
def test_a_change_is_believed_at_once_or_waits(new: tuple[Deadline, ...], days: tuple[str, ...] | None) -> None:
    expected = days or tuple(str(d.date) for d in new)
    assert read(seen("a", OLD), seen("a", *new)) == [expected]


def test_a_day_in_an_impossible_year_is_never_believed_and_named_as_a_problem() -> None:
    wrong = seen("a", due("0202-03-01"))
    assert set(read(seen("a", OLD), *[wrong] * 30)) == {("2027-03-01",)}
    first = steady([wrong], [], (), formers={}, now=NOW)
    assert [d.date for d in first.sightings[0].deadlines] == [None]
    assert first.sightings[0].deadlines[0].text == "0202-03-01"
    assert "0202" in first.problems[0].message


def test_a_move_by_one_day_is_believed_when_three_polls_over_two_days_agree() -> None:
    moved = seen("a", due("2027-03-02"))
    assert read(seen("a", OLD), *[moved] * 4) == [("2027-03-01",)] * 2 + [("2027-03-02",)] * 2
    often = read(seen("a", OLD), *[moved] * 6, every=timedelta(hours=4))
    assert often == [("2027-03-01",)] * 6


def test_a_list_that_flips_by_a_day_with_every_load_never_changes() -> None:
    flips = [seen("a", due(f"2027-03-0{1 + n % 2}")) for n in range(40)]
    assert set(read(seen("a", OLD), *flips)) == {("2027-03-01",)}


def test_a_source_that_has_taken_a_move_back_must_say_it_for_longer() -> None:
    moved, back = seen("a", due("2027-03-02")), seen("a", OLD)
    assert read(seen("a", OLD), moved, back, *[moved] * 4)[-2:] == [("2027-03-01",)] * 2
    assert read(seen("a", OLD), moved, back, *[moved] * 5)[-1] == ("2027-03-02",)


def test_a_stage_that_is_left_out_for_three_weeks_stays() -> None:
    both, one = seen("a", OLD, due("2027-02-15", Kind.ABSTRACT)), seen("a", OLD)
    kept = ("2027-03-01", "2027-02-15")
    assert read(both, *[one] * 21, both) == [kept] * 22
    assert read(both, *[one] * 22)[-1] == ("2027-03-01",)


def test_a_slip_of_a_day_long_past_is_nobodys_news() -> None:
    past, slipped = seen("a", due("2026-10-01")), seen("a", due("2026-10-02"))
    assert set(read(past, *[slipped] * 30)) == {("2026-10-01",)}
    assert read(past, seen("a", due("2026-12-24"))) == [("2026-12-24",)]


def test_a_stage_that_has_passed_stays_for_good() -> None:
    both, one = seen("a", OLD, due("2026-11-01", Kind.ABSTRACT)), seen("a", OLD)
    assert set(read(both, *[one] * 30)) == {("2027-03-01", "2026-11-01")}


def test_a_stage_left_out_while_another_is_extended_and_renamed_stays() -> None:
    former = seen("a", due("2027-03-01", track="first"), due("2027-09-01", track="second"))
    now = seen("a", due("2027-03-15", track="papers"))
    assert read(former, now) == [("2027-03-15", "2027-09-01")]


def test_the_return_of_a_day_that_was_given_up_waits() -> None:
    given_up = frozenset({date(2027, 2, 1)})
    back = seen("a", due("2027-02-01"))
    assert read(seen("a", OLD), back, back, back, formers=given_up) == [("2027-03-01",)] * 2 + [("2027-02-01",)]


def test_a_page_that_a_person_has_looked_at_is_believed_at_once_but_for_impossible_years() -> None:
    listed = [seen("a", OLD), seen("b", OLD)]
    poll = [seen("a", due("2027-03-02")), seen("b", due("0202-03-01"))]
    found = steady(poll, listed, (), formers={}, now=NOW, trusted=True)
    assert [s.deadlines[0].date for s in found.sightings] == [date(2027, 3, 2), date(2027, 3, 1)]
    assert found.pending == ()


def test_calls_that_were_not_read_keep_what_waits_for_them() -> None:
    moved = seen("a", due("2027-03-02"))
    first = steady([moved], [seen("a", OLD)], (), formers={}, now=NOW)
    without = steady([seen("b")], [seen("a", OLD)], first.pending, formers={}, now=NOW + DAY)
    assert without.pending == first.pending


days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(st.lists(st.lists(days, max_size=3), max_size=8))
def test_a_believed_day_is_always_one_that_the_source_has_printed(polls: list[list[date]]) -> None:
    listed = seen("a", OLD)
    pending: tuple[Pending, ...] = ()
    printed = {date(2027, 3, 1)}
    for number, poll in enumerate(polls):
        printed |= set(poll)
        now = seen("a", *(Deadline(Kind.SUBMISSION, day) for day in poll))
        found = steady([now], [listed], pending, formers={}, now=NOW + number * DAY)
        listed, pending = found.sightings[0], found.pending
        assert {d.date for d in listed.deadlines} <= printed
        again = steady([listed], [listed], pending, formers={}, now=NOW + number * DAY)
        assert again.sightings[0] == listed
