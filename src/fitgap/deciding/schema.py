"""The tables. Nothing is ever deleted: rows are marked as superseded, revoked, replaced or removed, with who and when.

Plain column kinds only, so that the same tables work on SQLite and PostgreSQL. A change here needs a migration in
`migrations/versions`; a test holds the two against each other.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

contents = Table(
    "contents",
    metadata,
    Column("hash", String, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)

flows = Table(
    "flows",
    metadata,
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
    Index(None, "member", "is_current"),
)

catalogs = Table(
    "catalogs",
    metadata,
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

catalog_files = Table(
    "catalog_files",
    metadata,
    Column("catalog_id", Integer, ForeignKey("catalogs.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("blob_hash", String, ForeignKey("contents.hash"), nullable=False),
)

choices = Table(
    "choices",
    metadata,
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
    Index(None, "flow_id", "catalog_key", "step_id"),
)

evidence_files = Table(
    "evidence_files",
    metadata,
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

mappings = Table(
    "mappings",
    metadata,
    Column("shape", String, primary_key=True),
    Column("value", Text, nullable=False),
    Column("kept_at", String, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
    Column("set_at", String, nullable=False),
    Column("set_by", String, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("what", String, nullable=False),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("previous", String, nullable=False),
    Column("digest", String, nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("digest", String, nullable=False),
)

common_versions = Table(
    "common_versions",
    metadata,
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
    Unique("series_id", "number"),
)

standard_marks = Table(
    "standard_marks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("flow_id", Integer, ForeignKey("flows.id"), nullable=False),
    Column("is_marked", Boolean, nullable=False),
    Column("person", String, nullable=False),
    Column("at", String, nullable=False),
)

grants = Table(
    "grants",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("value", String, nullable=False),
    Column("role", String, nullable=False),
    Column("member", String, nullable=False),
    Column("granted_at", String, nullable=False),
    Column("granted_by", String, nullable=False),
    Column("withdrawn_at", String, nullable=True),
    Column("withdrawn_by", String, nullable=True),
)
