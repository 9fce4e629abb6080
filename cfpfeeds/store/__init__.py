"""SQL: what is kept, and how. SQLite by default, in WAL mode; every state change is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial

import sqlalchemy as sa

from cfpfeeds.model import Document, HubState, Known, Outcome, Page, Plan, Sighting, SourceState
from cfpfeeds.store import tables as t
from cfpfeeds.store.finding import known_by, known_of
from cfpfeeds.store.keeping import back_up, poller_lock, restore
from cfpfeeds.store.opening import engine_for, migrate, translated, without_password
from cfpfeeds.store.reading import Held as Held
from cfpfeeds.store.reading import ReadingStore
from cfpfeeds.store.rows import dump, load
from cfpfeeds.store.writing import UNCLASSIFIED, KeysOf, changed_tags, put, put_keys, put_outcome, put_plan

Look = Callable[[Collection[str], Collection[str]], Known]
"""Calls that share a match key, and calls by name, read within the transaction that is being decided."""

_BATCH = 1000


class Store(ReadingStore):
    """The whole store: `ReadingStore` and the few writes there are."""

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        with translated(self._where), self._engine.execution_options(writes=True).begin() as connection:
            yield connection
            number = connection.scalar(sa.select(t.meta.c.value).where(t.meta.c.name == "version"))
            put(connection, t.meta, [{"name": "version", "value": str(int(number or 0) + 1)}])

    def apply(
        self,
        plan: Plan,
        state: SourceState,
        outcome: Outcome,
        *,
        pages: Sequence[Page] | None = None,
        keys_of: KeysOf = lambda _: (),
    ) -> None:
        """Carry out what one poll decided, all of it or nothing. `pages` None keeps the pages that are stored."""
        with self._write() as connection:
            put_plan(connection, plan, keys_of)
            put_outcome(connection, state, outcome, pages)

    def decide(
        self,
        source_id: str,
        sightings: Sequence[Sighting],
        decide: Callable[[Known, Look], tuple[Plan, SourceState, Outcome]],
        *,
        pages: Sequence[Page],
        keys_of: KeysOf,
        since: date | None = None,
    ) -> Outcome:
        """Read what is known (see `known`), let `decide` plan, and carry it out, as one transaction.

        The lock is taken before the reading, so that two pollers can never mint two ids for one call.
        """
        with self._write() as connection:
            keys = {key for sighting in sightings for key in keys_of(sighting)}
            look = partial(known_by, connection)
            listed = [sighting.key for sighting in sightings]
            plan, state, outcome = decide(known_of(connection, source_id, keys, listed, since), look)
            put_plan(connection, plan, keys_of)
            put_outcome(connection, state, outcome, pages)
        return outcome

    def revise(self, decide: Callable[[Look], Plan], *, keys_of: KeysOf, told: Mapping[str, str]) -> None:
        """Carry out a plan that no poll asked for, and remember the settings `told` with it; one transaction."""
        with self._write() as connection:
            put_plan(connection, decide(partial(known_by, connection)), keys_of)
            put(connection, t.meta, [{"name": name, "value": value} for name, value in told.items()])

    def rekey(self, keys_of: KeysOf) -> None:
        """Write the match keys of all sightings anew, as after a release that makes other ones."""
        with self._write() as connection:
            connection.execute(sa.delete(t.sighting_keys))
            bodies = connection.execute(
                sa.select(t.sightings.c.body), execution_options={"yield_per": _BATCH}
            ).scalars()
            for some in bodies.partitions():
                put_keys(connection, [load(Sighting, body) for body in some], keys_of)

    def put_documents(self, documents: Sequence[tuple[Document, str]], announced: Collection[str] = ()) -> None:
        """Replace finished documents, each with the digest of its inputs, all at once.

        Those among the paths `announced` that were there before with other bytes are remembered in `pings`, in the
        same transaction, so that no crash loses one.
        """
        rows: list[dict[str, object]] = [
            {
                "path": d.path,
                "media_type": d.media_type,
                "etag": d.etag,
                "modified": d.modified.isoformat(),
                "inputs": inputs,
                "body": d.body,
                "gzip": d.gzip,
                "brotli": d.brotli,
            }
            for d, inputs in documents
        ]
        with self._write() as connection:
            put(connection, t.pings, changed_tags(connection, [d for d, _ in documents if d.path in announced]))
            put(connection, t.documents, rows)

    def settle_pings(self, told: Mapping[str, str], state: HubState) -> None:
        """Remember how the hub stands, and forget the feeds it was `told` of unless they have changed again since."""
        gone = sa.delete(t.pings).where(t.pings.c.path == sa.bindparam("p"), t.pings.c.etag == sa.bindparam("e"))
        with self._write() as connection:
            if told:
                connection.execute(gone, [{"p": path, "e": etag} for path, etag in told.items()])
            put(connection, t.meta, [{"name": "hub", "value": dump(state)}])

    def set_warned(self, told: Mapping[str, bool]) -> None:
        """Remember of which sources the operator has been told that they are ill (True) or well again (False)."""
        with self._write() as connection:
            for source_id, warned in told.items():
                where = t.source_states.c.source_id == source_id
                body = connection.scalar(sa.select(t.source_states.c.body).where(where))
                if body:
                    state = replace(load(SourceState, body), warned=warned)
                    connection.execute(sa.update(t.source_states).where(where).values(body=dump(state)))

    def set_meta(self, name: str, value: str) -> None:
        """Remember a setting of the database itself."""
        self.set_metas({name: value})

    def set_metas(self, values: Mapping[str, str]) -> None:
        """Remember several settings at once."""
        with self._write() as connection:
            put(connection, t.meta, [{"name": name, "value": value} for name, value in values.items()])


def open_store(url: str) -> Store:
    """The store at `url` (as SQLAlchemy writes it), its schema brought up to date.

    Raises StoreError when it is locked, damaged, not writable, or of a newer release.
    """
    engine = engine_for(url)
    with translated(engine.url.render_as_string(hide_password=True)):
        migrate(engine)
    return Store(engine)


__all__ = ["UNCLASSIFIED", "Store", "back_up", "open_store", "poller_lock", "restore", "without_password"]
