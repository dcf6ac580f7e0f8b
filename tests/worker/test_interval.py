from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.interval import LONGEST_RETRY_AFTER_S, LONGEST_S, SHORTEST_S, Bounds, next_wait_s

CHANCE = st.floats(0, 1, exclude_max=True)
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


def wait(**given_: Any) -> float:
    """The wait of a source that adapts, that has just brought a headline, and does well, unless told otherwise."""
    return next_wait_s(**({"every_s": None, "silent_s": 0.0, "failures": 0, "chance": 0.0} | given_))


# --- adapting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("silent_s", "wait_s"),
    [(0, 10), (MINUTE, 10), (5 * MINUTE, 30), (10 * MINUTE, 60), (HOUR, 360), (10 * HOUR, 3600), (30 * DAY, 3600)],
)
def test_a_source_is_visited_after_a_tenth_of_its_silence(silent_s: float, wait_s: float) -> None:
    assert wait(silent_s=silent_s) == pytest.approx(wait_s)


def test_a_source_that_wakes_up_is_followed_closely_at_once() -> None:
    assert wait(silent_s=DAY) == LONGEST_S
    assert wait(silent_s=1) == SHORTEST_S


def test_a_source_that_never_had_a_headline_is_visited_now_and_then() -> None:
    assert SHORTEST_S < wait(silent_s=None) < LONGEST_S


def test_the_operators_bounds_hold() -> None:
    bounds = Bounds(5, 20)
    assert [wait(silent_s=s, bounds=bounds) for s in (0, 100, DAY)] == [5, 10, 20]
    assert wait(asked_s=HOUR, bounds=bounds) == 20


def test_visits_are_spread_out() -> None:
    assert wait(silent_s=HOUR, chance=0.5) == pytest.approx(360 * 0.95)
    assert wait(silent_s=HOUR, chance=0.5) != wait(silent_s=HOUR, chance=0.6)


def test_what_a_source_asks_for_is_heard_up_to_the_longest_wait() -> None:
    assert wait(asked_s=300) == 300
    assert wait(asked_s=5) == SHORTEST_S
    assert wait(asked_s=30 * DAY) == LONGEST_S


def test_failures_double_the_wait_up_to_the_longest() -> None:
    assert [wait(failures=n) for n in range(5)] == [10, 20, 40, 80, 160]
    assert wait(failures=10_000) == LONGEST_S


NIGHT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)  # a Monday
EARLY = 0b111111  # the hours up to six
MONDAYS = 1 << 24
ALWAYS = (1 << 31) - 1


@pytest.mark.parametrize(
    ("skips", "wait_s"),
    [(0, 10), (EARLY, 3.5 * HOUR), (1 << 3, 10), (MONDAYS, 21.5 * HOUR), (MONDAYS | EARLY, DAY), (ALWAYS, 10)],
)
def test_hours_and_days_in_which_a_feed_is_not_to_be_read_are_waited_out(skips: int, wait_s: float) -> None:
    assert wait(skips=skips, at=NIGHT) == pytest.approx(wait_s, abs=20)


@given(st.integers(0, ALWAYS), st.integers(0, 10**6), CHANCE)
def test_no_hours_make_a_wait_longer_than_a_day_and_a_bit(skips: int, minute: int, chance: float) -> None:
    at = NIGHT + timedelta(minutes=minute)
    assert 1 <= wait(skips=skips, at=at, chance=chance) <= 1.2 * DAY


# --- a fixed interval -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("every_s", [1, 60, DAY])
def test_a_fixed_interval_is_kept_whatever_the_source_does_or_asks(every_s: float) -> None:
    assert wait(every_s=every_s, silent_s=DAY, asked_s=DAY, skips=ALWAYS, at=NIGHT) == every_s


def test_fixed_sources_that_were_added_together_drift_apart_and_never_come_late() -> None:
    waits = [wait(every_s=60, chance=chance) for chance in (0.0, 0.3, 0.99)]
    assert waits == sorted(set(waits), reverse=True)
    assert 57 <= waits[-1] < waits[0] == 60


def test_no_interval_is_under_a_second() -> None:
    assert wait(every_s=0) == 1


def test_a_source_of_one_second_that_failed_once_is_tried_again_within_two() -> None:
    assert wait(every_s=1, failures=1, chance=0.99) < 2


def test_a_fixed_source_that_stays_dead_is_tried_each_minute_or_so_or_at_its_own_pace() -> None:
    assert [wait(every_s=1, failures=n) for n in (1, 2, 3, 7, 1000)] == [1, 2, 4, 60, 60]
    assert wait(every_s=HOUR, failures=1000) == HOUR


# --- both -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("every_s", [None, 1.0])
def test_retry_after_is_honoured_within_a_day(every_s: float | None) -> None:
    assert wait(every_s=every_s, failures=1, retry_after_s=500) == 500
    assert wait(every_s=every_s, failures=1, retry_after_s=1e9) == LONGEST_RETRY_AFTER_S


@given(
    every_s=st.none() | st.floats(0, DAY),
    silent_s=st.none() | st.floats(0, 1e9),
    failures=st.integers(0, 10**6),
    chance=CHANCE,
    asked_s=st.floats(0, 1e12),
    retry_after_s=st.none() | st.floats(0, 1e12),
)
def test_a_wait_is_never_under_a_second_nor_over_a_day_and_a_bit(**given_: Any) -> None:
    assert 1 <= next_wait_s(**given_) <= DAY * 1.1


@given(st.floats(0, 1e6), st.floats(0, 1e6), CHANCE)
def test_a_longer_silence_never_brings_an_earlier_visit(one: float, other: float, chance: float) -> None:
    less, more = sorted((one, other))
    assert wait(silent_s=less, chance=chance) <= wait(silent_s=more, chance=chance)
