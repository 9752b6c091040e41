"""Meetings: heads, agendas, turns and notes; members' positions; what a level makes of a lower one's decision."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, String, Text

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meetings",
        Column("id", Integer, primary_key=True),
        Column("created_at", String, nullable=False),
        Column("created_by", String, nullable=False),
    )
    op.create_table(
        "meeting_heads",
        Column("id", Integer, primary_key=True),
        Column("meeting_id", Integer, ForeignKey("meetings.id"), nullable=False),
        Column("title", String, nullable=False),
        Column("date", String, nullable=False),
        Column("place", String, nullable=False),
        Column("level", String, nullable=False),
        Column("participants", Text, nullable=False),
        Column("person", String, nullable=False),
        Column("at", String, nullable=False),
    )
    op.create_table(
        "meeting_agendas",
        Column("id", Integer, primary_key=True),
        Column("meeting_id", Integer, ForeignKey("meetings.id"), nullable=False),
        Column("lines", Text, nullable=False),
        Column("person", String, nullable=False),
        Column("at", String, nullable=False),
    )
    op.create_table(
        "meeting_turns",
        Column("id", Integer, primary_key=True),
        Column("meeting_id", Integer, ForeignKey("meetings.id"), nullable=False),
        Column("kind", String, nullable=False),
        Column("subject_key", Text, nullable=False),
        Column("person", String, nullable=False),
        Column("at", String, nullable=False),
    )
    op.create_table(
        "meeting_notes",
        Column("id", Integer, primary_key=True),
        Column("meeting_id", Integer, ForeignKey("meetings.id"), nullable=False),
        Column("subject_key", Text, nullable=False),
        Column("kind", String, nullable=False),
        Column("text", Text, nullable=False),
        Column("owner", String, nullable=False),
        Column("deadline", String, nullable=False),
        Column("person", String, nullable=False),
        Column("at", String, nullable=False),
        Column("struck_at", String, nullable=True),
        Column("struck_by", String, nullable=True),
    )
    op.create_table(
        "positions",
        Column("id", Integer, primary_key=True),
        Column("subject_key", Text, nullable=False),
        Column("member", String, nullable=False),
        Column("stance", String, nullable=False),
        Column("reason", Text, nullable=False),
        Column("person", String, nullable=False),
        Column("at", String, nullable=False),
    )
    op.create_table(
        "rulings",
        Column("id", Integer, primary_key=True),
        Column("subject_key", Text, nullable=False),
        Column("decision_id", Integer, nullable=False),
        Column("meeting_id", Integer, ForeignKey("meetings.id"), nullable=False),
        Column("level", String, nullable=False),
        Column("kind", String, nullable=False),
        Column("reason", Text, nullable=False),
        Column("person", String, nullable=False),
        Column("at", String, nullable=False),
    )
    for table in ("meeting_heads", "meeting_agendas", "meeting_turns", "meeting_notes"):
        op.create_index(f"ix_{table}_meeting_id", table, ["meeting_id"])
    for table in ("positions", "rulings"):
        op.create_index(f"ix_{table}_subject_key", table, ["subject_key"])


def downgrade() -> None:
    for table in ("positions", "rulings", "meeting_notes", "meeting_turns", "meeting_agendas", "meeting_heads"):
        op.drop_table(table)
    op.drop_table("meetings")
