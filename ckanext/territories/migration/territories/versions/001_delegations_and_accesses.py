"""Create the logs of delegations, of invitations and of demands to join.

Revision ID: 001
Revises:
Create Date: 2026-11-29
"""

import sqlalchemy as sa
from alembic import op

revision = "territories_001"
down_revision = None
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.UnicodeText, nullable=False) for name in names]


def upgrade() -> None:
    """Create both tables, and the indexes by which rights are looked up."""
    op.create_table(
        "territories_delegation",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        *_texts("organization_id", "user_id", "granted_by", "reason", "revoked_by", "revoke_reason"),
        sa.Column("starts", sa.Date, nullable=False),
        sa.Column("ends", sa.Date, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("revoked", sa.DateTime),
    )
    op.create_index("ix_territories_delegation_organization_id", "territories_delegation", ["organization_id"])
    op.create_index("ix_territories_delegation_user_id", "territories_delegation", ["user_id"])
    op.create_table(
        "territories_access",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        *_texts("kind", "organization_id", "email", "user_id", "role", "sentence", "created_by", "secret_hash"),
        *_texts("state", "closed_by"),
        sa.Column("expires", sa.DateTime, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("closed", sa.DateTime),
    )
    op.create_index("ix_territories_access_organization_id", "territories_access", ["organization_id"])


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("territories_access")
    op.drop_table("territories_delegation")
