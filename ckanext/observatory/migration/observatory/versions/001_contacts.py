"""Create the tables of messages to bodies and of the territories that are reminded.

Revision ID: 001
Revises:
Create Date: 2026-11-29
"""

import sqlalchemy as sa
from alembic import op

revision = "observatory_001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables, and the index of a body's messages."""
    op.create_table(
        "observatory_contact",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        *(sa.Column(name, sa.UnicodeText, nullable=False) for name in ("owner_org", "kind", "address", "content")),
        sa.Column("delivered", sa.Boolean, nullable=False),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("sent", sa.DateTime, nullable=False),
    )
    op.create_index("ix_observatory_contact_owner_org", "observatory_contact", ["owner_org"])
    op.create_table(
        "observatory_reminding",
        sa.Column("owner_org", sa.UnicodeText, primary_key=True),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("observatory_reminding")
    op.drop_table("observatory_contact")
