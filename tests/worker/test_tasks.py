"""A real worker process and a real Redis: wakes are heard, and nothing that happens to Redis stops the line."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from celery import Celery
from parts import feeds, http
from parts.feeds import Item
from parts.line import Desk, open_desk
from parts.tree import until
from parts.workers import Redis, Worker, running_redis, working

from sokbo.model import DeliveryState
from sokbo.queries import deliveries
from worker.app import STAGES, configure, task_name

OLD = Item(0, "나루은행 새 행장 선임")


@pytest.fixture
def server() -> Iterator[Redis]:
    with running_redis() as running:
        yield running


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    with closing(open_desk(sqlite_url, tmp_path)) as opened:
        yield opened


@pytest.fixture
def worker(desk: Desk, server: Redis, tmp_path: Path) -> Iterator[Worker]:
    with working(desk.line.settings, server.url, tmp_path / "worker.log") as running:
        yield running


class News:
    """A publisher, a watch and a hook: `breaks` and then `is_told` is the whole line."""

    def __init__(self, desk: Desk, publisher: http.Server, receiver: http.Server) -> None:
        self._publisher, self._receiver = publisher, receiver
        self._items = [OLD]
        receiver.pages["/hook"] = http.Page(status=204)
        publisher.pages["/rss"] = feeds.rss(self._items)
        desk.add_hook("hook", receiver.url("/hook"))
        desk.add_watch("지진", "지진", to="hook")
        desk.add_source(publisher.url("/rss"))

    def breaks(self) -> str:
        """One more headline; its title."""
        number = len(self._items)
        self._items.insert(0, Item(number, f"규모 {number} 지진"))
        self._publisher.pages["/rss"] = feeds.rss(self._items)
        return self._items[0].title

    def is_told(self, title: str) -> bool:
        """Whether the hook has heard of it."""
        return any(title in asked.body.decode() for asked in self._receiver.asked)


@pytest.fixture
def news(desk: Desk, publisher: http.Server, receiver: http.Server) -> News:
    return News(desk, publisher, receiver)


def wake(server: Redis, stage: str) -> str:
    """Send a wake as beat does; its id."""
    app: Celery = configure(server.url)
    with app.connection_for_write() as connection:
        sent: str = app.send_task(task_name(stage), queue=stage, expires=5, connection=connection).id
    return sent


def hears(worker: Worker, server: Redis) -> bool:
    """Whether a wake comes to the worker, by and by."""
    sent: list[str] = []

    def heard() -> bool:
        if len(sent) < 20:
            sent.append(wake(server, "desk"))
        return any(f"sokbo.desk[{one}] received" in worker.log() for one in sent)

    until(heard, "a wake")
    return worker.lives


def test_a_wake_runs_its_stage(worker: Worker, server: Redis) -> None:
    for stage in STAGES:
        sent = wake(server, stage)
        until(lambda stage=stage, sent=sent: f"{task_name(stage)}[{sent}] received" in worker.log())  # type: ignore[misc]
    assert worker.lives


def test_a_worker_that_hears_no_wake_looks_for_itself(worker: Worker, news: News) -> None:
    title = news.breaks()
    until(lambda: news.is_told(title))


def test_with_redis_stopped_the_line_goes_on_and_afterwards_wakes_are_heard(
    worker: Worker, server: Redis, news: News
) -> None:
    server.signal(signal.SIGSTOP)
    title = news.breaks()
    until(lambda: news.is_told(title))
    server.signal(signal.SIGCONT)
    assert hears(worker, server)


def test_a_worker_outlives_a_redis_that_is_killed_and_returns_while_its_tasks_run(
    worker: Worker, server: Redis, news: News
) -> None:
    """The reason for celery<5.7: there a worker whose connection breaks while a task runs ends, or stays deaf."""
    assert hears(worker, server)
    for _ in range(2):
        server.kill()
        title = news.breaks()
        until(lambda title=title: news.is_told(title))  # type: ignore[misc]
        server.start()
        assert hears(worker, server)


def test_an_emptied_redis_loses_nothing(worker: Worker, server: Redis, news: News) -> None:
    assert hears(worker, server)
    for _ in range(3):
        server.client().flushall()
        title = news.breaks()
        server.client().flushall()
        until(lambda title=title: news.is_told(title))  # type: ignore[misc]
    assert hears(worker, server)


def test_without_any_redis_a_worker_works(desk: Desk, news: News, tmp_path: Path) -> None:
    with working(desk.line.settings, f"redis+socket://{tmp_path}/none?virtual_host=0", tmp_path / "log") as worker:
        title = news.breaks()
        until(lambda: news.is_told(title))
        assert worker.lives


def test_a_worker_that_is_told_to_end_finishes_what_is_in_hand(
    worker: Worker, desk: Desk, news: News, receiver: http.Server
) -> None:
    asked, over = threading.Event(), threading.Event()

    def answer(_: http.Asked) -> http.Page:
        asked.set()
        over.wait(30)
        return http.Page(status=204)

    receiver.answer = answer
    news.breaks()
    assert asked.wait(30)
    worker.process.send_signal(signal.SIGTERM)
    until(lambda: "Warm shutdown" in worker.log())
    over.set()
    assert worker.process.wait(10) == 0
    (delivery,) = desk.read(deliveries.newest, limit=9)
    assert (delivery.state, delivery.attempts) == (DeliveryState.SENT, 1)


def test_a_worker_ends_in_time_though_a_source_hangs_and_redis_is_stopped(
    worker: Worker, server: Redis, news: News, publisher: http.Server
) -> None:
    asked, over = threading.Event(), threading.Event()

    def answer(_: http.Asked) -> http.Page:
        asked.set()
        over.wait(30)
        return http.Page(status=500)

    publisher.answer = answer
    assert asked.wait(30)
    server.signal(signal.SIGSTOP)
    worker.process.send_signal(signal.SIGTERM)
    status = worker.process.wait(10)
    over.set()
    assert status == 0
