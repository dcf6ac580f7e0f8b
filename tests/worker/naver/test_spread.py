"""How the day's calls are dealt out among searches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.naver.refusal import today, tomorrow_s
from worker.naver.spread import Search, spread

MIDNIGHT = datetime(2026, 11, 27, 15, tzinfo=UTC)  # in Korea
DAY_S = 86_400


def waits(searches: list[Search], left: int = 25_000, at: datetime = MIDNIGHT, **more: float) -> dict[int, float]:
    bounds = {"shortest_s": 1.0, "longest_s": 3_600.0}
    return spread(searches, left, at, **(bounds | more))  # type: ignore[arg-type]


def alike(count: int, an_hour: float = 10.0) -> list[Search]:
    return [Search(n, None, an_hour) for n in range(count)]


def test_a_day_of_calls_is_shared_alike_among_those_that_bring_alike() -> None:
    assert waits(alike(17)) == pytest.approx(dict.fromkeys(range(17), 17 * DAY_S / 25_000 / 0.97))


def test_four_times_the_headlines_are_asked_for_twice_as_often() -> None:
    found = waits([Search(1, None, 40), Search(2, None, 10), Search(3, None, 0)])
    assert found[1] * 2 == pytest.approx(found[2])
    assert found[3] == pytest.approx(found[2] * (10 * 24) ** 0.5)


def test_what_one_search_cannot_use_is_the_others() -> None:
    alone = waits([Search(1, None, 1)], shortest_s=10)
    assert alone == {1: 10}
    found = waits([Search(1, None, 10_000), Search(2, None, 1), Search(3, None, 1)], left=10_000, shortest_s=10)
    assert found[1] == 10
    assert found[2] == found[3] == pytest.approx(2 * DAY_S / (9_700 - DAY_S / 10))


def test_the_operators_own_interval_holds_as_far_as_the_calls_do() -> None:
    assert waits([Search(1, 60, 1), Search(2, None, 1)])[1] == 60
    stretched = waits([Search(1, 1, 1), Search(2, 2, 1), Search(3, None, 1)], left=10_000)
    assert stretched[2] == pytest.approx(stretched[1] * 2)
    assert sum(DAY_S / every_s for every_s in stretched.values()) <= 10_000


def test_more_calls_go_to_the_hours_that_bring_more() -> None:
    shape = [0.0] * 24
    for hour in range(22, 24 + 12):  # 07 to 21 in Korea
        shape[hour % 24] = 100.0
    night = waits(alike(20), shape=shape, at=MIDNIGHT + timedelta(hours=3))  # type: ignore[arg-type]
    morning = waits(alike(20), shape=shape, left=21_000, at=MIDNIGHT + timedelta(hours=9))  # type: ignore[arg-type]
    assert morning[0] < night[0]


def test_nothing_left_waits_for_tomorrow() -> None:
    at = MIDNIGHT + timedelta(hours=20)
    assert min(waits(alike(3), left=0, at=at, longest_s=60).values()) >= tomorrow_s(at)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.none() | st.floats(1, 86_400), st.floats(0, 5_000)), min_size=1, max_size=40),
    st.integers(100, 25_000),
    st.integers(0, DAY_S - 600),
    st.lists(st.integers(0, 1_000), min_size=24, max_size=24),
)
def test_the_calls_last_until_midnight_whatever_is_asked(
    asked: list[tuple[float | None, float]], left: int, second: int, shape: list[int]
) -> None:
    """Played on minute by minute, dealt out anew as the product does, whatever the hours bring."""
    searches = [Search(n, every_s, an_hour) for n, (every_s, an_hour) in enumerate(asked)]
    at, spent = MIDNIGHT + timedelta(seconds=second), 0.0
    while (rest_s := DAY_S - (at - MIDNIGHT).total_seconds()) > 0:
        step_s = min(rest_s, 900.0)
        found = spread(searches, int(left - spent), at, shape=shape, shortest_s=10, longest_s=3_600)
        assert set(found) == set(range(len(asked)))
        assert all(every_s >= min([10, *(s.every_s for s in searches if s.every_s)]) for every_s in found.values())
        spent += sum(step_s / every_s for every_s in found.values())
        at += timedelta(seconds=step_s)
    assert spent <= left + len(searches)


def test_a_day_is_koreas() -> None:
    assert (today(MIDNIGHT - timedelta(seconds=1)), today(MIDNIGHT)) == ("2026-11-27", "2026-11-28")
    assert tomorrow_s(MIDNIGHT) == DAY_S
    assert tomorrow_s(MIDNIGHT - timedelta(seconds=1)) == 1
