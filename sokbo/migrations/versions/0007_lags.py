"""Alerts by headline, for how late headlines are told of; a budget that is used up is over by its day alone."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Erasing a headline was slow without the index too."""
    op.create_index(op.f("ix_alerts_headline_id"), "alerts", ["headline_id"])
    op.drop_column("budgets", "closed_until")
