"""Wakes: nobody waits for one, one is enough, and a loop that runs already is only rung."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest
from celery import Celery
from parts.line import Desk
from parts.tree import until
from sqlalchemy.exc import OperationalError

from sokbo import bus
from worker import tasks, watchman
from worker.app import STAGES
from worker.line import Line
from worker.wake import Waker, send


def test_a_wake_goes_onto_its_stages_queue(redis_server: str) -> None:
    client, app = bus.client(redis_server), Celery(broker=redis_server)
    client.flushall()
    assert all(send(app, stage) for stage in STAGES)
    assert [client.llen(stage) for stage in STAGES] == [1] * len(STAGES)


def test_without_redis_a_wake_goes_nowhere_and_says_so(tmp_path: Path) -> None:
    assert send(Celery(broker=f"redis+socket://{tmp_path}/none?virtual_host=0"), "desk") is False


def test_wakes_that_wait_already_are_one(redis_server: str) -> None:
    client = bus.client(redis_server)
    client.flushall()
    waker = Waker(Celery(broker=redis_server))
    for _ in range(500):
        waker.wake("desk")
    waker.wake("poll")
    until(lambda: client.llen("poll"))
    assert 1 <= int(client.llen("desk")) < 500  # type: ignore[arg-type]


@pytest.fixture
def line(desk: Desk) -> Line:
    tasks.serve(desk.line)
    return desk.line


def test_a_wake_for_a_loop_that_runs_rings_it_and_starts_no_second(line: Line) -> None:
    runs, over = [], threading.Event()

    def loop(_: Line) -> None:
        runs.append(1)
        over.wait(30)

    first = threading.Thread(target=tasks.run, args=("desk", loop))
    first.start()
    until(lambda: runs)
    line.bells["desk"].rung.clear()
    tasks.run("desk", loop)
    assert (len(runs), line.bells["desk"].rung.is_set()) == (1, True)
    over.set()
    first.join()
    tasks.run("desk", loop)
    assert len(runs) == 2


def test_a_database_that_fails_ends_no_task_and_the_next_wake_tries_again(
    line: Line, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tasks, "TROUBLED_S", 0.01)
    tries = []

    def loop(_: Line) -> None:
        tries.append(1)
        raise OperationalError("SELECT 1", {}, Exception("server closed the connection\nunexpectedly"))

    with caplog.at_level(logging.WARNING, "sokbo"):
        tasks.run("poll", loop)
        tasks.run("poll", loop)
    assert len(tries) == 2
    assert caplog.messages == ["poll: the database failed, going on: server closed the connection"] * 2


def test_a_line_that_stops_runs_nothing_more(line: Line) -> None:
    runs: list[Line] = []
    line.stop.set()
    tasks.run("desk", runs.append)
    assert runs == []


def test_a_stage_that_hears_nothing_is_run_by_the_watchman(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchman, "SILENCE_S", 0.0)
    monkeypatch.setattr(watchman, "LOOK_S", 0.01)
    watchman.watch(line, ["desk"])
    try:
        until(line.bells["desk"].running.locked)
        assert not line.bells["poll"].running.locked()
    finally:
        line.stop.set()
        line.bells["desk"].ring()
        until(lambda: not line.bells["desk"].running.locked())
