"""Create the tables of the round trip: sources on data.gouv.fr, presence of datasets there.

Revision ID: 002
Revises: 001
Create Date: 2026-11-29
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "datagouv_002"
down_revision = "datagouv_001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "datagouv_source",
        sa.Column("owner_org", sa.UnicodeText, primary_key=True),
        *(sa.Column(name, sa.UnicodeText, nullable=False) for name in ("account", "source_id", "validation")),
        sa.Column("problem", JSONB, nullable=False),
        sa.Column("checked", sa.DateTime, nullable=False),
    )
    op.create_table(
        "datagouv_presence",
        sa.Column("package_id", sa.UnicodeText, primary_key=True),
        *(sa.Column(name, sa.UnicodeText, nullable=False) for name in ("owner_org", "title", "state")),
        sa.Column("problems", JSONB, nullable=False),
        *(sa.Column(name, sa.UnicodeText, nullable=False) for name in ("datagouv_id", "page")),
        sa.Column("files", JSONB, nullable=False),
        sa.Column("since", sa.DateTime),
        sa.Column("checked", sa.DateTime, nullable=False),
    )
    op.create_index("ix_datagouv_presence_owner_org", "datagouv_presence", ["owner_org"])


def downgrade() -> None:
    """Drop them: everything in them can be seen again."""
    op.drop_table("datagouv_presence")
    op.drop_table("datagouv_source")
