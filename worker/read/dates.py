"""A date as outlets write it, to a moment with the precision it was given in. Pure.

Feeds' own formats (RFC 822, RFC 3339, epochs) are here; what people write is `everyday`'s.
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sokbo.model import Precision
from worker.read import everyday
from worker.read.moment import ZONE, Moment, century, made, offset, there
from worker.read.names import MONTHS

LONGEST = 100
"""Characters looked at: a date is short."""

_USUAL = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d\d) ([A-Z][a-z]{2}) (\d{4}) ((?:[01]\d|2[0-3]):\d\d:[0-5]\d) (GMT|[+-]\d{4})"
)
"""RFC 822 as nearly every feed prints it."""
_MONTHS = {name.title(): f"{number:02}" for name, number in MONTHS.items() if len(name) == 3}
_SECOND = Precision.SECOND  # looking an enumeration's member up costs as much as parsing the time
_INTERNET = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:[0-5]\d(?:Z|[+-]\d\d:\d\d)")
"""RFC 3339 without fractions."""
_PLAIN = re.compile(r"\s*(20\d\d)([.\-/])\s?(\d\d?)\2\s?(\d\d?)\.?(?:\s+(\d\d?):(\d\d)(?::(\d\d))?)?\s*", re.ASCII)
"""What boards print most."""
_BEHIND = r"\s*(?:\([^)]*\)|\[[\w/+-]+\])?\s*"
_RFC822 = re.compile(
    r"\s*(?:[^\W\d_]{1,10}\.?\s*,?\s*)?(?P<d>\d{1,2})[\s-]+(?P<m>[^\W\d_]{3,10})\.?,?[\s-]+(?P<y>\d{4}|\d{2})"
    r"(?:,?\s+(?P<h>\d{1,2})[:.](?P<min>\d{1,2})(?:[:.](?P<s>\d{1,2})(?:\.\d+)?)?)?\s*" + ZONE + _BEHIND
)
_CTIME = re.compile(
    r"\s*(?:[A-Za-z]{3,9},?\s+)?(?P<m>[A-Za-z]{3,9})\s+(?P<d>\d{1,2})\s+(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2}))?\s*"
    + ZONE
    + r"\s*(?P<y>\d{4})\s*"
)
_RFC3339 = re.compile(
    r"\s*(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"(?:(?:[Tt\s]|(?<=-\d\d))\s*(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,:]\d+)?)?)?\s*" + ZONE + _BEHIND
)
_EPOCH = re.compile(r"\s*(?:/Date\()?(?P<s>[1-9]\d{9})(?:\.\d+|(?P<ms>\d{3}))?(?:[+-]\d{4})?(?:\)/)?\s*", re.ASCII)
_EPOCHS = range(1_000_000_000, 4_102_444_800)
"""2001, since when they have ten digits, to 2100."""


def parse(text: str, at: datetime, zone: ZoneInfo, month_first: everyday.MonthFirst = everyday.untold) -> Moment | None:
    """The moment that the text names, `at` being now; without a zone of its own it is meant in `zone`.

    `month_first` says what the other dates of the page tell of `06/07/2025` (`order`), None where they don't; it is
    asked where that matters alone.
    None where there is no date, or one that can't be (31 February).
    """
    try:
        found = _parse(text[:LONGEST], at, zone, month_first)
        if found and found.at.year in (MINYEAR, MAXYEAR):
            found.at.astimezone(UTC)  # raises where that is no year any more
        return found
    except (ValueError, OverflowError):
        return None


def _parse(text: str, at: datetime, zone: ZoneInfo, month_first: everyday.MonthFirst) -> Moment | None:
    if usual := _usual(text) or _plain(text, zone):
        return usual
    if found := _RFC822.fullmatch(text) or _RFC3339.fullmatch(text) or _CTIME.fullmatch(text):
        return _from_feed(found, zone)
    if found := _EPOCH.fullmatch(text):
        return _epoch(int(found["s"]), zone)
    return everyday.find(text, at.astimezone(zone), zone, month_first)


@lru_cache(maxsize=16_384)  # most entries of a poll were there at the last one
def _usual(text: str) -> Moment | None:
    """The commonest forms, by the C parser of the standard library: a fifth of the time."""
    if found := _USUAL.fullmatch(text):
        day, name, year, clock, offset = found.groups()
        month = _MONTHS.get(name)
        if month is None:
            return None
        text = f"{year}-{month}-{day}T{clock}{'Z' if offset == 'GMT' else offset}"
    elif not _INTERNET.fullmatch(text):
        return None
    return Moment(datetime.fromisoformat(text), _SECOND)


@lru_cache(maxsize=16_384)
def _plain(text: str, zone: ZoneInfo) -> Moment | None:
    """A whole day in numbers, year first, that means the same whenever it is read."""
    if not (found := _PLAIN.fullmatch(text)):
        return None
    year, _, month, day, hour, minute, second = found.groups()
    clock = (int(hour), int(minute), int(second or 0)) if hour else None
    return made(date(int(year), int(month), int(day)), clock, zone, seconds=second is not None)


def _from_feed(found: re.Match[str], zone: ZoneInfo) -> Moment | None:
    year, month, day, hour, minute, second = found.group("y", "m", "d", "h", "min", "s")
    number = int(month) if month.isdecimal() else MONTHS.get(month.lower()) or MONTHS.get(month[:3].lower(), 0)
    on = date(century(year), number, int(day))
    clock = (int(hour), int(minute), int(second or 0)) if hour else None
    return made(on, clock, there(found["zone"], found["offset"], found["place"], zone), seconds=second is not None)


def _epoch(seconds: int, zone: ZoneInfo) -> Moment | None:
    return Moment(offset(datetime.fromtimestamp(seconds, zone)), _SECOND) if seconds in _EPOCHS else None
