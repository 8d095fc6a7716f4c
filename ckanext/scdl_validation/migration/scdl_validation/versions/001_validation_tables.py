"""Create the tables of checks, of files' states and of decisions.

Revision ID: 001
Revises:
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSON, JSONB

revision = "scdl_validation_001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; `validation` is ckanext-validation's own and may be there with its rows."""
    if not sa.inspect(op.get_bind()).has_table("validation"):
        op.create_table(
            "validation",
            sa.Column("id", sa.Unicode, primary_key=True),
            *(sa.Column(name, sa.Unicode) for name in ("resource_id", "status")),
            *(sa.Column(name, sa.DateTime) for name in ("created", "finished")),
            *(sa.Column(name, JSON) for name in ("report", "error")),
        )
    op.create_index("ix_validation_resource_id", "validation", ["resource_id"], if_not_exists=True)
    op.create_table(
        "checked_file",
        *(sa.Column(name, sa.UnicodeText, primary_key=True) for name in ("file_hash", "schema", "owner_org", "rules")),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("report", JSONB, nullable=False),
        sa.Column("personal", JSONB, nullable=False),
    )
    op.create_table(
        "file_state",
        sa.Column("resource_id", sa.UnicodeText, primary_key=True),
        *(
            sa.Column(name, sa.UnicodeText, nullable=False)
            for name in (
                *("owner_org", "fingerprint", "schema", "file_hash", "held", "run", "step"),
                *("etag", "last_modified"),
            )
        ),
        sa.Column("attempts", sa.Integer, nullable=False),
        *(sa.Column(name, JSONB, nullable=False) for name in ("personal", "progress")),
        *(sa.Column(name, sa.DateTime, nullable=False) for name in ("modified", "looked_at")),
    )
    op.create_index("ix_file_state_held", "file_state", ["resource_id"], postgresql_where=sa.text("held <> ''"))
    op.create_index("ix_file_state_file_hash", "file_state", ["file_hash"])
    op.create_table(
        "personal_data_decision",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        *(
            sa.Column(name, sa.UnicodeText, nullable=False)
            for name in ("owner_org", "file_hash", "finding", "kind", "choice", "reason", "user_id")
        ),
        sa.Column("place", JSONB, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("number", sa.BigInteger, sa.Identity(), nullable=False),
    )
    op.create_index("ix_personal_data_decision_file", "personal_data_decision", ["file_hash", "owner_org"])


def downgrade() -> None:
    """Drop the tables, decisions included; `validation` stays, as ckanext-validation may have made it."""
    for name in ("personal_data_decision", "file_state", "checked_file"):
        op.drop_table(name)
