"""Times of the day as people write them: `14:03`, `오후 2:03`, `午後2時3分`, `2:03 p.m.`, `14h03`. Pure."""

from __future__ import annotations

import re
from datetime import tzinfo
from zoneinfo import ZoneInfo

from worker.read.moment import ZONE, there
from worker.read.names import WEEKDAY

_MORNING = ("오전", "새벽", "아침", "午前", "上午", "凌晨", "早上", "am")
_EVENING = ("오후", "저녁", "밤", "午後", "下午", "晚上", "pm")
_NOON = ("낮", "中午", "正午")
HALF = "|".join((*_MORNING[:-1], *_EVENING[:-1], *_NOON, r"[ap]\.?\s?m\b\.?"))
"""Which half of the day."""
_LEAD = r"[\s,T|·:–—-]*(?:(?:at|um|à|a\s+las?|@)\s*)?"
_HANDS = (
    r"(?P<h>\d{1,2})(?:"
    r"\s?:\s?(?P<min>\d{1,2})(?:\s?:\s?(?P<s>\d{1,2})(?:[.,]\d+)?)?(?!\d)h?"
    r"|\s*[시時时点點]\s*(?:(?P<min2>\d{1,2})\s*분?分?(?:\s*(?P<s2>\d{1,2})\s*[초秒])?|(?P<half_past>반|半))?(?!\d)"
    r"|\s?h(?![^\W\d_])\s?(?P<min3>\d{2})?(?!\d)|\.(?P<min4>\d{2})\s?(?=Uhr)|\s?(?=Uhr|[ap]\.?\s?m(?![^\W\d_])))"
    r"(?:\s*(?P<after>[ap]\.?\s?m(?![^\W\d_])\.?))?(?:\s?Uhr)?\s*"
)
CLOCK = re.compile(rf"(?:\s*,?\s*{WEEKDAY})?{_LEAD}(?P<before>{HALF})?\s*{_HANDS}{ZONE}", re.IGNORECASE)
"""A time behind a day, with the day of the week that may stand between them."""
COMPACT = re.compile(r"(?P<h>\d{2})(?P<min>\d{2})(?P<s>\d{2})?(?!\d)\s*" + ZONE)
LONE = re.compile(
    rf"(?<![\d:.])(?=(?:{HALF})\s*\d{{1,2}}\s?[:시時时点點]|\d{{1,2}}(?:\s?:\s?\d{{2}}(?![\d%])|\s?[시時时点點]\s?\d|\s?[ap]\.?m))",
    re.IGNORECASE,
)
"""Where a time that stands without a day may begin."""


def hands(clock: re.Match[str]) -> tuple[int, int, int]:
    """Hour, minute and second."""
    part = clock.groupdict()
    hour = int(part["h"])
    minute = next((int(said) for name in ("min", "min2", "min3", "min4") if (said := part.get(name))), 0)
    half = (part.get("before") or part.get("after") or "").lower().replace(".", "").replace(" ", "")
    if (half in _EVENING and hour < 12) or (half in _NOON and hour < 10):
        hour += 12
    elif half in _MORNING and hour == 12:
        hour = 0
    return hour, 30 if part.get("half_past") else minute, int(part.get("s") or part.get("s2") or 0)


def has_seconds(clock: re.Match[str]) -> bool:
    """Whether it goes to the second."""
    part = clock.groupdict()
    return bool(part.get("s") or part.get("s2"))


def zone(clock: re.Match[str], here: ZoneInfo) -> tzinfo:
    """The zone that it names, else `here`."""
    return there(clock["zone"], clock["offset"], clock["place"], here)
