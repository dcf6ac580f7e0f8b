"""Pushes: what hubs sent and is not read yet, kept before it was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, insert, select

from sokbo.database import now_ms
from sokbo.tables import pushes


@dataclass(frozen=True, slots=True)
class Push:
    """One body as it came."""

    id: int
    source: int
    body: bytes
    content_type: str | None
    received: datetime


def keep(connection: Connection, source: int, body: bytes, content_type: str | None) -> None:
    """Keep what was pushed."""
    values = {"source_id": source, "body": body, "content_type": content_type, "received": now_ms()}
    connection.execute(insert(pushes).values(values))


def waiting(connection: Connection, source: int) -> int:
    """How many of a source wait to be read."""
    return connection.scalar(select(func.count()).where(pushes.c.source_id == source)) or 0


def oldest(connection: Connection, limit: int, after: int = 0) -> list[Push]:
    """What waits to be read, in the order it came, beyond the push of this number."""
    found = select(pushes).where(pushes.c.id > after).order_by(pushes.c.id).limit(limit)
    return [Push(*row) for row in connection.execute(found)]


def take(connection: Connection, push: Push) -> bool:
    """Have it gone with this transaction; False where it is gone, or another of its source is to be read first."""
    other = pushes.alias()
    before = select(other.c.id).where(other.c.source_id == push.source, other.c.id < push.id).exists()
    return bool(connection.execute(delete(pushes).where(and_(pushes.c.id == push.id, ~before))).rowcount)
