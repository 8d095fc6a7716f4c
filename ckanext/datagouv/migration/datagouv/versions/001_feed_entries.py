"""Create the table of what the feeds say of each dataset, and the index that their pages are read by.

Revision ID: 001
Revises:
Create Date: 2026-11-29
"""

import sqlalchemy as sa
from alembic import op

revision = "datagouv_001"
down_revision = None
branch_labels = None
depends_on = None

INDEX = "ix_package_datagouv_feed"


def upgrade() -> None:
    """Create them; CKAN's own table of datasets has no index by organisation, and a page must not read them all."""
    op.create_table(
        "datagouv_feed_entry",
        sa.Column("package_id", sa.UnicodeText, primary_key=True),
        sa.Column("stamp", sa.UnicodeText, nullable=False),
        sa.Column("expires", sa.DateTime),
        *(sa.Column(name, sa.UnicodeText, nullable=False) for name in ("xml", "ttl", "jsonld")),
    )
    public = sa.text("type = 'dataset' AND state = 'active' AND private IS NOT TRUE")
    op.create_index(INDEX, "package", ["owner_org", "id"], postgresql_where=public, if_not_exists=True)


def downgrade() -> None:
    """Drop them: everything in the table can be made again."""
    op.drop_index(INDEX, "package", if_exists=True)
    op.drop_table("datagouv_feed_entry")
