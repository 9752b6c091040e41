"""The tables of decisions, beside those of `schema`: rows are added and change their state, none is ever deleted."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from fitgap.deciding.schema import metadata

item_origins = Table(
    "item_origins",
    metadata,
    Column("flow_id", Integer, ForeignKey("flows.id"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("item_id", String, primary_key=True),
    Column("origin", String, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("catalog_key", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("members", Text, nullable=False),
    Column("resolution", String, nullable=False),
    Column("cause", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("legal_ground", Text, nullable=False),
    Column("impact_resident", String, nullable=False),
    Column("impact_staff", String, nullable=False),
    Column("impact_legality", String, nullable=False),
    Column("impact_deadline", String, nullable=False),
    Column("priority", String, nullable=False),
    Column("owner", Text, nullable=False),
    Column("deadline", String, nullable=False),
    Column("alternatives", Text, nullable=False),
    Column("burden", String, nullable=False),
    Column("size", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("person", String, nullable=False),
    Column("at", String, nullable=False),
    Column("grounds", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("supersedes_id", Integer, ForeignKey("decisions.id"), nullable=True),
    Column("superseded_by_id", Integer, ForeignKey("decisions.id"), nullable=True),
    Column("revoked_at", String, nullable=True),
    Column("revoked_by", String, nullable=True),
    Column("batch_id", String, nullable=False),
    Column("meeting_id", Integer, nullable=True),
    Column("level", String, nullable=False),
    Index(None, "catalog_key", "state"),
    Index(None, "batch_id"),
    Index(None, "meeting_id"),
)

decision_places = Table(
    "decision_places",
    metadata,
    Column("decision_id", Integer, ForeignKey("decisions.id"), primary_key=True),
    Column("series_id", Integer, primary_key=True),
    Column("item_id", String, primary_key=True),
    Index(None, "series_id", "item_id"),
)
