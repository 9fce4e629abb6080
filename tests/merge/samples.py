"""Sightings to compare: a conference and a special issue with everything a list may print; a test changes one thing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from cfpfeeds.model import CallKind, Deadline, Kind, Sighting

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SPRING = date(2027, 3, 1)


def due(day: date | None = SPRING, kind: Kind = Kind.SUBMISSION, **more: Any) -> Deadline:
    return Deadline(kind, day, **{"text": f"due {day}", **more})


def utc(day: date, at: time, **more: Any) -> Deadline:
    return due(day, time=at, zone="UTC", **more)


def an_event(source_id: str = "list", key: str = "k", **more: Any) -> Sighting:
    table: dict[str, Any] = {
        "title": "ICGA 2027: International Conference on Garden Acoustics",
        "acronym": "ICGA",
        "year": 2027,
        "kind": CallKind.CONFERENCE,
        "url": "https://icga.example/2027/",
        "event": "July 5-9, 2027",
        "place": "Bergen, Norway",
        "deadlines": (due(),),
    }
    return Sighting(source_id, key, **{**table, **more})


def an_issue(source_id: str = "press", key: str = "k", **more: Any) -> Sighting:
    table: dict[str, Any] = {
        "title": "Growing old in small towns",
        "venue": "Journal of Care",
        "kind": CallKind.SPECIAL_ISSUE,
        "url": f"https://press.example/{key}",
        "deadlines": (due(),),
    }
    return Sighting(source_id, key, **{**table, **more})
