"""Create the table of files that animators give for many bodies.

Revision ID: 002
Revises: 001
Create Date: 2026-11-29
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "observatory_002"
down_revision = "observatory_001"
branch_labels = None
depends_on = None

TEXTS = ("owner_org", "user_id", "schema_name", "file_name", "column_name", "state")


def upgrade() -> None:
    """Create the table, and the index of a territory's files."""
    op.create_table(
        "observatory_batch",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        *(sa.Column(name, sa.UnicodeText, nullable=False) for name in TEXTS),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("replace", sa.Boolean, nullable=False),
        *(sa.Column(name, JSONB, nullable=False) for name in ("parts", "left_out", "done")),
        *(sa.Column(name, sa.DateTime, nullable=False) for name in ("created", "modified")),
    )
    op.create_index("ix_observatory_batch_owner_org", "observatory_batch", ["owner_org"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("observatory_batch")
