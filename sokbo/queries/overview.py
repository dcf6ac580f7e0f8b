"""How the line stands as a whole, in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from sokbo.database import moment, now_ms
from sokbo.lease import LONGEST_MS
from sokbo.model import DeliveryState, SourceState
from sokbo.queries.deliveries import UNDONE
from sokbo.queries.troubles import TOLD_OF
from sokbo.tables import deliveries, headlines, leases, sources


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits where, and for how long the longest."""

    sources: int
    failing: int
    troubled: int
    """Sources whose trouble is worth telling."""
    due: int
    pending: int
    undelivered: int
    dead: int
    lag_s: float
    """Since when the oldest due source, pending headline or due delivery has waited."""
    desk: str | None
    """Who is the desk; None where nobody is."""


def overview(connection: Connection) -> Overview:
    """The line now, by the database's clock."""
    now = now_ms()
    free = or_(sources.c.lease_until.is_(None), sources.c.lease_until <= now)
    due = (sources.c.state == SourceState.ACTIVE, sources.c.due <= now, free)
    undone = deliveries.c.state.in_(UNDONE)
    waits = (
        select(func.min(sources.c.due)).where(*due),
        select(func.min(headlines.c.seen)).where(headlines.c.pending),
        select(func.min(deliveries.c.next_attempt)).where(undone),
    )
    at = moment(connection)
    oldest = [since for query in waits if (since := connection.scalar(query)) is not None]
    desk = connection.scalar(
        select(leases.c.owner).where(leases.c.name == "desk", leases.c.until > now, leases.c.until < now + LONGEST_MS)
    )

    def count(table: object, *conditions: object) -> int:
        query = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
        return connection.scalar(query) or 0

    return Overview(
        sources=count(sources, sources.c.state == SourceState.ACTIVE),
        failing=count(sources, sources.c.state == SourceState.ACTIVE, sources.c.failures > 0),
        troubled=count(sources, sources.c.state.in_(TOLD_OF), sources.c.trouble.is_not(None)),
        due=count(sources, *due),
        pending=count(headlines, headlines.c.pending),
        undelivered=count(deliveries, undone),
        dead=count(deliveries, deliveries.c.state == DeliveryState.DEAD),
        lag_s=max([0.0, *((at - since).total_seconds() for since in oldest)]),
        desk=desk,
    )
