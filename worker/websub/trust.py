"""May polls be fewer? Only once pushes were seen to beat them, for many feeds name hubs that are dead. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

ENOUGH = 5
"""Entries in a row that a push brought before any poll: then the hub is believed."""
ANSWERS = timedelta(seconds=60)
"""A poll so soon after a ping without content brings what the ping meant."""


def earned(run: int) -> bool:
    """Whether so many entries in a row that pushes brought first are enough to poll seldom."""
    return run >= ENOUGH


def was_pinged(pinged: datetime | None, at: datetime) -> bool:
    """Whether a poll at this moment answers a ping, so that what it finds was not missed."""
    return pinged is not None and timedelta() <= at - pinged <= ANSWERS
