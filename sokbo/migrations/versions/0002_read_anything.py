"""Recipes, options, politeness, pushes and budgets: what reading anything takes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What reading anything takes."""
    op.add_column("sources", sa.Column("sealed_options", sa.LargeBinary(), nullable=True))
    op.add_column("sources", sa.Column("zone", sa.String(length=64), nullable=True))
    op.add_column("sources", sa.Column("moving_to", sa.Text(), nullable=True))
    op.add_column("sources", sa.Column("moving", sa.Integer(), server_default="0", nullable=False))
    op.add_column("sources", sa.Column("trouble", sa.Text(), nullable=True))
    op.add_column("sources", sa.Column("trouble_since", sa.BigInteger(), nullable=True))
    op.add_column("sources", sa.Column("told_since", sa.BigInteger(), nullable=True))
    op.add_column("sources", sa.Column("asks_s", sa.Float(), nullable=True))
    op.add_column("sources", sa.Column("skips", sa.Integer(), server_default="0", nullable=False))
    op.add_column("sources", sa.Column("hub", sa.Text(), nullable=True))
    op.add_column("sources", sa.Column("topic", sa.Text(), nullable=True))
    op.add_column("sources", sa.Column("pushed", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("sources", sa.Column("known", sa.LargeBinary(), nullable=True))
    named = sa.text("hub is not null")
    op.create_index("ix_sources_hub", "sources", ["id"], sqlite_where=named, postgresql_where=named)
    op.create_table(
        "rests",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("path", sa.String(length=255), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("host", "path", name=op.f("pk_rests")),
    )
    op.create_table(
        "robots",
        sa.Column("origin", sa.String(length=255), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("read", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_robots")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("source_id", ID, autoincrement=False, nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("base_url", sa.Text(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("next_step", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_push", sa.BigInteger(), nullable=True),
        sa.Column("first_by_push", sa.Integer(), server_default="0", nullable=False),
        sa.Column("first_by_poll", sa.Integer(), server_default="0", nullable=False),
        sa.Column("run", sa.Integer(), server_default="0", nullable=False),
        sa.Column("pinged", sa.BigInteger(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_subscriptions_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("token", name=op.f("uq_subscriptions_token")),
    )
    op.create_table(
        "pushes",
        sa.Column("id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=True),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_pushes_source_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pushes")),
    )
    op.create_index(op.f("ix_pushes_source_id"), "pushes", ["source_id"])
    op.create_table(
        "budgets",
        sa.Column("service", sa.String(length=32), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("used", sa.Integer(), server_default="0", nullable=False),
        sa.Column("closed_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("service", "day", name=op.f("pk_budgets")),
    )
