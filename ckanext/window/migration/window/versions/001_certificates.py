"""Create the table of certificates.

Revision ID: 001
Revises:
Create Date: 2026-11-29
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "window_001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, and the index of the list of a body's certificates."""
    op.create_table(
        "certificate",
        sa.Column("number", sa.UnicodeText, primary_key=True),
        sa.Column("owner_org", sa.UnicodeText, nullable=False),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("issued", sa.DateTime, nullable=False),
        sa.Column("content", JSONB, nullable=False),
        sa.Column("digest", sa.UnicodeText, nullable=False),
    )
    op.create_index("ix_certificate_owner_org", "certificate", ["owner_org"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("certificate")
