"""What may be asked of the store. Every answer is one read transaction; nothing here writes."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cfpfeeds.model import (
    Call,
    Change,
    ChangeKind,
    Document,
    HubState,
    Known,
    Outcome,
    Page,
    Sighting,
    SourceState,
    Validators,
)
from cfpfeeds.store import tables as t
from cfpfeeds.store.opening import translated
from cfpfeeds.store.rows import load

_BATCH = 500
"""Values in one IN (...): SQLite's oldest limit is 999."""

CROWD = 100
"""A match key under which more sightings stand is not looked up: it says nothing, and would fetch half the store."""


Held = tuple[bytes, Call]
"""A call with the digest of what is stored of it."""


class ReadingStore:
    """The read side. Raises StoreError for a database that is locked, damaged or gone."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._where = engine.url.render_as_string(hide_password=True)

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        with translated(self._where), self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give the connections back; the store is not used afterwards."""
        self._engine.dispose()

    def version(self) -> int:
        """A number that rises with every write."""
        return int(self.meta("version") or 0)

    def meta(self, name: str) -> str:
        """A remembered setting of the database itself, or ""."""
        with self._read() as connection:
            return connection.scalar(sa.select(t.meta.c.value).where(t.meta.c.name == name)) or ""

    def known(self, source_id: str, keys: Iterable[str]) -> Known:
        """All that a poll of `source_id` may touch: its calls and those that share a match key, sightings included."""
        with self._read() as connection:
            return self._known(connection, source_id, keys)

    def look(self, keys: Collection[str], names: Collection[str]) -> Known:
        """Calls that share a match key, and calls by any name they have, with all their sightings."""
        with self._read() as connection:
            return self._look(connection, keys, names)

    def _known(self, connection: sa.Connection, source_id: str, keys: Iterable[str]) -> Known:
        own = connection.execute(
            sa.select(t.sightings.c.call_id).where(t.sightings.c.source_id == source_id).distinct()
        ).scalars()
        return self._around(connection, set(own), keys)

    def _look(self, connection: sa.Connection, keys: Collection[str], names: Collection[str]) -> Known:
        """Calls that share a match key, and calls by any name they have: an id of now or before, or "source/key"."""
        return self._around(connection, self._calls_named(connection, names), keys)

    def _around(self, connection: sa.Connection, call_ids: set[str], keys: Iterable[str]) -> Known:
        asked = set(keys)
        crowded = self._crowded(connection, asked)
        call_ids = call_ids | self._calls_sharing(connection, asked - crowded)
        found = self._select_in(connection, sa.select(t.sightings.c.body), t.sightings.c.call_id, call_ids)
        calls = self._select_in(connection, sa.select(t.calls.c.body), t.calls.c.id, call_ids)
        retired = self._select_in(connection, sa.select(t.aliases.c.body), t.aliases.c.new_id, call_ids)
        return Known(
            calls=tuple(sorted((load(Call, body) for body in calls), key=lambda c: c.id)),
            sightings=tuple(sorted((load(Sighting, body) for body in found), key=lambda s: s.id)),
            retired=tuple(sorted((load(Call, body) for body in retired if body), key=lambda c: c.id)),
            crowded=frozenset(crowded),
        )

    def _crowded(self, connection: sa.Connection, keys: set[str]) -> set[str]:
        under = t.sighting_keys.c.match_key
        many = sa.select(under).group_by(under).having(sa.func.count() > CROWD)
        return set(self._select_in(connection, many, under, keys))

    def _calls_named(self, connection: sa.Connection, names: Collection[str]) -> set[str]:
        living = self._select_in(connection, sa.select(t.aliases.c.new_id), t.aliases.c.old_id, names)
        found = {name for name in names if "/" not in name} | set(living)
        for source_id, key in (name.split("/", 1) for name in names if "/" in name):
            query = sa.select(t.sightings.c.call_id).where(t.sightings.c.source_id == source_id)
            found |= set(connection.execute(query.where(t.sightings.c.key == key)).scalars())
        return found

    def _calls_sharing(self, connection: sa.Connection, keys: Iterable[str]) -> set[str]:
        joined = sa.select(t.sightings.c.call_id).join(
            t.sighting_keys,
            (t.sighting_keys.c.source_id == t.sightings.c.source_id) & (t.sighting_keys.c.key == t.sightings.c.key),
        )
        return set(self._select_in(connection, joined, t.sighting_keys.c.match_key, set(keys)))

    def unknown_names(self, names: Collection[str]) -> tuple[str, ...]:
        """Those of `names` (call ids, "source/key") that stand for nothing here, now or before."""
        with self._read() as connection:
            known = set(self._select_in(connection, sa.select(t.calls.c.id), t.calls.c.id, names))
            known |= set(self._select_in(connection, sa.select(t.aliases.c.old_id), t.aliases.c.old_id, names))
            known |= {name for name in names if "/" in name and self._calls_named(connection, [name])}
        return tuple(sorted(set(names) - known))

    def call_ids(self) -> tuple[str, ...]:
        """The ids of all calls."""
        with self._read() as connection:
            return tuple(connection.execute(sa.select(t.calls.c.id).order_by(t.calls.c.id)).scalars())

    @staticmethod
    def _select_in(
        connection: sa.Connection, query: sa.Select[Any], column: sa.Column[Any], values: Collection[str]
    ) -> list[str]:
        ordered = sorted(values)
        found: list[str] = []
        for start in range(0, len(ordered), _BATCH):
            found += connection.execute(query.where(column.in_(ordered[start : start + _BATCH]))).scalars()
        return found

    def calls(self, disciplines: Collection[str] = ()) -> tuple[Call, ...]:
        """All calls that are shown, or those under any of the slugs, newest published first, ties by id."""
        query = sa.select(t.calls.c.body)
        if disciplines:
            within = sa.select(t.call_disciplines.c.call_id).where(t.call_disciplines.c.slug.in_(sorted(disciplines)))
            query = query.where(t.calls.c.id.in_(within))
        with self._read() as connection:
            bodies = connection.execute(query.order_by(t.calls.c.published_at.desc(), t.calls.c.id)).scalars().all()
        return tuple(call for body in bodies if not (call := load(Call, body)).hidden)

    def calls_again(self, held: Mapping[str, Held]) -> dict[str, Held]:
        """All calls by id in the order of `calls`, hidden ones too; what has not changed is taken from `held`."""
        query = sa.select(t.calls.c.id, t.calls.c.body).order_by(t.calls.c.published_at.desc(), t.calls.c.id)
        with self._read() as connection:
            rows = connection.execute(query).all()
        found: dict[str, Held] = {}
        for call_id, body in rows:
            digest, before = blake2b(body.encode(), digest_size=16).digest(), held.get(call_id)
            found[call_id] = before if before and before[0] == digest else (digest, load(Call, body))
        return found

    def each_call(self) -> Iterator[Call]:
        """All calls that are shown, by id, read a few at a time; nothing is written before the last has been taken."""
        query = sa.select(t.calls.c.body).order_by(t.calls.c.id).execution_options(yield_per=_BATCH)
        with self._read() as connection:
            for body in connection.execute(query).scalars():
                if not (call := load(Call, body)).hidden:
                    yield call

    def call(self, call_id: str) -> Call | None:
        """The call of this very id, hidden or not; see `resolve` for ids that were merged away."""
        with self._read() as connection:
            body = connection.scalar(sa.select(t.calls.c.body).where(t.calls.c.id == call_id))
        return load(Call, body) if body else None

    def resolve(self, call_id: str) -> str:
        """The id that lives on for one that was merged away; the id itself otherwise."""
        with self._read() as connection:
            for _ in range(10):
                new = connection.scalar(sa.select(t.aliases.c.new_id).where(t.aliases.c.old_id == call_id))
                if not new or new == call_id:
                    break
                call_id = new
        return call_id

    def sightings_of(self, call_id: str) -> tuple[Sighting, ...]:
        """Every source's view of a call, by source and key."""
        query = sa.select(t.sightings.c.body).where(t.sightings.c.call_id == call_id)
        with self._read() as connection:
            bodies = connection.execute(query.order_by(t.sightings.c.source_id, t.sightings.c.key)).scalars().all()
        return tuple(load(Sighting, body) for body in bodies)

    def changes_of(self, call_id: str) -> tuple[Change, ...]:
        """The history of a call and of those that were merged into it, oldest first."""
        return self._changes(lambda query, living: query.where(living == call_id).order_by(t.changes.c.number))

    def recent_changes(self, limit: int, kinds: Collection[ChangeKind] = ()) -> tuple[Change, ...]:
        """The newest changes of all calls, or those of some kinds, newest first, each under the id that lives on."""
        wanted = sorted(kind.value for kind in kinds)

        def newest(query: sa.Select[Any], _: sa.ColumnElement[str]) -> sa.Select[Any]:
            query = query.where(t.changes.c.kind.in_(wanted)) if wanted else query
            return query.order_by(t.changes.c.number.desc()).limit(limit)

        return self._changes(newest)

    def _changes(
        self, narrowed: Callable[[sa.Select[Any], sa.ColumnElement[str]], sa.Select[Any]]
    ) -> tuple[Change, ...]:
        # What happened to a call that was merged away stays written under its own id, in case it is given back.
        living = sa.func.coalesce(t.aliases.c.new_id, t.changes.c.call_id)
        joined = t.changes.outerjoin(t.aliases, t.aliases.c.old_id == t.changes.c.call_id)
        query = sa.select(t.changes, living.label("living")).select_from(joined)
        with self._read() as connection:
            rows = connection.execute(narrowed(query, living)).all()
        return tuple(
            Change(
                r.living,
                datetime.fromisoformat(r.at),
                ChangeKind(r.kind),
                r.field,
                r.old,
                r.new,
                r.source_id,
                r.number,
            )
            for r in rows
        )

    def states(self) -> dict[str, SourceState]:
        """What we remember about polling each source."""
        with self._read() as connection:
            rows = connection.execute(sa.select(t.source_states)).all()
        return {row.source_id: load(SourceState, row.body) for row in rows}

    def outcomes(self) -> dict[str, Outcome]:
        """The latest outcome of each source."""
        newest = sa.select(sa.func.max(t.outcomes.c.number)).group_by(t.outcomes.c.source_id)
        with self._read() as connection:
            rows = (
                connection.execute(sa.select(t.outcomes.c.body).where(t.outcomes.c.number.in_(newest))).scalars().all()
            )
        found = [load(Outcome, body) for body in rows]
        return {outcome.source_id: outcome for outcome in found}

    def recent_outcomes(self, limit: int) -> dict[str, list[Outcome]]:
        """The last `limit` outcomes of each source, oldest first."""
        place = sa.func.row_number().over(partition_by=t.outcomes.c.source_id, order_by=t.outcomes.c.number.desc())
        ranked = sa.select(t.outcomes.c.number, t.outcomes.c.body, place.label("place")).subquery()
        query = sa.select(ranked.c.body).where(ranked.c.place <= limit).order_by(ranked.c.number)
        found: dict[str, list[Outcome]] = {}
        with self._read() as connection:
            for body in connection.execute(query).scalars():
                outcome = load(Outcome, body)
                found.setdefault(outcome.source_id, []).append(outcome)
        return found

    def pages(self, source_id: str) -> dict[str, Page]:
        """The pages last read of a source, by address: for conditional GETs and for reading again without fetching."""
        with self._read() as connection:
            rows = connection.execute(sa.select(t.pages).where(t.pages.c.source_id == source_id)).all()
        return {
            r.url: Page(
                url=r.url,
                final_url=r.final_url,
                status=r.status,
                media_type=r.media_type,
                body=zlib.decompress(r.body),
                fetched_at=datetime.fromisoformat(r.fetched_at),
                charset=r.charset,
                validators=Validators(r.etag, r.last_modified),
            )
            for r in rows
        }

    def document(self, path: str) -> Document | None:
        """The finished bytes of an address, or None."""
        with self._read() as connection:
            row = connection.execute(sa.select(t.documents).where(t.documents.c.path == path)).one_or_none()
        if row is None:
            return None
        made = datetime.fromisoformat(row.modified)
        return Document(row.path, row.media_type, row.body, row.gzip, row.etag, made, row.brotli or b"")

    def pings(self) -> dict[str, str]:
        """The feeds whose change the hub has not been told of, each with the tag of its bytes."""
        with self._read() as connection:
            rows = connection.execute(sa.select(t.pings).order_by(t.pings.c.path)).all()
        return {row.path: row.etag for row in rows}

    def hub_state(self, url: str) -> HubState:
        """What we remember about telling this hub; of another one nothing is of use."""
        kept = self.meta("hub")
        state = load(HubState, kept) if kept else HubState(url)
        return state if state.url == url else HubState(url)

    def document_inputs(self) -> dict[str, str]:
        """For each finished document the digest of what it was made from."""
        with self._read() as connection:
            rows = connection.execute(sa.select(t.documents.c.path, t.documents.c.inputs)).all()
        return {row.path: row.inputs for row in rows}
