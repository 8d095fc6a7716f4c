"""Keep what a body says in place of a file: nothing to publish, or the same table again.

Revision ID: 003
Revises: 002
Create Date: 2026-11-29
"""

import sqlalchemy as sa
from alembic import op

revision = "deposit_003"
down_revision = "deposit_002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; a period has one declaration in force."""
    op.create_table(
        "deposit_declaration",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        sa.Column("owner_org", sa.UnicodeText, nullable=False),
        sa.Column("schema_name", sa.UnicodeText, nullable=False),
        sa.Column("period", sa.UnicodeText, nullable=False),
        sa.Column("kind", sa.UnicodeText, nullable=False),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("withdrawn", sa.DateTime),
        sa.Column("withdrawn_by", sa.UnicodeText, nullable=False, server_default=""),
    )
    op.create_index(
        "deposit_declaration_in_force",
        "deposit_declaration",
        ["owner_org", "schema_name", "period"],
        unique=True,
        postgresql_where=sa.text("withdrawn IS NULL"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("deposit_declaration")
