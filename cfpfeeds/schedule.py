"""When a source is due: its own rhythm, closer around deadlines, ever rarer after failures, within a daily budget."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from cfpfeeds.model import Outcome, OutcomeKind, SourceState

T = TypeVar("T")

_WATCH_BEFORE = timedelta(days=10)
_WATCH_AFTER = timedelta(days=14)
"""Half of all extensions are noticed only after the old deadline."""

_THE_DAY_ITSELF = timedelta(days=1)
_CLOSE, _CLOSEST = timedelta(hours=3), timedelta(hours=2)
_LONGEST_BACKOFF = timedelta(days=7)
_LONGEST_PAUSE = timedelta(days=31)
_BLOCKED = timedelta(days=2)
_JITTER = 0.1
_CLOCK_ERROR = timedelta(hours=1)
_MORNING = timedelta(hours=2)
"""Sources whose budget is spent come back within so long after midnight, spread over it."""


def is_due(state: SourceState, now: datetime) -> bool:
    """Whether it is time to poll. What was written while the clock had jumped ahead does not count."""
    due, last = state.next_due, state.last_attempt
    if due is None or due <= now or due - now > _LONGEST_PAUSE + timedelta(days=1):
        return True
    return last is not None and last > now + _CLOCK_ERROR


def next_due(
    state: SourceState,
    outcome: Outcome,
    *,
    every: timedelta,
    deadlines: Iterable[date],
    now: datetime,
    seed: str,
    budget: int = 0,
    asked: int = 1,
) -> datetime:
    """The next time to poll, in UTC. `state.failures` and `state.asked_today` count this poll too.

    `seed` spreads sources over the clock. `budget` is how many pages a day the source may be asked for (0: any number),
    `asked` how many one poll takes.
    """
    if outcome.kind is OutcomeKind.BLOCKED:
        wait: timedelta = min(_BLOCKED * 2 ** min(max(state.failures - 1, 0), 4), _LONGEST_PAUSE)
    elif not outcome.kind.healthy:
        wait = min(every * 2 ** min(max(state.failures - 1, 0), 10), max(_LONGEST_BACKOFF, every))
    else:
        wait = watched(every, deadlines, now.date())
    due = now + wait * (1 + _spread(f"{seed} {now:%Y-%m-%d %H}") * _JITTER)
    if budget and state.asked_today + asked > budget and due.date() == now.date():
        tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
        due = tomorrow + _MORNING * _spread(seed)
    if outcome.retry_after is not None:
        due = max(due, min(outcome.retry_after, now + _LONGEST_PAUSE))
    return due


def watched(every: timedelta, deadlines: Iterable[date], today: date) -> timedelta:
    """How long to wait for a healthy source: less near a deadline, least on the day itself."""
    wait = every
    for day in deadlines:
        if abs(day - today) <= _THE_DAY_ITSELF:
            return min(every, max(every / 6, _CLOSEST))
        if day - _WATCH_BEFORE <= today <= day + _WATCH_AFTER:
            wait = min(every, max(every / 3, _CLOSE))
    return wait


def in_turn(sources: Sequence[T], host_of: Callable[[T], str]) -> list[T]:
    """`sources` so that every host has its turn before any has a second one; within a host their order stays.

    A host with forty sources then holds up nobody else, and neighbours in the list seldom wait for the same host.
    """
    by_host: defaultdict[str, list[T]] = defaultdict(list)
    for source in sources:
        by_host[host_of(source)].append(source)
    longest = max((len(queue) for queue in by_host.values()), default=0)
    return [queue[turn] for turn in range(longest) for queue in by_host.values() if turn < len(queue)]


def _spread(seed: str) -> float:
    """A lasting number between 0 and 1 for a name: jitter without chance."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") / 2**32
