"""The parts that every date is put together from: months, zones, and the moment itself with its precision. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from sokbo.model import Precision

OLDEST_YEAR = 1980
"""Before it are the zero dates of databases (0000-00-00, 1970-01-01), not news."""


class Moment(NamedTuple):
    """A moment in UTC (of a day: its first), how exactly it was given, and what else the text said."""

    at: datetime
    precision: Precision
    rest: str = ""


_JANUARY_TO_DECEMBER = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: number for number, name in enumerate(_JANUARY_TO_DECEMBER, 1)}
_ZONES = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0),
    **dict.fromkeys(("bst", "cet", "west", "met"), 60),
    **dict.fromkeys(("cest", "eet"), 120),
    **dict.fromkeys(("msk", "eest"), 180),
    **dict.fromkeys(("hkt", "sgt"), 480),
    **dict.fromkeys(("kst", "jst"), 540),
    **dict.fromkeys(("aest",), 600),
    **dict.fromkeys(("aedt",), 660),
    **dict.fromkeys(("ast", "edt"), -240),
    **dict.fromkeys(("est", "cdt"), -300),
    **dict.fromkeys(("cst", "mdt"), -360),
    **dict.fromkeys(("mst", "pdt"), -420),
    **dict.fromkeys(("pst",), -480),
}
"""Minutes east of Greenwich; of names with several meanings (CST, IST) the one that RFC 822 gives, or none."""

ZONE = r"(?P<zone>Z|[A-Za-z]{2,4}(?![A-Za-z]))?\s*(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?(?!\d)"
"""A zone behind a time, by name, by offset or both (`GMT+9`)."""


def century(year: str) -> int:
    """The year, two digits as POSIX reads them."""
    number = int(year)
    if len(year) == 2:
        return number + (2000 if number < 70 else 1900)
    return number


def made(
    on: date, clock: tuple[int, int, int] | None, zone: tzinfo, *, seconds: bool = False, rest: str = ""
) -> Moment | None:
    """The moment of a day and its clock's hour, minute and second (`seconds`: the last was given)."""
    if on.year < OLDEST_YEAR:
        return None
    if clock is None:
        return Moment(datetime(on.year, on.month, on.day, tzinfo=zone).astimezone(UTC), Precision.DAY, rest)
    hour, minute, second = clock
    # 24:00 is the end of the day; a leap second is its minute's last.
    late = timedelta(days=hour == 24 and minute == second == 0)
    moment = datetime(on.year, on.month, on.day, 0 if late else hour, minute, min(second, 59), tzinfo=zone) + late
    return Moment(moment.astimezone(UTC), Precision.SECOND if seconds else Precision.MINUTE, rest)


@lru_cache(maxsize=1024)
def zone_of(named: str | None, offset: str | None) -> tzinfo | None:
    """The zone as printed; None where there is none or nobody knows its name."""
    minutes = _ZONES.get((named or "").lower())
    if offset:
        digits = offset[1:].replace(":", "")
        hours, rest = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
        minutes = (int(hours) * 60 + int(rest)) * (-1 if offset[0] == "-" else 1)
    if minutes is None or abs(minutes) >= 24 * 60:
        return None
    return UTC if minutes == 0 else timezone(timedelta(minutes=minutes))
