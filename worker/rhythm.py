"""4c. Has a source fallen silent, against its own hours and days? Pure.

Each hour of the week has its own mean. Headlines come in bursts, so an hour without any is taken to be as likely as the
geometric distribution says, 1 / (1 + mean), and not as the Poisson's: a paper with twenty an hour is silent after some
three hours of a working morning and never at night, one with a headline a day after ten days.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sokbo.columns import EPOCH

WEEK = timedelta(weeks=1)
HOURS = 168
"""Of a week; the first is the one that 1970 began with."""
LEARNS = timedelta(weeks=4)
LEAST = WEEK
"""Whoever was followed for less has no rhythm yet."""
SHORTEST = timedelta(hours=1)
CERTAIN = -math.log(1e-4)


@dataclass(frozen=True, slots=True)
class Silence:
    """How long nothing came, how many headlines that is by the source's rhythm, and how surprising."""

    since: datetime
    missing: float
    surprise: float
    """The negative logarithm of how likely it is."""

    @property
    def certain(self) -> bool:
        """Whether it is worth telling."""
        return self.surprise >= CERTAIN


def hour_of(moment: datetime) -> float:
    """Hours since 1970."""
    return (moment - EPOCH) / timedelta(hours=1)


def silence(counts: Mapping[int, int], followed: timedelta, since: datetime, now: datetime) -> Silence:
    """The silence from `since` to `now` of a source that brought `counts` headlines by hour of the week before it."""
    weeks = followed / WEEK
    if followed < LEAST or now - since < SHORTEST:
        return Silence(since, 0.0, 0.0)
    missing = surprise = 0.0
    at, end = hour_of(since), hour_of(min(now, since + LEARNS))
    while at < end:
        step = min(math.floor(at) + 1, end) - at
        mean = counts.get(math.floor(at) % HOURS, 0) / (weeks + 1)
        missing += step * mean
        surprise += step * math.log1p(mean)
        at = math.floor(at) + 1
    return Silence(since, missing, surprise)
