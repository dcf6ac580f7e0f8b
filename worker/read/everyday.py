"""Dates as people write them, searched for in short texts. Pure.

`2025년 6월 26일 오후 3:05`, `25.06.26`, `06-26`, `14:05`, `3분 전`, `어제`, `Jun 26, 2025 at 2:03 pm`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sokbo.model import Precision
from worker.read.moment import MONTHS, ZONE, Moment, century, made, zone_of

_SEP = r"\s*[.\-/년年]\s*"
_MONTH_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)(?P<y>(?:19|20)\d{{2}}){_SEP}(?P<m>\d{{1,2}})\s*[.\-/월月]\s*(?P<d>\d{{1,2}})(?!\d)\s*[.일日]?",
        r"(?<!\d)(?P<y>20\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?=T?\d{4,6}(?!\d)|(?!\d))T?",
        r"(?<![\d.,/-])(?P<y>\d{2})(?P<sep>[.\-/])\s?(?P<m>\d{2})(?P=sep)\s?(?P<d>\d{2})(?![\d%])\.?",
        r"(?<![\d/])(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d{2})(?!\d)",
        rf"(?<![a-z]){_MONTH_NAME}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d{{2}})(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH_NAME},?[\s-]+(?P<y>(?:19|20)\d{{2}})(?!\d)",
        r"(?<!\d)(?P<d>\d{1,2})\s+(?P<m>\d{1,2})월,?\s+(?P<y>20\d{2})(?!\d)",
        r"(?<!\d)(?P<m>\d{1,2})\s*[월月]\s*(?P<d>\d{1,2})\s*[일日]",
        r"(?<![\d.,:/-])(?P<m>\d{2})(?P<sep>[.\-/])\s?(?P<d>\d{2})(?![\d%:,-]|[./]\d)\.?",
        r"(?P<days_ago>그저께|그제|어제|오늘|yesterday|today)",
    )
)
_WEEKDAY = (
    r"(?:\s*[(\[]?\s*(?:[월화수목금토일](?:요일)?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\s*[)\]]?(?=\s|$|\d|\|))?"
)
_CLOCK = re.compile(
    _WEEKDAY + r"[\s,T|·-]*(?:at\s+)?(?P<half>오전|오후|낮|밤|[ap]\.?m\.?)?\s*"
    r"(?P<h>\d{1,2})\s*(?::|시)\s*(?P<min>\d{2}|\d(?=\s*분))?(?!\d)(?:\s*(?::|분)\s*(?P<s>\d{2})(?!\d)(?:\.\d+)?초?|\s*분)?"
    r"(?:\s*(?P<after>[ap]\.?m\.?)(?![a-z]))?\s*" + ZONE,
    re.IGNORECASE,
)
_COMPACT_CLOCK = re.compile(r"(?P<h>\d{2})(?P<min>\d{2})(?P<s>\d{2})?(?!\d)\s*" + ZONE)
_WEEKDAY_ONLY = re.compile(_WEEKDAY, re.IGNORECASE)
_LONE_CLOCK = re.compile(r"(?<![\d:])(?=(?:오전|오후|[ap]m)?\s*\d{1,2}:\d{2}(?![\d%]))", re.IGNORECASE)
_AGO = re.compile(
    r"(?<!\d)(?P<n>\d{1,3}|an?|one)\s*(?P<unit>초|분|시간|일|주|개월|달|년|sec|min|hour|hr|day|week|month|year)[a-z]*\s*"
    r"(?:전|ago)",
    re.IGNORECASE,
)
_NOW = re.compile(r"방금(?:\s*전)?|just now", re.IGNORECASE)
_SECONDS = {
    **dict.fromkeys(("초", "sec"), 1),
    **dict.fromkeys(("분", "min"), 60),
    **dict.fromkeys(("시간", "hour", "hr"), 3600),
    **dict.fromkeys(("일", "day"), 86_400),
    **dict.fromkeys(("주", "week"), 604_800),
    **dict.fromkeys(("개월", "달", "month"), 2_629_746),
    **dict.fromkeys(("년", "year"), 31_556_952),
}
_AGO_DAYS = {"그저께": 2, "그제": 2, "어제": 1, "yesterday": 1, "오늘": 0, "today": 0}
_SLACK = timedelta(minutes=10)
"""By how much an outlet's clock may be ahead before `14:05` means yesterday's."""


def find(text: str, here: datetime, zone: ZoneInfo) -> Moment | None:
    """The date in the text, `here` being now in `zone`; raises ValueError for one that can't be."""
    text = unicodedata.normalize("NFKC", text)
    for pattern in _DAYS:
        if found := pattern.search(text):
            return _with_clock(text, found, _day(found, here), zone)
    return _ago(text, here) or _today(text, here, zone)


