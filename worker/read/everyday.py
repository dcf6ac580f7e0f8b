"""Dates as people write them, searched for in short texts. Pure.

`2025년 6월 26일 오후 3:05`, `25.06.26`, `06-26`, `14:05`, `어제 14:05`, `Jun 26, 2025 at 2:03 pm`, `26. Juni 2025`.
What is told from now alone (`3분 전`) is `ago`'s.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from worker.read import ago, clock
from worker.read.moment import Moment, century, made
from worker.read.names import MONTH, MONTHS, WEEKDAY
from worker.read.order import day_first, usual

_SEP = r"\s*[.\-/년年]\s*"
_YEAR = r"(?P<y>(?:19|20)\d{2}|'\d{2})(?!\d)"
_NTH = r"(?:st|nd|rd|th|er|º|°)?"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_TIME = rf"\s*(?:{WEEKDAY}\s*)?(?:{clock.HALF})?\s*\d{{1,2}}:\d\d"
_TIME_OR_END = rf"\s*$|{_TIME}"
_WEEKDAYS = r"\s*(?:[월화수목금토일月火水木金土日]|[A-Za-z]{3}\s*\))"
_NUMBERS = (
    rf"(?<!\d)(?P<y>(?:19|20)\d{{2}}){_SEP}(?P<m>\d{{1,2}})\s*[.\-/월月]\s*(?P<d>\d{{1,2}})(?!\d)\s*[.일日号號]?",
    r"(?<!\d)(?P<y>20\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?=T?\d{4,6}(?!\d)|(?!\d))T?",
    r"(?<![\d.,/-])(?P<y>\d{2})(?P<sep>[.\-/])\s?(?P<m>\d{2})(?P=sep)\s?(?P<d>\d{2})(?![\d%])\.?",
    r"(?<![\d/.-])(?P<a>\d{1,2})(?P<sep>[/.-])\s?(?P<b>\d{1,2})(?P=sep)\s?(?P<y>(?:19|20)\d{2})(?!\d)",
    r"(?<![^\W_])(?P<y>\d{2})\s?[년年]\s?(?P<m>\d{1,2})\s?[월月]\s?(?P<d>\d{1,2})\s?[일日]",
    r"(?<!\d)(?P<y>20\d{2})[ _](?P<m>\d{2})[ _](?P<d>\d{2})(?!\d)",
    rf"^\W*(?P<y>\d{{2}})(?P<sep>\.)\s?(?P<m>\d{{1,2}})\.\s?(?P<d>\d{{1,2}})(?!\d)\.?(?={_TIME_OR_END})",
    rf"^\W*(?P<m>\d{{1,2}})\s?(?P<sep>[/.-])\s?(?P<d>\d{{1,2}})(?!\d)\.?(?={_TIME}|\s*\({_WEEKDAYS})",
    r"^\s*(?=.*\d\d)(?P<m>\d{1,2})(?P<sep>[/-])(?P<d>(?<=/)\d{1,2}|\d\d)\s*$",
)
_NAMED = (
    rf"(?P<era>{'|'.join(_ERAS)})\s*(?P<y>\d{{1,3}}|元)\s*年\s*(?P<m>\d{{1,2}})\s*月\s*(?P<d>\d{{1,2}})\s*日",
    rf"{MONTH}\s*(?P<d>\d{{1,2}}){_NTH}(?:\s?[-–~]\s?\d{{1,2}})?,?\s+{_YEAR}",
    rf"(?<!\d)(?P<d>\d{{1,2}}){_NTH}(?:\s?[-–~]\s?\d{{1,2}}\.?)?\.?[\s/-]*(?:de\s+)?{MONTH},?[\s/-]*(?:del?\s+)?{_YEAR}",
    r"(?<!\d)(?P<d>\d{1,2})\s+(?P<m>\d{1,2})월?,?\s+(?P<y>20\d{2})(?!\d)",
    r"(?<!\d)(?P<m>\d{1,2})\s*[월月]\s*(?P<d>\d{1,2})\s*[일日号號]",
    rf"(?<![^\W_])(?P<d>\d{{1,2}})\s?[일日](?={_TIME})",
)
_PAIR = r"(?<![\d.,:/-])(?P<m>\d{2})(?P<sep>[.\-/])\s?(?P<d>\d{2})(?![\d%:,-]|[./]\d)\.?"
_YEARLESS = (  # at the beginning alone: elsewhere `May 18` is what a headline tells of
    rf"^\W*(?:{WEEKDAY},?\s+)?{MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.])",
    rf"^\W*(?:{WEEKDAY},?\s+)?(?P<d>\d{{1,2}}){_NTH}\.?\s+(?:de\s+)?{MONTH}(?!\s*\d{{4}})",
)


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_OF_NUMBERS = _compiled(*_NUMBERS, _PAIR)
_OF_ALL = _compiled(*_NUMBERS, *_NAMED, _PAIR, *_YEARLESS, ago.DAY_WORD)
_LETTER = re.compile(r"[^\W\d_]")
_FIRST_OUT = re.compile(
    r"입력|등록|작성|발행|게재|송고|승인|posted|published|公開|掲載|配信|发布|發布|发表|發表|veröffentlicht|publié|publicado",
    re.IGNORECASE,
)
_LABELS = re.compile(
    rf"(?:(?:기사|최초|최종)\s?)?(?:{_FIRST_OUT.pattern}|수정|업데이트|(?:last\s)?updated|更新)(?:\s?(?:일시|일자|일|시간|日時?|时间|時間))?"
    r"(?:\s*[:|]|\s+on\b)?",
    re.IGNORECASE,
)
LIKELY = re.compile(
    r"\d\s*[.:/_\-년월年月시時时点點h]\s*\d|\d{8}|[a-z]{3}\.? \d"
    r"|전|오후\s*\d|어제|오늘|방금|그제|그저께|\bago\b|yesterday|today|just now"
    r"|\d[a-z]*\.? (?:de )?[a-zà-ÿ]{3}|[今昨刚剛]|\d.*前|半.*前|\b(?:vor|hace|il y a|heute|gestern|hier|hoy|ayer)\b",
    re.IGNORECASE,
)
"""What a text holds that may be a date."""
MonthFirst = Callable[[], bool | None]
"""Says whether the page's dates begin with the month; None where they don't tell."""
_NOTHING = re.compile(rf"\W*(?:(?:{WEEKDAY}|{clock.HALF})\W*)?", re.IGNORECASE)
"""What is beside a date and says nothing."""
_WEEKDAY_ONLY = re.compile(rf"(?:\s*,?\s*{WEEKDAY})?", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,·|(-]*(?:on|le|am|el)?\s*")
_ANNOUNCED = timedelta(days=2)
"""By how much a date may be ahead before it is read otherwise."""
_SLACK = timedelta(minutes=10)
"""By how much an outlet's clock may be ahead before `14:05` means yesterday's."""


def untold() -> bool | None:
    """Of a date that stands alone."""
    return None


def find(text: str, here: datetime, zone: ZoneInfo, month_first: MonthFirst = untold) -> Moment | None:
    """The date in the text, `here` being now in `zone`; raises ValueError for one that can't be.

    Of several (`입력 … | 수정 …`, a range) it is the one that is called the first, else the first.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if not _LETTER.search(text):
        return _of_numbers(text, here, zone, month_first)
    label = _FIRST_OUT.search(text)
    if label and (found := _find(text[label.end() :], here, zone, month_first)):
        return found._replace(rest=_bare(f"{text[: label.end()]} {found.rest}"))
    found = _find(text, here, zone, month_first)
    return found and found._replace(rest=_bare(found.rest))


