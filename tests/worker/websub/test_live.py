"""WebSub with everything running: a hub, a worker process, Redis, the pages, and a hook that hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from parts import feeds, http
from parts.feeds import Item
from parts.hub import Hub, hub
from parts.line import open_desk
from parts.site import served
from parts.tree import until
from parts.workers import Worker, running_redis, working

from sokbo.settings import Settings
from worker.app import configure
from worker.wake import Waker

OLD, NEW = Item(1, "나루은행 새 행장 선임"), Item(2, "[속보] 가온시 앞바다서 규모 5.1 지진")


@dataclass
class Newsroom:
    """What runs."""

    hub: Hub
    redis: str
    settings: Settings
    receiver: http.Server
    log: Path

    def working(self) -> AbstractContextManager[Worker]:
        """A worker at work."""
        return working(self.settings, self.redis, self.log, "poll,websub,desk,deliver")

    def is_told(self) -> bool:
        """Whether the hook has heard of the news."""
        return any(NEW.title in asked.body.decode() for asked in self.receiver.asked)


@pytest.fixture
def newsroom(sqlite_url: str, tmp_path: Path, publisher: http.Server, receiver: http.Server) -> Iterator[Newsroom]:
    with ExitStack() as stack:
        desk = open_desk(sqlite_url, tmp_path)
        stack.callback(desk.close)
        running, redis = stack.enter_context(hub()), stack.enter_context(running_redis())
        site = stack.enter_context(served(desk, Waker(configure(redis.url)).wake))
        settings = replace(desk.line.settings, base_url=site.address)
        receiver.pages["/hook"] = http.Page(status=204)
        desk.add_hook("desk", receiver.url("/hook"))
        desk.add_watch("지진", "지진", to="desk")
        names = {"Link": f'<{running.url}>; rel="hub", </rss>; rel="self"'}
        publisher.pages["/rss"] = replace(feeds.rss([OLD]), headers=names)
        desk.add_source(publisher.url("/rss"))
        yield Newsroom(running, redis.url, settings, receiver, tmp_path / "worker.log")


@pytest.mark.slow
def test_what_a_hub_pushes_is_told_though_the_page_does_not_show_it_yet(newsroom: Newsroom) -> None:
    with newsroom.working():
        until(lambda: newsroom.hub.confirmed, "the subscription")
        assert newsroom.hub.push(feeds.rss([NEW, OLD])) == [202]
        until(newsroom.is_told, "the alert")


@pytest.mark.slow
def test_what_a_hub_pushed_while_every_worker_was_dead_is_told_by_the_next(newsroom: Newsroom) -> None:
    with newsroom.working() as worker:
        until(lambda: newsroom.hub.confirmed, "the subscription")
        worker.process.kill()
        worker.process.wait()
        assert newsroom.hub.push(feeds.rss([NEW, OLD])) == [202]
    assert not newsroom.is_told()
    with newsroom.working():
        until(newsroom.is_told, "the alert")
