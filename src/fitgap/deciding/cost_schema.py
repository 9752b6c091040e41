"""The table of cost entries, beside those of `schema`: rows are only added."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from fitgap.deciding.schema import metadata

cost_entries = Table(
    "cost_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("person", String, nullable=False),
    Column("at", String, nullable=False),
    Column("supersedes_id", Integer, ForeignKey("cost_entries.id"), nullable=True),
    Index(None, "kind", "key"),
)
