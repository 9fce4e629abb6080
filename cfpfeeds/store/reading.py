"""What may be asked of the store. Every answer is one read transaction; nothing here writes."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
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
from cfpfeeds.store.finding import calls_named, known_by, known_of, own, select_in
from cfpfeeds.store.opening import translated
from cfpfeeds.store.rows import load

_BATCH = 500


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

    def known(
        self, source_id: str, keys: Iterable[str], listed: Collection[str] = (), since: date | None = None
    ) -> Known:
        """All that a poll of `source_id` may touch, sightings included: its calls, and those that share a match key.

        Its own are those of `listing` and those that it lists now, under the keys `listed`.
        """
        with self._read() as connection:
            return known_of(connection, source_id, keys, listed, since)

    def listing(self, source_id: str, listed: Collection[str] = (), since: date | None = None) -> tuple[Sighting, ...]:
        """The sightings of a source that it has not given up, and those under the keys `listed`, by key.

        What it gave up long ago is left out, so that a poll costs what is listed, not what ever was. `since` leaves out
        what was over by that day as well, for a source that never gives anything up.
        """
        with self._read() as connection:
            bodies = own(connection, t.sightings.c.body, source_id, listed, since)
        return tuple(sorted((load(Sighting, body) for body in bodies), key=lambda s: s.key))

    def look(self, keys: Collection[str], names: Collection[str]) -> Known:
        """Calls that share a match key, and calls by any name they have, with all their sightings."""
        with self._read() as connection:
            return known_by(connection, keys, names)

    def unknown_names(self, names: Collection[str]) -> tuple[str, ...]:
        """Those of `names` (call ids, "source/key") that stand for nothing here, now or before."""
        with self._read() as connection:
            known = set(select_in(connection, sa.select(t.calls.c.id), t.calls.c.id, names))
            known |= set(select_in(connection, sa.select(t.aliases.c.old_id), t.aliases.c.old_id, names))
            known |= {name for name in names if "/" in name and calls_named(connection, [name])}
        return tuple(sorted(set(names) - known))

    def call_ids(self) -> tuple[str, ...]:
        """The ids of all calls."""
        with self._read() as connection:
            return tuple(connection.execute(sa.select(t.calls.c.id).order_by(t.calls.c.id)).scalars())

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
