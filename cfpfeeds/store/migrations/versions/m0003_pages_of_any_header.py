"""What a server says of a page may have any length; SQLite never minded, PostgreSQL refuses what is longer.

Revision: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_HEADERS = ("final_url", "media_type", "charset", "etag", "last_modified")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in _HEADERS:
            op.alter_column("pages", name, type_=sa.Text)
