"""May polls be fewer? Only once pushes were seen to beat them, for many feeds name hubs that are dead. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from sokbo.model import Document, Precision

ENOUGH = 5
"""Entries in a row that a push brought before any poll: then the hub is believed."""
ANSWERS = timedelta(seconds=60)
"""A poll so soon after a ping without content brings what the ping meant."""


LATE = timedelta(minutes=5)
"""What is so old by its own date when it is pushed, polls would have seen before."""


def came_late(document: Document, received: datetime) -> bool:
    """Whether even the youngest of what was pushed had been out for a while; without dates nobody can say."""
    dated = [e.published for e in document.entries if e.published and e.precision is not Precision.DAY]
    return bool(dated) and received - max(dated) > LATE


def earned(run: int) -> bool:
    """Whether so many entries in a row that pushes brought first are enough to poll seldom."""
    return run >= ENOUGH


def was_pinged(pinged: datetime | None, at: datetime) -> bool:
    """Whether a poll at this moment answers a ping, so that what it finds was not missed."""
    return pinged is not None and timedelta() <= at - pinged <= ANSWERS
