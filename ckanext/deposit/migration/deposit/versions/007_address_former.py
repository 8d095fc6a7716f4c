"""Keep whose an address was before a merger, so that a commune that is restored gets it back.

Revision ID: 007
Revises: 006
Create Date: 2026-11-29
"""

import sqlalchemy as sa
from alembic import op

revision = "deposit_007"
down_revision = "deposit_006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("deposit_address", sa.Column("former", sa.UnicodeText, nullable=False, server_default=""))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("deposit_address", "former")
