"""How many there are of what, for whoever draws curves: sources and deliveries by state, what is stored."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from sokbo.model import DeliveryState
from sokbo.queries.deliveries import UNDONE
from sokbo.tables import channels, deliveries, sources

UNSENT = (*UNDONE, DeliveryState.HELD, DeliveryState.DEAD)
"""Those that somebody may still wait for: what was sent is counted where it is sent, and never counted over."""


def sources_by_state(connection: Connection) -> dict[str, int]:
    """Sources by their state; those in trouble count as `troubled` too."""
    by_state = select(sources.c.state, func.count()).group_by(sources.c.state)
    found = {str(state): int(n) for state, n in connection.execute(by_state)}
    found["troubled"] = connection.scalar(select(func.count()).where(sources.c.trouble.is_not(None))) or 0
    return found


def deliveries_by_channel(connection: Connection) -> list[tuple[int, str, str, int]]:
    """Channel, its kind, state, how many: of deliveries that have not arrived."""
    c = deliveries.c
    rows = connection.execute(
        select(c.channel_id, channels.c.kind, c.state, func.count())
        .join_from(deliveries, channels, channels.c.id == c.channel_id)
        .where(c.state.in_(UNSENT))
        .group_by(c.channel_id, channels.c.kind, c.state)
    )
    return [(int(n), str(kind), str(state), int(count)) for n, kind, state, count in rows]
