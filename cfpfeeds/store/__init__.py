"""SQL: what is kept, and how. SQLite by default, in WAL mode; every state change is one transaction."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import sqlalchemy as sa

from cfpfeeds.model import Call, Change, Document, HubState, Known, Outcome, Page, Plan, Sighting, SourceState
from cfpfeeds.store import tables as t
from cfpfeeds.store.keeping import back_up, poller_lock, restore
from cfpfeeds.store.opening import engine_for, migrate, translated
from cfpfeeds.store.reading import Held as Held
from cfpfeeds.store.reading import ReadingStore
from cfpfeeds.store.rows import dump, load

KeysOf = Callable[[Sighting], Iterable[str]]
"""The match keys of a sighting, as merge defines them."""

Look = Callable[[Collection[str], Collection[str]], Known]
"""Calls that share a match key, and calls by name, read within the transaction that is being decided."""

_BATCH = 1000

_OUTCOMES_KEPT = 200
"""Per source: enough for a trend on the status page, bounded for ever."""

UNCLASSIFIED = "unclassified"
"""The slug under which a call without a discipline is found."""


class Store(ReadingStore):
    """The whole store: `ReadingStore` and the few writes there are."""

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        with translated(self._where), self._engine.execution_options(writes=True).begin() as connection:
            yield connection
            number = connection.scalar(sa.select(t.meta.c.value).where(t.meta.c.name == "version"))
            _put(connection, t.meta, [{"name": "version", "value": str(int(number or 0) + 1)}])

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
            _put_plan(connection, plan, keys_of)
            _put_outcome(connection, state, outcome, pages)

    def decide(
        self,
        source_id: str,
        sightings: Sequence[Sighting],
        decide: Callable[[Known, Look], tuple[Plan, SourceState, Outcome]],
        *,
        pages: Sequence[Page],
        keys_of: KeysOf,
    ) -> Outcome:
        """Read what is known, let `decide` plan, and carry it out, as one transaction.

        The lock is taken before the reading, so that two pollers can never mint two ids for one call.
        """
        with self._write() as connection:
            keys = {key for sighting in sightings for key in keys_of(sighting)}
            look = partial(self._look, connection)
            plan, state, outcome = decide(self._known(connection, source_id, keys), look)
            _put_plan(connection, plan, keys_of)
            _put_outcome(connection, state, outcome, pages)
        return outcome

    def revise(self, decide: Callable[[Look], Plan], *, keys_of: KeysOf, told: Mapping[str, str]) -> None:
        """Carry out a plan that no poll asked for, and remember the settings `told` with it; one transaction."""
        with self._write() as connection:
            _put_plan(connection, decide(partial(self._look, connection)), keys_of)
            _put(connection, t.meta, [{"name": name, "value": value} for name, value in told.items()])

    def rekey(self, keys_of: KeysOf) -> None:
        """Write the match keys of all sightings anew, as after a release that makes other ones."""
        with self._write() as connection:
            connection.execute(sa.delete(t.sighting_keys))
            bodies = connection.execute(
                sa.select(t.sightings.c.body), execution_options={"yield_per": _BATCH}
            ).scalars()
            for some in bodies.partitions():
                _put_keys(connection, [load(Sighting, body) for body in some], keys_of)

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
            _put(connection, t.pings, _changed(connection, [d for d, _ in documents if d.path in announced]))
            _put(connection, t.documents, rows)

    def settle_pings(self, told: Mapping[str, str], state: HubState) -> None:
        """Remember how the hub stands, and forget the feeds it was `told` of unless they have changed again since."""
        gone = sa.delete(t.pings).where(t.pings.c.path == sa.bindparam("p"), t.pings.c.etag == sa.bindparam("e"))
        with self._write() as connection:
            if told:
                connection.execute(gone, [{"p": path, "e": etag} for path, etag in told.items()])
            _put(connection, t.meta, [{"name": "hub", "value": dump(state)}])

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
            _put(connection, t.meta, [{"name": name, "value": value} for name, value in values.items()])


def open_store(url: str) -> Store:
    """The store at `url` (as SQLAlchemy writes it), its schema brought up to date.

    Raises StoreError when it is locked, damaged, not writable, or of a newer release.
    """
    engine = engine_for(url)
    with translated(engine.url.render_as_string(hide_password=True)):
        migrate(engine)
    return Store(engine)


def _put(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, object]]) -> None:
    """Insert rows, replacing those of the same primary key; plain SQL that every database knows."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key.columns]
    matches = sa.and_(*(table.c[name] == sa.bindparam(f"key_{name}") for name in keys))
    connection.execute(sa.delete(table).where(matches), [{f"key_{n}": row[n] for n in keys} for row in rows])
    connection.execute(sa.insert(table), list(rows))


def _changed(connection: sa.Connection, documents: Sequence[Document]) -> list[dict[str, object]]:
    """Rows of `pings` for the documents that readers know with other bytes."""
    tags = sa.select(t.documents.c.etag)
    before = {d.path: connection.scalar(tags.where(t.documents.c.path == d.path)) for d in documents}
    return [{"path": d.path, "etag": d.etag} for d in documents if before[d.path] not in (None, d.etag)]


