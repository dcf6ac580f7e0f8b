"""Headlines that an agency gave out early: until when a title asks to be kept from the public."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
"""Embargoes are a Korean newsroom's habit, in its time."""

_MARK = re.compile(r"엠바고|보도\s*시점")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*(?:[./]|월)\s*(\d{1,2})")
_LONE_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*일")
_TIME = re.compile(r"(?<!\d)(\d{1,2})\s*(?::\s*(\d{2})|시(?:\s*(\d{1,2})\s*분)?)")
_AFTERNOON = re.compile(r"오후")


def until(title: str, at: datetime) -> datetime | None:
    """When the title may be public, `at` being now; None where it bears no embargo.

    A mark without a time that can be read holds for a day: late is mended by waiting, early by nothing.
    """
    mark = _MARK.search(title)
    if mark is None:
        return None
    said = title[mark.end() : mark.end() + 40]
    here = at.astimezone(SEOUL)
    try:
        moment = _moment(said, here)
    except ValueError:
        moment = None
    return at + timedelta(days=1) if moment is None else moment.astimezone(at.tzinfo)


def _moment(said: str, here: datetime) -> datetime | None:
    day, lone, time = _DAY.search(said), _LONE_DAY.search(said), _TIME.search(said)
    if time is None:
        return None
    hour, minute = int(time[1]), int(time[2] or time[3] or 0)
    if _AFTERNOON.search(said) and hour < 12:
        hour += 12
    on = here.replace(hour=hour % 24, minute=minute, second=0, microsecond=0) + timedelta(days=hour // 24)
    if day:
        return on.replace(month=int(day[1]), day=int(day[2]))
    return on.replace(day=int(lone[1])) if lone else on
