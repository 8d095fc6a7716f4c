"""Keep versions, withdrawals, what approvers decide, and the letters of renewal.

Revision ID: 004
Revises: 003
Create Date: 2026-11-29
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "deposit_004"
down_revision = "deposit_003"
branch_labels = None
depends_on = None

TEXT = sa.UnicodeText


def text(name: str, **options: object) -> sa.Column:
    """A column of text that is never NULL."""
    return sa.Column(name, TEXT, nullable=False, server_default="", **options)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "deposit_version",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("deposit_id", TEXT, nullable=False, unique=True),
        text("package_id", index=True),
        text("resource_id", index=True),
        sa.Column("number", sa.Integer, nullable=False),
        text("schema_url"),
        text("file_key"),
        text("format"),
        sa.Column("size", sa.BigInteger, nullable=False),
        text("hash"),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("valid", sa.Boolean, nullable=False),
        text("user_id"),
        sa.Column("published", sa.DateTime, nullable=False),
        sa.Column("hidden", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "deposit_withdrawal",
        sa.Column("id", TEXT, primary_key=True),
        text("package_id", index=True),
        text("reason"),
        text("user_id"),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("lifted", sa.DateTime),
        text("lifted_by"),
    )
    op.create_table(
        "deposit_renewal",
        sa.Column("id", TEXT, primary_key=True),
        text("owner_org"),
        text("schema_name"),
        text("period"),
        text("user_id"),
        text("token_hash", index=True),
        sa.Column("sent", sa.DateTime, nullable=False),
        sa.Column("used", sa.DateTime),
        sa.UniqueConstraint("owner_org", "schema_name", "period", "user_id"),
    )
    op.add_column("deposit", sa.Column("review", JSONB, nullable=False, server_default="{}"))


def downgrade() -> None:
    """Drop the tables and the column."""
    op.drop_column("deposit", "review")
    for name in ("deposit_renewal", "deposit_withdrawal", "deposit_version"):
        op.drop_table(name)
