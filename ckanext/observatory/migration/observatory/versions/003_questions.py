"""Create the table of the questions and reports of visitors.

Revision ID: 003
Revises: 002
Create Date: 2026-11-29
"""

import sqlalchemy as sa
from alembic import op

revision = "observatory_003"
down_revision = "observatory_002"
branch_labels = None
depends_on = None

TEXTS = ("owner_org", "package_id", "kind", "text", "name", "email", "state", "word", "closed_by")


def upgrade() -> None:
    """Create the table, and the index of a body's questions."""
    op.create_table(
        "observatory_question",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        *(sa.Column(name, sa.UnicodeText, nullable=False) for name in TEXTS),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("closed", sa.DateTime),
    )
    op.create_index("ix_observatory_question_owner_org", "observatory_question", ["owner_org"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("observatory_question")
