"""Visits to a source that are no polls: what a hub pushed, and pages of its past."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, case, select, update

from sokbo.database import now_ms
from sokbo.queries.claims import CLAIMED, Claimed, claimed
from sokbo.tables import sources


def take_over(connection: Connection, source: int) -> Claimed | None:
    """The source as it is, its row locked to the commit; a poll under way comes too late and is made up for later."""
    c = sources.c
    waits = case((c.lease_until > now_ms(), now_ms() + c.interval_s * 1000), else_=c.due)
    rows = connection.execute(
        update(sources)
        .where(c.id == source)
        .values(fence=c.fence + 1, lease_owner=None, lease_until=None, due=waits)
        .returning(*CLAIMED)
    )
    return next((claimed(row) for row in rows), None)


def whole(connection: Connection, source: int, *, lock: bool = False) -> Claimed | None:
    """The source with all that asking and reading it takes, not claimed; its row locked to the commit if wanted."""
    found = select(*CLAIMED).where(sources.c.id == source)
    row = connection.execute(found.with_for_update() if lock else found).one_or_none()
    return None if row is None else claimed(row)


def heard(connection: Connection, source: int, at: datetime) -> None:
    """It brought something new."""
    connection.execute(update(sources).where(sources.c.id == source).values(last_new=at))
