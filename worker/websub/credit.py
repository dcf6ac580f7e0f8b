"""Who saw an entry first, written down where polls and pushes are: what pushes miss brings the polls back at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from sokbo.model import Source, Standing
from sokbo.queries import subscriptions
from sokbo.queries.sources import Polled
from worker.websub import trust


def by_push(connection: Connection, source: int, new: int, at: datetime, *, late: bool = False) -> None:
    """A push brought so many entries that no poll had seen; where it was late with them, polls would have."""
    run = subscriptions.seen_by_push(connection, source, new, at)
    if new and late:
        subscriptions.came_late(connection, source)
        return
    if trust.earned(run):
        subscriptions.rely(connection, source, on_pushes=True)


def by_poll(connection: Connection, source: Source, polled: Polled, at: datetime) -> None:
    """A poll read a document: the hub that it names, and what pushes have missed of it.

    One that names none leaves the one before: caches give out copies that lack it, and a hub that is really gone is
    noticed by what it misses.
    """
    if polled.hub and (polled.hub, polled.topic) != (source.hub, source.topic):
        subscriptions.name(connection, source.id, polled.hub, polled.topic)
    if not polled.new or source.hub is None:
        return
    subscription = subscriptions.of_source(connection, source.id)
    if subscription is None or subscription.standing is not Standing.ACTIVE:
        return
    if trust.was_pinged(subscription.pinged, at):
        by_push(connection, source.id, polled.new, at)
    else:
        subscriptions.seen_by_poll(connection, source.id, polled.new)
