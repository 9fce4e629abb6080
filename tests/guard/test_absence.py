"""Whose absence counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cfpfeeds.guard import returned, spared, unsettled
from cfpfeeds.model import GONE_AFTER, Sighting, SourceState
from tests.guard.values import DAY, NOW, known, seen


def days_until_gone(state: SourceState, listed: list[Sighting], present: set[str], every: timedelta = DAY) -> float:
    """For how many days the first call of `listed` must be missing before it is gone, polled `every` so often."""
    began = now = NOW
    while listed[0].misses < GONE_AFTER:
        kept = spared(listed, present, state, every=every, now=now)
        missing = [s.key for s in listed if s.key not in present and s.key not in kept]
        listed = [
            replace(s, misses=s.misses + 1, missing_since=s.missing_since or now) if s.key in missing else s
            for s in listed
        ]
        state = replace(state, last_success=now, absence_at=now if missing else state.absence_at)
        if now - began > timedelta(days=200):
            break
        now += every
    return (now - began - every) / DAY


def test_a_call_is_gone_after_three_counted_days() -> None:
    assert days_until_gone(known(3), [seen("a"), seen("b")], {"b"}) == 3


def test_many_polls_a_day_count_once() -> None:
    often = timedelta(hours=3)
    assert 2.5 <= days_until_gone(known(3), [seen("a"), seen("b")], {"b"}, every=often) <= 4


def test_a_venue_that_vanishes_as_a_whole_is_gone_after_two_weeks() -> None:
    listed = [seen("a", venue="Soil Letters"), seen("b", venue="Soil Letters"), seen("c")]
    assert days_until_gone(known(3), listed, {"c"}) == 14


def test_a_source_whose_calls_come_back_is_believed_more_slowly() -> None:
    wanderer = known(3)
    for n in range(3):
        wanderer = replace(wanderer, habits=returned(wanderer.habits, NOW - n * DAY))
    assert days_until_gone(wanderer, [seen("a"), seen("b")], {"b"}) == 12


def test_the_first_poll_after_a_pause_counts_nothing() -> None:
    rested = replace(known(3), last_success=NOW - 20 * DAY)
    assert spared([seen("a"), seen("b")], {"b"}, rested, every=DAY, now=NOW) == {"a"}
    assert not spared([seen("a"), seen("b")], {"b"}, known(3), every=DAY, now=NOW)


def test_what_is_gone_is_not_counted_further() -> None:
    gone = seen("a", misses=GONE_AFTER, missing_since=NOW - 40 * DAY)
    assert spared([gone, seen("b")], {"b"}, known(3), every=DAY, now=NOW) == {"a"}


def test_a_listing_is_unsettled_while_a_call_is_missing_and_not_gone() -> None:
    assert not unsettled([seen("a"), seen("b", misses=GONE_AFTER)])
    assert unsettled([seen("a"), seen("b", misses=1)])
