"""Keep the addresses that are fetched on a schedule.

Revision ID: 005
Revises: 004
Create Date: 2026-11-29
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "deposit_005"
down_revision = "deposit_004"
branch_labels = None
depends_on = None


def text(name: str, **options: object) -> sa.Column:
    """A column of text that is never NULL."""
    return sa.Column(name, sa.UnicodeText, nullable=False, server_default="", **options)


def upgrade() -> None:
    """Create the table; a kind of data of a body has one address."""
    op.create_table(
        "deposit_address",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        text("owner_org"),
        text("schema_name"),
        text("url"),
        text("every"),
        text("user_id"),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("due", sa.DateTime, index=True),
        *(sa.Column(name, sa.DateTime) for name in ("begun", "tried", "read")),
        *(text(name) for name in ("paused", "etag", "last_modified", "digest")),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        *(sa.Column(name, JSONB, nullable=False, server_default="{}") for name in ("fault", "outcome")),
        *(text(name) for name in ("told", "deposit_id", "resource_id")),
        sa.UniqueConstraint("owner_org", "schema_name"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("deposit_address")
