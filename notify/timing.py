"""When a watch wants to hear: at the hours of a digest, not in quiet hours. Pure.

Quiet hours and digests are written as people say them: `22:00-07:00, weekends`, `weekdays 08:00, 18:00`. Days are those
of the person's own calendar (`Calendar`); a span that passes midnight belongs to the day on which it begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from sokbo.model import Timing

DAY_MINUTES = 24 * 60
FURTHEST_DAYS = 14
"""No message is held for longer, whatever the quiet hours say."""


MOST_OUTLETS = 50


class Days(StrEnum):
    """Which days a span or an hour is for."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    """Monday to Friday, but for public holidays."""
    WEEKENDS = "weekends"
    """Saturday and Sunday."""
    HOLIDAYS = "holidays"
    """Public holidays, whatever day of the week."""


_NAMES = {
    **{str(days): days for days in Days},
    "매일": Days.DAILY,
    "평일": Days.WEEKDAYS,
    "주말": Days.WEEKENDS,
    "공휴일": Days.HOLIDAYS,
    "휴일": Days.HOLIDAYS,
}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of some days, in minutes from their midnight; one that ends at or before its start ends a day later."""

    days: Days
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of some days, in minutes from their midnight."""

    days: Days
    minute: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """A person's days: their time zone, and which of them are public holidays there."""

    zone: ZoneInfo
    is_holiday: Callable[[date], bool]

    def has(self, days: Days, day: date) -> bool:
        """Whether a day is one of these days."""
        weekend = day.weekday() >= 5
        match days:
            case Days.WEEKENDS:
                return weekend
            case Days.HOLIDAYS:
                return self.is_holiday(day)
            case Days.WEEKDAYS:
                return not weekend and not self.is_holiday(day)
            case _:
                return True

    def moment(self, day: date, minute: int) -> datetime:
        """A minute of a day in UTC; one that a change of the clock skips or repeats is its first telling."""
        whole, rest = divmod(minute, DAY_MINUTES)
        then = day + timedelta(days=whole)
        local = datetime(then.year, then.month, then.day, rest // 60, rest % 60, tzinfo=self.zone)
        return local.astimezone(UTC)


class TimingError(ValueError):
    """Hours that can't be read; the message is one line that says what would do."""


# --- reading ----------------------------------------------------------------------------------------------------------

_CLOCK = r"([01]?\d|2[0-4]):([0-5]\d)"
_ITEM = re.compile(rf"(?:(?P<days>[^\W\d]+)\s*)?(?:{_CLOCK}(?:\s*[-–~]\s*{_CLOCK})?)?")


@lru_cache(maxsize=4096)
def quiet_hours(text: str) -> tuple[Span, ...]:
    """The spans of `22:00-07:00, weekends`; raises `TimingError`. Days by themselves are whole days."""
    spans = []
    for days, start, end in _items(text):
        if start is not None and (end is None or start == end):
            raise TimingError(f"{_shown(text)}: write quiet hours from and to, like 22:00-07:00")
        spans.append(Span(days or Days.DAILY, start or 0, DAY_MINUTES if end is None else end))
    return tuple(spans)


@lru_cache(maxsize=4096)
def digest_hours(text: str) -> tuple[Hour, ...]:
    """The hours of `weekdays 08:00, 18:00`, where days hold for those after them too; raises `TimingError`."""
    hours = []
    last = Days.DAILY
    for days, start, end in _items(text):
        last = days or last
        if start is None or end is not None or start == DAY_MINUTES:
            raise TimingError(f"{_shown(text)}: write the hours of a digest like 08:00, 18:00")
        hours.append(Hour(last, start))
    return tuple(hours)


def _items(text: str) -> list[tuple[Days | None, int | None, int | None]]:
    found = []
    for part in filter(None, (p.strip() for p in text.replace("，", ",").split(","))):
        item = _ITEM.fullmatch(part)
        named = item["days"].lower() if item and item["days"] else None
        if item is None or (named is not None and named not in _NAMES):
            raise TimingError(f"{_shown(part)}: write hours like 22:00-07:00, weekends, or weekdays 08:00")
        _, h1, m1, h2, m2 = item.groups()
        found.append((_NAMES[named] if named else None, _minutes(h1, m1, part), _minutes(h2, m2, part)))
    return found


def _minutes(hour: str | None, minute: str | None, part: str) -> int | None:
    if hour is None or minute is None:
        return None
    minutes = int(hour) * 60 + int(minute)
    if minutes > DAY_MINUTES:
        raise TimingError(f"{_shown(part)}: a day ends at 24:00")
    return minutes


def _shown(text: str) -> str:
    return f"'{text[:60]}'"


# --- deciding ---------------------------------------------------------------------------------------------------------


def quiet_until(text: str, at: datetime, calendar: Calendar) -> datetime | None:
    """When the quiet of a moment ends, spans that follow one another taken together; None where it is not quiet."""
    spans = quiet_hours(text)
    ends: datetime | None = None
    now = at
    while (end := _end(spans, now, calendar)) is not None and now - at < timedelta(days=FURTHEST_DAYS):
        ends = now = end
    return ends


def _end(spans: Sequence[Span], at: datetime, calendar: Calendar) -> datetime | None:
    """The latest end of the spans that hold at a moment."""
    today = at.astimezone(calendar.zone).date()
    ends = []
    for day in (today - timedelta(days=1), today):
        for span in spans:
            if calendar.has(span.days, day):
                end = span.end if span.end > span.start else span.end + DAY_MINUTES
                if calendar.moment(day, span.start) <= at < (until := calendar.moment(day, end)):
                    ends.append(until)
    return max(ends, default=None)


def next_digest(text: str, at: datetime, calendar: Calendar) -> datetime | None:
    """The first hour of a digest after a moment; None where there is none within two weeks."""
    today = at.astimezone(calendar.zone).date()
    for ahead in range(FURTHEST_DAYS + 1):
        day = today + timedelta(days=ahead)
        hours = [h.minute for h in digest_hours(text) if calendar.has(h.days, day)]
        if later := [then for minute in hours if (then := calendar.moment(day, minute)) > at]:
            return min(later)
    return None


def check(timing: Timing) -> Timing:
    """What a person chose, where it can be meant; raises `TimingError` with one line that says what would do."""
    if not 1 <= timing.outlets <= MOST_OUTLETS:
        raise TimingError(f"outlets: write a number from 1 to {MOST_OUTLETS}")
    if not 1 <= timing.minutes <= FURTHEST_DAYS * DAY_MINUTES:
        raise TimingError(f"minutes: write a number from 1 to {FURTHEST_DAYS * DAY_MINUTES}")
    quiet_hours(timing.quiet)
    digest_hours(timing.digest)
    return timing
