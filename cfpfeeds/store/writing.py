"""How each noun is written, within a transaction that somebody else has begun."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import sqlalchemy as sa

from cfpfeeds.model import Call, Change, Document, Outcome, Page, Plan, Sighting, SourceState
from cfpfeeds.store import tables as t
from cfpfeeds.store.rows import current_until, dump

KeysOf = Callable[[Sighting], Iterable[str]]
"""The match keys of a sighting, as merge defines them."""

UNCLASSIFIED = "unclassified"
"""The slug under which a call without a discipline is found."""

_OUTCOMES_KEPT = 200
"""Per source: enough for a trend on the status page, bounded for ever."""


def put(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, object]]) -> None:
    """Insert rows, replacing those of the same primary key; plain SQL that every database knows."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key.columns]
    matches = sa.and_(*(table.c[name] == sa.bindparam(f"key_{name}") for name in keys))
    connection.execute(sa.delete(table).where(matches), [{f"key_{n}": row[n] for n in keys} for row in rows])
    connection.execute(sa.insert(table), list(rows))


def changed_tags(connection: sa.Connection, documents: Sequence[Document]) -> list[dict[str, object]]:
    """Rows of `pings` for the documents that readers know with other bytes."""
    tags = sa.select(t.documents.c.etag)
    before = {d.path: connection.scalar(tags.where(t.documents.c.path == d.path)) for d in documents}
    return [{"path": d.path, "etag": d.etag} for d in documents if before[d.path] not in (None, d.etag)]


def put_plan(connection: sa.Connection, plan: Plan, keys_of: KeysOf) -> None:
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
        {
            "source_id": s.source_id,
            "key": s.key,
            "call_id": s.call_id,
            "body": dump(s),
            "current_until": current_until(s),
        }
        for s in sightings
    ]
    put(connection, t.sightings, rows)
    if not sightings:
        return
    gone = sa.delete(t.sighting_keys).where(
        t.sighting_keys.c.source_id == sa.bindparam("s"), t.sighting_keys.c.key == sa.bindparam("k")
    )
    connection.execute(gone, [{"s": s.source_id, "k": s.key} for s in sightings])
    put_keys(connection, sightings, keys_of)


def put_keys(connection: sa.Connection, sightings: Sequence[Sighting], keys_of: KeysOf) -> None:
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
    put(connection, t.calls, rows)
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
        put(connection, t.aliases, [{"old_id": old, "new_id": new, "body": kept}])
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


def put_outcome(connection: sa.Connection, state: SourceState, outcome: Outcome, pages: Sequence[Page] | None) -> None:
    if pages is not None:
        _put_pages(connection, state.source_id, pages)
    put(connection, t.source_states, [{"source_id": state.source_id, "body": dump(state)}])
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
