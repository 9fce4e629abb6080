"""One moment that is printed twice, for two zones: "10 May, 23:59 AoE (11 May, 11:59 UTC)" names one day."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from cfpfeeds.deadlines.items import Item, Line, Sort
from cfpfeeds.deadlines.stages import ACTS, OBJECTS
from cfpfeeds.deadlines.zones import UNCLEAR
from cfpfeeds.model import zone_info

_TELLING = ACTS | OBJECTS
_NEAR = 14
"""Items within which the second day and both clocks stand."""
_SLIP = timedelta(minutes=65)
"""How far two prints of one moment may differ: "23:59" beside "midday", and summer time forgotten."""
_ANY_YEAR = 2024


class _Clock(NamedTuple):
    """A time with its zone, and the places of both among the items."""

    at: Item
    zone: Item
    places: tuple[int, int]


def once(line: Line) -> Line:
    """The line without the days and clocks that only tell again, in another zone, what stands before them."""
    dates = [n for n, item in enumerate(line.items) if item.sort is Sort.DATE]
    if len(dates) < 2 or not any(item.sort is Sort.ZONE for item in line.items):
        return line
    told: set[int] = set()
    for first, second in itertools.pairwise(dates):
        if first not in told and (clock := _restating(line.items, first, second)) is not None:
            told |= {second, *clock.places}
    return Line(line.text, tuple(item for n, item in enumerate(line.items) if n not in told)) if told else line


def _restating(items: Sequence[Item], first: int, second: int) -> _Clock | None:
    """The clock of the second day if it tells the moment of the first."""
    if second - first > _NEAR or any(item.senses & _TELLING for item in items[first:second]):
        return None
    before = _clocks(items, max(0, first - _NEAR // 2), first)
    between = _clocks(items, first + 1, second)
    behind = _clocks(items, second + 1, min(len(items), second + 1 + _NEAR // 2))
    pairs = [(one, two) for one in between[:1] for two in (*between[1:2], *behind[:1])]
    pairs += [(one, two) for one in before[-1:] for two in (*between[:1], *behind[:1])]
    return next((two for one, two in pairs if _same(items[first], one, items[second], two)), None)


def _clocks(items: Sequence[Item], start: int, stop: int) -> list[_Clock]:
    """The times between two places that have their zone right behind them, up to the next day."""
    stop = next((n for n in range(start, stop) if items[n].sort is Sort.DATE), stop)
    found = []
    for n in range(start, stop):
        if items[n].sort is not Sort.TIME:
            continue
        zone = next((k for k in range(n + 1, min(n + 3, stop)) if items[k].sort is Sort.ZONE), None)
        if zone is not None:
            found.append(_Clock(items[n], items[zone], (n, zone)))
    return found


def _same(first: Item, one: _Clock, second: Item, two: _Clock) -> bool:
    if one.zone.zone == two.zone.zone:
        return False
    moments = [_moment(day, clock, other) for day, clock, other in ((first, one, second), (second, two, first))]
    return None not in moments and abs(moments[0] - moments[1]) <= _SLIP  # type: ignore[operator]


def _moment(item: Item, clock: _Clock, other: Item) -> datetime | None:
    """The instant in UTC; the year may be printed at one of the two days only."""
    assert item.date is not None
    assert other.date is not None
    day, zone, at = item.date.first, clock.zone.zone, clock.at.time
    tz = zone_info(zone) if zone != UNCLEAR else None
    if item.date.last is not None or not day.possible or tz is None or at is None:
        return None
    year = day.year or other.date.first.year or _ANY_YEAR
    try:
        return datetime.combine(date(year, day.month or 0, day.day or 0), at, tz).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
