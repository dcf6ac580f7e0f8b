"""What a rule would have caught: how much of it, on which days, and what else its titles speak of. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from sokbo.model import Headline, Why


@dataclass(frozen=True, slots=True)
class Caught:
    """A headline that satisfies a rule, and why."""

    headline: Headline
    why: tuple[Why, ...]
    stands_for: float = 1.0
    """How many such headlines it stands for, where only a sample was judged."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """A rule on the headlines since a moment."""

    caught: tuple[Caught, ...]
    """Newest first; what a sample caught is behind what was judged without one."""
    looked: int
    """Candidates that were judged."""
    candidates: int
    """Headlines with the letters of the rule."""
    of: int
    """All headlines since then."""
    since: datetime

    @property
    def exact(self) -> bool:
        """Whether every candidate was judged."""
        return self.looked >= self.candidates

    @property
    def count(self) -> int:
        """How many it would have caught; an estimate where it is not exact, rounded to two digits."""
        count = sum([caught.stands_for for caught in self.caught])
        return round(count) if self.exact else int(float(f"{count:.2g}"))


def days(test: Backtest, now: datetime, zone: tzinfo) -> list[tuple[date, int]]:
    """How many on each day of a time zone from the first day to today, the oldest first."""
    on: Counter[date] = Counter()
    for caught in test.caught:
        on[caught.headline.came.astimezone(zone).date()] += caught.stands_for  # type: ignore[assignment]
    first, last = test.since.astimezone(zone).date(), now.astimezone(zone).date()
    return [(day, round(on[day])) for n in range((last - first).days + 1) if (day := first + timedelta(days=n))]
