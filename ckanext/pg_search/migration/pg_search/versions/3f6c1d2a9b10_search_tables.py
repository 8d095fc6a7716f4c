"""The search tables.

Revision ID: 3f6c1d2a9b10
Revises: None
"""

from alembic import op

from ckanext.pg_search.table import create

revision = "3f6c1d2a9b10"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create what is missing."""
    create(op.get_bind())


def downgrade() -> None:
    """Drop the tables; `ckan search-index rebuild` fills them again."""
    op.execute("DROP TABLE IF EXISTS pg_search_document, pg_search_facet, pg_search_scope")
