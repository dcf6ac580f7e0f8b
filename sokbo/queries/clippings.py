"""Clippings: what people ask for each morning, what fell into a window, and what went out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy import insert as plain_insert

from sokbo.clipping_tables import clipping_plans, clippings
from sokbo.database import AnyRow, insert, now_ms
from sokbo.model import SourceState
from sokbo.tables import headlines, meetings, sources, stories


@dataclass(frozen=True, slots=True)
class Plan:
    """A clipping that comes every working day."""

    id: int
    person: int
    name: str
    sections: tuple[tuple[str, tuple[int, ...]], ...]
    """Each with its name and its watches."""
    channels: tuple[int, ...]
    opens: str
    """On the working day before, such as 18:00, in the person's zone."""
    closes: str
    by_itself: bool
    created: datetime


@dataclass(frozen=True, slots=True)
class Clipping:
    """One window of a plan: chosen by a person, or sent."""

    id: int
    opened: datetime
    closed: datetime
    chosen: dict[str, Any] | None
    content: dict[str, Any] | None
    sent: datetime | None


_PLAN = (
    clipping_plans.c.id,
    clipping_plans.c.person_id,
    clipping_plans.c.name,
    clipping_plans.c.sections,
    clipping_plans.c.channels,
    clipping_plans.c.opens,
    clipping_plans.c.closes,
    clipping_plans.c.by_itself,
    clipping_plans.c.created,
)
_CLIPPING = (
    clippings.c.id,
    clippings.c.opened,
    clippings.c.closed,
    clippings.c.chosen,
    clippings.c.content,
    clippings.c.sent,
)


def _plan(row: AnyRow) -> Plan:
    sections = tuple((name, tuple(of)) for name, of in row.sections)
    return Plan(row.id, row.person_id, row.name, sections, tuple(row.channels), *row[5:9])


def add_plan(connection: Connection, **values: Any) -> int:
    """A new plan's number."""
    row = plain_insert(clipping_plans).values(**values, created=now_ms())
    number: int = connection.execute(row.returning(clipping_plans.c.id)).scalar_one()
    return number


def plans(connection: Connection, person: int | None = None) -> list[Plan]:
    """The plans that are kept, of one person where asked, oldest first."""
    kept = select(*_PLAN).where(clipping_plans.c.removed.is_(None)).order_by(clipping_plans.c.id)
    if person is not None:
        kept = kept.where(clipping_plans.c.person_id == person)
    return [_plan(row) for row in connection.execute(kept)]


def remove_plan(connection: Connection, plan: int) -> None:
    """Make no more of it; what went out stays."""
    connection.execute(update(clipping_plans).where(clipping_plans.c.id == plan).values(removed=now_ms()))


def newest(connection: Connection, plan: int, limit: int) -> list[Clipping]:
    """A plan's clippings, newest first."""
    of = select(*_CLIPPING).where(clippings.c.plan_id == plan).order_by(clippings.c.closed.desc()).limit(limit)
    return [Clipping(*row) for row in connection.execute(of)]


def one(connection: Connection, plan: int, closed: datetime) -> Clipping | None:
    """A plan's clipping of the window that closes then."""
    row = connection.execute(select(*_CLIPPING).where(clippings.c.plan_id == plan, clippings.c.closed == closed))
    found = row.one_or_none()
    return Clipping(*found) if found else None


def keep(connection: Connection, plan: int, opened: datetime, closed: datetime, chosen: dict[str, Any] | None) -> None:
    """Begin the window's clipping, or write down what a person chose of it, while it was not sent."""
    row = insert(connection, clippings).values(plan_id=plan, opened=opened, closed=closed, chosen=chosen)
    if chosen is None:
        connection.execute(row.on_conflict_do_nothing())
        return
    unsent = clippings.c.sent.is_(None)
    connection.execute(
        row.on_conflict_do_update(index_elements=["plan_id", "closed"], set_={"chosen": chosen}, where=unsent)
    )


def mark_sent(connection: Connection, plan: int, closed: datetime, content: dict[str, Any], at: datetime) -> bool:
    """Write down what goes out; False where it went already."""
    waiting = (clippings.c.plan_id == plan, clippings.c.closed == closed, clippings.c.sent.is_(None))
    return bool(connection.execute(update(clippings).where(*waiting).values(content=content, sent=at)).rowcount)


@dataclass(frozen=True, slots=True)
class Caught:
    """A story that one of the watches met within a window."""

    watch: int
    story: int
    headline: int
    """Of the story, the one that the watch met first."""


def caught(connection: Connection, watches: Sequence[int], opened: datetime, closed: datetime) -> list[Caught]:
    """What these watches met between two moments, in the order it came; joined stories count as what they joined."""
    if not watches:
        return []
    within = (headlines.c.seen >= opened, headlines.c.seen < closed, meetings.c.watch_id.in_(watches))
    story = func.coalesce(stories.c.joined, stories.c.id)
    found = select(meetings.c.watch_id, story, meetings.c.headline_id).join_from(
        meetings, headlines, meetings.c.headline_id == headlines.c.id
    )
    found = found.join(stories, meetings.c.story_id == stories.c.id).where(*within)
    return [Caught(*row) for row in connection.execute(found.order_by(headlines.c.seen, headlines.c.id))]


def sources_well(connection: Connection) -> tuple[int, int]:
    """How many active sources are well, of how many."""
    active = sources.c.state == SourceState.ACTIVE
    every = connection.scalar(select(func.count()).select_from(sources).where(active)) or 0
    ill = connection.scalar(select(func.count()).select_from(sources).where(active, sources.c.trouble.is_not(None)))
    return every - (ill or 0), every
