"""When a feed asks to be left alone: RSS's `<ttl>`, `<skipHours>` and `<skipDays>`, the syndication module's period.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from worker.read.tree import Element, local, text_of

_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_NAMES = {"ttl", "updateperiod", "updatefrequency"}
_MOST_DIGITS = 7
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def wait_s(head: Sequence[Element]) -> int | None:
    """Seconds, of `<ttl>` (minutes) or `sy:updatePeriod` over `sy:updateFrequency`; None where it asks nothing."""
    said = {name: text_of(part).strip() for part in head if (name := local(part)) in _NAMES}
    if minutes := _number(said.get("ttl", "")):
        return minutes * 60
    period = _PERIODS.get(said.get("updateperiod", "").lower())
    return period and period // (_number(said.get("updatefrequency", "")) or 1)


def skips(head: Sequence[Element]) -> int:
    """The hours and days in which RSS asks not to be read, in UTC: a bit for each hour, then one for each day from
    Monday on; 0 where there are none.
    """
    found = 0
    for part in head:
        if (name := local(part)) in {"skiphours", "skipdays"}:
            for said in (child for child in part if local(child) in {"hour", "day"}):
                word = text_of(said).strip().lower()
                hour = _number(word) % 24 if word.isdigit() else None  # 24 is midnight in RSS 0.9x
                if name == "skiphours" and hour is not None:
                    found |= 1 << hour
                elif name == "skipdays" and word in _DAYS:
                    found |= 1 << (24 + _DAYS.index(word))
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
