"""What a source is usually like: how much it yields, how large it is, how often something in it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median, median_high
from typing import TypeVar

from cfpfeeds.model import Habits, Sighting, SourceState

T = TypeVar("T")

_REMEMBERED = 9
"""Polls. The middle one of nine is what is usual: neither one odd poll nor slow growth misleads it."""

_FEW_GAPS = 4
_TOO_QUIET = 6.0
_AT_LEAST = timedelta(days=14)
_FORGOTTEN = timedelta(days=120)


def usual_count(state: SourceState) -> int:
    """How many calls the source usually yields; 0 before the first believed poll."""
    return median_high(state.habits.counts) if state.habits.counts else state.usual_count


def usual_size(habits: Habits) -> int:
    """How many bytes the pages of the source usually have together; 0 when unknown."""
    return median_high(habits.sizes) if habits.sizes else 0


def usually_dated(habits: Habits) -> float:
    """The share of calls that usually name a day, 0 to 1."""
    return sum(habits.dated) / max(sum(habits.counts), 1)


def learn(
    habits: Habits, sightings: Sequence[Sighting], *, size: int, total: bool, news: bool, now: datetime
) -> Habits:
    """The habits after a believed poll of the whole listing; `news` says that something in it was new."""
    dated = sum(any(d.date and d.kind.is_due for d in s.deadlines) for s in sightings)
    return replace(
        habits,
        counts=_newest(habits.counts, len(sightings)),
        dated=_newest(habits.dated, dated),
        sizes=_newest(habits.sizes, size),
        totals=_newest(habits.totals, total),
        changed=_newest(habits.changed, now) if news else habits.changed,
    )


def learn_again(habits: Habits) -> Habits:
    """The habits after a poll that found nothing changed at all: it confirms the last one."""
    if not habits.counts:
        return habits
    return replace(
        habits,
        counts=_newest(habits.counts, habits.counts[-1]),
        dated=_newest(habits.dated, habits.dated[-1]),
        sizes=_newest(habits.sizes, habits.sizes[-1]),
        totals=_newest(habits.totals, habits.totals[-1]),
    )


def returned(habits: Habits, now: datetime) -> Habits:
    """The habits after a call came back that had been missing: the source's absences prove less from now on."""
    return replace(habits, returned=_newest(habits.returned, now))


def times_returned(habits: Habits, now: datetime) -> int:
    """How often calls came back lately."""
    return sum(now - at <= _FORGOTTEN for at in habits.returned)


def quiet(habits: Habits, now: datetime) -> str:
    """A warning when nothing has changed for far longer than the source's rhythm; "" otherwise.

    A poll that always succeeds and never brings anything is how a frozen copy, a cache or a retired page looks.
    """
    gaps = [later - earlier for earlier, later in zip(habits.changed, habits.changed[1:], strict=False)]
    if len(gaps) < _FEW_GAPS:
        return ""
    rhythm = timedelta(seconds=median(gap.total_seconds() for gap in gaps))
    silent = now - habits.changed[-1]
    if silent < max(_TOO_QUIET * rhythm, _AT_LEAST):
        return ""
    return f"nothing new for {silent.days} days, where something new every {_in_words(rhythm)} is usual"


def _in_words(span: timedelta) -> str:
    days = round(span / timedelta(days=1))
    return f"{days} days" if days > 1 else "day"


def _newest(past: tuple[T, ...], now: T) -> tuple[T, ...]:
    return (*past, now)[-_REMEMBERED:]
