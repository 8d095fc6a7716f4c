"""Keep what a person decided of a file, the repaired file, and the columns of each body.

Revision ID: 002
Revises: 001
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "deposit_002"
down_revision = "deposit_001"
branch_labels = None
depends_on = None

NEW = (
    ("answers", JSONB, "{}"),
    ("mended_key", sa.UnicodeText, ""),
    ("mended_size", sa.BigInteger, "0"),
    ("mended_hash", sa.UnicodeText, ""),
    ("turn", sa.UnicodeText, ""),
    ("attempts", sa.Integer, "0"),
)


def upgrade() -> None:
    """Add the columns to the deposits there are, and create the table of memories."""
    for name, kind, default in NEW:
        op.add_column("deposit", sa.Column(name, kind, nullable=False, server_default=default))
    op.create_table(
        "deposit_memory",
        sa.Column("owner_org", sa.UnicodeText, primary_key=True),
        sa.Column("schema_name", sa.UnicodeText, primary_key=True),
        sa.Column("columns", JSONB, nullable=False),
        sa.Column("modified", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    """Drop the table and the columns."""
    op.drop_table("deposit_memory")
    for name, _kind, _default in NEW:
        op.drop_column("deposit", name)