def _bare(rest: str) -> str:
    """What is said beside a date, without the words for when it was written, and other dates."""
    if _NOTHING.fullmatch(rest):
        return ""
    for pattern in (*_OF_NUMBERS, clock.CLOCK):
        rest = pattern.sub("", rest)
    return _LABELS.sub("", rest).strip(" ~–") if _LABELS.search(rest) else rest


def _find(text: str, here: datetime, zone: ZoneInfo, month_first: MonthFirst) -> Moment | None:
    for pattern in _OF_ALL:
        if found := pattern.search(text):
            return _with_clock(text, found, _day(found, here, month_first), zone)
    return ago.find(text, here) or _today(text, here, zone)


def _of_numbers(text: str, here: datetime, zone: ZoneInfo, month_first: MonthFirst) -> Moment | None:
    """What most dates are: the same without looking for words."""
    for pattern in _OF_NUMBERS:
        if found := pattern.search(text):
            return _with_clock(text, found, _day(found, here, month_first), zone)
    return _today(text, here, zone)


def _day(found: re.Match[str], here: datetime, month_first: MonthFirst) -> date:
    part = found.groupdict()
    if word := part.get("days_ago"):
        return ago.day(word, here.date())
    if part.get("a"):
        return _of_two(int(part["y"]), int(part["a"]), int(part["b"]), part["sep"], here, month_first)
    month, day = _month(part, here), int(part["d"])
    if era := part.get("era"):
        return date(_ERAS[era] + (1 if part["y"] == "元" else int(part["y"])), month, day)
    if year := part.get("y"):
        if part.get("sep"):
            return _of_three(int(year), month, day, part["sep"], here, month_first)
        return date(century(year.lstrip("'")), month, day)
    if part.get("sep") and (month > 12 or (day <= 12 and month_first() is False)):
        month, day = day, month
    return _latest(here.date(), month, day)


