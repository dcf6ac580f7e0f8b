"""When watches want to hear, what they met, what people do by hand, and headlines that are gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _refers(table: str, name: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"), ondelete="CASCADE")


def upgrade() -> None:
    """Stories that were told of are met."""
    _add_columns()
    op.create_table(
        "edits",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=True),
        sa.Column("undone", sa.BigInteger(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        _refers("edits", "person_id", "people"),
        _refers("edits", "story_id", "stories"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edits")),
    )
    op.create_index(op.f("ix_edits_story_id"), "edits", ["story_id"])
    op.create_table(
        "moves",
        sa.Column("edit_id", ID, nullable=False),
        sa.Column("headline_id", ID, nullable=False),
        sa.Column("from_story", ID, nullable=False),
        sa.Column("to_story", ID, nullable=False),
        _refers("moves", "edit_id", "edits"),
        _refers("moves", "headline_id", "headlines"),
        sa.PrimaryKeyConstraint("edit_id", "headline_id", name=op.f("pk_moves")),
    )
    op.create_index(op.f("ix_moves_headline_id"), "moves", ["headline_id"])
    op.create_table(
        "mutes",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        _refers("mutes", "person_id", "people"),
        _refers("mutes", "story_id", "stories"),
        sa.PrimaryKeyConstraint("person_id", "story_id", name=op.f("pk_mutes")),
    )
    op.create_index(op.f("ix_mutes_story_id"), "mutes", ["story_id"])
    _add_meetings()


def _add_columns() -> None:
    op.add_column("headlines", sa.Column("missed", sa.Integer(), server_default="0", nullable=False))
    op.add_column("headlines", sa.Column("withdrawn", sa.BigInteger(), nullable=True))
    missed = sa.text("missed > 0")
    op.create_index("ix_headlines_missed", "headlines", ["source_id"], sqlite_where=missed, postgresql_where=missed)
    op.add_column("stories", sa.Column("joined", ID, nullable=True))
    op.create_index(op.f("ix_stories_joined"), "stories", ["joined"])
    op.create_index("ix_stories_last_seen", "stories", ["last_seen"])
    op.add_column("watches", sa.Column("timing", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("alerts", sa.Column("reasons", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("alerts", sa.Column("tipped_id", ID, nullable=True))
    op.add_column("alerts", sa.Column("before", sa.Text(), nullable=True))
    op.add_column("alerts", sa.Column("course", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("alerts", sa.Column("silent", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("deliveries", sa.Column("reason", sa.String(length=24), nullable=True))
    held = sa.text("state = 'held'")
    op.create_index(
        "ix_deliveries_held", "deliveries", ["next_attempt", "channel_id"], sqlite_where=held, postgresql_where=held
    )
    op.add_column(
        "delivery_alerts", sa.Column("already", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )


def _add_meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("watch_id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("headline_id", ID, nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("unsent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        _refers("meetings", "watch_id", "watches"),
        _refers("meetings", "story_id", "stories"),
        _refers("meetings", "headline_id", "headlines"),
        sa.PrimaryKeyConstraint("watch_id", "story_id", name=op.f("pk_meetings")),
    )
    op.create_index(op.f("ix_meetings_story_id"), "meetings", ["story_id"])
    op.execute(
        "INSERT INTO meetings (watch_id, story_id, state, open, headline_id, why, terms, step, size, seq, changed)"
        " SELECT a.watch_id, a.story_id, 'told', false, a.headline_id, a.why, '[]', 0, s.size, a.seq, a.created"
        " FROM alerts AS a JOIN stories AS s ON s.id = a.story_id WHERE a.step = 0"
    )
