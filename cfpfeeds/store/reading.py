"""What may be asked of the store. Every answer is one read transaction; nothing here writes."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cfpfeeds.model import Call, Change, ChangeKind, Document, Known, Outcome, Page, Sighting, SourceState, Validators
from cfpfeeds.store import tables as t
from cfpfeeds.store.opening import translated
from cfpfeeds.store.rows import load

_BATCH = 500
"""Values in one IN (...): SQLite's oldest limit is 999."""


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

    def _known(self, connection: sa.Connection, source_id: str, keys: Iterable[str]) -> Known:
        own = connection.execute(
            sa.select(t.sightings.c.call_id).where(t.sightings.c.source_id == source_id).distinct()
        ).scalars()
        call_ids = set(own) | self._calls_sharing(connection, keys)
        found = self._select_in(connection, sa.select(t.sightings.c.body), t.sightings.c.call_id, call_ids)
        calls = self._select_in(connection, sa.select(t.calls.c.body), t.calls.c.id, call_ids)
        return Known(
            calls=tuple(sorted((load(Call, body) for body in calls), key=lambda c: c.id)),
            sightings=tuple(sorted((load(Sighting, body) for body in found), key=lambda s: s.id)),
        )

    def _calls_sharing(self, connection: sa.Connection, keys: Iterable[str]) -> set[str]:
        joined = sa.select(t.sightings.c.call_id).join(
            t.sighting_keys,
            (t.sighting_keys.c.source_id == t.sightings.c.source_id) & (t.sighting_keys.c.key == t.sightings.c.key),
        )
        return set(self._select_in(connection, joined, t.sighting_keys.c.match_key, set(keys)))

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
        """All calls, or those under any of the slugs, newest published first, ties by id."""
        query = sa.select(t.calls.c.body)
        if disciplines:
            within = sa.select(t.call_disciplines.c.call_id).where(t.call_disciplines.c.slug.in_(sorted(disciplines)))
            query = query.where(t.calls.c.id.in_(within))
        with self._read() as connection:
            bodies = connection.execute(query.order_by(t.calls.c.published_at.desc(), t.calls.c.id)).scalars().all()
        return tuple(load(Call, body) for body in bodies)

    def call(self, call_id: str) -> Call | None:
        """The call of this very id; see `resolve` for ids that were merged away."""
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
        """The history of a call, oldest first."""
        return self._changes(sa.select(t.changes).where(t.changes.c.call_id == call_id).order_by(t.changes.c.number))

    def recent_changes(self, limit: int, kinds: Collection[ChangeKind] = ()) -> tuple[Change, ...]:
        """The newest changes of all calls, or those of some kinds, newest first."""
        query = sa.select(t.changes)
        if kinds:
            query = query.where(t.changes.c.kind.in_(sorted(kind.value for kind in kinds)))
        return self._changes(query.order_by(t.changes.c.number.desc()).limit(limit))

    def _changes(self, query: sa.Select[Any]) -> tuple[Change, ...]:
        with self._read() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Change(
                r.call_id,
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
        return Document(row.path, row.media_type, row.body, row.gzip, row.etag, datetime.fromisoformat(row.modified))

    def document_inputs(self) -> dict[str, str]:
        """For each finished document the digest of what it was made from."""
        with self._read() as connection:
            rows = connection.execute(sa.select(t.documents.c.path, t.documents.c.inputs)).all()
        return {row.path: row.inputs for row in rows}