def _put_plan(connection: sa.Connection, plan: Plan, keys_of: KeysOf) -> None:
    _put_sightings(connection, plan.sightings, keys_of)
    _put_calls(connection, plan.calls)
    _put_aliases(connection, plan.aliases)
    if plan.changes:
        connection.execute(sa.insert(t.changes), [_change_row(change) for change in plan.changes])


def _change_row(change: Change) -> dict[str, str]:
    return {
        "call_id": change.call_id,
        "at": change.at.isoformat(),
        "kind": change.kind.value,
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "source_id": change.source_id,
    }


def _put_sightings(connection: sa.Connection, sightings: Sequence[Sighting], keys_of: KeysOf) -> None:
    rows: list[dict[str, object]] = [
        {"source_id": s.source_id, "key": s.key, "call_id": s.call_id, "body": dump(s)} for s in sightings
    ]
    _put(connection, t.sightings, rows)
    if not sightings:
        return
    gone = sa.delete(t.sighting_keys).where(
        t.sighting_keys.c.source_id == sa.bindparam("s"), t.sighting_keys.c.key == sa.bindparam("k")
    )
    connection.execute(gone, [{"s": s.source_id, "k": s.key} for s in sightings])
    _put_keys(connection, sightings, keys_of)


def _put_keys(connection: sa.Connection, sightings: Sequence[Sighting], keys_of: KeysOf) -> None:
    keys = [
        {"match_key": key, "source_id": s.source_id, "key": s.key} for s in sightings for key in sorted(set(keys_of(s)))
    ]
    if keys:
        connection.execute(sa.insert(t.sighting_keys), keys)


def _put_calls(connection: sa.Connection, calls: Sequence[Call]) -> None:
    if calls:  # one that had been merged away is given back
        given_back = sa.delete(t.aliases).where(t.aliases.c.old_id == sa.bindparam("c"))
        connection.execute(given_back, [{"c": call.id} for call in calls])
    _forget_disciplines(connection, [call.id for call in calls])
    rows: list[dict[str, object]] = [
        {
            "id": call.id,
            "published_at": call.published_at.isoformat(),
            "updated_at": call.updated_at.isoformat(),
            "body": dump(call),
        }
        for call in calls
    ]
    _put(connection, t.calls, rows)
    slugs = [
        {"call_id": call.id, "slug": slug} for call in calls for slug in sorted(set(call.disciplines) or {UNCLASSIFIED})
    ]
    if slugs:
        connection.execute(sa.insert(t.call_disciplines), slugs)


def _forget_disciplines(connection: sa.Connection, call_ids: Sequence[str]) -> None:
    if call_ids:
        stale = sa.delete(t.call_disciplines).where(t.call_disciplines.c.call_id == sa.bindparam("c"))
        connection.execute(stale, [{"c": call_id} for call_id in call_ids])


def _put_aliases(connection: sa.Connection, aliases: Sequence[tuple[str, str]]) -> None:
    """The younger id answers for the older from now on; the call that it was is kept, in case it is given back."""
    for old, new in aliases:
        living = connection.scalar(sa.select(t.calls.c.body).where(t.calls.c.id == old))
        kept = living or connection.scalar(sa.select(t.aliases.c.body).where(t.aliases.c.old_id == old)) or ""
        _put(connection, t.aliases, [{"old_id": old, "new_id": new, "body": kept}])
        connection.execute(sa.update(t.aliases).where(t.aliases.c.new_id == old).values(new_id=new))
        _forget_disciplines(connection, [old])
        connection.execute(sa.delete(t.calls).where(t.calls.c.id == old))


def _put_pages(connection: sa.Connection, source_id: str, pages: Sequence[Page]) -> None:
    connection.execute(sa.delete(t.pages).where(t.pages.c.source_id == source_id))
    rows: list[dict[str, object]] = [
        {
            "source_id": source_id,
            "url": p.url,
            "final_url": p.final_url,
            "status": p.status,
            "media_type": p.media_type,
            "charset": p.charset,
            "etag": p.validators.etag,
            "last_modified": p.validators.last_modified,
            "fetched_at": p.fetched_at.isoformat(),
            "body": zlib.compress(p.body, 6),
        }
        for p in {page.url: page for page in pages}.values()
    ]
    if rows:
        connection.execute(sa.insert(t.pages), rows)


def _put_outcome(connection: sa.Connection, state: SourceState, outcome: Outcome, pages: Sequence[Page] | None) -> None:
    if pages is not None:
        _put_pages(connection, state.source_id, pages)
    _put(connection, t.source_states, [{"source_id": state.source_id, "body": dump(state)}])
    kept = replace(outcome, problems=outcome.problems[:100])
    row = {
        "source_id": outcome.source_id,
        "at": outcome.at.isoformat(),
        "kind": outcome.kind.value,
        "seconds": outcome.seconds,
        "body": dump(kept),
    }
    connection.execute(sa.insert(t.outcomes), [row])
    newest = (
        sa.select(t.outcomes.c.number)
        .where(t.outcomes.c.source_id == outcome.source_id)
        .order_by(t.outcomes.c.number.desc())
        .limit(_OUTCOMES_KEPT)
    )
    stale = sa.delete(t.outcomes).where(t.outcomes.c.source_id == outcome.source_id, t.outcomes.c.number.not_in(newest))
    connection.execute(stale)


__all__ = ["UNCLASSIFIED", "Store", "back_up", "open_store", "poller_lock", "restore"]
