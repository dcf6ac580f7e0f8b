"""How often each search is asked, so that the day's calls last until midnight and headlines wait as little as can be.
Pure.

A search with r headlines an hour that is asked every T lets them wait T/2 on average, r·T/2 in all. With a fixed number
of calls the sum of that is least where T goes with 1/√r: a search with four times the headlines is asked twice as
often, not four times, and one with none is not forgotten. The same holds for the hours of a day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from worker.naver.refusal import tomorrow_s

LEAST_AN_HOUR = 1 / 24
"""What a search counts for that has brought less."""
SPARE = 0.03
"""Of the calls left: for further pages, new searches, and what is tried again."""
MOST_FIXED = 0.9
"""Of the calls left that intervals set by the operator may take; beyond that they are stretched."""
EVEN = 0.2
"""Of a day's news that counts as spread over all its hours alike."""
FLAT = (1.0,) * 24


@dataclass(frozen=True, slots=True)
class Search:
    """One that is asked: its own interval where the operator set one, and its headlines an hour."""

    source: int
    every_s: float | None
    an_hour: float


def spread(
    searches: Sequence[Search],
    left: int,
    at: datetime,
    *,
    shape: Sequence[float] = FLAT,
    shortest_s: float,
    longest_s: float,
) -> dict[int, float]:
    """Seconds between two calls of each search from now on, with `left` calls for all of them until midnight in Korea.

    `shape` is how the news of a day is spread over its hours (UTC), in any unit. Between `shortest_s` and `longest_s`,
    and beyond the latter only where the calls would not last otherwise.
    """
    calls, rest_s = max(1.0, left * (1 - SPARE)), tomorrow_s(at)
    fixed = {s.source: s.every_s for s in searches if s.every_s is not None}
    wanted = sum(rest_s / every_s for every_s in fixed.values())
    stretch = max(1.0, wanted / (calls * MOST_FIXED))
    found = {source: every_s * stretch for source, every_s in fixed.items()}
    pace = _pace(shape, at)
    free = {s.source: sqrt(max(s.an_hour, LEAST_AN_HOUR)) * pace for s in searches if s.every_s is None}
    return found | _shared(free, calls - wanted / stretch, rest_s, shortest_s, longest_s)


def _shared(
    weights: Mapping[int, float], calls: float, rest_s: float, shortest_s: float, longest_s: float
) -> dict[int, float]:
    """The calls by weight; what a search can't use, being asked as often as may be, is the others'."""
    found: dict[int, float] = {}
    free = dict(weights)
    while free:
        each_s = sum(free.values()) * rest_s / max(1.0, calls)
        waits = {source: each_s / weight for source, weight in free.items()}
        bound = {source: shortest_s for source, wait_s in waits.items() if wait_s < shortest_s}
        if not bound and calls > len(free) * rest_s / longest_s:
            bound = {source: longest_s for source, wait_s in waits.items() if wait_s > longest_s}
        if not bound:
            return found | waits
        found |= bound
        calls -= sum(rest_s / wait_s for wait_s in bound.values())
        free = {source: weight for source, weight in free.items() if source not in bound}
    return found


def _pace(shape: Sequence[float], at: datetime) -> float:
    """How much faster than on average over the rest of the day calls go out in this hour."""
    smoothed = _smoothed(shape)
    moment, ends = at, at + timedelta(seconds=tomorrow_s(at))
    total = 0.0
    while moment < ends:
        following = min(ends, moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1))
        total += sqrt(smoothed[moment.hour]) * (following - moment).total_seconds()
        moment = following
    return sqrt(smoothed[at.hour]) * tomorrow_s(at) / total


def _smoothed(shape: Sequence[float]) -> list[float]:
    """Each hour with its neighbours, and no hour without anything: a few days of news are a rough measure."""
    total = sum(shape) or 1.0
    shares = [count / total for count in shape]
    near = [(shares[hour - 1] + 2 * shares[hour] + shares[(hour + 1) % 24]) / 4 for hour in range(24)]
    return [(1 - EVEN) * share + EVEN / 24 for share in near]
