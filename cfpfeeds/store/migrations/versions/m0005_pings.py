"""Feeds whose change the hub has not been told of yet, each with the tag of its present bytes.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pings",
        sa.Column("path", sa.String(255), primary_key=True),
        sa.Column("etag", sa.String(80), nullable=False),
    )
