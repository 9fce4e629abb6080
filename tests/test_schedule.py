"""When a source is polled next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cfpfeeds.model import Outcome, OutcomeKind, SourceState
from cfpfeeds.schedule import in_turn, is_due, next_due

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
EVERY = timedelta(hours=12)


def wait(kind: OutcomeKind = OutcomeKind.UPDATED, failures: int = 0, **more: Any) -> timedelta:
    outcome = Outcome("press", kind, "", NOW, retry_after=more.pop("retry_after", None))
    state = SourceState("press", failures=failures, asked_today=more.pop("asked_today", 0))
    values = {"every": EVERY, "deadlines": (), "now": NOW, "seed": "press", **more}
    return next_due(state, outcome, **values) - values["now"]


def test_a_healthy_source_keeps_its_rhythm_with_a_little_jitter() -> None:
    assert EVERY <= wait() <= EVERY * 1.1
    assert wait(seed="a") != wait(seed="b")
    assert wait(seed="a") == wait(seed="a")


@pytest.mark.parametrize("days", [-14, 0, 10])
def test_a_source_with_a_deadline_near_is_watched_closely(days: int) -> None:
    assert wait(deadlines=[date(2026, 11, 24) + timedelta(days=days)]) < EVERY / 2


@pytest.mark.parametrize("days", [-15, 11])
def test_a_source_with_a_distant_deadline_is_not(days: int) -> None:
    assert wait(deadlines=[date(2026, 11, 24) + timedelta(days=days)]) >= EVERY


def test_failures_back_off_up_to_a_week() -> None:
    waits = [wait(OutcomeKind.FAILED, failures) for failures in range(1, 20)]
    assert waits == sorted(waits)
    assert waits[-1] <= timedelta(days=7) * 1.1


def test_a_host_that_refuses_is_left_alone_for_days() -> None:
    assert wait(OutcomeKind.BLOCKED, 1) >= timedelta(days=2)


def test_a_pause_that_the_host_asks_for_is_kept_up_to_a_month() -> None:
    assert wait(retry_after=NOW + timedelta(days=3)) == timedelta(days=3)
    assert wait(retry_after=NOW + timedelta(days=900)) == timedelta(days=31)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        pytest.param(None, True, id="never-polled"),
        pytest.param(NOW - timedelta(hours=1), True, id="over-due"),
        pytest.param(NOW + timedelta(hours=1), False, id="not-yet"),
        pytest.param(NOW + timedelta(days=400), True, id="the-clock-had-jumped-ahead"),
    ],
)
def test_due(due: datetime | None, expected: bool) -> None:
    assert is_due(SourceState("press", next_due=due), NOW) is expected


def test_a_clock_that_had_jumped_ahead_a_little_does_not_keep_a_source_waiting() -> None:
    wrong = NOW + timedelta(days=9)
    assert is_due(SourceState("press", last_attempt=wrong, next_due=wrong + EVERY), NOW)


def test_around_the_day_itself_a_source_is_watched_most_closely() -> None:
    near, today = wait(deadlines=[date(2026, 11, 30)]), wait(deadlines=[date(2026, 11, 25)])
    assert timedelta(hours=2) <= today < near < EVERY
    assert wait(deadlines=[date(2026, 11, 24)], every=timedelta(hours=1)) <= timedelta(hours=1.1)


def test_jitter_differs_from_poll_to_poll_but_not_by_chance() -> None:
    waits = {wait(now=NOW + timedelta(hours=n)) for n in range(9)} | {
        wait(now=NOW + timedelta(hours=n)) for n in range(9)
    }
    assert len(waits) == 9


def test_a_source_whose_budget_is_spent_rests_until_tomorrow() -> None:
    due = NOW + wait(deadlines=[date(2026, 11, 24)], budget=100, asked=10, asked_today=95)
    assert due.date() == date(2026, 11, 25)
    assert due.hour < 2
    assert wait(deadlines=[date(2026, 11, 24)], budget=100, asked=10, asked_today=90) < timedelta(hours=3)
    assert wait(budget=10, asked=30, asked_today=30, every=timedelta(days=3)) >= timedelta(days=3)


def test_every_host_has_its_turn_before_any_has_a_second_one() -> None:
    asked = ["a1", "a2", "a3", "b1", "c1", "c2"]
    assert in_turn(asked, lambda name: name[0]) == ["a1", "b1", "c1", "a2", "c2", "a3"]
    assert in_turn([], str) == []
