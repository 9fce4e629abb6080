"""Which calls and events a list shows as of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpfeeds.model import Call, Kind, State, Status
from cfpfeeds.render.select import MOST_EVENTS, for_calendar, for_feed
from tests.render.samples import SEEN, a_call, a_deadline, an_entry

AS_OF = datetime(2024, 6, 1, tzinfo=UTC)


def due(day: date | None, slot: str = "submission", **changes: Any) -> Any:
    entry = {name: changes.pop(name) for name in ("modified_at", "sequence", "cancelled_at") if name in changes}
    return an_entry(slot, deadline=a_deadline(date=day, **changes), **entry)


def slots(calls: tuple[Call, ...]) -> list[tuple[str, str]]:
    return [(call.id, entry.slot) for call in calls for entry in call.entries]


@pytest.mark.parametrize(
    ("call", "listed"),
    [
        pytest.param(a_call(entries=(due(date(2024, 6, 2)),)), True, id="open"),
        pytest.param(a_call(entries=(due(date(2024, 5, 31)),)), True, id="still-that-day-somewhere"),
        pytest.param(a_call(entries=(due(date(2024, 5, 30)),)), False, id="over-everywhere"),
        pytest.param(a_call(entries=(), status=Status.ROLLING), True, id="rolling"),
        pytest.param(a_call(entries=(due(None),), status=Status.UNDATED), True, id="undated"),
        pytest.param(a_call(status=Status.WITHDRAWN), False, id="withdrawn"),
        pytest.param(a_call(status=Status.CLOSED), False, id="printed-as-closed"),
    ],
)
def test_a_feed_lists_what_is_wanted(call: Call, listed: bool) -> None:
    assert for_feed([call], AS_OF) == ((call,) if listed else ())


def test_a_feed_is_newest_first_with_ties_by_id_and_at_most_fifty() -> None:
    calls = [a_call(f"c{n:02}", published_at=SEEN + timedelta(hours=n // 2), status=Status.ROLLING) for n in range(60)]
    listed = for_feed(reversed(calls), AS_OF)
    assert len(listed) == 50
    assert [call.id for call in listed[:4]] == ["c58", "c59", "c56", "c57"]
    assert listed == for_feed(calls, AS_OF)


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        pytest.param(due(date(2024, 3, 3)), True, id="90-days-past"),
        pytest.param(due(date(2024, 3, 2)), False, id="91-days-past"),
        pytest.param(due(date(2031, 1, 1)), True, id="far-ahead"),
        pytest.param(due(None, text="TBD"), False, id="undated"),
        pytest.param(due(date(2024, 6, 2), kind=Kind.NOTIFICATION), False, id="not-due"),
        pytest.param(due(date(2024, 6, 2), state=State.SUPERSEDED), False, id="superseded"),
        pytest.param(
            due(date(2024, 7, 1), state=State.CANCELLED, modified_at=AS_OF - timedelta(days=30)),
            True,
            id="just-cancelled",
        ),
        pytest.param(
            due(date(2024, 7, 1), state=State.CANCELLED, modified_at=AS_OF - timedelta(days=31)),
            False,
            id="long-cancelled",
        ),
        pytest.param(
            due(
                date(2024, 7, 1),
                state=State.CANCELLED,
                modified_at=AS_OF,
                cancelled_at=AS_OF - timedelta(days=31),
            ),
            False,
            id="long-cancelled-and-reworded-since",
        ),
    ],
)
def test_a_calendar_shows_deadlines_of_known_days(entry: Any, shown: bool) -> None:
    assert bool(for_calendar([a_call(entries=(entry,))], AS_OF)) is shown


def test_events_of_a_withdrawn_call_stay_thirty_days() -> None:
    entry = due(date(2024, 7, 1), state=State.CANCELLED, modified_at=AS_OF - timedelta(days=30))
    call = a_call(status=Status.WITHDRAWN, entries=(entry,))
    assert for_calendar([call], AS_OF) == (call,)
    assert for_calendar([call], AS_OF + timedelta(days=1)) == ()


def test_what_had_passed_before_a_withdrawal_stays_as_long_as_anything_past() -> None:
    past = replace(due(date(2024, 4, 20)), modified_at=AS_OF - timedelta(days=80))
    call = a_call(status=Status.WITHDRAWN, entries=(past,))
    assert for_calendar([call], AS_OF) == (call,)


def test_days_that_stay_past_can_be_chosen() -> None:
    call = a_call(entries=(due(date(2024, 5, 20)),))
    assert for_calendar([call], AS_OF, keep_past_days=12) == (call,)
    assert for_calendar([call], AS_OF, keep_past_days=11) == ()


def test_a_call_that_had_closed_long_before_it_was_first_seen_is_left_out() -> None:
    entries = (due(date(2024, 4, 1)),)
    assert for_calendar([a_call(entries=entries, published_at=datetime(2024, 4, 10, tzinfo=UTC))], AS_OF)
    assert not for_calendar([a_call(entries=entries, published_at=datetime(2024, 4, 20, tzinfo=UTC))], AS_OF)


def test_a_call_keeps_everything_but_the_entries_that_are_not_shown() -> None:
    call = a_call(entries=(due(date(2024, 6, 9)), due(date(2024, 8, 1), "event_start", kind=Kind.EVENT_START)))
    (shown,) = for_calendar([call], AS_OF)
    assert shown.entries == call.entries[:1]
    assert (shown.id, shown.title, shown.updated_at) == (call.id, call.title, call.updated_at)


def test_with_too_many_the_furthest_past_goes_first_then_the_furthest_future() -> None:
    past = [a_call(f"p{n:04}", entries=(due(date(2024, 5, 31) - timedelta(days=n % 80)),)) for n in range(300)]
    ahead = [a_call(f"a{n:04}", entries=(due(date(2024, 6, 1) + timedelta(days=n)),)) for n in range(900)]
    shown = slots(for_calendar([*past, *ahead], AS_OF))
    assert len(shown) == MOST_EVENTS
    assert sum(call_id.startswith("a") for call_id, _ in shown) == 900
    kept = {int(call_id[1:]) % 80 for call_id, _ in shown if call_id.startswith("p")}
    assert max(kept) <= 26

    more = [a_call(f"z{n:04}", entries=(due(date(2024, 6, 1)),)) for n in range(200)]
    shown = slots(for_calendar([*past, *ahead, *more], AS_OF))
    assert len(shown) == MOST_EVENTS
    assert not [call_id for call_id, _ in shown if call_id.startswith("p")]
    assert ("a0799", "submission") in shown
    assert ("a0800", "submission") not in shown


DAYS = st.lists(st.dates(date(2023, 1, 1), date(2026, 1, 1)), max_size=4)


@given(st.lists(DAYS, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_calls_come_never_matters(days: list[list[date]], shuffle: Any) -> None:
    calls = [
        a_call(f"c{n}", entries=tuple(due(day, f"submission-{m}") for m, day in enumerate(of_call)))
        for n, of_call in enumerate(days)
    ]
    mixed = list(calls)
    shuffle.shuffle(mixed)
    assert for_calendar(mixed, AS_OF) == for_calendar(iter(calls), AS_OF)
    assert for_feed(mixed, AS_OF) == for_feed(iter(calls), AS_OF)
