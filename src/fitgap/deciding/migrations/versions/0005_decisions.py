"""Decisions: what the members decided to do, on which places, and where re-imported items first came from."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, String, Text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TEXTS = (
    "kind",
    "catalog_key",
    "title",
    "members",
    "resolution",
    "cause",
    "reason",
    "asked_by",
    "legal_ground",
    "impact_resident",
    "impact_staff",
    "impact_legality",
    "impact_deadline",
    "priority",
    "owner",
    "deadline",
    "alternatives",
    "burden",
    "size",
    "note",
    "person",
    "at",
    "grounds",
    "state",
)
_LONG = {"title", "members", "reason", "asked_by", "legal_ground", "owner", "alternatives", "note", "grounds"}


def upgrade() -> None:
    op.create_table(
        "item_origins",
        Column("flow_id", Integer, ForeignKey("flows.id"), primary_key=True),
        Column("kind", String, primary_key=True),
        Column("item_id", String, primary_key=True),
        Column("origin", String, nullable=False),
    )
    op.create_table(
        "decisions",
        Column("id", Integer, primary_key=True),
        *(Column(name, Text() if name in _LONG else String(), nullable=False) for name in _TEXTS),
        Column("supersedes_id", Integer, ForeignKey("decisions.id"), nullable=True),
        Column("superseded_by_id", Integer, ForeignKey("decisions.id"), nullable=True),
        Column("revoked_at", String, nullable=True),
        Column("revoked_by", String, nullable=True),
        Column("batch_id", String, nullable=False),
        Column("meeting_id", Integer, nullable=True),
        Column("level", String, nullable=False),
    )
    op.create_index("ix_decisions_catalog_key_state", "decisions", ["catalog_key", "state"])
    op.create_index("ix_decisions_batch_id", "decisions", ["batch_id"])
    op.create_index("ix_decisions_meeting_id", "decisions", ["meeting_id"])
    op.create_table(
        "decision_places",
        Column("decision_id", Integer, ForeignKey("decisions.id"), primary_key=True),
        Column("series_id", Integer, primary_key=True),
        Column("item_id", String, primary_key=True),
    )
    op.create_index("ix_decision_places_series_id_item_id", "decision_places", ["series_id", "item_id"])


def downgrade() -> None:
    op.drop_table("decision_places")
    op.drop_table("decisions")
    op.drop_table("item_origins")
