"""What the robots.txt of each site said, when it was last read."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sokbo.database import insert, now_ms
from sokbo.tables import robots


def get(connection: Connection, origin: str) -> tuple[str, float] | None:
    """The rules of a site and how many seconds ago they were read; None where they never were."""
    age_ms = now_ms() - robots.c.read
    row = connection.execute(select(robots.c.rules, age_ms).where(robots.c.origin == origin[:255])).one_or_none()
    return (row[0], max(0.0, row[1] / 1000)) if row else None


def put(connection: Connection, origin: str, rules: str) -> None:
    """Keep what was read now."""
    row = insert(connection, robots).values(origin=origin[:255], rules=rules, read=now_ms())
    connection.execute(
        row.on_conflict_do_update(index_elements=["origin"], set_={"rules": rules, "read": row.excluded.read})
    )