def _day(found: re.Match[str], here: datetime) -> date:
    part = found.groupdict()
    if word := part.get("days_ago"):
        return here.date() - timedelta(days=_AGO_DAYS[word.lower()])
    if first := part.get("a"):
        second = part["b"]
        # Month first with slashes, as in the United States, where both could be it; else day first.
        month, day = (first, second) if part["sep"] == "/" and int(first) <= 12 else (second, first)
        return date(int(part["y"]), int(month), int(day))
    month = MONTHS[part["name"].lower()] if part.get("name") else int(part["m"])
    if part.get("y"):
        return date(century(part["y"]), month, int(part["d"]))
    return _latest(here.date(), month, int(part["d"]))


def _latest(today: date, month: int, day: int) -> date:
    """A day without a year is the last such; a little ahead is the outlet's own announcement."""
    for year in (today.year, today.year - 1, today.year - 2, today.year - 3, today.year - 4):
        try:
            on = date(year, month, day)
        except ValueError:  # 29 February
            continue
        if on <= today + timedelta(days=2):
            return on
    raise ValueError(f"no such day: {month}-{day}")


def _with_clock(text: str, found: re.Match[str], on: date, zone: ZoneInfo) -> Moment | None:
    compact = _COMPACT_CLOCK.match(text, found.end()) if text[found.end() - 1 : found.end()].isalnum() else None
    clock = compact or _CLOCK.match(text, found.end())
    if clock is None:
        end = _WEEKDAY_ONLY.match(text, found.end())
        return made(on, None, zone, rest=text[: found.start()] + text[end.end() if end else found.end() :])
    rest = text[: found.start()] + text[clock.end() :]
    there = zone_of(clock["zone"], clock["offset"]) or zone
    return made(on, _hours(clock), there, seconds=bool(clock["s"]), rest=rest)


def _hours(clock: re.Match[str]) -> tuple[int, int, int]:
    part = clock.groupdict()
    hour = int(part["h"])
    half = (part.get("half") or part.get("after") or "").lower().replace(".", "")
    if half in {"오후", "pm", "밤", "낮"} and hour < 12 and not (half == "낮" and hour >= 10):
        hour += 12
    elif half in {"오전", "am"} and hour == 12:
        hour = 0
    return hour, int(part["min"] or 0), int(part["s"] or 0)


def _ago(text: str, here: datetime) -> Moment | None:
    if found := _NOW.search(text):
        return Moment(here.astimezone(UTC), Precision.MINUTE, text[: found.start()] + text[found.end() :])
    if not (found := _AGO.search(text)):
        return None
    number = int(found["n"]) if found["n"].isdigit() else 1
    seconds = _SECONDS[found["unit"].lower()]
    rest = text[: found.start()] + text[found.end() :]
    then = here - timedelta(seconds=number * seconds)
    if seconds < _SECONDS["day"]:
        return Moment(then.replace(second=0, microsecond=0).astimezone(UTC), Precision.MINUTE, rest)
    return Moment(datetime.combine(then.date(), time(), then.tzinfo).astimezone(UTC), Precision.DAY, rest)


def _today(text: str, here: datetime, zone: ZoneInfo) -> Moment | None:
    """A time alone is today's, or yesterday's where today has not come so far."""
    start = _LONE_CLOCK.search(text)
    clock = _CLOCK.match(text, start.end()) if start else None
    if clock is None:
        return None
    rest = text[: clock.start()] + text[clock.end() :]
    there = zone_of(clock["zone"], clock["offset"]) or zone
    for on in (here.date(), here.date() - timedelta(days=1)):
        moment = made(on, _hours(clock), there, seconds=bool(clock["s"]), rest=rest)
        if moment and moment.at <= here + _SLACK:
            return moment
    return None
