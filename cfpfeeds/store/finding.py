"""What a decision about calls must know: those of a source, those that share a match key, those of a name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from cfpfeeds.model import Call, Known, Sighting
from cfpfeeds.store import tables as t
from cfpfeeds.store.rows import load

_BATCH = 500
"""Values in one IN (...): SQLite's oldest limit is 999."""

CROWD = 100
"""A match key under which more sightings stand is not looked up: it says nothing, and would fetch half the store."""


def known_of(
    connection: sa.Connection,
    source_id: str,
    keys: Iterable[str],
    listed: Collection[str],
    since: date | None,
) -> Known:
    """All that a poll of `source_id` may touch; see `ReadingStore.known`."""
    return _around(connection, own(connection, t.sightings.c.call_id, source_id, listed, since), keys)


def known_by(connection: sa.Connection, keys: Collection[str], names: Collection[str]) -> Known:
    """Calls that share a match key, and calls by any name they have: an id of now or before, or "source/key"."""
    return _around(connection, calls_named(connection, names), keys)


def _around(connection: sa.Connection, call_ids: set[str], keys: Iterable[str]) -> Known:
    asked = set(keys)
    crowded = _crowded(connection, asked)
    call_ids = call_ids | _calls_sharing(connection, asked - crowded)
    found = select_in(connection, sa.select(t.sightings.c.body), t.sightings.c.call_id, call_ids)
    calls = select_in(connection, sa.select(t.calls.c.body), t.calls.c.id, call_ids)
    retired = select_in(connection, sa.select(t.aliases.c.body), t.aliases.c.new_id, call_ids)
    return Known(
        calls=tuple(sorted((load(Call, body) for body in calls), key=lambda c: c.id)),
        sightings=tuple(sorted((load(Sighting, body) for body in found), key=lambda s: s.id)),
        retired=tuple(sorted((load(Call, body) for body in retired if body), key=lambda c: c.id)),
        crowded=frozenset(crowded),
    )


def _crowded(connection: sa.Connection, keys: set[str]) -> set[str]:
    under = t.sighting_keys.c.match_key
    many = sa.select(under).group_by(under).having(sa.func.count() > CROWD)
    return set(select_in(connection, many, under, keys))


def calls_named(connection: sa.Connection, names: Collection[str]) -> set[str]:
    """The ids of the calls that `names` stand for; a call id stands for itself, whether there is such a call or not."""
    living = select_in(connection, sa.select(t.aliases.c.new_id), t.aliases.c.old_id, names)
    found = {name for name in names if "/" not in name} | set(living)
    for source_id, key in (name.split("/", 1) for name in names if "/" in name):
        query = sa.select(t.sightings.c.call_id).where(t.sightings.c.source_id == source_id)
        found |= set(connection.execute(query.where(t.sightings.c.key == key)).scalars())
    return found


def _calls_sharing(connection: sa.Connection, keys: Iterable[str]) -> set[str]:
    joined = sa.select(t.sightings.c.call_id).join(
        t.sighting_keys,
        (t.sighting_keys.c.source_id == t.sightings.c.source_id) & (t.sighting_keys.c.key == t.sightings.c.key),
    )
    return set(select_in(connection, joined, t.sighting_keys.c.match_key, set(keys)))


def own(
    connection: sa.Connection,
    column: sa.Column[str],
    source_id: str,
    listed: Collection[str],
    since: date | None,
) -> set[str]:
    """A column of the sightings of a source that may still matter when they are not listed, and of those `listed`."""
    mine = sa.select(column).where(t.sightings.c.source_id == source_id)
    until = t.sightings.c.current_until
    current = mine.where(until != t.GIVEN_UP, until >= (since.isoformat() if since else ""))
    return {*connection.execute(current).scalars(), *select_in(connection, mine, t.sightings.c.key, listed)}


def select_in(
    connection: sa.Connection, query: sa.Select[Any], column: sa.Column[Any], values: Collection[str]
) -> list[str]:
    """The one column of `query`, of all rows whose `column` is among `values`."""
    ordered = sorted(values)
    found: list[str] = []
    for start in range(0, len(ordered), _BATCH):
        found += connection.execute(query.where(column.in_(ordered[start : start + _BATCH]))).scalars()
    return found
