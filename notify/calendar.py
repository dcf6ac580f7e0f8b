"""Whose day it is: a person's time zone, and the public holidays of the country that keeps it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from notify.timing import Calendar

COUNTRIES = {"Asia/Seoul": "KR"}
"""By time zone; elsewhere no day is a holiday, until somebody says whose they are."""


@lru_cache(maxsize=64)
def calendar_of(zone: str) -> Calendar:
    """The calendar of a time zone."""
    country = COUNTRIES.get(zone)
    if country is None:
        return Calendar(ZoneInfo(zone), lambda _: False)

    def is_holiday(day: date) -> bool:
        return day in _holidays(country)

    return Calendar(ZoneInfo(zone), is_holiday)


@lru_cache(maxsize=8)
def _holidays(country: str) -> dict[date, str]:
    import holidays  # takes 0.2 s, and few watches ask

    return holidays.country_holidays(country)
