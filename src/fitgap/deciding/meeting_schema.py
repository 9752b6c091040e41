"""The tables of meetings. All of them are logs: a row says what was so from then on, with who and when."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from fitgap.deciding.schema import metadata

meetings = Table(
    "meetings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("created_at", String, nullable=False),
    Column("created_by", String, nullable=False),
)

meeting_heads = Table(
    "meeting_heads",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting_id", Integer, ForeignKey("meetings.id"), nullable=False),
    Column("title", String, nullable=False),
    Column("date", String, nullable=False),
    Column("place", String, nullable=False),
    Column("level", String, nullable=False),
    Column("participants", Text, nullable=False),
    Column("person", String, nullable=False),
    Column("at", String, nullable=False),
    Index(None, "meeting_id"),
)

meeting_agendas = Table(
    "meeting_agendas",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting_id", Integer, ForeignKey("meetings.id"), nullable=False),
    Column("lines", Text, nullable=False),
    Column("person", String, nullable=False),
    Column("at", String, nullable=False),
    Index(None, "meeting_id"),
)

meeting_turns = Table(
    "meeting_turns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting_id", Integer, ForeignKey("meetings.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("subject_key", Text, nullable=False),
    Column("person", String, nullable=False),
    Column("at", String, nullable=False),
    Index(None, "meeting_id"),
)

meeting_notes = Table(
    "meeting_notes",
    metadata,
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
    Index(None, "meeting_id"),
)

positions = Table(
    "positions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject_key", Text, nullable=False),
    Column("member", String, nullable=False),
    Column("stance", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("person", String, nullable=False),
    Column("at", String, nullable=False),
    Index(None, "subject_key"),
)

rulings = Table(
    "rulings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject_key", Text, nullable=False),
    Column("decision_id", Integer, nullable=False),
    Column("meeting_id", Integer, ForeignKey("meetings.id"), nullable=False),
    Column("level", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("person", String, nullable=False),
    Column("at", String, nullable=False),
    Index(None, "subject_key"),
)
