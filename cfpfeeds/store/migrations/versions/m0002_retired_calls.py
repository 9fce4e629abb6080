"""A call that was merged away is kept as it last was, so that it can be given back.

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("aliases", sa.Column("body", sa.Text, nullable=False, server_default=""))
    op.create_index("aliases_by_new_id", "aliases", ["new_id"])
