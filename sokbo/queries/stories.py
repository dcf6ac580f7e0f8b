"""Stories: begin one, let one grow."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from sokbo.database import AnyRow
from sokbo.model import Story
from sokbo.tables import mutes, stories

_COLUMNS = (stories.c.id, stories.c.size, stories.c.outlets, stories.c.private, stories.c.joined)


def _story(row: AnyRow) -> Story:
    return Story(row.id, row.id, row.size, tuple(row.outlets), row.private, row.joined)


def some(connection: Connection, ids: Sequence[int]) -> dict[int, Story]:
    """These stories by id."""
    if not ids:
        return {}
    rows = connection.execute(select(*_COLUMNS).where(stories.c.id.in_(ids)))
    return {row.id: _story(row) for row in rows}


def recent(connection: Connection, *, since: datetime | None = None, limit: int) -> list[Story]:
    """The stories that grew last, the newest growth first; those that were joined to others left out."""
    query = select(*_COLUMNS).where(stories.c.size > 0)
    if since is not None:
        query = query.where(stories.c.last_seen > since)
    return [
        _story(row)
        for row in connection.execute(query.order_by(stories.c.last_seen.desc(), stories.c.id.desc()).limit(limit))
    ]


def begin(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write new stories."""
    if rows:
        connection.execute(insert(stories), rows)


_GROW = (
    update(stories)
    .where(stories.c.id == bindparam("story"))
    .values(size=bindparam("new_size"), outlets=bindparam("new_outlets"), last_seen=bindparam("at"))
)


def grow(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write the new sizes of stories that are there."""
    if rows:
        connection.execute(_GROW, rows)


def muted(connection: Connection, ids: Collection[int]) -> set[tuple[int, int]]:
    """Who wants to hear no more of which of these stories: (person, story)."""
    if not ids:
        return set()
    rows = connection.execute(select(mutes.c.person_id, mutes.c.story_id).where(mutes.c.story_id.in_(ids)))
    return {(row.person_id, row.story_id) for row in rows}
