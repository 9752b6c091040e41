"""What people said about groups of steps and about processes, and which step became which in a re-import."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, String, Text
from sqlalchemy import UniqueConstraint as Unique

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "corrections",
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
    op.create_table(
        "correction_steps",
        Column("correction_id", Integer, ForeignKey("corrections.id"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("part", String, nullable=False),
        Column("flow_id", Integer, ForeignKey("flows.id"), nullable=False),
        Column("step_id", String, nullable=False),
        Column("step_name", Text, nullable=False),
    )
    op.create_table(
        "step_successions",
        Column("flow_id", Integer, ForeignKey("flows.id"), primary_key=True),
        Column("step_id", String, primary_key=True),
        Column("next_flow_id", Integer, ForeignKey("flows.id"), nullable=False),
        Column("next_step_id", String, nullable=False),
    )
    op.create_table(
        "flow_placings",
        Column("id", Integer, primary_key=True),
        Column("batch", Integer, nullable=False),
        Column("flow_id", Integer, ForeignKey("flows.id"), nullable=False),
        Column("series_id", Integer, nullable=False),
        Column("process", Text, nullable=False),
        Column("process_before", Text, nullable=False),
        Column("person", String, nullable=False),
        Column("at", String, nullable=False),
    )
    op.create_index("ix_flow_placings_series_id", "flow_placings", ["series_id"])


def downgrade() -> None:
    for table in ("flow_placings", "step_successions", "correction_steps", "corrections"):
        op.drop_table(table)
