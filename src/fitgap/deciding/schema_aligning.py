"""The tables of what people said about groups and processes. Rows are only added; an undoing is a row of its own.

`step_successions` says for every re-import which step of the earlier version is which step of the next one, so that
a correction finds its steps again for ever, whatever the policy says by then.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from fitgap.deciding.schema import metadata

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_before", Text, nullable=False),
    Column("member", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("person", String, nullable=False),
    Column("at", String, nullable=False),
    Column("undoes_id", Integer, ForeignKey("corrections.id"), nullable=True),
    Unique("undoes_id"),
)

correction_steps = Table(
    "correction_steps",
    metadata,
    Column("correction_id", Integer, ForeignKey("corrections.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("part", String, nullable=False),
    Column("flow_id", Integer, ForeignKey("flows.id"), nullable=False),
    Column("step_id", String, nullable=False),
    Column("step_name", Text, nullable=False),
)

step_successions = Table(
    "step_successions",
    metadata,
    Column("flow_id", Integer, ForeignKey("flows.id"), primary_key=True),
    Column("step_id", String, primary_key=True),
    Column("next_flow_id", Integer, ForeignKey("flows.id"), nullable=False),
    Column("next_step_id", String, nullable=False),
)

flow_placings = Table(
    "flow_placings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", Integer, nullable=False),
    Column("flow_id", Integer, ForeignKey("flows.id"), nullable=False),
    Column("series_id", Integer, nullable=False),
    Column("process", Text, nullable=False),
    Column("process_before", Text, nullable=False),
    Column("person", String, nullable=False),
    Column("at", String, nullable=False),
    Index(None, "series_id"),
)
