"""How each stage of the line stands: what waits there, for how long, and when it last turned over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, or_, select

from sokbo.database import moment, now_ms
from sokbo.model import SourceState
from sokbo.queries import facts
from sokbo.queries.deliveries import UNDONE
from sokbo.tables import channels, deliveries, headlines, sources

LATE = timedelta(minutes=2)
"""How long work may wait before its stage is called stalled."""
SILENT = timedelta(minutes=2, seconds=30)
"""Since when a stage turned over last before it is; its loop ends once a minute."""
WATCHED = ("poll", "desk", "deliver")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: the oldest of what waits for it, and its last turn; None where there is neither."""

    name: str
    waits: timedelta | None
    turned: timedelta | None

    @property
    def advances(self) -> bool:
        """Whether it has turned over lately and lets nothing wait."""
        return self.turned is not None and self.turned <= SILENT and not self.stalled

    @property
    def stalled(self) -> bool:
        """Whether something waits too long for it, or it has fallen silent."""
        late = self.waits is not None and self.waits > LATE
        return late or (self.turned is not None and self.turned > SILENT)


def turn_over(connection: Connection, stage: str) -> None:
    """Write down that a stage has come to the end of a turn."""
    facts.put(connection, f"turned {stage}", moment(connection).isoformat())


def due(connection: Connection, what: str, every: timedelta) -> bool:
    """Whether it is so long ago that this last said yes, by the database's clock, to whatever process."""
    at = moment(connection)
    last = facts.get(connection, f"last {what}")
    if last and timedelta(0) <= at - datetime.fromisoformat(last) < every:
        return False
    facts.put(connection, f"last {what}", at.isoformat())
    return True


def standing(connection: Connection) -> tuple[Stage, ...]:
    """The watched stages, by the database's clock."""
    now, at = now_ms(), moment(connection)
    unclaimed = or_(sources.c.lease_until.is_(None), sources.c.lease_until <= now)
    unsent = or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until <= now)
    # A channel that rests after refusals, or asked to be left alone, stalls nothing.
    rests = deliveries.c.channel_id.in_(select(channels.c.id).where(channels.c.free_at > now))
    oldest = {
        "poll": select(func.min(sources.c.due)).where(sources.c.state == SourceState.ACTIVE, unclaimed),
        "desk": select(func.min(headlines.c.seen)).where(headlines.c.pending),
        "deliver": select(func.min(deliveries.c.next_attempt)).where(deliveries.c.state.in_(UNDONE), unsent, ~rests),
    }
    return tuple(
        Stage(name, _since(at, connection.scalar(oldest[name])), _since(at, _turned(connection, name)))
        for name in WATCHED
    )


def _turned(connection: Connection, stage: str) -> datetime | None:
    told = facts.get(connection, f"turned {stage}")
    return datetime.fromisoformat(told) if told else None


def _since(at: datetime, then: datetime | None) -> timedelta | None:
    return None if then is None or then > at else at - then
