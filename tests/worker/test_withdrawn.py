"""What is gone from between its neighbours, twice, is withdrawn: said where it was asked for, and never deleted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parts import feeds, http
from parts.feeds import Item
from parts.line import Desk

from sokbo.model import Headline
from sokbo.queries import alerts
from worker.withdrawn import gone

OLD = [Item(n, f"가온 소식 {n}번째 제목") for n in range(12, 0, -1)]
QUAKE = Item(13, "가온시 앞바다서 규모 5.1 지진")
NEWER = Item(14, "나루 버스 파업 이틀째")

Show = Callable[..., None]


@pytest.fixture(params=[feeds.rss, feeds.board])
def show(request: pytest.FixtureRequest, desk: Desk, publisher: http.Server) -> Show:
    """The source shows these, and is polled."""

    def publish(*items: Item) -> None:
        publisher.pages["/source"] = request.param(items)
        if not sources:
            sources.append(desk.add_source(publisher.url("/source")))
        else:
            desk.poll()
        desk.drain()

    sources: list[int] = []
    publish(*OLD)
    publish(NEWER, QUAKE, *OLD)
    return publish


def quake(desk: Desk) -> Headline:
    (found,) = [h for h in desk.history(1) if h.title == QUAKE.title]
    return found


def told(desk: Desk) -> list[tuple[str, tuple[str, ...]]]:
    return [(a.kind, a.reasons) for a in desk.read(alerts.newest, limit=9)][::-1]


def test_a_headline_that_is_missed_twice_is_withdrawn(desk: Desk, show: Show) -> None:
    show(NEWER, *OLD)
    assert quake(desk).withdrawn is None
    show(NEWER, *OLD)
    assert quake(desk).withdrawn is not None


def test_one_that_is_back_was_never_away(desk: Desk, show: Show) -> None:
    show(NEWER, *OLD)
    show(NEWER, QUAKE, *OLD)
    show(NEWER, *OLD)
    assert quake(desk).withdrawn is None
    show(NEWER, *OLD)
    assert quake(desk).withdrawn is not None
    show(NEWER, QUAKE, *OLD)
    assert quake(desk).withdrawn is None


def test_what_falls_off_the_end_is_not_withdrawn(desk: Desk, show: Show) -> None:
    for _ in range(3):
        show(Item(15, "첫눈"), NEWER, QUAKE, *OLD[:-2])
    assert [h.title for h in desk.history(1) if h.withdrawn] == []


def test_a_page_that_loses_half_of_itself_has_changed(desk: Desk, show: Show) -> None:
    for _ in range(3):
        show(NEWER, *OLD[::2])
    assert [h.title for h in desk.history(1) if h.withdrawn] == []


def test_a_withdrawal_is_told_to_those_who_asked_for_it(desk: Desk, publisher: http.Server) -> None:
    desk.add_watch("지진", "지진", withdrawals=True)
    desk.add_watch("그냥", "지진")
    publisher.pages["/source"] = feeds.rss(OLD)
    desk.add_source(publisher.url("/source"))
    desk.drain()
    for items in ([NEWER, QUAKE, *OLD], [NEWER, *OLD], [NEWER, *OLD]):
        publisher.pages["/source"] = feeds.rss(items)
        desk.poll()
        desk.drain()
    assert told(desk) == [("created", ()), ("created", ()), ("updated", ("withdrawn",))]
    assert desk.drain() == 0


@given(before=st.lists(st.integers(0, 30), unique=True, max_size=20), kept=st.sets(st.integers(0, 40)))
def test_what_is_missed_stood_before_something_that_is_there(before: list[int], kept: set[int]) -> None:
    for one in gone(before, kept):
        assert one not in kept
        assert set(before[before.index(one) :]) & kept
