"""Which calls a feed lists and which events a calendar shows, as of a given instant (aware UTC)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from cfpfeeds.model import Call, Entry, Kind, State, Status

MOST_ITEMS = 50
MOST_EVENTS = 1000
DUE = frozenset(kind for kind in Kind if kind.is_due)

_CANCELLED_KEPT = timedelta(days=30)
_CLOSED_BEFORE_SEEN = timedelta(days=14)
"""As long as extensions are watched for: what had ended longer ago when it was first seen never was anybody's event."""


def for_feed(calls: Iterable[Call], as_of: datetime, limit: int = MOST_ITEMS) -> tuple[Call, ...]:
    """The calls that are wanted as of `as_of`: newest `published_at` first, ties by id, at most `limit`."""
    wanted = [call for call in calls if call.status_at(as_of) not in (Status.WITHDRAWN, Status.CLOSED)]
    wanted.sort(key=lambda call: call.id)
    wanted.sort(key=lambda call: call.published_at, reverse=True)
    return tuple(wanted[:limit])


def for_calendar(
    calls: Iterable[Call], as_of: datetime, keep_past_days: int = 90, kinds: Collection[Kind] = DUE
) -> tuple[Call, ...]:
    """The calls with `entries` narrowed to what a calendar shows; sorted by id, a call without an event left out.

    Shown are dated deadlines of `kinds` (by default what is due), active or cancelled, at most `keep_past_days` past;
    cancelled ones for 30 days after that, so that every mirror of the calendar has time to hear of it. Above
    1,000 events the furthest past go first, then the furthest future (Google's importer is documented with 1 MB).
    """
    oldest = as_of.date() - timedelta(days=keep_past_days)
    ordered = sorted((call for call in calls if not _long_over(call)), key=lambda call: call.id)
    found = [
        (day, call.id, entry.slot)
        for call in ordered
        for entry in call.entries
        if (day := event_day(entry, kinds)) is not None and day >= oldest and not _long_cancelled(entry, as_of)
    ]
    kept = {(call_id, slot) for _, call_id, slot in _nearest(found, as_of.date())}
    narrowed = (
        replace(call, entries=tuple(entry for entry in call.entries if (call.id, entry.slot) in kept))
        for call in ordered
    )
    return tuple(call for call in narrowed if call.entries)


def event_day(entry: Entry, kinds: Collection[Kind] = DUE) -> date | None:
    """The day of the event that a deadline makes, None if it makes none; the last year there is holds no event."""
    deadline = entry.deadline
    if deadline.kind not in kinds or deadline.state is State.SUPERSEDED:
        return None
    return deadline.date if deadline.date is not None and deadline.date.year < date.max.year else None


def is_cancelled(entry: Entry) -> bool:
    """Whether the event must tell that nothing is due any more; what had passed before a withdrawal stays as it was."""
    return entry.deadline.state is State.CANCELLED


def last_modified(call: Call, entry: Entry) -> datetime:
    """When anything that the event shows last changed, in UTC; merge stamps the entries when title or venue change."""
    return entry.modified_at.astimezone(UTC).replace(microsecond=0)


def _long_over(call: Call) -> bool:
    end = call.closes_at
    return end is not None and end < call.published_at - _CLOSED_BEFORE_SEEN


def _long_cancelled(entry: Entry, as_of: datetime) -> bool:
    return is_cancelled(entry) and (entry.cancelled_at or entry.modified_at) < as_of - _CANCELLED_KEPT


def _nearest(found: list[tuple[date, str, str]], today: date) -> list[tuple[date, str, str]]:
    found = sorted(found)
    past = [event for event in found if event[0] < today]
    ahead = [event for event in found if event[0] >= today][:MOST_EVENTS]
    room = MOST_EVENTS - len(ahead)
    return (past[-room:] if room else []) + ahead
