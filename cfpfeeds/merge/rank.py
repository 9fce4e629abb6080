"""Who is believed: the sightings of one call in order of strength, and which of them speak for it now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from cfpfeeds.model import Sighting, State

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Witnesses:
    """The sightings of a call, the strongest first. `live` speak for it; `silent` are gone or listed otherwise now.

    `outdated` are those whose source has listed the call anew since: a later message, a later post. Where they are
    `live` they fill in what the later one leaves out, and contradict nobody.
    """

    live: Sequence[Sighting]
    silent: Sequence[Sighting]
    outdated: frozenset[tuple[str, str]]

    def is_outdated(self, sighting: Sighting) -> bool:
        """Whether the same source has said something later."""
        return sighting.id in self.outdated


def witnesses(sightings: Sequence[Sighting]) -> Witnesses:
    """The sightings in the order in which they are believed, whatever order they come in."""
    own: dict[str, list[Sighting]] = defaultdict(list)
    for s in sightings:
        own[s.source_id].append(s)
    outdated = frozenset(s.id for listed in own.values() for s in _outdated(listed))
    begun = {source_id: min(map(_first_seen, listed)) for source_id, listed in own.items()}
    spoke = {s_id: at for listed in own.values() for s_id, at in _spoke(listed).items()}
    ranked = sorted(sightings, key=lambda s: _strength(s, begun[s.source_id], spoke[s.id], s.id in outdated))
    present = {s.source_id for s in ranked if not s.misses}
    live = [s for s in ranked if not s.gone and not (s.misses and s.source_id in present)] or ranked
    alive = {s.id for s in live}
    return Witnesses(live, [s for s in ranked if s.id not in alive], outdated)


def _outdated(listed: Sequence[Sighting]) -> list[Sighting]:
    """Those that a source listed before its last word, which is among what it still lists if it lists any."""
    last = max((not s.misses, not s.gone, _first_seen(s)) for s in listed)
    return [s for s in listed if (not s.misses, not s.gone, _first_seen(s)) < last]


def _strength(sighting: Sighting, begun: datetime, spoke: datetime, outdated: bool) -> tuple[object, ...]:
    """Sorts the strongest first: authority, then who changed last while we watched, then who was seen first.

    A source that is merely new to us says nothing newer: of two equals the one already shown stays. One that has
    `begun` to list the call before, and now lists it anew with another day, does. Of two entries that a source has
    shown side by side from the beginning the later day is the extension.
    """
    moved = (spoke - NEVER).total_seconds() if spoke > begun and not outdated else 0.0
    latest = max(_days(sighting), default=date.min)
    return sighting.authority.rank, -moved, begun, sighting.source_id, outdated, -latest.toordinal(), sighting.key


def _spoke(listed: Sequence[Sighting]) -> dict[tuple[str, str], datetime]:
    """When the source last said something else in each entry: the same days under a new name say nothing."""
    found: dict[tuple[str, str], datetime] = {}
    before: Sighting | None = None
    for _, together in groupby(sorted(listed, key=lambda s: (_first_seen(s), s.key)), key=_first_seen):
        at_once = list(together)
        for s in at_once:
            repeats = before is not None and _days(before) == _days(s)
            found[s.id] = found[before.id] if before and repeats else s.changed_at or NEVER
        before = at_once[-1]
    return found


def _days(sighting: Sighting) -> frozenset[date]:
    return frozenset(d.date for d in sighting.deadlines if d.date and d.state is State.ACTIVE)


def _first_seen(sighting: Sighting) -> datetime:
    return sighting.first_seen or NEVER
