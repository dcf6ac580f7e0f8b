"""What is old enough to go, in small batches; nothing that a source may still list, for it would come back as new."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Table, delete, select

from sokbo.queries import bigrams
from sokbo.tables import attempts, fetches, headlines, stories

LISTED = 1_000
"""How many of a source's newest headlines it may still list; a news sitemap holds no more (Google's limit)."""


class Old(NamedTuple):
    """A headline seen before the time that is kept."""

    id: int
    source: int
    story: int | None


def old(connection: Connection, before: datetime, after: int, most: int) -> list[Old]:
    """The first of them beyond headline `after`, oldest first."""
    c = headlines.c
    rows = connection.execute(
        select(c.id, c.source_id, c.story_id, c.seen).where(c.id > after, ~c.pending).order_by(c.id).limit(most)
    )
    return [Old(row.id, row.source_id, row.story_id) for row in rows if row.seen < before]


def first_listed(connection: Connection, source: int) -> int:
    """The oldest headline that the source may still list."""
    newest = select(headlines.c.id).where(headlines.c.source_id == source).order_by(headlines.c.id.desc())
    found: int | None = connection.scalar(newest.offset(LISTED - 1).limit(1))
    return found or 0


def ended(connection: Connection, ids: Collection[int], before: datetime) -> list[Old]:
    """The headlines of those of these stories that nothing has joined since."""
    c = headlines.c
    quiet = select(stories.c.id).where(stories.c.id.in_(ids), stories.c.last_seen < before)
    rows = connection.execute(select(c.id, c.source_id, c.story_id).where(c.story_id.in_(quiet)).order_by(c.id))
    return [Old(*row) for row in rows]


def drop(connection: Connection, ids: Sequence[int]) -> int:
    """Delete headlines, and with the first of a story its alerts and deliveries; how many went."""
    if not ids:
        return 0
    bigrams.forget(connection, ids)
    return connection.execute(delete(headlines).where(headlines.c.id.in_(ids))).rowcount


def drop_attempts(connection: Connection, before: datetime, most: int) -> int:
    """Delete what is left of attempts to deliver."""
    return _drop_oldest(connection, attempts, before, most)


def drop_fetches(connection: Connection, before: datetime, most: int) -> int:
    """Delete lines of the fetch log."""
    return _drop_oldest(connection, fetches, before, most)


def _drop_oldest(connection: Connection, table: Table, before: datetime, most: int) -> int:
    # By number, which is in order of time: no index by time has to be kept for this.
    oldest = connection.execute(select(table.c.id, table.c.at).order_by(table.c.id).limit(most))
    ids = [number for number, at in oldest if at < before]
    return connection.execute(delete(table).where(table.c.id.in_(ids))).rowcount if ids else 0
