"""Cost entries: what people set for the prices of a project."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, String, Text

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cost_entries",
        Column("id", Integer, primary_key=True),
        Column("kind", String, nullable=False),
        Column("key", String, nullable=False),
        Column("value", Text, nullable=False),
        Column("person", String, nullable=False),
        Column("at", String, nullable=False),
        Column("supersedes_id", Integer, ForeignKey("cost_entries.id"), nullable=True),
    )
    op.create_index("ix_cost_entries_kind_key", "cost_entries", ["kind", "key"])


def downgrade() -> None:
    op.drop_table("cost_entries")
