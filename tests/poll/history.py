"""A tracker's list on 90 days, lying now and then in the ways in which public trackers have been seen to lie.

The shape is {"day", "sources": {journal: [{"title", "url", "dates": [{"label", "date"}]}]}}; everything in it is
invented. `TRUTH` is what really changed in those days, and all that a reader may be told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

BEGAN = date(2026, 1, 5)
DAYS = 90

_STEADY = {
    "Annals of Ferries": [("Timetables on islands", 40), ("Ticketing after cash", 75), ("Piers in winter", 210)],
    "Letters on Lichen": [("Lichen in cities", 130)],
    "Review of Bridges": [("Rope bridges", 20), ("Tolls", 95), ("Sway", 160), ("Bridges in law", 300)],
    "Studies in Gravel": [
        ("Gravel roads", 60),
        ("Gravel gardens", 61),
        ("Sieving", 62),
        ("Trade in gravel", 63),
        ("Gravel under ice", 64),
        ("Gravel in song", 150),
    ],
    "The Kiosk": [("Newspapers", 45), ("Night shifts", 170)],
}
"""Journal: its calls, each with the days from the beginning to its deadline."""

_ABSTRACT = {"Tolls": 25, "Sway": 100, "Night shifts": 120}
_EXTENDED = {"Rope bridges": (18, 34), "Timetables on islands": (44, 60), "Gravel roads": (30, 81)}
"""Title: the day on which the extension is printed, and the days to the new deadline."""

_NEW = {("Review of Bridges", "Drawbridges"): (50, 180)}
_LEFT = {("The Kiosk", "Newspapers"): 70}
"""Calls that leave the list for good, after their deadline."""

TRUTH = sorted(
    [("extended", title, str(BEGAN + timedelta(days=to))) for title, (_, to) in _EXTENDED.items()]
    + [("new", title, title) for calls in _STEADY.values() for title, _ in calls]
    + [("new", "Drawbridges", "Drawbridges")]
)


@dataclass(frozen=True)
class Listed:
    """One call as the tracker lists it on one day."""

    title: str
    abstract: int | None
    deadline: int


def history() -> Iterator[tuple[datetime, dict[str, bytes]]]:
    """Each day's listings by journal, as bytes; a day now and then is missing, as a tracker's own failures are."""
    for number in range(DAYS):
        if number in (8, 9, 40, 71, 72):
            continue
        now = datetime(BEGAN.year, BEGAN.month, BEGAN.day, 5, tzinfo=UTC) + timedelta(days=number)
        yield now, {journal: _listing(_lie(journal, number, _true(journal, number)), number) for journal in _STEADY}


def _true(journal: str, number: int) -> list[Listed]:
    calls = [Listed(title, _ABSTRACT.get(title), to) for title, to in _STEADY[journal]]
    calls += [Listed(title, None, to) for (where, title), (on, to) in _NEW.items() if where == journal and number >= on]
    gone = {title for (where, title), on in _LEFT.items() if where == journal and number >= on}
    moved = {title: to for title, (on, to) in _EXTENDED.items() if number >= on}
    return [Listed(c.title, c.abstract, moved.get(c.title, c.deadline)) for c in calls if c.title not in gone]


def _lie(journal: str, number: int, calls: list[Listed]) -> list[Listed]:
    if journal == "Annals of Ferries" and (number % 5 == 2 or 50 <= number <= 57):
        return []  # its scraper is refused every few days, once for a week
    if journal == "Letters on Lichen" and number % 3 == 1:
        return []
    if journal == "Review of Bridges" and 20 <= number <= 24:
        return calls[:1]  # the first page only
    if journal == "Review of Bridges" and number in (60, 61):
        return [Listed(c.title, None, c.deadline) for c in calls]  # a stage is overlooked
    if journal == "Review of Bridges" and (number in (30, 31) or 35 <= number <= 38):
        return [c for c in calls if c.title != "Sway"]  # its scraper overlooks one call, twice; now for days
    if journal == "Review of Bridges" and number in (66, 67):
        return [Listed(c.title, c.abstract, c.deadline + 90) for c in calls]  # the dates of another year's page
    if journal == "Studies in Gravel" and number in (22, 23):
        return [Listed(f"Garden chairs {n}", None, 90 + n) for n in range(6)]  # somebody else's list, as long as ours
    if journal == "Studies in Gravel" and number in (12, 13, 14, 15):
        return [Listed(c.title, c.abstract, 77) for c in calls]  # the page's own date, copied to all calls
    if journal == "Studies in Gravel" and number % 2 and number > 40:
        return [Listed(c.title, c.abstract, c.deadline - 1) for c in calls]  # another machine, in another zone
    if journal == "The Kiosk" and number in (33, 34):
        return [Listed(c.title, c.abstract, -666_000) for c in calls]  # the year 0202
    if journal == "The Kiosk" and number == 50:
        return [Listed(f"Furniture {n}", None, 100 + n) for n in range(80)]  # somebody else's list
    return calls


def _listing(calls: list[Listed], number: int) -> bytes:
    if number % 4 == 3:
        calls = calls[::-1]  # the order means nothing
    return json.dumps({"calls": [_record(call) for call in calls]}).encode()


def _record(call: Listed) -> dict[str, object]:
    dates = [{"label": "Abstract", "abstract": _day(call.abstract)}] if call.abstract is not None else []
    full = {"label": "Full paper", "paper": _day(call.deadline)}
    return {
        "title": call.title,
        "url": f"https://tracker.example/{call.title.replace(' ', '-')}",
        "dates": [*dates, full],
    }


def _day(number: int) -> str:
    if number < -600_000:
        return "0202-04-01"
    return str(BEGAN + timedelta(days=number))