def _month(part: dict[str, str], here: datetime) -> int:
    """The month by its name or number; of a day that stands alone, the month in which it came last."""
    if name := part.get("name"):
        return MONTHS[name.lower()]
    if number := part.get("m"):
        return int(number)
    return (here.month if int(part["d"]) <= here.day else here.month - 1) or 12


def _of_three(year: int, month: int, day: int, separator: str, here: datetime, month_first: MonthFirst) -> date:
    """A day of three pairs of digits: the year first as in the East, or last (26/06/25) as where days come first."""
    first: Callable[[], date] = partial(date, century(f"{year:02}"), month, day)
    last: Callable[[], date] = partial(_of_two, century(f"{day:02}"), year, month, separator, here, month_first)
    european = day_first(here)
    found = []
    for reading in (last, first) if european else (first, last):
        with suppress(ValueError):
            found.append(reading())
    if not found:
        raise ValueError(f"no such day: {year}-{month}-{day}")
    ambiguous = european or separator == "/"
    come = (on for on in found if on <= here.date() + _ANNOUNCED)
    return next(come, found[0]) if ambiguous else found[0]


def _of_two(year: int, first: int, second: int, separator: str, here: datetime, month_first: MonthFirst) -> date:
    """A day whose year is sure, of two numbers whose order may not be: what can be, else what the page tells."""
    if first > 12 or second > 12:
        begins = first <= 12
    else:
        told = month_first()
        begins = usual(separator, here) if told is None else told
    return date(year, first, second) if begins else date(year, second, first)


def _latest(today: date, month: int, day: int) -> date:
    """A day without a year is the last such; a little ahead is the outlet's own announcement."""
    for year in (today.year, today.year - 1, today.year - 2, today.year - 3, today.year - 4):
        try:
            on = date(year, month, day)
        except ValueError:  # 29 February
            continue
        if on <= today + _ANNOUNCED:
            return on
    raise ValueError(f"no such day: {month}-{day}")


def _with_clock(text: str, found: re.Match[str], on: date, zone: ZoneInfo) -> Moment:
    """The day with the time behind it, or before it, where there is one."""
    before, after = text[: found.start()], text[found.end() :]
    compact = clock.COMPACT.match(after) if found[0][-1:].isalnum() else None
    if said := compact or clock.CLOCK.match(after):
        return _at(on, said, zone, before + after[said.end() :])
    start = clock.LONE.search(before)
    said = clock.CLOCK.match(before, start.start()) if start else None
    if said and _BETWEEN.fullmatch(before, said.end()):
        return _at(on, said, zone, before[: said.start()] + after)
    end = _WEEKDAY_ONLY.match(after)
    return made(on, None, zone, rest=before + after[end.end() if end else 0 :])


def _at(on: date, said: re.Match[str], zone: ZoneInfo, rest: str) -> Moment:
    return made(on, clock.hands(said), clock.zone(said, zone), seconds=clock.has_seconds(said), rest=rest)


def _today(text: str, here: datetime, zone: ZoneInfo) -> Moment | None:
    """A time alone is today's, or yesterday's where today has not come so far."""
    start = clock.LONE.search(text)
    said = clock.CLOCK.match(text, start.start()) if start else None
    if said is None:
        return None
    rest = text[: said.start()] + text[said.end() :]
    there = clock.zone(said, zone)
    today = here.astimezone(there).date()
    for on in (today, today - timedelta(days=1)):
        if (moment := _at(on, said, zone, rest)).at <= here + _SLACK:
            return moment
    return None
