"""A source is silent when its own hours and days say so: never at night, and a weekly not before the second week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from worker.rhythm import HOURS, hour_of, silence

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
WEEKS = timedelta(weeks=4)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def hour(moment: datetime) -> int:
    return int(hour_of(moment)) % HOURS


def office(an_hour: int) -> dict[int, int]:
    """So many headlines each hour from nine to six on working days, over four weeks."""
    days = [MONDAY + n * DAY for n in range(5)]
    return {hour(day + n * HOUR): an_hour * 4 for day in days for n in range(9, 18)}


def test_a_busy_paper_that_stops_in_the_morning_is_noticed_by_noon() -> None:
    last = MONDAY + 9 * HOUR
    assert not silence(office(20), WEEKS, last, last + HOUR).certain
    found = silence(office(20), WEEKS, last, last + 4 * HOUR)
    assert found.certain
    assert 50 < found.missing < 80


def test_nights_and_weekends_are_no_silence() -> None:
    friday = MONDAY + 4 * DAY + 18 * HOUR
    assert not silence(office(20), WEEKS, friday, friday + timedelta(hours=63)).certain
    assert silence(office(20), WEEKS, friday, friday + timedelta(hours=63 + 4)).certain


def test_a_quiet_source_may_be_quiet_for_long() -> None:
    daily = {hour(MONDAY + n * DAY + 9 * HOUR): 4 for n in range(7)}
    assert not silence(daily, WEEKS, MONDAY, MONDAY + 5 * DAY).certain
    assert silence(daily, WEEKS, MONDAY, MONDAY + 20 * DAY).certain
    weekly = {hour(MONDAY): 4}
    assert not silence(weekly, WEEKS, MONDAY, MONDAY + 14 * DAY).certain


def test_whoever_was_followed_for_less_than_a_week_has_no_rhythm() -> None:
    assert not silence(office(100), 6 * DAY, MONDAY, MONDAY + 20 * DAY).certain


def test_one_burst_is_no_rhythm() -> None:
    assert not silence({hour(MONDAY): 300}, WEEKS, MONDAY + HOUR, MONDAY + 8 * DAY).certain


@given(
    st.dictionaries(st.integers(0, HOURS - 1), st.integers(0, 1000)),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
)
def test_the_longer_the_more_surprising(counts: dict[int, int], one: int, other: int) -> None:
    less, more = sorted((one, other))
    found = [silence(counts, WEEKS, MONDAY, MONDAY + timedelta(minutes=n)) for n in (less, more)]
    assert 0 <= found[0].surprise <= found[1].surprise
    assert found[0].missing <= found[1].missing
