"""When a watch hears: hours as people write them, in their own days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.calendar import calendar_of
from notify.timing import (
    FURTHEST_DAYS,
    Calendar,
    Days,
    Hour,
    Span,
    TimingError,
    digest_hours,
    next_digest,
    quiet_hours,
    quiet_until,
)
from sokbo.meeting import carried_by

SEOUL = calendar_of("Asia/Seoul")
NEW_YORK = calendar_of("America/New_York")
NIGHT = "22:00-07:00"

zones = st.sampled_from([SEOUL, NEW_YORK, calendar_of("UTC"), calendar_of("Asia/Kathmandu")])
START = datetime(2025, 1, 1, tzinfo=UTC)
moments = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
clocks = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
days = st.sampled_from(["", "weekdays ", "주말 ", "holidays "])
quiets = st.lists(st.builds("{}{}-{}".format, days, clocks, clocks), max_size=3).map(", ".join)


def seoul(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Seoul"))


def test_hours_are_written_as_people_say_them() -> None:
    assert quiet_hours("22:00-07:00, weekends") == (Span(Days.DAILY, 1320, 420), Span(Days.WEEKENDS, 0, 1440))
    assert quiet_hours("평일 23:30 ~ 6:00,공휴일") == (Span(Days.WEEKDAYS, 1410, 360), Span(Days.HOLIDAYS, 0, 1440))
    assert digest_hours("weekdays 08:00, 18:00") == (Hour(Days.WEEKDAYS, 480), Hour(Days.WEEKDAYS, 1080))
    assert quiet_hours("") == digest_hours(" , ") == ()


@pytest.mark.parametrize("text", ["22:00", "25:00-26:00", "22-7", "someday", "22:00-07:00 weekends", "07:00-07:00"])
def test_quiet_hours_that_cannot_be_read_say_what_would_do(text: str) -> None:
    with pytest.raises(TimingError, match=r"22:00-07:00|24:00"):
        quiet_hours(text)


@pytest.mark.parametrize("text", ["weekdays", "08:00-09:00", "24:00"])
def test_a_digest_has_hours_and_no_spans(text: str) -> None:
    with pytest.raises(TimingError, match="08:00, 18:00"):
        digest_hours(text)


@pytest.mark.parametrize(
    ("quiet", "at", "ends"),
    [
        (NIGHT, "2026-11-27T23:10", "2026-11-28T07:00"),
        (NIGHT, "2026-11-28T06:59", "2026-11-28T07:00"),
        (NIGHT, "2026-11-28T07:00", None),
        (f"{NIGHT}, weekends", "2026-11-27T23:10", "2026-11-30T07:00"),
        ("weekdays 22:00-07:00", "2026-11-28T23:10", None),
        ("holidays", "2026-09-25T12:00", "2026-09-27T00:00"),
        ("holidays", "2026-05-25T12:00", "2026-05-26T00:00"),
        ("00:00-24:00", "2026-11-28T12:00", "2026-12-13T00:00"),
    ],
)
def test_quiet_hours_end(quiet: str, at: str, ends: str | None) -> None:
    """Among them a holiday (추석) that runs into a weekend, one moved to a Monday, and quiet that never ends."""
    assert quiet_until(quiet, seoul(at), SEOUL) == (seoul(ends) if ends else None)


@pytest.mark.parametrize(
    ("hours", "at", "then"),
    [
        ("08:00, 18:00", "2026-11-27T09:00", "2026-11-27T18:00"),
        ("08:00, 18:00", "2026-11-27T18:00", "2026-11-28T08:00"),
        ("weekdays 08:00", "2026-11-27T09:00", "2026-11-30T08:00"),
        ("weekdays 08:00", "2026-09-23T09:00", "2026-09-28T08:00"),
    ],
)
def test_a_digest_comes_at_its_next_hour(hours: str, at: str, then: str) -> None:
    assert next_digest(hours, seoul(at), SEOUL) == seoul(then)


def test_a_night_in_which_the_clock_changes_ends_when_the_clock_says() -> None:
    at = datetime(2026, 3, 8, 1, 0, tzinfo=ZoneInfo("America/New_York"))
    assert quiet_until(NIGHT, at, NEW_YORK) == datetime(2026, 3, 8, 11, 0, tzinfo=UTC)
    assert quiet_until("01:00-02:30", at, NEW_YORK) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


@given(quiet=quiets, at=moments, calendar=zones)
def test_what_is_held_is_held_until_it_is_quiet_no_more_and_not_for_ever(
    quiet: str, at: datetime, calendar: Calendar
) -> None:
    try:
        end = quiet_until(quiet, at, calendar)
    except TimingError:
        return
    if end is None:
        return
    assert at < end <= at + timedelta(days=FURTHEST_DAYS + 3)
    if end < at + timedelta(days=FURTHEST_DAYS):
        assert quiet_until(quiet, end, calendar) is None
    assert quiet_until(quiet, at + (end - at) / 2, calendar) is not None


@given(hours=st.lists(clocks, min_size=1, max_size=3).map(", ".join), at=moments, calendar=zones)
def test_a_daily_digest_is_never_more_than_a_day_away(hours: str, at: datetime, calendar: Calendar) -> None:
    then = next_digest(hours, at, calendar)
    assert then is not None
    assert at < then <= at + timedelta(hours=25)


def test_a_country_without_a_table_has_no_holidays() -> None:
    assert not NEW_YORK.has(Days.HOLIDAYS, date(2026, 12, 25))


def test_so_many_outlets_within_so_many_minutes() -> None:
    noon = datetime(2026, 11, 27, 12, tzinfo=UTC)
    course = [(noon + timedelta(minutes=m), outlet) for m, outlet in [(0, "가"), (8, "나"), (9, "나"), (31, "다")]]
    assert carried_by(course, 2, 10)
    assert not carried_by(course, 3, 10)
    assert carried_by(course, 3, 31)
    assert not carried_by([], 1, 10)
    assert carried_by([(noon, "가")], 1, 0)
