"""Whose absence counts: one missing call proves little, a whole venue gone at once even less."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from cfpfeeds.guard.habits import times_returned
from cfpfeeds.model import GONE_AFTER, Sighting, SourceState
from cfpfeeds.text import fold

_ONCE_IN = timedelta(hours=20)
"""Several polls of one day see one state of the page: they count once."""

_CALL_GONE = timedelta(days=3)
_VENUE_GONE = timedelta(days=14)
_LONGEST = timedelta(days=60)
_MISSED_POLLS = 3


def unsettled(listed: Iterable[Sighting]) -> bool:
    """Whether some call is missing and not yet gone, so that even an unchanged page tells something."""
    return any(s.misses and not s.gone for s in listed)


def spared(
    listed: Sequence[Sighting], present: Collection[str], state: SourceState, *, every: timedelta, now: datetime
) -> frozenset[str]:
    """The keys of missing sightings whose absence must not count in this poll.

    `listed` is what the source has ever listed, `present` what it lists now. An absence counts once a day, never right
    after a pause in polling, and the last one that makes a call gone only after days: more days when the whole venue
    vanished at once, and more for a source whose calls have come back before.
    """
    missing = [s for s in listed if s.key not in present]
    last, counted = state.last_success, state.absence_at
    rested = last is None or now - last > _MISSED_POLLS * max(every, timedelta(days=1))
    if rested or (counted is not None and timedelta() <= now - counted < _ONCE_IN):
        return frozenset(s.key for s in missing)
    venues = {fold(s.venue) for s in listed if s.key in present}
    patience = 1 + times_returned(state.habits, now)
    return frozenset(s.key for s in missing if _is_spared(s, fold(s.venue) not in venues, patience, now))


def _is_spared(sighting: Sighting, venue_gone: bool, patience: int, now: datetime) -> bool:
    if sighting.gone:
        return True  # gone already: nothing more to count
    if sighting.misses < GONE_AFTER - 1 or sighting.missing_since is None:
        return False
    needed = min((_VENUE_GONE if venue_gone else _CALL_GONE) * patience, _LONGEST)
    return now - sighting.missing_since < needed
