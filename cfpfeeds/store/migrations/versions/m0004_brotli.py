"""Finished documents in Brotli as well; empty until a document is made anew.

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("documents", sa.Column("brotli", sa.LargeBinary))
