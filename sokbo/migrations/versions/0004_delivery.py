"""Channels that rest, messages that are known by their receiver's number, and clippings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What sending takes."""
    op.add_column("channels", sa.Column("sealed_template", sa.LargeBinary(), nullable=True))
    op.add_column("channels", sa.Column("failures", sa.Integer(), server_default="0", nullable=False))
    op.add_column("channels", sa.Column("free_at", sa.BigInteger(), nullable=True))
    op.add_column("deliveries", sa.Column("remote", sa.Text(), nullable=True))
    op.create_table(
        "clipping_plans",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("opens", sa.String(length=5), nullable=False),
        sa.Column("closes", sa.String(length=5), nullable=False),
        sa.Column("by_itself", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("removed", sa.BigInteger(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_clipping_plans_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clipping_plans")),
    )
    op.create_table(
        "clippings",
        sa.Column("id", ID, nullable=False),
        sa.Column("plan_id", ID, nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("late", sa.Text(), nullable=True),
        sa.Column("sent", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["clipping_plans.id"], name=op.f("fk_clippings_plan_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clippings")),
        sa.UniqueConstraint("plan_id", "closed", name=op.f("uq_clippings_plan_id_closed")),
    )
