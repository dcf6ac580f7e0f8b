"""Pictures for who would rather look than read: where the lines and marks of a small plot stand. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import log10
from zoneinfo import ZoneInfo

from worker.lag import Lag

WIDTH, HEIGHT, LEFT, BELOW = 640, 140, 64, 24
FASTEST_S, SLOWEST_S = 0.1, 10_000.0
GRID_S = (1.0, 10.0, 60.0, 600.0, 3_600.0)


@dataclass(frozen=True, slots=True)
class Bar:
    """One hour: from where half had come to where nine in ten had."""

    x: float
    half: float
    most: float


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything in the picture's own units, the y axis growing downwards and logarithmic."""

    bars: list[Bar]
    grid: list[tuple[float, float]]
    """(seconds, y)"""
    ticks: list[tuple[int, float]]
    """(which column, x): every sixth."""
    width: int = WIDTH
    height: int = HEIGHT


def plot(columns: Sequence[Lag | None]) -> Plot:
    """A range for each column that has something to show."""
    step = (WIDTH - LEFT) / max(1, len(columns))
    xs = [round(LEFT + step * (n + 0.5), 1) for n in range(len(columns))]
    bars = [Bar(x, _y(lag.half_s), _y(lag.most_s)) for x, lag in zip(xs, columns, strict=True) if lag]
    return Plot(bars, [(s, _y(s)) for s in GRID_S], [(n, xs[n]) for n in range(0, len(xs), 6)])


def _y(seconds: float) -> float:
    bounded = min(max(seconds, FASTEST_S), SLOWEST_S)
    share = log10(bounded / FASTEST_S) / log10(SLOWEST_S / FASTEST_S)
    return round((HEIGHT - BELOW) * (1 - share) + 4, 1)


def by_day(hours: Mapping[int, int], today: date, days: int, zone: ZoneInfo) -> list[tuple[date, int]]:
    """What came by the hour since 1970, by the days of a zone; the last of them is today."""
    found = {today - timedelta(days=n): 0 for n in reversed(range(days))}
    for hour, count in hours.items():
        day = datetime.fromtimestamp(hour * 3600, zone).date()
        if day in found:
            found[day] += count
    return list(found.items())
