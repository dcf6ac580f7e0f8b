"""Edits: what people did to stories by hand, and which headlines each of them moved from where to where."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from sokbo.database import insert as upsert
from sokbo.database import now_ms
from sokbo.tables import edits, headlines, moves, mutes, stories


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that a person did by hand."""

    id: int
    person: int
    kind: str
    """``split``: headlines left `other` for `story`; ``join``: `other` went into `story`; ``undo``: one taken back."""
    story: int
    other: int
    undone: datetime | None
    created: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """A headline of a story, as far as moving it needs it to be known."""

    headline: int
    seq: int
    outlet: str
    seen: datetime
    private: bool


_COLUMNS = (edits.c.id, edits.c.person_id, edits.c.kind, edits.c.story_id, edits.c.other_id, edits.c.undone)


def add(connection: Connection, person: int, kind: str, story: int, other: int) -> int:
    """The new edit's id."""
    row = insert(edits).values(person_id=person, kind=kind, story_id=story, other_id=other, created=now_ms())
    new: int = connection.execute(row.returning(edits.c.id)).scalar_one()
    return new


def one(connection: Connection, edit: int) -> Edit | None:
    """The edit of this id."""
    row = connection.execute(select(*_COLUMNS, edits.c.created).where(edits.c.id == edit)).one_or_none()
    return Edit(*row) if row else None


def of_stories(connection: Connection, ids: Collection[int]) -> list[Edit]:
    """What was done to these stories, the last first."""
    concerned = edits.c.story_id.in_(ids) | edits.c.other_id.in_(ids)
    rows = connection.execute(select(*_COLUMNS, edits.c.created).where(concerned).order_by(edits.c.id.desc()))
    return [Edit(*row) for row in rows]


def mark_undone(connection: Connection, edit: int) -> None:
    """It counts no more."""
    connection.execute(update(edits).where(edits.c.id == edit).values(undone=now_ms()))


def members(connection: Connection, story: int) -> list[Member]:
    """A story's headlines, first to last."""
    h = headlines.c
    columns = (h.id, h.seq, h.outlet, h.seen, h.private)
    rows = connection.execute(select(*columns).where(h.story_id == story, h.seq.is_not(None)).order_by(h.seq))
    return [Member(*row) for row in rows]


def move(connection: Connection, edit: int, ids: Sequence[int], away: int, to: int) -> None:
    """Put headlines into another story, on record."""
    if ids:
        connection.execute(update(headlines).where(headlines.c.id.in_(ids)).values(story_id=to))
        rows = [{"edit_id": edit, "headline_id": i, "from_story": away, "to_story": to} for i in ids]
        connection.execute(insert(moves), rows)


def moved(connection: Connection, edit: int) -> list[int]:
    """The headlines that an edit moved."""
    return list(connection.scalars(select(moves.c.headline_id).where(moves.c.edit_id == edit)))


def stand(connection: Connection, story: int, first: Member) -> None:
    """Let a story stand for itself: a new one, or one that had been joined to another."""
    row = {"id": story, "size": 0, "outlets": [], "private": first.private, "first_seen": first.seen}
    new = upsert(connection, stories).values(row | {"last_seen": first.seen, "joined": None})
    connection.execute(new.on_conflict_do_update(index_elements=["id"], set_={"joined": None}))


def lead(connection: Connection, story: int, into: int) -> None:
    """Let a story's number lead to another's."""
    connection.execute(update(stories).where(stories.c.id == story).values(joined=into))


def count_anew(connection: Connection, ids: Collection[int]) -> None:
    """The sizes and outlets of stories whose headlines were moved."""
    for story in ids:
        there = members(connection, story)
        size = {"size": len(there), "outlets": list(dict.fromkeys(m.outlet for m in there))}
        seen = {"last_seen": max(m.seen for m in there)} if there else {}
        connection.execute(update(stories).where(stories.c.id == story).values(size | seen))


def where(connection: Connection, story: int) -> int:
    """The story to which a story's number leads: its own, or that of what it was joined to."""
    known = {story}
    while (into := connection.scalar(select(stories.c.joined).where(stories.c.id == story))) is not None:
        if into in known:
            break
        known.add(story := into)
    return story


# --- mutes ------------------------------------------------------------------------------------------------------------


def mute(connection: Connection, person: int, story: int) -> None:
    """The person wants to hear no more of the story."""
    row = upsert(connection, mutes).values(person_id=person, story_id=story, created=now_ms())
    connection.execute(row.on_conflict_do_nothing())


def unmute(connection: Connection, person: int, story: int) -> None:
    """The person wants to hear of it again."""
    connection.execute(delete(mutes).where(mutes.c.person_id == person, mutes.c.story_id == story))


def mute_too(connection: Connection, story: int, other: int) -> None:
    """Whoever wants to hear no more of one story wants none of the other."""
    again = select(mutes.c.person_id, mutes.c.created).where(mutes.c.story_id == story)
    for row in connection.execute(again).all():
        new = upsert(connection, mutes).values(person_id=row.person_id, story_id=other, created=row.created)
        connection.execute(new.on_conflict_do_nothing())
