"""Meetings: what a watch knows of a story, one row a pair."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, or_, select

from sokbo.database import AnyRow, insert
from sokbo.meeting import Meeting, State, Unsent, plain
from sokbo.model import Why
from sokbo.tables import meetings, watches

MOST_NAMED = 5_000
"""Watches that a query names, since databases bound that; of more it takes every meeting of the stories."""

_COLUMNS = (
    meetings.c.watch_id,
    meetings.c.story_id,
    meetings.c.state,
    meetings.c.headline_id,
    meetings.c.why,
    meetings.c.terms,
    meetings.c.step,
    meetings.c.size,
    meetings.c.seq,
    meetings.c.unsent,
    meetings.c.reason,
)


def _meeting(row: AnyRow) -> Meeting:
    watch, story, state, headline, why, terms, step, size, seq, unsent, reason = row[: len(_COLUMNS)]
    return Meeting(
        watch,
        story,
        State(state),
        headline,
        tuple(Why(**w) for w in why),
        frozenset(terms),
        step,
        size,
        seq,
        unsent,
        Unsent(reason) if reason else None,
    )


def some(connection: Connection, stories: Collection[int], of: Collection[int]) -> dict[tuple[int, int], Meeting]:
    """The meetings with these stories that go on by themselves, and those of these watches; by (watch, story)."""
    if not stories:
        return {}
    concerned = [or_(meetings.c.open, meetings.c.watch_id.in_(of)) if of else meetings.c.open]
    if len(of) > MOST_NAMED:
        concerned = []
    rows = connection.execute(select(*_COLUMNS).where(meetings.c.story_id.in_(stories), *concerned))
    return {(row.watch_id, row.story_id): _meeting(row) for row in rows}


def write(connection: Connection, rows: Sequence[tuple[Meeting, bool]], at: datetime) -> None:
    """Write meetings as they are now, each with whether it goes on by itself."""
    if not rows:
        return
    new = insert(connection, meetings)
    kept = {name: new.excluded[name] for name in meetings.c.keys() if name not in {"watch_id", "story_id"}}  # noqa: SIM118
    upsert = new.on_conflict_do_update(index_elements=["watch_id", "story_id"], set_=kept)
    connection.execute(upsert, [_row(m, at, goes_on=goes_on) for m, goes_on in rows])


def _row(m: Meeting, at: datetime, *, goes_on: bool) -> dict[str, Any]:
    return {
        "watch_id": m.watch,
        "story_id": m.story,
        "state": m.state,
        "open": goes_on,
        "headline_id": m.headline,
        "why": plain(m.why),
        "terms": sorted(m.terms),
        "step": m.step,
        "size": m.size,
        "seq": m.seq,
        "unsent": m.unsent,
        "reason": m.reason,
        "changed": at,
    }


def drop(connection: Connection, story: int, of: Collection[int]) -> None:
    """Forget that these watches met a story."""
    if of:
        connection.execute(delete(meetings).where(meetings.c.story_id == story, meetings.c.watch_id.in_(of)))


def of_story(connection: Connection, story: int) -> list[Meeting]:
    """Every watch's meeting with a story."""
    rows = connection.execute(select(*_COLUMNS).where(meetings.c.story_id == story).order_by(meetings.c.watch_id))
    return [_meeting(row) for row in rows]


def unsent(connection: Connection, *, limit: int, person: int | None = None) -> list[tuple[datetime, Meeting]]:
    """Meetings of which something was not told, the last ones first, with when; of one person's watches where asked."""
    found = select(*_COLUMNS, meetings.c.changed).where(meetings.c.unsent > 0)
    if person is not None:
        found = found.join_from(meetings, watches).where(watches.c.person_id == person)
    rows = connection.execute(found.order_by(meetings.c.changed.desc(), meetings.c.story_id.desc()).limit(limit))
    return [(row.changed, _meeting(row)) for row in rows]
