"""How late a source's headlines are: published, seen, sent. Pure.

Half and nine in ten of them tell more than a mean, which one late headline spoils. A date that is given to the minute
counts from the minute's beginning, so that what is measured is never less than what was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sokbo.model import Precision
from sokbo.queries.lags import Arrived, Told

HALF, MOST = 0.5, 0.9
DAY, WEEK = timedelta(days=1), timedelta(days=7)
ROWS = 5_000
"""Headlines that are measured at most, the newest."""


@dataclass(frozen=True, slots=True)
class Lag:
    """Within how many seconds half of them came, and nine in ten."""

    count: int
    half_s: float
    most_s: float
    to_the_minute: bool = False
    """Whether most of the dates were given to the minute."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The two legs of the way, each None where there is nothing to measure."""

    seen: Lag | None
    sent: Lag | None


def passage(arrived: Iterable[Arrived], told: Iterable[Told]) -> Passage:
    """How long headlines took to be seen, and messages to leave."""
    dated = list(arrived)
    coarse = sum(a.precision is Precision.MINUTE for a in dated)
    seen = measure([a.seen - a.published for a in dated], to_the_minute=coarse * 2 > len(dated))
    return Passage(seen, measure([t.sent - t.seen for t in told]))


def measure(spans: Iterable[timedelta], *, to_the_minute: bool = False) -> Lag | None:
    """The lag that spans show; None without any. An outlet whose clock is fast counts as prompt."""
    seconds = sorted(max(0.0, span.total_seconds()) for span in spans)
    if not seconds:
        return None
    return Lag(len(seconds), _share(seconds, HALF), _share(seconds, MOST), to_the_minute)


def _share(seconds: list[float], share: float) -> float:
    """The nearest rank."""
    return seconds[max(0, ceil(share * len(seconds)) - 1)]


def inevitable(interval_s: float) -> Lag:
    """What looking so often makes headlines wait, whenever they come out: half of the interval on average."""
    return Lag(0, HALF * interval_s, MOST * interval_s)


def by_hour(
    arrived: Iterable[Arrived], told: Iterable[Told], hours: int, at: datetime
) -> list[tuple[datetime, Passage]]:
    """The same for each of the last `hours`, by when the headlines were seen; the oldest first."""
    last = at.replace(minute=0, second=0, microsecond=0)
    starts = [last - timedelta(hours=n) for n in reversed(range(hours))]
    came: dict[datetime, list[Arrived]] = {start: [] for start in starts}
    left: dict[datetime, list[Told]] = {start: [] for start in starts}
    for a in arrived:
        came.get(_hour(a.seen), []).append(a)
    for t in told:
        left.get(_hour(t.seen), []).append(t)
    return [(start, passage(came[start], left[start])) for start in starts]


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
