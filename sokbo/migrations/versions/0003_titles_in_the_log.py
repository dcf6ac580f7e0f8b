"""The desk's log keeps the title that a story was found by: a later revision must not change the past."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Titles in the log; those of before are the newest that their headlines had."""
    op.add_column("desk_log", sa.Column("title", sa.Text(), server_default="", nullable=False))
    op.execute(
        "UPDATE desk_log SET title = (SELECT h.title FROM headlines AS h WHERE h.id = desk_log.headline_id)"
        " WHERE EXISTS (SELECT 1 FROM headlines AS h WHERE h.id = desk_log.headline_id)"
    )
