"""1. When is a source due again. Pure: time and chance come in as arguments.

Left to itself, a source is visited again after a tenth of the time for which it has brought nothing new, the same tenth
that caches use where a document says nothing of its freshness (RFC 9111, 4.2.2). So a headline is late by at most a
tenth of the silence before it: an outlet in full swing is asked every ten seconds, one asleep since the evening once an
hour. Halving and doubling was the other choice: one quiet hour brings it to hourly visits, and its state is the last
wait, which failures spoil; this needs nothing but the time of the last new headline.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST_S = 10.0
LONGEST_S = 3_600.0
SHARE = 0.1
UNKNOWN_S = 300.0
"""For a source that never had a headline: its first one should not wait an hour."""
LEAST_FIXED_S = 1.0
SLOWEST_RETRY_S = 60.0
"""A source with a fixed interval that fails is tried at least so often, or as often as its interval says."""
LONGEST_RETRY_AFTER_S = 86_400.0
"""A server that asks for more is asked again after a day all the same."""
JITTER = 0.1
FIXED_JITTER = 0.05
"""Fixed intervals come a little early, so that sources which were added together drift apart."""
HOURS, DAYS = (1 << 24) - 1, (1 << 7) - 1


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which waits an adapting source stays."""

    shortest_s: float = SHORTEST_S
    longest_s: float = LONGEST_S


def next_wait_s(
    *,
    every_s: float | None,
    silent_s: float | None,
    failures: int,
    chance: float,
    asked_s: float = 0.0,
    retry_after_s: float | None = None,
    bounds: Bounds = Bounds(),
    skips: int = 0,
    at: datetime | None = None,
) -> float:
    """Seconds until the next visit.

    `every_s` is the operator's fixed interval, whose word stands over what the source asks for, except for a
    ``Retry-After``. `silent_s` is the time since the last new headline, None where there never was one. `failures`
    counts this visit's too, 0 after one that went well. `chance`, from 0 up to 1, spreads visits out. `asked_s` is the
    longest that the answer (``max-age``) or the document (``<ttl>``) asks for. `skips` are the hours and days in which
    the document asks not to be read (`Document.skips`), counted from `at`.
    """
    if every_s is not None:
        wait = _fixed(every_s, failures, chance)
    else:
        wait = _adapted(silent_s, failures, bounds) * (1 - JITTER * chance)
        wait = max(wait, bounds.shortest_s, min(asked_s, bounds.longest_s))
        if skips and at is not None:
            wait += skipped_s(skips, at + timedelta(seconds=wait)) * (1 + JITTER * chance)
    return max(wait, min(retry_after_s or 0.0, LONGEST_RETRY_AFTER_S))


def _fixed(every_s: float, failures: int, chance: float) -> float:
    every_s = max(LEAST_FIXED_S, every_s)
    if not failures:
        return max(LEAST_FIXED_S, every_s * (1 - FIXED_JITTER * chance))
    doubled = every_s * 2.0 ** min(failures - 1, 30)
    return min(doubled, max(every_s, SLOWEST_RETRY_S)) * (1 + JITTER * chance)


def skipped_s(skips: int, at: datetime) -> float:
    """Seconds from `at` (UTC) to the next hour that is not among `skips`, a day at most; 0 where all of them are."""
    hours, days = skips & HOURS, skips >> 24 & DAYS
    if hours == HOURS or days == DAYS:
        return 0.0
    free = at
    while (hours >> free.hour & 1 or days >> free.weekday() & 1) and free - at < timedelta(days=1):
        free = free.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return min((free - at).total_seconds(), 86_400.0)


def _adapted(silent_s: float | None, failures: int, bounds: Bounds) -> float:
    wait = UNKNOWN_S if silent_s is None else SHARE * silent_s
    wait = min(max(wait, bounds.shortest_s), bounds.longest_s)
    return min(wait * 2.0 ** min(failures, 30), bounds.longest_s)
