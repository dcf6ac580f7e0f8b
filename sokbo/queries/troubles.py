"""Troubles: what is wrong with sources, and what of it was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from sokbo.model import SourceState
from sokbo.tables import sources

TOLD_OF = (SourceState.ACTIVE, SourceState.GONE)
"""Of what a person has paused or removed, nothing is told."""
_LISTED = sources.c.state.in_(TOLD_OF)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One source's: None in `trouble` where it is well again and that was not told yet."""

    source: int
    name: str
    trouble: str | None
    since: datetime


def put(connection: Connection, source: int, trouble: str | None, since: datetime | None) -> None:
    """Write down how a source stands."""
    connection.execute(update(sources).where(sources.c.id == source).values(trouble=trouble, trouble_since=since))


def current(connection: Connection) -> list[Trouble]:
    """All that there are, oldest first."""
    c = sources.c
    rows = connection.execute(
        select(c.id, c.name, c.trouble, c.trouble_since)
        .where(c.trouble.is_not(None), _LISTED)
        .order_by(c.trouble_since, c.id)
    )
    return [Trouble(*row) for row in rows]


def is_known(connection: Connection, trouble: str) -> bool:
    """Whether some source is in this very trouble."""
    same = select(sources.c.id).where(sources.c.trouble == trouble, _LISTED)
    return connection.scalar(same.limit(1)) is not None


def untold(connection: Connection) -> list[Trouble]:
    """Those that began or ended since they were told, their rows locked to the commit."""
    c = sources.c
    changed = c.trouble.is_not(None) != c.told_since.is_not(None)
    rows = connection.execute(
        select(c.id, c.name, c.trouble, c.trouble_since, c.told_since).where(changed, _LISTED).with_for_update()
    )
    return [Trouble(row[0], row[1], row[2], row[3] if row[2] else row[4]) for row in rows]


def mark_told(connection: Connection, trouble: Trouble) -> None:
    """It has been told as it stands."""
    since = trouble.since if trouble.trouble else None
    connection.execute(update(sources).where(sources.c.id == trouble.source).values(told_since=since))
