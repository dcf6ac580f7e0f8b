"""A stretch of the past up to now: where it begins, how many headlines it has, and their numbers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from sokbo.tables import headlines

PAST = and_(headlines.c.seq.is_(None), ~headlines.c.pending)
"""What came with older pages of a source: it is in no story and nowhere in the desk's log."""


def begins(connection: Connection, moment: datetime) -> int:
    """The headline just before those seen after a moment, by halves: numbers grow with the time they were seen."""
    low = 0
    high = newest(connection)
    at = select(headlines.c.id, headlines.c.seen).order_by(headlines.c.id)
    while low < high:
        middle = (low + high) // 2
        row = connection.execute(at.where(headlines.c.id > middle).limit(1)).one()
        if row.seen > moment:
            high = middle
        else:
            low = row.id
    return low


def newest(connection: Connection) -> int:
    """The highest number of a headline."""
    return connection.scalar(select(func.max(headlines.c.id))) or 0


def size(connection: Connection, after: int, since: datetime) -> int:
    """How many headlines came since a moment; `after` is where it begins."""
    first = connection.scalar(
        select(headlines.c.seq)
        .where(headlines.c.id > after, headlines.c.seq.is_not(None))
        .order_by(headlines.c.id)
        .limit(1)
    )
    older = select(func.count()).where(PAST, headlines.c.id > after, headlines.c.published > since)
    found = connection.scalar(older) or 0
    if first is not None:
        found += connection.scalar(select(func.count()).where(headlines.c.seq >= first)) or 0
    return found


def ids(connection: Connection, after: int, upto: int | None = None) -> list[int]:
    """The headlines above `after` and up to `upto`, newest first."""
    found = select(headlines.c.id).where(headlines.c.id > after, ~headlines.c.pending)
    if upto is not None:
        found = found.where(headlines.c.id <= upto)
    return list(connection.scalars(found.order_by(headlines.c.id.desc())))
