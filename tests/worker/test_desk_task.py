"""The desk's loop: one at the desk, others standing by, and whoever comes next goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from parts.line import Desk
from parts.papers import Paper
from parts.tree import until
from sqlalchemy import delete, update

from notify.apart import NotReady
from sokbo.model import DeliveryState
from sokbo.queries import alerts
from sokbo.queries import deliveries as delivery_queries
from sokbo.tables import deliveries, headlines, leases
from worker import desk as worker_desk
from worker import desk_task
from worker.memory import Memory

QUAKE = "가온시 앞바다서 지진"


@contextmanager
def at_the_desk(desk: Desk) -> Iterator[threading.Thread]:
    """The loop in a thread, told to stop at the end."""
    loop = threading.Thread(target=desk_task.run, args=(desk.line,))
    loop.start()
    try:
        yield loop
    finally:
        desk.line.stop.set()
        desk.line.bells["desk"].ring()
        loop.join()


def take_over(desk: Desk, who: str) -> object:
    return worker_desk.take_over(desk.line.database, Memory(), who)


def test_what_comes_is_placed_and_wakes_those_behind(desk: Desk) -> None:
    desk.add_hook("hook", "http://127.0.0.1:9/")
    desk.add_watch("지진", "지진", to="hook")
    paper = Paper(desk, "ilbo")
    with at_the_desk(desk):
        paper.prints(QUAKE)
        until(lambda: paper.story(QUAKE))
        until(lambda: desk.line.bells["feeds"].rung.is_set() and desk.line.bells["deliver"].rung.is_set())


def test_a_desk_that_is_told_to_stop_makes_room_at_once(desk: Desk) -> None:
    with at_the_desk(desk):
        until(lambda: take_over(desk, "another") is None)
    assert take_over(desk, "another")


def test_a_quiet_desk_keeps_its_lease(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_desk, "LEASE_MS", 2_000)
    monkeypatch.setattr(desk_task, "RENEW_S", 0.05)
    with at_the_desk(desk) as loop:
        until(lambda: take_over(desk, "another") is None)
        for _ in range(25):
            loop.join(0.1)
            assert take_over(desk, "another") is None


def test_what_is_held_goes_when_its_time_has_come(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_task, "RENEW_S", 0.05)
    desk.add_hook("hook", "http://127.0.0.1:9/")
    desk.add_watch("지진", "지진", to="hook", quiet="00:00-24:00")
    Paper(desk, "ilbo").prints(QUAKE)
    desk.drain()
    due = update(deliveries).where(deliveries.c.state == DeliveryState.HELD).values(next_attempt=1)
    assert desk.write(lambda connection: connection.execute(due).rowcount) == 1
    with at_the_desk(desk):
        until(lambda: desk.read(delivery_queries.newest, limit=9)[0].state == DeliveryState.PENDING)
        until(desk.line.bells["deliver"].rung.is_set)


def test_a_desk_that_lost_its_lease_goes_and_forgets(desk: Desk) -> None:
    paper = Paper(desk, "ilbo")
    with at_the_desk(desk) as loop:
        paper.prints(QUAKE)
        until(lambda: paper.story(QUAKE))
        known = desk.line.memory
        desk.write(lambda connection: connection.execute(update(leases).values(fence=leases.c.fence + 1)))
        loop.join(20)
        assert not loop.is_alive()
        assert desk.line.memory is not known


def test_after_stories_were_erased_the_next_run_begins_anew(desk: Desk) -> None:
    desk.add_watch("지진", "지진")
    ilbo, times = Paper(desk, "ilbo"), Paper(desk, "times")
    with at_the_desk(desk) as loop:
        ilbo.prints(QUAKE)
        until(lambda: ilbo.story(QUAKE))
        desk.write(lambda connection: connection.execute(delete(headlines)))
        times.prints(QUAKE)
        loop.join(20)
        assert not loop.is_alive()
    desk.line.stop.clear()
    with at_the_desk(desk):
        until(lambda: times.story(QUAKE))
    assert len(desk.read(alerts.newest, limit=9)) == 1


class Loading:
    """An analyser that is not ready when it is first asked."""

    is_loading = True

    def __init__(self) -> None:
        self.asked = 0

    def parts(self, text: str, start: int, end: int) -> bool:
        self.asked += 1
        if self.is_loading:
            raise NotReady
        return True

    def wait(self, _: float) -> bool:
        self.is_loading = False
        return True

    def give_up(self) -> None:
        raise AssertionError


def test_what_is_in_doubt_waits_for_the_analyser(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    analyser = Loading()
    monkeypatch.setattr("notify.apart.sure", lambda: analyser)
    monkeypatch.setattr("notify.apart.analyser", lambda: analyser)
    desk.add_watch("삵괭", "삵괭")
    paper = Paper(desk, "ilbo")
    with at_the_desk(desk) as loop:
        paper.prints("뷁삵괭뛟 출몰")
        loop.join(20)
        assert not loop.is_alive()
        assert desk.read(alerts.newest, limit=9) == []
        assert not paper.story("뷁삵괭뛟 출몰")
    desk.line.stop.clear()
    with at_the_desk(desk):
        until(lambda: paper.story("뷁삵괭뛟 출몰"))
    assert len(desk.read(alerts.newest, limit=9)) == 1
    assert analyser.asked > 1
