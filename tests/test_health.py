"""How sources are, and what of that is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cfpfeeds.health import Level, assess, events, not_up_to_date, picture, to_tell
from cfpfeeds.model import Outcome, OutcomeKind, SourceState

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
GOOD, BAD = OutcomeKind.UNCHANGED, OutcomeKind.FAILED


def polls(*kinds: OutcomeKind) -> list[Outcome]:
    return [Outcome("press", kind, "no answer", NOW + timedelta(hours=n), calls=n) for n, kind in enumerate(kinds)]


def state(failures: int = 0, **more: object) -> SourceState:
    return SourceState("press", NOW, NOW - timedelta(days=3), NOW, failures=failures, usual_count=20, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kinds", "failures", "level"),
    [
        pytest.param([GOOD], 0, Level.WELL, id="well"),
        pytest.param([GOOD, BAD], 1, Level.MISSED, id="one-miss"),
        pytest.param([BAD, BAD], 2, Level.MISSED, id="two-misses"),
        pytest.param([BAD, BAD, BAD], 3, Level.ILL, id="three-misses"),
        pytest.param([], 0, Level.NEW, id="never-polled"),
    ],
)
def test_one_bad_poll_is_weather_and_three_are_an_illness(
    kinds: list[OutcomeKind], failures: int, level: Level
) -> None:
    found = assess("press", "Press", enabled=True, state=state(failures), polls=polls(*kinds))
    assert found.level is level


def test_health_is_told_in_words() -> None:
    ill = assess("press", "Press", enabled=True, state=state(3), polls=polls(BAD, BAD, BAD))
    assert ill.words == "Missed 3 times in a row: it cannot be read (no answer)."
    assert (ill.calls, ill.trend) == (20, (None, None, None))
    odd = [Outcome("press", GOOD, "", NOW, calls=5, warning="nothing new for 90 days")]
    found = assess("press", "Press", enabled=True, state=state(), polls=odd)
    assert (found.level, found.words) == (Level.ODD, "Read, but nothing new for 90 days.")
    assert assess("press", "Press", enabled=False, state=None, polls=()).level is Level.OFF


def test_an_illness_is_told_once_when_it_begins_and_once_when_it_ends() -> None:
    told = events("press", "Press", polls(GOOD, BAD, BAD, GOOD, BAD, BAD, BAD, BAD, BAD, GOOD, GOOD))
    assert [(e.ill, e.at.hour) for e in told] == [(True, 14), (False, 17)]


def test_a_short_disturbance_is_never_told() -> None:
    assert events("press", "Press", polls(*[GOOD, BAD, BAD] * 9)) == []


@pytest.mark.parametrize(
    ("failures", "warned", "told"),
    [
        pytest.param(0, False, [], id="well"),
        pytest.param(2, False, [], id="not-yet"),
        pytest.param(3, False, [("press", True)], id="ill"),
        pytest.param(9, True, [], id="told-before"),
        pytest.param(0, True, [("press", False)], id="well-again"),
    ],
)
def test_the_operator_hears_once(failures: int, warned: bool, told: list[tuple[str, bool]]) -> None:
    assert to_tell({"press": state(failures, warned=warned)}, {"press": "Press"}) == told


def test_a_source_that_is_no_longer_configured_is_not_told_of() -> None:
    assert to_tell({"press": state(9)}, {}) == []
    assert not_up_to_date({"press": state(9)}, {}) == {}


def test_what_is_not_up_to_date_is_named_with_its_last_day() -> None:
    states = {"press": state(3), "list": SourceState("list", failures=1), "new": SourceState("new", failures=5)}
    names = {"press": "Press", "list": "List", "new": "New"}
    assert not_up_to_date(states, names) == {"press": "Press (last read 2026-11-21)", "new": "New (never read)"}


def test_the_trend_is_a_picture() -> None:
    assert picture([0, 10, None, 20]) == "▁▅×█"
    assert picture([]) == ""
    assert picture([None]) == "×"
