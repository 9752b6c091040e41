"""Common flows: their saved versions, and which flows are marked as published standards."""

from alembic import op
from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Text, UniqueConstraint

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "common_versions",
        Column("id", Integer, primary_key=True),
        Column("series_id", Integer, nullable=True),
        Column("number", Integer, nullable=False),
        Column("process", String, nullable=False),
        Column("name", String, nullable=False),
        Column("rule", String, nullable=False),
        Column("member", String, nullable=False),
        Column("package", String, nullable=False),
        Column("note", Text, nullable=False),
        Column("person", String, nullable=False),
        Column("at", String, nullable=False),
        Column("blob_hash", String, ForeignKey("contents.hash"), nullable=False),
        Column("steps", Text, nullable=False),
        UniqueConstraint("series_id", "number"),
    )
    op.create_table(
        "standard_marks",
        Column("id", Integer, primary_key=True),
        Column("flow_id", Integer, ForeignKey("flows.id"), nullable=False),
        Column("is_marked", Boolean, nullable=False),
        Column("person", String, nullable=False),
        Column("at", String, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("standard_marks")
    op.drop_table("common_versions")
