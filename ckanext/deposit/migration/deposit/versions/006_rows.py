"""Keep the rows that are typed in an online table.

Revision ID: 006
Revises: 005
Create Date: 2026-11-29
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "deposit_006"
down_revision = "deposit_005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, and what lists of deposits need of it."""
    text = sa.UnicodeText
    op.create_table(
        "deposit_rows",
        sa.Column("deposit_id", text, sa.ForeignKey("deposit.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("writer", text, nullable=False, server_default=""),
        sa.Column("user_id", text, nullable=False, server_default=""),
        sa.Column("columns", JSONB, nullable=False),
        sa.Column("rows", JSONB, nullable=False),
        sa.Column("modified", sa.DateTime, nullable=False),
    )
    op.add_column("deposit", sa.Column("typed", sa.Integer))
    op.add_column("deposit", sa.Column("typed_hash", text, nullable=False, server_default=""))


def downgrade() -> None:
    """Drop the table and the columns."""
    op.drop_column("deposit", "typed_hash")
    op.drop_column("deposit", "typed")
    op.drop_table("deposit_rows")
