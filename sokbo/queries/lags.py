"""Lags: when headlines were published, seen and told of, as rows to measure from; the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from sokbo.model import DeliveryState, Precision
from sokbo.tables import alerts, deliveries, delivery_alerts, headlines


@dataclass(frozen=True, slots=True)
class Arrived:
    """A headline that came as news, with a date that says when."""

    published: datetime
    precision: Precision
    seen: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A message that told of a headline."""

    seen: datetime
    sent: datetime


def arrived(connection: Connection, since: datetime, most: int, source: int | None = None) -> list[Arrived]:
    """News seen since then whose outlet gave a time with it; of one source or of all."""
    c = headlines.c
    dated = (c.news, c.seen >= since, c.seq.is_not(None), c.precision.in_((Precision.SECOND, Precision.MINUTE)))
    found = select(c.published, c.precision, c.seen).where(c.published.is_not(None), *dated)
    if source is not None:
        found = found.where(c.source_id == source)
    rows = connection.execute(found.order_by(c.seq.desc()).limit(most))
    return [Arrived(published, Precision(precision), seen) for published, precision, seen in rows]


# Only what is sent for this one headline and at once: digests, quiet hours and stories of k outlets wait on purpose.
_SENT = (
    deliveries.c.state == DeliveryState.SENT,
    deliveries.c.attempts > 0,  # the inbox has what is committed: nothing was sent
    deliveries.c.type == "alert.created",
    deliveries.c.message["held"].as_string().is_(None),
    or_(alerts.c.tipped_id.is_(None), alerts.c.tipped_id == alerts.c.headline_id),
)
_TOLD = (
    deliveries.join(delivery_alerts, delivery_alerts.c.delivery_id == deliveries.c.id)
    .join(alerts, alerts.c.id == delivery_alerts.c.alert_id)
    .join(headlines, headlines.c.id == alerts.c.headline_id)
)


def told(connection: Connection, since: datetime, most: int, source: int | None = None) -> list[Told]:
    """Messages sent for headlines seen since then; of one source or of all."""
    found = select(headlines.c.seen, deliveries.c.done).select_from(_TOLD).where(*_SENT, headlines.c.seen >= since)
    if source is not None:
        found = found.where(headlines.c.source_id == source)
    rows = connection.execute(found.order_by(headlines.c.seq.desc()).limit(most))
    return [Told(*row) for row in rows]


def first_told(connection: Connection, headline: int) -> datetime | None:
    """When the first message that told of a headline was sent."""
    sent = select(func.min(deliveries.c.done)).select_from(_TOLD).where(*_SENT, headlines.c.id == headline)
    moment: datetime | None = connection.scalar(sent)
    return moment
