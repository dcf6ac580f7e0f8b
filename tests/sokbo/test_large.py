"""Large bodies wait for one another."""

from __future__ import annotations

from sokbo.large import AT_ONCE, Large


def test_a_few_go_on_at_once_and_the_others_in_the_order_they_came() -> None:
    large: Large[str] = Large()
    first, second, *waiting = ("abcdef"[n] for n in range(AT_ONCE + 3))
    assert large.lets(first)
    assert large.lets(second)
    assert not any(large.lets(one) for one in waiting)
    assert large.lets(first)
    assert large.leave(second) == waiting[0]
    assert large.lets(waiting[0])
    assert not large.lets(waiting[1])
    assert large.leave(first) == waiting[1]


def test_one_that_ends_while_it_waits_takes_nobody_s_place() -> None:
    large: Large[str] = Large()
    assert all(large.lets(one) for one in "ab"[:AT_ONCE])
    assert not large.lets("gives up")
    assert not large.lets("waits on")
    assert large.leave("gives up") is None
    assert large.leave("was never large") is None
    assert large.leave("a") == "waits on"
