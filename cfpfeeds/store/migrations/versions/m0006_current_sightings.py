"""Which sightings a poll must read although they are not listed: until when each of them matters.

Revision: 0006
"""

import json
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_BATCH = 500
_GONE_AFTER = 3
_DUE = ("abstract", "submission")
_UNDATED = timedelta(days=365)
_GIVEN_UP, _FOREVER = "", "9999-12-31"

_sightings = sa.table("sightings", *(sa.column(name) for name in ("source_id", "key", "body", "current_until")))


def upgrade() -> None:
    op.add_column("sightings", sa.Column("current_until", sa.String(10), nullable=False, server_default=_FOREVER))
    op.create_index("sightings_by_currency", "sightings", ["source_id", "current_until"])
    last = ("", "")
    while rows := _after(*last):
        for source_id, key, body in rows:
            here = (_sightings.c.source_id == source_id) & (_sightings.c.key == key)
            op.get_bind().execute(sa.update(_sightings).where(here).values(current_until=_until(body)))
        last = rows[-1][0], rows[-1][1]


def _after(source_id: str, key: str) -> list[Any]:
    """The next rows in the order of the primary key, so that no more than a few are in memory."""
    columns = _sightings.c
    later = (columns.source_id > source_id) | ((columns.source_id == source_id) & (columns.key > key))
    query = sa.select(columns.source_id, columns.key, columns.body).where(later)
    return list(op.get_bind().execute(query.order_by(columns.source_id, columns.key).limit(_BATCH)).all())


def _until(body: str) -> str:
    try:
        told = json.loads(body)
        if told["misses"] >= _GONE_AFTER:
            return _GIVEN_UP
        days = [one["date"] for one in told["deadlines"] if one["date"] and one["kind"] in _DUE]
        return str(max(days)) if days else str(date.fromisoformat(told["first_seen"][:10]) + _UNDATED)
    except (ValueError, KeyError, TypeError, IndexError):
        return _FOREVER  # it is read at every poll, as before
