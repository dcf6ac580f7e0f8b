"""A text index of titles, the versions of rules, and tokens for programs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """The index is empty at first, and behind what is there."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE headline_bigrams USING"
            " fts5(words, content='', detail=none, columnsize=0, tokenize='ascii')"
        )
    else:
        op.execute(
            "CREATE TABLE headline_bigrams ("
            " headline_id BIGINT PRIMARY KEY REFERENCES headlines (id) ON DELETE CASCADE, words TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_headline_bigrams_words ON headline_bigrams USING gin (words)")
    op.execute("INSERT INTO facts (key, value) SELECT 'bigrams', '1 ' || coalesce(max(id), 0) FROM headlines")
    op.create_table(
        "rule_versions",
        sa.Column("watch_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["watch_id"], ["watches.id"], name=op.f("fk_rule_versions_watch_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("watch_id", "version", name=op.f("pk_rule_versions")),
    )
    op.execute(
        "INSERT INTO rule_versions (watch_id, version, rule, since) SELECT id, version, rule, created FROM watches"
    )
    op.add_column("alerts", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.execute(
        "UPDATE alerts SET version = coalesce((SELECT w.version FROM watches AS w"
        " WHERE w.id = alerts.watch_id AND w.rule = alerts.rule), 1)"
    )
    op.create_table(
        "tokens",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("may_write", sa.Boolean(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_tokens_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tokens_token_hash")),
    )
    op.create_index(op.f("ix_tokens_person_id"), "tokens", ["person_id"])
