"""The tables. A value that is only ever read whole (a call, a sighting) is one JSON column beside the keys SQL needs.

The schema grows by migrations only: a change here goes with a new file in `migrations/versions`.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

GIVEN_UP, FOREVER = "", "9999-12-31"
"""Of a sighting that its source no longer lists, and of one about which nothing is known; see `rows.current_until`."""

calls = Table(
    "calls",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("published_at", String(32), nullable=False),
    Column("updated_at", String(32), nullable=False),
    Column("body", Text, nullable=False),
)

call_disciplines = Table(
    "call_disciplines",
    metadata,
    Column("call_id", String(64), ForeignKey("calls.id"), primary_key=True),
    Column("slug", String(64), primary_key=True),
    Index("call_disciplines_by_slug", "slug"),
)

aliases = Table(
    "aliases",
    metadata,
    Column("old_id", String(64), primary_key=True),
    Column("new_id", String(64), nullable=False),
    Column("body", Text, nullable=False, server_default=""),
    Index("aliases_by_new_id", "new_id"),
)

sightings = Table(
    "sightings",
    metadata,
    Column("source_id", String(64), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("call_id", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("current_until", String(10), nullable=False, server_default=FOREVER),
    Index("sightings_by_call", "call_id"),
    Index("sightings_by_currency", "source_id", "current_until"),
)

sighting_keys = Table(
    "sighting_keys",
    metadata,
    Column("match_key", String(512), primary_key=True),
    Column("source_id", String(64), primary_key=True),
    Column("key", String(255), primary_key=True),
    Index("sighting_keys_by_sighting", "source_id", "key"),
)

changes = Table(
    "changes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("call_id", String(64), nullable=False),
    Column("at", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("field", String(64), nullable=False),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("source_id", String(64), nullable=False),
    Index("changes_by_call", "call_id"),
)

source_states = Table(
    "source_states",
    metadata,
    Column("source_id", String(64), primary_key=True),
    Column("body", Text, nullable=False),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("source_id", String(64), nullable=False),
    Column("at", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("body", Text, nullable=False),
    Index("outcomes_by_source", "source_id", "number"),
)

pages = Table(
    "pages",
    metadata,
    Column("source_id", String(64), primary_key=True),
    Column("url", String(2048), primary_key=True),
    Column("final_url", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("charset", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("fetched_at", String(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("path", String(255), primary_key=True),
    Column("media_type", String(255), nullable=False),
    Column("etag", String(80), nullable=False),
    Column("modified", String(32), nullable=False),
    Column("inputs", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("gzip", LargeBinary, nullable=False),
    Column("brotli", LargeBinary),
)

pings = Table(
    "pings",
    metadata,
    Column("path", String(255), primary_key=True),
    Column("etag", String(80), nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
