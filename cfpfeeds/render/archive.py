"""Older calls as archives whose content never changes (RFC 5005 4): one for each month of first publication.

A month with many calls has several volumes. The present month has only those that are full, so that a call never moves
from one volume to another: what is in none yet is among the newest, which the feed itself holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from cfpfeeds.model import Call
from cfpfeeds.render.select import MOST_ITEMS

STEM = re.compile(r"calls-\d{4}-\d\d(?:-\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Volume:
    """One archive: the stem of its files ("calls-2026-11-2") and its calls, newest first."""

    stem: str
    calls: tuple[Call, ...]


def volumes(calls: Iterable[Call], as_of: datetime) -> tuple[Volume, ...]:
    """The archives of a list, oldest first, as of a given instant (aware UTC)."""
    ordered = sorted(calls, key=lambda call: (call.published_at, call.id))
    found: list[Volume] = []
    for month, published in groupby(ordered, key=month_of):
        within = tuple(published)
        for number in range(1, _finished(month, len(within), as_of) + 1):
            part = within[(number - 1) * MOST_ITEMS : number * MOST_ITEMS]
            found.append(Volume(_stem(month, number), part[::-1]))
    return tuple(found)


def newest_stem(months: Mapping[str, int], as_of: datetime) -> str:
    """The stem of the last of the `volumes` of a list that has so many calls of each month; "" if it has none."""
    for month in sorted(months, reverse=True):
        if number := _finished(month, months[month], as_of):
            return _stem(month, number)
    return ""


def month_of(call: Call) -> str:
    """The month under which a call is archived: "2026-11"."""
    return _month(call.published_at)


def _finished(month: str, calls: int, as_of: datetime) -> int:
    """How many volumes a month has: with the last, which is not full, once it is over."""
    full, rest = divmod(calls, MOST_ITEMS)
    return full + (1 if rest and month < _month(as_of) else 0)


def _stem(month: str, number: int) -> str:
    return f"calls-{month}" + (f"-{number}" if number > 1 else "")


def _month(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m}"
