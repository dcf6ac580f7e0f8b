"""Alerts: at most one for a watch and a story, by constraint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from sokbo.database import AnyRow, insert
from sokbo.model import Alert, Step, Why
from sokbo.tables import alerts, stories, watches

_COLUMNS = (
    alerts.c.id,
    alerts.c.watch_id,
    alerts.c.story_id,
    alerts.c.headline_id,
    alerts.c.step,
    alerts.c.why,
    alerts.c.created,
    alerts.c.rule,
    alerts.c.version,
    alerts.c.reasons,
    alerts.c.tipped_id,
    alerts.c.before,
    alerts.c.course,
    alerts.c.silent,
)


def _alert(row: AnyRow) -> Alert:
    return Alert(
        id=row.id,
        watch=row.watch_id,
        story=row.story_id,
        headline=row.headline_id,
        kind="updated" if row.step else "created",
        why=tuple(Why(**w) for w in row.why),
        created=row.created,
        rule=row.rule,
        version=row.version,
        reasons=tuple(row.reasons),
        tipped=row.tipped_id,
        before=row.before,
        course=tuple(Step(**s) for s in row.course),
        silent=row.silent,
    )


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> dict[tuple[int, int, int], int]:
    """Write alerts; (watch, story, step) to id for those that were not there yet."""
    if not rows:
        return {}
    new = insert(connection, alerts).on_conflict_do_nothing()
    a = alerts.c
    written = connection.execute(new.returning(a.id, a.watch_id, a.story_id, a.step), rows)
    return {(row.watch_id, row.story_id, row.step): row.id for row in written}


def newest(
    connection: Connection,
    *,
    limit: int,
    person: int | None = None,
    watch: int | None = None,
    after_seq: int | None = None,
    before_id: int | None = None,
    created_after: Any = None,
) -> list[Alert]:
    """Alerts, newest first; of one person or one watch where asked."""
    query = select(*_COLUMNS)
    if person is not None:
        query = query.join_from(alerts, watches, alerts.c.watch_id == watches.c.id).where(watches.c.person_id == person)
    if watch is not None:
        query = query.where(alerts.c.watch_id == watch)
    if after_seq is not None:
        query = query.where(alerts.c.seq > after_seq)
    if before_id is not None:
        query = query.where(alerts.c.id < before_id)
    if created_after is not None:
        query = query.where(alerts.c.created > created_after)
    return [_alert(row) for row in connection.execute(query.order_by(alerts.c.id.desc()).limit(limit))]


def of_story(connection: Connection, story: int) -> list[Alert]:
    """What was told of a story, first to last, of what was joined to it too."""
    joined = select(stories.c.id).where(stories.c.joined == story)
    there = select(*_COLUMNS).where((alerts.c.story_id == story) | alerts.c.story_id.in_(joined))
    return [_alert(row) for row in connection.execute(there.order_by(alerts.c.id))]


def some(connection: Connection, ids: Sequence[int]) -> dict[int, Alert]:
    """These alerts by id."""
    if not ids:
        return {}
    return {row.id: _alert(row) for row in connection.execute(select(*_COLUMNS).where(alerts.c.id.in_(ids)))}


def one(connection: Connection, alert: int) -> Alert | None:
    """The alert of this id."""
    row = connection.execute(select(*_COLUMNS).where(alerts.c.id == alert)).one_or_none()
    return None if row is None else _alert(row)
