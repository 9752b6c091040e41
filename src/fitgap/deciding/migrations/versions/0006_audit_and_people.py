"""The audit log, and who may do what."""

from alembic import op
from sqlalchemy import Column, Integer, String, Text

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("what", String, nullable=False),
        Column("who", String, nullable=False),
        Column("at", String, nullable=False),
        Column("subject", Text, nullable=False),
        Column("details", Text, nullable=False),
        Column("previous", String, nullable=False),
        Column("digest", String, nullable=False),
    )
    head = op.create_table(
        "audit_head",
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("number", Integer, nullable=False),
        Column("digest", String, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "digest": ""}])
    op.create_table(
        "grants",
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


def downgrade() -> None:
    for table in ("grants", "audit_head", "audit"):
        op.drop_table(table)
