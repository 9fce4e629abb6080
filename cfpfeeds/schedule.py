"""When a source is due: its own rhythm, closer around deadlines, ever rarer after failures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from cfpfeeds.model import Outcome, OutcomeKind, SourceState

_WATCH_BEFORE = timedelta(days=10)
_WATCH_AFTER = timedelta(days=14)
"""Half of all extensions are noticed only after the old deadline."""

_CLOSEST = timedelta(hours=3)
_LONGEST_BACKOFF = timedelta(days=7)
_LONGEST_PAUSE = timedelta(days=31)
_BLOCKED = timedelta(days=2)
_JITTER = 0.1


def is_due(state: SourceState, now: datetime) -> bool:
    """Whether it is time to poll. A `next_due` that lies absurdly far ahead (a clock that jumped) does not count."""
    due = state.next_due
    return due is None or due <= now or due - now > _LONGEST_PAUSE + timedelta(days=1)


def next_due(
    state: SourceState,
    outcome: Outcome,
    *,
    every: timedelta,
    deadlines: Iterable[date],
    now: datetime,
    seed: str,
) -> datetime:
    """The next time to poll, in UTC. `state.failures` counts this poll too; `seed` spreads sources over the clock."""
    if outcome.kind is OutcomeKind.BLOCKED:
        wait: timedelta = min(_BLOCKED * 2 ** min(max(state.failures - 1, 0), 4), _LONGEST_PAUSE)
    elif not outcome.kind.healthy:
        wait = min(every * 2 ** min(max(state.failures - 1, 0), 10), max(_LONGEST_BACKOFF, every))
    elif _near(deadlines, now.date()):
        wait = min(every, max(every / 3, _CLOSEST))
    else:
        wait = every
    due = now + wait * (1 + _spread(seed) * _JITTER)
    if outcome.retry_after is not None:
        due = max(due, min(outcome.retry_after, now + _LONGEST_PAUSE))
    return due


def _near(deadlines: Iterable[date], today: date) -> bool:
    return any(day - _WATCH_BEFORE <= today <= day + _WATCH_AFTER for day in deadlines)


def _spread(seed: str) -> float:
    """A lasting number between 0 and 1 for a name: jitter without chance."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") / 2**32
