"""Stories: begin one, let one grow."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from sokbo.model import Story
from sokbo.tables import mutes, stories


def some(connection: Connection, ids: Sequence[int]) -> dict[int, Story]:
    """These stories by id."""
    if not ids:
        return {}
    columns = (stories.c.id, stories.c.size, stories.c.outlets, stories.c.private, stories.c.joined)
    rows = connection.execute(select(*columns).where(stories.c.id.in_(ids)))
    return {row.id: Story(row.id, row.id, row.size, tuple(row.outlets), row.private, row.joined) for row in rows}


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
