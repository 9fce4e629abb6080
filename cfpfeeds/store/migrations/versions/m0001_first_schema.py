"""The first schema.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("published_at", sa.String(32), nullable=False),
        sa.Column("updated_at", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "call_disciplines",
        sa.Column("call_id", sa.String(64), sa.ForeignKey("calls.id"), primary_key=True),
        sa.Column("slug", sa.String(64), primary_key=True),
    )
    op.create_index("call_disciplines_by_slug", "call_disciplines", ["slug"])
    op.create_table(
        "aliases",
        sa.Column("old_id", sa.String(64), primary_key=True),
        sa.Column("new_id", sa.String(64), nullable=False),
    )
    op.create_table(
        "sightings",
        sa.Column("source_id", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("sightings_by_call", "sightings", ["call_id"])
    op.create_table(
        "sighting_keys",
        sa.Column("match_key", sa.String(512), primary_key=True),
        sa.Column("source_id", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
    )
    op.create_index("sighting_keys_by_sighting", "sighting_keys", ["source_id", "key"])
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("field", sa.String(64), nullable=False),
        sa.Column("old", sa.Text, nullable=False),
        sa.Column("new", sa.Text, nullable=False),
        sa.Column("source_id", sa.String(64), nullable=False),
    )
    op.create_index("changes_by_call", "changes", ["call_id"])
    op.create_table(
        "source_states",
        sa.Column("source_id", sa.String(64), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "outcomes",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("source_id", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("outcomes_by_source", "outcomes", ["source_id", "number"])
    op.create_table(
        "pages",
        sa.Column("source_id", sa.String(64), primary_key=True),
        sa.Column("url", sa.String(2048), primary_key=True),
        sa.Column("final_url", sa.String(2048), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("media_type", sa.String(255), nullable=False),
        sa.Column("charset", sa.String(64), nullable=False),
        sa.Column("etag", sa.String(1024), nullable=False),
        sa.Column("last_modified", sa.String(64), nullable=False),
        sa.Column("fetched_at", sa.String(32), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("path", sa.String(255), primary_key=True),
        sa.Column("media_type", sa.String(255), nullable=False),
        sa.Column("etag", sa.String(80), nullable=False),
        sa.Column("modified", sa.String(32), nullable=False),
        sa.Column("inputs", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("gzip", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
