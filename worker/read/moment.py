"""The parts that every date is put together from: zones, and the moment itself with its precision. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sokbo.model import Precision


class Moment(NamedTuple):
    """A moment (of a day: its first) at the offset it was told in, how exactly that was, and what else was said."""

    at: datetime
    precision: Precision
    rest: str = ""


_ZONES = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0),
    **dict.fromkeys(("bst", "cet", "west", "met", "mez", "wat"), 60),
    **dict.fromkeys(("cest", "eet", "mesz", "sast", "cat"), 120),
    **dict.fromkeys(("msk", "eest", "trt", "eat"), 180),
    **dict.fromkeys(("gst",), 240),
    **dict.fromkeys(("pkt",), 300),
    **dict.fromkeys(("npt",), 345),
    **dict.fromkeys(("ict", "wib"), 420),
    **dict.fromkeys(("hkt", "sgt", "myt", "pht", "awst"), 480),
    **dict.fromkeys(("kst", "jst"), 540),
    **dict.fromkeys(("acst",), 570),
    **dict.fromkeys(("aest",), 600),
    **dict.fromkeys(("aedt",), 660),
    **dict.fromkeys(("nzst",), 720),
    **dict.fromkeys(("nzdt",), 780),
    **dict.fromkeys(("brt", "art"), -180),
    **dict.fromkeys(("ast", "edt"), -240),
    **dict.fromkeys(("est", "cdt"), -300),
    **dict.fromkeys(("cst", "mdt"), -360),
    **dict.fromkeys(("mst", "pdt"), -420),
    **dict.fromkeys(("pst", "akdt"), -480),
    **dict.fromkeys(("akst",), -540),
    **dict.fromkeys(("hst",), -600),
}
"""Minutes east of Greenwich; of names with several meanings (CST, IST) the one that RFC 822 gives, or none."""
_AMERICAN = {"et": "New_York", "ct": "Chicago", "mt": "Denver", "pt": "Los_Angeles"}
"""Zones that are meant in summer as in winter."""
_CHINESE = timedelta(hours=8)

ZONE = (
    r"(?:(?P<zone>Z|(?![AaPp][Mm](?![A-Za-z]))[A-Za-z]{2,4}(?![A-Za-z]))?\s*(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?(?!\d)"
    r"(?:\s+(?:K|J)ST\b)?|(?P<place>[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+))"
)
"""A zone behind a time: by name, by offset or both (`GMT+9`), or a place of the zone database."""


def century(year: str) -> int:
    """The year, two digits as POSIX reads them."""
    number = int(year)
    if len(year) == 2:
        return number + (2000 if number < 70 else 1900)
    return number


def offset(moment: datetime) -> datetime:
    """The same with the offset from UTC that holds then in place of its zone: sums and differences take no jump."""
    return moment.replace(tzinfo=_offset(moment.utcoffset() or timedelta()))


@lru_cache(maxsize=256)
def _offset(of: timedelta) -> timezone:
    return timezone(of)


def made(
    on: date, clock: tuple[int, int, int] | None, zone: tzinfo, *, seconds: bool = False, rest: str = ""
) -> Moment:
    """The moment of a day and its clock's hour, minute and second (`seconds`: the last was given)."""
    if clock is None:
        return Moment(offset(datetime(on.year, on.month, on.day, tzinfo=zone)), Precision.DAY, rest)
    hour, minute, second = clock
    # 24:00 is the end of the day; a leap second, which some write 61, is its minute's last.
    late = timedelta(days=hour == 24 and minute == second == 0)
    second = 59 if second in {60, 61} else second
    moment = datetime(on.year, on.month, on.day, 0 if late else hour, minute, second, tzinfo=zone) + late
    return Moment(offset(moment), Precision.SECOND if seconds else Precision.MINUTE, rest)


def there(named: str | None, offset: str | None, place: str | None, zone: ZoneInfo) -> tzinfo:
    """The zone as printed behind a time; `zone` where there is none, or nobody knows its name."""
    if named and named.lower() == "cst" and not offset and zone.utcoffset(datetime(2025, 1, 1)) == _CHINESE:  # noqa: DTZ001
        return zone  # China's Standard Time, not the Central one of RFC 822
    return _named(named, offset, place) or zone


@lru_cache(maxsize=1024)
def _named(named: str | None, offset: str | None, place: str | None) -> tzinfo | None:
    if place or (named and named.lower() in _AMERICAN and not offset):
        try:
            return ZoneInfo(place or f"America/{_AMERICAN[(named or '').lower()]}")
        except (KeyError, ValueError, OSError):
            return None
    minutes = _ZONES.get((named or "").lower())
    if offset:
        digits = offset[1:].replace(":", "")
        hours, rest = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
        minutes = (int(hours) * 60 + int(rest)) * (-1 if offset[0] == "-" else 1)
    if minutes is None or abs(minutes) >= 24 * 60:
        return None
    return UTC if minutes == 0 else timezone(timedelta(minutes=minutes))
