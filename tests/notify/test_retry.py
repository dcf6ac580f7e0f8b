"""Next attempt or dead."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notify.retry import LONGEST_ASKED_S, WAITS_S, next_wait_s

jitters = st.floats(0, 1, exclude_max=True)
attempts = st.integers(1, len(WAITS_S))


def test_a_receiver_that_refuses_for_three_seconds_is_told_a_few_seconds_later() -> None:
    first, second = next_wait_s(1, jitter=0.99), next_wait_s(2, jitter=0.99)
    assert first is not None
    assert second is not None
    assert first < 1.5
    assert 3 < first + second < 7


def test_a_receiver_that_is_away_overnight_is_still_told() -> None:
    assert 20 * 3600 < sum(WAITS_S) < 24 * 3600


def test_after_the_last_attempt_it_is_dead() -> None:
    assert next_wait_s(len(WAITS_S), jitter=0) is not None
    assert next_wait_s(len(WAITS_S) + 1, jitter=0) is None
    assert next_wait_s(len(WAITS_S) + 1, retry_after_s=5, jitter=0) is None


@given(jitters)
def test_waits_never_shrink(jitter: float) -> None:
    waits = [next_wait_s(n, jitter=jitter) or 0 for n in range(1, len(WAITS_S) + 1)]
    assert waits == sorted(waits)


@given(attempts, st.floats(0, LONGEST_ASKED_S), jitters)
def test_it_never_comes_sooner_than_it_was_asked_to(attempt: int, asked: float, jitter: float) -> None:
    wait = next_wait_s(attempt, retry_after_s=asked, jitter=jitter)
    assert wait is not None
    assert wait >= asked
    assert wait >= WAITS_S[attempt - 1]


def test_a_receiver_that_asks_for_a_year_gets_half_a_day() -> None:
    assert next_wait_s(1, retry_after_s=365 * 24 * 3600, jitter=0) == LONGEST_ASKED_S


@given(attempts, jitters)
def test_deliveries_that_failed_together_come_again_apart(attempt: int, jitter: float) -> None:
    wait = next_wait_s(attempt, jitter=jitter) or 0
    assert WAITS_S[attempt - 1] <= wait < WAITS_S[attempt - 1] * 1.11
