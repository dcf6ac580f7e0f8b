"""Budgets: how many calls of a search service are spent today, and how much each search has brought lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Connection, func, select, type_coerce

from sokbo.database import insert
from sokbo.model import SourceState
from sokbo.tables import budgets, headlines, sources

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A search that is asked."""

    source: int
    every_s: float | None


@dataclass(frozen=True, slots=True)
class Yield:
    """A search's newest headlines: how many, and the oldest of them."""

    count: int
    since: datetime | None


def spend(connection: Connection, service: str, day: str, most: int) -> bool:
    """Count one call more; False where the day's `most` are spent, and nothing is counted."""
    row = insert(connection, budgets).values(service=service, day=day, used=1)
    again = row.on_conflict_do_update(
        index_elements=["service", "day"], set_={"used": budgets.c.used + 1}, where=budgets.c.used < most
    )
    return connection.scalar(again.returning(budgets.c.used)) is not None


def used(connection: Connection, service: str, day: str) -> int:
    """How many calls of the day are spent."""
    mine = (budgets.c.service == service, budgets.c.day == day)
    return connection.scalar(select(budgets.c.used).where(*mine)) or 0


def searches(connection: Connection, scheme: str) -> list[Asked]:
    """The active sources whose address has this scheme."""
    c = sources.c
    mine = (c.state == SourceState.ACTIVE, c.url.startswith(scheme, autoescape=True))
    return [Asked(*row) for row in connection.execute(select(c.id, c.every_s).where(*mine).order_by(c.id))]


def brought(connection: Connection, source: int, most: int) -> Yield:
    """The newest headlines of a source, `most` of them at most."""
    c = headlines.c
    newest = select(func.coalesce(c.published, c.seen).label("moment")).where(c.source_id == source, c.seq.is_not(None))
    found = newest.order_by(c.seq.desc()).limit(most).subquery()
    return Yield(*connection.execute(select(func.count(), func.min(found.c.moment))).one())


def by_hour(connection: Connection, of: Sequence[int], since: datetime) -> list[int]:
    """How many headlines of these sources came in each hour of the day (UTC) since then."""
    hour = (type_coerce(headlines.c.seen, BigInteger) // HOUR_MS % 24).label("hour")
    rows = connection.execute(
        select(hour, func.count())
        .where(headlines.c.source_id.in_(of), headlines.c.seen >= since, headlines.c.news)
        .group_by(hour)
    )
    counts = {int(at): count for at, count in rows}
    return [counts.get(hour, 0) for hour in range(24)]
