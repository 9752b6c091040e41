"""Evidence files: what other municipalities decided, as the files that were imported."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, String

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_files",
        Column("id", Integer, primary_key=True),
        Column("name", String, nullable=False),
        Column("blob_hash", String, ForeignKey("contents.hash"), nullable=False),
        Column("row_count", Integer, nullable=False),
        Column("warning_count", Integer, nullable=False),
        Column("imported_at", String, nullable=False),
        Column("imported_by", String, nullable=False),
        Column("removed_at", String, nullable=True),
        Column("removed_by", String, nullable=True),
    )


def downgrade() -> None:
    op.drop_table("evidence_files")
