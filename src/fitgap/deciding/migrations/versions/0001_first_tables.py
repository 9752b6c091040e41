"""The first tables: flows and catalogues with their original files, choices, kept mappings, settings."""

from alembic import op
from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy import UniqueConstraint as Unique

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contents",
        Column("hash", String, primary_key=True),
        Column("bytes", LargeBinary, nullable=False),
    )
    op.create_table(
        "flows",
        Column("id", Integer, primary_key=True),
        Column("series_id", Integer, nullable=True),
        Column("member", String, nullable=False),
        Column("name", String, nullable=False),
        Column("file", String, nullable=False),
        Column("notation", String, nullable=False),
        Column("version", Integer, nullable=False),
        Column("is_current", Boolean, nullable=False),
        Column("blob_hash", String, ForeignKey("contents.hash"), nullable=False),
        Column("content_hash", String, nullable=False),
        Column("options", Text, nullable=False),
        Column("step_count", Integer, nullable=False),
        Column("error_count", Integer, nullable=False),
        Column("warning_count", Integer, nullable=False),
        Column("info_count", Integer, nullable=False),
        Column("imported_at", String, nullable=False),
        Column("imported_by", String, nullable=False),
        Column("removed_at", String, nullable=True),
        Column("removed_by", String, nullable=True),
        Unique("series_id", "version"),
    )
    op.create_table(
        "catalogs",
        Column("id", Integer, primary_key=True),
        Column("key", String, nullable=False),
        Column("edition", Integer, nullable=False),
        Column("is_current", Boolean, nullable=False),
        Column("vendor", String, nullable=False),
        Column("product", String, nullable=False),
        Column("version", String, nullable=False),
        Column("areas", Text, nullable=False),
        Column("feature_count", Integer, nullable=False),
        Column("form_count", Integer, nullable=False),
        Column("content_hash", String, nullable=False),
        Column("options", Text, nullable=False),
        Column("error_count", Integer, nullable=False),
        Column("warning_count", Integer, nullable=False),
        Column("info_count", Integer, nullable=False),
        Column("imported_at", String, nullable=False),
        Column("imported_by", String, nullable=False),
        Column("removed_at", String, nullable=True),
        Column("removed_by", String, nullable=True),
        Unique("key", "edition"),
    )
    op.create_table(
        "catalog_files",
        Column("catalog_id", Integer, ForeignKey("catalogs.id"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("name", String, nullable=False),
        Column("blob_hash", String, ForeignKey("contents.hash"), nullable=False),
    )
    op.create_table(
        "choices",
        Column("id", Integer, primary_key=True),
        Column("flow_id", Integer, ForeignKey("flows.id"), nullable=False),
        Column("step_id", String, nullable=False),
        Column("catalog_key", String, nullable=False),
        Column("item", String, nullable=False),
        Column("item_id", String, nullable=False),
        Column("kind", String, nullable=False),
        Column("verdict", String, nullable=True),
        Column("reason", Text, nullable=False),
        Column("person", String, nullable=False),
        Column("at", String, nullable=False),
        Column("fingerprint", String, nullable=False),
        Column("state", String, nullable=False),
        Column("supersedes_id", Integer, ForeignKey("choices.id"), nullable=True),
        Column("superseded_by_id", Integer, ForeignKey("choices.id"), nullable=True),
        Column("carried_from_id", Integer, ForeignKey("choices.id"), nullable=True),
        Column("is_stale", Boolean, nullable=False),
        Column("revoked_at", String, nullable=True),
        Column("revoked_by", String, nullable=True),
    )
    op.create_table(
        "mappings",
        Column("shape", String, primary_key=True),
        Column("value", Text, nullable=False),
        Column("kept_at", String, nullable=False),
    )
    op.create_table(
        "settings",
        Column("name", String, primary_key=True),
        Column("value", Text, nullable=False),
        Column("set_at", String, nullable=False),
        Column("set_by", String, nullable=False),
    )
    op.create_index("ix_flows_member_is_current", "flows", ["member", "is_current"])
    op.create_index("ix_choices_flow_id_catalog_key_step_id", "choices", ["flow_id", "catalog_key", "step_id"])


def downgrade() -> None:
    for table in ("settings", "mappings", "choices", "catalog_files", "catalogs", "flows", "contents"):
        op.drop_table(table)
