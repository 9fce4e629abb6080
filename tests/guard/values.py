"""Sightings and states with sensible defaults: what the tests of the guard share."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from cfpfeeds.model import Deadline, Habits, Kind, Sighting, SourceState

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def due(day: str | None, kind: Kind = Kind.SUBMISSION, **more: Any) -> Deadline:
    return Deadline(kind, date.fromisoformat(day) if day else None, text=day or "TBA", **more)


def seen(key: str = "a", *deadlines: Deadline, **more: Any) -> Sighting:
    """One call of the source `press`; due on 1 March 2027 unless it is told otherwise."""
    values = {"title": f"Call {key}", "venue": "Journal of Care", "call_id": f"call-{key}"} | more
    return Sighting("press", key, deadlines=deadlines or (due("2027-03-01"),), **values)


def many(number: int, day: str = "2027-03-01") -> list[Sighting]:
    """So many calls, all due on one day."""
    return [seen(str(n), due(day)) for n in range(number)]


def apart(number: int) -> list[Sighting]:
    """So many calls, each due on a day of its own."""
    return [seen(str(n), due(f"2027-03-{n + 1:02d}")) for n in range(number)]


def known(count: int, **more: Any) -> SourceState:
    """A source that has yielded `count` calls in each of its last polls, all dated, on 10,000 bytes."""
    habits = Habits(counts=(count,) * 5, dated=(count,) * 5, sizes=(10_000,) * 5, totals=(False,) * 5)
    return SourceState("press", last_success=NOW - DAY, habits=more.pop("habits", habits), usual_count=count, **more)
