"""Two workers on one host that is not the operator's own: together they ask it no more than the settings let one."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.http import Asked, Page
from parts.line import Desk, open_desk
from parts.sockets import free_port
from parts.tree import until
from sqlalchemy import func, select, update

from sokbo.bus import client
from sokbo.database import now_ms
from sokbo.tables import sources as table
from worker import poll

OLD = Item(1, "나루은행 새 행장 선임")
SOURCES = 30


class Watched:
    """What a publisher answers, and how many it answers at once at most."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.now = self.most = 0

    def answer(self, asked: Asked) -> Page:
        del asked
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        threading.Event().wait(0.02)
        with self.lock:
            self.now -= 1
        return feeds.rss([OLD])


@contextmanager
def polling(desks: list[Desk]) -> Iterator[None]:
    over = threading.Event()
    loops = [threading.Thread(target=poll.until, args=(desk.line, over.is_set)) for desk in desks]
    for loop in loops:
        loop.start()
    try:
        yield
    finally:
        over.set()
        for desk in desks:
            desk.line.bells["poll"].ring()
        for loop in loops:
            loop.join()


@pytest.mark.parametrize("redis", ["there", "away"])
def test_a_host_is_asked_as_gently_by_two_workers_as_by_one(
    sqlite_url: str, tmp_path: Path, publisher: http.Server, redis_server: str, redis: str
) -> None:
    with client(redis_server) as emptied:
        emptied.flushall()
    url = redis_server if redis == "there" else f"redis://127.0.0.1:{free_port()}/0"
    said = {"SOKBO_REDIS_URL": url, "SOKBO_HOST_SLOTS": "3", "SOKBO_HOST_SPACE": "0.01"}
    with ExitStack() as stack:
        desks = [stack.enter_context(closing(open_desk(sqlite_url, tmp_path, **said))) for _ in range(2)]
        publisher.pages |= {f"/{n}": feeds.rss([OLD]) for n in range(SOURCES)}
        for n in range(SOURCES):
            # libcurl takes every name under localhost for loopback, and no such name is anybody's own.
            desks[0].add_source(f"http://paper.localhost:{publisher.port}/{n}")
        watched = Watched()
        publisher.answer = watched.answer
        publisher.asked.clear()
        with desks[0].line.database.write() as connection:
            connection.execute(update(table).values(due=now_ms(), lease_until=None, every_s=3600, polls=0))

        def all_polled() -> bool:
            return bool(desks[0].read(lambda c: c.scalar(select(func.min(table.c.polls))) or 0))

        with polling(desks):
            until(all_polled)
    assert Counter(asked.path for asked in publisher.asked) == {f"/{n}": 1 for n in range(SOURCES)}
    assert watched.most <= (3 if redis == "there" else 6)
