"""Create the table of deposits.

Revision ID: 001
Revises:
Create Date: 2026-11-21
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "deposit_001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and the index of the list of a body's deposits."""
    text = [
        sa.Column(name, sa.UnicodeText, nullable=False)
        for name in (
            *("owner_org", "user_id", "schema_name", "schema_url", "state", "file_key", "file_name", "file_hash"),
            *("target", "package_id", "resource_id", "table_state"),
        )
    ]
    op.create_table(
        "deposit",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        *text,
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("modified", sa.DateTime, nullable=False),
        sa.Column("published", sa.DateTime),
        sa.Column("file_size", sa.BigInteger, nullable=False),
        *(sa.Column(name, JSONB, nullable=False) for name in ("report", "progress", "fields")),
    )
    op.create_index("ix_deposit_owner_org", "deposit", ["owner_org"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("deposit")
