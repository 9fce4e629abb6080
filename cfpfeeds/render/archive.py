"""Older calls as archives whose content never changes (RFC 5005 4): one for each month of first publication.

A month with many calls has several volumes. The present month has only those that are full, so that a call never moves
from one volume to another: what is in none yet is among the newest, which the feed itself holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
    for month, published in groupby(ordered, key=lambda call: _month(call.published_at)):
        within = tuple(published)
        for number, start in enumerate(range(0, len(within), MOST_ITEMS), 1):
            part = within[start : start + MOST_ITEMS]
            if len(part) == MOST_ITEMS or month < _month(as_of):
                stem = f"calls-{month}" + (f"-{number}" if number > 1 else "")
                found.append(Volume(stem, part[::-1]))
    return tuple(found)


def _month(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m}"
