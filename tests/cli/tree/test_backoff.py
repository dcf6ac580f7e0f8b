"""A process that died is started again at once, one that dies and dies is given more and more time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cli.tree.backoff import LONGEST_S, STABLE_S, failures, wait_s


def test_the_waits_grow_from_nothing_to_ten_seconds() -> None:
    assert [wait_s(n) for n in range(1, 9)] == [0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0]


def test_a_stable_minute_makes_earlier_deaths_forgotten() -> None:
    assert failures(7, ran_s=STABLE_S) == 1
    assert failures(7, ran_s=STABLE_S - 1) == 8


@given(st.integers(0, 10**9))
def test_no_number_of_deaths_makes_the_wait_longer_than_the_longest(deaths: int) -> None:
    assert 0 <= wait_s(deaths) <= wait_s(deaths + 1) <= LONGEST_S
